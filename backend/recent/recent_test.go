package recent_test

import (
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"relevo/backend/recent"
)

// TestTheLastOnesAreKept uses keys at random: every one of the last n that were used is there with its newest value, and
// whatever is there was put there.
func TestTheLastOnesAreKept(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(t, "n")
		m := recent.New[int, int](n)
		truth := map[int]int{}
		var used []int // the last one last
		use := func(key int) {
			used = append(slices.DeleteFunc(used, func(k int) bool { return k == key }), key)
		}
		for i := range rapid.IntRange(1, 60).Draw(t, "steps") {
			key := rapid.IntRange(0, 20).Draw(t, "key")
			if rapid.Bool().Draw(t, "put") {
				m.Put(key, i)
				truth[key] = i
				use(key)
				continue
			}
			must := slices.Contains(used[max(0, len(used)-n):], key)
			got, ok := m.Get(key)
			if must && !ok {
				t.Fatalf("%d is among the last %d of %v and is forgotten", key, n, used)
			}
			if ok && got != truth[key] {
				t.Fatalf("%d is %d and should be %d", key, got, truth[key])
			}
			if ok {
				use(key)
			}
		}
	})
}

// TestItIsBounded puts far more than is kept, and finds no more than twice the bound.
func TestItIsBounded(t *testing.T) {
	t.Parallel()
	m := recent.New[int, int](10)
	for i := range 1000 {
		m.Put(i, i)
	}
	kept := 0
	for i := range 1000 {
		if _, ok := m.Get(999 - i); ok {
			kept++
		}
	}
	if kept < 10 || kept > 20 {
		t.Errorf("%d are kept", kept)
	}
}

// TestItIsMadeOnce has many ask for one key at once: all get the same.
func TestItIsMadeOnce(t *testing.T) {
	t.Parallel()
	m := recent.New[string, *int](10)
	var all sync.WaitGroup
	got := make([]*int, 50)
	for i := range got {
		all.Go(func() { got[i] = m.GetOr("one", func() *int { return new(int) }) })
	}
	all.Wait()
	for _, p := range got {
		if p != got[0] {
			t.Fatal("it was made more than once")
		}
	}
}
