package net

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"relevo/backend/e2e/rig"
)

// tug is what the races are about: conversations of one workplace, with people of both teams on connections of their own
// that break now and then.
type tug struct {
	t       *testing.T
	p       *rig.Program
	checker *rig.Checker
	agents  []*rig.Person
	staff   []*rig.Person
	sure    *rig.Person // over a network that does not break
	asked   int
}

func newTug(t *testing.T) *tug {
	t.Helper()
	p := rig.Start(t, rig.World, "--rate-limits", "off", "--access-ttl", "2h")
	x := between(t, p, weather{cutAfter: 20_000})
	g := &tug{t: t, p: p, checker: rig.NewChecker(), sure: p.Login("sol@sonrisas.example")}
	for i := range 4 {
		g.agents = append(g.agents, p.Login([]string{"gil@agents.example", "eva@agents.example"}[i%2]).Via(x.url))
		g.staff = append(g.staff, p.Login([]string{"sol@sonrisas.example", "luz@sonrisas.example"}[i%2]).Via(x.url))
	}
	return g
}

// do gives a command under a key of its own until it is answered.
func (g *tug) do(who *rig.Person, path string, body rig.Object, key string) rig.Answer {
	g.t.Helper()
	a, _ := g.checker.Do(who, path, body, key, nil)
	return a
}

// waiting is a new conversation in the queue of all agents.
func (g *tug) waiting() string {
	g.t.Helper()
	g.asked++
	customer, c := g.p.Customer("sonrisas-web", rig.Object{})
	g.do(customer, "/api/v1/chat/messages", rig.Object{"text": fmt.Sprint("Hello ", g.asked)}, fmt.Sprint("hello ", g.asked))
	g.do(g.sure, "/api/v1/conversations/"+c+"/assign", rig.Object{"to": rig.Object{"team": "agents"}, "note": "For the queue"}, fmt.Sprint("assign ", g.asked))
	return c
}

// timeline are a conversation's events.
func (g *tug) timeline(c string) (events []rig.Event) {
	g.t.Helper()
	for _, e := range g.sure.Log("sonrisas") {
		if e.Conversation == c {
			events = append(events, e)
		}
	}
	return events
}

// end holds everything against the log.
func (g *tug) end() {
	g.t.Helper()
	g.checker.CheckOnly(g.t, "sonrisas", g.sure.Log("sonrisas"))
	g.p.Kill()
	g.p.Verified()
}

// TestPromise05_OneWinnerAtLength has agents ask for the next conversation and people close the same one, all at once and
// again and again, with retries over connections that break: exactly one gets each conversation, exactly one closes it,
// and all others are told who holds it.
func TestPromise05_OneWinnerAtLength(t *testing.T) {
	t.Parallel()
	g := newTug(t)
	for round := range *rounds {
		open := []string{g.waiting(), g.waiting(), g.waiting()}
		var mu sync.Mutex // guards got
		got := map[string]string{}
		var asks []func()
		for i := range 2 * len(g.agents) {
			asks = append(asks, func() {
				key := fmt.Sprintf("next %d of %d", i, round)
				a, _ := g.agents[i%4].Persist("/api/v1/queue/next", nil, key, nil)
				if a.Status == 204 {
					return
				}
				g.checker.Acked(key, "", a.Events())
				mu.Lock()
				defer mu.Unlock()
				c := a.Text("conversation.id")
				if before, twice := got[c]; twice {
					t.Errorf("round %d: %s and %s both got %s", round, before, key, c)
				}
				got[c] = key
			})
		}
		rig.Together(asks...)
		if len(got) != len(open) {
			t.Errorf("round %d: %d of %d conversations were given out", round, len(got), len(open))
		}
		for _, c := range open {
			g.closedOnce(c, round)
		}
	}
	g.end()
}

// closedOnce has everybody close a conversation.
func (g *tug) closedOnce(c string, round int) {
	g.t.Helper()
	answers := make([]rig.Answer, len(g.staff))
	var closes []func()
	for i, who := range g.staff {
		closes = append(closes, func() {
			answers[i] = g.do(who, "/api/v1/conversations/"+c+"/close", rig.Object{}, fmt.Sprintf("close %s, %d", c, i))
		})
	}
	rig.Together(closes...)
	won := 0
	for _, a := range answers {
		if a.Status == 200 {
			won++
			continue
		}
		a.Want(409, "already_closed")
		if a.Text("holder.team") == "" || a.At("last_seq") == nil {
			g.t.Errorf("a refusal does not tell who holds it: %s", a.Body)
		}
	}
	if won != 1 {
		g.t.Errorf("round %d: %d people closed %s", round, won, c)
	}
}

// TestPromise06_SilenceAfterTakeOversAtLength has agents, staff and Lara answer the same conversation at the same moment,
// over connections that break. What anybody who does not hold it says never stands behind the take-over, whoever retries
// what and however often.
func TestPromise06_SilenceAfterTakeOversAtLength(t *testing.T) {
	t.Parallel()
	g := newTug(t)
	for round := range *rounds {
		customer, c := g.p.Customer("sonrisas-web", rig.Object{})
		say := func(n int) func() {
			text := fmt.Sprintf("What are your hours? (%d of %d)", n, round) // Lara answers this
			return func() { g.do(customer, "/api/v1/chat/messages", rig.Object{"text": text}, text) }
		}
		say(0)()
		path := "/api/v1/conversations/" + c + "/messages"
		actions := []func(){say(1), say(2)}
		for i := range 3 {
			agent, staff := g.agents[i], g.staff[i]
			byAgent, byStaff := fmt.Sprintf("agent %d of %d", i, round), fmt.Sprintf("staff %d of %d", i, round)
			actions = append(actions,
				func() {
					if a := g.do(agent, path, rig.Object{"text": byAgent}, byAgent); a.Status != 200 && a.Text("code") != "agents_locked_out" && a.Text("code") != "held_by_other" {
						t.Errorf("an agent was answered %d: %s", a.Status, a.Body)
					}
				},
				func() {
					if a := g.do(staff, path, rig.Object{"text": byStaff}, byStaff); a.Status != 200 {
						t.Errorf("staff was answered %d: %s", a.Status, a.Body)
					}
				})
		}
		rig.Together(actions...)
		g.do(g.agents[0], path, rig.Object{"text": fmt.Sprint("too late, ", round)}, fmt.Sprint("late ", round)).Want(409, "agents_locked_out")
		g.silent(c, round)
	}
	g.end()
}

// silent reads a conversation for who spoke although somebody else had taken over.
func (g *tug) silent(c string, round int) {
	g.t.Helper()
	events := g.timeline(c)
	staff := slices.IndexFunc(events, func(e rig.Event) bool {
		return e.Kind == "conversation.taken_over" && rig.At(e.Data, "to.team") == "staff"
	})
	if staff < 0 {
		g.t.Fatalf("round %d: nobody of the office took over", round)
	}
	people := slices.IndexFunc(events, func(e rig.Event) bool { return e.Kind == "conversation.taken_over" })
	for i, e := range events {
		if e.Kind != "message.sent" {
			continue
		}
		if i > people && e.By.Team == "lara" || i > staff && e.By.Team == "agents" {
			g.t.Errorf("round %d: %s spoke at %d, after the take-over", round, e.By.Team, e.Seq)
		}
	}
}
