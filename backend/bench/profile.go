package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
)

// profile runs something once more, which is not counted, keeps where the server's processor time went meanwhile, and
// names the largest costs.
func (b *bench) profile(ctx context.Context, s *process, goal int, run func() error) (notes []string, err error) {
	if b.o.Profile == "" {
		return nil, nil
	}
	address, err := s.debug()
	if err != nil {
		return nil, err
	}
	var taken []byte
	var failed error
	var taking sync.WaitGroup
	taking.Go(func() {
		taken, failed = (&process{address: address}).get(ctx, "/debug/pprof/profile?seconds=3")
	})
	err = run()
	taking.Wait()
	if err := errors.Join(err, failed, os.MkdirAll(b.o.Profile, 0o755)); err != nil {
		return nil, err
	}
	file := filepath.Join(b.o.Profile, fmt.Sprintf("goal%d.pprof", goal))
	if err := os.WriteFile(file, taken, 0o644); err != nil {
		return nil, err
	}
	return largest(ctx, b.o.Program, file), nil
}

// largest names the functions of the program, of net/http and of SQLite that cost most, each with what it calls of
// others. It is silent where there is no Go toolchain to read a profile with.
func largest(ctx context.Context, program, file string) []string {
	out, err := exec.CommandContext(ctx, "go", "tool", "pprof", "-top", "-nodecount=6", "-show=^relevo/|^net/http|sqlite3_step", program, file).Output()
	if err != nil {
		return nil
	}
	var costs []string
	for line := range strings.Lines(string(out)) {
		if f := strings.Fields(line); len(f) >= 6 && strings.HasSuffix(f[1], "%") {
			name := strings.TrimPrefix(strings.TrimPrefix(strings.Join(f[5:], " "), "relevo/backend/"), "github.com/mattn/")
			name, _, _ = strings.Cut(name, "[")
			costs = append(costs, f[1]+" "+name)
		}
	}
	if len(costs) == 0 {
		return nil
	}
	return []string{"Largest costs: " + strings.Join(costs, ", ") + "."}
}
