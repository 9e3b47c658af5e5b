package ledger_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"relevo/backend/desk"
	"relevo/backend/ledger"
)

// TestTheLogReadsTheSameFromMemory writes far more than is kept in memory, with a redaction on the way, and asks for the
// log again and again from all places; then it asks the same of a ledger that was just opened and remembers nothing.
func TestTheLogReadsTheSameFromMemory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	type asked struct {
		workplace desk.WorkplaceID
		after     desk.Seq
		limit     int
	}
	rng := rand.New(rand.NewPCG(1, 2))
	places := []desk.WorkplaceID{"sonrisas", "norte"}
	read := func(q asked) []desk.Event {
		events, err := w.In(q.workplace).Log(t.Context(), q.after, q.limit)
		if err != nil {
			t.Fatal(err)
		}
		return events
	}
	written := map[desk.WorkplaceID]int{}
	// fill says so much, and asks at times; what it heard of the past is still true at the end.
	heard := map[asked][]desk.Event{}
	fill := func(units int, ask bool) {
		for range units {
			place := places[rng.IntN(2)]
			each := 1 + rng.IntN(150)
			w.write(func(tx *ledger.Tx) error {
				for range each {
					written[place]++
					err := put(tx, place, desk.ConversationID(place), desk.Actor{Team: desk.TeamStaff, User: "sol"}, 0,
						desk.NoteAdded{Note: desk.NoteID(fmt.Sprint(place, written[place])), Text: fmt.Sprint("Note ", written[place]), Mentions: []desk.UserID{"gil"}})
					if err != nil {
						return err
					}
				}
				return nil
			})
			if ask {
				q := asked{place, desk.Seq(rng.IntN(written[place])), 1 + rng.IntN(written[place])}
				heard[q] = read(q)
				if len(heard[q]) != min(q.limit, written[place]-int(q.after)) {
					t.Fatalf("%+v of %d answered %d events", q, written[place], len(heard[q]))
				}
			}
		}
	}
	fill(30, false)
	written["sonrisas"]++
	w.append("sonrisas", desk.System, desk.Redacted{Note: desk.NoteID(fmt.Sprint("sonrisas", written["sonrisas"]-1)), Reason: "asked for"})
	if last := read(asked{"sonrisas", desk.Seq(written["sonrisas"] - 2), 1})[0].Data.(desk.NoteAdded); last.Text != "" {
		t.Errorf("a redacted note says %q", last.Text)
	}
	fill(60, true)
	for _, place := range places {
		for _, q := range []asked{{place, 0, 1 << 20}, {place, desk.Seq(written[place]), 10}, {place, 1 << 40, 10}, {place, desk.Seq(written[place] - 1), 10}} {
			heard[q] = read(q)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	w.open()
	for q, events := range heard {
		// Whoever asked beyond what there was then is asked for as much as they got.
		if diff := cmp.Diff(events, read(asked{q.workplace, q.after, len(events)})); len(events) > 0 && diff != "" {
			t.Fatalf("%+v: from memory, and from the database:\n%s", q, diff)
		}
	}
	w.verified()
}
