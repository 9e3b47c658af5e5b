package e2e

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"relevo/backend/e2e/rig"
)

// TestPromise03_SocketsResumeAcrossKills follows a workplace while the program is killed under load, and comes back each time
// with the last seq. What came over all the sockets together is the log: no gap, nothing twice, nothing that was
// shown before it was safe.
func TestPromise03_SocketsResumeAcrossKills(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World, "--rate-limits", "off", "--access-ttl", "1h")
	sol := p.Login("sol@sonrisas.example")
	customer, c := p.Customer("sonrisas-web", rig.Object{})
	customer.Post("/api/v1/chat/messages", rig.Object{"text": "Quiero hablar con una persona"}).Want(201)

	var writers sync.WaitGroup
	stop := make(chan struct{})
	for writer := range 4 {
		writers.Go(func() {
			for n := 0; rig.Open(stop); n++ {
				text := fmt.Sprintf("w%d-n%d", writer, n)
				sol.Persist("/api/v1/conversations/"+c+"/notes", rig.Object{"text": text}, text, stop)
			}
		})
	}
	var seen []rig.Event
	follow := func(until func(events []rig.Event) bool, end func()) {
		t.Helper()
		s := sol.Live(rig.Object{"sonrisas": len(seen)})
		rig.Eventually(t, 20*time.Second, "enough events come", func() bool { return until(s.Events("sonrisas")) })
		end()
		s.AwaitClose()
		for _, f := range s.Came() {
			if f.Type == "resync" {
				t.Fatalf("told to resync at %d", len(seen))
			}
		}
		for _, e := range s.Events("sonrisas") {
			if e.Seq != int64(len(seen))+1 {
				t.Fatalf("event %d came after %d", e.Seq, len(seen))
			}
			seen = append(seen, e)
		}
	}
	for range 5 {
		follow(func(events []rig.Event) bool { return len(events) > 50 }, p.Kill)
		p.Launch()
	}
	close(stop)
	writers.Wait()
	log := sol.Log("sonrisas")
	follow(func(events []rig.Event) bool { return len(seen)+len(events) >= len(log) }, func() { p.Stop() })
	if len(seen) != len(log) {
		t.Fatalf("%d events came, %d are in the log", len(seen), len(log))
	}
	for i, e := range log {
		if got := seen[i]; got.Kind != e.Kind || got.Conversation != e.Conversation || got.Data["note"] != e.Data["note"] || got.Data["text"] != e.Data["text"] {
			t.Errorf("%d came as %+v and is %+v", e.Seq, got, e)
		}
	}
	p.Verified()
}
