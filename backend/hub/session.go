package hub

import (
	"context"
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

// hand gives the session a frame of events. It answers false where nothing of the workplace may come any more.
func (s *Session) hand(fw *follow, b batch) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.may(fw) {
		return false
	}
	if b.first != fw.at+1 {
		s.hub.logger.Error("events out of order", "workplace", fw.feed.workplace, "after", fw.at, "first", b.first)
		s.end(wire.CloseTooSlow, "resume") // the client comes back with the seq that it has
		return false
	}
	fw.at = b.last
	s.conn.Send(b.frame)
	s.hub.counts.frames.Add(1)
	return true
}

// show gives the session a frame of the workplace that is no event.
func (s *Session) show(fw *follow, frame *Frame) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.may(fw) {
		return false
	}
	s.conn.Send(frame)
	return true
}

// may asks whether a workplace's frame may go out now, and says goodbye where it may not. s.mu must be held.
func (s *Session) may(fw *follow) bool {
	if s.ended || fw.gone {
		return false
	}
	if _, member := s.hub.o.Directory.Role(fw.feed.workplace, s.user); !member {
		s.lose(fw)
		return false
	}
	return true
}

// lose ends a membership on this connection: what waits of the workplace is dropped. s.mu must be held.
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
		fw, at := s.next()
		if fw == nil {
			return
		}
		if len(fw.missed) == 0 && !s.fetch(fw, at) {
			return
		}
		if len(fw.missed) == 0 {
			s.caughtUp(fw)
			continue
		}
		b := fw.missed[0]
		fw.missed = fw.missed[1:]
		if !s.hand(fw, b) {
			fw.feed.leave(fw)
			s.caughtUp(fw)
		}
	}
}

// fetch reads the next piece of what was missed; there is none where the session is up to date. It answers false
// where there is no going on now: the sweep tries again, or the connection is closed.
func (s *Session) fetch(fw *follow, at desk.Seq) bool {
	if fw.feed.headNow()-at > 2*desk.Seq(s.hub.o.Backlog) {
		s.mu.Lock()
		s.end(wire.CloseTooSlow, "events come faster than they are read")
		s.mu.Unlock()
		return false
	}
	var err error
	if fw.missed, err = fw.feed.missed(s.hub.ctx, fw, at); err != nil && s.hub.ctx.Err() == nil {
		s.hub.logger.Warn("send what was missed", "workplace", fw.feed.workplace, "error", err)
	}
	return err == nil
}

// next is a workplace that the session is behind in, each in turn, and the newest event it has.
func (s *Session) next() (*follow, desk.Seq) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended || len(s.behind) == 0 {
		return nil, 0
	}
	fw := s.behind[0]
	s.behind = append(s.behind[1:], fw)
	return fw, fw.at
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
	switch {
	case s.ended:
	case !now.Before(s.identity.Expires):
		s.end(wire.CloseUnauthenticated, "the token has run out")
	case !alive && login == s.identity.Session:
		s.end(wire.CloseUnauthenticated, "the session has ended")
	case !now.Before(s.beatAt):
		s.beatAt = now.Add(s.hub.o.Ping)
		s.beat()
	}
	s.mu.Unlock()
	s.Drained()
}

// beat tells how far each workplace has come on this connection. s.mu must be held.
func (s *Session) beat() {
	beat := wire.Heartbeat{Type: wire.FrameHeartbeat, Seqs: make(map[string]int64, len(s.follows)), Build: s.hub.o.Build}
	for w, fw := range s.follows {
		beat.Seqs[string(w)] = int64(fw.at)
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
