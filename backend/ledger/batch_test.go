package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"gorm.io/gorm"

	"relevo/backend/desk"
	"relevo/backend/ledger"
)

// say is a unit that records a note.
func say(id desk.ConversationID, text string) func(*ledger.Tx) error {
	return func(tx *ledger.Tx) error {
		_, err := tx.Append(desk.Conversation{ID: id, Workplace: "sonrisas"}, desk.Actor{Team: desk.TeamStaff, User: "sol"}, noon,
			[]desk.EventData{desk.NoteAdded{Note: desk.NoteID(text), Text: text}})
		return err
	}
}

// notes are the texts of a workplace's notes, in the log's order.
func (w *world) notes() []string {
	w.t.Helper()
	events, err := w.In("sonrisas").Log(w.t.Context(), 0, 10_000)
	if err != nil {
		w.t.Fatal(err)
	}
	var texts []string
	for i, e := range events {
		if e.Seq != desk.Seq(i+1) {
			w.t.Fatalf("event %d has seq %d", i+1, e.Seq)
		}
		if note, ok := e.Data.(desk.NoteAdded); ok {
			texts = append(texts, note.Text)
		}
	}
	return texts
}

func TestAFailingUnitLeavesNothingAndItsNeighboursAlone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.write(func(tx *ledger.Tx) error {
			return tx.GORM().Exec(`CREATE TABLE things (name TEXT PRIMARY KEY)`).Error
		})
		keep := func(name string) func(tx *ledger.Tx) error {
			return func(tx *ledger.Tx) error {
				return errors.Join(tx.GORM().Exec(`INSERT INTO things VALUES (?)`, name).Error, say("c", name)(tx))
			}
		}
		mine := errors.New("mine")
		errs := w.together(
			keep("one"),
			func(tx *ledger.Tx) error { return errors.Join(keep("two")(tx), mine) },
			say("c", "three"),
			func(tx *ledger.Tx) error {
				if err := keep("four")(tx); err != nil {
					return err
				}
				if err := tx.SaveDraft("sonrisas", "c", "sol", desk.DraftNote, "gone", noon); err != nil {
					return err
				}
				if err := tx.Remember("scope", "gone", noon, desk.Receipt{Fingerprint: []byte("x")}); err != nil {
					return err
				}
				panic("patient's words")
			},
			func(tx *ledger.Tx) error {
				return tx.GORM().Exec(`INSERT INTO things VALUES ('one')`).Error // is there already
			},
			func(tx *ledger.Tx) error { return desk.Refuse(desk.Forbidden, "no") },
			func(tx *ledger.Tx) error {
				if _, known, err := tx.Recall("scope", "gone"); known || err != nil {
					return fmt.Errorf("the panicked unit's receipt is kept: %v", err)
				}
				return keep("five")(tx)
			},
		)
		if errs[0] != nil || errs[2] != nil || errs[6] != nil {
			t.Fatalf("neighbours of failing units: %v", errs)
		}
		if !errors.Is(errs[1], mine) || errs[3] == nil || !errors.Is(errs[4], gorm.ErrDuplicatedKey) || !refused(errs[5], desk.Forbidden) {
			t.Errorf("failing units: %v", errs)
		}
		if _, isRefusal := errors.AsType[*desk.Error](errs[3]); isRefusal {
			t.Errorf("a panic is answered as a refusal: %v", errs[3])
		}
		if got := fmt.Sprint(w.notes()); got != "[one three five]" {
			t.Errorf("notes: %s", got)
		}
		var names []string
		w.Reader().Raw(`SELECT name FROM things ORDER BY name`).Scan(&names)
		if fmt.Sprint(names) != "[five one]" {
			t.Errorf("rows of another room: %v", names)
		}
		if drafts, err := w.In("sonrisas").Drafts(t.Context(), "c", "sol"); err != nil || len(drafts) > 0 {
			t.Errorf("drafts: %v, %v", drafts, err)
		}
		w.verified()
	})
}

func TestEditedEndsTheTransactionAndHooksHearBeforeTheNextUnit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		var heard []ledger.Commit
		w.OnCommit(func(c ledger.Commit) { heard = append(heard, c) })
		var atThird int
		failed := errors.New("no edit after all")
		errs := w.together(
			say("c", "one"),
			func(tx *ledger.Tx) error { tx.Edited(); return failed },
			func(tx *ledger.Tx) error { tx.Edited(); return say("c", "two")(tx) },
			func(tx *ledger.Tx) error { atThird = len(heard); return say("c", "three")(tx) },
		)
		if errs[0] != nil || errs[1] != failed || errs[2] != nil || errs[3] != nil {
			t.Fatal(errs)
		}
		if atThird != 1 || len(heard) != 2 {
			t.Fatalf("the hook was told %d times before the third unit, and %d times in all", atThird, len(heard))
		}
		for i, want := range []ledger.Commit{{Workplaces: map[desk.WorkplaceID]desk.Seq{"sonrisas": 2}, Edited: true}, {Workplaces: map[desk.WorkplaceID]desk.Seq{"sonrisas": 3}}} {
			if heard[i].Edited != want.Edited || !maps.Equal(heard[i].Workplaces, want.Workplaces) {
				t.Errorf("commit %d: %+v", i, heard[i])
			}
		}
	})
}

func TestHooksHearOfWhatChangedAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var heard atomic.Int32
	w.OnCommit(func(ledger.Commit) { heard.Add(1) })
	w.OnCommit(func(ledger.Commit) { panic("a hook's own fault") })
	w.write(func(tx *ledger.Tx) error { return nil })
	if err := w.Ready(t.Context()); err != nil {
		t.Error(err)
	}
	if heard.Load() != 0 {
		t.Error("a hook was told of nothing")
	}
	w.write(say("c", "one"))
	w.write(say("c", "two"))
	if heard.Load() != 2 {
		t.Errorf("the hook was told %d times of 2", heard.Load())
	}
}

// TestOneOrder has many people write at once; some fail. What was answered stands in the log once, the order has no gap,
// and what a hook hears never runs backwards.
func TestOneOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var last desk.Seq
	w.OnCommit(func(c ledger.Commit) {
		if c.Workplaces["sonrisas"] <= last {
			t.Errorf("a hook hears of %d after %d", c.Workplaces["sonrisas"], last)
		}
		last = c.Workplaces["sonrisas"]
	})
	var people sync.WaitGroup
	for person := range 64 {
		people.Go(func() {
			for n := range 20 {
				text := fmt.Sprintf("%d of %d", n, person)
				id := desk.ConversationID(fmt.Sprintf("c%d", person%7))
				err := w.Write(context.Background(), func(tx *ledger.Tx) error {
					if err := say(id, text)(tx); err != nil || n%5 != 4 {
						return err
					}
					if n%2 == 0 {
						panic(text)
					}
					return errors.New("given up")
				})
				if (err == nil) != (n%5 != 4) {
					t.Errorf("%s: %v", text, err)
				}
			}
		})
	}
	people.Wait()
	seen := map[string]bool{}
	for _, text := range w.notes() {
		if seen[text] {
			t.Errorf("%s was recorded twice", text)
		}
		seen[text] = true
	}
	if len(seen) != 64*16 {
		t.Errorf("%d notes instead of %d", len(seen), 64*16)
	}
	w.verified()
}

func TestContextsBoundTheWaitingAlone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		gate := make(chan struct{})
		ctx, cancel := context.WithCancel(t.Context())
		var taken, waiting error
		var running sync.WaitGroup
		running.Go(func() {
			taken = w.Write(ctx, func(tx *ledger.Tx) error { <-gate; return say("c", "taken")(tx) })
		})
		synctest.Wait()
		running.Go(func() { waiting = w.Write(ctx, say("c", "waiting")) })
		synctest.Wait()
		cancel()
		synctest.Wait()
		close(gate)
		running.Wait()
		if taken != nil {
			t.Errorf("a unit that runs is answered %v when its caller goes", taken)
		}
		if !refused(waiting, desk.Unavailable) {
			t.Errorf("a unit whose caller gave up: %v", waiting)
		}
		if got := fmt.Sprint(w.notes()); got != "[taken]" {
			t.Errorf("notes: %s", got)
		}
	})
}

func TestARequestsContextCannotHurtTheTransaction(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	w.write(func(tx *ledger.Tx) error {
		var one int
		if err := tx.GORM().WithContext(gone).Raw(`SELECT 1`).Scan(&one).Error; err != nil || one != 1 {
			return fmt.Errorf("%d: %w", one, err)
		}
		return say("c", "kept")(tx)
	})
	if got := fmt.Sprint(w.notes()); got != "[kept]" {
		t.Errorf("notes: %s", got)
	}
}

func TestGORMsOwnTransactionsAreSavepoints(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.write(func(tx *ledger.Tx) error { return tx.GORM().Exec(`CREATE TABLE things (name TEXT)`).Error })
	w.write(func(tx *ledger.Tx) error {
		err := tx.GORM().Transaction(func(db *gorm.DB) error {
			if err := db.Exec(`INSERT INTO things VALUES ('lost')`).Error; err != nil {
				return err
			}
			return errors.New("no")
		})
		if err == nil {
			return errors.New("the inner transaction was kept")
		}
		return tx.GORM().Transaction(func(db *gorm.DB) error { return db.Exec(`INSERT INTO things VALUES ('kept')`).Error })
	})
	var names []string
	w.Reader().Raw(`SELECT name FROM things`).Scan(&names)
	if fmt.Sprint(names) != "[kept]" {
		t.Errorf("rows: %v", names)
	}
}

func TestCloseLetsWhatWaitsFinish(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		gate := make(chan struct{})
		var running sync.WaitGroup
		var errs [3]error
		running.Go(func() {
			errs[0] = w.Write(t.Context(), func(tx *ledger.Tx) error { <-gate; return say("c", "first")(tx) })
		})
		synctest.Wait()
		running.Go(func() { errs[1] = w.Write(t.Context(), say("c", "second")) })
		synctest.Wait()
		running.Go(func() { errs[2] = w.Close() })
		synctest.Wait()
		if err := w.Write(t.Context(), say("c", "too late")); !refused(err, desk.Unavailable) {
			t.Errorf("a unit after closing: %v", err)
		}
		close(gate)
		running.Wait()
		if err := errors.Join(errs[:]...); err != nil {
			t.Fatal(err)
		}
		w.open()
		if got := fmt.Sprint(w.notes()); got != "[first second]" {
			t.Errorf("notes: %s", got)
		}
	})
}
