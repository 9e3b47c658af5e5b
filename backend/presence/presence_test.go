package presence_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"relevo/backend/presence"
)

var start = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

type clock struct{ at time.Time }

func (c *clock) now() time.Time          { return c.at }
func (c *clock) pass(d time.Duration)    { c.at = c.at.Add(d) }
func board() (*presence.Board, *clock)   { return boardOf(nil) }
func since(d time.Duration) time.Time    { return start.Add(d) }
func names(b *presence.Board) []string   { ids := b.Changed(); slices.Sort(ids); return ids }
func state(b *presence.Board) (s string) { return string(b.Status("ana", "sonrisas").State) }

func boardOf(seen map[string]time.Time) (*presence.Board, *clock) {
	c := &clock{at: start}
	return presence.New(presence.Options{Now: c.now, Lease: 30 * time.Second, Seen: seen}), c
}

func TestAUserIsTheUnionOfTheirSockets(t *testing.T) {
	t.Parallel()
	b, _ := board()
	if got := state(b); got != "offline" {
		t.Errorf("before the first socket: %s", got)
	}
	desk, phone := b.Open("ana"), b.Open("ana")
	desk.Set(presence.Away)
	if got := state(b); got != "online" {
		t.Errorf("one away, one online: %s", got)
	}
	phone.Set(presence.Away)
	if got := state(b); got != "away" {
		t.Errorf("both away: %s", got)
	}
	desk.Close()
	if got := state(b); got != "away" {
		t.Errorf("one left, away: %s", got)
	}
	phone.Close()
	phone.Close()
	phone.Set(presence.Online)
	if got := state(b); got != "offline" {
		t.Errorf("both closed: %s", got)
	}
}

func TestOnlyWhatLooksDifferentIsAChange(t *testing.T) {
	t.Parallel()
	b, _ := board()
	steps := []struct {
		name string
		do   func() *presence.Lease
		want []string
	}{}
	var one, two *presence.Lease
	add := func(name string, do func(), want ...string) {
		steps = append(steps, struct {
			name string
			do   func() *presence.Lease
			want []string
		}{name, func() *presence.Lease { do(); return nil }, want})
	}
	add("the first socket opens", func() { one = b.Open("ana") }, "ana")
	add("a second one opens", func() { two = b.Open("ana") })
	add("the second goes away", func() { two.Set(presence.Away) })
	add("the first looks at a conversation", func() { one.View("sonrisas", "c1") }, "ana")
	add("it says so again", func() { one.View("sonrisas", "c1") })
	add("the first closes", func() { one.Close() }, "ana")
	add("the second comes back", func() { two.Set(presence.Online) }, "ana")
	add("two users move at once", func() { two.Close(); b.Open("ben") }, "ana", "ben")
	for _, s := range steps {
		s.do()
		if got := names(b); !slices.Equal(got, s.want) {
			t.Errorf("%s: %v changed, want %v", s.name, got, s.want)
		}
	}
}

func TestChangesHoldsATokenUntilSomebodyLooks(t *testing.T) {
	t.Parallel()
	b, _ := board()
	b.Open("ana")
	b.Open("ben")
	<-b.Changes()
	select {
	case <-b.Changes():
		t.Error("a second token without a change after the first was taken")
	default:
	}
	if got := names(b); !slices.Equal(got, []string{"ana", "ben"}) {
		t.Errorf("changed: %v", got)
	}
}

func TestViewingIsShownInItsOwnWorkplaceAloneAndTheNewestWins(t *testing.T) {
	t.Parallel()
	b, _ := board()
	one, two := b.Open("ana"), b.Open("ana")
	one.View("sonrisas", "c1")
	two.View("brisas", "c9")
	if got := b.Status("ana", "sonrisas").Viewing; got != "c1" {
		t.Errorf("in sonrisas: %q", got)
	}
	if got := b.Status("ana", "brisas").Viewing; got != "c9" {
		t.Errorf("in brisas: %q", got)
	}
	two.View("sonrisas", "c2")
	if got := b.Status("ana", "sonrisas").Viewing; got != "c2" {
		t.Errorf("the newest of two in sonrisas: %q", got)
	}
	two.View("", "")
	if got := b.Status("ana", "sonrisas").Viewing; got != "c1" {
		t.Errorf("after the newest left: %q", got)
	}
}

func TestASilentSocketEndsAfterItsLease(t *testing.T) {
	t.Parallel()
	b, c := board()
	b.Open("ana")
	live := b.Open("ben")
	c.pass(20 * time.Second)
	live.Renew(c.now())
	b.Expire()
	if got := state(b); got != "online" {
		t.Fatalf("after 20 s: %s", got)
	}
	names(b)
	c.pass(11 * time.Second)
	b.Expire()
	if got := state(b); got != "offline" {
		t.Errorf("after 31 s: %s", got)
	}
	if got := names(b); !slices.Equal(got, []string{"ana"}) {
		t.Errorf("changed: %v", got)
	}
	if got := b.Status("ben", "sonrisas").State; got != presence.Online {
		t.Errorf("who renewed: %s", got)
	}
	if got := b.Status("ana", "sonrisas").Seen; !got.Equal(start) {
		t.Errorf("last seen %v, want the last sign of life", got)
	}
}

func TestOfflineSince(t *testing.T) {
	t.Parallel()
	yesterday := start.Add(-24 * time.Hour)
	b, c := boardOf(map[string]time.Time{"eva": yesterday})
	check := func(name, user string, want time.Time, offline bool) {
		t.Helper()
		if got, ok := b.OfflineSince(user); ok != offline || !got.Equal(want) {
			t.Errorf("%s: %v %v, want %v %v", name, got, ok, want, offline)
		}
	}
	check("a stranger counts from the start", "zoe", start, true)
	check("who was here before the start gets a minute to come back", "eva", start, true)
	lease := b.Open("ana")
	check("who is here", "ana", time.Time{}, false)
	c.pass(10 * time.Second)
	lease.Renew(c.now())
	c.pass(5 * time.Second)
	lease.Close()
	check("who left counts from the last sign of life", "ana", since(10*time.Second), true)
	c.pass(time.Minute)
	check("who did not come back counts from when they were last here", "eva", yesterday, true)
}

func TestKeepAnswersWhoIsHereAndWhoLeft(t *testing.T) {
	t.Parallel()
	b, c := boardOf(map[string]time.Time{"eva": start})
	b.Open("ana")
	c.pass(3 * time.Second)
	b.Open("ben").Close()
	want := map[string]time.Time{"ana": start, "ben": since(3 * time.Second)}
	if diff := cmp.Diff(want, b.Keep()); diff != "" {
		t.Error(diff)
	}
	delete(want, "ben")
	if diff := cmp.Diff(want, b.Keep()); diff != "" {
		t.Errorf("the second time: %s", diff)
	}
}

// Whatever sockets do, the board says what a plain list of them says, and whoever looks different was reported.
func TestTheBoardAgreesWithAPlainList(t *testing.T) {
	t.Parallel()
	users := []string{"ana", "ben", "eva"}
	rapid.Check(t, func(t *rapid.T) {
		b, c := board()
		type socket struct {
			user  string
			state presence.State
			heard time.Time
			lease *presence.Lease
		}
		var open []*socket
		expect := func(user string) presence.State {
			found := presence.Offline
			for _, s := range open {
				if s.user == user && s.state == presence.Online {
					return presence.Online
				} else if s.user == user {
					found = presence.Away
				}
			}
			return found
		}
		shown := map[string]presence.State{"ana": "offline", "ben": "offline", "eva": "offline"}
		pick := func(t *rapid.T) *socket {
			if len(open) == 0 {
				t.Skip("no socket")
			}
			return rapid.SampledFrom(open).Draw(t, "socket")
		}
		drop := func(gone func(*socket) bool) { open = slices.DeleteFunc(open, gone) }
		t.Repeat(map[string]func(*rapid.T){
			"open": func(t *rapid.T) {
				user := rapid.SampledFrom(users).Draw(t, "user")
				open = append(open, &socket{user, presence.Online, c.now(), b.Open(user)})
			},
			"close": func(t *rapid.T) {
				s := pick(t)
				s.lease.Close()
				drop(func(other *socket) bool { return other == s })
			},
			"set": func(t *rapid.T) {
				s := pick(t)
				s.state = rapid.SampledFrom([]presence.State{presence.Online, presence.Away}).Draw(t, "state")
				s.lease.Set(s.state)
			},
			"renew": func(t *rapid.T) { s := pick(t); s.heard = c.now(); s.lease.Renew(c.now()) },
			"time passes": func(t *rapid.T) {
				c.pass(time.Duration(rapid.IntRange(1, 40).Draw(t, "seconds")) * time.Second)
				b.Expire()
				drop(func(s *socket) bool { return c.now().Sub(s.heard) > 30*time.Second })
			},
			"": func(t *rapid.T) {
				for _, user := range b.Changed() {
					shown[user] = b.Status(user, "w").State
				}
				for _, user := range users {
					if want := expect(user); shown[user] != want {
						t.Fatalf("%s is shown %s, want %s", user, shown[user], want)
					}
				}
			},
		})
	})
}
