package bench

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strings"

	"github.com/mattn/go-sqlite3"
)

// machine describes where a run was made, so that its figures can be judged; never whose it is.
type machine struct {
	Cores  int     `json:"cores"`
	Memory float64 `json:"memory_gib"`
	System string  `json:"system"`
	Go     string  `json:"go"`
	SQLite string  `json:"sqlite"`
}

func thisMachine() machine {
	version, _, _ := sqlite3.Version()
	m := machine{Cores: runtime.NumCPU(), System: runtime.GOOS + "/" + runtime.GOARCH, Go: strings.TrimPrefix(runtime.Version(), "go"), SQLite: version}
	if kernel, err := os.ReadFile("/proc/sys/kernel/osrelease"); err == nil {
		release, _, _ := strings.Cut(strings.TrimSpace(string(kernel)), "-") // what follows may name its builder
		m.System += ", kernel " + release
	}
	if b, err := os.ReadFile("/proc/meminfo"); err == nil {
		if i := bytes.Index(b, []byte("MemTotal:")); i >= 0 {
			m.Memory = float64(digits(bytes.TrimLeft(b[i+len("MemTotal:"):], " "))) / (1 << 20)
		}
	}
	return m
}

func (m machine) String() string {
	return fmt.Sprintf("%d cores, %.0f GiB, %s, Go %s, SQLite %s", m.Cores, m.Memory, m.System, m.Go, m.SQLite)
}
