package bench

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

const (
	watchers = 1000
	// ahead is how many events may be under way to the slowest watcher of a saturated server: enough for the server to
	// be busy, and less than what a server may drop a watcher for.
	ahead = 1024
)

// window holds a publisher back while the slowest watcher is too far behind.
type window struct {
	crowd  *crowd
	size   int64
	base   int64 // the seq before the first event
	issued atomic.Int64
	least  atomic.Int64
	stop   chan struct{}
	ended  sync.WaitGroup
}

func openWindow(c *crowd, size int64) *window {
	w := &window{crowd: c, size: size, base: c.slowest(), stop: make(chan struct{})}
	w.least.Store(w.base)
	w.ended.Go(func() {
		tick := time.NewTicker(time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-w.stop:
				return
			case <-tick.C:
				w.least.Store(c.slowest())
			}
		}
	})
	return w
}

func (w *window) close() {
	close(w.stop)
	w.ended.Wait()
}

// enter waits until one more event may be under way.
func (w *window) enter() {
	n := w.base + w.issued.Add(1)
	for n-w.least.Load() > w.size {
		time.Sleep(500 * time.Microsecond)
	}
}

// saturate has clients write as fast as the watchers get it, and counts the deliveries.
func saturate(ctx context.Context, s *process, c *crowd, callers []*caller, length time.Duration) (sample, error) {
	w := openWindow(c, ahead)
	cpu, events := s.cpu(), c.events.Load()
	d, err := drive(ctx, callers, length, w.enter)
	result := sample{float64(c.events.Load() - events), d.seconds, s.cpu() - cpu}
	w.close()
	if err == nil && d.refused() > 0 {
		err = fmt.Errorf("commands were refused: %v", d.statuses)
	}
	if err == nil {
		err = c.settle(d.newest, 30*time.Second)
	}
	return result, errors.Join(err, c.trouble())
}

// saturate is the same for a reference, which needs no clients to write.
func (r *rival) saturate(size int64, length time.Duration) (sample, error) {
	w := openWindow(r.crowd, size)
	began, cpu, events := time.Now(), r.cpu(), r.crowd.events.Load()
	var err error
	for err == nil && time.Since(began) < length {
		if to := w.least.Load() + size; to > r.sent {
			err = r.publish(to)
		}
		time.Sleep(500 * time.Microsecond)
	}
	result := sample{float64(r.crowd.events.Load() - events), time.Since(began).Seconds(), r.cpu() - cpu}
	w.close()
	if err == nil {
		err = r.crowd.settle(r.sent, 30*time.Second)
	}
	return result, errors.Join(err, r.crowd.trouble())
}

// deliveries measures goal 3.
func (b *bench) deliveries(ctx context.Context) (err error) {
	n := b.size(watchers, 50)
	s, c, err := b.world.watched(ctx, n)
	if err != nil {
		return err
	}
	defer func() { c.leave(); err = errors.Join(err, s.stop()) }()
	callers, err := b.world.callers(s, clients)
	if err != nil {
		return err
	}
	defer hangUp(callers)
	bare, err := b.newRival(Broadcast, n)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, bare.close()) }()
	usual, err := b.newRival(Channels, n)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, usual.close()) }()
	length := b.scale(3 * time.Second)
	relevo := func() (sample, error) { return saturate(ctx, s, c, callers, length) }
	rounds, err := interleave(b.rounds(5), relevo,
		func() (sample, error) { return bare.saturate(ahead, length) },
		func() (sample, error) { return usual.saturate(ahead/8, length) }, // it sends one at a time however many wait
	)
	if err == nil {
		err = b.profile(ctx, s, 3, func() error { _, err := relevo(); return err })
	}
	if err != nil {
		return err
	}
	b.add(section{
		Goal: 3, Title: fmt.Sprintf("%d watchers, saturated", n),
		Figures: []figure{
			rateFigure("relevo, every event on the disk", rounds[0], "deliveries/s"),
			rateFigure("bare sharded broadcast", rounds[1], "deliveries/s"),
			rateFigure("a channel and a goroutine for each client", rounds[2], "deliveries/s"),
		},
		Verdicts: []verdict{
			atLeast("relevo / bare sharded broadcast", ratioOf(rounds[0], rounds[1]), 0.7, "×"),
			atLeast("relevo / channels and goroutines", ratioOf(rounds[0], rounds[2]), 6, "×"),
		},
	})
	return nil
}

// steady has clients write at a fixed rate, and answers how long each command took until the last watcher had its
// event. The time runs from when the command was due, so that a server that falls behind can't hide it.
func steady(c *crowd, callers []*caller, perSecond int, length time.Duration) (took []time.Duration, perSecondDone float64, err error) {
	total := int(length.Seconds() * float64(perSecond))
	marks := newStamps(c.slowest()+1, total, len(c.all()))
	c.stamps.Store(marks)
	defer c.stamps.Store(nil)
	due := make([]time.Time, total) // by place in the order of events
	var next atomic.Int64
	var newest atomic.Int64
	var mu sync.Mutex // guards err and due
	var running sync.WaitGroup
	began := time.Now()
	for _, k := range callers {
		running.Go(func() {
			for i := next.Add(1) - 1; i < int64(total); i = next.Add(1) - 1 {
				at := began.Add(time.Duration(i) * time.Second / time.Duration(perSecond))
				time.Sleep(time.Until(at))
				a, failed := k.reply()
				if failed == nil && a.status != 200 {
					failed = fmt.Errorf("a command was answered %d", a.status)
				}
				mu.Lock()
				if place := a.seq - marks.first; failed == nil && place >= 0 && place < int64(total) {
					due[place] = at
				}
				err = errors.Join(err, failed)
				mu.Unlock()
				if failed != nil {
					return
				}
			}
		})
	}
	running.Wait()
	perSecondDone = float64(total) / time.Since(began).Seconds()
	newest.Store(marks.first + int64(total) - 1)
	if err == nil {
		err = errors.Join(c.settle(newest.Load(), 30*time.Second), c.trouble())
	}
	if err != nil {
		return nil, 0, err
	}
	return marks.took(due), perSecondDone, nil
}

// took is how long each event took from when it was due until the last watcher had it.
func (s *stamps) took(due []time.Time) []time.Duration {
	var all []time.Duration
	for i, at := range due {
		if last, ok := s.at(s.first + int64(i)); ok && !at.IsZero() {
			all = append(all, last.Sub(at))
		}
	}
	return all
}

// steady is the same for a reference.
func (r *rival) steady(perSecond int, length time.Duration) ([]time.Duration, error) {
	total := int(length.Seconds() * float64(perSecond))
	marks := newStamps(r.crowd.slowest()+1, total, len(r.crowd.all()))
	r.crowd.stamps.Store(marks)
	defer r.crowd.stamps.Store(nil)
	due := make([]time.Time, total)
	began := time.Now()
	for i := range due {
		due[i] = began.Add(time.Duration(i) * time.Second / time.Duration(perSecond))
		time.Sleep(time.Until(due[i]))
		if err := r.publish(marks.first + int64(i)); err != nil {
			return nil, err
		}
	}
	if err := errors.Join(r.crowd.settle(r.sent, 30*time.Second), r.crowd.trouble()); err != nil {
		return nil, err
	}
	return marks.took(due), nil
}

// delays measures goals 4 and 5.
func (b *bench) delays(ctx context.Context) (err error) {
	n := b.size(watchers, 50)
	s, c, err := b.world.watched(ctx, n)
	if err != nil {
		return err
	}
	defer func() { c.leave(); err = errors.Join(err, s.stop()) }()
	callers, err := b.world.callers(s, clients)
	if err != nil {
		return err
	}
	defer hangUp(callers)
	if b.wants(4) {
		if err := b.busy(s, c, callers); err != nil {
			return err
		}
	}
	if b.wants(5) {
		return b.calm(s, c, callers)
	}
	return nil
}

// busy is goal 4.
func (b *bench) busy(s *process, c *crowd, callers []*caller) error {
	const perSecond = 300
	if _, _, err := steady(c, callers, perSecond, b.scale(2*time.Second)); err != nil { // warms up
		return err
	}
	cpu := s.cpu()
	took, done, err := steady(c, callers, perSecond, b.scale(15*time.Second))
	if err != nil {
		return err
	}
	b.add(section{
		Goal: 4, Title: fmt.Sprintf("%d commands/s to %d watchers", perSecond, len(c.all())),
		Figures: []figure{
			{Name: "taken and on the disk", Value: done, Unit: "commands/s", CPU: ratio(float64((s.cpu() - cpu).Microseconds()), float64(len(took)))},
			{Name: "command to last watcher, p50", Value: millis(percentile(took, 50)), Unit: "ms"},
		},
		Verdicts: []verdict{
			atLeast("kept up", done/perSecond, 0.98, "×"),
			atMost("command to last watcher, p99", millis(percentile(took, 99)), 250, "ms"),
		},
	})
	return nil
}

// calm is goal 5.
func (b *bench) calm(s *process, c *crowd, callers []*caller) (err error) {
	const perSecond = 20
	loop, err := b.newRival(WriteLoop, len(c.all()))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, loop.close()) }()
	length := b.scale(5 * time.Second)
	var all, bare []time.Duration
	rounds, err := interleave(b.rounds(5),
		func() (sample, error) {
			cpu := s.cpu()
			took, _, err := steady(c, callers, perSecond, length)
			all = append(all, took...)
			return sample{1, percentile(took, 50).Seconds(), (s.cpu() - cpu) / time.Duration(max(1, len(took)))}, err
		},
		func() (sample, error) {
			cpu := loop.cpu()
			took, err := loop.steady(perSecond, length)
			bare = append(bare, took...)
			return sample{1, percentile(took, 50).Seconds(), (loop.cpu() - cpu) / time.Duration(max(1, len(took)))}, err
		},
	)
	if err != nil {
		return err
	}
	p50 := func(s sample) float64 { return s.seconds * 1e3 }
	b.add(section{
		Goal: 5, Title: fmt.Sprintf("%d commands/s to %d watchers", perSecond, len(c.all())),
		Figures: []figure{
			{Name: "relevo, command to last watcher, p50", Value: medianOf(rounds[0], p50), Unit: "ms", CPU: medianOf(rounds[0], sample.perItem)},
			{Name: "bare write(2) loop, p50", Value: medianOf(rounds[1], p50), Unit: "ms", CPU: medianOf(rounds[1], sample.perItem)},
			{Name: "relevo, p99", Value: millis(percentile(all, 99)), Unit: "ms"},
			{Name: "bare write(2) loop, p99", Value: millis(percentile(bare, 99)), Unit: "ms"},
		},
		Verdicts: []verdict{atMost("relevo / write(2) loop", ratioOf(rounds[1], rounds[0]), 1.3, "×")},
	})
	return nil
}
