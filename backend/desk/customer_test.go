package desk_test

import (
	"strings"
	"testing"

	"relevo/backend/desk"
)

func TestCustomerWrites(t *testing.T) {
	short := func(text string) ask {
		return func(*scene) desk.Command {
			return desk.Receive{Message: "m", Text: text, Limit: 4, Customer: juan, Channel: web}
		}
	}
	check(t, []row{
		{rule: "new: an episode opens with Lara", by: desk.TheCustomer, do: receive("Hi"), records: "opened 1 lara (customer); received", then: "open lara; waiting"},
		{rule: "closed: the next episode opens with Lara", given: given(writes, solWrites, solCloses), by: desk.TheCustomer, do: receive("Hi"), records: "opened 2 lara (customer); received", then: "open lara; waiting"},
		{rule: "open: just the message, whoever holds it", given: given(writes, gilClaims), by: desk.TheCustomer, do: receive("Hi"), records: "received", then: "open agents:gil; waiting"},
		{rule: "open and taken over: just the message", given: given(writes, solWrites), by: desk.TheCustomer, do: receive("Hi"), records: "received", then: "open staff:sol; taken over by sol; waiting"},
		{rule: "Lara switched off: the episode opens with All Agents", given: given(noLara), by: desk.TheCustomer, do: receive("Hi"), records: "opened 1 agents (customer); received", then: "open agents; waiting"},
		{rule: "Lara and the agents switched off: the episode opens with the office", given: given(noLara, noService), by: desk.TheCustomer, do: receive("Hi"), records: "opened 1 staff (customer); received", then: "open staff; waiting"},
		{rule: "Lara alone needs no agents", given: given(noService), by: desk.TheCustomer, do: receive("Hi"), records: "opened 1 lara (customer); received"},
		{rule: "who opted out may still write", given: given(writes, optsOut), by: desk.TheCustomer, do: receive("Hi"), records: "received"},
		{rule: "as long as the channel allows, in code points", by: desk.TheCustomer, do: short("🦷🦷🦷🦷"), records: "opened 1 lara (customer); received"},

		{rule: "longer than the channel allows", by: desk.TheCustomer, do: short("12345"), refused: desk.MessageTooLong},
		{rule: "empty", given: given(writes), by: desk.TheCustomer, do: receive(""), refused: desk.EmptyMessage},
		{rule: "of blanks", by: desk.TheCustomer, do: receive("\u00a0 \n"), refused: desk.EmptyMessage},
		{rule: "with NUL", by: desk.TheCustomer, do: receive("\x00"), refused: desk.Invalid},
		{rule: "not UTF-8", by: desk.TheCustomer, do: receive("\xf0\x9f"), refused: desk.Malformed},
		{rule: "nobody writes in a customer's name", given: given(writes), by: sol, do: receive("Hi"), refused: desk.Forbidden},
	})
}

func TestWaiting(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		rule  string
		given []step
		since int // minutes after the beginning; 0: nobody waits
	}{
		{"from the customer's first message", given(writes), 1},
		{"from the first unanswered one, not the newest", given(writes, writes, writes), 1},
		{"until Lara answers", given(writes, answered), 0},
		{"until an agent answers", given(writes, by(gil, reply("Hi"))), 0},
		{"until staff answer", given(writes, solWrites), 0},
		{"until a directed agent answers", given(writes, solWrites, writes, by(sol, direct("Go on")), by(gil, reply("Hi"))), 0},
		{"a hand-over sentence is no answer", given(writes, handedOver), 1},
		{"a note, a claim or an escalation is no answer", given(writes, gilClaims, by(gil, note("Hm")), gilEscalates), 1},
		{"anew from the first message after the answer", given(writes, answered, writes, writes), 3},
		{"not when it is closed", given(writes, solCloses), 0},
		{"anew in the next episode", given(writes, solCloses, writes), 3},
		{"not when the business wrote first", given(by(sol, start("", "Hi"))), 0},
	} {
		t.Run(test.rule, func(t *testing.T) {
			t.Parallel()
			s := newScene()
			for _, do := range test.given {
				do(t, s)
			}
			since := s.c.WaitingSince
			switch {
			case test.since == 0 && since != nil:
				t.Errorf("waits since %v", since)
			case test.since > 0 && (since == nil || !since.Equal(minute(test.since))):
				t.Errorf("waits since %v, want %v", since, minute(test.since))
			}
		})
	}
}

func TestUpdateCustomer(t *testing.T) {
	both := func(*scene) desk.Command {
		name, about := "Ana", "Sister of Eva"
		return desk.UpdateCustomer{Name: &name, About: &about}
	}
	nothing := func(*scene) desk.Command { return desk.UpdateCustomer{} }
	check(t, []row{
		{rule: "an agent renames", given: given(writes), by: gil, do: rename("Juan P."), records: `customer "Juan P." ""`},
		{rule: "staff rename", given: given(writes), by: sol, do: rename("Juan P."), records: `customer "Juan P." ""`},
		{rule: "an admin renames", given: given(writes), by: ada, do: rename("Juan P."), records: `customer "Juan P." ""`},
		{rule: "an agent who is locked out renames", given: given(writes, solWrites), by: gil, do: rename("Juan P."), records: `customer "Juan P." ""`},
		{rule: "also while closed", given: given(writes, solCloses), by: sol, do: rename("Juan P."), records: `customer "Juan P." ""`, then: "closed lara"},
		{rule: "something about the customer leaves the name", given: given(writes), by: sol, do: about("Allergic"), records: `customer "Juan" "Allergic"`},
		{rule: "a name leaves what is known about the customer", given: given(writes, by(sol, about("Allergic"))), by: sol, do: rename("J"), records: `customer "J" "Allergic"`},
		{rule: "both at once", given: given(writes), by: sol, do: both, records: `customer "Ana" "Sister of Eva"`},
		{rule: "what is known can be taken away", given: given(writes, by(sol, about("Allergic"))), by: sol, do: about(""), records: `customer "Juan" ""`},
		{rule: "the same name records nothing", given: given(writes), by: sol, do: rename("Juan")},
		{rule: "no field records nothing", given: given(writes), by: sol, do: nothing},
		{rule: "a name as long as it may be", given: given(writes), by: sol, do: rename(strings.Repeat("é", 200)), records: `customer "` + strings.Repeat("é", 200) + `" ""`},

		{rule: "a name that is too long", given: given(writes), by: sol, do: rename(strings.Repeat("é", 201)), refused: desk.Invalid},
		{rule: "an empty name", given: given(writes), by: sol, do: rename(""), refused: desk.Invalid},
		{rule: "a name of blanks", given: given(writes), by: sol, do: rename(" \t"), refused: desk.Invalid},
		{rule: "a name with NUL", given: given(writes), by: sol, do: rename("J\x00"), refused: desk.Invalid},
		{rule: "a name that is not UTF-8", given: given(writes), by: sol, do: rename("J\xff"), refused: desk.Malformed},
		{rule: "too much about the customer", given: given(writes), by: sol, do: about(strings.Repeat("x", 201)), refused: desk.Invalid},
		{rule: "NUL about the customer", given: given(writes), by: sol, do: about("\x00"), refused: desk.Invalid},
		{rule: "supervisors rename nobody", given: given(writes), by: sam, do: rename("J"), refused: desk.Forbidden},
		{rule: "the customer does not rename", given: given(writes), by: desk.TheCustomer, do: rename("J"), refused: desk.Forbidden},
		{rule: "who may not is told so before what is wrong with the name", given: given(writes), by: sam, do: rename(""), refused: desk.Forbidden},
	})
}
