package rig

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// Binary is the program under test, built once by Main.
var Binary string

// Main builds the program and runs a package's tests with it; it is the whole of their TestMain.
func Main(m *testing.M) {
	dir, err := os.MkdirTemp("", "relevo-e2e-")
	if err != nil {
		panic(err)
	}
	Binary = filepath.Join(dir, "relevo")
	build := exec.Command("go", "build", "-tags=sqlite_fts5", "-o", Binary, "relevo/backend/cmd/relevo")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "build the program:", err)
		os.Exit(1)
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// Program is one server with its data folder.
type Program struct {
	T     testing.TB
	Dir   string   // the data folder
	File  string   // what it is provisioned with
	Flags []string // of serve
	Env   []string // beside this process's own
	Addr  string   // kept over restarts, so that clients find it again
	URL   string

	cmd    *exec.Cmd
	exited chan error
	mu     sync.Mutex // guards log
	log    bytes.Buffer
}

// Start provisions a fresh data folder with the YAML and starts the server on a free port.
func Start(t testing.TB, yaml string, flags ...string) *Program {
	t.Helper()
	p := Prepare(t, yaml, flags...)
	p.Launch()
	return p
}

// Prepare is Start without starting: what is still to be set about the program can be set.
func Prepare(t testing.TB, yaml string, flags ...string) *Program {
	t.Helper()
	dir := t.TempDir()
	p := &Program{T: t, Dir: filepath.Join(dir, "data"), File: filepath.Join(dir, "provision.yaml"), Flags: flags, Addr: "127.0.0.1:0"}
	if err := os.WriteFile(p.File, []byte(yaml), 0o600); err != nil {
		t.Fatal(err)
	}
	p.Flags = append(p.Flags, "--provision", p.File)
	t.Cleanup(func() {
		p.Kill()
		if t.Failed() {
			t.Logf("the program's last words:\n%s", Tail(p.Words(), 4000))
		}
	})
	return p
}

// patience is the program's with the disk of a busy machine: that it sends commands away has tests of its own, which set it
// by a flag.
const patience = "RELEVO_WRITER_BEHIND=1m"

// Launch starts the server on the data folder and waits until it is ready.
func (p *Program) Launch() {
	p.T.Helper()
	p.cmd = exec.Command(Binary, append([]string{"serve", "--listen", p.Addr, "--data", p.Dir}, p.Flags...)...)
	p.cmd.Env = append(append(os.Environ(), patience), p.Env...)
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		p.T.Fatal(err)
	}
	p.cmd.Stderr = writerFunc(func(b []byte) (int, error) {
		p.mu.Lock()
		defer p.mu.Unlock()
		return p.log.Write(b)
	})
	if err := p.cmd.Start(); err != nil {
		p.T.Fatal(err)
	}
	lines := bufio.NewReader(stdout)
	first, err := lines.ReadString('\n')
	if err != nil {
		p.T.Fatalf("the program said nothing on stdout: %v\n%s", err, p.Words())
	}
	url, ok := strings.CutPrefix(strings.TrimSpace(first), "listening on ")
	if !ok {
		p.T.Fatalf("the first line on stdout is %q", first)
	}
	p.URL, p.Addr = url, strings.TrimPrefix(url, "http://")
	p.exited = make(chan error, 1)
	cmd := p.cmd
	go func() {
		io.Copy(io.Discard, lines)
		p.exited <- cmd.Wait()
	}()
	p.awaitReady()
}

func (p *Program) awaitReady() {
	p.T.Helper()
	Eventually(p.T, 10*time.Second, "the program is ready", func() bool {
		res, err := http.Get(p.URL + "/readyz")
		if err != nil {
			return false
		}
		res.Body.Close()
		return res.StatusCode == http.StatusOK
	})
}

// Kill ends the program as a power switch would, as far as a process can tell.
func (p *Program) Kill() {
	if p.cmd == nil || p.exited == nil {
		return
	}
	p.cmd.Process.Kill()
	<-p.exited
	p.exited = nil
}

// Stop asks the program to go and answers its exit code and how long it took.
func (p *Program) Stop() (int, time.Duration) {
	p.T.Helper()
	began := time.Now()
	p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.exited:
	case <-time.After(15 * time.Second):
		p.T.Fatal("the program did not stop within 15 s of SIGTERM")
	}
	p.exited = nil
	return p.cmd.ProcessState.ExitCode(), time.Since(began)
}

// Words is what the program wrote on stderr so far.
func (p *Program) Words() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.log.String()
}

// Relevo runs another command of the program on the same data folder.
func (p *Program) Relevo(args ...string) (code int, out string) {
	p.T.Helper()
	return Relevo(p.T, append(args, "--data", p.Dir)...)
}

// Relevo runs a command of the program and answers its exit code and what it said.
func Relevo(t testing.TB, args ...string) (code int, out string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, Binary, args...)
	b, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		t.Fatalf("run %v: %v", args, err)
	}
	return cmd.ProcessState.ExitCode(), string(b)
}

// Verified fails the test unless the log and everything derived from it agree. The program must be stopped.
func (p *Program) Verified() {
	p.T.Helper()
	if code, out := p.Relevo("verify"); code != 0 {
		p.T.Fatalf("verify found differences:\n%s", Tail(out, 4000))
	}
}

// Eventually waits for something to become true, and fails the test when it does not.
func Eventually(t testing.TB, within time.Duration, what string, true func() bool) {
	t.Helper()
	deadline := time.Now().Add(within)
	for !true() {
		if time.Now().After(deadline) {
			t.Fatalf("not within %v: %s", within, what)
		}
		<-time.After(10 * time.Millisecond)
	}
}

func Tail(s string, n int) string {
	if len(s) > n {
		return "…" + s[len(s)-n:]
	}
	return s
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }

// Signal sends the running program a signal.
func (p *Program) Signal(s syscall.Signal) {
	p.T.Helper()
	if err := p.cmd.Process.Signal(s); err != nil {
		p.T.Fatalf("send %v: %v", s, err)
	}
}

// PID is the running program's.
func (p *Program) PID() int { return p.cmd.Process.Pid }

// LimitFiles lets the running program write no file beyond so many bytes.
func (p *Program) LimitFiles(bytes uint64) {
	p.T.Helper()
	limit := syscall.Rlimit{Cur: bytes, Max: ^uint64(0)}
	const fileSize = 1 // RLIMIT_FSIZE
	_, _, errno := syscall.RawSyscall6(syscall.SYS_PRLIMIT64, uintptr(p.cmd.Process.Pid), fileSize, uintptr(unsafe.Pointer(&limit)), 0, 0, 0)
	if errno != 0 {
		p.T.Fatalf("limit the program's files: %v", errno)
	}
}

// Together runs all at once and waits for them.
func Together(all ...func()) {
	ready := make(chan struct{})
	var wg sync.WaitGroup
	for _, f := range all {
		wg.Go(func() { <-ready; f() })
	}
	close(ready)
	wg.Wait()
}
