package desk_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"relevo/backend/desk"
)

// machine plays one conversation at random: everybody does anything at any time, people leave and come back, services
// are switched off and on.
type machine struct {
	scene
	model *model
}

// TestEverybodyAtOnce is the rules' own promise: whatever is done in whatever order, the model agrees.
func TestEverybodyAtOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := &machine{scene: *newScene(), model: newModel()}
		t.Repeat(map[string]func(*rapid.T){
			"":         m.check,
			"customer": func(t *rapid.T) { m.acts(t, desk.TheCustomer, receive("Hello")) },
			"Lara":     m.lara,
			"agents":   func(t *rapid.T) { m.acts(t, rapid.SampledFrom([]desk.Actor{gil, eva}).Draw(t, "agent"), m.wish(t)) },
			"staff": func(t *rapid.T) {
				m.acts(t, rapid.SampledFrom([]desk.Actor{sol, luz, ada}).Draw(t, "staff"), m.wish(t))
			},
			"others": func(t *rapid.T) {
				m.acts(t, rapid.SampledFrom([]desk.Actor{sam, desk.System}).Draw(t, "other"), m.wish(t))
			},
			"reply":   m.replies,
			"leave":   m.leaves,
			"absent":  func(t *rapid.T) { m.acts(t, desk.System, returning(m.c.Holder, desk.CauseAbsent)) },
			"service": m.switches,
			"idle":    func(t *rapid.T) { m.now = m.now.Add(25 * time.Hour); m.acts(t, desk.System, idle) },
		})
	})
}

// wish is any command but what belongs to the customer, Lara and the system.
func (m *machine) wish(t *rapid.T) ask {
	to := rapid.SampledFrom([]desk.Holder{withLara, allAgents, allStaff, withGil, withEva, withSol, withLuz, withAda, desk.Holder(sam)}).Draw(t, "to")
	text := rapid.SampledFrom([]string{"", "Hello", "@gil go on", "@eva and @luz"}).Draw(t, "text")
	reason := rapid.SampledFrom([]desk.ReasonID{desk.ReasonUrgent, "billing", "weather", ""}).Draw(t, "reason")
	upto := desk.Seq(rapid.IntRange(0, int(m.c.LastSeq)+1).Draw(t, "upto"))
	return rapid.SampledFrom([]ask{
		note(text), direct(text), assign(to, text), assign(to, "Please"), next, escalate(reason, text), escalateTo(to.User, reason, "Look"), acknowledge,
		closing(text), see(upto), seeNow, rename(text), about(text), start("Ana", text), startForced("Hi"), reply(text), alarm, idle,
		deliver(desk.DeliverySent, ""), returning(to, desk.CauseLeft), laraSays("No"), laraHandsOver(reason), receive(text),
	}).Draw(t, "wish")
}

func (m *machine) lara(t *rapid.T) {
	stale := func(s *scene) desk.Command {
		return desk.LaraReply{Message: "m", Text: "Late", Upto: s.c.ReceivedSeq - 1}
	}
	m.acts(t, desk.Lara, rapid.SampledFrom([]ask{laraSays("At eight."), laraHandsOver("general"), alarm, stale}).Draw(t, "wish"))
}

// replies has somebody write who had seen so far, and compares with what they missed.
func (m *machine) replies(t *rapid.T) {
	by := rapid.SampledFrom([]desk.Actor{gil, eva, sol, luz}).Draw(t, "author")
	m.seen = desk.Seq(rapid.IntRange(0, int(m.c.LastSeq)).Draw(t, "seen"))
	crossed := m.model.crossed(by, m.seen)
	err := m.acts(t, by, replyAware("Hello"))
	if got := errors.Is(err, desk.Refuse(desk.CrossedReply, "")); got && !crossed || err == nil && crossed {
		t.Fatalf("crossed: %v, by the events %v (%v)", got, crossed, err)
	}
}

// leaves has somebody leave the workplace, or come back.
func (m *machine) leaves(t *rapid.T) {
	user := rapid.SampledFrom([]desk.UserID{"gil", "eva", "sol", "luz"}).Draw(t, "user")
	member, here := m.w.Members[user]
	if !here {
		m.w.Members[user] = clinic().Members[user]
		return
	}
	m.gives(t, desk.Holder{Team: member.Role.Team(), User: user}, desk.CauseLeft)
	delete(m.w.Members, user)
}

// switches turns Lara or the Live Agents service off or on.
func (m *machine) switches(t *rapid.T) {
	switch {
	case rapid.Bool().Draw(t, "Lara"):
		m.w.Lara = !m.w.Lara
		if !m.w.Lara {
			m.gives(t, withLara, desk.CauseLaraOff)
		}
	default:
		m.w.AgentsService = !m.w.AgentsService
		for _, holder := range []desk.Holder{allAgents, withGil, withEva} {
			if !m.w.AgentsService {
				m.gives(t, holder, desk.CauseServiceOff)
			}
		}
	}
}

// gives returns what a holder holds, which no rule may refuse.
func (m *machine) gives(t *rapid.T, holder desk.Holder, cause desk.Cause) {
	if !m.c.Open() || m.c.Holder != holder {
		return
	}
	if err := m.acts(t, desk.System, returning(holder, cause)); err != nil {
		t.Fatalf("%v can't be given back: %v", holder, err)
	}
}

// acts runs one command like the dispatcher does: not for who is no member, and a conversation begins with a message.
func (m *machine) acts(t *rapid.T, by desk.Actor, do ask) error {
	cmd := do(&m.scene)
	if _, here := m.w.Members[by.User]; by.User != "" && !here || !m.c.Exists() && !begins(cmd) {
		return errors.ErrUnsupported
	}
	m.now = m.now.Add(time.Minute)
	before := copied(m.c)
	data, err := desk.Decide(m.c, m.w, by, cmd, m.now)
	if diff := cmp.Diff(before, m.c); diff != "" {
		t.Fatalf("deciding %#v changed the conversation:\n%s", cmd, diff)
	}
	if err != nil {
		refusal, ok := errors.AsType[*desk.Error](err)
		if !ok || len(data) > 0 || !strings.HasSuffix(refusal.Detail, ".") {
			t.Fatalf("%#v was refused with %v and %s", cmd, err, events(data))
		}
		return err
	}
	first := len(m.log)
	m.record(by, data)
	if err := m.model.follow(m.log[first:]); err != nil {
		t.Fatalf("%#v by %s: %v\nafter %s", cmd, by.User, err, m.told())
	}
	return nil
}

func begins(cmd desk.Command) bool {
	switch cmd.(type) {
	case desk.Receive, desk.Start:
		return true
	}
	return false
}

// check compares the conversation with the model, its replay and its stored form.
func (m *machine) check(t *rapid.T) {
	if err := m.model.agrees(m.c, m.w); err != nil {
		t.Fatalf("%v\nafter %s", err, m.told())
	}
	replayed := desk.Conversation{ID: m.c.ID, Workplace: m.c.Workplace}
	for _, e := range m.log {
		next, err := evolve(replayed, e)
		if err != nil {
			t.Fatal(err)
		}
		replayed = next
	}
	if diff := cmp.Diff(m.c, replayed); diff != "" {
		t.Fatalf("the replayed conversation is another:\n%s", diff)
	}
	if err := roundTrip(m.c); err != nil {
		t.Fatal(err)
	}
}

// told is the log in words.
func (m *machine) told() string {
	var b strings.Builder
	for _, e := range m.log {
		fmt.Fprintf(&b, "\n%3d %s:%s %s", e.Seq, e.By.Team, e.By.User, event(e.Data))
	}
	return b.String()
}
