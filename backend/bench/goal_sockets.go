package bench

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// idle measures goal 6: what a socket costs that nothing happens on.
func (b *bench) idle(ctx context.Context) (err error) {
	n := b.size(10_000, 300)
	s, err := b.world.fresh(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.stop()) }()
	before, residentBefore, err := s.memory(ctx)
	if err != nil {
		return err
	}
	c, err := newSocketCrowd(s.address, b.world.hello)
	if err != nil {
		return err
	}
	defer c.leave()
	if err := c.join(n); err != nil {
		return err
	}
	time.Sleep(b.scale(3 * time.Second)) // until what the welcomes needed is no longer used
	held, resident, err := s.memory(ctx)
	if err := errors.Join(err, c.trouble()); err != nil {
		return err
	}
	each := (held - before) / float64(n) / 1e3
	b.add(section{
		Goal: 6, Title: fmt.Sprintf("%d idle sockets", n),
		Figures: []figure{
			{Name: "resident memory for each", Value: (resident - residentBefore) / float64(n) / 1e3, Unit: "kB"},
		},
		Verdicts: []verdict{atMost("heap and stacks in use for each, after GC", each, 12, "kB")},
	})
	return nil
}

// stuck measures goal 7: what the others notice of watchers that read nothing.
func (b *bench) stuck(ctx context.Context) (err error) {
	all := b.size(watchers, 50)
	few := all / 50
	// Who was stuck while the others got so much would be told to fetch anew; here they show that nothing was lost.
	r, err := b.world.relevo(ctx, all-few, b.size(writers, clients), "--backlog", "1000000")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.close()) }()
	length := b.scale(3 * time.Second)
	var codes []int32
	rounds, err := interleave(b.rounds(4),
		func() (sample, error) { return r.saturate(ctx, ahead, length) },
		func() (sample, error) {
			sleepers, err := newSocketCrowd(r.address, b.world.hello)
			if err != nil {
				return sample{}, err
			}
			defer sleepers.leave()
			before, err := r.dropped(ctx)
			if err == nil {
				err = sleepers.sleep(few)
			}
			if err != nil {
				return sample{}, err
			}
			result, err := r.saturate(ctx, ahead, length)
			if err != nil || b.o.Short { // a short run has too little to say for anybody to be stuck
				return result, err
			}
			err = await(20*time.Second, "all that are stuck are dropped", func() bool {
				now, _ := r.dropped(ctx)
				return now >= before+float64(few)
			})
			if err != nil {
				return result, err
			}
			closed, err := sleepers.wake(r.crowd.slowest())
			codes = append(codes, closed...)
			return result, err
		},
	)
	if err != nil {
		return err
	}
	s := section{
		Goal: 7, Title: fmt.Sprintf("%d of %d watchers read nothing, saturated by %d clients", few, all, b.size(writers, clients)),
		Figures: []figure{
			rateFigure("with all reading", rounds[0], "deliveries/s"),
			rateFigure("with some stuck, to the others", rounds[1], "deliveries/s"),
		},
		Verdicts: []verdict{atLeast("with / without", ratioOf(rounds[1], rounds[0]), 0.9, "×")},
		Notes:    later(r.refused),
	}
	told := map[int32]int{}
	for _, code := range codes {
		told[code]++
	}
	if len(told) > 0 {
		s.Notes = append(s.Notes, fmt.Sprintf("The others lost nothing. All that were stuck were closed and resumed from their seq without a gap; codes: %v.", told))
	}
	b.add(s)
	return nil
}

// dropped is how many sockets the server has closed because they read too slowly.
func (r *rival) dropped(ctx context.Context) (float64, error) {
	figures, err := r.metrics(ctx)
	return figures[`relevo_socket_closes_total{code="4429"}`], err
}

// sleep adds watchers that say hello and read nothing after it.
func (c *crowd) sleep(n int) error {
	for i := range n {
		w, err := c.open(i, -1)
		if err != nil {
			return err
		}
		c.watches = append(c.watches, w)
	}
	return nil
}

// wake has watchers read again which the server has dropped meanwhile, and answers with which codes. Each then
// comes back and must get what it has missed, up to a seq.
func (c *crowd) wake(newest int64) ([]int32, error) {
	var codes []int32
	again := make([]*watch, len(c.watches))
	for i, w := range c.watches {
		c.read(w, i)
	}
	for i, w := range c.watches {
		if err := await(30*time.Second, "a stuck watcher is closed", func() bool { return w.code.Load() != 0 }); err != nil {
			return nil, err
		}
		codes = append(codes, w.code.Load())
		if w.faults.Load() > 0 {
			return nil, errors.New("a stuck watcher got events in the wrong place")
		}
		back, err := c.open(i, w.seq.Load())
		if err != nil {
			return nil, err
		}
		c.read(back, i)
		again[i] = back
	}
	c.watches = again
	return codes, errors.Join(c.settle(newest, 30*time.Second), c.trouble())
}

// Clients come back after a random time up to a bound that doubles, as the protocol asks of them.
const (
	firstPause = 250 * time.Millisecond
	longest    = 4 * time.Second
)

// storm measures goal 9: everybody loses the connection at the same moment.
func (b *bench) storm(ctx context.Context) (err error) {
	n := b.size(5000, 200)
	r, err := b.world.relevo(ctx, n, 16)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.close()) }()
	const perSecond = 100
	during, stop := context.WithCancel(ctx)
	defer stop()
	var mu sync.Mutex // guards the figures below
	var took []time.Duration
	refused := 0
	var failed error
	var commands sync.WaitGroup
	commands.Go(func() {
		failed = pace(during, r.callers, perSecond, 60*perSecond, func(_ int, due time.Time, a answer) {
			mu.Lock()
			defer mu.Unlock()
			took = append(took, time.Since(due))
			if a.status != 200 {
				refused++
			}
		})
	})
	time.Sleep(b.scale(time.Second))
	cpu := r.cpu()
	back, failures, err := r.crowd.cutAll()
	used := r.cpu() - cpu
	stop()
	commands.Wait()
	if err := errors.Join(err, failed, r.crowd.trouble()); err != nil {
		return err
	}
	costs, err := b.profile(ctx, r.process, 9, func() error { _, _, err := r.crowd.cutAll(); return err })
	if err != nil {
		return err
	}
	b.add(section{
		Goal: 9, Title: fmt.Sprintf("%d sockets cut at once, %d commands/s meanwhile", n, perSecond),
		Figures: []figure{
			{Name: "half of them are back after", Value: percentile(back, 50).Seconds(), Unit: "s", CPU: ratio(float64(used.Microseconds()), float64(n))},
			{Name: "attempts that failed", Value: float64(failures), Unit: ""},
		},
		Verdicts: []verdict{
			atMost("all are back and have what they missed", slices.Max(back).Seconds(), 5, "s"),
			atMost("commands meanwhile, p99", millis(percentile(took, 99)), 1000, "ms"),
			atMost("commands that were not taken", float64(refused), 0, ""),
		},
		Notes: costs,
	})
	return nil
}

// comeback is a watcher on its way back.
type comeback struct {
	i     int
	since int64
	bound time.Duration
	due   time.Time
	now   *watch // nil: not connected
}

// cutAll cuts everybody off, has each come back, and answers how long each took until it had all that was there at the
// moment of the cut, and how many attempts failed.
func (c *crowd) cutAll() (back []time.Duration, failures int, err error) {
	newest := c.slowest()
	cut := time.Now()
	var away []*comeback
	for i, w := range c.watches {
		w.cut()
		away = append(away, &comeback{i: i, since: w.seq.Load(), bound: firstPause, due: cut.Add(rand.N(firstPause))})
		newest = max(newest, w.seq.Load())
	}
	next := make([]*watch, len(c.watches))
	for len(away) > 0 {
		if time.Since(cut) > time.Minute {
			return nil, failures, fmt.Errorf("%d of %d are not back within a minute", len(away), len(c.watches))
		}
		failures += c.dialDue(away)
		away = slices.DeleteFunc(away, func(k *comeback) bool {
			if k.now == nil || !k.now.welcomed.Load() || k.now.seq.Load() < newest {
				return false
			}
			next[k.i] = k.now
			back = append(back, time.Since(cut))
			return true
		})
		time.Sleep(2 * time.Millisecond)
	}
	c.mu.Lock()
	c.watches = next
	c.mu.Unlock()
	return back, failures, nil
}

// dialDue connects those whose pause is over, many at a time, and counts those that have to try again.
func (c *crowd) dialDue(away []*comeback) (failures int) {
	var running sync.WaitGroup
	var failed atomic.Int64
	places := make(chan struct{}, dialing)
	for _, k := range away {
		if k.now != nil && k.now.code.Load() != 0 { // closed before it was welcomed
			k.since, k.now = max(k.since, k.now.seq.Load()), nil
			k.again()
			failed.Add(1)
		}
		if k.now != nil || time.Now().Before(k.due) {
			continue
		}
		places <- struct{}{}
		running.Go(func() {
			defer func() { <-places }()
			w, err := c.open(k.i, k.since)
			if err != nil {
				k.again()
				failed.Add(1)
				return
			}
			c.read(w, k.i)
			k.now = w
		})
	}
	running.Wait()
	return int(failed.Load())
}

// again waits before the next attempt.
func (k *comeback) again() {
	k.bound = min(2*k.bound, longest)
	k.due = time.Now().Add(rand.N(k.bound))
}
