package desk

// This file holds the rules of writing to the customer: who may, what it does to the holder, and whose message is too late.

// reply is a message by a person. An agent's claims what nobody of the agents' colleagues holds; a staff member's takes
// the conversation over.
func (d decision) reply(cmd Reply) ([]EventData, *Error) {
	switch d.by.Team {
	case TeamStaff:
	case TeamAgents:
		if refusal := d.agentMayReply(); refusal != nil {
			return nil, refusal
		}
	default:
		return nil, Refuse(Forbidden, "Only agents and office staff write to customers. Leave a note instead.")
	}
	if cmd.IfSeen != nil && !cmd.Force && d.c.crossed(d.by, *cmd.IfSeen) {
		return nil, Refuse(CrossedReply, "Somebody else answered, closed or took this conversation meanwhile. Read what you missed, then edit, discard or send anyway.")
	}
	return d.message(d.c.Customer, d.c.Channel, cmd.Message, cmd.Text)
}

// start is a message by office staff to a number.
func (d decision) start(cmd Start) ([]EventData, *Error) {
	if d.by.Team != TeamStaff {
		return nil, Refuse(Forbidden, "Only office staff start conversations.")
	}
	if d.c.Open() && !d.c.Holder.Queue() && d.c.Holder.User != d.by.User && !cmd.Force {
		return nil, Refuse(HeldByOther, "Another person holds the conversation with this number. Write there, or force it.")
	}
	if refusal := checkLine(cmd.Customer.Name); refusal != nil {
		return nil, refusal
	}
	customer, channel := d.outside(cmd.Customer, cmd.Channel)
	named := customer.Name == "" && !blank(cmd.Customer.Name)
	if named {
		customer.Name = cmd.Customer.Name
	}
	events, refusal := d.message(customer, channel, cmd.Message, cmd.Text)
	if refusal == nil && named && d.c.Open() {
		events = append([]EventData{CustomerUpdated{Customer: customer}}, events...)
	}
	return events, refusal
}

// message is the text itself, after whatever it does to the holder.
func (d decision) message(customer Customer, channel Channel, id MessageID, text string) ([]EventData, *Error) {
	if refusal := checkMessage(text, d.w.MessageLimit); refusal != nil {
		return nil, refusal
	}
	if d.c.OptedOut {
		return nil, optedOut
	}
	sent := Sent{Message: id, Text: text, Answers: true}
	if before := d.comesToHold(customer, channel); before != nil {
		return []EventData{before, sent}, nil
	}
	return []EventData{sent}, nil
}

// comesToHold is what a message does to the holder before it is sent; nil: nothing.
func (d decision) comesToHold(customer Customer, channel Channel) EventData {
	staff := d.by.Team == TeamStaff
	if !d.c.Open() && staff {
		return d.opened(customer, channel, d.me(), CauseStaff)
	}
	if !d.c.Open() {
		return d.opened(customer, channel, d.me(), CauseAgents)
	}
	if staff && (d.c.Holder != d.me() || d.c.TakenOver == nil) {
		return TakenOver{From: d.c.Holder, To: d.me()}
	}
	if !staff && !d.c.WithOffice() && d.c.Holder != d.me() {
		return Assigned{From: d.c.Holder, To: d.me(), Cause: CauseReply}
	}
	return nil
}

// agentMayReply is the lock: once the office holds a conversation, an agent writes only where a note directs them.
func (d decision) agentMayReply() *Error {
	if !d.w.AgentsService {
		return Refuse(AgentsLockedOut, "This workplace has no Live Agents service.")
	}
	if d.c.WithOffice() && !d.c.Directs(d.by.User) {
		return lockedOut
	}
	if d.c.Holder.Team == TeamAgents && !d.c.Holder.Queue() && d.c.Holder != d.me() {
		return Refuse(HeldByOther, "Another agent holds this conversation.")
	}
	return nil
}

// laraHolds tells whether what Lara thought of still fits: she holds it, the customer waits, and wrote nothing since.
func (d decision) laraHolds(upto Seq) *Error {
	if d.by != Lara {
		return forbidden
	}
	if !d.c.Open() || d.c.Holder.Team != TeamLara || !d.w.Lara {
		return Refuse(NotHolding, "Lara does not hold this conversation.")
	}
	if !d.c.Waiting() || d.c.ReceivedSeq != upto {
		return Refuse(Outdated, "The customer was answered or wrote again meanwhile.")
	}
	return nil
}

func (d decision) laraReply(cmd LaraReply) ([]EventData, *Error) {
	if refusal := d.laraHolds(cmd.Upto); refusal != nil {
		return nil, refusal
	}
	if d.c.OptedOut {
		return nil, optedOut
	}
	if refusal := checkMessage(cmd.Text, d.w.MessageLimit); refusal != nil {
		return nil, refusal
	}
	return []EventData{Sent{Message: cmd.Message, Text: cmd.Text, Answers: true}}, nil
}

// laraHandOver says so to the customer, unless they asked for no more messages: then people get it without a word.
func (d decision) laraHandOver(cmd LaraHandOver) ([]EventData, *Error) {
	if refusal := d.laraHolds(cmd.Upto); refusal != nil {
		return nil, refusal
	}
	if refusal := checkMessage(cmd.Text, d.w.MessageLimit); refusal != nil {
		return nil, refusal
	}
	note, refusal := d.requiredNote(cmd.Note, cmd.Summary)
	if refusal != nil {
		return nil, refusal
	}
	events := []EventData{note, Escalated{From: d.c.Holder, To: d.helpers(), Reason: d.reason(cmd.Reason), Note: cmd.Note}}
	if d.c.OptedOut {
		return events, nil
	}
	return append([]EventData{Sent{Message: cmd.Message, Text: cmd.Text}}, events...), nil
}

func (d decision) laraAlarm(cmd LaraAlarm) ([]EventData, *Error) {
	if d.by != Lara {
		return nil, forbidden
	}
	if !d.c.Open() || d.c.Holder.Team == TeamLara {
		return nil, Refuse(NotHolding, "Lara hands over what she holds herself.")
	}
	if cmd.Upto <= d.c.HeardSeq {
		return nil, Refuse(Outdated, "This message has rung already.")
	}
	urgent := d.reason(ReasonUrgent)
	if e := d.c.Escalation; e != nil && e.Reason == urgent && e.AcknowledgedBy == nil {
		return nil, nil
	}
	return []EventData{Escalated{From: d.c.Holder, To: d.c.Holder, Reason: urgent}}, nil
}

// reason is the wanted reason where the workplace has it, else its general one, else its first.
func (d decision) reason(wanted ReasonID) ReasonID {
	const general ReasonID = "general"
	for _, id := range []ReasonID{wanted, general} {
		if d.w.hasReason(id) {
			return id
		}
	}
	if len(d.w.Reasons) > 0 {
		return d.w.Reasons[0]
	}
	return wanted
}
