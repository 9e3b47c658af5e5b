package e2e

import (
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// TestFullDisk lets the program write nothing more, as a full disk would: commands answer unavailable, reading and
// sockets go on, and all recovers by itself when there is space again.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	p := start(t, world, "--ping", "300ms")
	sol := p.login("sol@sonrisas.example")
	customer, c := p.customer("sonrisas-web", object{})
	customer.post("/api/v1/chat/messages", object{"text": "Hello"}).want(201)
	path := "/api/v1/conversations/" + c
	live := sol.live(nil)

	p.limitFiles(1)
	for range 3 {
		sol.post(path+"/notes", object{"text": "lost?"}, "Idempotency-Key", "full").want(503, "unavailable")
		customer.post("/api/v1/chat/messages", object{"text": "Hello?"}).want(503, "unavailable")
	}
	sol.get(path).want(200)
	sol.get("/api/v1/workplaces/sonrisas/stream").want(200)
	if a := p.stranger().get("/readyz"); a.status != 503 {
		t.Errorf("ready with a full disk: %d", a.status)
	}
	p.stranger().get("/healthz").want(200)
	live.mu.Lock()
	had := len(live.frames)
	live.mu.Unlock()
	live.until("heartbeats go on", func(frames []frame, _ closeCode) bool {
		return len(frames) > had && frames[len(frames)-1].Type == "heartbeat"
	})

	p.limitFiles(^uint64(0))
	eventually(t, 10*time.Second, "commands work again", func() bool {
		return sol.post(path+"/notes", object{"text": "lost?"}, "Idempotency-Key", "full").status == 200
	})
	live.awaitEvent("the note comes over the old socket", func(e event) bool { return e.Data["text"] == "lost?" })
	p.stop()
	p.verified()
}

// limitFiles lets the running program write no file beyond so many bytes.
func (p *program) limitFiles(bytes uint64) {
	p.t.Helper()
	limit := syscall.Rlimit{Cur: bytes, Max: ^uint64(0)}
	const fileSize = 1 // RLIMIT_FSIZE
	_, _, errno := syscall.RawSyscall6(syscall.SYS_PRLIMIT64, uintptr(p.cmd.Process.Pid), fileSize, uintptr(unsafe.Pointer(&limit)), 0, 0, 0)
	if errno != 0 {
		p.t.Fatalf("limit the program's files: %v", errno)
	}
}
