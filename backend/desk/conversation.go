package desk

import (
	"slices"
	"time"
)

// Conversation is one customer's conversation on one channel with a workplace, as its events left it. Its JSON form is
// what the ledger keeps of it; everything in it can be folded anew from the events (Evolve). The zero value with ids
// is a conversation in which nothing has happened yet.
type Conversation struct {
	ID        ConversationID `json:"id"`
	Workplace WorkplaceID    `json:"workplace"`
	Customer  Customer       `json:"customer"`
	Channel   Channel        `json:"channel"`

	Status     Status      `json:"status"`
	Holder     Holder      `json:"holder"`
	TakenOver  *Hold       `json:"taken_over,omitempty"`
	Directed   Direction   `json:"directed,omitzero"`
	Escalation *Escalation `json:"escalation,omitempty"`
	Episode    int         `json:"episode"`
	HeldSince  time.Time   `json:"held_since"` // when the present holder came to hold it

	// WaitingSince is the customer's first unanswered message; nil while nobody waits.
	WaitingSince *time.Time   `json:"waiting_since,omitempty"`
	LastMessage  *LastMessage `json:"last_message,omitempty"`
	OptedOut     bool         `json:"opted_out,omitempty"`

	LastSeq     Seq `json:"last_seq"`
	ReceivedSeq Seq `json:"received_seq,omitempty"` // the customer's newest message
	NewsSeq     Seq `json:"news_seq,omitempty"`     // the newest event that is news to a reader
	Received    int `json:"received,omitempty"`     // the customer's messages so far
	Public      int `json:"public,omitempty"`       // messages either way so far: the web chat's own count

	// Crossings are the newest event that a reply can cross with, and the newest by anybody but its author: enough to
	// tell for everybody whether somebody else came in between.
	Crossings [2]Crossing `json:"crossings,omitzero"`

	// TakeBack may fetch the conversation back until the office has touched it: the agent who escalated it.
	TakeBack UserID `json:"take_back,omitempty"`

	// HeardSeq is the customer's newest message when Lara last raised an alarm: one message rings once.
	HeardSeq Seq `json:"heard_seq,omitempty"`

	// SeenBy is how far each user has read.
	SeenBy map[UserID]Mark `json:"seen_by,omitempty"`
}

// Hold says who took over, and when.
type Hold struct {
	By Actor     `json:"by"`
	At time.Time `json:"at"`
}

// Direction is whom the office lets reply while it holds the conversation.
type Direction struct {
	All    bool     `json:"all,omitempty"`
	Agents []UserID `json:"agents,omitempty"`
}

// Escalation is an open call to a team.
type Escalation struct {
	Reason         ReasonID  `json:"reason"`
	By             Actor     `json:"by"`
	At             time.Time `json:"at"`
	Team           Team      `json:"team"` // the team that it went to
	AcknowledgedBy *Actor    `json:"acknowledged_by,omitempty"`
}

// LastMessage is the newest message either way. Its text is no part of the kept state, so that a redaction has one
// place to reach: whoever loads a conversation reads it from the event's own text.
type LastMessage struct {
	From    Team      `json:"from"`
	Message MessageID `json:"message"`
	Seq     Seq       `json:"seq"`
	At      time.Time `json:"at"`
	Text    string    `json:"-"`

	Delivery Progress `json:"delivery,omitzero"`
}

// Progress is how far an outbound message got; the zero value: nothing is known of it yet.
type Progress struct {
	State DeliveryState `json:"state"`
	Error string        `json:"error,omitempty"`
}

// Crossing is an event that a reply may cross with, and who did it.
type Crossing struct {
	Seq Seq   `json:"seq,omitempty"`
	By  Actor `json:"by,omitzero"`
}

// Mark is how far somebody has read: up to which event, and how many of the customer's messages that were.
type Mark struct {
	Seq      Seq `json:"seq"`
	Received int `json:"received"`
}

// Exists tells whether anything has happened in the conversation yet.
func (c *Conversation) Exists() bool { return c.LastSeq > 0 }

// Open tells whether an episode is under way.
func (c *Conversation) Open() bool { return c.Status == StatusOpen }

// WithOffice tells whether the office holds it: out of agents' hands unless a note directs them.
func (c *Conversation) WithOffice() bool { return c.Open() && c.Holder.Team == TeamStaff }

// AgentsMayReply tells whether any agent could write to the customer.
func (c *Conversation) AgentsMayReply() bool { return !c.WithOffice() || c.Directed.All }

// Waiting tells whether the customer waits for an answer.
func (c *Conversation) Waiting() bool { return c.WaitingSince != nil }

// Unread is how many of the customer's messages came since the user last saw the conversation.
func (c *Conversation) Unread(user UserID) int { return c.Received - c.SeenBy[user].Received }

// Directs tells whether the office lets this agent reply.
func (c *Conversation) Directs(user UserID) bool {
	if c.Directed.All {
		return true
	}
	return slices.Contains(c.Directed.Agents, user)
}

// crossed tells whether somebody else wrote to the customer, closed or changed the holder after the given seq.
func (c *Conversation) crossed(by Actor, seen Seq) bool {
	newest := c.Crossings[0]
	if newest.By == by {
		newest = c.Crossings[1]
	}
	return newest.Seq > seen
}
