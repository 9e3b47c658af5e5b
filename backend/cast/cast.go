package cast

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// Options of a Caster.
type Options struct {
	QueueBytes int                   // that may wait on a stuck line; 0: any
	Now        func() time.Time      //
	Lag        func(d time.Duration) // told how long news took to the last socket of a round; nil: nobody asks
}

// Caster is all shards. Make it with New; it starts with its first line.
type Caster struct {
	o       Options
	shards  []*shard
	next    atomic.Uint32
	stop    chan struct{}
	start   sync.Once
	running sync.WaitGroup // shards, and lines that are stuck
}

// New makes as many shards as there are processors.
func New(o Options) *Caster {
	c := &Caster{o: o, stop: make(chan struct{})}
	for range runtime.GOMAXPROCS(0) {
		c.shards = append(c.shards, &shard{caster: c, wake: make(chan struct{}, 1)})
	}
	return c
}

// Line is a new connection's way out. What is sent waits until it is connected.
func (c *Caster) Line(owner Owner) *Line {
	c.start.Do(func() {
		for _, s := range c.shards {
			c.running.Go(s.run)
		}
	})
	return &Line{shard: c.shards[c.next.Add(1)%uint32(len(c.shards))], owner: owner}
}

// Close ends the shards and awaits everything that the caster started. All lines must have been closed, and no frame
// goes out any more.
func (c *Caster) Close() {
	close(c.stop)
	c.running.Wait()
}

// breath is how many lines a shard writes to before others get the processor: commands come in on it too.
const breath = 32

// shard writes to its lines.
type shard struct {
	caster *Caster
	wake   chan struct{} // holds a token when lines wait

	mu    sync.Mutex // guards the field below
	lines []*Line    // on which frames wait
}

// add has a line written to soon.
func (s *shard) add(l *Line) {
	s.mu.Lock()
	first := len(s.lines) == 0
	s.lines = append(s.lines, l)
	s.mu.Unlock()
	if first {
		select {
		case s.wake <- struct{}{}:
		default: // it is awake
		}
	}
}

func (s *shard) run() {
	p := newPress()
	var lines []*Line
	for {
		select {
		case <-s.caster.stop:
			return
		case <-s.wake:
		}
		for {
			s.mu.Lock()
			lines, s.lines = s.lines, lines[:0]
			s.mu.Unlock()
			if len(lines) == 0 {
				break
			}
			s.round(p, lines)
		}
	}
}

// round writes once to each line.
func (s *shard) round(p *press, lines []*Line) {
	for i, l := range lines {
		l.write(p)
		if i%breath == breath-1 {
			runtime.Gosched()
		}
	}
	clear(lines)
	if lag := s.caster.o.Lag; lag != nil && !p.oldest.IsZero() {
		lag(s.caster.o.Now().Sub(p.oldest))
	}
	p.forget()
}
