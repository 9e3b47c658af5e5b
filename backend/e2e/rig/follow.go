package rig

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"github.com/coder/websocket"
)

// Follower is a client as it should be: it keeps what came and its place, and whenever its socket ends it comes back with
// that place after a random while. Whatever comes out of order is a fault that its checker tells.
type Follower struct {
	who     *Person
	path    string
	checker *Checker
	stop    context.CancelFunc
	done    chan struct{}

	mu      sync.Mutex // guards the fields below, and the streams' while it runs
	streams map[string]*stream
	epoch   string
	conn    *websocket.Conn
	ends    map[CloseCode]int
	resyncs int
	change  chan struct{} // closed and replaced at each change
}

// Follow begins to follow workplaces from their beginning.
func (c *Checker) Follow(w *Person, workplaces ...string) *Follower {
	f := &Follower{who: w, path: "/api/v1/live", checker: c, streams: map[string]*stream{}}
	for _, id := range workplaces {
		f.streams[id] = &stream{who: w.ID, workplace: id}
	}
	return f.start()
}

// FollowChat begins to follow a customer's conversation from its beginning.
func (c *Checker) FollowChat(w *Person, workplace, conversation string) *Follower {
	f := &Follower{who: w, path: "/api/v1/chat/live", checker: c, streams: map[string]*stream{}}
	f.streams[""] = &stream{who: "the customer of " + conversation, workplace: workplace, conversation: conversation}
	return f.start()
}

func (f *Follower) start() *Follower {
	ctx, stop := context.WithCancel(context.Background())
	f.stop, f.done, f.ends, f.change = stop, make(chan struct{}), map[CloseCode]int{}, make(chan struct{})
	f.checker.mu.Lock()
	for _, s := range f.streams {
		f.checker.streams = append(f.checker.streams, s)
	}
	f.checker.mu.Unlock()
	go f.run(ctx)
	f.who.T.Cleanup(f.Stop)
	return f
}

// Stop ends the following. What came stays with the checker.
func (f *Follower) Stop() {
	f.stop()
	<-f.done
}

// Cut ends the connection without a word, as a network does. The follower comes back.
func (f *Follower) Cut() {
	f.mu.Lock()
	conn := f.conn
	f.mu.Unlock()
	if conn != nil {
		conn.CloseNow()
	}
}

// Ends counts the ends of its sockets by their codes; 1006 stands for those without.
func (f *Follower) Ends() map[CloseCode]int {
	f.mu.Lock()
	defer f.mu.Unlock()
	ends := map[CloseCode]int{}
	for code, n := range f.ends {
		ends[code] = n
	}
	return ends
}

// Resyncs counts how often it was told to fetch anew.
func (f *Follower) Resyncs() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.resyncs
}

// At is the follower's place in a workplace, or "" for a customer's.
func (f *Follower) At(workplace string) int64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.streams[workplace].at
}

// Reach waits until the follower's place is this one, or further.
func (f *Follower) Reach(workplace string, seq int64, within time.Duration) {
	f.who.T.Helper()
	deadline := time.After(within)
	for {
		f.mu.Lock()
		at, change := f.streams[workplace].at, f.change
		f.mu.Unlock()
		if at >= seq {
			return
		}
		select {
		case <-change:
		case <-deadline:
			f.who.T.Fatalf("not within %v: %s reaches %d; it is at %d", within, f.streams[workplace].who, seq, at)
		}
	}
}

// run comes back as the protocol asks clients to: after a random time of up to 0.25 s that doubles to 4 s.
func (f *Follower) run(ctx context.Context) {
	defer close(f.done)
	for bound := 250 * time.Millisecond; ctx.Err() == nil; {
		if f.session(ctx) {
			bound = 250 * time.Millisecond
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Duration(rand.Int64N(int64(bound)))):
		}
		bound = min(2*bound, 4*time.Second)
	}
}

// session is one socket from its opening to its end, and tells whether it was welcomed.
func (f *Follower) session(ctx context.Context) (welcomed bool) {
	dialing, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	conn, _, err := websocket.Dial(dialing, "ws"+strings.TrimPrefix(f.who.Program.URL, "http")+f.path, nil)
	if err != nil {
		return false
	}
	defer conn.CloseNow()
	conn.SetReadLimit(16 << 20)
	f.mu.Lock()
	f.conn = conn
	hello, _ := json.Marshal(f.hello())
	f.mu.Unlock()
	if err := conn.Write(ctx, websocket.MessageText, hello); err != nil {
		return false
	}
	for {
		_, b, err := conn.Read(ctx)
		if err != nil {
			f.ended(websocket.CloseStatus(err))
			return welcomed
		}
		var frame Frame
		if err := json.Unmarshal(b, &frame); err != nil {
			f.fault("%s was sent what is no frame: %.80q", f.who.ID, b)
			continue
		}
		welcomed = welcomed || frame.Type == "welcome"
		f.take(frame)
	}
}

// hello needs f.mu held.
func (f *Follower) hello() Object {
	hello := Object{"type": "hello", "token": f.who.Token}
	if s, customer := f.streams[""]; customer {
		hello["since"] = s.at
		return hello
	}
	since := Object{}
	for id, s := range f.streams {
		since[id] = s.at
	}
	hello["since"] = since
	if f.epoch != "" {
		hello["epoch"] = f.epoch
	}
	return hello
}

func (f *Follower) ended(code CloseCode) {
	if code == -1 {
		code = 1006
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ends[code]++
}

// take keeps what a frame brings, and tells what can't be.
func (f *Follower) take(frame Frame) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch frame.Type {
	case "welcome":
		f.epoch = frame.Epoch
	case "resync":
		f.resyncs++
		f.streams[frame.Workplace].at = frame.Seq
	case "events":
		for _, e := range frame.Events {
			f.next(e.Workplace, e.Seq)
			if s := f.streams[e.Workplace]; s != nil {
				s.events = append(s.events, e)
			}
		}
	case "messages":
		for _, m := range frame.Messages {
			seq, _ := m["seq"].(float64)
			f.next("", int64(seq))
			f.streams[""].messages = append(f.streams[""].messages, m)
		}
	case "heartbeat":
		for id, seq := range frame.Seqs {
			if at := f.streams[id].at; at != seq {
				f.fault("%s was told to be at %d of %s, and is at %d", f.who.ID, seq, id, at)
			}
		}
	}
	close(f.change)
	f.change = make(chan struct{})
}

// next moves a stream by one. Needs f.mu held.
func (f *Follower) next(workplace string, seq int64) {
	s, followed := f.streams[workplace]
	if !followed {
		f.fault("%s was shown an event of %s, which it does not follow", f.who.ID, workplace)
		return
	}
	if seq != s.at+1 {
		f.fault("%s was shown %d of %q after %d", s.who, seq, workplace, s.at)
	}
	s.at = seq
}

func (f *Follower) fault(format string, args ...any) {
	f.checker.mu.Lock()
	defer f.checker.mu.Unlock()
	f.checker.fault(format, args...)
}
