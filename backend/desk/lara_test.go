package desk_test

import (
	"strings"
	"testing"

	"relevo/backend/desk"
)

// upto has Lara speak to what the customer had written up to that event.
func upto(seq desk.Seq) ask {
	return func(*scene) desk.Command { return desk.LaraReply{Message: "m", Text: "We open at eight.", Upto: seq} }
}

func TestLaraReplies(t *testing.T) {
	check(t, []row{
		{rule: "where she holds it", given: given(writes), by: desk.Lara, do: laraSays("At eight."), records: "sent, answering", then: "open lara"},
		{rule: "given back to her while the customer waits", given: given(writes, gilClaims, by(sol, assign(withLara, "Hours"))), by: desk.Lara, do: laraSays("At eight."), records: "sent, answering", then: "open lara"},
		{rule: "to the newest message", given: given(writes, writes), by: desk.Lara, do: upto(3), records: "sent, answering"},
		{rule: "not to an older message", given: given(writes, writes), by: desk.Lara, do: upto(2), refused: desk.Outdated},
		{rule: "once", given: given(writes, answered), by: desk.Lara, do: laraSays("At eight."), refused: desk.Outdated},
		{rule: "not once an agent holds it", given: given(writes, gilClaims), by: desk.Lara, do: laraSays("At eight."), refused: desk.NotHolding},
		{rule: "not once she handed it over", given: given(writes, handedOver), by: desk.Lara, do: laraSays("At eight."), refused: desk.NotHolding},
		{rule: "not once staff took it over", given: given(writes, solWrites), by: desk.Lara, do: laraSays("At eight."), refused: desk.NotHolding},
		{rule: "not where it closed", given: given(writes, solCloses), by: desk.Lara, do: laraSays("At eight."), refused: desk.NotHolding},
		{rule: "not where she is switched off", given: given(writes, noLara), by: desk.Lara, do: laraSays("At eight."), refused: desk.NotHolding},
		{rule: "not to a customer who opted out", given: given(writes, optsOut), by: desk.Lara, do: laraSays("At eight."), refused: desk.OptedOut},
		{rule: "with words", given: given(writes), by: desk.Lara, do: laraSays(" "), refused: desk.EmptyMessage},
		{rule: "within the workplace's limit", given: given(writes), by: desk.Lara, do: laraSays(strings.Repeat("x", 321)), refused: desk.MessageTooLong},
		{rule: "nobody speaks in her name: an agent", given: given(writes), by: gil, do: laraSays("At eight."), refused: desk.Forbidden},
		{rule: "nobody speaks in her name: the system", given: given(writes), by: desk.System, do: laraSays("At eight."), refused: desk.Forbidden},
		{rule: "nobody speaks in her name: a user of her team", given: given(writes), by: desk.Actor{Team: desk.TeamLara, User: "sol"}, do: laraSays("At eight."), refused: desk.Forbidden},
	})
}

func TestLaraHandsOver(t *testing.T) {
	const act = "sent; note; escalated lara -> "
	reasons := func(ids ...desk.ReasonID) step {
		return settings(func(w *desk.Workplace) { w.Reasons = ids })
	}
	says := func(text, summary string) ask {
		return func(s *scene) desk.Command {
			return desk.LaraHandOver{Message: "m", Text: text, Note: "n", Summary: summary, Reason: "general", Upto: s.c.ReceivedSeq}
		}
	}
	outdated := func(*scene) desk.Command {
		return desk.LaraHandOver{Message: "m", Text: "One moment.", Note: "n", Summary: "?", Reason: "general", Upto: 2}
	}
	check(t, []row{
		{
			rule: "in one act, to All Agents; the customer still waits", given: given(writes), by: desk.Lara, do: laraHandsOver("scheduling"),
			records: act + "agents scheduling with note", then: "open agents; scheduling by lara for agents, acknowledged by nobody; waiting",
		}, {
			rule: "to All Office Staff where there is no Live Agents service", given: given(writes, noService), by: desk.Lara, do: laraHandsOver(desk.ReasonUrgent),
			records: act + "staff urgent_emergency with note", then: "open staff; urgent_emergency by lara for staff, acknowledged by nobody; waiting",
		},
		{rule: "what was given back to her", given: given(writes, solWrites, writes, by(sol, assign(withLara, "Hours"))), by: desk.Lara, do: laraHandsOver("general"), records: act + "agents general with note"},
		{rule: "as general where the list lacks the reason", given: given(writes, reasons("billing", "general")), by: desk.Lara, do: laraHandsOver("scheduling"), records: act + "agents general with note"},
		{rule: "as the list's first where it lacks general too", given: given(writes, reasons("billing", "weather")), by: desk.Lara, do: laraHandsOver("scheduling"), records: act + "agents billing with note"},
		{rule: "as what she would like where there is no list", given: given(writes, reasons()), by: desk.Lara, do: laraHandsOver("scheduling"), records: act + "agents scheduling with note"},
		{rule: "without a word to a customer who opted out", given: given(writes, optsOut), by: desk.Lara, do: laraHandsOver("general"), records: "note; escalated lara -> agents general with note"},
		{rule: "not what she does not hold", given: given(writes, gilClaims), by: desk.Lara, do: laraHandsOver("general"), refused: desk.NotHolding},
		{rule: "not twice", given: given(writes, handedOver), by: desk.Lara, do: laraHandsOver("general"), refused: desk.NotHolding},
		{rule: "not what was given back to her answered", given: given(writes, solWrites, by(sol, assign(withLara, "Hours"))), by: desk.Lara, do: laraHandsOver("general"), refused: desk.Outdated},
		{rule: "not before she has read the newest message", given: given(writes, writes), by: desk.Lara, do: outdated, refused: desk.Outdated},
		{rule: "not in anybody else's name", given: given(writes), by: desk.System, do: laraHandsOver("general"), refused: desk.Forbidden},
		{rule: "with a sentence", given: given(writes), by: desk.Lara, do: says("", "?"), refused: desk.EmptyMessage},
		{rule: "with a sentence within the limit", given: given(writes), by: desk.Lara, do: says(strings.Repeat("x", 321), "?"), refused: desk.MessageTooLong},
		{rule: "with a note", given: given(writes), by: desk.Lara, do: says("One moment.", " "), refused: desk.NoteRequired},
		{rule: "with a note within the limit", given: given(writes), by: desk.Lara, do: says("One moment.", strings.Repeat("x", 4001)), refused: desk.MessageTooLong},
	})
}

func TestLaraRaisesAnAlarm(t *testing.T) {
	rung := by(desk.Lara, alarm)
	heard := func(upto desk.Seq) ask { return func(*scene) desk.Command { return desk.LaraAlarm{Upto: upto} } }
	check(t, []row{
		{
			rule: "where an agent holds it, for the agents", given: given(writes, gilClaims, writes), by: desk.Lara, do: alarm, records: "escalated agents:gil -> agents:gil urgent_emergency",
			then: "open agents:gil; urgent_emergency by lara for agents, acknowledged by nobody; waiting",
		}, {
			rule: "where All Agents hold it, in place of what was not urgent", given: given(writes, handedOver, writes), by: desk.Lara, do: alarm, records: "escalated agents -> agents urgent_emergency",
			then: "open agents; urgent_emergency by lara for agents, acknowledged by nobody; waiting",
		}, {
			rule: "where the office holds it, for the office; take-over and directions stay", given: given(writes, solWrites, by(sol, direct("@gil go on")), writes), by: desk.Lara, do: alarm,
			records: "escalated staff:sol -> staff:sol urgent_emergency",
			then:    "open staff:sol; taken over by sol; directed gil; urgent_emergency by lara for staff, acknowledged by nobody; waiting",
		}, {
			rule: "over an escalation that nobody has acknowledged yet; it can still be taken back", given: given(writes, gilClaims, gilEscalates, writes), by: desk.Lara, do: alarm, records: "escalated staff -> staff urgent_emergency",
			then: "open staff; urgent_emergency by lara for staff, acknowledged by nobody; gil may take back; waiting",
		},
		{rule: "as the list has it", given: given(writes, gilClaims, settings(func(w *desk.Workplace) { w.Reasons = []desk.ReasonID{"danger", "money"} })), by: desk.Lara, do: alarm, records: "escalated agents:gil -> agents:gil danger"},
		{rule: "once while it rings", given: given(writes, gilClaims, writes, rung, writes), by: desk.Lara, do: alarm},
		{rule: "once while an agent's own urgent escalation rings", given: given(writes, gilClaims, by(gil, escalate(desk.ReasonUrgent, "Bleeds")), writes), by: desk.Lara, do: alarm},
		{rule: "again for a new message, once it was acknowledged", given: given(writes, gilClaims, writes, rung, by(gil, acknowledge), writes), by: desk.Lara, do: alarm, records: "escalated agents:gil -> agents:gil urgent_emergency"},
		{rule: "not again for the same message", given: given(writes, gilClaims, writes, rung, by(gil, acknowledge)), by: desk.Lara, do: alarm, refused: desk.Outdated},
		{rule: "not again for an older message", given: given(writes, gilClaims, writes, rung, by(gil, acknowledge), writes), by: desk.Lara, do: heard(2), refused: desk.Outdated},
		{rule: "not for the message with which she handed over", given: given(writes, handedOver), by: desk.Lara, do: alarm, refused: desk.Outdated},
		{rule: "not where she holds it: there she hands over", given: given(writes), by: desk.Lara, do: alarm, refused: desk.NotHolding},
		{rule: "not where it is closed", given: given(writes, gilClaims, solCloses), by: desk.Lara, do: alarm, refused: desk.NotHolding},
		{rule: "not in anybody else's name", given: given(writes, gilClaims), by: desk.System, do: alarm, refused: desk.Forbidden},
		{rule: "an alarm is over when the conversation leaves the team", given: given(writes, gilClaims, rung), by: sol, do: assign(withSol, "Mine"), records: "note; assigned agents:gil -> staff:sol (assign) with note", then: "open staff:sol; waiting"},
	})
}
