package desk

import "time"

// Decide answers what a command would have happen in a conversation: the events to record, in their order, or a named
// refusal (*Error). No events and no error means that the command is fulfilled already. A conversation in which nothing
// has happened yet is given with its ids alone.
//
// Of several refusals the first of the contract's order is answered: who may at all (403), then the state of the
// conversation (409, locks before crossed replies), then what was submitted (422).
func Decide(c Conversation, w *Workplace, by Actor, cmd Command, at time.Time) ([]EventData, error) {
	d := decision{c: c, w: w, by: by, at: at}
	var events []EventData
	var refusal *Error
	switch cmd := cmd.(type) {
	case Receive:
		events, refusal = d.receive(cmd)
	case Reply:
		events, refusal = d.reply(cmd)
	case Start:
		events, refusal = d.start(cmd)
	case AddNote:
		events, refusal = d.note(cmd)
	case Assign:
		events, refusal = d.assign(cmd)
	case ClaimNext:
		events, refusal = d.claimNext()
	case Escalate:
		events, refusal = d.escalate(cmd)
	case Acknowledge:
		events, refusal = d.acknowledge()
	case Close:
		events, refusal = d.close(cmd)
	case MarkSeen:
		events, refusal = d.seen(cmd)
	case UpdateCustomer:
		events, refusal = d.updateCustomer(cmd)
	case LaraReply:
		events, refusal = d.laraReply(cmd)
	case LaraHandOver:
		events, refusal = d.laraHandOver(cmd)
	case LaraAlarm:
		events, refusal = d.laraAlarm(cmd)
	case Deliver:
		events, refusal = d.deliver(cmd)
	case CloseIdle:
		events, refusal = d.closeIdle()
	case Return:
		events, refusal = d.giveBack(cmd)
	default:
		refusal = Refuse(Malformed, "This command is not known.")
	}
	if refusal != nil {
		answer := *refusal
		if c.Exists() {
			answer.Conversation = &c
		}
		return nil, &answer
	}
	return events, nil
}

// decision is one command's question: the conversation as it stands, the workplace, who asks, and when.
type decision struct {
	c  Conversation
	w  *Workplace
	by Actor
	at time.Time
}

// me is the actor as a holder.
func (d decision) me() Holder { return Holder(d.by) }

// newcomers is who holds what nobody held before: Lara, or whoever stands in for her.
func (d decision) newcomers() Holder {
	if d.w.Lara {
		return Holder{Team: TeamLara}
	}
	return d.helpers()
}

// helpers is the queue that Lara's conversations go to.
func (d decision) helpers() Holder {
	if d.w.AgentsService {
		return Holder{Team: TeamAgents}
	}
	return Holder{Team: TeamStaff}
}

// outside is who is at the other end, and on which channel: as the conversation knows, or, before its first episode, as
// the channel does.
func (d decision) outside(customer Customer, channel Channel) (Customer, Channel) {
	if d.c.Episode > 0 {
		return d.c.Customer, d.c.Channel
	}
	if blank(customer.Name) {
		customer.Name = ""
	}
	return customer, channel
}

// opened starts the next episode.
func (d decision) opened(customer Customer, channel Channel, holder Holder, cause Cause) Opened {
	return Opened{Episode: d.c.Episode + 1, Customer: customer, Channel: channel, Holder: holder, Cause: cause}
}

func (d decision) receive(cmd Receive) ([]EventData, *Error) {
	if d.by.Team != TeamCustomer {
		return nil, forbidden
	}
	if refusal := checkMessage(cmd.Text, cmd.Limit); refusal != nil {
		return nil, refusal
	}
	var events []EventData
	if !d.c.Open() {
		customer, channel := d.outside(cmd.Customer, cmd.Channel)
		events = append(events, d.opened(customer, channel, d.newcomers(), CauseCustomer))
	}
	return append(events, Received{Message: cmd.Message, Text: cmd.Text, Language: cmd.Language}), nil
}

func (d decision) close(cmd Close) ([]EventData, *Error) {
	if d.by.Team != TeamStaff && d.by.Team != TeamAgents {
		return nil, forbidden
	}
	if !d.c.Open() {
		return nil, Refuse(AlreadyClosed, "The conversation is closed already.")
	}
	if d.by.Team == TeamAgents && d.c.WithOffice() {
		return nil, lockedOut
	}
	if d.by.Team == TeamAgents && d.c.Holder.Team == TeamLara {
		return nil, Refuse(HeldByOther, "Lara holds this conversation. Claim it before closing it.")
	}
	note, events, refusal := d.optionalNote(cmd.Note, cmd.Text)
	if refusal != nil {
		return nil, refusal
	}
	return append(events, Closed{From: d.c.Holder, Note: note}), nil
}

func (d decision) acknowledge() ([]EventData, *Error) {
	if d.by.Team != TeamStaff && d.by.Team != TeamAgents {
		return nil, forbidden
	}
	escalation := d.c.Escalation
	if escalation == nil {
		return nil, Refuse(NoEscalation, "No escalation is open here.")
	}
	if escalation.Team != d.by.Team {
		return nil, Refuse(Forbidden, "This escalation went to another team.")
	}
	if escalation.AcknowledgedBy != nil {
		return nil, nil
	}
	return []EventData{Acknowledged{Reason: escalation.Reason}}, nil
}

func (d decision) seen(cmd MarkSeen) ([]EventData, *Error) {
	if d.by.Team != TeamStaff && d.by.Team != TeamAgents {
		return nil, Refuse(Forbidden, "Supervisors watch without leaving a trace.")
	}
	if cmd.Newest <= d.c.SeenBy[d.by.User].Seq {
		return nil, nil
	}
	return []EventData{Seen{Seq: cmd.Newest, Unread: d.c.Received - cmd.Received}}, nil
}

func (d decision) updateCustomer(cmd UpdateCustomer) ([]EventData, *Error) {
	if d.by.Team != TeamStaff && d.by.Team != TeamAgents {
		return nil, forbidden
	}
	customer := d.c.Customer
	if cmd.Name != nil {
		if blank(*cmd.Name) {
			return nil, Refuse(Invalid, "A name needs at least one letter.")
		}
		customer.Name = *cmd.Name
	}
	if cmd.About != nil {
		customer.About = *cmd.About
	}
	for _, s := range []string{customer.Name, customer.About} {
		if refusal := checkLine(s); refusal != nil {
			return nil, refusal
		}
	}
	if customer == d.c.Customer {
		return nil, nil
	}
	return []EventData{CustomerUpdated{Customer: customer}}, nil
}

func (d decision) deliver(cmd Deliver) ([]EventData, *Error) {
	if d.by != System {
		return nil, forbidden
	}
	return []EventData{Delivery(cmd)}, nil
}

func (d decision) closeIdle() ([]EventData, *Error) {
	c := d.c
	quietSince := c.HeldSince
	if c.LastMessage != nil {
		quietSince = c.LastMessage.At
	}
	alarmed := c.Escalation != nil && c.Escalation.AcknowledgedBy == nil
	if d.by != System {
		return nil, forbidden
	}
	if !c.Open() || c.Waiting() || alarmed || d.w.CloseAfter <= 0 || d.at.Before(quietSince.Add(d.w.CloseAfter)) {
		return nil, Refuse(Outdated, "The conversation is not idle any more.")
	}
	return []EventData{Closed{From: c.Holder}}, nil
}

func (d decision) giveBack(cmd Return) ([]EventData, *Error) {
	if d.by != System {
		return nil, forbidden
	}
	if !d.c.Open() || d.c.Holder != cmd.Holder {
		return nil, Refuse(Outdated, "Somebody else holds the conversation by now.")
	}
	if cmd.Cause == CauseAbsent && !d.c.Waiting() {
		return nil, Refuse(Outdated, "The customer does not wait any more.")
	}
	to := d.queueFor(cmd)
	if to == cmd.Holder {
		return nil, Refuse(Outdated, "The conversation is in that queue already.")
	}
	return []EventData{Assigned{From: cmd.Holder, To: to, Cause: cmd.Cause}}, nil
}

// queueFor is where something goes back to: the team's own queue, unless the team works here no longer.
func (d decision) queueFor(cmd Return) Holder {
	if cmd.Cause == CauseLaraOff {
		return d.helpers()
	}
	if cmd.Cause == CauseServiceOff || cmd.Holder.Team == TeamAgents && !d.w.AgentsService {
		return Holder{Team: TeamStaff}
	}
	return Holder{Team: cmd.Holder.Team}
}
