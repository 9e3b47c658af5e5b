package rig

import (
	"fmt"
	"testing"
)

// listener is a test that fails without anybody being worse for it.
type listener struct {
	testing.TB
	heard []string
}

func (l *listener) Helper()                     {}
func (l *listener) Error(args ...any)           { l.heard = append(l.heard, fmt.Sprint(args...)) }
func (l *listener) Errorf(s string, a ...any)   { l.heard = append(l.heard, fmt.Sprintf(s, a...)) }
func (l *listener) Fatalf(s string, a ...any)   { l.Errorf(s, a...); panic(l) }
func (l *listener) told(check func(testing.TB)) { defer func() { recover() }(); check(l) }

// note is an event as somebody's note makes it.
func note(seq int64, text string) Event {
	return Event{Workplace: "w", Seq: seq, Conversation: "c", Kind: "note.added", By: Actor{Team: "staff"}, Data: Object{"text": text}}
}

// TestTheCheckerFindsWhatIsWrong tells it of one thing at a time that must not be; and of nothing, which it must not mind.
func TestTheCheckerFindsWhatIsWrong(t *testing.T) {
	t.Parallel()
	log := []Event{note(1, "a"), note(2, "b"), note(3, "c")}
	for name, test := range map[string]struct {
		wrong bool
		log   []Event
		do    func(*Checker)
	}{
		"all is well":                                          {false, log, func(*Checker) {}},
		"a retry was answered the same":                        {false, log, func(c *Checker) { c.Acked("a", "a", log[:1]) }},
		"what was never answered is there":                     {false, append(log[:3:3], note(4, "d")), func(c *Checker) { c.Asked("d", "d") }},
		"what was never answered is not there":                 {false, log, func(c *Checker) { c.Asked("d", "d") }},
		"what was acknowledged is not there":                   {true, log[:2], func(*Checker) {}},
		"what was acknowledged is there twice":                 {true, append(log[:3:3], note(4, "c")), func(*Checker) {}},
		"what was acknowledged is another":                     {true, []Event{log[0], log[1], note(3, "d")}, func(*Checker) {}},
		"what was refused is there":                            {true, append(log[:3:3], note(4, "d")), func(c *Checker) { c.Refused("d", "d") }},
		"what was answered is refused":                         {true, log, func(c *Checker) { c.Refused("a", "a") }},
		"two answers differ":                                   {true, log, func(c *Checker) { c.Acked("a", "a", log[1:2]) }},
		"two commands were told the same event":                {true, log, func(c *Checker) { c.Acked("d", "", log[:1]) }},
		"nobody asked for it":                                  {true, append(log[:3:3], note(4, "d")), func(*Checker) {}},
		"the log has a hole":                                   {true, []Event{log[0], log[2]}, func(*Checker) {}},
		"a message was answered and is nowhere":                {true, log, func(c *Checker) { c.AckedMessage("d", "c", "m1") }},
		"a message was answered, and even its text is nowhere": {true, log, func(c *Checker) { c.AckedMessage("d", "d", "m1") }},
		"a client was shown something else": {true, log, func(c *Checker) {
			c.streams = append(c.streams, &stream{workplace: "w", events: []Event{note(2, "x")}})
		}},
		"a customer was shown something else": {true, log, func(c *Checker) {
			c.streams = append(c.streams, &stream{workplace: "w", conversation: "c", messages: []Object{{"seq": 1.0, "text": "x"}}})
		}},
	} {
		c := NewChecker()
		for _, e := range log {
			c.Acked(e.Data["text"].(string), e.Data["text"].(string), []Event{e})
		}
		test.do(c)
		l := &listener{TB: t}
		l.told(func(t testing.TB) { c.CheckOnly(t, "w", test.log) })
		if wrong := len(l.heard) > 0; wrong != test.wrong {
			t.Errorf("%s: the checker says %q", name, l.heard)
		}
	}
}

// TestAFollowerTellsOfHolesAndRepeats gives it frames that a server must not send.
func TestAFollowerTellsOfHolesAndRepeats(t *testing.T) {
	t.Parallel()
	frame := func(seqs ...int64) Frame {
		f := Frame{Type: "events"}
		for _, seq := range seqs {
			f.Events = append(f.Events, note(seq, fmt.Sprint(seq)))
		}
		return f
	}
	for name, test := range map[string]struct {
		wrong  bool
		frames []Frame
	}{
		"all is well":          {false, []Frame{frame(1, 2), frame(3), {Type: "heartbeat", Seqs: map[string]int64{"w": 3}}}},
		"it fetches anew":      {false, []Frame{frame(1), {Type: "resync", Workplace: "w", Seq: 7}, frame(8)}},
		"a hole":               {true, []Frame{frame(1), frame(3)}},
		"a repeat":             {true, []Frame{frame(1), frame(1)}},
		"another order":        {true, []Frame{frame(2, 1)}},
		"a hole in silence":    {true, []Frame{frame(1), {Type: "heartbeat", Seqs: map[string]int64{"w": 2}}}},
		"something of another": {true, []Frame{{Type: "events", Events: []Event{{Workplace: "x", Seq: 1}}}}},
	} {
		c := NewChecker()
		f := &Follower{who: &Person{}, checker: c, streams: map[string]*stream{"w": {workplace: "w"}}, change: make(chan struct{})}
		for _, frame := range test.frames {
			f.take(frame)
		}
		if wrong := len(c.faults) > 0; wrong != test.wrong {
			t.Errorf("%s: the follower says %q", name, c.faults)
		}
	}
}
