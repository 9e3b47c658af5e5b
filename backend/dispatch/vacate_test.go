package dispatch_test

import (
	"errors"
	"testing"

	"relevo/backend/desk"
	"relevo/backend/dispatch"
)

var (
	withLara  = desk.Holder{Team: desk.TeamLara}
	allAgents = desk.Holder{Team: desk.TeamAgents}
	allStaff  = desk.Holder{Team: desk.TeamStaff}
	withGil   = desk.Holder{Team: desk.TeamAgents, User: "gil"}
	withEva   = desk.Holder{Team: desk.TeamAgents, User: "eva"}
	withSol   = desk.Holder{Team: desk.TeamStaff, User: "sol"}
)

// full is a house with a conversation at each holder, and a closed one.
func full(t *testing.T) *house {
	t.Helper()
	h := newHouse(t)
	h.writes("lara")
	h.waits("agents")
	for c, agent := range map[desk.ConversationID]desk.Actor{"gil": gil, "eva": eva} {
		h.writes(c)
		h.run(c, agent, desk.Assign{To: desk.Holder{Team: desk.TeamAgents, User: agent.User}})
	}
	h.writes("sol")
	h.run("sol", sol, reply("m", "Hi"))
	h.writes("closed")
	h.run("closed", sol, desk.Close{})
	return h
}

func TestVacancies(t *testing.T) {
	t.Parallel()
	vacancy := func(holder desk.Holder, whole bool, cause desk.Cause) desk.Vacancy {
		return desk.Vacancy{Workplace: "sonrisas", Holder: holder, WholeTeam: whole, Cause: cause}
	}
	noService := vacancy(allAgents, true, desk.CauseServiceOff)
	usual := map[desk.ConversationID]desk.Holder{"lara": withLara, "agents": allAgents, "gil": withGil, "eva": withEva, "sol": withSol}
	for _, test := range []struct {
		rule      string
		vacancies []desk.Vacancy
		moved     map[desk.ConversationID]desk.Holder
		recorded  int
	}{
		{"nobody left", nil, nil, 0},
		{"an agent left", []desk.Vacancy{vacancy(withGil, false, desk.CauseLeft)}, map[desk.ConversationID]desk.Holder{"gil": allAgents}, 1},
		{"one of the office left", []desk.Vacancy{vacancy(withSol, false, desk.CauseLeft)}, map[desk.ConversationID]desk.Holder{"sol": allStaff}, 1},
		{"who held nothing left", []desk.Vacancy{vacancy(desk.Holder{Team: desk.TeamStaff, User: "luz"}, false, desk.CauseLeft)}, nil, 0},
		{
			"the agents' service ended", []desk.Vacancy{noService},
			map[desk.ConversationID]desk.Holder{"agents": allStaff, "gil": allStaff, "eva": allStaff}, 3,
		},
		{"Lara was switched off", []desk.Vacancy{vacancy(withLara, false, desk.CauseLaraOff)}, map[desk.ConversationID]desk.Holder{"lara": allAgents}, 1},
		{
			"all at once, whatever comes first: nothing stays with agents",
			[]desk.Vacancy{noService, vacancy(withGil, false, desk.CauseLeft), vacancy(withLara, false, desk.CauseLaraOff), vacancy(withSol, false, desk.CauseLeft)},
			map[desk.ConversationID]desk.Holder{"lara": allStaff, "agents": allStaff, "gil": allStaff, "eva": allStaff, "sol": allStaff}, 7,
		},
		{"a workplace that is only being made", []desk.Vacancy{{Workplace: "new", Holder: withLara, Cause: desk.CauseLaraOff}}, nil, 0},
		{"another workplace's people", []desk.Vacancy{{Workplace: "norte", Holder: withGil, Cause: desk.CauseLeft}}, nil, 0},
	} {
		t.Run(test.rule, func(t *testing.T) {
			t.Parallel()
			h := full(t)
			before := h.log("sonrisas")
			changed := false
			err := h.do.Change(t.Context(), func(dispatch.Tx) ([]desk.Vacancy, error) { changed = true; return test.vacancies, nil })
			if err != nil || !changed {
				t.Fatalf("changed %v: %v", changed, err)
			}
			for c, want := range usual {
				if moved, ok := test.moved[c]; ok {
					want = moved
				}
				if got := h.holder(c); got != want {
					t.Errorf("%s is held by %v, want %v", c, got, want)
				}
			}
			recorded := h.log("sonrisas")[len(before):]
			if len(recorded) != test.recorded {
				t.Errorf("%d events were recorded, want %d: %s", len(recorded), test.recorded, kinds(recorded))
			}
			for _, e := range recorded {
				if d, ok := e.Data.(desk.Assigned); !ok || e.By != desk.System || d.Note != "" || d.Cause == "" {
					t.Errorf("recorded %s by %v: %+v", e.Kind(), e.By, e.Data)
				}
			}
		})
	}
}

// TestAFailedChangeKeepsNothing has a change fail after it appended something itself.
func TestAFailedChangeKeepsNothing(t *testing.T) {
	t.Parallel()
	h := full(t)
	before := len(h.log("sonrisas"))
	broken := errors.New("the file is broken")
	err := h.do.Change(t.Context(), func(tx dispatch.Tx) ([]desk.Vacancy, error) {
		c, err := tx.Conversation("gil")
		if err == nil {
			_, err = tx.Append(c, desk.System, monday, []desk.EventData{desk.Closed{From: c.Holder}})
		}
		return []desk.Vacancy{{Workplace: "sonrisas", Holder: withGil, Cause: desk.CauseLeft}}, errors.Join(err, broken)
	})
	if !errors.Is(err, broken) {
		t.Fatal(err)
	}
	if got := len(h.log("sonrisas")); got != before || h.holder("gil") != withGil {
		t.Errorf("%d events were kept, and %v holds it", got-before, h.holder("gil"))
	}
}
