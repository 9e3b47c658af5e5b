package hub

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"relevo/backend/desk"
	"relevo/backend/presence"
	"relevo/backend/wire"
)

// aliveEvery is how often a login is asked for that nobody said had ended.
const aliveEvery = 2 * time.Second

// Session is one colleague's open connection.
type Session struct {
	hub    *Hub
	conn   Conn
	id     string
	user   desk.UserID
	all    bool // follows every membership, also those to come
	lease  *presence.Lease
	runner runner // of catchUp

	changing sync.Mutex // held while workplaces are taken up or given up; guards begun
	begun    bool       // the welcome was sent, and the first workplaces are followed

	mu       sync.Mutex // guards the fields below
	ended    bool
	belongs  bool // was a member of something while this connection was open
	identity Identity
	follows  map[desk.WorkplaceID]*follow
	behind   []*follow // those that are not live yet; the first is next
	beatAt   time.Time
	aliveAt  time.Time
	typing   allowance
	known    desk.ConversationID // the conversation last looked up, and its workplace
	knownIn  desk.WorkplaceID
}

// ID names the connection, for logs.
func (s *Session) ID() string { return s.id }

// Drained continues a catch-up where the connection has room again. It never waits.
func (s *Session) Drained() {
	s.mu.Lock()
	idle := s.ended || len(s.behind) == 0
	s.mu.Unlock()
	if !idle {
		s.runner.ask(s.hub, s.catchUp)
	}
}

// Seen is a sign of life.
func (s *Session) Seen(at time.Time) { s.lease.Renew(at) }

// Renew takes a fresh access token of the same user; of another's it answers desk.Unauthenticated.
func (s *Session) Renew(who Identity) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if who.User != s.user {
		return unauthenticated()
	}
	s.identity = who
	return nil
}

// Leave ends the session's part in everything. Leaving again does nothing.
func (s *Session) Leave() {
	s.lease.Close()
	s.hub.remove(s)
	s.mu.Lock()
	s.ended = true
	var follows []*follow
	for w, fw := range s.follows {
		follows = append(follows, fw)
		delete(s.follows, w)
	}
	s.behind = nil
	s.mu.Unlock()
	for _, fw := range follows {
		fw.feed.leave(fw)
	}
}

// may asks whether a workplace's frames may go out now, and says goodbye where they may not. The feed's lock must be held.
func (s *Session) may(fw *follow) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended || fw.gone {
		return false
	}
	if _, member := s.hub.o.Directory.Role(fw.feed.workplace, s.user); !member {
		s.lose(fw)
		return false
	}
	return true
}

// lose ends a membership on this connection: what waits of the workplace is dropped. s.mu and the feed's must be held.
func (s *Session) lose(fw *follow) {
	w := fw.feed.workplace
	fw.gone = true
	delete(s.follows, w)
	s.conn.Drop(w)
	if s.knownIn == w {
		s.known, s.knownIn = "", ""
		s.lease.View("", "")
	}
	s.hub.counts.left.Add(1)
	if len(s.hub.o.Directory.MemberOf(s.user)) == 0 {
		s.end(wire.CloseUnauthenticated, "no membership is left")
		return
	}
	s.conn.Send(frameOf("", wire.Left{Type: wire.FrameLeft, Workplace: string(w)}))
}

// endNow is end for who does not hold s.mu.
func (s *Session) endNow(code int, reason string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.end(code, reason)
}

// end closes the connection; whoever opened it calls Leave. s.mu must be held.
func (s *Session) end(code int, reason string) {
	if s.ended {
		return
	}
	s.ended = true
	s.lease.Close()
	s.conn.Close(code, reason)
}

// catchUp sends what was missed, workplace by workplace, as fast as the connection takes it.
func (s *Session) catchUp() {
	for s.conn.Waiting() < roomBytes {
		fw := s.next()
		if fw == nil || len(fw.missed) == 0 && !s.fetch(fw) {
			return
		}
		if len(fw.missed) == 0 || !fw.feed.hand(fw, fw.missed[0]) {
			fw.missed = nil
			s.caughtUp(fw)
			continue
		}
		fw.missed = fw.missed[1:]
	}
}

// fetch reads the next piece of what was missed; there is none where the session is up to date. It answers false
// where there is no going on now: the sweep tries again, or the connection is closed.
func (s *Session) fetch(fw *follow) bool {
	var err error
	fw.missed, err = fw.feed.missed(s.hub.ctx, fw)
	switch {
	case errors.Is(err, errOvertaken):
		s.endNow(wire.CloseTooSlow, err.Error())
	case err != nil && s.hub.ctx.Err() == nil:
		s.hub.logger.Warn("send what was missed", "workplace", fw.feed.workplace, "error", err)
	}
	return err == nil
}

// next is a workplace that the session is behind in, each in turn.
func (s *Session) next() *follow {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended || len(s.behind) == 0 {
		return nil
	}
	fw := s.behind[0]
	s.behind = append(s.behind[1:], fw)
	return fw
}

// caughtUp takes a workplace from those that the session is behind in.
func (s *Session) caughtUp(fw *follow) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, other := range s.behind {
		if other == fw {
			s.behind = append(s.behind[:i], s.behind[i+1:]...)
			return
		}
	}
}

// sweep does what is due: an end, a heartbeat, a catch-up that stopped.
func (s *Session) sweep(now time.Time) {
	s.mu.Lock()
	ask := !s.ended && now.After(s.aliveAt)
	login := s.identity.Session
	s.mu.Unlock()
	alive := !ask || s.hub.o.Alive(login)

	s.mu.Lock()
	if ask {
		s.aliveAt = now.Add(aliveEvery)
	}
	beat := false
	switch {
	case s.ended:
	case !now.Before(s.identity.Expires):
		s.end(wire.CloseUnauthenticated, "the token has run out")
	case !alive && login == s.identity.Session:
		s.end(wire.CloseUnauthenticated, "the session has ended")
	case !now.Before(s.beatAt):
		s.beatAt = now.Add(s.hub.o.Ping)
		beat = true
	}
	s.mu.Unlock()
	if beat {
		s.beat()
	}
	s.Drained()
}

// following are the workplaces that the session follows, by name.
func (s *Session) following() []*follow {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.SortedFunc(maps.Values(s.follows), func(a, b *follow) int { return cmp.Compare(a.feed.workplace, b.feed.workplace) })
}

// beat tells how far each workplace has come on this connection. No event may come between looking and telling.
func (s *Session) beat() {
	beat := wire.Heartbeat{Type: wire.FrameHeartbeat, Seqs: map[string]int64{}, Build: s.hub.o.Build}
	for _, fw := range s.following() {
		fw.feed.mu.Lock() // in the order of names, as everybody who takes more than one
		defer fw.feed.mu.Unlock()
		if !fw.gone {
			beat.Seqs[string(fw.feed.workplace)] = int64(fw.feed.reached(fw))
		}
	}
	s.conn.Send(frameOf("", beat))
}

// workplaceOf finds a conversation's workplace, if it is the user's; else desk.NotFound, whatever the reason.
func (s *Session) workplaceOf(ctx context.Context, c desk.ConversationID) (desk.WorkplaceID, desk.Role, error) {
	s.mu.Lock()
	w, known := s.knownIn, s.known == c && c != ""
	s.mu.Unlock()
	if !known {
		var err error
		if w, err = s.hub.o.Log.WorkplaceOf(ctx, c); err != nil {
			return "", "", err
		}
	}
	role, member := s.hub.o.Directory.Role(w, s.user)
	if !member {
		return "", "", desk.Refuse(desk.NotFound, "There is no such thing here.")
	}
	s.mu.Lock()
	s.known, s.knownIn = c, w
	s.mu.Unlock()
	return w, role, nil
}
