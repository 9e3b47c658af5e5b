package e2e

import (
	"testing"
	"time"
)

// TestStory follows one conversation from the customer's text to the closed desk, through everybody's hands.
func TestStory(t *testing.T) {
	t.Parallel()
	p := start(t, world)
	sol, luz := p.login("sol@sonrisas.example"), p.login("luz@sonrisas.example")
	gil, eva := p.login("gil@agents.example"), p.login("eva@agents.example")
	sam := p.login("sam@relevo.example")
	wall := sam.live(nil)

	customer, c := p.customer("sonrisas-web", object{"name": "Juan", "language": "es"})
	conversation := "/api/v1/conversations/" + c

	customer.post("/api/v1/chat/messages", object{"text": "¿Cuál es su horario?"}).want(201)
	wall.awaitEvent("Lara answers with the entry's own text", func(e event) bool {
		return e.Kind == "message.sent" && e.By.Team == "lara" && e.Data["answers"] == true
	})

	customer.post("/api/v1/chat/messages", object{"text": "Quiero hablar con una persona"}).want(201)
	wall.awaitEvent("Lara hands over to All Agents", func(e event) bool {
		return e.Kind == "conversation.escalated" && at(e.Data, "to.team") == "agents" && e.Data["reason"] == "general"
	})

	next := gil.post("/api/v1/queue/next", nil).want(200)
	if next.kinds() != "conversation.assigned" || next.text("conversation.holder.user.id") != gil.id {
		t.Fatalf("the next one is not Gil's: %s", next.body)
	}
	eva.post(conversation+"/messages", object{"text": "Hola"}).want(409, "held_by_other")
	gil.post(conversation+"/messages", object{"text": "Hola Juan, ¿en qué le ayudo?"}).want(200)

	gil.post(conversation+"/escalate", object{"reason": "billing", "note": "Pide un reembolso"}).want(200)
	gil.post(conversation+"/messages", object{"text": "Un momento"}).want(409, "agents_locked_out")

	taken := sol.post(conversation+"/messages", object{"text": "Soy Sol, de la oficina."}).want(200)
	if taken.kinds() != "conversation.taken_over message.sent" {
		t.Fatalf("a staff reply recorded %s", taken.kinds())
	}
	if by := taken.text("conversation.escalation.acknowledged_by.user.id"); by != sol.id {
		t.Fatalf("replying did not acknowledge: %q", by)
	}
	gil.post(conversation+"/messages", object{"text": "¿Sigo?"}).want(409, "agents_locked_out")
	luz.post(conversation+"/notes", object{"text": "@gil dígale el total", "directs_agents": true}).want(200)
	eva.post(conversation+"/messages", object{"text": "¿Yo?"}).want(409, "agents_locked_out")
	directed := gil.post(conversation+"/messages", object{"text": "Son 40 dólares."}).want(200)
	if directed.text("conversation.holder.user.id") != sol.id {
		t.Fatalf("a directed reply changed the holder: %s", directed.body)
	}
	sol.post(conversation+"/close", object{"note": "Pagado"}).want(200)
	sol.post(conversation+"/close", object{}).want(409, "already_closed")
	wall.awaitEvent("the wall sees it close", func(e event) bool { return e.Kind == "conversation.closed" })

	for i, e := range wall.events("sonrisas") {
		if e.Seq != int64(i+1) {
			t.Fatalf("event %d on the wall has seq %d", i+1, e.Seq)
		}
	}
	code, took := p.stop()
	if code != 0 || took > 10*time.Second {
		t.Fatalf("SIGTERM: exit %d after %v", code, took)
	}
	if code := wall.awaitClose(); code != 1001 {
		t.Fatalf("the wall's socket was closed with %d", code)
	}
	p.verified()
}
