package bench

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is a server that runs beside the bench, on a port of its own.
type process struct {
	cmd     *exec.Cmd
	address string // host:port
	log     string // file of its stderr
	began   time.Time
	exited  chan error
}

// launch starts a program that tells where it listens in its first line on stdout.
func launch(dir, program string, stdin io.Reader, args ...string) (*process, error) {
	log, err := os.CreateTemp(dir, "stderr-*.log")
	if err != nil {
		return nil, err
	}
	defer log.Close()
	p := &process{cmd: exec.Command(program, args...), log: log.Name(), exited: make(chan error, 1)}
	p.cmd.Stdin, p.cmd.Stderr = stdin, log
	p.cmd.SysProcAttr = childAttributes()
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.began = time.Now()
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", filepath.Base(program), err)
	}
	lines := bufio.NewReader(stdout)
	first, err := lines.ReadString('\n')
	if err != nil {
		p.kill()
		return nil, fmt.Errorf("%s did not start: %s", filepath.Base(program), p.lastWords())
	}
	go func() {
		_, _ = io.Copy(io.Discard, lines)
		p.exited <- p.cmd.Wait()
	}()
	_, url, _ := strings.Cut(strings.TrimSpace(first), "http://")
	if p.address = strings.TrimSuffix(url, "/"); p.address == "" {
		p.kill()
		return nil, fmt.Errorf("%s does not say where it listens: %q", filepath.Base(program), first)
	}
	return p, nil
}

// lastWords are the end of what the program wrote on stderr.
func (p *process) lastWords() string {
	b, err := os.ReadFile(p.log)
	if err != nil {
		return err.Error()
	}
	return string(b[max(0, len(b)-1000):])
}

func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	_, _ = p.cmd.Process.Wait()
}

// stop asks the program to go and waits for it.
func (p *process) stop() error {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case err := <-p.exited:
		if err != nil {
			return fmt.Errorf("the server ended badly: %w: %s", err, p.lastWords())
		}
		return nil
	case <-time.After(20 * time.Second):
		p.kill()
		return errors.New("the server did not stop within 20 s")
	}
}

// cpu is the processor time that the process has used so far.
func (p *process) cpu() time.Duration {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	fields := bytes.Fields(b[bytes.LastIndexByte(b, ')')+1:])
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.ParseInt(string(fields[11]), 10, 64)
	system, _ := strconv.ParseInt(string(fields[12]), 10, 64)
	return time.Duration(user+system) * (time.Second / clockTicks)
}

// clockTicks is the unit of /proc, the same on every Linux that Go runs on.
const clockTicks = 100

// ownCPU is the processor time that this process has used so far.
func ownCPU() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// get fetches a page of the process.
func (p *process) get(ctx context.Context, path string) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+p.address+path, nil)
	if err != nil {
		return nil, err
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("GET %s: %s", path, res.Status)
	}
	return b, err
}

// ready waits until the server takes commands and answers how long that took from its start.
func (p *process) ready(ctx context.Context) (time.Duration, error) {
	for time.Since(p.began) < 30*time.Second {
		if _, err := p.get(ctx, "/readyz"); err == nil {
			return time.Since(p.began), nil
		}
		time.Sleep(time.Millisecond)
	}
	return 0, fmt.Errorf("the server was not ready within 30 s: %s", p.lastWords())
}

// debug is the address on which the server gives profiles, as it says in its log.
func (p *process) debug() (string, error) {
	b, err := os.ReadFile(p.log)
	if err != nil {
		return "", err
	}
	_, after, ok := bytes.Cut(b, []byte("profiles are served"))
	_, after, found := bytes.Cut(after, []byte("http://"))
	if !ok || !found {
		return "", errors.New("the server does not say where its profiles are")
	}
	address, _, _ := bytes.Cut(after, []byte("/"))
	return string(address), nil
}

// memory is what the server holds of its heap and its stacks after a collection, and what the system has given it.
func (p *process) memory(ctx context.Context) (held, resident float64, err error) {
	address, err := p.debug()
	if err != nil {
		return 0, 0, err
	}
	for range 2 { // what a first collection only makes free, the second one gives back
		if _, err := (&process{address: address}).get(ctx, "/debug/pprof/heap?gc=1"); err != nil {
			return 0, 0, err
		}
	}
	figures, err := p.metrics(ctx)
	if err != nil {
		return 0, 0, err
	}
	held = figures["go_memstats_heap_inuse_bytes"] + figures["go_memstats_stack_inuse_bytes"]
	if held == 0 {
		err = errors.New("the server's metrics don't tell its memory")
	}
	return held, figures["process_resident_memory_bytes"], err
}

// metrics are the server's figures, by their names with labels.
func (p *process) metrics(ctx context.Context) (map[string]float64, error) {
	page, err := p.get(ctx, "/metrics")
	if err != nil {
		return nil, err
	}
	figures := map[string]float64{}
	for line := range strings.Lines(string(page)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		if v, err := strconv.ParseFloat(value, 64); err == nil {
			figures[name] = v
		}
	}
	return figures, nil
}
