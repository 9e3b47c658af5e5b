package ledger_test

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"testing/synctest"
	"time"

	"relevo/backend/desk"
	"relevo/backend/dispatch"
	"relevo/backend/ledger"
)

// killed is a copy of the world's folder as a program that was killed now would leave it.
func (w *world) killed() *world {
	w.t.Helper()
	k := &world{t: w.t, dir: filepath.Join(w.t.TempDir(), "data"), now: w.now}
	if err := os.Mkdir(k.dir, 0o700); err != nil {
		w.t.Fatal(err)
	}
	if err := ledger.Copy(w.t.Context(), w.dir, k.dir, func(int64, int64) {}); err != nil {
		w.t.Fatal(err)
	}
	return k
}

// behind tells how many rows of the audit chain the derived tables of a closed folder lack.
func behind(t *testing.T, dir string) int {
	t.Helper()
	var n int
	if err := raw(t, dir).QueryRow(`SELECT count(*) FROM audit WHERE id > (SELECT value FROM meta WHERE key = 'folded')`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestWhatIsBehindIsMadeUpFor kills a program that has acknowledged all kinds of events and derived nothing of the last
// ones: verify makes up for that in passing and keeps nothing of it, and the next start does so for good.
func TestWhatIsBehindIsMadeUpFor(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { // time stands still, so that nothing is derived before it is asked for
		w := newWorld(t)
		sol := desk.Actor{User: "sol"}
		w.says("sonrisas", "old", desk.Customer{Name: "Rosa", Phone: "+17875550123"}, "Buenos días")
		if _, err := w.In("sonrisas").Stream(t.Context(), "sol", 10); err != nil {
			t.Fatal(err)
		}
		w.says("sonrisas", "old", desk.Customer{}, "¿Hay alguien?")
		w.run(dispatch.Command{Workplace: "sonrisas", Conversation: "old", By: sol, Do: desk.Reply{Message: "reply", Text: "Sí, dígame"}})
		w.append("old", desk.System, desk.Delivery{Message: "reply", State: desk.DeliverySent})
		closing := dispatch.Command{Workplace: "sonrisas", Conversation: "old", By: sol, Do: desk.Close{Text: "done", Note: "note"}, Key: &dispatch.Key{Scope: "sol", Key: "key", Fingerprint: []byte{7}}}
		closed := w.run(closing)
		answeredAgain := func(w *world, where string) {
			if r := w.run(closing); !r.Replayed || len(closed.Events) < 2 || !reflect.DeepEqual(r.Events, closed.Events) {
				t.Errorf("a command whose key is %s is answered %+v", where, r)
			}
		}
		answeredAgain(w, "behind the tables")
		w.says("sonrisas", "new", desk.Customer{Name: "Ana"}, "Una cita, por favor")
		w.says("norte", "elsewhere", desk.Customer{}, "Una cita, por favor")

		k := w.killed()
		if n := behind(t, k.dir); n < 5 {
			t.Fatalf("only %d appends are behind: this test tries nothing", n)
		}
		for range 2 {
			if found := differences(t, k.dir); len(found) > 0 {
				t.Fatalf("verify finds %q", found)
			}
		}
		if behind(t, k.dir) == 0 {
			t.Error("verify changed the folder")
		}
		k.open()
		for _, look := range []func(*world) (any, error){
			func(w *world) (any, error) { return w.In("sonrisas").Stream(t.Context(), "sol", 10) },
			func(w *world) (any, error) { return w.In("norte").Stream(t.Context(), "sol", 10) },
			func(w *world) (any, error) { return w.In("sonrisas").Search(t.Context(), "sol", "", "cita", "", 10) },
			func(w *world) (any, error) { return w.In("sonrisas").Search(t.Context(), "sol", "", "ana", "", 10) },
			func(w *world) (any, error) { return w.In("sonrisas").Public(t.Context(), "old", 0, 10) },
		} {
			was, err := look(w)
			if err != nil {
				t.Fatal(err)
			}
			is, err := look(k)
			if s, ok := is.(desk.Stream); ok {
				s.Epoch = w.Epoch()
				is = s
			}
			if err != nil || !reflect.DeepEqual(is, was) {
				t.Errorf("before %+v\nafter  %+v (%v)", was, is, err)
			}
		}
		answeredAgain(k, "in the tables, after the start")
		k.verified()
		if n := behind(t, k.dir); n > 0 {
			t.Errorf("after closing, %d appends are behind", n)
		}
		answeredAgain(w, "in the tables, after somebody looked")
		w.verified()
	})
}

// TestNothingIsBehindForLong looks at the tables of a program that nobody asks anything.
func TestNothingIsBehindForLong(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.write(say("c", "one"))
		if k := w.killed(); behind(t, k.dir) != 1 {
			t.Error("it was derived at once: this test tries nothing")
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if k := w.killed(); behind(t, k.dir) != 0 {
			t.Error("after a second it was not derived")
		}
		w.verified()
	})
}
