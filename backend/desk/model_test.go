package desk_test

import (
	"fmt"
	"slices"
	"time"

	"relevo/backend/desk"
)

// model is what must be true of a conversation, told once more in the simplest words, from the events alone and
// without looking at the rules. The state machine compares the two.
type model struct {
	open   bool
	holder desk.Holder

	// The lock: set by a message of staff, lifted by staff alone, or by closing.
	locked  bool
	anybody bool
	allowed map[desk.UserID]bool

	waiting  *time.Time
	received []desk.Seq               // the customer's messages
	seen     map[desk.UserID]desk.Seq // how far everybody has read
	turns    []turn                   // what a reply can cross with
}

// turn is a message to the customer, a closing or a change of holder.
type turn struct {
	seq desk.Seq
	by  desk.Actor
}

func newModel() *model {
	return &model{allowed: map[desk.UserID]bool{}, seen: map[desk.UserID]desk.Seq{}}
}

// follow takes in what one command recorded, and answers what must never be recorded.
func (m *model) follow(recorded []desk.Event) error {
	for i, e := range recorded {
		handingOver := i == 0 && len(recorded) > 1 && e.By == desk.Lara
		if err := m.take(e, handingOver); err != nil {
			return fmt.Errorf("event %d, %s by %s: %w", e.Seq, event(e.Data), e.By.Team, err)
		}
	}
	return nil
}

func (m *model) take(e desk.Event, handingOver bool) error {
	switch d := e.Data.(type) {
	case desk.Opened:
		if m.open {
			return fmt.Errorf("an episode opens in an open one")
		}
		m.open, m.holder = true, d.Holder
	case desk.Received:
		m.received = append(m.received, e.Seq)
		if m.waiting == nil {
			m.waiting = &e.At
		}
	case desk.Sent:
		return m.sent(e, handingOver)
	case desk.Assigned:
		return m.moves(e, d.From, d.To)
	case desk.Escalated:
		if d.From == d.To && e.By == desk.Lara {
			return m.is(d.From) // an alarm
		}
		return m.moves(e, d.From, d.To)
	case desk.TakenOver:
		m.turns = append(m.turns, turn{e.Seq, e.By})
		if err := m.is(d.From); err != nil {
			return err
		}
		m.holder = d.To
	case desk.Directed:
		for _, user := range d.Agents {
			m.allowed[user] = true
		}
		m.anybody = m.anybody || d.All
	case desk.Seen:
		if d.Seq <= m.seen[e.By.User] {
			return fmt.Errorf("a seen that moves past nothing")
		}
		m.seen[e.By.User] = d.Seq
	case desk.Closed:
		m.turns = append(m.turns, turn{e.Seq, e.By})
		if err := m.is(d.From); err != nil {
			return err
		}
		m.open, m.holder, m.waiting = false, desk.Holder{Team: desk.TeamLara}, nil
		m.unlock()
	}
	return nil
}

func (m *model) unlock() {
	m.locked, m.anybody, m.allowed = false, false, map[desk.UserID]bool{}
}

// sent is where the heart of the rules is: who may say something to the customer.
func (m *model) sent(e desk.Event, handingOver bool) error {
	m.turns = append(m.turns, turn{e.Seq, e.By})
	switch e.By.Team {
	case desk.TeamStaff:
		m.unlock()
		m.locked = true
		if m.holder != desk.Holder(e.By) {
			return fmt.Errorf("staff wrote without holding it")
		}
	case desk.TeamAgents:
		if m.locked && !m.anybody && !m.allowed[e.By.User] {
			return fmt.Errorf("an agent's message follows a take-over without a direction")
		}
		if m.holder.Team != desk.TeamStaff && m.holder != desk.Holder(e.By) {
			return fmt.Errorf("an agent wrote without holding it")
		}
	case desk.TeamLara:
		if m.holder != (desk.Holder{Team: desk.TeamLara}) {
			return fmt.Errorf("Lara spoke where she does not hold it")
		}
	default:
		return fmt.Errorf("somebody wrote to the customer who never does")
	}
	if !m.open {
		return fmt.Errorf("a message was sent outside an episode")
	}
	if !handingOver {
		m.waiting = nil
	}
	return nil
}

// moves is a change of holder.
func (m *model) moves(e desk.Event, from, to desk.Holder) error {
	m.turns = append(m.turns, turn{e.Seq, e.By})
	if err := m.is(from); err != nil {
		return err
	}
	if from == to {
		return fmt.Errorf("a change of holder changes nothing")
	}
	m.holder = to
	if to.Team == desk.TeamStaff {
		return nil
	}
	if m.locked && e.By.Team != desk.TeamStaff {
		return fmt.Errorf("somebody else than staff gave away what staff took over")
	}
	m.unlock()
	return nil
}

func (m *model) is(holder desk.Holder) error {
	if m.holder != holder {
		return fmt.Errorf("it says that %s held it, which %s did", holderName(holder), holderName(m.holder))
	}
	return nil
}

func holderName(h desk.Holder) string { return holder(h) }

// unread is how many of the customer's messages came after what the user has seen.
func (m *model) unread(user desk.UserID) int {
	n := 0
	for _, seq := range m.received {
		if seq > m.seen[user] {
			n++
		}
	}
	return n
}

// crossed tells whether somebody else did something since.
func (m *model) crossed(by desk.Actor, since desk.Seq) bool {
	return slices.ContainsFunc(m.turns, func(t turn) bool { return t.seq > since && t.by != by })
}

// agrees compares the conversation with the model, and with what is always so.
func (m *model) agrees(c desk.Conversation, w *desk.Workplace) error {
	switch {
	case c.Open() != m.open:
		return fmt.Errorf("it is open: %v", c.Open())
	case c.Exists() && c.Holder != m.holder:
		return fmt.Errorf("%s holds it instead of %s", holder(c.Holder), holder(m.holder))
	case (c.WaitingSince == nil) != (m.waiting == nil) || m.waiting != nil && !c.WaitingSince.Equal(*m.waiting):
		return fmt.Errorf("it waits since %v instead of %v", c.WaitingSince, m.waiting)
	}
	for user := range w.Members {
		if c.Unread(user) != m.unread(user) {
			return fmt.Errorf("%s has %d unread instead of %d", user, c.Unread(user), m.unread(user))
		}
	}
	if !c.Exists() {
		return nil
	}
	return always(c, w)
}

// always is what is so in every conversation that the rules can leave.
func always(c desk.Conversation, w *desk.Workplace) error {
	office := c.Holder.Team == desk.TeamStaff
	member, known := w.Members[c.Holder.User]
	switch {
	case !slices.Contains([]desk.Team{desk.TeamLara, desk.TeamAgents, desk.TeamStaff}, c.Holder.Team):
		return fmt.Errorf("%q holds it", c.Holder.Team)
	case !c.Holder.Queue() && (!known || member.Role.Team() != c.Holder.Team):
		return fmt.Errorf("%s is not of the team", holder(c.Holder))
	case c.Open() && c.Holder.Team == desk.TeamAgents && !w.AgentsService:
		return fmt.Errorf("agents hold it where there are none")
	case c.Open() && c.Holder.Team == desk.TeamLara && !w.Lara:
		return fmt.Errorf("Lara holds it where she is switched off")
	case c.TakenOver != nil && (!office || c.TakenOver.By.Team != desk.TeamStaff):
		return fmt.Errorf("it is taken over outside the office")
	case (c.Directed.All || len(c.Directed.Agents) > 0) && !office:
		return fmt.Errorf("agents are directed outside the office")
	case c.TakeBack != "" && (!office || c.Escalation == nil):
		return fmt.Errorf("an agent may take back what they did not escalate")
	case c.Escalation != nil && (!c.Open() || c.Escalation.Team != c.Holder.Team):
		return fmt.Errorf("an escalation is open where it did not go")
	case c.Escalation != nil && c.Escalation.AcknowledgedBy != nil && c.Escalation.AcknowledgedBy.Team != c.Escalation.Team:
		return fmt.Errorf("an escalation is acknowledged by another team")
	case !c.Open() && (c.Holder != desk.Holder{Team: desk.TeamLara} || c.Waiting()):
		return fmt.Errorf("a closed conversation is held or waits")
	}
	return nil
}
