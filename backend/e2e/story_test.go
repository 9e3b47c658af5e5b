package e2e

import (
	"testing"
	"time"

	"relevo/backend/e2e/rig"
)

// TestStory follows one conversation from the customer's text to the closed desk, through everybody's hands.
func TestStory(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World)
	sol, luz := p.Login("sol@sonrisas.example"), p.Login("luz@sonrisas.example")
	gil, eva := p.Login("gil@agents.example"), p.Login("eva@agents.example")
	sam := p.Login("sam@relevo.example")
	wall := sam.Live(nil)

	customer, c := p.Customer("sonrisas-web", rig.Object{"name": "Juan", "language": "es"})
	conversation := "/api/v1/conversations/" + c

	customer.Post("/api/v1/chat/messages", rig.Object{"text": "¿Cuál es su horario?"}).Want(201)
	wall.AwaitEvent("Lara answers with the entry's own text", func(e rig.Event) bool {
		return e.Kind == "message.sent" && e.By.Team == "lara" && e.Data["answers"] == true
	})

	customer.Post("/api/v1/chat/messages", rig.Object{"text": "Quiero hablar con una persona"}).Want(201)
	wall.AwaitEvent("Lara hands over to All Agents", func(e rig.Event) bool {
		return e.Kind == "conversation.escalated" && rig.At(e.Data, "to.team") == "agents" && e.Data["reason"] == "general"
	})

	next := gil.Post("/api/v1/queue/next", nil).Want(200)
	if next.Kinds() != "conversation.assigned" || next.Text("conversation.holder.user.id") != gil.ID {
		t.Fatalf("the next one is not Gil's: %s", next.Body)
	}
	eva.Post(conversation+"/messages", rig.Object{"text": "Hola"}).Want(409, "held_by_other")
	gil.Post(conversation+"/messages", rig.Object{"text": "Hola Juan, ¿en qué le ayudo?"}).Want(200)

	gil.Post(conversation+"/escalate", rig.Object{"reason": "billing", "note": "Pide un reembolso"}).Want(200)
	gil.Post(conversation+"/messages", rig.Object{"text": "Un momento"}).Want(409, "agents_locked_out")

	taken := sol.Post(conversation+"/messages", rig.Object{"text": "Soy Sol, de la oficina."}).Want(200)
	if taken.Kinds() != "conversation.taken_over message.sent" {
		t.Fatalf("a staff reply recorded %s", taken.Kinds())
	}
	if by := taken.Text("conversation.escalation.acknowledged_by.user.id"); by != sol.ID {
		t.Fatalf("replying did not acknowledge: %q", by)
	}
	gil.Post(conversation+"/messages", rig.Object{"text": "¿Sigo?"}).Want(409, "agents_locked_out")
	luz.Post(conversation+"/notes", rig.Object{"text": "@gil dígale el total", "directs_agents": true}).Want(200)
	eva.Post(conversation+"/messages", rig.Object{"text": "¿Yo?"}).Want(409, "agents_locked_out")
	if mine, others := gil.Get("/api/v1/queue").Want(200), eva.Get("/api/v1/queue").Want(200); mine.Text("may_reply.0.id") != c || others.Text("may_reply.0.id") != "" {
		t.Fatalf("the direction stands in %s and %s", mine.Body, others.Body)
	}
	directed := gil.Post(conversation+"/messages", rig.Object{"text": "Son 40 dólares."}).Want(200)
	if directed.Text("conversation.holder.user.id") != sol.ID {
		t.Fatalf("a directed reply changed the holder: %s", directed.Body)
	}
	sol.Post(conversation+"/close", rig.Object{"note": "Pagado"}).Want(200)
	sol.Post(conversation+"/close", rig.Object{}).Want(409, "already_closed")
	wall.AwaitEvent("the wall sees it close", func(e rig.Event) bool { return e.Kind == "conversation.closed" })

	for i, e := range wall.Events("sonrisas") {
		if e.Seq != int64(i+1) {
			t.Fatalf("event %d on the wall has seq %d", i+1, e.Seq)
		}
	}
	code, took := p.Stop()
	if code != 0 || took > 10*time.Second {
		t.Fatalf("SIGTERM: exit %d after %v", code, took)
	}
	if code := wall.AwaitClose(); code != 1001 {
		t.Fatalf("the wall's socket was closed with %d", code)
	}
	p.Verified()
}
