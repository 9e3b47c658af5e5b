package faults

import (
	"os"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"relevo/backend/e2e/rig"
)

// What a rule is about; the numbers are shim.c's.
const (
	opens, writes, truncates, syncs, unlinks = 1, 2, 4, 8, 16
	everyOp                                  = 31

	database, wal, shm, folder, others = 1, 2, 4, 8, 16
	everyFile                          = 31

	fail, half, wait, lie, kill = 1, 2, 3, 4, 5
)

// always is more often than anything happens.
const always = 1 << 40

// The errors that disks answer.
const (
	eio    = int64(syscall.EIO)
	enospc = int64(syscall.ENOSPC)
	erofs  = int64(syscall.EROFS)
)

// rule is shim.c's struct rule.
type rule struct {
	action, ops, files int64
	after, times       int64
	value              int64
	seen, hits         int64
}

// disk is what stands between a program and its data folder.
type disk struct {
	t     testing.TB
	rules *[8]rule
	trace string // empty: nothing is written down
}

// underShim has a program that was not started yet live on a disk that fails when it is told to.
func underShim(t testing.TB, p *rig.Program, traced bool) *disk {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir()) // SQLite opens files by their real path
	if err != nil {
		t.Fatal(err)
	}
	p.Dir = filepath.Join(dir, "data")
	control := filepath.Join(dir, "control")
	b := make([]byte, unsafe.Sizeof([8]rule{}))
	if err := os.WriteFile(control, b, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(control, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	shared, err := syscall.Mmap(int(f.Fd()), 0, len(b), syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.Kill()
		syscall.Munmap(shared)
	})
	d := &disk{t: t, rules: (*[8]rule)(unsafe.Pointer(&shared[0]))}
	p.Env = append(p.Env, "LD_PRELOAD="+shim, "FAULTS_DIR="+p.Dir, "FAULTS_CONTROL="+control)
	if traced {
		d.trace = filepath.Join(dir, "trace")
		if err := os.WriteFile(d.trace, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		p.Env = append(p.Env, "FAULTS_TRACE="+d.trace)
	}
	return d
}

// set puts rules in force, in place of those before.
func (d *disk) set(rules ...rule) {
	for i := range d.rules {
		atomic.StoreInt64(&d.rules[i].action, 0)
	}
	for i, r := range rules {
		if r.times == 0 {
			r.times = always
		}
		action := r.action
		r.action = 0
		d.rules[i] = r
		atomic.StoreInt64(&d.rules[i].action, action)
	}
}

// hits is how many calls the rules in force have changed.
func (d *disk) hits() (n int64) {
	for i := range d.rules {
		n += atomic.LoadInt64(&d.rules[i].hits)
	}
	return n
}

// awaitHits waits until rules have changed so many calls.
func (d *disk) awaitHits(n int64) {
	d.t.Helper()
	rig.Eventually(d.t, calm, "the fault meets the program", func() bool { return d.hits() >= n })
}

// length is how much was written down so far.
func (d *disk) length() int64 {
	d.t.Helper()
	info, err := os.Stat(d.trace)
	if err != nil {
		d.t.Fatal(err)
	}
	return info.Size()
}

// recovered waits until the program can commit again and fails the test when that takes longer than it is promised.
func recovered(t testing.TB, p *rig.Program) time.Duration {
	t.Helper()
	began := time.Now()
	rig.Eventually(t, 10*time.Second, "the program takes commands again", func() bool {
		return p.Stranger().Get("/readyz").Status == 200
	})
	return time.Since(began)
}
