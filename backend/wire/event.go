package wire

import (
	"encoding/json"
	"errors"

	"relevo/backend/desk"
)

// Event is one thing that happened, in its workplace's order. Data's shape follows from Kind.
type Event struct {
	Workplace    string    `json:"workplace"`
	Seq          int64     `json:"seq"`
	Conversation string    `json:"conversation"`
	Kind         string    `json:"kind"`
	At           string    `json:"at" format:"date-time"`
	By           Actor     `json:"by"`
	Data         EventData `json:"data"`
}

// EventData is one of the structs below.
type EventData any

// The data of the kinds of events, by the kinds' names.
type (
	// Opened is conversation.opened.
	Opened struct {
		Episode  int      `json:"episode"`
		Customer Customer `json:"customer"`
		Channel  Channel  `json:"channel"`
		Holder   Holder   `json:"holder"`
		Cause    string   `json:"cause" enum:"customer,staff,agents,missed_call"`
	}
	// Received is message.received. Language is the message's own where it shows, else empty.
	Received struct {
		Message     string       `json:"message"`
		Text        string       `json:"text"`
		Attachments []Attachment `json:"attachments"`
		Language    string       `json:"language,omitempty"`
	}
	// Sent is message.sent.
	Sent struct {
		Message     string       `json:"message"`
		Text        string       `json:"text"`
		Attachments []Attachment `json:"attachments"`
		Answers     bool         `json:"answers"`
	}
	// Delivery is message.delivery.
	Delivery struct {
		Message string `json:"message"`
		State   string `json:"state" enum:"sent,unconfirmed,delivered,failed,suppressed"`
		Error   string `json:"error,omitempty"`
	}
	// Note is note.added.
	Note struct {
		Note          string   `json:"note"`
		Text          string   `json:"text"`
		Mentions      []string `json:"mentions"`
		DirectsAgents bool     `json:"directs_agents"`
	}
	// Assigned is conversation.assigned.
	Assigned struct {
		From  Holder  `json:"from"`
		To    Holder  `json:"to"`
		Note  *string `json:"note,omitempty"`
		Cause string  `json:"cause" enum:"assign,claim,reply,next,take_back,left,absent,service_off,lara_off"`
	}
	// Escalated is conversation.escalated. Note is null where Lara only raises an alarm.
	Escalated struct {
		From   Holder  `json:"from"`
		To     Holder  `json:"to"`
		Reason string  `json:"reason"`
		Note   *string `json:"note"`
	}
	// Acknowledged is escalation.acknowledged.
	Acknowledged struct {
		Reason string `json:"reason"`
	}
	// TookOver is conversation.taken_over.
	TookOver struct {
		From Holder `json:"from"`
		To   Holder `json:"to"`
	}
	// AgentsDirected is agents.directed.
	AgentsDirected struct {
		Note   string   `json:"note"`
		Agents Directed `json:"agents"`
	}
	// Seen is conversation.seen: the actor's own.
	Seen struct {
		Seq    int64 `json:"seq"`
		Unread int   `json:"unread"`
	}
	// Closed is conversation.closed.
	Closed struct {
		From Holder  `json:"from"`
		Note *string `json:"note,omitempty"`
	}
	// Opted is customer.opted_out and customer.opted_in.
	Opted struct {
		Channel string `json:"channel"`
	}
	// CustomerUpdated is customer.updated.
	CustomerUpdated struct {
		Customer Customer `json:"customer"`
	}
	// Redacted is text.redacted: the text of one message or note is gone.
	Redacted struct {
		Message string `json:"message,omitempty"`
		Note    string `json:"note,omitempty"`
		Reason  string `json:"reason"`
	}
)

// Attachment is a file with a message.
type Attachment struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Type  string `json:"type"`
	Size  int64  `json:"size"`
	State string `json:"state"`
}

// Directed is whom the office lets reply: "all", or a list of user ids.
type Directed struct {
	All    bool
	Agents []string
}

// MarshalJSON writes "all" or the list.
func (d Directed) MarshalJSON() ([]byte, error) {
	if d.All {
		return []byte(`"all"`), nil
	}
	if d.Agents == nil {
		return []byte(`[]`), nil
	}
	return json.Marshal(d.Agents)
}

// UnmarshalJSON reads "all" or the list.
func (d *Directed) UnmarshalJSON(b []byte) error {
	var word string
	if json.Unmarshal(b, &word) == nil {
		if word != "all" {
			return errors.New(`directed is "all" or a list of user ids`)
		}
		*d = Directed{All: true}
		return nil
	}
	d.All = false
	return json.Unmarshal(b, &d.Agents)
}

// FromEvent shows an event to the workplace's people.
func FromEvent(e desk.Event, d Directory) Event {
	return Event{
		Workplace: string(e.Workplace), Seq: int64(e.Seq), Conversation: string(e.Conversation), Kind: string(e.Kind()),
		At: Time(e.At), By: FromActor(e.By, d), Data: fromData(e.Data, d),
	}
}

// FromEvents shows a list of events.
func FromEvents(events []desk.Event, d Directory) []Event {
	shown := make([]Event, len(events))
	for i, e := range events {
		shown[i] = FromEvent(e, d)
	}
	return shown
}

func fromData(data desk.EventData, d Directory) EventData {
	switch e := data.(type) {
	case desk.Opened:
		return Opened{Episode: e.Episode, Customer: FromCustomer(e.Customer), Channel: FromChannel(e.Channel), Holder: FromHolder(e.Holder, d), Cause: string(e.Cause)}
	case desk.Received:
		return Received{Message: string(e.Message), Text: e.Text, Attachments: []Attachment{}, Language: e.Language}
	case desk.Sent:
		return Sent{Message: string(e.Message), Text: e.Text, Attachments: []Attachment{}, Answers: e.Answers}
	case desk.Delivery:
		return Delivery{Message: string(e.Message), State: string(e.State), Error: e.Error}
	case desk.NoteAdded:
		return Note{Note: string(e.Note), Text: e.Text, Mentions: ids(e.Mentions), DirectsAgents: e.DirectsAgents}
	case desk.Assigned:
		return Assigned{From: FromHolder(e.From, d), To: FromHolder(e.To, d), Note: optional(string(e.Note)), Cause: string(e.Cause)}
	case desk.Escalated:
		return Escalated{From: FromHolder(e.From, d), To: FromHolder(e.To, d), Reason: string(e.Reason), Note: optional(string(e.Note))}
	case desk.Acknowledged:
		return Acknowledged{Reason: string(e.Reason)}
	case desk.TakenOver:
		return TookOver{From: FromHolder(e.From, d), To: FromHolder(e.To, d)}
	case desk.Directed:
		return AgentsDirected{Note: string(e.Note), Agents: Directed{All: e.All, Agents: ids(e.Agents)}}
	case desk.Seen:
		return Seen{Seq: int64(e.Seq), Unread: e.Unread}
	case desk.Closed:
		return Closed{From: FromHolder(e.From, d), Note: optional(string(e.Note))}
	case desk.OptOut:
		return Opted{Channel: string(e.Channel)}
	case desk.OptIn:
		return Opted{Channel: string(e.Channel)}
	case desk.CustomerUpdated:
		return CustomerUpdated{Customer: FromCustomer(e.Customer)}
	case desk.Redacted:
		return Redacted{Message: string(e.Message), Note: string(e.Note), Reason: e.Reason}
	}
	panic("wire: an event of a kind that the contract does not know")
}

// KindData is a kind of event with the zero value of its data.
type KindData struct {
	Kind desk.Kind
	Data EventData
}

// Kinds are all kinds of events, in the contract's order: what the OpenAPI file's union of events is made of.
var Kinds = []KindData{
	{desk.KindOpened, Opened{}},
	{desk.KindReceived, Received{}},
	{desk.KindSent, Sent{}},
	{desk.KindDelivery, Delivery{}},
	{desk.KindNote, Note{}},
	{desk.KindAssigned, Assigned{}},
	{desk.KindEscalated, Escalated{}},
	{desk.KindAcknowledged, Acknowledged{}},
	{desk.KindTakenOver, TookOver{}},
	{desk.KindDirected, AgentsDirected{}},
	{desk.KindSeen, Seen{}},
	{desk.KindClosed, Closed{}},
	{desk.KindOptedOut, Opted{}},
	{desk.KindOptedIn, Opted{}},
	{desk.KindCustomer, CustomerUpdated{}},
	{desk.KindRedacted, Redacted{}},
}
