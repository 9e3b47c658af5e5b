package presence

import "time"

// Lease is one socket's word that its user is here.
type Lease struct {
	board *Board
	id    string

	// Guarded by board.mu.
	state        State
	heard        time.Time // the last sign of life
	workplace    string    // of the conversation
	conversation string
	viewed       int64
	ended        bool
}

// Renew says that the socket gave a sign of life at that time.
func (l *Lease) Renew(at time.Time) {
	l.board.mu.Lock()
	defer l.board.mu.Unlock()
	if at.After(l.heard) {
		l.heard = at
	}
}

// Set says whether the user sits in front of this socket: Online or Away.
func (l *Lease) Set(state State) {
	l.board.mu.Lock()
	defer l.board.mu.Unlock()
	if l.ended || l.state == state {
		return
	}
	u := l.board.users[l.id]
	before := u.state()
	l.state = state
	if u.state() != before {
		l.board.markChanged(l.id)
	}
}

// View says which conversation is on this socket's screen; an empty one: none.
func (l *Lease) View(workplace, conversation string) {
	l.board.mu.Lock()
	defer l.board.mu.Unlock()
	if l.ended || l.workplace == workplace && l.conversation == conversation {
		return
	}
	l.board.views++
	l.workplace, l.conversation, l.viewed = workplace, conversation, l.board.views
	l.board.markChanged(l.id)
}

// Close ends the lease at once. Closing again does nothing.
func (l *Lease) Close() {
	l.board.mu.Lock()
	defer l.board.mu.Unlock()
	l.end()
}

// end needs board.mu held.
func (l *Lease) end() {
	if l.ended {
		return
	}
	u := l.board.users[l.id]
	before := u.state()
	l.ended = true
	delete(u.leases, l)
	if l.heard.After(u.seen) {
		u.seen = l.heard
	}
	if u.state() != before || l.conversation != "" {
		l.board.markChanged(l.id)
	}
	if len(u.leases) == 0 {
		l.board.unkept[l.id] = u.seen
	}
}
