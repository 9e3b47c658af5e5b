package e2e

import (
	"encoding/json"
	"fmt"
	"sync"
	"testing"

	"relevo/backend/e2e/rig"
)

// TestTakeOverRace has staff and an agent press send at the same moment, again and again: no agent's message may ever
// follow the take-over.
func TestTakeOverRace(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World, "--rate-limits", "off")
	sol, gil := p.Login("sol@sonrisas.example"), p.Login("gil@agents.example")
	for round := range 50 {
		customer, c := p.Customer("sonrisas-web", rig.Object{})
		customer.Post("/api/v1/chat/messages", rig.Object{"text": fmt.Sprintf("Hello %d", round)}).Want(201)
		path := "/api/v1/conversations/" + c + "/messages"
		gil.Post(path, rig.Object{"text": "I'm on it"}).Want(200)
		var byStaff, byAgent rig.Answer
		rig.Together(
			func() { byStaff = sol.Do("POST", path, rig.Object{"text": "The office here"}) },
			func() { byAgent = gil.Do("POST", path, rig.Object{"text": "And another thing"}) },
		)
		byStaff.Want(200)
		if byAgent.Status != 200 {
			byAgent.Want(409, "agents_locked_out")
		}
		gil.Post(path, rig.Object{"text": "Late"}).Want(409, "agents_locked_out")

		takenOver := false
		for _, e := range gil.Get("/api/v1/conversations/" + c).Want(200).Events() {
			if e.Kind == "conversation.taken_over" {
				takenOver = true
			}
			if takenOver && e.Kind == "message.sent" && e.By.Team == "agents" {
				t.Fatalf("round %d: an agent's message stands at %d, after the take-over", round, e.Seq)
			}
		}
		if !takenOver {
			t.Fatalf("round %d: no take-over was recorded", round)
		}
	}
}

// TestOneWinner has many agents ask for the next conversation, and many people close the same one.
func TestOneWinner(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World, "--rate-limits", "off")
	gil, eva := p.Login("gil@agents.example"), p.Login("eva@agents.example")
	sol, luz := p.Login("sol@sonrisas.example"), p.Login("luz@sonrisas.example")
	var waiting []string
	for range 20 {
		customer, c := p.Customer("sonrisas-web", rig.Object{})
		customer.Post("/api/v1/chat/messages", rig.Object{"text": "Hello"}).Want(201)
		sol.Post("/api/v1/conversations/"+c+"/assign", rig.Object{"to": rig.Object{"team": "agents"}, "note": "For the queue"}).Want(200)
		waiting = append(waiting, c)
	}
	var mu sync.Mutex // guards got
	got := map[string]string{}
	var asks []func()
	for i := range 24 {
		agent := []*rig.Person{gil, eva}[i%2]
		asks = append(asks, func() {
			a := agent.Do("POST", "/api/v1/queue/next", nil)
			if a.Status == 204 {
				return
			}
			mu.Lock()
			defer mu.Unlock()
			c := a.Want(200).Text("conversation.id")
			if before, twice := got[c]; twice {
				t.Errorf("%s and %s both got %s", before, agent.ID, c)
			}
			got[c] = agent.ID
		})
	}
	rig.Together(asks...)
	if len(got) != len(waiting) {
		t.Errorf("%d of %d waiting conversations were given out", len(got), len(waiting))
	}

	for _, c := range waiting {
		results := make([]rig.Answer, 4)
		var closes []func()
		for i := range results {
			closes = append(closes, func() {
				results[i] = []*rig.Person{sol, luz}[i%2].Do("POST", "/api/v1/conversations/"+c+"/close", rig.Object{})
			})
		}
		rig.Together(closes...)
		won := 0
		for _, r := range results {
			if r.Status == 200 {
				won++
				continue
			}
			r.Want(409, "already_closed")
			if r.Text("holder.team") == "" || r.At("last_seq") == nil {
				t.Errorf("a refusal does not tell holder and last_seq: %s", r.Body)
			}
		}
		if won != 1 {
			t.Fatalf("%d people closed the same conversation", won)
		}
	}
}

// eventsOf is the part of an answer that a retry repeats.
func eventsOf(a rig.Answer) string {
	a.T.Helper()
	events, err := json.Marshal(a.Want(200).At("events"))
	if err != nil {
		a.T.Fatal(err)
	}
	return string(events)
}

// TestSameKeyInParallel sends one command many times at once under one key: it happens once, and everybody gets the
// same answer; another body under that key is refused.
func TestSameKeyInParallel(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World, "--rate-limits", "off")
	sol := p.Login("sol@sonrisas.example")
	customer, c := p.Customer("sonrisas-web", rig.Object{})
	customer.Post("/api/v1/chat/messages", rig.Object{"text": "Hello"}).Want(201)
	path := "/api/v1/conversations/" + c + "/messages"
	results := make([]rig.Answer, 12)
	var sends []func()
	for i := range results {
		sends = append(sends, func() { results[i] = sol.Do("POST", path, rig.Object{"text": "Once"}, "Idempotency-Key", "k1") })
	}
	rig.Together(sends...)
	first := eventsOf(results[0])
	for _, r := range results {
		if got := eventsOf(r); got != first {
			t.Fatalf("two answers to one command:\n%s\n%s", first, got)
		}
	}
	sol.Post(path, rig.Object{"text": "Twice"}, "Idempotency-Key", "k1").Want(422, "idempotency_mismatch")
	sol.Post("/api/v1/conversations/"+c+"/notes", rig.Object{"text": "Once"}, "Idempotency-Key", "k1").Want(422, "idempotency_mismatch")
	sent := 0
	for _, e := range sol.Log("sonrisas") {
		if e.Kind == "message.sent" && e.By.Team == "staff" {
			sent++
		}
	}
	if sent != 1 {
		t.Fatalf("%d messages were recorded", sent)
	}
	p.Kill()
	p.Launch()
	if got := eventsOf(sol.Post(path, rig.Object{"text": "Once"}, "Idempotency-Key", "k1")); got != first {
		t.Fatalf("after a crash the answer is another:\n%s\n%s", first, got)
	}
}

// TestCrossedReplies has two colleagues answer the same message: the second is told what they missed.
func TestCrossedReplies(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World)
	sol, luz := p.Login("sol@sonrisas.example"), p.Login("luz@sonrisas.example")
	customer, c := p.Customer("sonrisas-web", rig.Object{})
	customer.Post("/api/v1/chat/messages", rig.Object{"text": "Hello"}).Want(201)
	path := "/api/v1/conversations/" + c
	sol.Post(path+"/messages", rig.Object{"text": "First"}).Want(200)
	seen := sol.Get(path).Want(200).At("conversation.last_seq")
	sol.Post(path+"/messages", rig.Object{"text": "Mine again", "if_seen": seen}).Want(200)
	crossed := luz.Post(path+"/messages", rig.Object{"text": "Mine", "if_seen": seen}).Want(409, "crossed_reply")
	if crossed.Text("missed.0.data.text") != "Mine again" {
		t.Fatalf("the refusal does not tell what was missed: %s", crossed.Body)
	}
	sol.Post(path+"/messages", rig.Object{"text": "I know my own", "if_seen": seen}).Want(200)
	luz.Post(path+"/messages", rig.Object{"text": "Anyway", "if_seen": seen, "force": true}).Want(200)
}
