package desk

import (
	"maps"
	"slices"
	"time"
)

// Evolve answers the conversation as the event leaves it. It is total: every event is folded, whatever went before, so
// that a log can always be replayed; and it changes nothing of the conversation that it was given.
func Evolve(c Conversation, e Event) Conversation {
	c.LastSeq = e.Seq
	if isNews(e.Data) {
		c.NewsSeq = e.Seq
	}
	if touches(e) {
		c.TakeBack = ""
	}
	switch d := e.Data.(type) {
	case Opened:
		c.open(e, d)
	case Received:
		c.receive(e, d)
	case Sent:
		c.send(e, d)
	case Assigned:
		c.cross(e)
		c.hold(d.To, e.At)
		if d.To.User == e.By.User {
			c.acknowledge(e.By)
		}
	case Escalated:
		c.escalate(e, d)
	case Acknowledged:
		c.acknowledge(e.By)
	case TakenOver:
		c.cross(e)
		c.hold(d.To, e.At)
		c.TakenOver = &Hold{By: e.By, At: e.At}
	case Directed:
		c.direct(d)
	case Seen:
		c.SeenBy = maps.Clone(c.SeenBy)
		if c.SeenBy == nil {
			c.SeenBy = map[UserID]Mark{}
		}
		c.SeenBy[e.By.User] = Mark{Seq: d.Seq, Received: c.Received - d.Unread}
	case Closed:
		c.cross(e)
		c.Status = StatusClosed
		c.hold(Holder{Team: TeamLara}, e.At)
		c.Escalation, c.WaitingSince = nil, nil
	case OptOut:
		c.OptedOut = true
	case OptIn:
		c.OptedOut = false
	case Delivery:
		c.deliver(d)
	case CustomerUpdated:
		c.Customer = d.Customer
	case Redacted:
		c.redact(d)
	}
	return c
}

// isNews tells whether a reader of the conversation has something new to see: who else has seen it, and how far a
// message got, is nothing new.
func isNews(d EventData) bool {
	switch d.(type) {
	case Seen, Delivery:
		return false
	}
	return true
}

// touches tells whether the office deals with the conversation: then the agent who escalated it can't fetch it back any
// more.
func touches(e Event) bool {
	switch e.Data.(type) {
	case NoteAdded, Assigned, Acknowledged, TakenOver, Sent:
		return e.By.Team == TeamStaff
	}
	return false
}

// open begins an episode: the closing before it has left nothing of the last one.
func (c *Conversation) open(e Event, d Opened) {
	c.ID, c.Workplace = e.Conversation, e.Workplace
	c.Customer, c.Channel = d.Customer, d.Channel
	c.Status, c.Episode = StatusOpen, d.Episode
	c.Holder, c.HeldSince = d.Holder, e.At
	if d.Cause == CauseStaff {
		c.TakenOver = &Hold{By: e.By, At: e.At}
	}
}

func (c *Conversation) receive(e Event, d Received) {
	c.Received++
	c.ReceivedSeq = e.Seq
	c.message(TeamCustomer, d.Message, d.Text, e)
	if c.WaitingSince == nil {
		at := e.At
		c.WaitingSince = &at
	}
	if d.Language != "" {
		c.Customer.Language = d.Language
	}
}

func (c *Conversation) send(e Event, d Sent) {
	c.cross(e)
	c.message(e.By.Team, d.Message, d.Text, e)
	if d.Answers {
		c.WaitingSince = nil
	}
	c.acknowledge(e.By)
	if e.By.Team == TeamStaff {
		c.Directed = Direction{}
	}
}

func (c *Conversation) message(from Team, id MessageID, text string, e Event) {
	c.Public++
	c.LastMessage = &LastMessage{From: from, Message: id, Seq: e.Seq, At: e.At, Text: text}
}

// deliver moves the last message's delivery forward.
func (c *Conversation) deliver(d Delivery) {
	last := c.LastMessage
	if last == nil || last.Message != d.Message || last.From == TeamCustomer {
		return
	}
	if step := last.Delivery.State.Step(); step >= DeliveryDelivered.Step() || step >= d.State.Step() {
		return
	}
	next := *last
	next.Delivery = Progress{State: d.State, Error: d.Error}
	c.LastMessage = &next
}

func (c *Conversation) redact(d Redacted) {
	if c.LastMessage == nil || c.LastMessage.Message != d.Message {
		return
	}
	last := *c.LastMessage
	last.Text = ""
	c.LastMessage = &last
}

func (c *Conversation) escalate(e Event, d Escalated) {
	if d.From != d.To {
		c.cross(e)
		c.hold(d.To, e.At)
		if e.By.Team == TeamAgents {
			c.TakeBack = e.By.User
		}
	}
	if e.By == Lara {
		c.HeardSeq = c.ReceivedSeq
	}
	c.Escalation = &Escalation{Reason: d.Reason, By: e.By, At: e.At, Team: d.To.Team}
}

// acknowledge stops an open alarm when a member of the team that it went to deals with it.
func (c *Conversation) acknowledge(by Actor) {
	if c.Escalation == nil || c.Escalation.AcknowledgedBy != nil || c.Escalation.Team != by.Team {
		return
	}
	next := *c.Escalation
	next.AcknowledgedBy = &by
	c.Escalation = &next
}

func (c *Conversation) direct(d Directed) {
	c.Directed = Direction{
		All:    c.Directed.All || d.All,
		Agents: slices.Compact(slices.Sorted(slices.Values(append(slices.Clone(c.Directed.Agents), d.Agents...)))),
	}
}

// hold gives the conversation to a holder. Leaving the office ends a take-over, every direction and the chance to fetch
// it back; leaving the team that an escalation went to ends the escalation.
func (c *Conversation) hold(to Holder, at time.Time) {
	if to != c.Holder {
		c.Holder, c.HeldSince = to, at
	}
	if to.Team != TeamStaff {
		c.TakenOver, c.Directed, c.TakeBack = nil, Direction{}, ""
	}
	if c.Escalation != nil && c.Escalation.Team != to.Team {
		c.Escalation = nil
	}
}

func (c *Conversation) cross(e Event) {
	if c.Crossings[0].By != e.By {
		c.Crossings[1] = c.Crossings[0]
	}
	c.Crossings[0] = Crossing{Seq: e.Seq, By: e.By}
}
