package bench

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

const (
	watchers = 1000
	writers  = 256 // clients that saturate a server, so that it never waits for them
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

// enter waits until one more event may be under way. No window is always open.
func (w *window) enter() {
	if w == nil {
		return
	}
	n := w.base + w.issued.Add(1)
	for n-w.least.Load() > w.size {
		time.Sleep(500 * time.Microsecond)
	}
}

// withdraw takes an event back that did not happen.
func (w *window) withdraw() {
	if w != nil {
		w.issued.Add(-1)
	}
}

// saturate has clients write as fast as the slowest watcher gets it, and counts the deliveries.
func (r *rival) saturate(ctx context.Context, size int64, length time.Duration) (sample, error) {
	w := openWindow(r.crowd, size)
	cpu, events := r.cpu(), r.crowd.events.Load()
	d, err := drive(ctx, r.callers, length, w)
	result := sample{float64(r.crowd.events.Load() - events), d.seconds, r.cpu() - cpu}
	w.close()
	r.refused += d.refused
	if err == nil {
		err = r.crowd.settle(w.base+int64(d.commands), 30*time.Second)
	}
	return result, errors.Join(err, r.crowd.trouble())
}

// deliveries measures goal 3.
func (b *bench) deliveries(ctx context.Context) (err error) {
	n, writers := b.size(watchers, 50), b.size(writers, clients)
	// What sends one event at a time needs no more of them to be busy.
	sides := []struct {
		name   string
		window int64
		start  func() (*rival, error)
		goal   float64 // of the program's deliveries by this one's
	}{
		{"relevo, every event on the disk", ahead, func() (*rival, error) { return b.world.relevo(ctx, n, writers) }, 0},
		{"bare sharded broadcast, nothing kept", ahead, func() (*rival, error) { return b.reference(Broadcast, n, writers) }, 0.7},
		{"a channel and a goroutine for each client", ahead / 8, func() (*rival, error) { return b.reference(Channels, n, writers) }, 6},
		{"PocketBase, every record in its database", ahead / 32, func() (*rival, error) { return b.peer(ctx, n, writers) }, 40},
	}
	length := b.scale(3 * time.Second)
	// To compile it takes longer than the others keep connections open on which nothing is asked.
	_, unbuilt := b.buildPeer(ctx)
	s := section{Goal: 3, Title: fmt.Sprintf("%d watchers, saturated by %d clients", n, writers)}
	var turns []side
	var ours *rival
	if unbuilt != nil { // it comes from elsewhere
		s.Notes, sides = append(s.Notes, fmt.Sprintf("PocketBase was not measured: %v", unbuilt)), sides[:len(sides)-1]
	}
	for i, o := range sides {
		r, failed := o.start()
		if failed != nil {
			return failed
		}
		defer func() { err = errors.Join(err, r.close()) }()
		turns = append(turns, func() (sample, error) { return r.saturate(ctx, o.window, length) })
		if i == 0 {
			ours = r
		}
	}
	rounds, err := interleave(b.rounds(5), turns...)
	if err != nil {
		return err
	}
	costs, err := b.profile(ctx, ours.process, 3, func() error { _, err := turns[0](); return err })
	if err != nil {
		return err
	}
	for i, o := range sides {
		s.Figures = append(s.Figures, rateFigure(o.name, rounds[i], "deliveries/s"))
		if i > 0 {
			s.Verdicts = append(s.Verdicts, atLeast("relevo / "+o.name, ratioOf(rounds[0], rounds[i]), o.goal, "×"))
		}
	}
	s.Notes = slices.Concat(s.Notes, later(ours.refused), costs)
	b.add(s)
	return nil
}

// later says how many commands a server has put off.
func later(n int) []string {
	if n == 0 {
		return nil
	}
	return []string{fmt.Sprintf("%d commands were answered 503, come back later; they are not counted.", n)}
}

// steady has clients write at a fixed rate. It answers how long each command took until the last watcher had its event,
// and how many were taken in a second. The time runs from when a command was due, so that a server that falls behind
// can't hide it.
func (r *rival) steady(perSecond int, length time.Duration) (took []time.Duration, done float64, err error) {
	total := int(length.Seconds() * float64(perSecond))
	marks := newStamps(r.crowd.slowest()+1, total, len(r.crowd.all()))
	r.crowd.stamps.Store(marks)
	defer r.crowd.stamps.Store(nil)
	due := make([]time.Time, total) // by place in the order of events: each place is one command's
	var taken atomic.Int64
	began := time.Now()
	err = pace(context.Background(), r.callers, perSecond, total, func(_ int, at time.Time, a answer) {
		if place := a.seq - marks.first; a.status == http.StatusOK && place >= 0 && place < int64(total) {
			due[place] = at
			taken.Add(1)
		}
	})
	done = float64(taken.Load()) / time.Since(began).Seconds()
	if err == nil {
		err = r.crowd.settle(marks.first+taken.Load()-1, 30*time.Second)
	}
	return marks.took(due), done, errors.Join(err, r.crowd.trouble())
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

// delays measures goals 4 and 5.
func (b *bench) delays(ctx context.Context) (err error) {
	r, err := b.world.relevo(ctx, b.size(watchers, 50), clients)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.close()) }()
	if b.wants(4) {
		if err := b.busy(ctx, r); err != nil {
			return err
		}
	}
	if b.wants(5) {
		return b.calm(ctx, r)
	}
	return nil
}

// busy is goal 4.
func (b *bench) busy(ctx context.Context, r *rival) error {
	const perSecond = 300
	if _, _, err := r.steady(perSecond, b.scale(2*time.Second)); err != nil { // warms up
		return err
	}
	cpu := r.cpu()
	took, done, err := r.steady(perSecond, b.scale(15*time.Second))
	if err != nil {
		return err
	}
	used := r.cpu() - cpu
	costs, err := b.profile(ctx, r.process, 4, func() error { _, _, err := r.steady(perSecond, b.scale(4*time.Second)); return err })
	if err != nil {
		return err
	}
	b.add(section{
		Goal: 4, Title: fmt.Sprintf("%d commands/s to %d watchers", perSecond, len(r.crowd.all())),
		Figures: []figure{
			{Name: "taken and on the disk", Value: done, Unit: "commands/s", CPU: ratio(float64(used.Microseconds()), float64(len(took)))},
			{Name: "command to last watcher, p50", Value: millis(percentile(took, 50)), Unit: "ms"},
		},
		Verdicts: []verdict{
			atLeast("kept up", done/perSecond, 0.98, "×"),
			atMost("command to last watcher, p99", millis(percentile(took, 99)), 250, "ms"),
		},
		Notes: costs,
	})
	return nil
}

// calm is goal 5. A sample is one delivery in the median's time, so that its rate is the median's inverse.
func (b *bench) calm(ctx context.Context, r *rival) (err error) {
	const perSecond = 20
	loop, err := b.reference(WriteLoop, len(r.crowd.all()), clients)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, loop.close()) }()
	length := b.scale(5 * time.Second)
	var all [2][]time.Duration
	turn := func(i int, r *rival) side {
		return func() (sample, error) {
			cpu := r.cpu()
			took, _, err := r.steady(perSecond, length)
			all[i] = append(all[i], took...)
			return sample{1, percentile(took, 50).Seconds(), (r.cpu() - cpu) / time.Duration(max(1, len(took)))}, err
		}
	}
	rounds, err := interleave(b.rounds(5), turn(0, r), turn(1, loop))
	if err != nil {
		return err
	}
	costs, err := b.profile(ctx, r.process, 5, func() error { _, _, err := r.steady(perSecond, b.scale(4*time.Second)); return err })
	if err != nil {
		return err
	}
	p50 := func(s sample) float64 { return s.seconds * 1e3 }
	b.add(section{
		Goal: 5, Title: fmt.Sprintf("%d commands/s to %d watchers", perSecond, len(r.crowd.all())),
		Figures: []figure{
			{Name: "relevo, command to last watcher, p50", Value: medianOf(rounds[0], p50), Unit: "ms", CPU: medianOf(rounds[0], sample.perItem)},
			{Name: "bare write(2) loop, nothing kept, p50", Value: medianOf(rounds[1], p50), Unit: "ms", CPU: medianOf(rounds[1], sample.perItem)},
			{Name: "relevo, p99", Value: millis(percentile(all[0], 99)), Unit: "ms"},
			{Name: "bare write(2) loop, p99", Value: millis(percentile(all[1], 99)), Unit: "ms"},
		},
		Verdicts: []verdict{atMost("relevo / write(2) loop", ratioOf(rounds[1], rounds[0]), 1.3, "×")},
		Notes:    costs,
	})
	return nil
}
