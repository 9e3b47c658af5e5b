package wire

import "relevo/backend/desk"

// Conversation is a conversation as one reader sees it: Unread is theirs.
type Conversation struct {
	ID            string       `json:"id"`
	Workplace     string       `json:"workplace"`
	Customer      Customer     `json:"customer"`
	Channel       Channel      `json:"channel"`
	Status        string       `json:"status" enum:"open,closed"`
	Holder        Holder       `json:"holder"`
	HeldSince     string       `json:"held_since" format:"date-time"`
	TakenOver     *TakenOver   `json:"taken_over"`
	AgentsMay     bool         `json:"agents_may_reply"`
	Directed      Directed     `json:"directed"`
	Escalation    *Escalation  `json:"escalation"`
	WaitingSince  *string      `json:"waiting_since" format:"date-time"`
	LastMessage   *LastMessage `json:"last_message"`
	OptedOut      bool         `json:"opted_out"`
	Episode       int          `json:"episode"`
	LastSeq       int64        `json:"last_seq"`
	Unread        int          `json:"unread"`
	TakeBackAgent *string      `json:"take_back_agent"` // the agent who may still fetch back what they escalated
}

// TakenOver says who locked agents out, and when.
type TakenOver struct {
	By Actor  `json:"by"`
	At string `json:"at" format:"date-time"`
}

// Escalation is an open call to a team.
type Escalation struct {
	Reason         string `json:"reason"`
	By             Actor  `json:"by"`
	At             string `json:"at" format:"date-time"`
	Team           string `json:"team" enum:"lara,agents,staff"` // the team that it went to
	AcknowledgedBy *Actor `json:"acknowledged_by"`
}

// LastMessage is the newest message either way.
type LastMessage struct {
	From    string `json:"from" enum:"customer,lara,agents,staff"`
	Message string `json:"message"`
	Text    string `json:"text"`
	At      string `json:"at" format:"date-time"`
	Seq     int64  `json:"seq"`

	Delivery *Progress `json:"delivery"`
}

// Progress is how far an outbound message got; null: nothing is known of it yet.
type Progress struct {
	State string `json:"state" enum:"sent,unconfirmed,delivered,failed,suppressed"`
	Error string `json:"error"`
}

// FromConversation shows a conversation to one of the workplace's people.
func FromConversation(c desk.Conversation, reader desk.UserID, d Directory) Conversation {
	v := Conversation{
		ID: string(c.ID), Workplace: string(c.Workplace), Customer: FromCustomer(c.Customer), Channel: FromChannel(c.Channel),
		Status: string(c.Status), Holder: FromHolder(c.Holder, d), HeldSince: Time(c.HeldSince),
		AgentsMay: c.AgentsMayReply() && d.AgentsService(c.Workplace), Directed: Directed{All: c.Directed.All, Agents: ids(c.Directed.Agents)},
		WaitingSince: optionalTime(c.WaitingSince), OptedOut: c.OptedOut, Episode: c.Episode, LastSeq: int64(c.LastSeq),
		Unread: c.Unread(reader), TakeBackAgent: optional(string(c.TakeBack)),
	}
	if t := c.TakenOver; t != nil {
		v.TakenOver = &TakenOver{By: FromActor(t.By, d), At: Time(t.At)}
	}
	if e := c.Escalation; e != nil {
		v.Escalation = &Escalation{Reason: string(e.Reason), By: FromActor(e.By, d), At: Time(e.At), Team: string(e.Team)}
		if e.AcknowledgedBy != nil {
			by := FromActor(*e.AcknowledgedBy, d)
			v.Escalation.AcknowledgedBy = &by
		}
	}
	if m := c.LastMessage; m != nil {
		v.LastMessage = &LastMessage{From: string(m.From), Message: string(m.Message), Text: m.Text, At: Time(m.At), Seq: int64(m.Seq)}
		if p := m.Delivery; p.State != "" {
			v.LastMessage.Delivery = &Progress{State: string(p.State), Error: p.Error}
		}
	}
	return v
}

// FromConversations shows a list.
func FromConversations(list []desk.Conversation, reader desk.UserID, d Directory) []Conversation {
	shown := make([]Conversation, len(list))
	for i, c := range list {
		shown[i] = FromConversation(c, reader, d)
	}
	return shown
}

// ids is a list of ids, never null.
func ids[T ~string](list []T) []string {
	plain := make([]string, len(list))
	for i, id := range list {
		plain[i] = string(id)
	}
	return plain
}

// optional is null for an empty text.
func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
