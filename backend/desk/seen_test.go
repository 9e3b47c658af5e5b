package desk_test

import (
	"testing"

	"relevo/backend/desk"
)

func TestSeen(t *testing.T) {
	check(t, []row{
		{rule: "by staff", given: given(writes), by: sol, do: seeNow, records: "seen 2, 0 unread"},
		{rule: "by an admin", given: given(writes), by: ada, do: seeNow, records: "seen 2, 0 unread"},
		{rule: "by an agent", given: given(writes), by: gil, do: seeNow, records: "seen 2, 0 unread"},
		{rule: "by an agent who is locked out", given: given(writes, solWrites), by: gil, do: seeNow, records: "seen 4, 0 unread"},
		{rule: "while closed", given: given(writes, solCloses), by: sol, do: seeNow, records: "seen 3, 0 unread"},
		{rule: "not all of it: the rest stays unread", given: given(writes, writes, writes), by: sol, do: see(3), records: "seen 3, 1 unread"},
		{rule: "before the first message everything is unread", given: given(writes, writes), by: sol, do: see(1), records: "seen 1, 2 unread"},
		{rule: "further than before", given: given(writes, by(sol, seeNow), writes), by: sol, do: seeNow, records: "seen 4, 0 unread"},
		{rule: "beyond the newest counts as the newest", given: given(writes), by: sol, do: see(99), records: "seen 2, 0 unread"},
		{rule: "past a note is past something new", given: given(writes, by(sol, seeNow), by(gil, note("Hm"))), by: sol, do: seeNow, records: "seen 4, 0 unread"},

		{rule: "the same again records nothing", given: given(writes, by(sol, seeNow)), by: sol, do: see(2)},
		{rule: "less than before records nothing", given: given(writes, writes, by(sol, seeNow)), by: sol, do: see(2)},
		{rule: "one's own seen is nothing new", given: given(writes, by(sol, seeNow)), by: sol, do: seeNow},
		{rule: "others' seen is nothing new", given: given(writes, by(sol, seeNow), by(gil, seeNow), by(luz, seeNow)), by: sol, do: seeNow},
		{rule: "delivery is nothing new", given: given(writes, answered, by(sol, seeNow), by(desk.System, deliver(desk.DeliverySent, ""))), by: sol, do: seeNow},
		{rule: "before everything is nothing", given: given(writes), by: sol, do: see(0)},

		{rule: "supervisors watch without a trace", given: given(writes), by: sam, do: seeNow, refused: desk.Forbidden},
		{rule: "Lara leaves none either", given: given(writes), by: desk.Lara, do: seeNow, refused: desk.Forbidden},
		{rule: "the customer sees another thing", given: given(writes), by: desk.TheCustomer, do: seeNow, refused: desk.Forbidden},
	})
}

func TestUnread(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		rule  string
		given []step
		want  int
	}{
		{"everything, for who never saw it", given(writes, writes), 2},
		{"the customer's messages alone", given(writes, answered, by(gil, note("Hm")), solWrites), 1},
		{"none, for who has seen it all", given(writes, writes, by(sol, seeNow)), 0},
		{"those since it was seen", given(writes, by(sol, seeNow), writes, writes), 2},
		{"those that were not on the screen", given(writes, writes, writes, by(sol, see(2))), 2},
		{"whatever others have seen", given(writes, by(luz, seeNow)), 1},
		{"across episodes", given(writes, by(sol, seeNow), writes, solCloses, writes), 2},
	} {
		t.Run(test.rule, func(t *testing.T) {
			t.Parallel()
			s := newScene()
			for _, do := range test.given {
				do(t, s)
			}
			if got := s.c.Unread("sol"); got != test.want {
				t.Errorf("%d are unread, want %d", got, test.want)
			}
		})
	}
}

// TestNews follows the newest event that a reader has not merely to know of, but to see.
func TestNews(t *testing.T) {
	t.Parallel()
	s := newScene()
	for _, do := range given(writes, by(sol, seeNow), answered, by(desk.System, deliver(desk.DeliverySent, "")), by(gil, seeNow)) {
		do(t, s)
	}
	if s.c.LastSeq != 6 || s.c.NewsSeq != 4 {
		t.Errorf("the newest event is %d and the newest news %d, want 6 and 4", s.c.LastSeq, s.c.NewsSeq)
	}
}
