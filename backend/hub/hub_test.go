package hub_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"relevo/backend/desk"
	"relevo/backend/hub"
	"relevo/backend/wire"
)

func TestEveryEventComesOnceInOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.say("a", 3)
		synctest.Wait()
		live, _ := w.open(t, "ana", nil)
		again, _ := w.open(t, "ben", since(map[string]int64{"a": 1}))
		synctest.Wait()
		if seq := live.frames()[0].Workplaces["a"].Seq; seq != 3 {
			t.Errorf("the welcome tells seq %d", seq)
		}
		w.say("a", 700)
		w.say("b", 1)
		synctest.Wait()
		if got := live.seqs("a"); !slices.Equal(got, upTo(4, 703)) {
			t.Errorf("live: %d events, from %v", len(got), got[:min(3, len(got))])
		}
		if got := again.seqs("a"); !slices.Equal(got, upTo(2, 703)) {
			t.Errorf("resumed: %d events", len(got))
		}
		if got := live.seqs("b"); !slices.Equal(got, upTo(1, 1)) {
			t.Errorf("another workplace: %v", got)
		}
		if got := again.seqs("b"); got != nil {
			t.Errorf("a workplace that since does not name: %v", got)
		}
		w.close(live, again)
	})
}

func TestFramesAreSharedAndSmall(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		one, _ := w.open(t, "ana", nil)
		two, _ := w.open(t, "ben", nil)
		synctest.Wait()
		for range 200 {
			w.log.received("a", "c", strings.Repeat("x", 1000))
		}
		w.hint("a")
		synctest.Wait()
		frames := func(l *line) []*hub.Frame {
			return slices.DeleteFunc(l.raw(), func(f *hub.Frame) bool { return !strings.HasPrefix(string(f.Bytes), `{"type":"events"`) })
		}
		if !slices.Equal(frames(one), frames(two)) {
			t.Error("two connections got frames of their own")
		}
		for _, f := range frames(one) {
			if len(f.Bytes) > 64<<10 {
				t.Errorf("a frame of %d bytes", len(f.Bytes))
			}
		}
		if n := len(frames(one)); n > 5 {
			t.Errorf("%d frames for what fits in four", n)
		}
		w.close(one, two)
	})
}

// TestWhoComesBackTogetherIsSentTheSameFrames also has a text redacted in between, which must not be sent again.
func TestWhoComesBackTogetherIsSentTheSameFrames(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.say("a", 20)
		synctest.Wait()
		resume := func() *line {
			l, _ := w.open(t, "ana", since(map[string]int64{"a": 5}))
			synctest.Wait()
			return l
		}
		events := func(l *line) *hub.Frame {
			all := l.raw()
			return all[slices.IndexFunc(all, func(f *hub.Frame) bool { return strings.HasPrefix(string(f.Bytes), `{"type":"events"`) })]
		}
		one, two := resume(), resume()
		if events(one) != events(two) {
			t.Error("two connections that missed the same got frames of their own")
		}
		w.log.add("a", "c-a", desk.System, desk.Redacted{Message: "m"})
		w.hint("a")
		synctest.Wait()
		three := resume()
		if events(three) == events(one) {
			t.Error("what was made before a text was redacted is sent again")
		}
		if got := three.seqs("a"); !slices.Equal(got, upTo(6, 21)) {
			t.Errorf("came: %v", got)
		}
		w.close(one, two, three)
	})
}

func TestSinceThatCannotBeServed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, func(o *hub.Options) { o.Backlog = 40 })
		w.say("a", 60)
		synctest.Wait()
		w.log.received("a", "c", "the hub was not told of this one yet")
		for _, test := range []struct {
			name  string
			since int64
			want  []int64 // nil: resync
		}{
			{"negative", -1, nil}, {"beyond the newest", 62, nil}, {"beyond any log", 1 << 60, nil}, {"too far back", 20, nil},
			{"as far back as can be", 21, upTo(22, 61)}, {"newer than the hub knows", 61, []int64{}},
		} {
			l, _ := w.open(t, "ana", since(map[string]int64{"a": test.since}))
			synctest.Wait()
			resyncs := l.ofType("resync")
			if test.want == nil && (len(resyncs) != 1 || resyncs[0].Seq != 61 || resyncs[0].Workplace != "a") {
				t.Errorf("%s: %+v", test.name, resyncs)
			}
			if test.want != nil && (len(resyncs) > 0 || !slices.Equal(l.seqs("a"), test.want)) {
				t.Errorf("%s: %v, %v", test.name, resyncs, l.seqs("a"))
			}
			w.say("a", 0)
			l.Close(1001, "")
		}
		l := newLine()
		epoch := "another"
		s, err := w.hub.Join(context.Background(), hub.Identity{User: "ana", Session: "x", Expires: time.Now().Add(time.Hour)}, wire.Hello{Epoch: &epoch, Since: since(map[string]int64{"a": 61, "b": 0})}, l)
		if err != nil {
			t.Fatal(err)
		}
		l.drained = s.Drained
		go func() { l.read(); s.Leave() }()
		synctest.Wait()
		if resyncs := l.ofType("resync"); len(resyncs) != 2 {
			t.Errorf("another epoch: %+v", resyncs)
		}
		w.say("a", 1)
		synctest.Wait()
		if got := l.seqs("a"); !slices.Equal(got, upTo(62, 62)) {
			t.Errorf("after the resync: %v", got)
		}
		w.close(l)
	})
}

func TestWhoMayJoin(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.people.set("b", "ben", "")
		for _, test := range []struct {
			name, user string
			since      map[string]*wire.Since
			code       desk.Code
		}{
			{"never theirs", "only-a", map[string]*wire.Since{"b": nil}, desk.Forbidden},
			{"nowhere", "only-a", map[string]*wire.Since{"nowhere": from(3)}, desk.Forbidden},
			{"a login that ended", "logged-out", nil, desk.Unauthenticated},
		} {
			w.end("login-logged-out")
			_, err := w.join(test.user, test.since, newLine())
			if !errors.Is(err, &desk.Error{Code: test.code}) {
				t.Errorf("%s: %v", test.name, err)
			}
		}
		l, _ := w.open(t, "ben", map[string]*wire.Since{"a": nil, "b": nil})
		synctest.Wait()
		if left := l.ofType("left"); len(left) != 1 || left[0].Workplace != "b" {
			t.Errorf("once theirs: %+v", left)
		}
		w.say("b", 1)
		w.say("a", 1)
		synctest.Wait()
		if l.seqs("b") != nil || len(l.seqs("a")) != 1 {
			t.Errorf("after left: %v, %v", l.seqs("a"), l.seqs("b"))
		}
		w.close(l)
	})
}

func TestLostHintsOnlyDelay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		l, _ := w.open(t, "ana", nil)
		synctest.Wait()
		w.log.received("a", "c", "nobody says a word")
		w.log.breaks(true)
		time.Sleep(5 * time.Second)
		if l.seqs("a") != nil {
			t.Error("events of a broken log")
		}
		w.log.breaks(false)
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if got := l.seqs("a"); !slices.Equal(got, upTo(1, 1)) {
			t.Errorf("without a hint: %v", got)
		}
		w.close(l)
	})
}

func TestSlowIsDroppedAndNobodyElseNotices(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		fine, _ := w.open(t, "ana", nil)
		stuck, _ := w.open(t, "ben", nil)
		synctest.Wait()
		stuck.setStuck(true)
		for range 20 {
			for range 100 {
				w.log.received("a", "c", strings.Repeat("x", 1000))
				w.hint("a")
			}
			synctest.Wait()
		}
		if got := fine.seqs("a"); !slices.Equal(got, upTo(1, 2000)) {
			t.Errorf("the healthy one got %d events", len(got))
		}
		if code := stuck.closed(); code != wire.CloseTooSlow {
			t.Errorf("the stuck one was closed with %d", code)
		}
		had := stuck.seqs("a")
		last := int64(0)
		if len(had) > 0 {
			last = had[len(had)-1]
		}
		back, _ := w.open(t, "ben", since(map[string]int64{"a": last}))
		synctest.Wait()
		if got := append(had, back.seqs("a")...); !slices.Equal(got, upTo(1, 2000)) {
			t.Errorf("with what it resumed it has %d events", len(got))
		}
		w.close(fine, back)
	})
}

func TestCatchUpWaitsForTheReader(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		for range 5000 {
			w.log.received("a", "c", strings.Repeat("x", 1000))
		}
		w.hint("a")
		synctest.Wait()
		l := newLine()
		l.stuck = true
		if _, err := w.join("ana", since(map[string]int64{"a": 0}), l); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if waiting := l.Waiting(); waiting > 200<<10 || l.closed() != 0 {
			t.Errorf("%d bytes wait for a connection that catches up, closed: %d", waiting, l.closed())
		}
		w.say("a", 1)
		l.setStuck(false)
		synctest.Wait()
		if got := l.seqs("a"); !slices.Equal(got, upTo(1, 5001)) {
			t.Errorf("%d events, closed: %d", len(got), l.closed())
		}
		w.close(l)
	})
}

func TestHeartbeatsAndEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		l, s := w.open(t, "ana", nil)
		w.say("a", 2)
		time.Sleep(ping + time.Second)
		synctest.Wait()
		beats := l.ofType("heartbeat")
		if len(beats) != 1 || beats[0].Seqs["a"] != 2 || beats[0].Seqs["b"] != 0 || len(beats[0].Seqs) != 2 {
			t.Errorf("heartbeats: %+v", beats)
		}
		if err := s.Renew(hub.Identity{User: "ben", Session: "login-ben", Expires: time.Now().Add(time.Hour)}); !errors.Is(err, &desk.Error{Code: desk.Unauthenticated}) {
			t.Errorf("another user's token: %v", err)
		}
		if err := s.Renew(hub.Identity{User: "ana", Session: "login-ana", Expires: time.Now().Add(10 * time.Second)}); err != nil {
			t.Error(err)
		}
		time.Sleep(9 * time.Second)
		if l.closed() != 0 {
			t.Errorf("closed with %d before the token ran out", l.closed())
		}
		time.Sleep(2 * time.Second)
		if l.closed() != wire.CloseUnauthenticated {
			t.Errorf("the token ran out: %d", l.closed())
		}

		pushed, _ := w.open(t, "ana", nil)
		w.hub.EndSessions([]string{"another", "login-ana"})
		if pushed.closed() != wire.CloseUnauthenticated {
			t.Errorf("the session ended: %d", pushed.closed())
		}
		polled, _ := w.open(t, "ben", nil)
		w.end("login-ben")
		time.Sleep(aliveWithin)
		if polled.closed() != wire.CloseUnauthenticated {
			t.Errorf("the session ended without a word: %d", polled.closed())
		}
		w.close()
	})
}

// aliveWithin is how soon an ended login must be noticed even where nobody said so.
const aliveWithin = 3 * time.Second

func TestRedactedTextIsNotKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.log.add("a", "c", desk.TheCustomer, desk.Received{Message: "m1", Text: "a secret"})
		w.hint("a")
		synctest.Wait()
		w.log.mu.Lock()
		w.log.events["a"][0].Data = desk.Received{Message: "m1", Text: "gone"}
		w.log.mu.Unlock()
		w.log.add("a", "c", desk.System, desk.Redacted{Message: "m1", Reason: "asked for"})
		w.hint("a")
		synctest.Wait()
		l, _ := w.open(t, "ana", since(map[string]int64{"a": 0}))
		synctest.Wait()
		if got := l.ofType("events")[0].Events[0].Data.Text; got != "gone" {
			t.Errorf("a redacted text was handed out: %q", got)
		}
		w.close(l)
	})
}
