package desk

import "time"

// Event is one thing that happened in a conversation: recorded once, in one order per workplace, never changed.
// Its text (of a message or a note) is kept beside it under the text's own id; see Texted.
type Event struct {
	Workplace    WorkplaceID
	Seq          Seq
	Conversation ConversationID
	At           time.Time
	By           Actor
	Data         EventData
}

// Kind is the event's name in the contract, e.g. "message.sent".
func (e Event) Kind() Kind { return e.Data.Kind() }

// Kind names what happened.
type Kind string

// The kinds of events.
const (
	KindOpened       Kind = "conversation.opened"
	KindReceived     Kind = "message.received"
	KindSent         Kind = "message.sent"
	KindDelivery     Kind = "message.delivery"
	KindNote         Kind = "note.added"
	KindAssigned     Kind = "conversation.assigned"
	KindEscalated    Kind = "conversation.escalated"
	KindAcknowledged Kind = "escalation.acknowledged"
	KindTakenOver    Kind = "conversation.taken_over"
	KindDirected     Kind = "agents.directed"
	KindSeen         Kind = "conversation.seen"
	KindClosed       Kind = "conversation.closed"
	KindOptedOut     Kind = "customer.opted_out"
	KindOptedIn      Kind = "customer.opted_in"
	KindCustomer     Kind = "customer.updated"
	KindRedacted     Kind = "text.redacted"
)

// EventData is what a kind of event says. The JSON form of the structs below (users by id, no text) is the form in
// the log: fields are only ever added. The public form is made of it in package wire.
type EventData interface{ Kind() Kind }

// Texted is an event whose text is kept beside it, so that a redaction can replace the text alone.
type Texted interface {
	EventData
	TextID() string
	GetText() string
	WithText(text string) EventData
}

// Cause says why a conversation was opened or assigned.
type Cause string

// Why a conversation was opened (the first four) or changed its holder.
const (
	CauseCustomer   Cause = "customer"
	CauseStaff      Cause = "staff"
	CauseAgents     Cause = "agents"
	CauseMissedCall Cause = "missed_call"

	CauseAssign     Cause = "assign"
	CauseClaim      Cause = "claim"
	CauseReply      Cause = "reply"
	CauseNext       Cause = "next"
	CauseTakeBack   Cause = "take_back"
	CauseLeft       Cause = "left"
	CauseAbsent     Cause = "absent"
	CauseServiceOff Cause = "service_off"
	CauseLaraOff    Cause = "lara_off"
)

// Opened starts an episode.
type Opened struct {
	Episode  int      `json:"episode"`
	Customer Customer `json:"customer"`
	Channel  Channel  `json:"channel"`
	Holder   Holder   `json:"holder"`
	Cause    Cause    `json:"cause"`
}

// Received is a message from the customer.
type Received struct {
	Message  MessageID `json:"message"`
	Text     string    `json:"-"`
	Language string    `json:"language,omitempty"` // of the message, where it shows; the customer's from now on
}

// Sent is a message to the customer. Answers tells that it ends the waiting.
type Sent struct {
	Message MessageID `json:"message"`
	Text    string    `json:"-"`
	Answers bool      `json:"answers"`
}

// DeliveryState is how far an outbound message got.
type DeliveryState string

// The states of delivery; a message without any is queued.
const (
	DeliverySent        DeliveryState = "sent"
	DeliveryUnconfirmed DeliveryState = "unconfirmed"
	DeliveryDelivered   DeliveryState = "delivered"
	DeliveryFailed      DeliveryState = "failed"
	DeliverySuppressed  DeliveryState = "suppressed"
)

// Step orders the states: a delivery only moves forward, and from DeliveryDelivered on it stays what it is.
func (s DeliveryState) Step() int {
	switch s {
	case DeliveryUnconfirmed:
		return 1
	case DeliverySent:
		return 2
	case DeliveryDelivered:
		return 3
	case DeliveryFailed:
		return 4
	case DeliverySuppressed:
		return 5
	}
	return 0
}

// Delivery is a step of an outbound message on its way.
type Delivery struct {
	Message MessageID     `json:"message"`
	State   DeliveryState `json:"state"`
	Error   string        `json:"error,omitempty"`
}

// NoteAdded is an internal note.
type NoteAdded struct {
	Note          NoteID   `json:"note"`
	Text          string   `json:"-"`
	Mentions      []UserID `json:"mentions,omitempty"`
	DirectsAgents bool     `json:"directs_agents,omitempty"`
}

// Assigned changes the holder.
type Assigned struct {
	From  Holder `json:"from"`
	To    Holder `json:"to"`
	Note  NoteID `json:"note,omitempty"`
	Cause Cause  `json:"cause"`
}

// Escalated hands over to the office with a reason; where Lara only raises an alarm From = To and there is no note.
type Escalated struct {
	From   Holder   `json:"from"`
	To     Holder   `json:"to"`
	Reason ReasonID `json:"reason"`
	Note   NoteID   `json:"note,omitempty"`
}

// Acknowledged stops an escalation's alarm.
type Acknowledged struct {
	Reason ReasonID `json:"reason"`
}

// TakenOver locks agents out.
type TakenOver struct {
	From Holder `json:"from"`
	To   Holder `json:"to"`
}

// Directed lifts the lock for some agents, or for all.
type Directed struct {
	Note   NoteID   `json:"note"`
	All    bool     `json:"all,omitempty"`
	Agents []UserID `json:"agents,omitempty"`
}

// Seen moves the actor's own "last seen".
type Seen struct {
	Seq    Seq `json:"seq"`
	Unread int `json:"unread"`
}

// Closed ends the episode.
type Closed struct {
	From Holder `json:"from"`
	Note NoteID `json:"note,omitempty"`
}

// OptOut and OptIn are the customer's word on texts from this workplace.
type (
	OptOut struct {
		Channel ChannelID `json:"channel"`
	}
	OptIn struct {
		Channel ChannelID `json:"channel"`
	}
)

// CustomerUpdated carries the customer as known from now on.
type CustomerUpdated struct {
	Customer Customer `json:"customer"`
}

// Redacted replaces one text; exactly one of Message and Note is set.
type Redacted struct {
	Message MessageID `json:"message,omitempty"`
	Note    NoteID    `json:"note,omitempty"`
	Reason  string    `json:"reason"`
}

func (Opened) Kind() Kind          { return KindOpened }
func (Received) Kind() Kind        { return KindReceived }
func (Sent) Kind() Kind            { return KindSent }
func (Delivery) Kind() Kind        { return KindDelivery }
func (NoteAdded) Kind() Kind       { return KindNote }
func (Assigned) Kind() Kind        { return KindAssigned }
func (Escalated) Kind() Kind       { return KindEscalated }
func (Acknowledged) Kind() Kind    { return KindAcknowledged }
func (TakenOver) Kind() Kind       { return KindTakenOver }
func (Directed) Kind() Kind        { return KindDirected }
func (Seen) Kind() Kind            { return KindSeen }
func (Closed) Kind() Kind          { return KindClosed }
func (OptOut) Kind() Kind          { return KindOptedOut }
func (OptIn) Kind() Kind           { return KindOptedIn }
func (CustomerUpdated) Kind() Kind { return KindCustomer }
func (Redacted) Kind() Kind        { return KindRedacted }

// TextID is the id under which the text is kept.
func (d Received) TextID() string  { return string(d.Message) }
func (d Sent) TextID() string      { return string(d.Message) }
func (d NoteAdded) TextID() string { return string(d.Note) }

// GetText is the text as recorded or read.
func (d Received) GetText() string  { return d.Text }
func (d Sent) GetText() string      { return d.Text }
func (d NoteAdded) GetText() string { return d.Text }

// WithText is the same event with the text put in.
func (d Received) WithText(text string) EventData  { d.Text = text; return d }
func (d Sent) WithText(text string) EventData      { d.Text = text; return d }
func (d NoteAdded) WithText(text string) EventData { d.Text = text; return d }
