package hub

import (
	"maps"
	"slices"

	"relevo/backend/desk"
	"relevo/backend/wire"
)

// EndSessions closes the connections of logins that have ended.
func (h *Hub) EndSessions(ids []string) {
	for _, s := range h.everybody() {
		s.mu.Lock()
		if slices.Contains(ids, s.identity.Session) {
			s.end(wire.CloseUnauthenticated, "the session has ended")
		}
		s.mu.Unlock()
	}
}

// Reauthorise has every connection held against the directory, soon. Call it when memberships, roles, accounts or
// channels have changed, after the directory knows. Nothing leaks before: whoever is handed a frame is asked for first.
func (h *Hub) Reauthorise() {
	select {
	case h.reauth <- struct{}{}:
	default: // it was asked for already
	}
}

func (h *Hub) reauthorise() {
	for _, s := range h.everybody() {
		s.reauthorise()
	}
	for _, c := range h.everyChat() {
		h.guard(c.reauthorise)
	}
	for _, f := range h.everyFeed() {
		h.guard(func() { h.showMembers(f) })
	}
}

// reauthorise ends what the user has lost and tells what is new.
func (s *Session) reauthorise() {
	s.changing.Lock()
	defer s.changing.Unlock()
	if !s.begun {
		return // it will look by itself
	}
	now := map[desk.WorkplaceID]desk.Role{}
	for _, w := range s.hub.o.Directory.MemberOf(s.user) {
		if role, member := s.hub.o.Directory.Role(w, s.user); member {
			now[w] = role
		}
	}
	s.lost(now)
	for _, w := range s.gained(now) {
		at := s.hub.feed(w).headNow()
		s.conn.Send(frameOf(w, wire.RoleChanged{Type: wire.FrameRole, Workplace: string(w), Role: string(now[w]), Seq: int64(at)}))
		s.follow(w, at)
	}
	s.Drained()
}

// lost says goodbye to what the user is no member of any more, and tells of changed roles.
func (s *Session) lost(now map[desk.WorkplaceID]desk.Role) {
	s.mu.Lock()
	if s.belongs = s.belongs || len(now) > 0; s.belongs && len(now) == 0 {
		s.end(wire.CloseUnauthenticated, "no membership is left")
	}
	ended := s.ended
	s.mu.Unlock()
	if ended {
		return
	}
	for _, fw := range s.following() {
		if role, member := now[fw.feed.workplace]; member {
			fw.become(role)
		} else {
			fw.feed.recheck()
		}
	}
}

// become tells of a role that is another.
func (fw *follow) become(role desk.Role) {
	fw.feed.mu.Lock()
	defer fw.feed.mu.Unlock()
	fw.session.mu.Lock()
	defer fw.session.mu.Unlock()
	if fw.gone || fw.role == role {
		return
	}
	w := fw.feed.workplace
	fw.role = role
	fw.session.conn.Send(frameOf(w, wire.RoleChanged{Type: wire.FrameRole, Workplace: string(w), Role: string(role), Seq: int64(fw.feed.reached(fw))}))
}

// gained lists what the session is to follow from now on.
func (s *Session) gained(now map[desk.WorkplaceID]desk.Role) []desk.WorkplaceID {
	s.mu.Lock()
	defer s.mu.Unlock()
	var gained []desk.WorkplaceID
	for _, w := range slices.Sorted(maps.Keys(now)) {
		if _, has := s.follows[w]; !has && s.all && !s.ended {
			gained = append(gained, w)
		}
	}
	return gained
}
