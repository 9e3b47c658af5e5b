package e2e

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
)

// binary is the program under test, built once for all stories.
var binary string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "relevo-e2e-")
	if err != nil {
		panic(err)
	}
	binary = filepath.Join(dir, "relevo")
	build := exec.Command("go", "build", "-tags=sqlite_fts5", "-o", binary, "relevo/backend/cmd/relevo")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "build the program:", err)
		os.Exit(1)
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// program is one running server with its data folder.
type program struct {
	t     testing.TB
	dir   string
	file  string // what it is provisioned with
	flags []string
	addr  string // kept over restarts, so that clients find it again
	url   string

	cmd    *exec.Cmd
	exited chan error
	mu     sync.Mutex // guards log
	log    bytes.Buffer
}

// start provisions a fresh data folder with the YAML and starts the server on a free port.
func start(t testing.TB, yaml string, flags ...string) *program {
	t.Helper()
	dir := t.TempDir()
	p := &program{t: t, dir: filepath.Join(dir, "data"), file: filepath.Join(dir, "provision.yaml"), flags: flags, addr: "127.0.0.1:0"}
	if err := os.WriteFile(p.file, []byte(yaml), 0o600); err != nil {
		t.Fatal(err)
	}
	p.flags = append(p.flags, "--provision", p.file)
	p.launch()
	t.Cleanup(func() {
		p.kill()
		if t.Failed() {
			t.Logf("the program's last words:\n%s", tail(p.words(), 4000))
		}
	})
	return p
}

// launch starts the server on the data folder and waits until it is ready.
func (p *program) launch() {
	p.t.Helper()
	p.cmd = exec.Command(binary, append([]string{"serve", "--listen", p.addr, "--data", p.dir}, p.flags...)...)
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	p.cmd.Stderr = writerFunc(func(b []byte) (int, error) {
		p.mu.Lock()
		defer p.mu.Unlock()
		return p.log.Write(b)
	})
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	lines := bufio.NewReader(stdout)
	first, err := lines.ReadString('\n')
	if err != nil {
		p.t.Fatalf("the program said nothing on stdout: %v\n%s", err, p.words())
	}
	url, ok := strings.CutPrefix(strings.TrimSpace(first), "listening on ")
	if !ok {
		p.t.Fatalf("the first line on stdout is %q", first)
	}
	p.url, p.addr = url, strings.TrimPrefix(url, "http://")
	p.exited = make(chan error, 1)
	cmd := p.cmd
	go func() {
		io.Copy(io.Discard, lines)
		p.exited <- cmd.Wait()
	}()
	p.awaitReady()
}

func (p *program) awaitReady() {
	p.t.Helper()
	eventually(p.t, 10*time.Second, "the program is ready", func() bool {
		res, err := http.Get(p.url + "/readyz")
		if err != nil {
			return false
		}
		res.Body.Close()
		return res.StatusCode == http.StatusOK
	})
}

// kill ends the program as a power switch would, as far as a process can tell.
func (p *program) kill() {
	if p.cmd == nil || p.exited == nil {
		return
	}
	p.cmd.Process.Kill()
	<-p.exited
	p.exited = nil
}

// stop asks the program to go and answers its exit code and how long it took.
func (p *program) stop() (int, time.Duration) {
	p.t.Helper()
	began := time.Now()
	p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.exited:
	case <-time.After(15 * time.Second):
		p.t.Fatal("the program did not stop within 15 s of SIGTERM")
	}
	p.exited = nil
	return p.cmd.ProcessState.ExitCode(), time.Since(began)
}

// words is what the program wrote on stderr so far.
func (p *program) words() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.log.String()
}

// relevo runs another command of the program on the same data folder.
func (p *program) relevo(args ...string) (code int, out string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, binary, append(args, "--data", p.dir)...)
	b, _ := cmd.CombinedOutput()
	return cmd.ProcessState.ExitCode(), string(b)
}

// verified fails the test unless the log and everything derived from it agree. The program must be stopped.
func (p *program) verified() {
	p.t.Helper()
	if code, out := p.relevo("verify"); code != 0 {
		p.t.Fatalf("verify found differences:\n%s", tail(out, 4000))
	}
}

// eventually waits for something to become true, and fails the test when it does not.
func eventually(t testing.TB, within time.Duration, what string, true func() bool) {
	t.Helper()
	deadline := time.Now().Add(within)
	for !true() {
		if time.Now().After(deadline) {
			t.Fatalf("not within %v: %s", within, what)
		}
		<-time.After(10 * time.Millisecond)
	}
}

func tail(s string, n int) string {
	if len(s) > n {
		return "…" + s[len(s)-n:]
	}
	return s
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }
