package wire

import "relevo/backend/desk"

// This file holds the bodies that go over HTTP inside the workplace. A field of a request that may be left out has
// `omitempty`; what is left out counts as empty, and what the rules say of the empty then applies.

// Problem is every refusal's body (RFC 9457). Holder and LastSeq are the refused command's conversation as it stands.
type Problem struct {
	Type    string  `json:"type" enum:"about:blank"`
	Title   string  `json:"title"`
	Status  int     `json:"status"`
	Detail  string  `json:"detail"`
	Code    string  `json:"code"`
	Request string  `json:"request,omitempty" doc:"The request's id, by which the operator finds it in the log."`
	Holder  *Holder `json:"holder,omitempty"`
	LastSeq *int64  `json:"last_seq,omitempty"`
	// Conversation is the one that another person holds, where starting it was refused.
	Conversation *Conversation `json:"conversation,omitempty"`
	// Missed is what the author of a crossed reply did not know of.
	Missed []Event `json:"missed,omitempty"`
}

// CommandAnswer is a command's answer: the conversation as it stands, and the events that the command recorded.
type CommandAnswer struct {
	Conversation Conversation `json:"conversation"`
	Events       []Event      `json:"events"`
}

// ConversationPage is a page of a list. Next is the cursor of the page after it; null: this was the last.
type ConversationPage struct {
	Conversations []Conversation `json:"conversations"`
	Next          *string        `json:"next"`
}

// EventPage is a page of a workplace's events in their order. Next is the `after` of the page after it.
type EventPage struct {
	Events []Event `json:"events"`
	Next   *string `json:"next"`
}

// Stream is the Activity Stream as it stood at Seq.
type Stream struct {
	Epoch    string          `json:"epoch"`
	Seq      int64           `json:"seq"`
	Sections []StreamSection `json:"sections"`
}

// StreamSection is one part of the Activity Stream, newest first.
type StreamSection struct {
	Key           string         `json:"key" enum:"mine,staff,agents,lara,closed"`
	Count         int            `json:"count"`
	Unanswered    int            `json:"unanswered"`
	Conversations []Conversation `json:"conversations"`
	Next          *string        `json:"next"`
}

// FromStream shows the Activity Stream to one of the workplace's people.
func FromStream(s desk.Stream, reader desk.UserID, d Directory) Stream {
	v := Stream{Epoch: s.Epoch, Seq: int64(s.Seq), Sections: make([]StreamSection, len(s.Sections))}
	for i, part := range s.Sections {
		v.Sections[i] = StreamSection{
			Key: string(part.Section), Count: part.Count, Unanswered: part.Unanswered,
			Conversations: FromConversations(part.Page.Conversations, reader, d), Next: optional(part.Page.Next),
		}
	}
	return v
}

// FromPage shows a page of conversations.
func FromPage(p desk.Page, reader desk.UserID, d Directory) ConversationPage {
	return ConversationPage{Conversations: FromConversations(p.Conversations, reader, d), Next: optional(p.Next)}
}

// Queue is an agent's own work over all their workplaces.
type Queue struct {
	Mine     []Conversation   `json:"mine"`
	MayReply []Conversation   `json:"may_reply" doc:"What the office holds and directs the agent to answer."`
	Waiting  []Conversation   `json:"waiting"`
	Seqs     map[string]int64 `json:"seqs"`
}

// FromQueue shows an agent their work.
func FromQueue(q desk.Queue, reader desk.UserID, d Directory) Queue {
	v := Queue{
		Mine: FromConversations(q.Mine, reader, d), MayReply: FromConversations(q.MayReply, reader, d),
		Waiting: FromConversations(q.Waiting, reader, d), Seqs: make(map[string]int64, len(q.Seqs)),
	}
	for w, seq := range q.Seqs {
		v.Seqs[string(w)] = int64(seq)
	}
	return v
}

// ConversationView is a conversation with the newest of its events, oldest first, and the reader's drafts in it. It knows of
// everything in the workplace up to Seq, and may know more.
type ConversationView struct {
	Seq          int64        `json:"seq"`
	Conversation Conversation `json:"conversation"`
	Events       []Event      `json:"events"`
	HasMore      bool         `json:"has_more"`
	Drafts       Drafts       `json:"drafts"`
}

// Drafts are what the reader began to write; null: nothing.
type Drafts struct {
	Reply *string `json:"reply"`
	Note  *string `json:"note"`
}

// FromDrafts shows somebody's drafts.
func FromDrafts(drafts map[desk.DraftMode]string) Drafts {
	return Drafts{Reply: optional(drafts[desk.DraftReply]), Note: optional(drafts[desk.DraftNote])}
}

// OlderEvents is a page further back in a conversation, oldest first. Next is the `before` of the page before it.
type OlderEvents struct {
	Events  []Event `json:"events"`
	HasMore bool    `json:"has_more"`
	Next    *string `json:"next"`
}

// StartConversation writes to a number. Channel is the workplace's SMS channel where it is left out.
type StartConversation struct {
	Phone   string  `json:"phone"`
	Name    *string `json:"name,omitempty"`
	Channel *string `json:"channel,omitempty"`
	Text    string  `json:"text"`
	Force   bool    `json:"force,omitempty"`
}

// SendMessage is a reply. IfSeen is the newest seq of the conversation that its author had on the screen.
type SendMessage struct {
	Text        string   `json:"text"`
	Attachments []string `json:"attachments,omitempty"`
	IfSeen      *int64   `json:"if_seen,omitempty"`
	Force       bool     `json:"force,omitempty"`
}

// AddNote is an internal note; with DirectsAgents it lets the agents mentioned reply, or all of them.
type AddNote struct {
	Text          string `json:"text"`
	DirectsAgents bool   `json:"directs_agents,omitempty"`
}

// Assign gives the conversation to a team's queue, or to one user of the team.
type Assign struct {
	To   *AssignTo `json:"to" required:"true"`
	Note *string   `json:"note,omitempty"`
}

// AssignTo names who is to hold it; User is a user id.
type AssignTo struct {
	Team string  `json:"team" enum:"lara,agents,staff"`
	User *string `json:"user,omitempty"`
}

// Escalate calls the office, or one of it.
type Escalate struct {
	Reason string  `json:"reason"`
	Note   string  `json:"note"`
	ToUser *string `json:"to_user,omitempty"`
}

// CloseConversation ends the episode.
type CloseConversation struct {
	Note *string `json:"note,omitempty"`
}

// MarkSeen says up to which event the conversation was on the screen.
type MarkSeen struct {
	Seq *int64 `json:"seq" required:"true" nullable:"false"`
}

// Nothing is the body of what needs none.
type Nothing struct{}

// SaveDraft keeps what somebody began to write; a blank text keeps nothing.
type SaveDraft struct {
	Text string `json:"text"`
}

// ChangeCustomer gives a customer another name, or says what colleagues should know; what is left out stays.
type ChangeCustomer struct {
	Name  *string `json:"name,omitempty"`
	About *string `json:"about,omitempty"`
}
