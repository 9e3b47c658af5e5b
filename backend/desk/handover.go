package desk

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
	switch {
	case d.by.Team == TeamAgents && to.Team == TeamLara:
		return Refuse(Forbidden, "Agents hand over to agents or to the office.")
	case d.by.Team != TeamAgents && d.by.Team != TeamStaff && d.by.Team != TeamSupervisor:
		return forbidden
	case !d.c.Open():
		return Refuse(AlreadyClosed, "The conversation is closed.")
	case d.by.Team == TeamAgents && d.c.WithOffice() && !d.takesBack(to):
		return lockedOut
	case d.by.Team == TeamSupervisor && d.c.TakenOver != nil && to.Team != TeamStaff:
		return Refuse(AgentsLockedOut, "Office staff took this conversation over. Give it to office staff only.")
	}
	return nil
}

// takesBack tells whether an agent fetches back what they escalated and the office has not touched yet.
func (d decision) takesBack(to Holder) bool {
	return d.c.WithOffice() && d.by.Team == TeamAgents && d.c.TakeBack == d.by.User && to == d.me()
}

// assignCause names an assignment: only claiming for oneself what nobody has claimed needs no words.
func (d decision) assignCause(to Holder) Cause {
	switch {
	case d.takesBack(to):
		return CauseTakeBack
	case to == d.me() && d.c.Holder.Queue():
		return CauseClaim
	}
	return CauseAssign
}

func (d decision) claimNext() ([]EventData, *Error) {
	switch {
	case d.by.Team != TeamAgents:
		return nil, Refuse(Forbidden, "The queue is the agents'.")
	case !d.c.Open() || d.c.Holder != (Holder{Team: TeamAgents}):
		return nil, Refuse(Outdated, "Somebody else holds the conversation by now.")
	}
	return []EventData{Assigned{From: d.c.Holder, To: d.me(), Cause: CauseNext}}, nil
}

func (d decision) escalate(cmd Escalate) ([]EventData, *Error) {
	to := Holder{Team: TeamStaff, User: cmd.ToUser}
	switch {
	case d.by.Team != TeamAgents && d.by.Team != TeamSupervisor:
		return nil, Refuse(Forbidden, "Agents and supervisors escalate to the office.")
	case !d.c.Open():
		return nil, Refuse(AlreadyClosed, "The conversation is closed.")
	case d.c.WithOffice():
		return nil, Refuse(AlreadyWithStaff, "The office holds this conversation already.")
	case cmd.Reason == "":
		return nil, Refuse(ReasonRequired, "Choose a reason from the list.")
	case !d.w.hasReason(cmd.Reason):
		return nil, Refuse(InvalidReason, "Choose a reason from the workplace's list.")
	case !d.w.assignable(to):
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
	for _, r := range w.Reasons {
		if r == id {
			return true
		}
	}
	return false
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
