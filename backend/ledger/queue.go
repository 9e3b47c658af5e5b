package ledger

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

const (
	batchLimit = 256  // units in one transaction
	waitLimit  = 8192 // units that may wait before those who can come back are sent away
	company    = 8    // units that are worth being waited for

	patienceLimit = 5 * time.Millisecond // for how long at most
)

// request is a unit that waits for the writer.
type request struct {
	unit  func(*Tx) error // nil: the derived tables are to be up to date
	since time.Time
	taken atomic.Bool // by the writer, or by the caller who gave up
	done  chan error
}

// queue is what waits for the writer, oldest first. Make it with newQueue.
type queue struct {
	mu      sync.Mutex // guards the fields below
	more    *sync.Cond // something waits, or nothing will any more
	waiting []*request
	pace    time.Duration // what a transaction takes, of late
	last    int           // how many units the last transaction took
	enough  int           // how many have to wait for the writer to be woken
	closed  bool
}

func newQueue() *queue {
	q := &queue{}
	q.more = sync.NewCond(&q.mu)
	return q
}

// put has a request wait, unless the queue is closed or the writer is further behind than the caller puts up with; a
// limit of 0 puts up with everything.
func (q *queue) put(r *request, limit time.Duration) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed || limit > 0 && (len(q.waiting) >= waitLimit || q.behind(r.since) > limit) {
		return false
	}
	q.waiting = append(q.waiting, r)
	if len(q.waiting) >= q.enough {
		q.more.Signal()
	}
	return true
}

// behind is how late the writer is: how long the oldest unit has waited for it, or, where that is more, how long it will
// take to come to what waits last.
func (q *queue) behind(now time.Time) time.Duration {
	if len(q.waiting) == 0 {
		return 0
	}
	return max(now.Sub(q.waiting[0].since), time.Duration(len(q.waiting)/batchLimit)*q.pace)
}

// take waits for what waits, and takes as much of it as a transaction holds. After closing it takes what is left, and
// then nothing.
func (q *queue) take() []*request {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.waiting) == 0 && !q.closed {
		q.more.Wait()
	}
	q.gather()
	n := min(len(q.waiting), batchLimit)
	taken := slices.Clone(q.waiting[:n])
	left := copy(q.waiting, q.waiting[n:])
	clear(q.waiting[left:])
	q.waiting = q.waiting[:left]
	q.last = n
	return taken
}

// gather waits until half of those are here who were just answered or wait already, for no longer than a transaction takes
// of late: one for the first few of them would have all others wait for its flush. Where there are only few, it waits for
// nobody.
func (q *queue) gather() {
	half := min((q.last+len(q.waiting))/2, batchLimit)
	if half < company || len(q.waiting) >= half {
		return
	}
	q.enough = half
	patience := time.AfterFunc(min(q.pace, patienceLimit), func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		q.enough = 0
		q.more.Signal()
	})
	for len(q.waiting) < q.enough && !q.closed {
		q.more.Wait()
	}
	q.enough = 0
	patience.Stop()
}

// putBack has requests that were taken wait again, before all others.
func (q *queue) putBack(requests []*request) {
	if len(requests) == 0 {
		return
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = slices.Insert(q.waiting, 0, requests...)
}

// took notes what a transaction took.
func (q *queue) took(d time.Duration) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.pace += (d - q.pace) / 8
}

// close lets nobody in any more.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.more.Signal()
}

// state tells how many units wait and how far behind the writer is.
func (q *queue) state(now time.Time) (waiting int, behind time.Duration) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.waiting), q.behind(now)
}
