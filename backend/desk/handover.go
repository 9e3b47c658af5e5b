package desk

import "slices"

// This file holds the rules of handing a conversation from one holder to another.

func (d decision) assign(cmd Assign) ([]EventData, *Error) {
	refusal := d.mayAssign(cmd.To)
	if refusal != nil {
		return nil, refusal
	}
	if cmd.To == d.c.Holder {
		return nil, nil
	}
	if !d.w.assignable(cmd.To) {
		return nil, Refuse(InvalidAssignee, "Choose an active member of that team, or a team that works here.")
	}
	cause := d.assignCause(cmd.To)
	if blank(cmd.Text) && cause != CauseClaim {
		return nil, Refuse(NoteRequired, "Say in a note why you hand this over.")
	}
	note, events, refusal := d.optionalNote(cmd.Note, cmd.Text)
	if refusal != nil {
		return nil, refusal
	}
	return append(events, Assigned{From: d.c.Holder, To: cmd.To, Note: note, Cause: cause}), nil
}

// mayAssign answers why the actor may not give the conversation to a holder, or nothing.
func (d decision) mayAssign(to Holder) *Error {
	if d.by.Team == TeamAgents && to.Team == TeamLara {
		return Refuse(Forbidden, "Agents hand over to agents or to the office.")
	}
	if d.by.Team != TeamAgents && d.by.Team != TeamStaff && d.by.Team != TeamSupervisor {
		return forbidden
	}
	if !d.c.Open() {
		return Refuse(AlreadyClosed, "The conversation is closed.")
	}
	if d.by.Team == TeamAgents && d.c.WithOffice() && !d.takesBack(to) {
		return lockedOut
	}
	if d.by.Team == TeamSupervisor && d.c.TakenOver != nil && to.Team != TeamStaff {
		return Refuse(AgentsLockedOut, "Office staff took this conversation over. Give it to office staff only.")
	}
	return nil
}

// takesBack tells whether an agent fetches back what they escalated and the office has not touched yet.
func (d decision) takesBack(to Holder) bool {
	return d.by.Team == TeamAgents && d.c.TakeBack == d.by.User && to == d.me()
}

// assignCause names an assignment: only claiming for oneself what nobody has claimed needs no words.
func (d decision) assignCause(to Holder) Cause {
	if d.takesBack(to) {
		return CauseTakeBack
	}
	if to == d.me() && d.c.Holder.Queue() {
		return CauseClaim
	}
	return CauseAssign
}

func (d decision) claimNext() ([]EventData, *Error) {
	if d.by.Team != TeamAgents {
		return nil, Refuse(Forbidden, "The queue is the agents'.")
	}
	if !d.c.Open() || d.c.Holder != (Holder{Team: TeamAgents}) {
		return nil, Refuse(Outdated, "Somebody else holds the conversation by now.")
	}
	return []EventData{Assigned{From: d.c.Holder, To: d.me(), Cause: CauseNext}}, nil
}

func (d decision) escalate(cmd Escalate) ([]EventData, *Error) {
	to := Holder{Team: TeamStaff, User: cmd.ToUser}
	if d.by.Team != TeamAgents && d.by.Team != TeamSupervisor {
		return nil, Refuse(Forbidden, "Agents and supervisors escalate to the office.")
	}
	if !d.c.Open() {
		return nil, Refuse(AlreadyClosed, "The conversation is closed.")
	}
	if d.c.WithOffice() {
		return nil, Refuse(AlreadyWithStaff, "The office holds this conversation already.")
	}
	if cmd.Reason == "" {
		return nil, Refuse(ReasonRequired, "Choose a reason from the list.")
	}
	if !d.w.hasReason(cmd.Reason) {
		return nil, Refuse(InvalidReason, "Choose a reason from the workplace's list.")
	}
	if !d.w.assignable(to) {
		return nil, Refuse(InvalidAssignee, "Choose an active member of the office.")
	}
	note, refusal := d.requiredNote(cmd.Note, cmd.Text)
	if refusal != nil {
		return nil, refusal
	}
	return []EventData{note, Escalated{From: d.c.Holder, To: to, Reason: cmd.Reason, Note: cmd.Note}}, nil
}

// hasReason tells whether the reason is on the workplace's list.
func (w *Workplace) hasReason(id ReasonID) bool {
	return slices.Contains(w.Reasons, id)
}

// assignable tells whether the workplace has such a holder: Lara or a team that works there, or an active member of it.
func (w *Workplace) assignable(to Holder) bool {
	switch to.Team {
	case TeamLara:
		return w.Lara && to.Queue()
	case TeamAgents:
		if !w.AgentsService {
			return false
		}
	case TeamStaff:
	default:
		return false
	}
	if to.Queue() {
		return true
	}
	member, ok := w.Members[to.User]
	return ok && member.Role.Team() == to.Team
}
