package desk_test

import (
	"strings"
	"testing"

	"relevo/backend/desk"
)

func TestNote(t *testing.T) {
	check(t, []row{
		{rule: "by an agent", given: given(writes), by: gil, do: note("Hm"), records: "note", then: "open lara; waiting"},
		{rule: "by staff", given: given(writes), by: sol, do: note("Hm"), records: "note", then: "open lara; waiting"},
		{rule: "by an admin", given: given(writes), by: ada, do: note("Hm"), records: "note"},
		{rule: "by a supervisor", given: given(writes), by: sam, do: note("Hm"), records: "note"},
		{rule: "by an agent who is locked out", given: given(writes, solWrites), by: gil, do: note("Hm"), records: "note", then: "open staff:sol; taken over by sol"},
		{rule: "by an agent where the service is off", given: given(writes, noService), by: gil, do: note("Hm"), records: "note"},
		{rule: "while closed too", given: given(writes, solCloses), by: gil, do: note("Hm"), records: "note", then: "closed lara"},
		{rule: "while closed by a supervisor", given: given(writes, solCloses), by: sam, do: note("Hm"), records: "note"},
		{rule: "about a customer who opted out", given: given(writes, optsOut), by: sol, do: note("Hm"), records: "note"},
		{rule: "as long as it may be, in code points", given: given(writes), by: sol, do: note(strings.Repeat("🦷", 4000)), records: "note"},

		{rule: "directing where it is not with the office: Lara holds it", given: given(writes), by: sol, do: direct("Go on"), refused: desk.NotWithOffice},
		{rule: "directing where it is not with the office: an agent holds it", given: given(writes, gilClaims), by: sol, do: direct("Go on"), refused: desk.NotWithOffice},
		{rule: "directing what is closed", given: given(writes, solWrites, solCloses), by: sol, do: direct("Go on"), refused: desk.AlreadyClosed},
		{rule: "an agent directs nobody", given: given(writes, solWrites), by: gil, do: direct("@gil go on"), refused: desk.Forbidden},
		{rule: "a supervisor directs nobody", given: given(writes, solWrites), by: sam, do: direct("Go on"), refused: desk.Forbidden},
		{rule: "Lara notes only when she hands over", given: given(writes), by: desk.Lara, do: note("Hm"), refused: desk.Forbidden},
		{rule: "the customer notes nothing", given: given(writes), by: desk.TheCustomer, do: note("Hm"), refused: desk.Forbidden},
		{rule: "empty", given: given(writes), by: sol, do: note(""), refused: desk.EmptyMessage},
		{rule: "of blanks", given: given(writes), by: sol, do: note(" \u2028\t"), refused: desk.EmptyMessage},
		{rule: "directing and empty", given: given(writes, solWrites), by: sol, do: direct(" "), refused: desk.EmptyMessage},
		{rule: "too long", given: given(writes), by: sol, do: note(strings.Repeat("x", 4001)), refused: desk.MessageTooLong},
		{rule: "with NUL", given: given(writes), by: sol, do: note("\x00"), refused: desk.Invalid},
		{rule: "not UTF-8", given: given(writes), by: sol, do: note("\xc3\x28"), refused: desk.Malformed},

		{rule: "who may not direct is told so before that it is closed", given: given(writes, solCloses), by: gil, do: direct(""), refused: desk.Forbidden},
		{rule: "not with the office counts before empty", given: given(writes), by: sol, do: direct(""), refused: desk.NotWithOffice},
		{rule: "closed counts before empty", given: given(writes, solCloses), by: sol, do: direct(""), refused: desk.AlreadyClosed},
	})
}

func TestMentions(t *testing.T) {
	people := settings(func(w *desk.Workplace) {
		for id, handle := range map[desk.UserID]string{"u1": "Ana", "u2": "ana.ruiz", "u3": "j-p_7"} {
			w.Members[id] = desk.Member{ID: id, Handle: handle, Role: desk.RoleAgent}
		}
	})
	says := func(rule, text, records string) row {
		return row{rule: rule, given: given(writes, people), by: sol, do: note(text), records: records}
	}
	check(t, []row{
		says("nobody", "No at here", "note"),
		says("at the beginning", "@gil hello", "note @gil"),
		says("at the end", "hello @gil", "note @gil"),
		says("in any case", "@GIL and @ana", "note @gil,u1"),
		says("several, in the order of their first mention", "@luz @gil @luz @ada", "note @luz,gil,ada"),
		says("at the end of a sentence", "Ask @gil. Or @eva, or (@luz)!", "note @gil,eva,luz"),
		says("at the end of several sentences", "Ask @gil...", "note @gil"),
		says("the longest handle counts", "@ana.ruiz knows", "note @u2"),
		says("the longest handle counts before a full stop", "Ask @ana.ruiz.", "note @u2"),
		says("a sentence that goes on without a blank is another handle", "Ask @ana.maria", "note"),
		says("all signs that a handle may have", "@J-P_7", "note @u3"),
		says("a longer word is another handle", "@gilbert", "note"),
		says("a shorter word is another handle", "@gi", "note"),
		says("a digit makes another handle", "@gil7", "note"),
		says("in an address it is none", "write to info@gil or a.@gil or x_@gil", "note"),
		says("after another sign it is one", "¡@gil! é@eva", "note @gil,eva"),
		says("twice the sign", "@@gil", "note @gil"),
		says("the sign alone", "@ @. @", "note"),
		says("accents end a handle", "@gilé", "note @gil"),
		says("nobody's handle", "@nobody @gil", "note @gil"),
	})
}

// TestHandlesFromEndToEnd meets the first and the last sign of each kind that a handle may have.
func TestHandlesFromEndToEnd(t *testing.T) {
	handle := settings(func(w *desk.Workplace) {
		w.Members["u1"] = desk.Member{ID: "u1", Handle: "azAZ09", Role: desk.RoleStaff}
	})
	check(t, []row{
		{rule: "is mentioned whole", given: given(writes, handle), by: sol, do: note("@azAZ09"), records: "note @u1"},
		{rule: "a letter before the sign makes an address: a", given: given(writes), by: sol, do: note("a@gil"), records: "note"},
		{rule: "a letter before the sign makes an address: z", given: given(writes), by: sol, do: note("z@gil"), records: "note"},
		{rule: "a letter before the sign makes an address: A", given: given(writes), by: sol, do: note("A@gil"), records: "note"},
		{rule: "a letter before the sign makes an address: Z", given: given(writes), by: sol, do: note("Z@gil"), records: "note"},
		{rule: "a digit before the sign makes an address: 0", given: given(writes), by: sol, do: note("0@gil"), records: "note"},
		{rule: "a digit before the sign makes an address: 9", given: given(writes), by: sol, do: note("9@gil"), records: "note"},
		{rule: "signs beside them do not", given: given(writes), by: sol, do: note("/@gil:@eva`@luz{@ada[@sam@sol"), records: "note @gil,eva,luz,ada,sam"},
	})
}
