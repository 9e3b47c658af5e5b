package desk_test

import (
	"strings"
	"testing"

	"relevo/backend/desk"
)

func TestClose(t *testing.T) {
	const reset = "closed lara"
	check(t, []row{
		{rule: "staff close what Lara holds", given: given(writes), by: sol, do: closing(""), records: "closed lara", then: reset},
		{rule: "staff close what All Agents hold", given: given(writes, handedOver), by: sol, do: closing(""), records: "closed agents", then: reset},
		{rule: "staff close what an agent holds", given: given(writes, gilClaims), by: sol, do: closing(""), records: "closed agents:gil", then: reset},
		{rule: "staff close what a colleague took over", given: given(writes, by(luz, reply("Hi"))), by: sol, do: closing(""), records: "closed staff:luz", then: reset},
		{rule: "an admin closes as staff", given: given(writes), by: ada, do: closing(""), records: "closed lara", then: reset},
		{
			rule: "holder, take-over, escalation and directions are reset", given: given(writes, gilClaims, gilEscalates, solWrites, by(sol, direct("@gil go on")), writes), by: sol, do: closing(""),
			records: "closed staff:sol", then: reset,
		},
		{rule: "an agent closes their own", given: given(writes, gilClaims), by: gil, do: closing(""), records: "closed agents:gil", then: reset},
		{rule: "an agent closes a colleague's", given: given(writes, gilClaims), by: eva, do: closing(""), records: "closed agents:gil", then: reset},
		{rule: "an agent closes what All Agents hold", given: given(writes, handedOver), by: gil, do: closing(""), records: "closed agents", then: reset},
		{rule: "with a note", given: given(writes), by: sol, do: closing("Paid, @ada"), records: "note @ada; closed lara with note", then: reset},
		{rule: "blanks are no note", given: given(writes), by: sol, do: closing(" \n"), records: "closed lara", then: reset},
		{rule: "who opted out stays opted out", given: given(writes, optsOut), by: sol, do: closing(""), records: "closed lara", then: "closed lara; opted out"},
		{rule: "what was reopened is closed again", given: given(writes, solCloses, writes), by: sol, do: closing(""), records: "closed lara", then: reset},

		{rule: "already closed", given: given(writes, solCloses), by: sol, do: closing(""), refused: desk.AlreadyClosed},
		{rule: "already closed, for an agent", given: given(writes, solCloses), by: gil, do: closing(""), refused: desk.AlreadyClosed},
		{rule: "an agent does not close what is with the office", given: given(writes, gilClaims, gilEscalates), by: gil, do: closing(""), refused: desk.AgentsLockedOut},
		{rule: "an agent does not close what is taken over", given: given(writes, gilClaims, solWrites), by: gil, do: closing(""), refused: desk.AgentsLockedOut},
		{rule: "an agent does not close what Lara holds", given: given(writes), by: gil, do: closing(""), refused: desk.HeldByOther},
		{rule: "a supervisor closes nothing", given: given(writes), by: sam, do: closing(""), refused: desk.Forbidden},
		{rule: "Lara closes nothing", given: given(writes), by: desk.Lara, do: closing(""), refused: desk.Forbidden},
		{rule: "a note that is too long", given: given(writes), by: sol, do: closing(strings.Repeat("x", 4001)), refused: desk.MessageTooLong},
		{rule: "a note with NUL", given: given(writes), by: sol, do: closing("a\x00"), refused: desk.Invalid},
		{rule: "a note that is not UTF-8", given: given(writes), by: sol, do: closing("\xff"), refused: desk.Malformed},
		{rule: "who may not is told so before that it is closed", given: given(writes, solCloses), by: sam, do: closing(""), refused: desk.Forbidden},
		{rule: "closed counts before what is wrong with the note", given: given(writes, solCloses), by: sol, do: closing("\x00"), refused: desk.AlreadyClosed},
		{rule: "a lock counts before what is wrong with the note", given: given(writes, solWrites), by: gil, do: closing("\x00"), refused: desk.AgentsLockedOut},
	})
}
