package hub

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"relevo/backend/desk"
	"relevo/backend/presence"
)

// Sizes that nobody needs to set.
const (
	frameBytes   = 64 << 10  // of a frame; one event alone may be larger
	pageEvents   = 256       // read from the log at once
	roomBytes    = 128 << 10 // that may wait while a connection catches up
	readers      = 4         // connections that read the log at the same time
	presencePart = 400       // users in one presence frame

	presencePause = 50 * time.Millisecond // between two frames of changes, at least
	presenceShare = 50 * time.Microsecond // of the pause for each connection: many times what telling it takes
)

// Options of a hub. All are needed but Poll, RingEvents and RingBytes.
type Options struct {
	Log       Log
	Messages  Messages
	Directory Directory
	Board     *presence.Board           // nobody else asks it for Changed
	Alive     func(session string) bool // whether a login still stands; from memory
	Now       func() time.Time
	Logger    *slog.Logger

	Epoch string        // the log's identity
	Build string        // the program's
	Ping  time.Duration // between heartbeats

	Backlog    int           // events that a returning connection is sent; beyond that it is told to resync
	Poll       time.Duration // between asking for the newest seqs without being told; 0: a second
	RingEvents int           // newest events of a workplace kept encoded; 0: 1,024
	RingBytes  int           // and their bytes; 0: 512 KiB
}

// Hub follows the log and feeds the connections. Make it with New.
type Hub struct {
	o       Options
	board   *presence.Board
	logger  *slog.Logger
	ctx     context.Context // ends with Close
	cancel  context.CancelFunc
	slots   chan struct{} // taken while a catch-up reads the log
	reauth  chan struct{} // holds a token when memberships may have changed
	running sync.WaitGroup
	counts  counts

	showing sync.Mutex // makes a list of who is here, and the changes after it, come in this order

	mu       sync.Mutex // guards the fields below
	closed   bool
	feeds    map[desk.WorkplaceID]*feed
	sessions map[*Session]bool

	chatMu sync.RWMutex // guards chats
	chats  map[desk.ConversationID][]*Chat
}

// counts are for whoever measures.
type counts struct{ events, frames, resyncs, left atomic.Int64 }

// Stats are a hub's figures since the start, and its connections now.
type Stats struct {
	Sessions, Chats int
	Events          int64 // read from the log by the feeds
	Frames          int64 // of events handed to connections
	Resyncs, Left   int64
}

// New starts a hub that follows every workplace from its newest event on.
func New(ctx context.Context, o Options) (*Hub, error) {
	seqs, err := o.Log.Seqs(ctx)
	if err != nil {
		return nil, err
	}
	if o.Poll == 0 {
		o.Poll = time.Second
	}
	if o.RingEvents == 0 {
		o.RingEvents = 1024
	}
	if o.RingBytes == 0 {
		o.RingBytes = 512 << 10
	}
	h := &Hub{
		o: o, board: o.Board, logger: o.Logger,
		slots: make(chan struct{}, readers), reauth: make(chan struct{}, 1),
		feeds: map[desk.WorkplaceID]*feed{}, sessions: map[*Session]bool{}, chats: map[desk.ConversationID][]*Chat{},
	}
	h.ctx, h.cancel = context.WithCancel(context.Background())
	for w, seq := range seqs {
		h.feed(w).head = seq
	}
	h.spawn(h.run)
	return h, nil
}

// Close ends and awaits the hub's goroutines. It closes no connection: whoever opened them does.
func (h *Hub) Close() {
	h.mu.Lock()
	h.closed = true
	h.mu.Unlock()
	h.cancel()
	h.running.Wait()
}

// Hear takes hints: workplaces have events up to these seqs.
func (h *Hub) Hear(news map[desk.WorkplaceID]desk.Seq) {
	for w, seq := range news {
		h.feed(w).hear(seq)
	}
}

// Stats answers the hub's figures.
func (h *Hub) Stats() Stats {
	s := Stats{
		Events: h.counts.events.Load(), Frames: h.counts.frames.Load(),
		Resyncs: h.counts.resyncs.Load(), Left: h.counts.left.Load(),
	}
	h.mu.Lock()
	s.Sessions = len(h.sessions)
	h.mu.Unlock()
	h.chatMu.RLock()
	for _, chats := range h.chats {
		s.Chats += len(chats)
	}
	h.chatMu.RUnlock()
	return s
}

// run looks after everything that nobody else starts: who comes and goes, heartbeats, ends, lost hints.
func (h *Hub) run() {
	poll, sweep := time.NewTicker(h.o.Poll), time.NewTicker(h.sweepEvery())
	defer poll.Stop()
	defer sweep.Stop()
	changes := h.board.Changes()
	var pause <-chan time.Time
	for {
		select {
		case <-h.ctx.Done():
			return
		case <-poll.C:
			h.ask()
		case <-sweep.C:
			h.sweep()
		case <-h.reauth:
			h.reauthorise()
		case <-changes:
			h.guard(func() { h.showChanges(h.board.Changed()) })
			changes, pause = nil, time.After(h.pause())
		case <-pause:
			changes, pause = h.board.Changes(), nil
		}
	}
}

// pause is how long changes of who is here are gathered. Everybody comes at once after a cut, and to tell everybody of
// each would take more than the coming.
func (h *Hub) pause() time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	return max(presencePause, time.Duration(len(h.sessions))*presenceShare)
}

// sweepEvery is short enough that a heartbeat or an end comes in time.
func (h *Hub) sweepEvery() time.Duration {
	return max(20*time.Millisecond, min(h.o.Ping/4, 500*time.Millisecond))
}

// ask finds what no hint told.
func (h *Hub) ask() {
	seqs, err := h.o.Log.Seqs(h.ctx)
	if err != nil {
		if h.ctx.Err() == nil {
			h.logger.Warn("ask the log for its newest seqs", "error", err)
		}
		return
	}
	h.Hear(seqs)
}

// sweep does what is due for each connection.
func (h *Hub) sweep() {
	h.board.Expire()
	now := h.o.Now()
	for _, s := range h.everybody() {
		s.sweep(now)
	}
	for _, c := range h.everyChat() {
		c.sweep(now)
	}
}

// everybody is a copy, so that no lock is held while each is looked at.
func (h *Hub) everybody() []*Session {
	h.mu.Lock()
	defer h.mu.Unlock()
	all := make([]*Session, 0, len(h.sessions))
	for s := range h.sessions {
		all = append(all, s)
	}
	return all
}

// feed answers the workplace's feed; a workplace that is new begins before its first event.
func (h *Hub) feed(w desk.WorkplaceID) *feed {
	h.mu.Lock()
	defer h.mu.Unlock()
	f := h.feeds[w]
	if f == nil {
		f = &feed{hub: h, workplace: w, ring: ring{maxEvents: h.o.RingEvents, maxBytes: h.o.RingBytes}}
		h.feeds[w] = f
	}
	return f
}

// everyFeed is a copy.
func (h *Hub) everyFeed() []*feed {
	h.mu.Lock()
	defer h.mu.Unlock()
	all := make([]*feed, 0, len(h.feeds))
	for _, f := range h.feeds {
		all = append(all, f)
	}
	return all
}

// add has a session looked after; false: the hub is closed.
func (h *Hub) add(s *Session) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return false
	}
	h.sessions[s] = true
	return true
}

func (h *Hub) remove(s *Session) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.sessions, s)
}

func (h *Hub) addChat(c *Chat) {
	h.chatMu.Lock()
	defer h.chatMu.Unlock()
	h.chats[c.who.Conversation] = append(h.chats[c.who.Conversation], c)
}

func (h *Hub) removeChat(c *Chat) {
	h.chatMu.Lock()
	defer h.chatMu.Unlock()
	left := slices.DeleteFunc(slices.Clone(h.chats[c.who.Conversation]), func(other *Chat) bool { return other == c })
	if h.chats[c.who.Conversation] = left; len(left) == 0 {
		delete(h.chats, c.who.Conversation)
	}
}

// chatsOf answers the open chats of a conversation; the list is never changed.
func (h *Hub) chatsOf(c desk.ConversationID) []*Chat {
	h.chatMu.RLock()
	defer h.chatMu.RUnlock()
	return slices.Clip(h.chats[c])
}

func (h *Hub) everyChat() []*Chat {
	h.chatMu.RLock()
	defer h.chatMu.RUnlock()
	var all []*Chat
	for _, chats := range h.chats {
		all = append(all, chats...)
	}
	return all
}

// spawn starts a goroutine that Close awaits; false: the hub is closed.
func (h *Hub) spawn(work func()) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return false
	}
	h.running.Go(work)
	return true
}

// guard keeps one feed's or connection's misfortune from ending the program.
func (h *Hub) guard(work func()) {
	defer func() {
		if p := recover(); p != nil {
			h.logger.Error("panic in the hub", "panic", panicText(p), "stack", string(debug.Stack()))
		}
	}()
	work()
}

// panicText says what a panic was about, without values that may be somebody's words.
func panicText(p any) string {
	if err, ok := p.(runtime.Error); ok {
		return err.Error()
	}
	return fmt.Sprintf("%T", p)
}

// slot waits for the right to read the log for one connection; false: the hub closes.
func (h *Hub) slot() bool {
	select {
	case h.slots <- struct{}{}:
		return true
	case <-h.ctx.Done():
		return false
	}
}

func (h *Hub) free() { <-h.slots }

// runner calls one piece of work on a goroutine of its own: never twice at a time, and once more when it was asked
// for meanwhile. There is no goroutine while there is nothing to do.
type runner struct {
	mu      sync.Mutex // guards the fields below
	running bool
	again   bool
}

func (r *runner) ask(h *Hub, work func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.running {
		r.again = true
		return
	}
	r.running = h.spawn(func() {
		for more := true; more; more = r.more() {
			h.guard(work)
		}
	})
}

func (r *runner) more() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.running, r.again = r.again, false
	return r.running
}
