package desk_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relevo/backend/desk"
)

// The people of the workplace that the tests are about.
var (
	ada = desk.Actor{Team: desk.TeamStaff, User: "ada"} // an admin
	sol = desk.Actor{Team: desk.TeamStaff, User: "sol"}
	luz = desk.Actor{Team: desk.TeamStaff, User: "luz"}
	gil = desk.Actor{Team: desk.TeamAgents, User: "gil"}
	eva = desk.Actor{Team: desk.TeamAgents, User: "eva"}
	sam = desk.Actor{Team: desk.TeamSupervisor, User: "sam"}
)

// The holders of the contract's table.
var (
	withLara  = desk.Holder{Team: desk.TeamLara}
	allAgents = desk.Holder{Team: desk.TeamAgents}
	allStaff  = desk.Holder{Team: desk.TeamStaff}
	withGil   = desk.Holder(gil)
	withEva   = desk.Holder(eva)
	withAda   = desk.Holder(ada)
	withSol   = desk.Holder(sol)
	withLuz   = desk.Holder(luz)
)

var (
	began = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	web   = desk.Channel{ID: "sonrisas-web", Kind: desk.ChannelWeb}
	juan  = desk.Customer{ID: "juan", Name: "Juan", Phone: "+17875550142", Language: "es"}
)

func clinic() *desk.Workplace {
	return &desk.Workplace{
		ID: "sonrisas", AgentsService: true, Lara: true, MessageLimit: 320, CloseAfter: 24 * time.Hour,
		Members: map[desk.UserID]desk.Member{
			"ada": {ID: "ada", Handle: "ada", Role: desk.RoleAdmin},
			"sol": {ID: "sol", Handle: "sol", Role: desk.RoleStaff},
			"luz": {ID: "luz", Handle: "luz", Role: desk.RoleStaff},
			"gil": {ID: "gil", Handle: "gil", Role: desk.RoleAgent},
			"eva": {ID: "eva", Handle: "eva", Role: desk.RoleAgent},
			"sam": {ID: "sam", Handle: "sam", Role: desk.RoleSupervisor},
		},
		Reasons: []desk.ReasonID{desk.ReasonUrgent, "complaint", "scheduling", "services", "billing", "general"},
	}
}

// scene is one conversation under test. Only commands and recorded events change it, so that it never stands as no log
// could have left it.
type scene struct {
	w    *desk.Workplace
	c    desk.Conversation
	log  []desk.Event
	now  time.Time
	seen desk.Seq // what the author of the next reply has on the screen
}

func newScene() *scene {
	return &scene{w: clinic(), c: desk.Conversation{ID: "c", Workplace: "sonrisas"}, now: began}
}

// ask is a command that may depend on how the scene stands.
type ask func(*scene) desk.Command

// step is something that happens before what a test is about.
type step func(*testing.T, *scene)

// by is a command that has to succeed.
func by(actor desk.Actor, do ask) step {
	return func(t *testing.T, s *scene) {
		t.Helper()
		s.now = s.now.Add(time.Minute)
		data, err := desk.Decide(s.c, s.w, actor, do(s), s.now)
		if err != nil {
			t.Fatalf("what went before was refused: %v", err)
		}
		s.record(actor, data)
	}
}

// later lets time pass.
func later(d time.Duration) step { return func(_ *testing.T, s *scene) { s.now = s.now.Add(d) } }

// seenAll notes the newest event as seen by whoever writes next.
func seenAll(_ *testing.T, s *scene) { s.seen = s.c.LastSeq }

// settings changes the workplace.
func settings(change func(*desk.Workplace)) step { return func(_ *testing.T, s *scene) { change(s.w) } }

// happens is an event that later commands will record.
func happens(actor desk.Actor, data ...desk.EventData) step {
	return func(_ *testing.T, s *scene) { s.record(actor, data) }
}

func (s *scene) record(actor desk.Actor, data []desk.EventData) {
	for _, d := range data {
		e := desk.Event{Workplace: s.w.ID, Seq: s.c.LastSeq + 1, Conversation: s.c.ID, At: s.now, By: actor, Data: d}
		s.log = append(s.log, e)
		s.c = desk.Evolve(s.c, e)
	}
}

// row is one sentence of the rules: what went before, who does what, and what then is recorded or refused.
type row struct {
	rule    string
	given   []step
	by      desk.Actor
	do      ask
	records string // the events, as events writes them; empty with no refusal: nothing
	refused desk.Code
	then    string // the conversation, as stands writes it; empty: not asked
}

func given(steps ...step) []step { return steps }

func check(t *testing.T, rows []row) {
	t.Helper()
	t.Parallel()
	for _, r := range rows {
		t.Run(r.rule, func(t *testing.T) {
			t.Parallel()
			s := newScene()
			for _, do := range r.given {
				do(t, s)
			}
			s.now = s.now.Add(time.Minute)
			before := frozen(t, s.c)
			data, err := desk.Decide(s.c, s.w, r.by, r.do(s), s.now)
			if after := frozen(t, s.c); after != before {
				t.Fatalf("deciding changed the conversation:\n%s", cmp.Diff(before, after))
			}
			if r.refused != "" {
				refusedWith(t, s, data, err, r.refused)
				return
			}
			if err != nil {
				t.Fatalf("refused: %v", err)
			}
			if got := events(data); got != r.records {
				t.Fatalf("recorded\n  %s\nwant\n  %s", got, r.records)
			}
			s.record(r.by, data)
			if got := stands(s.c); r.then != "" && got != r.then {
				t.Fatalf("stands\n  %s\nwant\n  %s", got, r.then)
			}
		})
	}
}

// refusedWith checks a refusal: its code, a sentence for people, and where the conversation stands.
func refusedWith(t *testing.T, s *scene, data []desk.EventData, err error, code desk.Code) {
	t.Helper()
	refusal, ok := errors.AsType[*desk.Error](err)
	switch {
	case !ok:
		t.Fatalf("recorded %s (error %v), want the refusal %s", events(data), err, code)
	case refusal.Code != code:
		t.Fatalf("refused with %v, want %s", err, code)
	case len(data) > 0:
		t.Fatalf("refused and recorded %s", events(data))
	case !strings.HasSuffix(refusal.Detail, "."):
		t.Fatalf("the refusal has no sentence: %q", refusal.Detail)
	case s.c.Exists() && (refusal.Conversation == nil || refusal.Conversation.LastSeq != s.c.LastSeq):
		t.Fatalf("the refusal does not tell how the conversation stands")
	case !s.c.Exists() && refusal.Conversation != nil:
		t.Fatalf("the refusal tells of a conversation that does not exist")
	}
}

// frozen is everything of a conversation, texts too, to compare it later.
func frozen(t testing.TB, c desk.Conversation) string {
	t.Helper()
	data, err := json.Marshal(c)
	if err != nil {
		t.Fatalf("encode a conversation: %v", err)
	}
	if c.LastMessage != nil {
		return string(data) + c.LastMessage.Text
	}
	return string(data)
}
