package hub

import (
	"context"
	"fmt"
	"sync"
	"time"

	"relevo/backend/desk"
)

// feed follows one workplace's log and hands what is new to the connections that are up to date.
type feed struct {
	hub       *Hub
	workplace desk.WorkplaceID
	runner    runner

	reading sync.Mutex // held by whoever moves head forward, also while the log is read

	mu      sync.Mutex // guards the fields below, and follow.live and follow.index
	head    desk.Seq   // the newest event that was handed out
	wanted  desk.Seq   // the newest event that was heard of
	heard   time.Time  // when the oldest news not read yet was heard of; zero: there is none
	ring    ring
	follows []*follow // of every connection that follows, up to date or not
	roster  []*Frame  // who is here, as last shown; none: to be made anew
	members map[desk.UserID]bool
}

// follow is one session's place in one feed.
type follow struct {
	session *Session
	feed    *feed

	live  bool // up to date: the feed hands it what is new. Guarded by feed.mu
	index int  // in feed.follows; -1: not there. Guarded by feed.mu

	at   desk.Seq  // the newest event that was handed over. Guarded by session.mu
	role desk.Role // as last known. Guarded by session.mu
	gone bool      // the membership ended. Guarded by session.mu

	missed []batch // read and not handed over yet; catchUp's own
}

// hear takes a hint.
func (f *feed) hear(seq desk.Seq) {
	f.mu.Lock()
	news := seq > f.head
	if f.wanted = max(f.wanted, seq); news && f.heard.IsZero() {
		f.heard = f.hub.o.Now()
	}
	f.mu.Unlock()
	if news {
		f.runner.ask(f.hub, f.run)
	}
}

// run reads until nothing more was heard of.
func (f *feed) run() {
	for f.behind() {
		n, err := f.advance(f.hub.ctx)
		if err != nil && f.hub.ctx.Err() == nil {
			f.hub.logger.Error("follow the log", "workplace", f.workplace, "error", err)
		}
		if err != nil || n == 0 {
			return // the hub asks again in a while
		}
	}
}

func (f *feed) behind() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.head < f.wanted
}

func (f *feed) headNow() desk.Seq {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.head
}

// refresh moves the feed to the log's present end and answers its seq.
func (f *feed) refresh(ctx context.Context) (desk.Seq, error) {
	for {
		n, err := f.advance(ctx)
		if err != nil {
			return 0, err
		}
		if n < pageEvents {
			return f.headNow(), nil
		}
	}
}

// advance reads one page, hands it out, and answers how many events it had.
func (f *feed) advance(ctx context.Context) (int, error) {
	f.reading.Lock()
	defer f.reading.Unlock()
	after, heard := f.next()
	events, err := f.hub.o.Log.Log(ctx, f.workplace, after, pageEvents)
	if err != nil {
		return 0, fmt.Errorf("read the log of %s: %w", f.workplace, err)
	}
	run, err := encode(events, after, f.hub.o.Directory)
	if err != nil || len(run) == 0 {
		return 0, err
	}
	f.handOut(run, heard, redacts(events))
	f.hub.counts.events.Add(int64(len(run)))
	f.hub.tellChats(events)
	return len(run), nil
}

// next is where the reading goes on, and since when there is news of it.
func (f *feed) next() (after desk.Seq, heard time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	heard, f.heard = f.heard, time.Time{}
	return f.head, heard
}

// handOut gives a run to everybody who is up to date.
func (f *feed) handOut(run []encoded, heard time.Time, redacts bool) {
	made := batches(f.workplace, eventsBegin, run)
	for _, b := range made {
		b.frame.Heard = heard
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if redacts {
		f.ring.forget()
	}
	f.ring.push(run)
	f.head = run[len(run)-1].seq
	for _, b := range made {
		for i := len(f.follows) - 1; i >= 0; i-- { // from the end, for who is gone is taken out by the way
			if fw := f.follows[i]; fw.live && !fw.session.hand(fw, b) {
				f.take(fw)
			}
		}
	}
}

// redacts tells whether a text that was handed out before is no more.
func redacts(events []desk.Event) bool {
	for _, e := range events {
		if e.Kind() == desk.KindRedacted {
			return true
		}
	}
	return false
}

// missed answers events that follow on a seq, for one connection that is behind: from the ring, or else from the log. It is
// empty where the connection is up to date, and from then on the feed hands it what is new.
func (f *feed) missed(ctx context.Context, fw *follow, at desk.Seq) ([]batch, error) {
	f.mu.Lock()
	behind := f.head - at
	if behind <= 0 {
		fw.live = true
		f.mu.Unlock()
		return nil, nil
	}
	run := f.ring.after(at)
	f.mu.Unlock()
	if run == nil {
		var err error
		// Never beyond head: what comes after it is handed out by the feed.
		if run, err = f.page(ctx, at, int(min(behind, pageEvents))); err != nil {
			return nil, err
		}
	}
	return batches(f.workplace, eventsBegin, run), nil
}

// page reads a piece of the log for one connection.
func (f *feed) page(ctx context.Context, after desk.Seq, limit int) ([]encoded, error) {
	if !f.hub.slot() {
		return nil, context.Cause(f.hub.ctx)
	}
	defer f.hub.free()
	events, err := f.hub.o.Log.Log(ctx, f.workplace, after, limit)
	if err != nil {
		return nil, fmt.Errorf("read the log of %s: %w", f.workplace, err)
	}
	if len(events) == 0 {
		return nil, fmt.Errorf("the log of %s ends at %d, before what was handed out", f.workplace, after)
	}
	return encode(events, after, f.hub.o.Directory)
}

// put has a session told of what is new in the workplace; its events wait until it has caught up.
func (f *feed) put(fw *follow) {
	f.mu.Lock()
	defer f.mu.Unlock()
	fw.index = len(f.follows)
	f.follows = append(f.follows, fw)
}

// leave takes a session out.
func (f *feed) leave(fw *follow) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.take(fw)
}

// take needs f.mu held.
func (f *feed) take(fw *follow) {
	if fw.index < 0 {
		return
	}
	last := len(f.follows) - 1
	f.follows[fw.index] = f.follows[last]
	f.follows[fw.index].index = fw.index
	f.follows[last] = nil
	f.follows = f.follows[:last]
	fw.index, fw.live = -1, false
}

// show gives everybody in the workplace a frame that is no event, but one session.
func (f *feed) show(frame *Frame, but *Session) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i := len(f.follows) - 1; i >= 0; i-- {
		fw := f.follows[i]
		if fw.session != but && !fw.session.show(fw, frame) {
			f.take(fw)
		}
	}
}

// followed tells whether anybody is there to be shown anything.
func (f *feed) followed() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.follows) > 0
}
