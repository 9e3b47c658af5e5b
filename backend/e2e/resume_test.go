package e2e

import (
	"fmt"
	"sync"
	"testing"
	"time"
)

// TestSocketResumesAcrossKills follows a workplace while the program is killed under load, and comes back each time
// with the last seq. What came over all the sockets together is the log: no gap, nothing twice, nothing that was
// shown before it was safe.
func TestSocketResumesAcrossKills(t *testing.T) {
	t.Parallel()
	p := start(t, world, "--rate-limits", "off", "--access-ttl", "1h")
	sol := p.login("sol@sonrisas.example")
	customer, c := p.customer("sonrisas-web", object{})
	customer.post("/api/v1/chat/messages", object{"text": "Quiero hablar con una persona"}).want(201)

	var writers sync.WaitGroup
	stop := make(chan struct{})
	for writer := range 4 {
		writers.Go(func() {
			for n := 0; open(stop); n++ {
				persist(sol, "/api/v1/conversations/"+c+"/notes", fmt.Sprintf("w%d-n%d", writer, n), stop)
			}
		})
	}
	var seen []event
	follow := func(until func(events []event) bool, end func()) {
		t.Helper()
		s := sol.live(object{"sonrisas": len(seen)})
		eventually(t, 20*time.Second, "enough events come", func() bool { return until(s.events("sonrisas")) })
		end()
		s.awaitClose()
		for _, f := range s.frames {
			if f.Type == "resync" {
				t.Fatalf("told to resync at %d", len(seen))
			}
		}
		for _, e := range s.events("sonrisas") {
			if e.Seq != int64(len(seen))+1 {
				t.Fatalf("event %d came after %d", e.Seq, len(seen))
			}
			seen = append(seen, e)
		}
	}
	for range 5 {
		follow(func(events []event) bool { return len(events) > 50 }, p.kill)
		p.launch()
	}
	close(stop)
	writers.Wait()
	log := sol.log("sonrisas")
	follow(func(events []event) bool { return len(seen)+len(events) >= len(log) }, func() { p.stop() })
	if len(seen) != len(log) {
		t.Fatalf("%d events came, %d are in the log", len(seen), len(log))
	}
	for i, e := range log {
		if got := seen[i]; got.Kind != e.Kind || got.Conversation != e.Conversation || got.Data["note"] != e.Data["note"] || got.Data["text"] != e.Data["text"] {
			t.Errorf("%d came as %+v and is %+v", e.Seq, got, e)
		}
	}
	p.verified()
}
