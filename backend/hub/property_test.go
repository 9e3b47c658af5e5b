package hub_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"relevo/backend/desk"
	"relevo/backend/hub"
	"relevo/backend/wire"
)

// watch is a connection with what it must get of each workplace that it follows.
type watch struct {
	user string
	line *line
	from map[string]int64 // the seq that it begins after
	till map[string]int64 // the newest there was when the membership ended
}

// TestAnyOrderOfThings appends, hints (not at all, twice, too late), connects with any since, sticks, disconnects,
// comes back, revokes and breaks at random. Whatever happens, each connection gets an unbroken run of events from
// where it began, a connection that stays gets all of them, and nothing follows a lost membership.
func TestAnyOrderOfThings(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		var failure any // rapid's own way to fail, which must reach it outside of the bubble
		synctest.Test(t, func(*testing.T) { failure = anyOrder(rt) })
		if failure != nil {
			panic(failure)
		}
	})
}

func anyOrder(t *rapid.T) (failure any) {
	backlog := rapid.SampledFrom([]int{30, 100_000}).Draw(t, "backlog")
	w := newWorld(t, func(o *hub.Options) { o.Backlog, o.RingEvents, o.RingBytes = backlog, 12, 8<<10 })
	places, users := []string{"a", "b"}, []string{"ana", "ben", "only-a"}
	var watches []*watch
	defer func() {
		failure = recover()
		for _, o := range watches {
			o.line.Close(1001, "")
		}
		w.hub.Close()
	}()
	place := func(t *rapid.T) string { return rapid.SampledFrom(places).Draw(t, "workplace") }

	open := func(t *rapid.T, user string, at map[string]*wire.Since) {
		heads := map[string]int64{"a": int64(w.log.head("a")), "b": int64(w.log.head("b"))}
		member := w.people.MemberOf(desk.UserID(user))
		l := newLine()
		l.limit = rapid.SampledFrom([]int{16 << 10, 1 << 20}).Draw(t, "limit")
		if _, err := w.join(user, at, l); err != nil {
			return // no workplace of theirs is left, or the log is broken
		}
		watch := &watch{user: user, line: l, from: map[string]int64{}, till: map[string]int64{}}
		synctest.Wait()
		if l.closed() != 0 {
			return // too slow before it began
		}
		for _, m := range member {
			name := string(m)
			s, named := at[name]
			if !named && at != nil {
				continue
			}
			watch.from[name] = l.frames()[0].Workplaces[name].Seq
			if s == nil {
				continue
			}
			resynced := slices.ContainsFunc(l.ofType("resync"), func(f frame) bool { return f.Workplace == name && f.Seq == watch.from[name] })
			behind := heads[name] - int64(*s) // the hub may know of fewer, and then serves what is further back
			if n := int64(*s); resynced != (n < 0 || behind < 0 || behind > int64(backlog)) && !(behind > int64(backlog) && !resynced) {
				t.Fatalf("since %d of %d: resynced: %v", n, heads[name], resynced)
			}
			if !resynced {
				watch.from[name] = int64(*s)
			}
		}
		watches = append(watches, watch)
	}
	pick := func(t *rapid.T) *watch {
		if len(watches) == 0 {
			t.Skip("nobody is connected")
		}
		return rapid.SampledFrom(watches).Draw(t, "connection")
	}

	t.Repeat(map[string]func(*rapid.T){
		"append": func(t *rapid.T) {
			p := desk.WorkplaceID(place(t))
			for range rapid.IntRange(1, 20).Draw(t, "events") {
				w.log.received(p, "c", strings.Repeat("x", rapid.SampledFrom([]int{1, 100, 900}).Draw(t, "size")))
			}
		},
		"hint":       func(t *rapid.T) { w.hint(desk.WorkplaceID(place(t))) },
		"hint twice": func(t *rapid.T) { w.hint("a", "b"); w.hint("a") },
		"hint late":  func(t *rapid.T) { w.hub.Hear(map[desk.WorkplaceID]desk.Seq{"a": 1, "b": 1}) },
		"connect":    func(t *rapid.T) { open(t, rapid.SampledFrom(users).Draw(t, "user"), nil) },
		"resume": func(t *rapid.T) {
			user := rapid.SampledFrom(users).Draw(t, "user")
			at := map[string]*wire.Since{}
			for _, p := range w.people.MemberOf(desk.UserID(user)) {
				at[string(p)] = from(rapid.Int64Range(-1, int64(w.log.head(p))+2).Draw(t, "since"))
			}
			open(t, user, at)
		},
		"come back": func(t *rapid.T) {
			old := pick(t)
			old.line.Close(1001, "")
			at := map[string]*wire.Since{}
			for p, n := range old.from {
				if _, member := w.people.Role(desk.WorkplaceID(p), desk.UserID(old.user)); member {
					at[p] = from(n + int64(len(old.line.seqs(p))))
				}
			}
			open(t, old.user, at)
		},
		"stick":   func(t *rapid.T) { pick(t).line.setStuck(true) },
		"unstick": func(t *rapid.T) { pick(t).line.setStuck(false) },
		"cut":     func(t *rapid.T) { pick(t).line.Close(1001, "") },
		"revoke": func(t *rapid.T) {
			p, user := place(t), rapid.SampledFrom(users).Draw(t, "user")
			if _, member := w.people.Role(desk.WorkplaceID(p), desk.UserID(user)); !member {
				t.Skip("is none")
			}
			w.people.set(desk.WorkplaceID(p), desk.UserID(user), "")
			for _, o := range watches {
				if _, follows := o.from[p]; o.user == user && follows {
					o.till[p] = int64(w.log.head(desk.WorkplaceID(p)))
				}
			}
			if rapid.Bool().Draw(t, "announced") {
				w.hub.Reauthorise()
			}
		},
		"break":  func(t *rapid.T) { w.log.breaks(true) },
		"mend":   func(t *rapid.T) { w.log.breaks(false) },
		"settle": func(t *rapid.T) { synctest.Wait() },
		"wait":   func(t *rapid.T) { time.Sleep(700 * time.Millisecond) },
		"": func(t *rapid.T) {
			for _, o := range watches {
				o.check(t)
			}
		},
	})

	w.log.breaks(false)
	for _, o := range watches {
		o.line.setStuck(false)
	}
	time.Sleep(3 * time.Second)
	synctest.Wait()
	for _, o := range watches {
		o.check(t)
		if o.line.closed() == wire.CloseTooSlow && o.line.limit == 1<<20 && backlog > 30 {
			t.Fatalf("%s was dropped as too slow", o.user) // nobody wrote that much
		}
		for p, n := range o.from {
			got, head := o.line.seqs(p), int64(w.log.head(desk.WorkplaceID(p)))
			if _, lost := o.till[p]; !lost && o.line.closed() == 0 && n+int64(len(got)) != head {
				t.Fatalf("%s has %s up to %d of %d", o.user, p, n+int64(len(got)), head)
			}
		}
	}
	return nil
}

// check holds what came against what may come, frame by frame.
func (o *watch) check(t *rapid.T) {
	next, left := map[string]int64{}, map[string]bool{}
	for p, n := range o.from {
		next[p] = n + 1
	}
	for _, f := range o.line.frames() {
		if f.Type == "left" {
			left[f.Workplace] = true
		}
		for _, e := range f.Events {
			p := e.Workplace
			till, lost := o.till[p]
			switch {
			case left[p]:
				t.Fatalf("%s got event %d of %s after left", o.user, e.Seq, p)
			case lost && e.Seq > till:
				t.Fatalf("%s got event %d of %s, and was no member since %d", o.user, e.Seq, p, till)
			case next[p] == 0:
				t.Fatalf("%s got an event of %s, which they do not follow", o.user, p)
			case e.Seq != next[p]:
				t.Fatalf("%s got event %d of %s instead of %d: %s", o.user, e.Seq, p, next[p], fmt.Sprint(o.line.seqs(p)))
			}
			next[p]++
		}
	}
}

// TestNothingIsMissedAtTheRingsEdges resumes from the ring, from the log, and from both; also where the log already
// has more than the hub has heard of.
func TestNothingIsMissedAtTheRingsEdges(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, func(o *hub.Options) { o.RingEvents = 10 })
		w.say("a", 25)
		synctest.Wait()
		var lines []*line
		for n := range int64(26) {
			l, _ := w.open(t, "ana", since(map[string]int64{"a": n}))
			w.log.received("a", "c", "nobody was told yet")
			lines = append(lines, l)
		}
		synctest.Wait()
		w.hint("a")
		synctest.Wait()
		for n, l := range lines {
			if got := l.seqs("a"); !slices.Equal(got, upTo(int64(n)+1, 25+26)) || l.closed() != 0 {
				t.Errorf("since %d: %v, closed: %d", n, got, l.closed())
			}
		}
		w.close(lines...)
	})
}

// TestARestartIsReadOnceForAll starts a hub anew: of those who come back from before the restart, the first has the log
// read, and the others get what was read then.
func TestARestartIsReadOnceForAll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.say("a", 1500)
		synctest.Wait()
		w.hub.Close()
		w.start(t)
		reads := func() int { w.log.mu.Lock(); defer w.log.mu.Unlock(); return w.log.reads }
		first, _ := w.open(t, "ana", since(map[string]int64{"a": 1000}))
		synctest.Wait()
		before := reads()
		lines := []*line{first}
		for range 50 {
			l, _ := w.open(t, "ben", since(map[string]int64{"a": 1000}))
			lines = append(lines, l)
		}
		synctest.Wait()
		if looked := reads() - before; looked > 0 { // whether there is news: at the welcome, and once after it
			t.Errorf("50 who came after the first had the log read %d times", looked)
		}
		for n, l := range lines {
			if got := l.seqs("a"); !slices.Equal(got, upTo(1001, 1500)) {
				t.Errorf("connection %d got %d events", n, len(got))
			}
		}
		w.close(lines...)
	})
}
