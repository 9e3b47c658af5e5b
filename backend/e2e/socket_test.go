package e2e

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// closeCode is why a socket was closed.
type closeCode = websocket.StatusCode

// frame is any frame from the program.
type frame struct {
	Type         string
	Workplace    string
	Seq          int64
	Seqs         map[string]int64
	Epoch        string
	Code         string
	Conversation string
	Events       []event
	Messages     []object
	Users        []object
	User         *struct{ ID string }
	Workplaces   map[string]struct{ Seq int64 }
}

// socket is an open live socket with everything that came over it.
type socket struct {
	t    testing.TB
	conn *websocket.Conn

	mu     sync.Mutex // guards the fields below
	frames []frame
	raw    []string      // the frames' bytes
	closed closeCode     // -1 while open
	change chan struct{} // closed and replaced at each change
}

// dial opens a socket without a word.
func (p *program) dial(path string) *socket {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	conn, _, err := websocket.Dial(ctx, "ws"+strings.TrimPrefix(p.url, "http")+path, nil)
	if err != nil {
		p.t.Fatalf("dial %s: %v", path, err)
	}
	conn.SetReadLimit(16 << 20)
	s := &socket{t: p.t, conn: conn, closed: -1, change: make(chan struct{})}
	go s.read()
	p.t.Cleanup(func() { conn.CloseNow() })
	return s
}

// live opens a socket and says hello; since nil means every membership from now.
func (w *person) live(since object) *socket {
	w.t.Helper()
	s := w.p.dial("/api/v1/live")
	hello := object{"type": "hello", "token": w.token}
	if since != nil {
		hello["since"] = since
	}
	s.send(hello)
	s.await("welcome", func(f frame) bool { return f.Type == "welcome" })
	return s
}

func (s *socket) read() {
	for {
		_, b, err := s.conn.Read(context.Background())
		s.mu.Lock()
		if err != nil {
			s.closed = websocket.CloseStatus(err)
			if s.closed == -1 {
				s.closed = 1006
			}
		} else {
			var f frame
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

// send writes one frame; a string goes as it is.
func (s *socket) send(v any) {
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
	if err := s.conn.Write(ctx, websocket.MessageText, []byte(b)); err != nil && !errors.Is(err, context.Canceled) {
		s.t.Logf("write to the socket: %v", err)
	}
}

// await waits for a frame, past or to come.
func (s *socket) await(what string, want func(frame) bool) frame {
	s.t.Helper()
	var found frame
	s.until(what, func(frames []frame, _ closeCode) bool {
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

// awaitEvent waits for an event, past or to come.
func (s *socket) awaitEvent(what string, want func(event) bool) event {
	s.t.Helper()
	var found event
	s.until(what, func(frames []frame, _ closeCode) bool {
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

// awaitClose waits for the end and answers its code.
func (s *socket) awaitClose() closeCode {
	s.t.Helper()
	var code closeCode
	s.until("the socket closes", func(_ []frame, closed closeCode) bool { code = closed; return closed != -1 })
	return code
}

func (s *socket) until(what string, ok func([]frame, closeCode) bool) {
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

// events are all events that came, of one workplace.
func (s *socket) events(workplace string) []event {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []event
	for _, f := range s.frames {
		for _, e := range f.Events {
			if e.Workplace == workplace {
				all = append(all, e)
			}
		}
	}
	return all
}
