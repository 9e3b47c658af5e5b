package desk_test

import (
	"testing"
	"time"

	"relevo/backend/desk"
)

// TestCrossedReply has Sol write with what she had seen before something else happened. It is refused where somebody
// else wrote to the customer, closed the conversation or changed its holder, and nowhere else.
func TestCrossedReply(t *testing.T) {
	const sends = "sent, answering"
	takes := func(from string) string { return "taken over " + from + " -> staff:sol; sent, answering" }
	// after is what Sol saw, and what she did not.
	after := func(seen []step, missed ...step) []step { return append(append(seen, seenAll), missed...) }
	hers := given(writes, solWrites)
	check(t, []row{
		{rule: "nothing happened since", given: after(hers), by: sol, do: replyAware("Hi"), records: sends},
		{rule: "the customer wrote again", given: after(hers, writes), by: sol, do: replyAware("Hi"), records: sends},
		{rule: "her own message", given: after(hers, solWrites), by: sol, do: replyAware("Hi"), records: sends},
		{rule: "her own claim", given: after(given(writes), solClaims), by: sol, do: replyAware("Hi"), records: takes("staff:sol")},
		{rule: "her own closing", given: after(hers, solCloses), by: sol, do: replyAware("Hi"), records: "opened 2 staff:sol (staff); sent, answering"},
		{rule: "a note by a colleague", given: after(hers, by(luz, note("FYI"))), by: sol, do: replyAware("Hi"), records: sends},
		{rule: "a direction by a colleague", given: after(hers, by(luz, direct("Go on"))), by: sol, do: replyAware("Hi"), records: sends},
		{rule: "a colleague saw it", given: after(hers, by(luz, seeNow)), by: sol, do: replyAware("Hi"), records: sends},
		{rule: "a message arrived", given: after(hers, by(desk.System, deliver(desk.DeliveryDelivered, ""))), by: sol, do: replyAware("Hi"), records: sends},
		{rule: "a colleague renamed the customer", given: after(hers, by(luz, rename("Juan P."))), by: sol, do: replyAware("Hi"), records: sends},
		{rule: "a colleague acknowledged", given: after(given(writes, gilClaims, by(gil, escalateTo("sol", "billing", "Help"))), by(luz, acknowledge)), by: sol, do: replyAware("Hi"), records: takes("staff:sol")},
		{rule: "Lara raised an alarm", given: after(hers, writes, by(desk.Lara, alarm)), by: sol, do: replyAware("Hi"), records: sends},

		{rule: "a colleague's message", given: after(hers, by(luz, reply("Hi"))), by: sol, do: replyAware("Hi"), refused: desk.CrossedReply},
		{rule: "a directed agent's message", given: after(given(writes, solWrites, by(sol, direct("Go on"))), by(gil, reply("Hi"))), by: sol, do: replyAware("Hi"), refused: desk.CrossedReply},
		{rule: "Lara's message", given: after(given(writes), answered), by: sol, do: replyAware("Hi"), refused: desk.CrossedReply},
		{rule: "Lara's hand-over", given: after(given(writes), handedOver), by: sol, do: replyAware("Hi"), refused: desk.CrossedReply},
		{rule: "an agent's claim", given: after(given(writes), gilClaims), by: sol, do: replyAware("Hi"), refused: desk.CrossedReply},
		{rule: "an agent's escalation", given: after(given(writes, gilClaims), gilEscalates), by: sol, do: replyAware("Hi"), refused: desk.CrossedReply},
		{rule: "a colleague's assignment", given: after(hers, by(luz, assign(withLuz, "Mine"))), by: sol, do: replyAware("Hi"), refused: desk.CrossedReply},
		{rule: "a supervisor's assignment", given: after(hers, by(sam, assign(allStaff, "Free her"))), by: sol, do: replyAware("Hi"), refused: desk.CrossedReply},
		{rule: "a colleague's closing", given: after(hers, by(luz, closing(""))), by: sol, do: replyAware("Hi"), refused: desk.CrossedReply},
		{rule: "the system's closing", given: after(hers, later(48*time.Hour), by(desk.System, idle)), by: sol, do: replyAware("Hi"), refused: desk.CrossedReply},
		{rule: "the system's return", given: after(given(writes, solWrites, writes), by(desk.System, returning(withSol, desk.CauseAbsent))), by: sol, do: replyAware("Hi"), refused: desk.CrossedReply},
		{rule: "a colleague's take-over, should its message ever come later", given: after(hers, happens(luz, desk.TakenOver{From: withSol, To: withLuz})), by: sol, do: replyAware("Hi"), refused: desk.CrossedReply},
		{rule: "a closing, though the customer opened it again", given: after(hers, by(luz, closing("")), writes), by: sol, do: replyAware("Hi"), refused: desk.CrossedReply},

		{rule: "a colleague's message, then her own", given: after(given(writes, solWrites), by(luz, reply("Hi")), solWrites), by: sol, do: replyAware("Hi"), refused: desk.CrossedReply},
		{rule: "two others, and her own between", given: after(hers, by(luz, reply("Hi")), solWrites, by(ada, reply("Hi")), solWrites), by: sol, do: replyAware("Hi"), refused: desk.CrossedReply},
		{rule: "a colleague's message that she had seen", given: after(given(writes, by(luz, reply("Hi")))), by: sol, do: replyAware("Hi"), records: takes("staff:luz")},
		{rule: "a colleague's message that she had seen, then her own", given: after(given(writes, by(luz, reply("Hi"))), solWrites), by: sol, do: replyAware("Hi"), records: sends},
		{rule: "one colleague seen, another not", given: after(given(writes, by(luz, reply("Hi"))), by(ada, reply("Hi"))), by: sol, do: replyAware("Hi"), refused: desk.CrossedReply},

		{rule: "sent anyway", given: after(hers, by(luz, reply("Hi"))), by: sol, do: replyForced("Hi"), records: takes("staff:luz")},
		{rule: "who does not ask is not told", given: after(hers, by(luz, reply("Hi"))), by: sol, do: reply("Hi"), records: takes("staff:luz")},
		{rule: "an agent's reply crosses a colleague's", given: after(given(writes, solWrites, by(sol, direct("Go on"))), by(eva, reply("Hi"))), by: gil, do: replyAware("Hi"), refused: desk.CrossedReply},
	})
}
