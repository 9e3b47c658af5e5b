package desk_test

import (
	"strings"
	"testing"

	"relevo/backend/desk"
)

func TestEscalate(t *testing.T) {
	check(t, []row{
		{
			rule: "an agent to All Office Staff", given: given(writes, gilClaims), by: gil, do: escalate("billing", "Wants money back, @sol"),
			records: "note @sol; escalated agents:gil -> staff billing with note",
			then:    "open staff; billing by agents:gil for staff, acknowledged by nobody; gil may take back; waiting",
		}, {
			rule: "an agent to one of the office", given: given(writes, gilClaims), by: gil, do: escalateTo("ada", "complaint", "Angry"),
			records: "note; escalated agents:gil -> staff:ada complaint with note",
			then:    "open staff:ada; complaint by agents:gil for staff, acknowledged by nobody; gil may take back; waiting",
		}, {
			rule: "an agent what Lara holds", given: given(writes), by: gil, do: escalate("general", "Look"),
			records: "note; escalated lara -> staff general with note",
		}, {
			rule: "an agent what another agent holds", given: given(writes, gilClaims), by: eva, do: escalate("general", "Look"),
			records: "note; escalated agents:gil -> staff general with note",
			then:    "open staff; general by agents:eva for staff, acknowledged by nobody; eva may take back; waiting",
		}, {
			rule: "a supervisor", given: given(writes, gilClaims), by: sam, do: escalate("complaint", "Angry"),
			records: "note; escalated agents:gil -> staff complaint with note",
			then:    "open staff; complaint by supervisor:sam for staff, acknowledged by nobody; waiting",
		}, {
			rule: "an escalation to the office replaces the one that went to the agents", given: given(writes, handedOver, gilClaims), by: gil, do: escalate("billing", "Look"),
			records: "note; escalated agents:gil -> staff billing with note",
			then:    "open staff; billing by agents:gil for staff, acknowledged by nobody; gil may take back; waiting",
		}, {
			rule: "an alarm for the agents goes on as the escalation to the office", given: given(writes, gilClaims, by(desk.Lara, alarm)), by: gil, do: escalate("complaint", "Look"),
			records: "note; escalated agents:gil -> staff complaint with note",
			then:    "open staff; complaint by agents:gil for staff, acknowledged by nobody; gil may take back; waiting",
		},
	})
}

func TestEscalateRefusals(t *testing.T) {
	check(t, []row{
		{rule: "staff have nobody to escalate to", given: given(writes), by: sol, do: escalate("billing", "Look"), refused: desk.Forbidden},
		{rule: "Lara has commands of her own", given: given(writes), by: desk.Lara, do: escalate("billing", "Look"), refused: desk.Forbidden},
		{rule: "closed", given: given(writes, solCloses), by: gil, do: escalate("billing", "Look"), refused: desk.AlreadyClosed},
		{rule: "already with All Office Staff", given: given(writes, gilClaims, gilEscalates), by: eva, do: escalate("billing", "Look"), refused: desk.AlreadyWithStaff},
		{rule: "already with one of the office", given: given(writes, solWrites), by: sam, do: escalate("billing", "Look"), refused: desk.AlreadyWithStaff},
		{rule: "a directed agent still finds it with the office", given: given(writes, solWrites, by(sol, direct("Go on"))), by: gil, do: escalate("billing", "Look"), refused: desk.AlreadyWithStaff},
		{rule: "no reason", given: given(writes), by: gil, do: escalate("", "Look"), refused: desk.ReasonRequired},
		{rule: "a reason that is not on the list", given: given(writes), by: gil, do: escalate("weather", "Look"), refused: desk.InvalidReason},
		{rule: "no note", given: given(writes), by: gil, do: escalate("billing", ""), refused: desk.NoteRequired},
		{rule: "a note of blanks", given: given(writes), by: gil, do: escalate("billing", "\u00a0\n"), refused: desk.NoteRequired},
		{rule: "a note that is too long", given: given(writes), by: gil, do: escalate("billing", strings.Repeat("x", 4001)), refused: desk.MessageTooLong},
		{rule: "to nobody's id", given: given(writes), by: gil, do: escalateTo("nobody", "billing", "Look"), refused: desk.InvalidAssignee},
		{rule: "to an agent", given: given(writes), by: gil, do: escalateTo("eva", "billing", "Look"), refused: desk.InvalidAssignee},
		{rule: "to a supervisor", given: given(writes), by: gil, do: escalateTo("sam", "billing", "Look"), refused: desk.InvalidAssignee},

		{rule: "who may not is told so before that it is closed", given: given(writes, solCloses), by: sol, do: escalate("", ""), refused: desk.Forbidden},
		{rule: "closed counts before a missing reason", given: given(writes, solCloses), by: gil, do: escalate("", ""), refused: desk.AlreadyClosed},
		{rule: "with the office counts before a missing reason", given: given(writes, solWrites), by: gil, do: escalate("", ""), refused: desk.AlreadyWithStaff},
	})
}

func TestAcknowledge(t *testing.T) {
	escalated := given(writes, gilClaims, gilEscalates)
	const still = "open staff; billing by agents:gil for staff, acknowledged by nobody; gil may take back; waiting"
	check(t, []row{
		{
			rule: "the office acknowledges what went to it", given: escalated, by: luz, do: acknowledge, records: "acknowledged billing",
			then: "open staff; billing by agents:gil for staff, acknowledged by luz; waiting",
		}, {
			rule: "also who it did not go to by name", given: given(writes, gilClaims, by(gil, escalateTo("sol", "billing", "Help"))), by: ada, do: acknowledge, records: "acknowledged billing",
			then: "open staff:sol; billing by agents:gil for staff, acknowledged by ada; waiting",
		}, {
			rule: "agents acknowledge what went to them", given: given(writes, handedOver), by: eva, do: acknowledge, records: "acknowledged general",
			then: "open agents; general by lara for agents, acknowledged by eva; waiting",
		},
		{rule: "a second time records nothing", given: given(writes, handedOver, by(eva, acknowledge)), by: gil, do: acknowledge, then: "open agents; general by lara for agents, acknowledged by eva; waiting"},
		{rule: "after a claim it records nothing: that acknowledged", given: given(writes, handedOver, gilClaims), by: gil, do: acknowledge},
		{rule: "after a reply it records nothing: that acknowledged", given: given(writes, gilClaims, by(desk.Lara, alarm), by(gil, reply("Call us"))), by: eva, do: acknowledge, then: "open agents:gil; urgent_emergency by lara for agents, acknowledged by gil"},
		{rule: "who holds it has not acknowledged an alarm by holding", given: given(writes, gilClaims, by(desk.Lara, alarm)), by: gil, do: acknowledge, records: "acknowledged urgent_emergency"},
		{rule: "a note acknowledges nothing", given: escalated, by: gil, do: note("Hurry"), records: "note", then: still},
		{rule: "seeing acknowledges nothing", given: escalated, by: luz, do: seeNow, records: "seen 5, 0 unread", then: still},
		{
			rule: "a directed agent's reply does not acknowledge for the office", given: append(escalated[:3:3], by(sol, direct("Go on"))), by: gil, do: reply("Hi"), records: "sent, answering",
			then: "open staff; all agents directed; billing by agents:gil for staff, acknowledged by nobody",
		},
		{
			rule: "who acknowledged first stays", given: given(writes, handedOver, by(eva, acknowledge), gilClaims), by: gil, do: reply("Hi"), records: "sent, answering",
			then: "open agents:gil; general by lara for agents, acknowledged by eva",
		},

		{rule: "no escalation", given: given(writes), by: sol, do: acknowledge, refused: desk.NoEscalation},
		{rule: "none any more after closing", given: append(escalated[:3:3], solCloses), by: sol, do: acknowledge, refused: desk.NoEscalation},
		{rule: "none any more after it left the team", given: append(escalated[:3:3], by(sol, assign(withEva, "Can do"))), by: eva, do: acknowledge, refused: desk.NoEscalation},
		{rule: "agents do not acknowledge for the office", given: escalated, by: gil, do: acknowledge, refused: desk.Forbidden},
		{rule: "the office does not acknowledge for agents", given: given(writes, handedOver), by: sol, do: acknowledge, refused: desk.Forbidden},
		{rule: "nor once it is acknowledged", given: given(writes, handedOver, gilClaims), by: sol, do: acknowledge, refused: desk.Forbidden},
		{rule: "supervisors acknowledge nothing", given: escalated, by: sam, do: acknowledge, refused: desk.Forbidden},
		{rule: "supervisors are told so even where there is nothing", given: given(writes), by: sam, do: acknowledge, refused: desk.Forbidden},
		{rule: "Lara acknowledges nothing", given: escalated, by: desk.Lara, do: acknowledge, refused: desk.Forbidden},
	})
}
