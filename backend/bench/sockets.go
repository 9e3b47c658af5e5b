package bench

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// crowd is many watchers of one server, which cost as little as watchers can: a few goroutines wait for all of their
// connections, count the events in what comes, and hold every seq against the one before. All servers of a run are
// watched by crowds, so that the watching costs each of them the same.
type crowd struct {
	open  func(i int, since int64) (*watch, error) // connects the i-th; since is -1 for "from now"
	take  func(w *watch, b []byte)                 // reads what came
	loops []*loop

	events  atomic.Int64 // delivered to all
	stamps  atomic.Pointer[stamps]
	mu      sync.Mutex // guards watches
	watches []*watch
}

// watch is one watcher. Its loop's goroutine alone touches what is not atomic.
type watch struct {
	fd       int
	loop     *loop
	rest     []byte // the beginning of a frame whose end has not come
	seq      atomic.Int64
	welcomed atomic.Bool
	code     atomic.Int32 // why the server closed it, 1006 where it did not say; 0: open
	faults   atomic.Int32 // gaps, repeats, what is no frame
	resyncs  atomic.Int32
}

// noCode stands for a connection that ended without a closing frame.
const noCode = 1006

// stamps keep when the last watcher had each event.
type stamps struct {
	first int64
	want  int32
	got   []atomic.Int32
	last  []atomic.Int64 // nanoseconds since began
	began time.Time
}

func newStamps(first int64, events int, watchers int) *stamps {
	return &stamps{first: first, want: int32(watchers), got: make([]atomic.Int32, events), last: make([]atomic.Int64, events), began: time.Now()}
}

func (s *stamps) came(seq int64, now time.Time) {
	i := seq - s.first
	if i < 0 || i >= int64(len(s.got)) {
		return
	}
	if s.got[i].Add(1) == s.want {
		s.last[i].Store(int64(now.Sub(s.began)))
	}
}

// at answers when the last watcher had an event; false: not all have it.
func (s *stamps) at(seq int64) (time.Time, bool) {
	i := seq - s.first
	if i < 0 || i >= int64(len(s.last)) || s.last[i].Load() == 0 {
		return time.Time{}, false
	}
	return s.began.Add(time.Duration(s.last[i].Load())), true
}

// newSocketCrowd watches live sockets, of the program and of the references.
func newSocketCrowd(address string, hello func(i int, since int64) []byte) (*crowd, error) {
	c, err := newCrowd()
	if err != nil {
		return nil, err
	}
	c.open = func(i int, since int64) (*watch, error) {
		fd, err := dialWebSocket(address, i/perAddress)
		if err != nil {
			return nil, fmt.Errorf("open a watcher's socket: %w", err)
		}
		w := &watch{fd: fd}
		w.seq.Store(since)
		w.send(clientFrame(opText, hello(i, since)))
		return w, nil
	}
	c.take = c.takeFrames
	return c, nil
}

// takeFrames reads what came to a watcher, and keeps what is the beginning of more.
func (c *crowd) takeFrames(w *watch, b []byte) {
	if len(w.rest) > 0 {
		w.rest = append(w.rest, b...)
		b = w.rest
	}
	now := time.Now()
	stamps := c.stamps.Load()
	var events int64
	for {
		op, payload, size, err := nextFrame(b)
		if err != nil {
			w.faults.Add(1)
			b = nil
			break
		}
		if size == 0 {
			break
		}
		b = b[size:]
		switch op {
		case opText:
			events += c.text(w, payload, stamps, now)
		case opPing:
			w.send(clientFrame(opPong, payload))
		case opClose:
			if len(payload) >= 2 {
				w.code.Store(int32(binary.BigEndian.Uint16(payload)))
			}
		}
	}
	w.rest = append(w.rest[:0], b...)
	c.events.Add(events)
}

// text reads one frame and answers how many events it had.
func (c *crowd) text(w *watch, payload []byte, stamps *stamps, now time.Time) (events int64) {
	switch {
	case bytes.HasPrefix(payload, eventsFrame):
		last := w.seq.Load()
		eachSeq(payload, eventMark, func(seq int64) {
			if seq != last+1 {
				w.faults.Add(1)
			}
			last = seq
			events++
			if stamps != nil {
				stamps.came(seq, now)
			}
		})
		w.seq.Store(last)
	case bytes.HasPrefix(payload, welcomeFrame):
		if w.seq.Load() < 0 {
			w.seq.Store(seqAfter(payload, welcomeMark))
		}
		w.welcomed.Store(true)
	case bytes.HasPrefix(payload, resyncFrame):
		w.resyncs.Add(1)
	}
	return events
}

// all are the watchers.
func (c *crowd) all() []*watch {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.watches
}

// slowest is the seq that every open watcher has.
func (c *crowd) slowest() int64 {
	least := int64(-1)
	for _, w := range c.all() {
		if w.code.Load() != 0 {
			continue
		}
		if seq := w.seq.Load(); least < 0 || seq < least {
			least = seq
		}
	}
	return least
}

// trouble tells what went wrong with watchers that should have lost nothing.
func (c *crowd) trouble() error {
	var closed, faults, resyncs int
	var code int32
	for _, w := range c.all() {
		if n := w.code.Load(); n != 0 {
			closed, code = closed+1, n
		}
		faults += int(w.faults.Load())
		resyncs += int(w.resyncs.Load())
	}
	if closed+faults+resyncs > 0 {
		return fmt.Errorf("of %d watchers %d were closed (the last with %d), %d events came in the wrong place, %d had to fetch anew", len(c.all()), closed, code, faults, resyncs)
	}
	return nil
}

// settle waits until every open watcher has a seq.
func (c *crowd) settle(seq int64, within time.Duration) error {
	return await(within, fmt.Sprintf("every watcher has event %d", seq), func() bool { return c.slowest() >= seq })
}

// await waits for something to become true.
func await(within time.Duration, what string, true func() bool) error {
	for deadline := time.Now().Add(within); !true(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(deadline) {
			return fmt.Errorf("not within %v: %s", within, what)
		}
	}
	return nil
}
