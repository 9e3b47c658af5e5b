package e2e

import (
	"testing"
	"time"

	"relevo/backend/e2e/rig"
)

// TestFullDisk lets the program write nothing more, as a full disk would: commands answer unavailable, reading and
// sockets go on, and all recovers by itself when there is space again.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World, "--ping", "300ms")
	sol := p.Login("sol@sonrisas.example")
	customer, c := p.Customer("sonrisas-web", rig.Object{})
	customer.Post("/api/v1/chat/messages", rig.Object{"text": "Hello"}).Want(201)
	path := "/api/v1/conversations/" + c
	live := sol.Live(nil)

	p.LimitFiles(1)
	for range 3 {
		sol.Post(path+"/notes", rig.Object{"text": "lost?"}, "Idempotency-Key", "full").Want(503, "unavailable")
		customer.Post("/api/v1/chat/messages", rig.Object{"text": "Hello?"}).Want(503, "unavailable")
	}
	sol.Get(path).Want(200)
	sol.Get("/api/v1/workplaces/sonrisas/stream").Want(200)
	if a := p.Stranger().Get("/readyz"); a.Status != 503 {
		t.Errorf("ready with a full disk: %d", a.Status)
	}
	p.Stranger().Get("/healthz").Want(200)
	had := len(live.Came())
	live.Until("heartbeats go on", func(frames []rig.Frame, _ rig.CloseCode) bool {
		return len(frames) > had && frames[len(frames)-1].Type == "heartbeat"
	})

	p.LimitFiles(^uint64(0))
	rig.Eventually(t, 10*time.Second, "commands work again", func() bool {
		return sol.Post(path+"/notes", rig.Object{"text": "lost?"}, "Idempotency-Key", "full").Status == 200
	})
	live.AwaitEvent("the note comes over the old socket", func(e rig.Event) bool { return e.Data["text"] == "lost?" })
	p.Stop()
	p.Verified()
}
