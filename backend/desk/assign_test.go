package desk_test

import (
	"strings"
	"testing"

	"relevo/backend/desk"
)

func TestClaim(t *testing.T) {
	claims := func(from, to string) string { return "assigned " + from + " -> " + to + " (claim)" }
	check(t, []row{
		{rule: "an agent claims what Lara holds, without a note", given: given(writes), by: gil, do: assign(withGil, ""), records: claims("lara", "agents:gil"), then: "open agents:gil; waiting"},
		{
			rule: "an agent claims from All Agents and so acknowledges", given: given(writes, handedOver), by: gil, do: assign(withGil, ""), records: claims("agents", "agents:gil"),
			then: "open agents:gil; general by lara for agents, acknowledged by gil; waiting",
		},
		{rule: "staff claim what Lara holds", given: given(writes), by: sol, do: assign(withSol, ""), records: claims("lara", "staff:sol"), then: "open staff:sol; waiting"},
		{rule: "staff claim from All Agents; the agents' escalation is over", given: given(writes, handedOver), by: sol, do: assign(withSol, ""), records: claims("agents", "staff:sol"), then: "open staff:sol; waiting"},
		{
			rule: "staff claim from All Office Staff and so acknowledge", given: given(writes, gilClaims, gilEscalates), by: sol, do: assign(withSol, ""), records: claims("staff", "staff:sol"),
			then: "open staff:sol; billing by agents:gil for staff, acknowledged by sol; waiting",
		},
		{
			rule: "claimed taken over from All Office Staff, it stays taken over", given: given(writes, by(luz, reply("Hi")), by(luz, assign(allStaff, "Off today"))), by: sol, do: assign(withSol, ""),
			records: claims("staff", "staff:sol"), then: "open staff:sol; taken over by luz",
		},
		{
			rule: "a note may come with a claim", given: given(writes), by: gil, do: assign(withGil, "I know him, @eva"),
			records: "note @eva; assigned lara -> agents:gil (claim) with note",
		},
		{rule: "only for oneself: for another it needs a note", given: given(writes, handedOver), by: gil, do: assign(withEva, ""), refused: desk.NoteRequired},
		{rule: "only what nobody has claimed: from an agent it needs a note", given: given(writes, by(eva, assign(withEva, ""))), by: gil, do: assign(withGil, ""), refused: desk.NoteRequired},
		{rule: "only what nobody has claimed: from a colleague it needs a note", given: given(writes, by(luz, reply("Hi"))), by: sol, do: assign(withSol, ""), refused: desk.NoteRequired},
		{rule: "an agent can't claim from All Office Staff", given: given(writes, by(sol, assign(allStaff, "Ours"))), by: gil, do: assign(withGil, ""), refused: desk.AgentsLockedOut},
		{
			rule: "who escalated it as an agent and is staff by now claims it like staff", given: given(writes, gilClaims, gilEscalates, settings(func(w *desk.Workplace) {
				w.Members["gil"] = desk.Member{ID: "gil", Handle: "gil", Role: desk.RoleStaff}
			})), by: desk.Actor{Team: desk.TeamStaff, User: "gil"}, do: assign(desk.Holder{Team: desk.TeamStaff, User: "gil"}, ""), records: claims("staff", "staff:gil"),
		},
		{rule: "a supervisor holds nothing", given: given(writes), by: sam, do: assign(desk.Holder(sam), "Mine"), refused: desk.InvalidAssignee},
	})
}

func TestAssign(t *testing.T) {
	gives := func(from, to string) string { return "note; assigned " + from + " -> " + to + " (assign) with note" }
	taken := given(writes, gilClaims, solWrites)
	check(t, []row{
		{rule: "an agent to an agent", given: given(writes, gilClaims), by: gil, do: assign(withEva, "Speaks French"), records: gives("agents:gil", "agents:eva"), then: "open agents:eva; waiting"},
		{rule: "an agent to All Agents", given: given(writes, gilClaims), by: gil, do: assign(allAgents, "Lunch"), records: gives("agents:gil", "agents"), then: "open agents; waiting"},
		{rule: "an agent to All Office Staff", given: given(writes, gilClaims), by: gil, do: assign(allStaff, "For you"), records: gives("agents:gil", "staff"), then: "open staff; waiting"},
		{rule: "an agent to one of the office", given: given(writes, gilClaims), by: gil, do: assign(withAda, "For you"), records: gives("agents:gil", "staff:ada")},
		{rule: "an agent takes a colleague's with a note", given: given(writes, gilClaims), by: eva, do: assign(withEva, "Gil is out"), records: gives("agents:gil", "agents:eva")},
		{rule: "an agent not to Lara", given: given(writes, gilClaims), by: gil, do: assign(withLara, "Hours"), refused: desk.Forbidden},
		{rule: "staff to an agent", given: given(writes), by: sol, do: assign(withGil, "Please"), records: gives("lara", "agents:gil")},
		{rule: "staff to All Agents", given: given(writes), by: sol, do: assign(allAgents, "Please"), records: gives("lara", "agents")},
		{rule: "staff to a colleague", given: given(writes), by: sol, do: assign(withLuz, "Please"), records: gives("lara", "staff:luz")},
		{rule: "staff to themselves from an agent", given: given(writes, gilClaims), by: sol, do: assign(withSol, "Mine"), records: gives("agents:gil", "staff:sol"), then: "open staff:sol; waiting"},
		{rule: "staff back to Lara", given: given(writes, gilClaims), by: sol, do: assign(withLara, "Hours"), records: gives("agents:gil", "lara"), then: "open lara; waiting"},
		{rule: "an admin as staff", given: given(writes), by: ada, do: assign(allAgents, "Please"), records: gives("lara", "agents")},
		{rule: "a supervisor to an agent", given: given(writes, gilClaims), by: sam, do: assign(withEva, "Free"), records: gives("agents:gil", "agents:eva")},
		{rule: "a supervisor to the office", given: given(writes, gilClaims), by: sam, do: assign(withSol, "Yours"), records: gives("agents:gil", "staff:sol")},
		{rule: "a supervisor back to Lara", given: given(writes, gilClaims), by: sam, do: assign(withLara, "Hours"), records: gives("agents:gil", "lara")},
		{rule: "a supervisor takes from the office what is not taken over", given: given(writes, gilClaims, gilEscalates), by: sam, do: assign(withEva, "Can do"), records: gives("staff", "agents:eva"), then: "open agents:eva; waiting"},

		{rule: "a taken-over one to agents: the take-over ends", given: taken, by: sol, do: assign(allAgents, "Yours"), records: gives("staff:sol", "agents"), then: "open agents"},
		{rule: "a taken-over one to Lara: the take-over ends", given: taken, by: sol, do: assign(withLara, "Yours"), records: gives("staff:sol", "lara"), then: "open lara"},
		{rule: "a taken-over one to a colleague: it stays taken over", given: taken, by: sol, do: assign(withLuz, "Yours"), records: gives("staff:sol", "staff:luz"), then: "open staff:luz; taken over by sol"},
		{rule: "a taken-over one to All Office Staff: it stays taken over", given: taken, by: luz, do: assign(allStaff, "Whoever"), records: gives("staff:sol", "staff"), then: "open staff; taken over by sol"},
		{rule: "a supervisor gives a taken-over one to staff", given: taken, by: sam, do: assign(withLuz, "Yours"), records: gives("staff:sol", "staff:luz"), then: "open staff:luz; taken over by sol"},
		{rule: "a supervisor gives a taken-over one to no agent", given: taken, by: sam, do: assign(withGil, "Yours"), refused: desk.AgentsLockedOut},
		{rule: "a supervisor gives a taken-over one not to Lara", given: taken, by: sam, do: assign(withLara, "Yours"), refused: desk.AgentsLockedOut},
		{rule: "an agent gives a taken-over one to nobody", given: taken, by: gil, do: assign(withLuz, "Yours"), refused: desk.AgentsLockedOut},
		{rule: "an agent gives what is with the office to nobody", given: given(writes, gilClaims, gilEscalates), by: eva, do: assign(withEva, "Mine"), refused: desk.AgentsLockedOut},

		{
			rule: "inside the team that it went to, an escalation stays", given: given(writes, gilClaims, gilEscalates), by: sol, do: assign(withLuz, "Billing is yours"), records: gives("staff", "staff:luz"),
			then: "open staff:luz; billing by agents:gil for staff, acknowledged by nobody; waiting",
		},
		{rule: "leaving the team that it went to, an escalation ends", given: given(writes, gilClaims, gilEscalates), by: sol, do: assign(withEva, "Can do"), records: gives("staff", "agents:eva"), then: "open agents:eva; waiting"},
		{rule: "giving it to another acknowledges nothing", given: given(writes, handedOver), by: gil, do: assign(withEva, "French"), records: gives("agents", "agents:eva"), then: "open agents:eva; general by lara for agents, acknowledged by nobody; waiting"},
	})
}

func TestAssignToThePresentHolder(t *testing.T) {
	check(t, []row{
		{rule: "records nothing for the holder", given: given(writes, gilClaims), by: gil, do: assign(withGil, "")},
		{rule: "records nothing for a queue", given: given(writes, handedOver), by: sol, do: assign(allAgents, "")},
		{rule: "records nothing even with a note", given: given(writes, gilClaims), by: sam, do: assign(withGil, "Go on")},
		{rule: "records nothing for Lara, though she was switched off this moment", given: given(writes, noLara), by: sol, do: assign(withLara, "Go on")},
	})
}

func TestAssignRefusals(t *testing.T) {
	without := func(user desk.UserID) step {
		return settings(func(w *desk.Workplace) { delete(w.Members, user) })
	}
	check(t, []row{
		{rule: "no note", given: given(writes), by: sol, do: assign(withGil, ""), refused: desk.NoteRequired},
		{rule: "a note of blanks", given: given(writes), by: sol, do: assign(withGil, " \n\t"), refused: desk.NoteRequired},
		{rule: "a supervisor's without a note", given: given(writes), by: sam, do: assign(withSol, ""), refused: desk.NoteRequired},
		{rule: "a note that is too long", given: given(writes), by: sol, do: assign(withGil, strings.Repeat("é", 4001)), refused: desk.MessageTooLong},
		{rule: "a note as long as it may be", given: given(writes), by: sol, do: assign(withGil, strings.Repeat("é", 4000)), records: "note; assigned lara -> agents:gil (assign) with note"},
		{rule: "a claim with a note that is not UTF-8", given: given(writes), by: gil, do: assign(withGil, "\xff"), refused: desk.Malformed},
		{rule: "a note with NUL", given: given(writes), by: sol, do: assign(withGil, "\x00"), refused: desk.Invalid},
		{rule: "closed", given: given(writes, solCloses), by: sol, do: assign(withGil, "Please"), refused: desk.AlreadyClosed},
		{rule: "closed, for a claim", given: given(writes, solCloses), by: gil, do: assign(withGil, ""), refused: desk.AlreadyClosed},
		{rule: "agents where the service is off", given: given(writes, noService), by: sol, do: assign(allAgents, "Please"), refused: desk.InvalidAssignee},
		{rule: "an agent where the service is off", given: given(writes, noService), by: sol, do: assign(withGil, "Please"), refused: desk.InvalidAssignee},
		{rule: "an agent claims where the service is off", given: given(writes, noService), by: gil, do: assign(withGil, ""), refused: desk.InvalidAssignee},
		{rule: "Lara where she is off", given: given(writes, gilClaims, noLara), by: sol, do: assign(withLara, "Please"), refused: desk.InvalidAssignee},
		{rule: "Lara is nobody's name", given: given(writes), by: sol, do: assign(desk.Holder{Team: desk.TeamLara, User: "sol"}, "Please"), refused: desk.InvalidAssignee},
		{rule: "nobody by that id", given: given(writes), by: sol, do: assign(desk.Holder{Team: desk.TeamStaff, User: "nobody"}, "Please"), refused: desk.InvalidAssignee},
		{rule: "who is no active member any more", given: given(writes, without("gil")), by: sol, do: assign(withGil, "Please"), refused: desk.InvalidAssignee},
		{rule: "an agent as staff", given: given(writes), by: sol, do: assign(desk.Holder{Team: desk.TeamStaff, User: "gil"}, "Please"), refused: desk.InvalidAssignee},
		{rule: "staff as an agent", given: given(writes), by: sol, do: assign(desk.Holder{Team: desk.TeamAgents, User: "luz"}, "Please"), refused: desk.InvalidAssignee},
		{rule: "a supervisor", given: given(writes), by: sol, do: assign(desk.Holder{Team: desk.TeamStaff, User: "sam"}, "Please"), refused: desk.InvalidAssignee},
		{rule: "a team that holds nothing", given: given(writes), by: sol, do: assign(desk.Holder{Team: desk.TeamCustomer}, "Please"), refused: desk.InvalidAssignee},
		{rule: "by Lara", given: given(writes), by: desk.Lara, do: assign(allAgents, "Please"), refused: desk.Forbidden},
		{rule: "by the customer", given: given(writes), by: desk.TheCustomer, do: assign(allAgents, "Please"), refused: desk.Forbidden},
		{rule: "by the system", given: given(writes), by: desk.System, do: assign(allAgents, "Please"), refused: desk.Forbidden},

		{rule: "who may not is told so before that it is closed", given: given(writes, solCloses), by: gil, do: assign(withLara, "Please"), refused: desk.Forbidden},
		{rule: "closed counts before a wrong target", given: given(writes, solCloses), by: sol, do: assign(desk.Holder{Team: desk.TeamStaff, User: "nobody"}, ""), refused: desk.AlreadyClosed},
		{rule: "a lock counts before a wrong target", given: given(writes, solWrites), by: gil, do: assign(desk.Holder{Team: desk.TeamStaff, User: "nobody"}, ""), refused: desk.AgentsLockedOut},
		{rule: "a lock counts even where nothing would change", given: given(writes, solWrites), by: gil, do: assign(withSol, ""), refused: desk.AgentsLockedOut},
	})
}

func TestTakeBack(t *testing.T) {
	const back = "note; assigned staff -> agents:gil (take_back) with note"
	took := assign(withGil, "Found the invoice")
	escalated := given(writes, gilClaims, gilEscalates)
	after := func(more ...step) []step { return append(escalated[:3:3], more...) }
	check(t, []row{
		{rule: "the agent who escalated it takes it back", given: escalated, by: gil, do: took, records: back, then: "open agents:gil; waiting"},
		{rule: "from the one it was escalated to", given: given(writes, gilClaims, by(gil, escalateTo("sol", "billing", "Help"))), by: gil, do: took, records: "note; assigned staff:sol -> agents:gil (take_back) with note"},
		{rule: "not without a note", given: escalated, by: gil, do: assign(withGil, " "), refused: desk.NoteRequired},
		{rule: "another agent doesn't", given: escalated, by: eva, do: assign(withEva, "Mine"), refused: desk.AgentsLockedOut},
		{rule: "not for another agent", given: escalated, by: gil, do: assign(withEva, "Hers"), refused: desk.AgentsLockedOut},
		{rule: "not to the queue", given: escalated, by: gil, do: assign(allAgents, "Whoever"), refused: desk.AgentsLockedOut},
		{rule: "not once the office has acknowledged", given: after(by(luz, acknowledge)), by: gil, do: took, refused: desk.AgentsLockedOut},
		{rule: "not once the office has noted", given: after(by(luz, note("On it"))), by: gil, do: took, refused: desk.AgentsLockedOut},
		{rule: "not once the office has claimed", given: after(solClaims), by: gil, do: took, refused: desk.AgentsLockedOut},
		{rule: "not once the office has given it to somebody", given: after(by(sol, assign(withLuz, "Yours"))), by: gil, do: took, refused: desk.AgentsLockedOut},
		{rule: "not once the office has replied", given: after(solWrites), by: gil, do: took, refused: desk.AgentsLockedOut},
		{rule: "not once the one it went to has replied", given: given(writes, gilClaims, by(gil, escalateTo("sol", "billing", "Help")), solWrites), by: gil, do: took, refused: desk.AgentsLockedOut},
		{rule: "a note by agents and supervisors is not the office's", given: after(by(gil, note("Hurry")), by(sam, note("Hurry"))), by: gil, do: took, records: back},
		{rule: "that the office saw it is not yet dealing with it", given: after(by(sol, seeNow)), by: gil, do: took, records: back},
		{rule: "a supervisor's assignment inside the office is not the office's", given: after(by(sam, assign(withSol, "Yours"))), by: gil, do: took, records: "note; assigned staff:sol -> agents:gil (take_back) with note"},
		{
			rule:  "a return to the office's queue is not the office's",
			given: given(writes, gilClaims, by(gil, escalateTo("sol", "billing", "Help")), by(desk.System, returning(withSol, desk.CauseAbsent))), by: gil, do: took, records: back,
		},
		{rule: "an alarm of Lara's is not the office's", given: after(by(desk.Lara, alarm)), by: gil, do: took, records: back},
		{rule: "what a supervisor escalated, no agent takes back", given: given(writes, gilClaims, by(sam, escalate("billing", "Help"))), by: gil, do: took, refused: desk.AgentsLockedOut},
		{rule: "what was given to the office without escalating, no agent takes back", given: given(writes, gilClaims, by(gil, assign(allStaff, "Yours"))), by: gil, do: took, refused: desk.AgentsLockedOut},
		{rule: "what came back to the office another way, no agent takes back", given: after(by(sam, assign(allAgents, "Can do")), by(sam, assign(allStaff, "No, can't"))), by: gil, do: took, refused: desk.AgentsLockedOut},
		{rule: "not in a later episode", given: after(solCloses, writes, by(sam, assign(allStaff, "Yours"))), by: gil, do: took, refused: desk.AgentsLockedOut},
		{rule: "not after it closed", given: after(solCloses), by: gil, do: took, refused: desk.AlreadyClosed},
		{rule: "not where the service is off meanwhile", given: after(noService), by: gil, do: took, refused: desk.InvalidAssignee},
	})
}

func TestNext(t *testing.T) {
	check(t, []row{
		{
			rule: "an agent gets what All Agents hold and so acknowledges", given: given(writes, handedOver), by: gil, do: next,
			records: "assigned agents -> agents:gil (next)", then: "open agents:gil; general by lara for agents, acknowledged by gil; waiting",
		},
		{rule: "what another agent got first is gone", given: given(writes, handedOver, by(eva, next)), by: gil, do: next, refused: desk.Outdated},
		{rule: "what Lara holds is not in the queue", given: given(writes), by: gil, do: next, refused: desk.Outdated},
		{rule: "what the office holds is not in the queue", given: given(writes, by(sol, assign(allStaff, "Ours"))), by: gil, do: next, refused: desk.Outdated},
		{rule: "what is closed is not in the queue", given: given(writes, handedOver, solCloses), by: gil, do: next, refused: desk.Outdated},
		{rule: "the queue is the agents' alone, not the office's", given: given(writes, handedOver), by: sol, do: next, refused: desk.Forbidden},
		{rule: "the queue is the agents' alone, not the supervisors'", given: given(writes, handedOver), by: sam, do: next, refused: desk.Forbidden},
	})
}
