package desk_test

import (
	"strings"
	"testing"

	"relevo/backend/desk"
)

func TestStart(t *testing.T) {
	takes := func(from string) string { return "taken over " + from + " -> staff:sol; sent, answering" }
	const held = "open staff:sol; taken over by sol"
	nameless := by(desk.TheCustomer, func(*scene) desk.Command {
		return desk.Receive{Message: "m", Text: "Hi", Limit: 2000, Customer: desk.Customer{ID: "ana", Phone: "+17875550143"}, Channel: web}
	})
	check(t, []row{
		{rule: "a new number: the sender holds it, taken over", by: sol, do: start("Ana", "Hi"), records: "opened 1 staff:sol (staff); sent, answering", then: held},
		{rule: "a closed one opens", given: given(writes, solCloses), by: sol, do: start("", "Hi"), records: "opened 2 staff:sol (staff); sent, answering", then: held},
		{rule: "held by Lara it is taken over", given: given(writes), by: sol, do: start("", "Hi"), records: takes("lara"), then: held},
		{rule: "held by All Agents it is taken over", given: given(writes, handedOver), by: sol, do: start("", "Hi"), records: takes("agents"), then: held},
		{rule: "held by All Office Staff it is taken over", given: given(writes, by(luz, assign(allStaff, "Ours"))), by: sol, do: start("", "Hi"), records: takes("staff"), then: held},
		{rule: "held by the sender it is taken over", given: given(writes, solClaims), by: sol, do: start("", "Hi"), records: takes("staff:sol"), then: held},
		{rule: "held and taken over by the sender it is just the message", given: given(writes, solWrites), by: sol, do: start("", "Hi"), records: "sent, answering", then: held},
		{rule: "held by an agent it is refused", given: given(writes, gilClaims), by: sol, do: start("", "Hi"), refused: desk.HeldByOther},
		{rule: "held by a colleague it is refused", given: given(writes, by(luz, reply("Hi"))), by: sol, do: start("", "Hi"), refused: desk.HeldByOther},
		{rule: "held by an agent and forced it is taken over", given: given(writes, gilClaims), by: sol, do: startForced("Hi"), records: takes("agents:gil"), then: held},
		{rule: "held by a colleague and forced it is taken over", given: given(writes, by(luz, reply("Hi"))), by: sol, do: startForced("Hi"), records: takes("staff:luz"), then: held},
		{rule: "an admin starts too", by: ada, do: start("", "Hi"), records: "opened 1 staff:ada (staff); sent, answering"},

		{rule: "an existing name is kept", given: given(writes), by: sol, do: start("Ana", "Hi"), records: takes("lara")},
		{rule: "a name is given where there is none", given: given(nameless), by: sol, do: start("Ana", "Hi"), records: `customer "Ana" ""; ` + takes("lara")},
		{rule: "a name is given where there is none, with the episode", given: given(nameless, solCloses), by: sol, do: start("Ana", "Hi"), records: "opened 2 staff:sol (staff); sent, answering"},
		{rule: "blanks are no name", given: given(nameless), by: sol, do: start(" ", "Hi"), records: takes("lara")},

		{rule: "agents start nothing", by: gil, do: start("", "Hi"), refused: desk.Forbidden},
		{rule: "supervisors start nothing", by: sam, do: start("", "Hi"), refused: desk.Forbidden},
		{rule: "opted out", given: given(writes, optsOut), by: sol, do: start("", "Hi"), refused: desk.OptedOut},
		{rule: "opted out, forced", given: given(writes, optsOut), by: sol, do: startForced("Hi"), refused: desk.OptedOut},
		{rule: "opted out before anything was said", given: given(optsOut), by: sol, do: start("", "Hi"), refused: desk.OptedOut},
		{rule: "an empty message", by: sol, do: start("", " "), refused: desk.EmptyMessage},
		{rule: "a message that is too long", by: sol, do: start("", strings.Repeat("x", 321)), refused: desk.MessageTooLong},
		{rule: "a name that is too long", by: sol, do: start(strings.Repeat("x", 201), "Hi"), refused: desk.Invalid},
		{rule: "a name as long as it may be", by: sol, do: start(strings.Repeat("é", 200), "Hi"), records: "opened 1 staff:sol (staff); sent, answering"},
		{rule: "a name with NUL", by: sol, do: start("\x00", "Hi"), refused: desk.Invalid},
		{rule: "a name that is not UTF-8", by: sol, do: start("\xff", "Hi"), refused: desk.Malformed},
		{rule: "who may not is told so before who holds it", given: given(writes, gilClaims), by: eva, do: start("", ""), refused: desk.Forbidden},
		{rule: "another's hold counts before what is wrong with the text", given: given(writes, gilClaims), by: sol, do: start("", ""), refused: desk.HeldByOther},
	})
}

// TestWhoIsOutside follows what is known of a customer into the events and the conversation.
func TestWhoIsOutside(t *testing.T) {
	t.Parallel()
	blankName := func(*scene) desk.Command {
		return desk.Receive{Message: "m", Text: "Hi", Limit: 9, Customer: desk.Customer{ID: "x", Name: " \t"}, Channel: web}
	}
	spanish := func(*scene) desk.Command {
		return desk.Receive{Message: "m", Text: "Hola", Limit: 9, Language: "es", Customer: desk.Customer{ID: "x", Language: "en"}, Channel: web}
	}
	for _, test := range []struct {
		rule  string
		given []step
		want  desk.Customer
	}{
		{"as the channel knows them at the first message", given(writes), juan},
		{"as the conversation knows them later", given(writes, by(sol, rename("Juan P.")), solCloses, by(desk.TheCustomer, blankName)), desk.Customer{ID: "juan", Name: "Juan P.", Phone: juan.Phone, Language: "es"}},
		{"without a name that is only blanks", given(by(desk.TheCustomer, blankName)), desk.Customer{ID: "x"}},
		{"in the language of their own message", given(by(desk.TheCustomer, spanish)), desk.Customer{ID: "x", Language: "es"}},
		{"in the language of their latest message that shows one", given(by(desk.TheCustomer, spanish), writes), desk.Customer{ID: "x", Language: "es"}},
		{"as staff know them who start", given(by(sol, start("Ana", "Hi"))), desk.Customer{ID: "ana", Name: "Ana", Phone: "+17875550143"}},
		{"without a name of blanks by staff who start", given(by(sol, start(" ", "Hi"))), desk.Customer{ID: "ana", Phone: "+17875550143"}},
		{"with the name that staff give who start again", given(by(sol, start("", "Hi")), by(sol, start("Ana", "Hi"))), desk.Customer{ID: "ana", Name: "Ana", Phone: "+17875550143"}},
		{"with the name that staff give who reopen", given(by(sol, start("", "Hi")), solCloses, by(sol, start("Ana", "Hi"))), desk.Customer{ID: "ana", Name: "Ana", Phone: "+17875550143"}},
		{"as the channel knows them who opted out before their first message", given(optsOut, writes), juan},
	} {
		t.Run(test.rule, func(t *testing.T) {
			t.Parallel()
			s := newScene()
			for _, do := range test.given {
				do(t, s)
			}
			if s.c.Customer != test.want || s.c.Channel != web {
				t.Errorf("the customer is %+v on %+v, want %+v", s.c.Customer, s.c.Channel, test.want)
			}
		})
	}
}
