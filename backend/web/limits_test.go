package web

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"relevo/backend/desk"
)

// clock is a time that stands still until it is moved.
type clock struct{ t time.Time }

func (c *clock) now() time.Time { return c.t }

func TestBucketsLimitEachKeyByItself(t *testing.T) {
	t.Parallel()
	c := &clock{time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)}
	b := newBuckets(2, 4, c.now)
	taken := func(key string) int {
		n := 0
		for b.take(key) == nil {
			n++
		}
		return n
	}
	if n := taken("ana"); n != 4 {
		t.Errorf("%d at once instead of the burst", n)
	}
	if n := taken("luis"); n != 4 {
		t.Errorf("a colleague suffers: %d", n)
	}
	refusal, ok := errors.AsType[*desk.Error](b.take("ana"))
	if !ok || refusal.Code != desk.RateLimited || refusal.RetryAfter != 500*time.Millisecond {
		t.Errorf("refused with %+v", refusal)
	}
	c.t = c.t.Add(time.Second)
	if n := taken("ana"); n != 2 {
		t.Errorf("%d after a second", n)
	}
}

func TestNoRateIsNoLimit(t *testing.T) {
	t.Parallel()
	l := newLimits(Rates{}, time.Now)
	for range 100_000 {
		for _, b := range []*buckets{l.commands, l.reads, l.logins, l.chats} {
			if err := b.take("ana"); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestWhoComesAgainAndAgainIsNotForgotten(t *testing.T) {
	t.Parallel()
	c := &clock{time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)}
	b := newBuckets(1, 1, c.now)
	if b.take("regular") != nil {
		t.Fatal("the first is refused")
	}
	for i := range 3 * keptBuckets {
		_ = b.take(fmt.Sprint("stranger ", i))
		if i%1000 == 0 && b.take("regular") == nil {
			t.Fatalf("who comes again and again was forgotten after %d others", i)
		}
	}
}

func TestAddressesAreCountedByNetwork(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"192.0.2.7": "192.0.2.7", "::ffff:192.0.2.7": "192.0.2.7", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "2001:db8:1:2::1": "2001:db8:1:2::/64",
		"fe80::1%eth0": "fe80::/64", "": "", "nonsense": "nonsense",
	} {
		if got := placeOf(address); got != want {
			t.Errorf("%s is counted as %s", address, got)
		}
	}
}
