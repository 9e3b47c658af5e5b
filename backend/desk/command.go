package desk

// Command is what somebody wants to happen in a conversation. Ids of what a command creates come with it, so that a
// decision needs no source of chance.
type Command interface{ command() }

// Receive is a message by the customer.
type Receive struct {
	Message  MessageID
	Text     string
	Limit    int      // code points; the channel's own
	Language string   // of this message, where it shows
	Customer Customer // as known to the channel, for the first message
	Channel  Channel
}

// Reply is a message to the customer by a person of the workplace.
type Reply struct {
	Message MessageID
	Text    string
	IfSeen  *Seq // the newest seq of this conversation that the author had seen; nil: not asked
	Force   bool // send although somebody was faster; never past a lock
}

// Start writes to a number: finds or opens its conversation, and the sender holds it, taken over.
type Start struct {
	Message  MessageID
	Text     string
	Force    bool // although another person holds it
	Customer Customer
	Channel  Channel
}

// AddNote is an internal note.
type AddNote struct {
	Note          NoteID
	Text          string
	DirectsAgents bool
}

// Assign gives the conversation to somebody.
type Assign struct {
	To   Holder
	Note NoteID
	Text string // the note; blank: none
}

// ClaimNext gives a waiting conversation of All Agents to the agent who asked for the next one.
type ClaimNext struct{}

// Escalate calls the office.
type Escalate struct {
	Reason ReasonID
	ToUser UserID // empty: All Office Staff
	Note   NoteID
	Text   string
}

// Acknowledge stops an escalation's alarm.
type Acknowledge struct{}

// Close ends the episode.
type Close struct {
	Note NoteID
	Text string // blank: none
}

// MarkSeen moves the actor's "last seen" up to what is on the screen. Newest (the newest news at or before Upto) and
// Received (the customer's messages up to there) are facts of the log, looked up by whoever runs the command.
type MarkSeen struct {
	Upto     Seq
	Newest   Seq
	Received int
}

// UpdateCustomer renames the customer or says something about them; nil leaves a field as it is.
type UpdateCustomer struct {
	Name  *string
	About *string
}

// LaraReply is an answer by Lara to what the customer wrote up to Upto; outdated when more came since.
type LaraReply struct {
	Message MessageID
	Text    string
	Upto    Seq
}

// LaraHandOver gives the conversation out of Lara's hands: a sentence to the customer, a note and the escalation. What
// waits too long with her goes the same way, in her name: the customer hears one voice.
type LaraHandOver struct {
	Message MessageID
	Text    string
	Note    NoteID
	Summary string
	Reason  ReasonID // what she would like; the workplace's first where it lacks it and general
	Upto    Seq
}

// LaraAlarm is Lara hearing an emergency where she does not hold the conversation.
type LaraAlarm struct{ Upto Seq }

// Deliver records a step of an outbound message on its way.
type Deliver struct {
	Message MessageID
	State   DeliveryState
	Error   string
}

// CloseIdle ends an episode in which nothing has happened for the workplace's close_after_hours.
type CloseIdle struct{}

// Return gives what a person (or Lara, or a team whose service ended) holds to a queue. Holder is who is expected to hold it.
type Return struct {
	Holder Holder
	Cause  Cause // left, absent, service_off or lara_off
}

func (Receive) command()        {}
func (Reply) command()          {}
func (Start) command()          {}
func (AddNote) command()        {}
func (Assign) command()         {}
func (ClaimNext) command()      {}
func (Escalate) command()       {}
func (Acknowledge) command()    {}
func (Close) command()          {}
func (MarkSeen) command()       {}
func (UpdateCustomer) command() {}
func (LaraReply) command()      {}
func (LaraHandOver) command()   {}
func (LaraAlarm) command()      {}
func (Deliver) command()        {}
func (CloseIdle) command()      {}
func (Return) command()         {}
