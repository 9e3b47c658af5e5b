package hub_test

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"relevo/backend/desk"
	"relevo/backend/hub"
	"relevo/backend/wire"
)

// messages are the public seqs that came.
func (l *line) messages() []int64 {
	var seqs []int64
	for _, f := range l.ofType("messages") {
		for _, m := range f.Messages {
			seqs = append(seqs, m.Seq)
		}
	}
	return seqs
}

func TestCustomersGetTheirOwnMessagesAndNothingElse(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		fresh, _ := w.chat(t, "mine", nil) // before its first message the conversation does not exist
		synctest.Wait()
		for i := range 10 {
			w.log.received("a", "mine", fmt.Sprint("mine ", i))
			w.log.received("a", "another's", "a secret")
			w.log.add("a", "mine", desk.Actor{Team: desk.TeamStaff, User: "ana"}, desk.NoteAdded{Note: "n", Text: "a secret"})
			w.hint("a")
		}
		synctest.Wait()
		for _, test := range []struct {
			name  string
			since *wire.Since
			want  []int64 // after the welcome
			again bool    // resync
		}{
			{"from now", nil, nil, false}, {"everything", from(0), upTo(1, 10), false}, {"the rest", from(7), upTo(8, 10), false},
			{"nothing is missing", from(10), nil, false}, {"beyond the newest", from(11), nil, true}, {"negative", from(-1), nil, true},
		} {
			l, _ := w.chat(t, "mine", test.since)
			synctest.Wait()
			if got := l.messages(); !slices.Equal(got, test.want) {
				t.Errorf("%s: %v", test.name, got)
			}
			if resyncs := l.ofType("resync"); (len(resyncs) == 1) != test.again || test.again && resyncs[0].Seq != 10 {
				t.Errorf("%s: %+v", test.name, resyncs)
			}
			if welcome := l.frames()[0]; welcome.Type != "welcome" || welcome.Seq != 10 {
				t.Errorf("%s: %+v", test.name, welcome)
			}
			l.Close(1001, "")
		}
		if got := fresh.messages(); !slices.Equal(got, upTo(1, 10)) {
			t.Errorf("live: %v", got)
		}
		for _, f := range fresh.raw() {
			if strings.Contains(string(f.Bytes), "secret") || strings.Contains(string(f.Bytes), "ana") {
				t.Errorf("a customer was shown %s", f.Bytes)
			}
		}
		time.Sleep(ping + time.Second)
		if beats := fresh.ofType("heartbeat"); len(beats) != 1 || beats[0].Seq != 10 {
			t.Errorf("heartbeats: %+v", beats)
		}
		time.Sleep(time.Hour)
		if fresh.closed() != wire.CloseUnauthenticated {
			t.Errorf("the token ran out: %d", fresh.closed())
		}
		w.close()
	})
}

func TestChatsOutliveABrokenLog(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		l, _ := w.chat(t, "mine", nil)
		synctest.Wait()
		for range 1000 {
			w.log.received("a", "mine", strings.Repeat("x", 500))
		}
		l.setStuck(true)
		w.hint("a")
		synctest.Wait()
		w.log.breaks(true)
		l.setStuck(false)
		synctest.Wait()
		time.Sleep(time.Second)
		w.log.breaks(false)
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if got := l.messages(); !slices.Equal(got, upTo(1, 1000)) {
			t.Errorf("%d messages, closed: %d", len(got), l.closed())
		}
		w.close(l)
	})
}

func TestChatsEndWithTheirChannel(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		var off atomic.Bool
		l := newLine()
		who := hub.Customer{Workplace: "a", Conversation: "mine", Expires: time.Now().Add(time.Hour), Allowed: func() bool { return !off.Load() }}
		chat, err := w.hub.JoinChat(t.Context(), who, wire.ChatHello{}, l)
		if err != nil {
			t.Fatal(err)
		}
		l.drained = chat.Drained
		go func() { l.read(); chat.Leave() }()
		w.hub.Reauthorise()
		synctest.Wait()
		if l.closed() != 0 {
			t.Errorf("closed with %d while the channel is on", l.closed())
		}
		off.Store(true)
		w.hub.Reauthorise()
		synctest.Wait()
		if l.closed() != wire.CloseUnauthenticated {
			t.Errorf("the channel is off: %d", l.closed())
		}
		w.close()
	})
}
