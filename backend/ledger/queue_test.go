package ledger

import (
	"testing"
	"testing/synctest"
	"time"
)

var start = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// waiter is a request that began to wait so long after the start.
func waiter(after time.Duration) *request { return &request{since: start.Add(after)} }

func TestWhoIsLetInToTheQueue(t *testing.T) {
	t.Parallel()
	const limit = 250 * time.Millisecond
	for _, c := range []struct {
		says  string
		queue func(q *queue)
		after time.Duration
		limit time.Duration
		in    bool
	}{
		{"nobody waits", func(*queue) {}, time.Hour, limit, true},
		{"the oldest has waited as long as may be", func(q *queue) { q.put(waiter(0), 0) }, limit, limit, true},
		{"the oldest has waited longer", func(q *queue) { q.put(waiter(0), 0) }, limit + 1, limit, false},
		{"the oldest has waited longer, for who can wait too", func(q *queue) { q.put(waiter(0), 0) }, time.Hour, 0, true},
		{"the oldest has waited longer, but was taken", func(q *queue) { q.put(waiter(0), 0); q.take() }, time.Hour, limit, true},
		{"it was put back", func(q *queue) { q.put(waiter(0), 0); q.putBack(q.take()) }, time.Hour, limit, false},
		{"slow transactions, one of which takes all that wait", func(q *queue) { q.pace = 200 * time.Millisecond; fill(q, batchLimit) }, 0, limit, true},
		{"slow transactions, and more wait than two take", func(q *queue) { q.pace = 200 * time.Millisecond; fill(q, 2*batchLimit) }, 0, limit, false},
		{"quick transactions, and more wait than two take", func(q *queue) { q.pace = time.Millisecond; fill(q, 2*batchLimit) }, 0, limit, true},
		{"as many wait as may", func(q *queue) { fill(q, waitLimit) }, 0, limit, false},
		{"as many wait as may, for who can wait too", func(q *queue) { fill(q, waitLimit) }, 0, 0, true},
		{"it is closed", func(q *queue) { q.close() }, 0, 0, false},
	} {
		q := newQueue()
		c.queue(q)
		if in := q.put(waiter(c.after), c.limit); in != c.in {
			t.Errorf("%s: let in is %v", c.says, in)
		}
	}
}

func fill(q *queue, n int) {
	for range n {
		q.put(waiter(0), 0)
	}
}

func TestTheQueueKeepsTheOrder(t *testing.T) {
	t.Parallel()
	q := newQueue()
	for i := range batchLimit + 2 {
		q.put(waiter(time.Duration(i)), 0)
	}
	taken := q.take()
	q.put(waiter(batchLimit+2), 0)
	q.putBack(taken[1:])
	q.close()
	var order []time.Duration
	for taken = taken[:1]; len(taken) > 0; taken = q.take() {
		for _, r := range taken {
			order = append(order, r.since.Sub(start))
		}
	}
	if len(order) != batchLimit+3 {
		t.Fatalf("%d of them came", len(order))
	}
	for i, at := range order {
		if at != time.Duration(i) {
			t.Fatalf("number %d came as number %d", at, i)
		}
	}
}

func TestThePaceFollowsTheTransactions(t *testing.T) {
	t.Parallel()
	q := newQueue()
	for range 100 {
		q.took(80 * time.Millisecond)
	}
	if q.pace < 75*time.Millisecond || q.pace > 80*time.Millisecond {
		t.Errorf("after many of 80 ms it says %v", q.pace)
	}
	for range 100 {
		q.took(time.Millisecond)
	}
	if q.pace > 2*time.Millisecond {
		t.Errorf("after many of 1 ms it says %v", q.pace)
	}
	if waiting, behind := q.state(start); waiting != 0 || behind != 0 {
		t.Errorf("nobody waits, and it says %d, %v", waiting, behind)
	}
}

// TestTheWriterWaitsForCompany where many were just answered, and then for half of them, for no longer than a transaction
// takes.
func TestTheWriterWaitsForCompany(t *testing.T) {
	t.Parallel()
	const pace = 3 * time.Millisecond
	for _, c := range []struct {
		says         string
		pace         time.Duration
		last, before int
		comes        []int // how many come, one millisecond after the other
		taken        int
		after        time.Duration
	}{
		{"nobody was answered", pace, 0, 1, nil, 1, 0},
		{"few were answered", pace, 2*company - 2, 1, []int{5}, 1, 0},
		{"half of them are here", pace, 20, 20, nil, 20, 0},
		{"half of them come", pace, 31, 1, []int{7, 8, 9}, 16, 2 * time.Millisecond},
		{"fewer come in time", pace, 31, 1, []int{1, 1, 1, 1, 30}, 4, pace},
		{"nobody comes", pace, 250, 6, nil, 6, pace},
		{"more are here than one transaction takes", pace, batchLimit, batchLimit + 20, nil, batchLimit, 0},
		{"nobody comes, and transactions take long", time.Second, 250, 6, nil, 6, patienceLimit},
	} {
		synctest.Test(t, func(t *testing.T) {
			q := newQueue()
			q.pace, q.last = c.pace, c.last
			fill(q, c.before)
			for i, n := range c.comes {
				time.AfterFunc(time.Duration(i+1)*time.Millisecond-time.Nanosecond, func() { fill(q, n) })
			}
			began := time.Now()
			taken := len(q.take())
			if after := time.Since(began); taken != c.taken || after.Round(time.Millisecond) != c.after {
				t.Errorf("%s: %d are taken after %v", c.says, taken, after)
			}
		})
	}
}

// TestClosingEndsTheWaitForCompany takes what there is.
func TestClosingEndsTheWaitForCompany(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		q := newQueue()
		q.pace, q.last = patienceLimit, 100
		fill(q, 1)
		time.AfterFunc(time.Millisecond, q.close)
		began := time.Now()
		if taken := len(q.take()); taken != 1 || time.Since(began) != time.Millisecond {
			t.Errorf("%d are taken after %v", taken, time.Since(began))
		}
		if taken := len(q.take()); taken != 0 {
			t.Errorf("then %d", taken)
		}
	})
}
