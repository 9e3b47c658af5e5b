package hub_test

import (
	"encoding/json"
	"slices"
	"sync"

	"relevo/backend/desk"
	"relevo/backend/hub"
	"relevo/backend/wire"
)

// frame is any frame as a client reads it.
type frame struct {
	Type, Workplace, Epoch, Conversation, Role, Session string
	Seq                                                 int64
	Seqs                                                map[string]int64
	Workplaces                                          map[string]wire.Place
	Events                                              []struct {
		Workplace string
		Seq       int64
		Data      struct{ Text string }
	}
	Messages []wire.ChatMessage
	Users    []wire.PresenceUser
	User     *wire.Person
}

// line is a connection with a client at its end that reads, unless it is stuck.
type line struct {
	limit int
	wake  chan struct{}

	mu       sync.Mutex // guards the fields below
	queue    []*hub.Frame
	waiting  int
	got      []frame
	bytes    []*hub.Frame // what was read, as it was sent
	code     int
	stuck    bool
	drained  func()
	finished chan struct{}
}

func newLine() *line {
	return &line{limit: 1 << 20, wake: make(chan struct{}, 1), finished: make(chan struct{})}
}

func (l *line) Send(f *hub.Frame) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.code != 0 {
		return
	}
	l.queue, l.waiting = append(l.queue, f), l.waiting+len(f.Bytes)
	if l.waiting > l.limit {
		l.closeNow(wire.CloseTooSlow)
	}
	l.nudge()
}

func (l *line) Waiting() int { l.mu.Lock(); defer l.mu.Unlock(); return l.waiting }

func (l *line) Drop(w desk.WorkplaceID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.queue = slices.DeleteFunc(l.queue, func(f *hub.Frame) bool {
		if f.Workplace == w {
			l.waiting -= len(f.Bytes)
		}
		return f.Workplace == w
	})
}

func (l *line) Close(code int, _ string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.code == 0 {
		l.closeNow(code)
	}
	l.nudge()
}

func (l *line) closeNow(code int) { l.code, l.queue, l.waiting = code, nil, 0 }

func (l *line) nudge() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// read is the client, frame by frame, until the connection closes.
func (l *line) read() {
	defer close(l.finished)
	for range l.wake {
		for l.one() {
		}
		l.mu.Lock()
		drained, code := l.drained, l.code
		l.mu.Unlock()
		if code != 0 {
			return
		}
		drained()
	}
}

func (l *line) one() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.queue) == 0 || l.stuck {
		return false
	}
	sent := l.queue[0]
	l.queue, l.waiting = l.queue[1:], l.waiting-len(sent.Bytes)
	var f frame
	if err := json.Unmarshal(sent.Bytes, &f); err != nil {
		panic(err)
	}
	l.got, l.bytes = append(l.got, f), append(l.bytes, sent)
	return true
}

func (l *line) setStuck(stuck bool) {
	l.mu.Lock()
	l.stuck = stuck
	l.mu.Unlock()
	l.nudge()
}

func (l *line) frames() []frame { l.mu.Lock(); defer l.mu.Unlock(); return slices.Clone(l.got) }

// raw are the frames that came, as they were sent.
func (l *line) raw() []*hub.Frame { l.mu.Lock(); defer l.mu.Unlock(); return slices.Clone(l.bytes) }

func (l *line) closed() int { l.mu.Lock(); defer l.mu.Unlock(); return l.code }

// ofType are the frames of a type that came.
func (l *line) ofType(kind string) []frame {
	return slices.DeleteFunc(l.frames(), func(f frame) bool { return f.Type != kind })
}

// seqs are the events that came of a workplace.
func (l *line) seqs(w string) []int64 {
	var seqs []int64
	for _, f := range l.frames() {
		for _, e := range f.Events {
			if e.Workplace == w {
				seqs = append(seqs, e.Seq)
			}
		}
	}
	return seqs
}
