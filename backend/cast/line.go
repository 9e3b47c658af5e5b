package cast

import (
	"errors"
	"net"
	"sync"
	"syscall"
	"time"

	"relevo/backend/desk"
	"relevo/backend/hub"
)

// Owner is told what becomes of a line. It may be told from any goroutine, never while a lock of the line is held.
type Owner interface {
	// Full says that too much waits on a stuck line. It is told by whoever sends.
	Full()
	// Drained says that nothing waits any more, where Waiting had answered that something does.
	Drained()
	// Failed says that the socket takes nothing any more.
	Failed()
}

// Line is one connection's way out.
type Line struct {
	net.Conn // for everything but writing; nil until it is connected

	shard *shard
	owner Owner
	raw   syscall.RawConn // of Conn

	writing sync.Mutex // held by whoever writes to the socket
	begun   int        // bytes of the first frame that the socket has taken. Guarded by writing
	control []byte     // of the library, to go out next between whole frames. Guarded by writing

	mu     sync.Mutex // guards the fields below; only who holds writing takes frames out
	queue  []waiting
	bytes  int  // of the frames in the queue
	listed bool // the shard will come
	stuck  bool // drain will come
	told   bool // somebody waits for room
	shut   bool // nothing more is taken
}

// waiting is a frame with the time since when it waits for the client, in nanoseconds; 0: it waits for the shard.
type waiting struct {
	frame *hub.Frame
	since int64
}

// maxControl is how much of the library's may wait: a client that asks and asks without reading is none.
const maxControl = 4 << 10

var (
	errNoSocket       = errors.New("cast: the connection is no socket of the system")
	errTooMuchControl = errors.New("cast: too many control frames wait")
)

// Connect gives the line its socket. It comes before every use as a net.Conn.
func (l *Line) Connect(conn net.Conn) error {
	system, ok := conn.(syscall.Conn)
	if !ok {
		return errNoSocket
	}
	raw, err := system.SyscallConn()
	if err != nil {
		return err
	}
	l.mu.Lock()
	l.Conn, l.raw = conn, raw
	list := len(l.queue) > 0
	l.listed = list
	l.mu.Unlock()
	if list {
		l.shard.add(l)
	}
	return nil
}

// Send has a frame written after those before it. It never waits.
func (l *Line) Send(f *hub.Frame) {
	l.mu.Lock()
	if l.shut {
		l.mu.Unlock()
		return
	}
	w := waiting{frame: f}
	full, list := false, false
	l.bytes += len(f.Bytes)
	if l.stuck {
		w.since = l.now()
		limit := l.shard.caster.o.QueueBytes
		full = limit > 0 && l.bytes > limit && len(l.queue) > 0
	} else {
		list = !l.listed && l.raw != nil
		l.listed = l.listed || list
	}
	l.queue = append(l.queue, w)
	l.mu.Unlock()
	if list {
		l.shard.add(l)
	}
	if full {
		l.owner.Full()
	}
}

func (l *Line) now() int64 { return l.shard.caster.o.Now().UnixNano() }

// Waiting is how many bytes of frames the socket has not taken. Where there are any, Drained follows.
func (l *Line) Waiting() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.shut {
		return 0
	}
	l.told = l.told || l.bytes > 0
	return l.bytes
}

// Queue is what waits on a line.
type Queue struct {
	Bytes int
	Stuck bool
	Since time.Time // of the oldest frame on a stuck line; zero: there is none
}

// Queue looks at what waits. By the way it gives back the room that a burst has left behind.
func (l *Line) Queue() Queue {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.shut || len(l.queue) == 0 {
		if !l.shut {
			l.queue = nil
		}
		return Queue{Stuck: l.stuck}
	}
	q := Queue{Bytes: l.bytes, Stuck: l.stuck}
	if l.stuck {
		q.Since = time.Unix(0, l.queue[0].since)
	}
	return q
}

// Drop forgets what waits of a workplace, but for a frame of which the socket has taken a part.
func (l *Line) Drop(w desk.WorkplaceID) {
	l.writing.Lock()
	defer l.writing.Unlock()
	l.mu.Lock()
	defer l.mu.Unlock()
	kept := l.queue[:0]
	for i, q := range l.queue {
		if q.frame.Workplace == w && (i > 0 || l.begun == 0) {
			l.bytes -= len(q.frame.Bytes)
		} else {
			kept = append(kept, q)
		}
	}
	clear(l.queue[len(kept):])
	l.queue = kept
}

// Shut takes no frame any more and forgets what waits. Control frames still go out.
func (l *Line) Shut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.shut = true
}

// Close closes the socket at once.
func (l *Line) Close() error {
	l.Shut()
	return l.Conn.Close()
}

// Write has the library's control frames go out, next after the frame that is begun. It never waits.
func (l *Line) Write(b []byte) (int, error) {
	l.writing.Lock()
	if len(l.control)+len(b) > maxControl {
		l.writing.Unlock()
		return 0, errTooMuchControl
	}
	l.control = append(l.control, b...)
	l.writing.Unlock()
	p := presses.Get().(*press)
	l.write(p)
	p.forget()
	presses.Put(p)
	return len(b), nil
}

// write gives the socket what waits, as one run, unless drain does.
func (l *Line) write(p *press) {
	switch l.step(p, false) {
	case more:
		l.shard.add(l)
	case drained:
		l.owner.Drained()
	case blocked:
		l.shard.caster.running.Go(l.drain)
	case failed:
		l.owner.Failed()
	case idle:
	}
}

// drain writes whenever the socket has room, until nothing waits.
func (l *Line) drain() {
	last := blocked
	err := l.raw.Write(func(uintptr) bool { // comes back when there is room, as long as it answers false
		p := presses.Get().(*press)
		for last = more; last == more; {
			last = l.step(p, true)
		}
		p.forget()
		presses.Put(p)
		return last != blocked
	})
	switch {
	case err != nil || last == failed:
		l.owner.Failed()
	case last == drained:
		l.owner.Drained()
	}
}

// outcome is what one step came to.
type outcome int

const (
	idle    outcome = iota // nothing waits, or somebody else writes it
	drained                // nothing waits any more, and the owner wants to know
	more                   // something waits
	blocked                // the socket is full: the line is stuck
	failed                 // the socket is gone
)

// step gives the socket one thing: the rest of a frame that is begun, or else control frames, or else a run.
func (l *Line) step(p *press, draining bool) outcome {
	l.writing.Lock()
	defer l.writing.Unlock()
	if !l.take(p, draining) {
		return idle
	}
	control := l.begun == 0 && len(l.control) > 0
	b := l.control
	if !control {
		b = p.print()[l.begun:]
	}
	n, err := 0, error(nil)
	if len(b) > 0 {
		n, err = p.write(l.raw, b)
	}
	if err != nil {
		l.Shut()
		return failed
	}
	if control {
		if l.control = l.control[n:]; len(l.control) == 0 {
			l.control = nil
		}
		return l.settle(0, n < len(b), draining)
	}
	return l.settle(n, n < len(b), draining)
}

// take puts the frames of the next run into the press, or the one that is begun. It answers false where drain writes.
func (l *Line) take(p *press, draining bool) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.listed = false
	if l.shut {
		l.forget()
	}
	if l.stuck && !draining {
		return false
	}
	clear(p.frames)
	p.frames = p.frames[:0]
	size := 0
	for _, q := range l.queue {
		if size += wireSize(q.frame); len(p.frames) > 0 && (size > runBytes || l.begun > 0) {
			break
		}
		p.frames = append(p.frames, q.frame)
	}
	return true
}

// forget lets go of what is not begun. l.writing and l.mu must be held.
func (l *Line) forget() {
	keep := min(len(l.queue), 1)
	if l.begun == 0 {
		keep = 0
	}
	clear(l.queue[keep:])
	l.queue = l.queue[:keep]
}

// settle takes out what the socket took of the queue, and says how the line stands. l.writing must be held.
func (l *Line) settle(n int, full, draining bool) outcome {
	l.mu.Lock()
	defer l.mu.Unlock()
	done := 0
	for n += l.begun; done < len(l.queue) && n >= wireSize(l.queue[done].frame); done++ {
		n -= wireSize(l.queue[done].frame)
		l.bytes -= len(l.queue[done].frame.Bytes)
	}
	l.begun = n
	left := copy(l.queue, l.queue[done:])
	clear(l.queue[left:])
	l.queue = l.queue[:left]
	switch {
	case full:
		l.stick()
		return blocked
	case draining && (left > 0 || len(l.control) > 0):
		return more
	case left > 0 && !l.listed:
		l.listed = true
		return more
	case left > 0:
		return idle // whoever sent has put the line on the list
	}
	l.stuck = false
	if l.told && !l.shut {
		l.told = false
		return drained
	}
	return idle
}

// stick has the time run against the client. l.mu must be held.
func (l *Line) stick() {
	if l.stuck {
		return
	}
	l.stuck = true
	now := l.now()
	for i := range l.queue {
		l.queue[i].since = now
	}
}
