package hub

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"relevo/backend/desk"
	"relevo/backend/wire"
)

// feed follows one workplace's log and hands what is new to the connections that are up to date.
type feed struct {
	hub       *Hub
	workplace desk.WorkplaceID
	runner    runner

	reading sync.Mutex  // held by whoever moves head forward, also while the log is read
	filled  atomic.Bool // the ring is as full as it can be

	mu      sync.Mutex // guards the fields below, and follow.live and follow.index
	head    desk.Seq   // the newest event that was handed out
	wanted  desk.Seq   // the newest event that was heard of
	heard   time.Time  // when the oldest news not read yet was heard of; zero: there is none
	ring    ring
	resumed [4]resumed // what was last made of the ring for connections that were behind
	turn    int        // the newest of them
	follows []*follow  // of every connection that follows, up to date or not; none of them is gone
	checked uint64     // the directory's version at which all of them were found to be members
	roster  []*Frame   // who is here, as last shown; none: to be made anew
	members map[desk.UserID]bool
}

// follow is one session's place in one feed.
type follow struct {
	session *Session
	feed    *feed

	live  bool     // up to date: the feed hands it what is new. Guarded by feed.mu
	index int      // in feed.follows; -1: not there. Guarded by feed.mu
	at    desk.Seq // the newest event that was handed over, unless it is live: then it is feed.head. Guarded by feed.mu
	gone  bool     // the membership ended. Guarded by feed.mu and session.mu: either is enough to read it

	role desk.Role // as last known. Guarded by session.mu

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

// fill has the newest events in the ring. After a restart all connections come back from before the hub's first event, and
// none of them but the first is to have the log read.
func (f *feed) fill(ctx context.Context) error {
	f.reading.Lock() // nobody moves head meanwhile
	defer f.reading.Unlock()
	if f.filled.Load() {
		return nil
	}
	head := f.headNow()
	var newest []encoded
	for after := max(0, head-desk.Seq(f.ring.maxEvents)); after < head; after = newest[len(newest)-1].seq {
		run, err := f.page(ctx, after, int(min(head-after, pageEvents)))
		if err != nil {
			return err
		}
		newest = append(newest, run...)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.ring.forget()
	f.ring.push(newest)
	f.filled.Store(true)
	return nil
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
	clear(f.resumed[:])
	f.check()
	f.ring.push(run)
	f.head = run[len(run)-1].seq
	handed := 0
	for _, fw := range f.follows {
		if fw.live {
			for _, b := range made {
				fw.session.conn.Send(b.frame)
			}
			handed++
		}
	}
	f.hub.counts.frames.Add(int64(handed * len(made)))
}

// recheck is check for who holds no lock.
func (f *feed) recheck() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.check()
}

// check says goodbye to whoever may see nothing of the workplace any more. It comes before anything is handed out, and
// costs nothing as long as the directory is the one that it looked at before. f.mu must be held.
func (f *feed) check() {
	version := f.hub.o.Directory.Version() // before the answers, so that a newer one is asked again
	if version == f.checked {
		return
	}
	for i := len(f.follows) - 1; i >= 0; i-- { // from the end, for whoever goes is taken out
		if fw := f.follows[i]; !fw.session.may(fw) {
			f.take(fw)
		}
	}
	f.checked = version
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

// missed answers events that a connection has not got: from the ring, or else from the log. There are none where it is
// up to date, and from then on the feed hands it what is new.
func (f *feed) missed(ctx context.Context, fw *follow) ([]batch, error) {
	f.mu.Lock()
	at, behind := fw.at, f.head-fw.at
	if fw.gone || behind <= 0 {
		fw.live = !fw.gone
		f.mu.Unlock()
		return nil, nil
	}
	made := f.resume(at)
	f.mu.Unlock()
	if behind > 2*desk.Seq(f.hub.o.Backlog) {
		return nil, errOvertaken
	}
	if made != nil {
		return made, nil
	}
	if !f.filled.Load() {
		if err := f.fill(ctx); err != nil {
			return nil, err
		}
		return f.missed(ctx, fw)
	}
	run, err := f.page(ctx, at, int(min(behind, pageEvents))) // never beyond head: what comes after it is handed out by the feed
	if err != nil {
		return nil, err
	}
	return batches(f.workplace, eventsBegin, run), nil
}

// resumed is what follows on a seq in the ring, as frames. The next event makes it old.
type resumed struct {
	after desk.Seq
	made  []batch
}

// resume answers what follows on a seq in the ring; nil: that is not kept. Those who were cut off together come back
// together, so the frames of one serve the others. f.mu must be held.
func (f *feed) resume(at desk.Seq) []batch {
	for _, r := range f.resumed {
		if r.made != nil && r.after == at {
			return r.made
		}
	}
	made := batches(f.workplace, eventsBegin, f.ring.after(at))
	f.turn = (f.turn + 1) % len(f.resumed)
	f.resumed[f.turn] = resumed{at, made}
	return made
}

// errOvertaken says that events come faster than a connection takes what it has missed.
var errOvertaken = errors.New("events come faster than they are read")

// hand gives a connection that is behind what comes next; false: nothing more may come.
func (f *feed) hand(fw *follow, b batch) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !fw.session.may(fw) {
		f.take(fw)
		return false
	}
	if b.first != fw.at+1 {
		f.hub.logger.Error("events out of order", "workplace", f.workplace, "after", fw.at, "first", b.first)
		fw.session.endNow(wire.CloseTooSlow, "resume") // the client comes back with the seq that it has
		return false
	}
	fw.at = b.last
	fw.session.conn.Send(b.frame)
	f.hub.counts.frames.Add(1)
	return true
}

// reached is the newest event that a connection was sent. f.mu must be held.
func (f *feed) reached(fw *follow) desk.Seq {
	if fw.live {
		return f.head
	}
	return fw.at
}

// page reads a piece of the log for connections that are behind.
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

// put has a session told of what is new in the workplace, and first of all who is there. Its events wait until it has
// caught up.
func (f *feed) put(fw *follow, roster []*Frame) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !fw.session.may(fw) {
		return
	}
	fw.index = len(f.follows)
	f.follows = append(f.follows, fw)
	for _, frame := range roster {
		fw.session.conn.Send(frame)
	}
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
	fw.at = f.reached(fw)
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
	f.check()
	for _, fw := range f.follows {
		if fw.session != but {
			fw.session.conn.Send(frame)
		}
	}
}

// followed tells whether anybody is there to be shown anything.
func (f *feed) followed() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.follows) > 0
}
