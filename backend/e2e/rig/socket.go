package rig

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// CloseCode is why a socket was closed.
type CloseCode = websocket.StatusCode

// Frame is any frame from the program.
type Frame struct {
	Type         string
	Workplace    string
	Seq          int64
	Seqs         map[string]int64
	Epoch        string
	Code         string
	Conversation string
	Events       []Event
	Messages     []Object
	Users        []Object
	User         *struct{ ID string }
	Workplaces   map[string]struct{ Seq int64 }
}

// Socket is an open live socket with everything that came over it.
type Socket struct {
	t    testing.TB
	Conn *websocket.Conn

	mu     sync.Mutex // guards the fields below
	frames []Frame
	raw    []string      // the frames' bytes
	closed CloseCode     // -1 while open
	change chan struct{} // closed and replaced at each change
}

// Dial opens a socket without a word.
func (p *Program) Dial(path string) *Socket {
	p.T.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	conn, _, err := websocket.Dial(ctx, "ws"+strings.TrimPrefix(p.URL, "http")+path, nil)
	if err != nil {
		p.T.Fatalf("dial %s: %v", path, err)
	}
	conn.SetReadLimit(16 << 20)
	s := &Socket{t: p.T, Conn: conn, closed: -1, change: make(chan struct{})}
	go s.read()
	p.T.Cleanup(func() { conn.CloseNow() })
	return s
}

// Live opens a socket and says hello; since nil means every membership from now.
func (w *Person) Live(since Object) *Socket {
	w.T.Helper()
	s := w.Program.Dial("/api/v1/live")
	hello := Object{"type": "hello", "token": w.Token}
	if since != nil {
		hello["since"] = since
	}
	s.Send(hello)
	s.Await("welcome", func(f Frame) bool { return f.Type == "welcome" })
	return s
}

func (s *Socket) read() {
	for {
		_, b, err := s.Conn.Read(context.Background())
		s.mu.Lock()
		if err != nil {
			s.closed = websocket.CloseStatus(err)
			if s.closed == -1 {
				s.closed = 1006
			}
		} else {
			var f Frame
			if json.Unmarshal(b, &f) == nil {
				s.frames, s.raw = append(s.frames, f), append(s.raw, string(b))
			}
		}
		close(s.change)
		s.change = make(chan struct{})
		s.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// Send writes one frame; a string goes as it is.
func (s *Socket) Send(v any) {
	s.t.Helper()
	b, ok := v.(string)
	if !ok {
		encoded, err := json.Marshal(v)
		if err != nil {
			s.t.Fatal(err)
		}
		b = string(encoded)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := s.Conn.Write(ctx, websocket.MessageText, []byte(b)); err != nil && !errors.Is(err, context.Canceled) {
		s.t.Logf("write to the socket: %v", err)
	}
}

// Await waits for a frame, past or to come.
func (s *Socket) Await(what string, want func(Frame) bool) Frame {
	s.t.Helper()
	var found Frame
	s.Until(what, func(frames []Frame, _ CloseCode) bool {
		for _, f := range frames {
			if want(f) {
				found = f
				return true
			}
		}
		return false
	})
	return found
}

// AwaitEvent waits for an event, past or to come.
func (s *Socket) AwaitEvent(what string, want func(Event) bool) Event {
	s.t.Helper()
	var found Event
	s.Until(what, func(frames []Frame, _ CloseCode) bool {
		for _, f := range frames {
			for _, e := range f.Events {
				if want(e) {
					found = e
					return true
				}
			}
		}
		return false
	})
	return found
}

// AwaitClose waits for the end and answers its code.
func (s *Socket) AwaitClose() CloseCode {
	s.t.Helper()
	var code CloseCode
	s.Until("the socket closes", func(_ []Frame, closed CloseCode) bool { code = closed; return closed != -1 })
	return code
}

func (s *Socket) Until(what string, ok func([]Frame, CloseCode) bool) {
	s.t.Helper()
	deadline := time.After(10 * time.Second)
	for {
		s.mu.Lock()
		done, change := ok(s.frames, s.closed), s.change
		s.mu.Unlock()
		if done {
			return
		}
		select {
		case <-change:
		case <-deadline:
			s.t.Fatalf("not within 10 s: %s", what)
		}
	}
}

// Events are all events that came, of one workplace.
func (s *Socket) Events(workplace string) []Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Event
	for _, f := range s.frames {
		for _, e := range f.Events {
			if e.Workplace == workplace {
				all = append(all, e)
			}
		}
	}
	return all
}

// Came are the frames that came so far.
func (s *Socket) Came() []Frame {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.frames)
}

// Bytes are the same as they came.
func (s *Socket) Bytes() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.raw)
}
