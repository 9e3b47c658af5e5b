// Package presence knows who is here, who looks at which conversation, and since when somebody is gone.
//
// All of it is live and ephemeral: it stands on leases, one for each open socket, and never enters the log. A user is
// online while any of their sockets is, away while all of them are away, and offline without one. A lease that is
// closed ends at once; one that is not renewed in time ends at the next Expire, so that a silent socket can't keep
// somebody here for ever.
//
// A Board is passive: it starts no goroutine, calls nobody and has no clock but the one it is given. Its methods and
// those of a Lease may be called from any goroutine. Users, workplaces and conversations are plain ids here: this
// package doesn't know who may see whom; whoever shows a Status asks that first.
package presence

import (
	"sync"
	"time"
)

// State is whether somebody is here.
type State string

// The states, as the public contract calls them.
const (
	Online  State = "online"
	Away    State = "away"
	Offline State = "offline"
)

// Status is what others are shown of a user inside one workplace.
type Status struct {
	State   State
	Viewing string    // the conversation of this workplace that the user looks at, or ""
	Seen    time.Time // when the user was last here; zero: never
}

// Options of a Board.
type Options struct {
	Now func() time.Time
	// Lease is how long a lease lasts that nobody renews.
	Lease time.Duration
	// Return is how long after the start nobody counts as gone yet who was not seen since: sockets come back
	// after a restart. 0: a minute.
	Return time.Duration
	// Seen is when users were last here, as kept from before the start.
	Seen map[string]time.Time
}

// Board is the presence of everybody.
type Board struct {
	now     func() time.Time
	lease   time.Duration
	grace   time.Duration
	started time.Time
	changes chan struct{} // holds one token while changed is not empty

	mu      sync.Mutex // guards the fields below, and the leases'
	users   map[string]*user
	changed map[string]bool      // whose status looks different since the last Changed
	unkept  map[string]time.Time // who left since the last Keep
	views   int64                // counts views, so that the newest is known
}

// user is everything known of one user.
type user struct {
	leases map[*Lease]bool
	seen   time.Time // the newest sign of life of a lease that ended, or from before the start
	here   bool      // had a lease since the start
}

// New makes a board on which nobody is here.
func New(o Options) *Board {
	b := &Board{
		now: o.Now, lease: o.Lease, grace: o.Return, started: o.Now(), changes: make(chan struct{}, 1),
		users: map[string]*user{}, changed: map[string]bool{}, unkept: map[string]time.Time{},
	}
	if b.grace == 0 {
		b.grace = time.Minute
	}
	for id, at := range o.Seen {
		b.users[id] = &user{leases: map[*Lease]bool{}, seen: at}
	}
	return b
}

// Open says that the user is here by one more socket.
func (b *Board) Open(id string) *Lease {
	b.mu.Lock()
	defer b.mu.Unlock()
	u := b.users[id]
	if u == nil {
		u = &user{leases: map[*Lease]bool{}}
		b.users[id] = u
	}
	l := &Lease{board: b, id: id, state: Online, heard: b.now()}
	before := u.state()
	u.leases[l], u.here = true, true
	if u.state() != before {
		b.markChanged(id)
	}
	return l
}

// Status is what the members of a workplace are shown of a user.
func (b *Board) Status(id, workplace string) Status {
	b.mu.Lock()
	defer b.mu.Unlock()
	u := b.users[id]
	if u == nil {
		return Status{State: Offline}
	}
	s := Status{State: u.state(), Seen: u.lastSeen()}
	newest := int64(0)
	for l := range u.leases {
		if l.conversation != "" && l.workplace == workplace && l.viewed > newest {
			s.Viewing, newest = l.conversation, l.viewed
		}
	}
	return s
}

// OfflineSince answers since when a user is not here; false: they are. Who was here when the program stopped gets a
// minute to come back, and who was never seen counts as gone since the start.
func (b *Board) OfflineSince(id string) (time.Time, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	u := b.users[id]
	switch {
	case u == nil:
		return b.started, true
	case len(u.leases) > 0:
		return time.Time{}, false
	case !u.here && b.now().Sub(b.started) < b.grace:
		return b.started, true
	default:
		return u.seen, true
	}
}

// Expire ends the leases that were not renewed in time.
func (b *Board) Expire() {
	b.mu.Lock()
	defer b.mu.Unlock()
	oldest := b.now().Add(-b.lease)
	for _, u := range b.users {
		for l := range u.leases {
			if l.heard.Before(oldest) {
				l.end()
			}
		}
	}
}

// Changes can be received from when Changed has something to say.
func (b *Board) Changes() <-chan struct{} { return b.changes }

// Changed answers whose status looks different since the last call.
func (b *Board) Changed() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	ids := make([]string, 0, len(b.changed))
	for id := range b.changed {
		ids = append(ids, id)
	}
	clear(b.changed)
	return ids
}

// Keep answers when users were last here who are here or left since the last call: what should outlive the program.
func (b *Board) Keep() map[string]time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	seen := b.unkept
	b.unkept = map[string]time.Time{}
	for id, u := range b.users {
		if len(u.leases) > 0 {
			seen[id] = u.lastSeen()
		}
	}
	return seen
}

// markChanged needs b.mu held.
func (b *Board) markChanged(id string) {
	b.changed[id] = true
	select {
	case b.changes <- struct{}{}:
	default: // the token lies there already
	}
}

func (u *user) state() State {
	state := Offline
	for l := range u.leases {
		if l.state == Online {
			return Online
		}
		state = Away
	}
	return state
}

func (u *user) lastSeen() time.Time {
	seen := u.seen
	for l := range u.leases {
		if l.heard.After(seen) {
			seen = l.heard
		}
	}
	return seen
}
