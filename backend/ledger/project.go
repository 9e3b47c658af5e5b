package ledger

import (
	"database/sql"

	"relevo/backend/desk"
)

// projection is what the indexes need of a conversation: the columns beside its state.
type projection struct {
	section        desk.Section
	holderUser     desk.UserID
	lastMessageSeq desk.Seq
	waitingSince   sql.NullInt64
	idleSince      sql.NullInt64
	queueRank      sql.NullInt64
	customer       desk.CustomerID
	channel        desk.ChannelID
	phone          string
}

// notWaiting is added to the rank of what does not wait, so that it comes after everything that does.
const notWaiting = 1 << 52

// project is the one place that derives the columns from the state.
func project(c desk.Conversation) projection {
	p := projection{
		section:      sectionOf(c),
		waitingSince: nullMillis(c.WaitingSince),
		customer:     c.Customer.ID,
		channel:      c.Channel.ID,
		phone:        c.Customer.Phone,
	}
	quietSince := c.HeldSince
	if c.LastMessage != nil {
		p.lastMessageSeq, quietSince = c.LastMessage.Seq, c.LastMessage.At
	}
	if !c.Open() {
		return p
	}
	p.holderUser = c.Holder.User
	alarmed := c.Escalation != nil && c.Escalation.AcknowledgedBy == nil
	if !c.Waiting() && !alarmed {
		p.idleSince = nullMillis(&quietSince)
	}
	if c.Holder == (desk.Holder{Team: desk.TeamAgents}) {
		p.queueRank = nullMillis(&quietSince)
		p.queueRank.Int64 += notWaiting
		if c.Waiting() {
			p.queueRank = p.waitingSince
		}
	}
	return p
}

// sectionOf files a conversation; one that was never opened is filed nowhere.
func sectionOf(c desk.Conversation) desk.Section {
	switch {
	case c.Open():
		return desk.Section(c.Holder.Team)
	case c.Status == desk.StatusClosed:
		return desk.SectionClosed
	}
	return ""
}

// counter names one row of counters.
type counter struct {
	workplace  desk.WorkplaceID
	section    desk.Section
	holderUser desk.UserID
}

// tally is what a counter says.
type tally struct{ count, unanswered int }

func (t tally) plus(u tally) tally  { return tally{t.count + u.count, t.unanswered + u.unanswered} }
func (t tally) minus(u tally) tally { return tally{t.count - u.count, t.unanswered - u.unanswered} }

// counted is where and how a conversation counts.
func counted(c desk.Conversation, p projection) (counter, tally) {
	t := tally{count: 1}
	if p.waitingSince.Valid {
		t.unanswered = 1
	}
	return counter{c.Workplace, p.section, p.holderUser}, t
}

// fold is how a conversation's events make its state; the first event is folded over its ids alone.
func fold(c desk.Conversation, e desk.Event) desk.Conversation {
	if !c.Exists() {
		c = desk.Conversation{ID: e.Conversation, Workplace: e.Workplace}
	}
	return desk.Evolve(c, e)
}

// unheard are the kinds that are no news to a reader, as desk.Evolve sees it (NewsSeq).
const unheard = `'conversation.seen', 'message.delivery'`

// deliveryFinal is the first of the steps of a delivery that nothing follows.
var deliveryFinal = desk.DeliveryDelivered.Step()
