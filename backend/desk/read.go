package desk

import "time"

// This file names what readers ask of the log: lists of conversations, and what is kept beside them. No rule stands here.

// Section is a part of the Activity Stream.
type Section string

// The sections of the Activity Stream. SectionMine exists for a reader alone: it takes the reader's own conversations
// out of the section of their team.
const (
	SectionMine   Section = "mine"
	SectionStaff  Section = "staff"
	SectionAgents Section = "agents"
	SectionLara   Section = "lara"
	SectionClosed Section = "closed"
)

// Sections are all of them, in the stream's order.
var Sections = []Section{SectionMine, SectionStaff, SectionAgents, SectionLara, SectionClosed}

// Page is part of a list of conversations. Next is where the next part begins; empty: this was the last.
type Page struct {
	Conversations []Conversation
	Next          string
}

// StreamSection is one section of the Activity Stream with its counts and its first page.
type StreamSection struct {
	Section    Section
	Count      int
	Unanswered int
	Page       Page
}

// Stream is the Activity Stream as it stood at Seq.
type Stream struct {
	Epoch    string
	Seq      Seq
	Sections []StreamSection
}

// Queue is an agent's own work over all their workplaces, as it stood at Seqs.
type Queue struct {
	Mine     []Conversation
	MayReply []Conversation // what the office holds and directs them to answer
	Waiting  []Conversation
	Seqs     map[WorkplaceID]Seq
}

// PublicMessage is a message as the customer sees it: N counts the conversation's messages 1, 2, 3 …
type PublicMessage struct {
	N            int
	Message      MessageID
	FromCustomer bool
	Text         string
	At           time.Time
}

// DraftMode says what a draft would become.
type DraftMode string

// A draft is a reply or a note.
const (
	DraftReply DraftMode = "reply"
	DraftNote  DraftMode = "note"
)

// Receipt is what is kept of an answered command: enough to answer it again.
type Receipt struct {
	Fingerprint  []byte
	Workplace    WorkplaceID
	Conversation ConversationID // empty: there was nothing to do
	First, Last  Seq            // of its events; 0: none
}

// Vacancy is a holder who can hold no longer: a person who left or changed the role, or a team that is switched off.
type Vacancy struct {
	Workplace WorkplaceID
	Holder    Holder
	WholeTeam bool // the queue and every member of the team
	Cause     Cause
}
