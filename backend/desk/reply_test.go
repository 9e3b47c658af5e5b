package desk_test

import (
	"strings"
	"testing"

	"relevo/backend/desk"
)

func TestReplyByAgent(t *testing.T) {
	check(t, []row{
		{
			rule: "from Lara's, the agent becomes the holder", given: given(writes), by: gil, do: reply("Hi"),
			records: "assigned lara -> agents:gil (reply); sent, answering", then: "open agents:gil",
		}, {
			rule: "from All Agents, the agent becomes the holder and has seen to the escalation", given: given(writes, handedOver), by: gil, do: reply("Hi"),
			records: "assigned agents -> agents:gil (reply); sent, answering",
			then:    "open agents:gil; general by lara for agents, acknowledged by gil",
		}, {
			rule: "who holds it just writes", given: given(writes, gilClaims), by: gil, do: reply("Hi"),
			records: "sent, answering", then: "open agents:gil",
		}, {
			rule: "another agent holds it", given: given(writes, gilClaims), by: eva, do: reply("Hi"), refused: desk.HeldByOther,
		}, {
			rule: "force does not pass another agent's hold", given: given(writes, gilClaims), by: eva, do: replyForced("Hi"), refused: desk.HeldByOther,
		}, {
			rule: "taken over, even the agent who held it is locked out", given: given(writes, gilClaims, solWrites), by: gil, do: reply("Hi"), refused: desk.AgentsLockedOut,
		}, {
			rule: "force does not pass the lock", given: given(writes, gilClaims, solWrites), by: gil, do: replyForced("Hi"), refused: desk.AgentsLockedOut,
		}, {
			rule: "with the office and not taken over, agents are locked out too", given: given(writes, gilClaims, gilEscalates), by: gil, do: reply("Hi"), refused: desk.AgentsLockedOut,
		}, {
			rule: "claimed by staff who wrote nothing yet, agents are locked out", given: given(writes, solClaims), by: gil, do: reply("Hi"), refused: desk.AgentsLockedOut,
		}, {
			rule: "a note that directs all agents lets any write; the holder stays", given: given(writes, solWrites, writes, by(sol, direct("Tell them the price"))), by: eva, do: reply("40"),
			records: "sent, answering", then: "open staff:sol; taken over by sol; all agents directed",
		}, {
			rule: "a note that directs one agent lets that one write, again and again", given: given(writes, solWrites, by(sol, direct("@gil the price please")), by(gil, reply("40"))), by: gil, do: reply("Dollars"),
			records: "sent, answering", then: "open staff:sol; taken over by sol; directed gil",
		}, {
			rule: "a note that directs one agent does not let another write", given: given(writes, solWrites, by(sol, direct("@gil the price please"))), by: eva, do: reply("Hi"), refused: desk.AgentsLockedOut,
		}, {
			rule: "an assignment to agents ends the take-over: its note is the direction", given: given(writes, solWrites, by(sol, assign(allAgents, "Yours again"))), by: gil, do: reply("Hi"),
			records: "assigned agents -> agents:gil (reply); sent, answering", then: "open agents:gil",
		}, {
			rule: "given back to Lara by staff, an agent may claim it by writing", given: given(writes, solWrites, by(sol, assign(withLara, "Opening hours"))), by: gil, do: reply("Hi"),
			records: "assigned lara -> agents:gil (reply); sent, answering", then: "open agents:gil",
		}, {
			rule: "after closing, agents can help again when the customer writes", given: given(writes, solWrites, solCloses, writes), by: gil, do: reply("Hi"),
			records: "assigned lara -> agents:gil (reply); sent, answering", then: "open agents:gil",
		}, {
			rule: "in a closed conversation, an episode opens that the agent holds", given: given(writes, solWrites, solCloses), by: gil, do: reply("One more thing"),
			records: "opened 2 agents:gil (agents); sent, answering", then: "open agents:gil",
		}, {
			rule: "without the Live Agents service, agents write to nobody", given: given(writes, noService), by: gil, do: reply("Hi"), refused: desk.AgentsLockedOut,
		}, {
			rule: "without the Live Agents service, agents reopen nothing", given: given(writes, solCloses, noService), by: gil, do: reply("Hi"), refused: desk.AgentsLockedOut,
		},
	})
}

func TestDirections(t *testing.T) {
	directGil := by(sol, direct("@gil please"))
	check(t, []row{
		{
			rule: "directions add up", given: given(writes, solWrites, directGil), by: luz, do: direct("@eva you too"),
			records: "note @eva, directing; directed eva", then: "open staff:sol; taken over by sol; directed eva,gil",
		}, {
			rule: "who was directed twice is directed once", given: given(writes, solWrites, directGil), by: luz, do: direct("@gil and @eva"),
			records: "note @gil,eva, directing; directed gil,eva", then: "open staff:sol; taken over by sol; directed eva,gil",
		}, {
			rule: "a direction to all is not narrowed by a later one to some", given: given(writes, solWrites, by(sol, direct("Anybody"))), by: sol, do: direct("@gil you"),
			records: "note @gil, directing; directed gil", then: "open staff:sol; taken over by sol; all agents directed; directed gil",
		}, {
			rule: "a direction to some widens to all", given: given(writes, solWrites, directGil), by: sol, do: direct("Anybody"),
			records: "note, directing; directed all", then: "open staff:sol; taken over by sol; all agents directed; directed gil",
		}, {
			rule: "colleagues and supervisors who are mentioned are not directed", given: given(writes, solWrites), by: sol, do: direct("@luz @sam @eva"),
			records: "note @luz,sam,eva, directing; directed eva",
		}, {
			rule: "where only colleagues are mentioned, no agent is: all are directed", given: given(writes, solWrites), by: sol, do: direct("@luz knows"),
			records: "note @luz, directing; directed all",
		}, {
			rule: "directing needs no take-over: with the office is enough", given: given(writes, gilClaims, gilEscalates), by: ada, do: direct("Go on"),
			records: "note, directing; directed all", then: "open staff; all agents directed; billing by agents:gil for staff, acknowledged by nobody; waiting",
		}, {
			rule: "a direction ends when the holder writes", given: given(writes, solWrites, directGil, solWrites), by: gil, do: reply("Hi"), refused: desk.AgentsLockedOut,
		}, {
			rule: "a direction ends when a colleague writes", given: given(writes, solWrites, by(sol, direct("Anybody")), by(luz, reply("I am here"))), by: gil, do: reply("Hi"), refused: desk.AgentsLockedOut,
		}, {
			rule: "a direction does not end when the directed agent writes", given: given(writes, solWrites, by(sol, direct("Anybody")), by(gil, reply("40"))), by: eva, do: reply("Hi"),
			records: "sent, answering",
		}, {
			rule: "a direction ends when the conversation closes", given: given(writes, solWrites, directGil, solCloses, by(sol, reply("Again"))), by: gil, do: reply("Hi"), refused: desk.AgentsLockedOut,
		}, {
			rule: "a direction ends when the conversation leaves the office", given: given(writes, solWrites, directGil, by(sol, assign(allAgents, "Yours")), solClaims), by: gil, do: reply("Hi"), refused: desk.AgentsLockedOut,
		}, {
			rule: "a direction stays while the conversation moves inside the office", given: given(writes, solWrites, directGil, by(sol, assign(withLuz, "Yours"))), by: gil, do: reply("Hi"),
			records: "sent, answering", then: "open staff:luz; taken over by sol; directed gil",
		}, {
			rule: "a direction allows no assigning", given: given(writes, solWrites, directGil), by: gil, do: assign(withGil, "Mine"), refused: desk.AgentsLockedOut,
		}, {
			rule: "a direction allows no closing", given: given(writes, solWrites, directGil), by: gil, do: closing(""), refused: desk.AgentsLockedOut,
		},
	})
}

func TestReplyByStaff(t *testing.T) {
	takes := func(from string) string { return "taken over " + from + " -> staff:sol; sent, answering" }
	check(t, []row{
		{
			rule: "takes over from Lara", given: given(writes), by: sol, do: reply("Hi"), records: takes("lara"), then: "open staff:sol; taken over by sol",
		}, {
			rule: "takes over from All Agents; the agents' escalation is over", given: given(writes, handedOver), by: sol, do: reply("Hi"), records: takes("agents"), then: "open staff:sol; taken over by sol",
		}, {
			rule: "takes over from an agent", given: given(writes, gilClaims), by: sol, do: reply("Hi"), records: takes("agents:gil"), then: "open staff:sol; taken over by sol",
		}, {
			rule: "takes over from All Office Staff and so acknowledges the escalation", given: given(writes, gilClaims, gilEscalates), by: sol, do: reply("Hi"),
			records: takes("staff"), then: "open staff:sol; taken over by sol; billing by agents:gil for staff, acknowledged by sol",
		}, {
			rule: "takes over from a colleague", given: given(writes, by(luz, reply("Hi"))), by: sol, do: reply("Hi"), records: takes("staff:luz"), then: "open staff:sol; taken over by sol",
		}, {
			rule: "who holds it without having written takes it over by writing", given: given(writes, solClaims), by: sol, do: reply("Hi"), records: takes("staff:sol"), then: "open staff:sol; taken over by sol",
		}, {
			rule: "who holds it taken over just writes", given: given(writes, solWrites, writes), by: sol, do: reply("Hi"), records: "sent, answering", then: "open staff:sol; taken over by sol",
		}, {
			rule: "an admin is office staff", given: given(writes, gilClaims), by: ada, do: reply("Hi"), records: "taken over agents:gil -> staff:ada; sent, answering", then: "open staff:ada; taken over by ada",
		}, {
			rule: "given taken over to a colleague, the colleague's messages need no new take-over", given: given(writes, by(luz, reply("Hi")), by(luz, assign(withSol, "Your field"))), by: sol, do: reply("Hi"),
			records: "sent, answering", then: "open staff:sol; taken over by luz",
		}, {
			rule: "given taken over to All Office Staff and claimed, the next one's messages need no new take-over", given: given(writes, by(luz, reply("Hi")), by(luz, assign(allStaff, "Off for today")), solClaims), by: sol, do: reply("Hi"),
			records: "sent, answering", then: "open staff:sol; taken over by luz",
		}, {
			rule: "given taken over to All Office Staff, who writes without claiming takes it over", given: given(writes, by(luz, reply("Hi")), by(luz, assign(allStaff, "Off for today"))), by: sol, do: reply("Hi"),
			records: takes("staff"), then: "open staff:sol; taken over by sol",
		}, {
			rule: "in a closed conversation, an episode opens that is taken over by that", given: given(writes, solCloses), by: sol, do: reply("One more thing"),
			records: "opened 2 staff:sol (staff); sent, answering", then: "open staff:sol; taken over by sol",
		}, {
			rule: "needs no Live Agents service", given: given(writes, noService), by: sol, do: reply("Hi"), records: takes("lara"),
		},
	})
}

func TestReplyRefusals(t *testing.T) {
	limit := func(n int) step { return settings(func(w *desk.Workplace) { w.MessageLimit = n }) }
	check(t, []row{
		{rule: "supervisors never write to customers", given: given(writes), by: sam, do: reply("Hi"), refused: desk.Forbidden},
		{rule: "Lara has a command of her own", given: given(writes), by: desk.Lara, do: reply("Hi"), refused: desk.Forbidden},
		{rule: "the system writes nothing", given: given(writes), by: desk.System, do: reply("Hi"), refused: desk.Forbidden},
		{rule: "a customer does not reply as the business", given: given(writes), by: desk.TheCustomer, do: reply("Hi"), refused: desk.Forbidden},

		{rule: "an empty message", given: given(writes), by: sol, do: reply(""), refused: desk.EmptyMessage},
		{rule: "a message of blanks, also of foreign ones", given: given(writes), by: sol, do: reply(" \t\r\n\u00a0\u2003\u3000"), refused: desk.EmptyMessage},
		{rule: "a message as long as the workplace allows", given: given(writes, limit(4)), by: sol, do: reply("ñand"), records: "taken over lara -> staff:sol; sent, answering"},
		{rule: "the limit counts code points, not bytes", given: given(writes, limit(4)), by: sol, do: reply("🦷🦷🦷🦷"), records: "taken over lara -> staff:sol; sent, answering"},
		{rule: "a message longer than the workplace allows", given: given(writes, limit(4)), by: sol, do: reply("12345"), refused: desk.MessageTooLong},
		{rule: "a message longer than the default", given: given(writes), by: sol, do: reply(strings.Repeat("é", 321)), refused: desk.MessageTooLong},
		{rule: "a message with NUL", given: given(writes), by: sol, do: reply("a\x00b"), refused: desk.Invalid},
		{rule: "a message that is not UTF-8", given: given(writes), by: sol, do: reply("a\xffb"), refused: desk.Malformed},

		{rule: "an opted-out customer gets nothing from staff", given: given(writes, optsOut), by: sol, do: reply("Hi"), refused: desk.OptedOut},
		{rule: "an opted-out customer gets nothing from agents", given: given(writes, optsOut), by: gil, do: reply("Hi"), refused: desk.OptedOut},
		{rule: "an opted-out customer gets nothing by force", given: given(writes, optsOut), by: sol, do: replyForced("Hi"), refused: desk.OptedOut},
		{rule: "an opted-out customer gets nothing after closing", given: given(writes, optsOut, solCloses), by: sol, do: reply("Hi"), refused: desk.OptedOut},
		{
			rule: "who opted in again gets messages again", given: given(writes, optsOut, happens(desk.TheCustomer, desk.OptIn{Channel: web.ID})), by: sol, do: reply("Hi"),
			records: "taken over lara -> staff:sol; sent, answering",
		},

		{rule: "who may not at all is told so before what is wrong with the text", given: given(writes), by: sam, do: reply(""), refused: desk.Forbidden},
		{rule: "a lock counts before what is wrong with the text", given: given(writes, solWrites), by: gil, do: reply(""), refused: desk.AgentsLockedOut},
		{rule: "a lock counts before a crossed reply", given: given(writes, solWrites), by: gil, do: replyAware("Hi"), refused: desk.AgentsLockedOut},
		{rule: "another's hold counts before a crossed reply", given: given(writes, gilClaims), by: eva, do: replyAware("Hi"), refused: desk.HeldByOther},
		{rule: "a crossed reply counts before what is wrong with the text", given: given(writes, by(luz, reply("Hi"))), by: sol, do: replyAware(""), refused: desk.CrossedReply},
	})
}

func TestTextsAreKeptByteForByte(t *testing.T) {
	t.Parallel()
	const text = "  Ñandú\r\n\tcafé 🦷\u200b  "
	s := newScene()
	for _, do := range given(by(desk.TheCustomer, receive(text)), by(sol, reply(text)), by(sol, note(text)), by(sol, closing(text))) {
		do(t, s)
	}
	kept := 0
	for _, e := range s.log {
		if d, ok := e.Data.(desk.Texted); ok {
			kept++
			if d.GetText() != text {
				t.Errorf("%s kept %q", e.Kind(), d.GetText())
			}
		}
	}
	if kept != 4 || s.c.LastMessage.Text != text {
		t.Errorf("%d texts were kept, the last message is %q", kept, s.c.LastMessage.Text)
	}
}
