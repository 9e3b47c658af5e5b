// Package bus says "workplace W has events up to N" to whoever reads the log: the sockets' hub, Lara, webhooks.
//
// It is only a hint. The log is the truth, so a hint may be lost, doubled or late, and whoever listens asks the log
// from its own seq, also now and then without being told. What the bus promises is that publishing never waits for a
// listener: what a slow listener has not taken yet is merged, and only the newest N of each workplace is kept, so
// nothing grows with the traffic.
//
// Publish and Subscribe may be called from any goroutine. Each listener is called on one goroutine of its own, never
// twice at a time.
package bus

import (
	"maps"
	"sync"

	"relevo/backend/desk"
)

// News is the newest seq of each workplace in which something happened.
type News map[desk.WorkplaceID]desk.Seq

// Bus carries hints inside one process. The zero value is ready to use.
type Bus struct {
	mu        sync.Mutex // guards listeners
	listeners []*listener
}

// Publish tells every listener, some time soon. It keeps nothing of the map.
func (b *Bus) Publish(news map[desk.WorkplaceID]desk.Seq) {
	if len(news) == 0 {
		return
	}
	b.mu.Lock()
	listeners := b.listeners
	b.mu.Unlock()
	for _, l := range listeners {
		l.offer(news)
	}
}

// Subscribe calls hear with merged news until the returned function is called; that one waits for a call under way,
// and so must not be called from within hear. The map belongs to hear.
func (b *Bus) Subscribe(hear func(News)) (unsubscribe func()) {
	l := &listener{wake: make(chan struct{}, 1), gone: make(chan struct{})}
	var running sync.WaitGroup
	running.Go(func() { l.run(hear) })

	b.mu.Lock()
	b.listeners = append(b.listeners[:len(b.listeners):len(b.listeners)], l)
	b.mu.Unlock()

	return sync.OnceFunc(func() {
		b.remove(l)
		close(l.gone)
		running.Wait()
	})
}

// remove makes a new list, for Publish walks the old one without the lock.
func (b *Bus) remove(l *listener) {
	b.mu.Lock()
	defer b.mu.Unlock()
	left := make([]*listener, 0, len(b.listeners))
	for _, other := range b.listeners {
		if other != l {
			left = append(left, other)
		}
	}
	b.listeners = left
}

// listener holds what its reader has not taken yet.
type listener struct {
	wake chan struct{}
	gone chan struct{}

	mu      sync.Mutex // guards pending
	pending News
}

func (l *listener) offer(news map[desk.WorkplaceID]desk.Seq) {
	l.mu.Lock()
	if l.pending == nil {
		l.pending = maps.Clone(News(news))
	} else {
		for w, seq := range news {
			l.pending[w] = max(l.pending[w], seq)
		}
	}
	l.mu.Unlock()
	select {
	case l.wake <- struct{}{}:
	default: // it is awake, and takes all that is pending
	}
}

func (l *listener) run(hear func(News)) {
	for {
		select {
		case <-l.gone:
			return
		case <-l.wake:
		}
		l.mu.Lock()
		news := l.pending
		l.pending = nil
		l.mu.Unlock()
		if news != nil {
			hear(news)
		}
	}
}
