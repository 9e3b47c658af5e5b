package hub

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"maps"
	"slices"

	"relevo/backend/desk"
	"relevo/backend/wire"
)

// place is where a session begins in a workplace, and the newest event as its client is told.
type place struct {
	at, newest desk.Seq
	resync     bool
}

// Join opens a colleague's connection: it welcomes them, says what can't be served, and starts to send. It answers
// desk.Forbidden where `since` names a workplace that never was theirs, and desk.Unauthenticated where the login has
// ended or no workplace is left to them; then nothing was sent. Leave must follow on success.
func (h *Hub) Join(ctx context.Context, who Identity, hello wire.Hello, conn Conn) (*Session, error) {
	wanted, lost, err := h.choose(who.User, hello.Since)
	if err != nil {
		return nil, err
	}
	foreign := hello.Epoch != nil && *hello.Epoch != h.o.Epoch
	places := map[desk.WorkplaceID]place{}
	for w, since := range wanted {
		if places[w], err = h.place(ctx, h.feed(w), since, foreign); err != nil {
			return nil, err
		}
	}
	s := h.newSession(who, conn, hello.Since == nil)
	if !h.add(s) {
		return nil, desk.Refuse(desk.Unavailable, "The server is going away.")
	}
	if !h.o.Alive(who.Session) {
		s.Leave()
		return nil, unauthenticated()
	}
	s.welcome(places, lost)
	s.begin(places)
	return s, nil
}

// choose answers which workplaces to follow from where, and which are lost to the user.
func (h *Hub) choose(user desk.UserID, since map[string]*wire.Since) (wanted map[desk.WorkplaceID]*wire.Since, lost []desk.WorkplaceID, err error) {
	memberships := h.o.Directory.MemberOf(user)
	wanted = map[desk.WorkplaceID]*wire.Since{}
	if since == nil {
		for _, w := range memberships {
			wanted[w] = nil
		}
		return wanted, nil, nil
	}
	for _, name := range slices.Sorted(maps.Keys(since)) {
		w := desk.WorkplaceID(name)
		switch _, member := h.o.Directory.Role(w, user); {
		case member:
			wanted[w] = since[name]
		case h.o.Directory.EverMember(w, user):
			lost = append(lost, w)
		default:
			return nil, nil, desk.Refuse(desk.Forbidden, "A workplace in since is not yours.")
		}
	}
	if len(memberships) == 0 && len(lost) > 0 {
		return nil, nil, unauthenticated()
	}
	return wanted, lost, nil
}

// place finds where to begin. The log itself is asked before a client is told that its seq can't be served: the feed
// may be a moment behind what the client was answered.
func (h *Hub) place(ctx context.Context, f *feed, since *wire.Since, foreign bool) (place, error) {
	head := f.headNow()
	if since == nil && !foreign {
		return place{at: head, newest: head}, nil
	}
	served := func() bool {
		return !foreign && *since >= 0 && desk.Seq(*since) <= head && head-desk.Seq(*since) <= desk.Seq(h.o.Backlog)
	}
	if !served() {
		var err error
		if head, err = f.refresh(ctx); err != nil {
			return place{}, err
		}
	}
	if !served() {
		return place{at: head, newest: head, resync: true}, nil
	}
	return place{at: desk.Seq(*since), newest: head}, nil
}

func (h *Hub) newSession(who Identity, conn Conn, all bool) *Session {
	now := h.o.Now()
	return &Session{
		hub: h, conn: conn, id: rand.Text(), user: who.User, all: all, belongs: len(h.o.Directory.MemberOf(who.User)) > 0,
		identity: who, beatAt: now.Add(h.o.Ping), aliveAt: now.Add(aliveEvery),
		lease: h.board.Open(string(who.User)), follows: map[desk.WorkplaceID]*follow{},
	}
}

// welcome sends what comes before everything else.
func (s *Session) welcome(places map[desk.WorkplaceID]place, lost []desk.WorkplaceID) {
	o := s.hub.o
	welcome := wire.Welcome{
		Type: wire.FrameWelcome, Session: s.id, Epoch: o.Epoch, Build: o.Build,
		User: *wire.FromUser(s.user, o.Directory), Workplaces: map[string]wire.Place{}, PingSeconds: o.Ping.Seconds(),
	}
	names := slices.Sorted(maps.Keys(places))
	for _, w := range names {
		welcome.Workplaces[string(w)] = wire.Place{Seq: int64(places[w].newest)}
	}
	s.conn.Send(frameOf("", welcome))
	for _, w := range lost {
		s.conn.Send(frameOf("", wire.Left{Type: wire.FrameLeft, Workplace: string(w)}))
	}
	for _, w := range names {
		if places[w].resync {
			s.hub.counts.resyncs.Add(1)
			s.conn.Send(frameOf(w, wire.Resync{Type: wire.FrameResync, Workplace: string(w), Seq: int64(places[w].at)}))
		}
	}
}

// begin follows the workplaces, and then looks again whether the user may: what ended meanwhile told nobody.
func (s *Session) begin(places map[desk.WorkplaceID]place) {
	s.changing.Lock()
	for _, w := range slices.Sorted(maps.Keys(places)) {
		s.follow(w, places[w].at)
	}
	s.begun = true
	s.changing.Unlock()
	s.reauthorise()
}

// follow adds a workplace, shows who is there, and leaves the events to catchUp. s.changing must be held.
func (s *Session) follow(w desk.WorkplaceID, at desk.Seq) {
	role, _ := s.hub.o.Directory.Role(w, s.user)
	fw := &follow{session: s, feed: s.hub.feed(w), at: at, role: role, index: -1}
	s.mu.Lock()
	if s.ended {
		s.mu.Unlock()
		return
	}
	s.follows[w] = fw
	s.mu.Unlock()
	s.hub.introduce(fw)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.follows[w] == fw {
		s.behind = append(s.behind, fw)
	}
}

// frameOf encodes a frame of our own making.
func frameOf(w desk.WorkplaceID, v any) *Frame {
	b, err := marshal(v)
	if err != nil {
		panic("hub: a frame that is no JSON: " + err.Error())
	}
	return &Frame{Workplace: w, Bytes: b}
}

// marshal writes JSON as the HTTP answers have it: signs that only HTML cares for stand as they are.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

func unauthenticated() error {
	return desk.Refuse(desk.Unauthenticated, "Log in again.")
}
