package hub

import (
	"context"
	"maps"
	"slices"
	"time"

	"relevo/backend/desk"
	"relevo/backend/presence"
	"relevo/backend/wire"
)

// This file is the ephemeral side: who is here, who looks at what, who types. None of it is in the log.

// Viewing says which conversation is on this connection's screen; nil: none. It answers desk.NotFound for one that is
// not the user's.
func (s *Session) Viewing(ctx context.Context, c *string) error {
	if c == nil {
		s.lease.View("", "")
		return nil
	}
	w, _, err := s.workplaceOf(ctx, desk.ConversationID(*c))
	if err != nil {
		return err
	}
	s.lease.View(string(w), *c)
	return nil
}

// Present says whether the user sits in front of the screen.
func (s *Session) Present(state string) error {
	switch presence.State(state) {
	case presence.Online, presence.Away:
		s.lease.Set(presence.State(state))
		return nil
	}
	return desk.Refuse(desk.Invalid, "The state is online or away.")
}

// Typing tells the others in the workplace, and the customer where it is a message to them. Too much of it is passed
// over in silence.
func (s *Session) Typing(ctx context.Context, in wire.TypingIn) error {
	c := desk.ConversationID(in.Conversation)
	w, role, err := s.workplaceOf(ctx, c)
	if err != nil {
		return err
	}
	s.mu.Lock()
	enough := !s.typing.take(s.hub.o.Now())
	s.mu.Unlock()
	if enough {
		return nil
	}
	typing := wire.Typing{
		Type: wire.FrameTyping, Workplace: string(w), Conversation: in.Conversation,
		User: wire.FromUser(s.user, s.hub.o.Directory), Note: in.Note,
	}
	s.hub.feed(w).show(frameOf(w, typing), s)
	if !in.Note && role != desk.RoleSupervisor { // supervisors never write to customers
		s.hub.showTyping(c)
	}
	return nil
}

// introduce shows a session who is in a workplace, and every change from there on.
func (h *Hub) introduce(fw *follow) {
	h.showing.Lock()
	defer h.showing.Unlock()
	fw.feed.put(fw, h.roster(fw.feed))
}

// roster is the whole list of who is in a workplace; it is made once and shared until something changes. h.showing
// must be held.
func (h *Hub) roster(f *feed) []*Frame {
	f.mu.Lock()
	frames := f.roster
	f.mu.Unlock()
	if frames != nil {
		return frames
	}
	rules, ok := h.o.Directory.Rules(f.workplace)
	if !ok {
		return nil
	}
	members := slices.Sorted(maps.Keys(rules.Members))
	for part := range slices.Chunk(members, presencePart) {
		frames = append(frames, h.presenceFrame(f.workplace, part))
	}
	f.mu.Lock()
	f.roster = frames
	if f.members == nil {
		f.members = memberSet(rules)
	}
	f.mu.Unlock()
	return frames
}

// showChanges tells each workplace of its members who look different now.
func (h *Hub) showChanges(users []string) {
	h.showing.Lock()
	defer h.showing.Unlock()
	changed := map[desk.WorkplaceID][]desk.UserID{}
	for _, id := range users {
		for _, w := range h.o.Directory.MemberOf(desk.UserID(id)) {
			changed[w] = append(changed[w], desk.UserID(id))
		}
	}
	for w, members := range changed {
		h.showUsers(h.feed(w), members)
	}
}

// showMembers tells a workplace of who came or went as a member.
func (h *Hub) showMembers(f *feed) {
	h.showing.Lock()
	defer h.showing.Unlock()
	f.mu.Lock()
	before := f.members
	f.mu.Unlock()
	rules, ok := h.o.Directory.Rules(f.workplace)
	if before == nil || !ok {
		return // nobody was shown the list yet
	}
	now := memberSet(rules)
	f.mu.Lock()
	f.members = now
	f.mu.Unlock()
	var changed []desk.UserID
	for id := range now {
		if !before[id] {
			changed = append(changed, id)
		}
	}
	for id := range before {
		if !now[id] {
			changed = append(changed, id)
		}
	}
	if len(changed) > 0 {
		h.showUsers(f, changed)
	}
}

// showUsers needs h.showing held.
func (h *Hub) showUsers(f *feed, users []desk.UserID) {
	f.mu.Lock()
	f.roster = nil
	f.mu.Unlock()
	if !f.followed() {
		return
	}
	slices.Sort(users)
	for part := range slices.Chunk(users, presencePart) {
		f.show(h.presenceFrame(f.workplace, part), nil)
	}
}

// presenceFrame shows some users. Who is no member is not here, whatever they do elsewhere.
func (h *Hub) presenceFrame(w desk.WorkplaceID, users []desk.UserID) *Frame {
	p := wire.Presence{Type: wire.FramePresence, Workplace: string(w), Users: make([]wire.PresenceUser, len(users))}
	for i, id := range users {
		p.Users[i] = wire.PresenceUser{ID: string(id), State: string(presence.Offline)}
		if _, member := h.o.Directory.Role(w, id); !member {
			continue
		}
		status := h.board.Status(string(id), string(w))
		p.Users[i].State = string(status.State)
		if status.Viewing != "" {
			p.Users[i].Viewing = &status.Viewing
		}
		if !status.Seen.IsZero() {
			seen := wire.Time(status.Seen)
			p.Users[i].LastSeenAt = &seen
		}
	}
	return frameOf(w, p)
}

func memberSet(rules *desk.Workplace) map[desk.UserID]bool {
	set := make(map[desk.UserID]bool, len(rules.Members))
	for id := range rules.Members {
		set[id] = true
	}
	return set
}

// allowance lets a few through at once, and then two a second. The zero value is full.
type allowance struct {
	used float64
	at   time.Time
}

const (
	allowanceAtOnce    = 4
	allowancePerSecond = 2
)

func (a *allowance) take(now time.Time) bool {
	a.used = max(0, a.used-now.Sub(a.at).Seconds()*allowancePerSecond)
	a.at = now
	if a.used+1 > allowanceAtOnce {
		return false
	}
	a.used++
	return true
}
