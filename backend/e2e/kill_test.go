package e2e

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"
)

// acked is a command that somebody was told is done.
type acked struct {
	text string
	seq  int64
}

// TestKillUnderLoad kills the program again and again while people and customers write, each retrying with the same
// idempotency key until they are answered. Nothing that was acknowledged may be lost or doubled, and the log and
// everything derived from it must agree, also straight after a kill.
func TestKillUnderLoad(t *testing.T) {
	const kills, wanted = 20, 2000
	p := start(t, world, "--rate-limits", "off", "--access-ttl", "1h")
	sol := p.login("sol@sonrisas.example")

	var workers sync.WaitGroup
	var mu sync.Mutex // guards done
	var done []acked
	stop := make(chan struct{})
	for worker := range 16 {
		customer, c := p.customer("sonrisas-web", object{})
		customer.post("/api/v1/chat/messages", object{"text": fmt.Sprintf("Thanks! (%d)", worker)}).want(201)
		workers.Go(func() {
			for n := 0; open(stop); n++ {
				text := fmt.Sprintf("w%d-n%d", worker, n)
				seq, ok := persist(sol, "/api/v1/conversations/"+c+"/notes", text, stop)
				if !ok {
					return
				}
				mu.Lock()
				done = append(done, acked{text, seq})
				mu.Unlock()
			}
		})
	}
	count := func() int { mu.Lock(); defer mu.Unlock(); return len(done) }

	for kill := range kills {
		aim := min(wanted, (kill+1)*wanted/kills)
		eventually(t, 30*time.Second, "commands are acknowledged between kills", func() bool { return count() >= aim })
		p.kill()
		if kill%5 == 0 {
			p.verified()
		}
		p.launch()
	}
	eventually(t, 30*time.Second, "enough commands are acknowledged", func() bool { return count() >= wanted })
	close(stop)
	workers.Wait()

	recorded := map[string]int64{}
	for i, e := range sol.log("sonrisas") {
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
	p.kill()
	p.verified()
}

// open tells whether nobody has closed a channel yet.
func open(stop <-chan struct{}) bool {
	select {
	case <-stop:
		return false
	default:
		return true
	}
}

// persist sends a note until it is answered, always with the same key; it gives up only when told to stop.
func persist(w *person, path, text string, stop <-chan struct{}) (int64, bool) {
	for {
		a, err := w.try("POST", path, object{"text": text}, "Idempotency-Key", text)
		if err == nil && a.status == 200 {
			return a.events()[0].Seq, true
		}
		if err == nil && a.status != 503 {
			w.t.Errorf("a note was answered %d: %s", a.status, a.body)
			return 0, false
		}
		select {
		case <-stop:
			return 0, false
		case <-time.After(time.Duration(10+rand.IntN(40)) * time.Millisecond):
		}
	}
}

// log reads a workplace's whole log, page by page.
func (w *person) log(workplace string) []event {
	w.t.Helper()
	var all []event
	for after := int64(0); ; after = all[len(all)-1].Seq {
		page := w.get(fmt.Sprintf("/api/v1/workplaces/%s/events?after=%d&limit=200", workplace, after)).want(200).events()
		all = append(all, page...)
		if len(page) < 200 {
			return all
		}
	}
}
