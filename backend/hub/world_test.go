package hub_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"relevo/backend/desk"
	"relevo/backend/hub"
	"relevo/backend/presence"
	"relevo/backend/wire"
)

// memory is a log in memory.
type memory struct {
	mu     sync.Mutex // guards the fields below
	events map[desk.WorkplaceID][]desk.Event
	broken bool
	reads  int
}

var errBroken = errors.New("the disk is gone")

func (m *memory) Seqs(context.Context) (map[desk.WorkplaceID]desk.Seq, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.broken {
		return nil, errBroken
	}
	seqs := map[desk.WorkplaceID]desk.Seq{}
	for w, events := range m.events {
		seqs[w] = desk.Seq(len(events))
	}
	return seqs, nil
}

func (m *memory) Log(_ context.Context, w desk.WorkplaceID, after desk.Seq, limit int) ([]desk.Event, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.reads++
	if m.broken {
		return nil, errBroken
	}
	all := m.events[w]
	return slices.Clone(all[min(int(after), len(all)):min(int(after)+limit, len(all))]), nil
}

func (m *memory) WorkplaceOf(_ context.Context, c desk.ConversationID) (desk.WorkplaceID, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for w, events := range m.events {
		for _, e := range events {
			if e.Conversation == c {
				return w, nil
			}
		}
	}
	return "", desk.Refuse(desk.NotFound, "There is no such thing here.")
}

func (m *memory) Public(_ context.Context, w desk.WorkplaceID, c desk.ConversationID, after, limit int) ([]desk.PublicMessage, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.broken {
		return nil, errBroken
	}
	var list []desk.PublicMessage
	n := 0
	for _, e := range m.events[w] {
		if t, ok := e.Data.(desk.Received); ok && e.Conversation == c {
			if n++; n > after && len(list) < limit {
				list = append(list, desk.PublicMessage{N: n, Message: t.Message, FromCustomer: true, Text: t.Text, At: e.At})
			}
		}
	}
	return list, nil
}

func (m *memory) PublicCount(ctx context.Context, w desk.WorkplaceID, c desk.ConversationID) (int, error) {
	list, err := m.Public(ctx, w, c, 0, 1<<30)
	return len(list), err
}

// add appends an event and answers its seq.
func (m *memory) add(w desk.WorkplaceID, c desk.ConversationID, by desk.Actor, data desk.EventData) desk.Seq {
	m.mu.Lock()
	defer m.mu.Unlock()
	seq := desk.Seq(len(m.events[w]) + 1)
	m.events[w] = append(m.events[w], desk.Event{Workplace: w, Seq: seq, Conversation: c, At: time.Now(), By: by, Data: data})
	return seq
}

// received appends a customer's message.
func (m *memory) received(w desk.WorkplaceID, c desk.ConversationID, text string) desk.Seq {
	return m.add(w, c, desk.TheCustomer, desk.Received{Message: "m", Text: text})
}

func (m *memory) head(w desk.WorkplaceID) desk.Seq {
	m.mu.Lock()
	defer m.mu.Unlock()
	return desk.Seq(len(m.events[w]))
}

func (m *memory) breaks(broken bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.broken = broken
}

// people is a directory in memory.
type people struct {
	mu      sync.Mutex // guards the fields below
	version uint64
	roles   map[desk.WorkplaceID]map[desk.UserID]desk.Role
	ever    map[desk.WorkplaceID]map[desk.UserID]bool
}

func (p *people) set(w desk.WorkplaceID, u desk.UserID, role desk.Role) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.roles[w] == nil {
		p.roles[w], p.ever[w] = map[desk.UserID]desk.Role{}, map[desk.UserID]bool{}
	}
	p.version++
	p.ever[w][u] = true
	if p.roles[w][u] = role; role == "" {
		delete(p.roles[w], u)
	}
}

func (p *people) Person(u desk.UserID) (string, string) { return "Name of " + string(u), string(u) }
func (p *people) AgentsService(w desk.WorkplaceID) bool { return true }

func (p *people) Role(w desk.WorkplaceID, u desk.UserID) (desk.Role, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	role, ok := p.roles[w][u]
	return role, ok
}

func (p *people) Version() uint64 { p.mu.Lock(); defer p.mu.Unlock(); return p.version }

func (p *people) EverMember(w desk.WorkplaceID, u desk.UserID) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.ever[w][u]
}

func (p *people) MemberOf(u desk.UserID) []desk.WorkplaceID {
	p.mu.Lock()
	defer p.mu.Unlock()
	var list []desk.WorkplaceID
	for w, roles := range p.roles {
		if _, ok := roles[u]; ok {
			list = append(list, w)
		}
	}
	slices.Sort(list)
	return list
}

func (p *people) Rules(w desk.WorkplaceID) (*desk.Workplace, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	rules := &desk.Workplace{ID: w, Members: map[desk.UserID]desk.Member{}}
	for u, role := range p.roles[w] {
		rules.Members[u] = desk.Member{ID: u, Handle: string(u), Role: role}
	}
	return rules, p.roles[w] != nil
}

// world is a hub with everything around it, inside of a synctest bubble.
type world struct {
	log    *memory
	people *people
	board  *presence.Board
	hub    *hub.Hub

	mu    sync.Mutex // guards ended
	ended map[string]bool
}

const ping = 20 * time.Second

func newWorld(t interface{ Fatal(...any) }, change ...func(*hub.Options)) *world {
	w := &world{
		log:    &memory{events: map[desk.WorkplaceID][]desk.Event{}},
		people: &people{roles: map[desk.WorkplaceID]map[desk.UserID]desk.Role{}, ever: map[desk.WorkplaceID]map[desk.UserID]bool{}},
		board:  presence.New(presence.Options{Now: time.Now, Lease: 30 * time.Second}),
		ended:  map[string]bool{},
	}
	for _, user := range []desk.UserID{"ana", "ben"} {
		w.people.set("a", user, desk.RoleStaff)
		w.people.set("b", user, desk.RoleStaff)
	}
	w.people.set("a", "only-a", desk.RoleStaff)
	w.people.set("b", "only-b", desk.RoleStaff)
	w.start(t, change...)
	return w
}

func (w *world) start(t interface{ Fatal(...any) }, change ...func(*hub.Options)) {
	o := hub.Options{
		Log: w.log, Messages: w.log, Directory: w.people, Board: w.board, Alive: w.alive, Now: time.Now, Logger: slog.New(slog.DiscardHandler),
		Epoch: "e1", Build: "b1", Ping: ping, Backlog: 10_000,
	}
	for _, c := range change {
		c(&o)
	}
	var err error
	if w.hub, err = hub.New(context.Background(), o); err != nil {
		t.Fatal(err)
	}
}

func (w *world) alive(session string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return !w.ended[session]
}

func (w *world) end(session string) { w.mu.Lock(); defer w.mu.Unlock(); w.ended[session] = true }

// hint tells the hub what the log has.
func (w *world) hint(places ...desk.WorkplaceID) {
	news := map[desk.WorkplaceID]desk.Seq{}
	for _, p := range places {
		news[p] = w.log.head(p)
	}
	w.hub.Hear(news)
}

// say appends messages and hints.
func (w *world) say(place desk.WorkplaceID, n int) {
	for range n {
		w.log.received(place, "c-"+desk.ConversationID(place), fmt.Sprintf("line %d", w.log.head(place)+1))
	}
	w.hint(place)
}

// join opens a connection; since nil: every membership from now.
func (w *world) join(user string, since map[string]*wire.Since, l *line) (*hub.Session, error) {
	who := hub.Identity{User: desk.UserID(user), Session: "login-" + user, Expires: time.Now().Add(10 * time.Hour)}
	s, err := w.hub.Join(context.Background(), who, wire.Hello{Since: since}, l)
	if err == nil {
		l.drained = s.Drained
		go func() { l.read(); s.Leave() }()
	}
	return s, err
}

// open is a connection that must come about.
func (w *world) open(t *testing.T, user string, since map[string]*wire.Since) (*line, *hub.Session) {
	t.Helper()
	l := newLine()
	s, err := w.join(user, since, l)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close(1001, "") })
	return l, s
}

// close ends the world, and the bubble finds whatever goes on.
func (w *world) close(lines ...*line) {
	for _, l := range lines {
		l.Close(1001, "")
	}
	w.hub.Close()
}

func from(n int64) *wire.Since { s := wire.Since(n); return &s }

func since(places map[string]int64) map[string]*wire.Since {
	all := map[string]*wire.Since{}
	for _, w := range slices.Sorted(maps.Keys(places)) {
		all[w] = from(places[w])
	}
	return all
}

// upTo is first..last.
func upTo(first, last int64) []int64 {
	var all []int64
	for n := first; n <= last; n++ {
		all = append(all, n)
	}
	return all
}
