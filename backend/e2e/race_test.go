package e2e

import (
	"encoding/json"
	"fmt"
	"sync"
	"testing"
)

// together runs all at once and waits for them.
func together(all ...func()) {
	ready := make(chan struct{})
	var wg sync.WaitGroup
	for _, f := range all {
		wg.Go(func() { <-ready; f() })
	}
	close(ready)
	wg.Wait()
}

// TestTakeOverRace has staff and an agent press send at the same moment, again and again: no agent's message may ever
// follow the take-over.
func TestTakeOverRace(t *testing.T) {
	t.Parallel()
	p := start(t, world, "--rate-limits", "off")
	sol, gil := p.login("sol@sonrisas.example"), p.login("gil@agents.example")
	for round := range 50 {
		customer, c := p.customer("sonrisas-web", object{})
		customer.post("/api/v1/chat/messages", object{"text": fmt.Sprintf("Hello %d", round)}).want(201)
		path := "/api/v1/conversations/" + c + "/messages"
		gil.post(path, object{"text": "I'm on it"}).want(200)
		var byStaff, byAgent answer
		together(
			func() { byStaff = sol.do("POST", path, object{"text": "The office here"}) },
			func() { byAgent = gil.do("POST", path, object{"text": "And another thing"}) },
		)
		byStaff.want(200)
		if byAgent.status != 200 {
			byAgent.want(409, "agents_locked_out")
		}
		gil.post(path, object{"text": "Late"}).want(409, "agents_locked_out")

		takenOver := false
		for _, e := range gil.get("/api/v1/conversations/" + c).want(200).events() {
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
	p := start(t, world, "--rate-limits", "off")
	gil, eva := p.login("gil@agents.example"), p.login("eva@agents.example")
	sol, luz := p.login("sol@sonrisas.example"), p.login("luz@sonrisas.example")
	var waiting []string
	for range 20 {
		customer, c := p.customer("sonrisas-web", object{})
		customer.post("/api/v1/chat/messages", object{"text": "Hello"}).want(201)
		sol.post("/api/v1/conversations/"+c+"/assign", object{"to": object{"team": "agents"}, "note": "For the queue"}).want(200)
		waiting = append(waiting, c)
	}
	var mu sync.Mutex // guards got
	got := map[string]string{}
	var asks []func()
	for i := range 24 {
		agent := []*person{gil, eva}[i%2]
		asks = append(asks, func() {
			a := agent.do("POST", "/api/v1/queue/next", nil)
			if a.status == 204 {
				return
			}
			mu.Lock()
			defer mu.Unlock()
			c := a.want(200).text("conversation.id")
			if before, twice := got[c]; twice {
				t.Errorf("%s and %s both got %s", before, agent.id, c)
			}
			got[c] = agent.id
		})
	}
	together(asks...)
	if len(got) != len(waiting) {
		t.Errorf("%d of %d waiting conversations were given out", len(got), len(waiting))
	}

	for _, c := range waiting {
		results := make([]answer, 4)
		var closes []func()
		for i := range results {
			closes = append(closes, func() {
				results[i] = []*person{sol, luz}[i%2].do("POST", "/api/v1/conversations/"+c+"/close", object{})
			})
		}
		together(closes...)
		won := 0
		for _, r := range results {
			if r.status == 200 {
				won++
				continue
			}
			r.want(409, "already_closed")
			if r.text("holder.team") == "" || r.at("last_seq") == nil {
				t.Errorf("a refusal does not tell holder and last_seq: %s", r.body)
			}
		}
		if won != 1 {
			t.Fatalf("%d people closed the same conversation", won)
		}
	}
}

// eventsOf is the part of an answer that a retry repeats.
func eventsOf(a answer) string {
	a.t.Helper()
	events, err := json.Marshal(a.want(200).at("events"))
	if err != nil {
		a.t.Fatal(err)
	}
	return string(events)
}

// TestSameKeyInParallel sends one command many times at once under one key: it happens once, and everybody gets the
// same answer; another body under that key is refused.
func TestSameKeyInParallel(t *testing.T) {
	t.Parallel()
	p := start(t, world, "--rate-limits", "off")
	sol := p.login("sol@sonrisas.example")
	customer, c := p.customer("sonrisas-web", object{})
	customer.post("/api/v1/chat/messages", object{"text": "Hello"}).want(201)
	path := "/api/v1/conversations/" + c + "/messages"
	results := make([]answer, 12)
	var sends []func()
	for i := range results {
		sends = append(sends, func() { results[i] = sol.do("POST", path, object{"text": "Once"}, "Idempotency-Key", "k1") })
	}
	together(sends...)
	first := eventsOf(results[0])
	for _, r := range results {
		if got := eventsOf(r); got != first {
			t.Fatalf("two answers to one command:\n%s\n%s", first, got)
		}
	}
	sol.post(path, object{"text": "Twice"}, "Idempotency-Key", "k1").want(422, "idempotency_mismatch")
	sol.post("/api/v1/conversations/"+c+"/notes", object{"text": "Once"}, "Idempotency-Key", "k1").want(422, "idempotency_mismatch")
	sent := 0
	for _, e := range sol.log("sonrisas") {
		if e.Kind == "message.sent" && e.By.Team == "staff" {
			sent++
		}
	}
	if sent != 1 {
		t.Fatalf("%d messages were recorded", sent)
	}
	p.kill()
	p.launch()
	if got := eventsOf(sol.post(path, object{"text": "Once"}, "Idempotency-Key", "k1")); got != first {
		t.Fatalf("after a crash the answer is another:\n%s\n%s", first, got)
	}
}

// TestCrossedReplies has two colleagues answer the same message: the second is told what they missed.
func TestCrossedReplies(t *testing.T) {
	t.Parallel()
	p := start(t, world)
	sol, luz := p.login("sol@sonrisas.example"), p.login("luz@sonrisas.example")
	customer, c := p.customer("sonrisas-web", object{})
	customer.post("/api/v1/chat/messages", object{"text": "Hello"}).want(201)
	path := "/api/v1/conversations/" + c
	sol.post(path+"/messages", object{"text": "First"}).want(200)
	seen := sol.get(path).want(200).at("conversation.last_seq")
	sol.post(path+"/messages", object{"text": "Mine again", "if_seen": seen}).want(200)
	crossed := luz.post(path+"/messages", object{"text": "Mine", "if_seen": seen}).want(409, "crossed_reply")
	if crossed.text("missed.0.data.text") != "Mine again" {
		t.Fatalf("the refusal does not tell what was missed: %s", crossed.body)
	}
	sol.post(path+"/messages", object{"text": "I know my own", "if_seen": seen}).want(200)
	luz.post(path+"/messages", object{"text": "Anyway", "if_seen": seen, "force": true}).want(200)
}
