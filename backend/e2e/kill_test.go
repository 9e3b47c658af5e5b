package e2e

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"relevo/backend/e2e/rig"
)

// acked is a command that somebody was told is done.
type acked struct {
	text string
	seq  int64
}

// TestPromise01_KillsUnderLoadLoseNothing kills the program again and again while people and customers write, each retrying with the same
// idempotency key until they are answered. Nothing that was acknowledged may be lost or doubled, and the log and
// everything derived from it must agree, also straight after a kill.
func TestPromise01_KillsUnderLoadLoseNothing(t *testing.T) {
	const kills, wanted = 20, 2000
	p := rig.Start(t, rig.World, "--rate-limits", "off", "--access-ttl", "1h")
	sol := p.Login("sol@sonrisas.example")

	var workers sync.WaitGroup
	var mu sync.Mutex // guards done
	var done []acked
	stop := make(chan struct{})
	for worker := range 16 {
		customer, c := p.Customer("sonrisas-web", rig.Object{})
		customer.Post("/api/v1/chat/messages", rig.Object{"text": fmt.Sprintf("Thanks! (%d)", worker)}).Want(201)
		workers.Go(func() {
			for n := 0; rig.Open(stop); n++ {
				text := fmt.Sprintf("w%d-n%d", worker, n)
				a, ok := sol.Persist("/api/v1/conversations/"+c+"/notes", rig.Object{"text": text}, text, stop)
				if !ok {
					return
				}
				mu.Lock()
				done = append(done, acked{text, a.Events()[0].Seq})
				mu.Unlock()
			}
		})
	}
	count := func() int { mu.Lock(); defer mu.Unlock(); return len(done) }

	for kill := range kills {
		aim := min(wanted, (kill+1)*wanted/kills)
		rig.Eventually(t, 30*time.Second, "commands are acknowledged between kills", func() bool { return count() >= aim })
		p.Kill()
		if kill%5 == 0 {
			p.Verified()
		}
		p.Launch()
	}
	rig.Eventually(t, 30*time.Second, "enough commands are acknowledged", func() bool { return count() >= wanted })
	close(stop)
	workers.Wait()

	recorded := map[string]int64{}
	for i, e := range sol.Log("sonrisas") {
		if e.Seq != int64(i+1) {
			t.Fatalf("event %d has seq %d: the order has a gap", i+1, e.Seq)
		}
		if e.Kind != "note.added" || e.By.Team != "staff" {
			continue
		}
		text, _ := e.Data["text"].(string)
		if before, twice := recorded[text]; twice {
			t.Errorf("%s was recorded twice: %d and %d", text, before, e.Seq)
		}
		recorded[text] = e.Seq
	}
	for _, a := range done {
		if recorded[a.text] != a.seq {
			t.Errorf("%s was acknowledged as %d and stands at %d", a.text, a.seq, recorded[a.text])
		}
	}
	p.Kill()
	p.Verified()
}
