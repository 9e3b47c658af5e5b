package auth

import (
	"crypto/sha256"
	"slices"
	"strings"
	"sync"
	"time"

	"relevo/backend/desk"
)

const (
	tightWindow = 15 * time.Minute // in which an account may fail as often as the option says
	wideWindow  = time.Hour        // in which it may fail mostAnHour times, whatever the option says
	mostAnHour  = 100
	mostKeys    = 50_000 // that are remembered at once
)

// failures counts wrong passwords by account, known or not, so that both are answered alike.
type failures struct {
	most int // in the tight window

	mu sync.Mutex // guards at
	at map[[sha256.Size]byte][]time.Time
}

// begin counts an attempt as failed until it is taken back, so that attempts at the same time can't slip through, or
// refuses it with the time to wait.
func (f *failures) begin(key string, now time.Time) (*attempt, error) {
	k := sha256.Sum256([]byte(key))
	f.mu.Lock()
	defer f.mu.Unlock()
	times := within(f.at[k], now.Add(-wideWindow))
	if wait := max(waitFor(times, f.most, tightWindow, now), waitFor(times, mostAnHour, wideWindow, now)); wait > 0 {
		refusal := desk.Refuse(desk.RateLimited, "Too many wrong passwords. Wait before you try again.")
		refusal.RetryAfter = wait
		return nil, refusal
	}
	if f.at == nil {
		f.at = map[[sha256.Size]byte][]time.Time{}
	}
	f.makeRoom(now)
	f.at[k] = append(times, now)
	return &attempt{f, k, now}, nil
}

// attempt is a password that is being looked at.
type attempt struct {
	failures *failures
	key      [sha256.Size]byte
	at       time.Time
}

// succeeded forgives the account's failures.
func (a *attempt) succeeded() {
	a.failures.mu.Lock()
	defer a.failures.mu.Unlock()
	delete(a.failures.at, a.key)
}

// cameToNothing takes the attempt back: the password could not be looked at, which is nobody's failure.
func (a *attempt) cameToNothing() {
	a.failures.mu.Lock()
	defer a.failures.mu.Unlock()
	if i := slices.Index(a.failures.at[a.key], a.at); i >= 0 {
		a.failures.at[a.key] = slices.Delete(slices.Clone(a.failures.at[a.key]), i, i+1)
	}
}

// makeRoom forgets what is old and, where that is not enough, whatever comes first. f.mu must be held.
func (f *failures) makeRoom(now time.Time) {
	if len(f.at) < mostKeys {
		return
	}
	for k, times := range f.at {
		if len(within(times, now.Add(-tightWindow))) == 0 {
			delete(f.at, k)
		}
	}
	for k := range f.at {
		if len(f.at) < mostKeys {
			return
		}
		delete(f.at, k)
	}
}

// within keeps the times after a moment; they are in order.
func within(times []time.Time, after time.Time) []time.Time {
	for len(times) > 0 && !times[0].After(after) {
		times = times[1:]
	}
	return times
}

// waitFor is how long it takes until fewer than most times lie in the window.
func waitFor(times []time.Time, most int, window time.Duration, now time.Time) time.Duration {
	recent := within(times, now.Add(-window))
	if len(recent) < most {
		return 0
	}
	return recent[len(recent)-most].Add(window).Sub(now)
}

// foldKey makes addresses that name one account count together.
func foldKey(email string) string { return strings.ToLower(strings.TrimSpace(email)) }
