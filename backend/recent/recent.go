// Package recent keeps what was used lately and forgets the rest: a map that never grows beyond its bound. It promises
// that whatever is among the last n keys that were used is still there, and that at most twice as many are. Forgetting
// costs nothing at any moment, since it drops a whole generation of keys at once. Any room may use it, from any goroutine.
package recent

import "sync"

// Map holds two generations: what was used since the last turn, and what was used in the turn before. Make it with New.
type Map[K comparable, V any] struct {
	n int

	mu     sync.Mutex // guards the generations
	fresh  map[K]V
	before map[K]V
}

// New makes a map that keeps at least the last n keys.
func New[K comparable, V any](n int) *Map[K, V] { return &Map[K, V]{n: n, fresh: map[K]V{}} }

// Get answers a key's value, where it is kept, and counts as its use.
func (m *Map[K, V]) Get(key K) (V, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.get(key)
}

// Put keeps a value.
func (m *Map[K, V]) Put(key K, value V) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.put(key, value)
}

// GetOr answers a key's value, and makes it where none is kept.
func (m *Map[K, V]) GetOr(key K, make func() V) V {
	m.mu.Lock()
	defer m.mu.Unlock()
	value, ok := m.get(key)
	if !ok {
		value = make()
		m.put(key, value)
	}
	return value
}

func (m *Map[K, V]) get(key K) (V, bool) {
	if value, ok := m.fresh[key]; ok {
		return value, true
	}
	value, ok := m.before[key]
	if ok {
		m.put(key, value)
	}
	return value, ok
}

func (m *Map[K, V]) put(key K, value V) {
	if _, known := m.fresh[key]; !known && len(m.fresh) >= m.n {
		m.before, m.fresh = m.fresh, make(map[K]V, m.n)
	}
	m.fresh[key] = value
}
