package workplace

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"gorm.io/gorm"

	"relevo/backend/desk"
)

// Directory answers, from memory, what the workplaces are now. Make it with NewDirectory and fill it with Reload.
type Directory struct {
	reader *gorm.DB
	mu     sync.Mutex // held while reloading, so that an older snapshot never replaces a newer one
	now    atomic.Pointer[snapshot]
}

// NewDirectory makes an empty directory on a pool of reading connections.
func NewDirectory(reader *gorm.DB) *Directory {
	d := &Directory{reader: reader}
	d.now.Store(&snapshot{})
	return d
}

// Rules is what the domain's rules need of a workplace.
func (d *Directory) Rules(w desk.WorkplaceID) (*desk.Workplace, bool) {
	p, ok := d.now.Load().places[w]
	if !ok {
		return nil, false
	}
	return p.rules, true
}

// Settings are a workplace's settings.
func (d *Directory) Settings(w desk.WorkplaceID) (Workplace, bool) {
	p, ok := d.now.Load().places[w]
	if !ok {
		return Workplace{}, false
	}
	return p.settings, true
}

// Workplaces are all of them, by id.
func (d *Directory) Workplaces() []Workplace { return d.now.Load().all }

// AgentsService tells whether the workplace has Live Agents.
func (d *Directory) AgentsService(w desk.WorkplaceID) bool {
	p, ok := d.now.Load().places[w]
	return ok && p.settings.AgentsService
}

// Empty tells that there is no account yet: the program is to be set up.
func (d *Directory) Empty() bool { return len(d.now.Load().users) == 0 }

// AgentOf lists the workplaces in which the user is an agent and the Live Agents service is on, by id.
func (d *Directory) AgentOf(user desk.UserID) []desk.WorkplaceID {
	s := d.now.Load()
	var list []desk.WorkplaceID
	for _, m := range s.memberships[user] {
		if m.Role == desk.RoleAgent && s.places[m.Workplace].settings.AgentsService {
			list = append(list, m.Workplace)
		}
	}
	return list
}

// MemberOf lists the workplaces in which the user has an active membership, by id.
func (d *Directory) MemberOf(user desk.UserID) []desk.WorkplaceID {
	var list []desk.WorkplaceID
	for _, m := range d.now.Load().memberships[user] {
		list = append(list, m.Workplace)
	}
	return list
}

// Person names a user, deactivated or not.
func (d *Directory) Person(user desk.UserID) (name, handle string) {
	u := d.now.Load().users[user]
	return u.Name, u.Handle
}

// User is an account, deactivated or not.
func (d *Directory) User(id desk.UserID) (User, bool) {
	u, ok := d.now.Load().users[id]
	return u, ok
}

// Account is the id of the account of an address in any case, deactivated or not.
func (d *Directory) Account(email string) (desk.UserID, bool) {
	id, ok := d.now.Load().emails[foldEmail(email)]
	return id, ok
}

// MayEnter tells whether an account may have sessions: it is active and, if it ever was a member anywhere, still is one
// somewhere.
func (d *Directory) MayEnter(user desk.UserID) bool {
	s := d.now.Load()
	return s.users[user].Active && (len(s.memberships[user]) > 0 || !s.belonged[user])
}

// About are words that say who a user is, which therefore make bad passwords.
func (d *Directory) About(user desk.UserID) []string {
	s := d.now.Load()
	u := s.users[user]
	words := []string{u.Email, u.Name, u.Handle}
	for _, m := range s.memberships[user] {
		words = append(words, string(m.Workplace), s.places[m.Workplace].settings.Name)
	}
	return words
}

// Role is a user's role in a workplace: that of an active membership of an active account.
func (d *Directory) Role(w desk.WorkplaceID, user desk.UserID) (desk.Role, bool) {
	p, ok := d.now.Load().places[w]
	if !ok {
		return "", false
	}
	m, ok := p.rules.Members[user]
	return m.Role, ok
}

// Version is another whenever any of the answers may be.
func (d *Directory) Version() uint64 { return d.now.Load().version }

// EverMember tells whether a user is or once was a member of a workplace.
func (d *Directory) EverMember(w desk.WorkplaceID, user desk.UserID) bool {
	p, ok := d.now.Load().places[w]
	return ok && slices.ContainsFunc(p.members, func(m Member) bool { return m.User.ID == user })
}

// Memberships are a user's active ones, by workplace.
func (d *Directory) Memberships(user desk.UserID) []Membership {
	return d.now.Load().memberships[user]
}

// Members are everybody who is or was a member of a workplace, by name.
func (d *Directory) Members(w desk.WorkplaceID) []Member { return d.now.Load().place(w).members }

// Channel is an active channel of any workplace.
func (d *Directory) Channel(id desk.ChannelID) (Channel, bool) {
	c, ok := d.now.Load().channels[id]
	return c, ok && c.Active
}

// Channels are a workplace's channels, also the inactive, by id.
func (d *Directory) Channels(w desk.WorkplaceID) []Channel { return d.now.Load().place(w).channels }

// Knowledge is what a workplace's Lara may say now: the active entries, by question.
func (d *Directory) Knowledge(w desk.WorkplaceID) []Knowledge { return d.now.Load().place(w).knowledge }

// Reasons are a workplace's escalation reasons in their order, also the inactive: old escalations name them.
func (d *Directory) Reasons(w desk.WorkplaceID) []Reason { return d.now.Load().place(w).reasons }

// QuickResponses are the active ones that a user may use in a workplace, by shortcut: the shared and their own.
func (d *Directory) QuickResponses(w desk.WorkplaceID, user desk.UserID) []QuickResponse {
	var list []QuickResponse
	for _, q := range d.now.Load().place(w).quick {
		if q.Owner == "" || q.Owner == user {
			list = append(list, q)
		}
	}
	return list
}

// snapshot is everything at one moment. It is complete when it is published and never changes.
type snapshot struct {
	version     uint64
	places      map[desk.WorkplaceID]*place
	all         []Workplace
	users       map[desk.UserID]User
	emails      map[string]desk.UserID
	channels    map[desk.ChannelID]Channel
	memberships map[desk.UserID][]Membership // active ones of active accounts, by workplace
	belonged    map[desk.UserID]bool         // was a member of something once
}

// place is one workplace in the snapshot.
type place struct {
	settings  Workplace
	rules     *desk.Workplace
	members   []Member
	channels  []Channel
	knowledge []Knowledge
	reasons   []Reason
	quick     []QuickResponse
}

var nowhere = &place{}

func (s *snapshot) place(w desk.WorkplaceID) *place {
	if p, ok := s.places[w]; ok {
		return p
	}
	return nowhere
}

// foldEmail and foldHandle are what makes two addresses or two handles the same.
func foldEmail(email string) string   { return strings.ToLower(strings.TrimSpace(email)) }
func foldHandle(handle string) string { return strings.ToLower(handle) }
