package e2e

import (
	"os"
	"path/filepath"
	"testing"
)

// TestProvisionGivesBack changes people and services by files while the server is stopped: what they held is back in a
// queue when it starts again, in the same transaction as the change, and the log still proves itself.
func TestProvisionGivesBack(t *testing.T) {
	t.Parallel()
	p := start(t, world)
	sol, gil, eva := p.login("sol@sonrisas.example"), p.login("gil@agents.example"), p.login("eva@agents.example")
	begin := func() string {
		customer, c := p.customer("sonrisas-web", object{})
		customer.post("/api/v1/chat/messages", object{"text": "Quiero hablar con una persona, por favor"}).want(201)
		return c
	}
	gils, evas, sols := begin(), begin(), begin()
	gil.post("/api/v1/conversations/"+gils+"/messages", object{"text": "Soy Gil."}).want(200)
	eva.post("/api/v1/conversations/"+evas+"/messages", object{"text": "Soy Eva."}).want(200)
	sol.post("/api/v1/conversations/"+sols+"/messages", object{"text": "Soy Sol."}).want(200)

	p.flags = nil
	applied := func(yaml string) {
		t.Helper()
		if code, _ := p.stop(); code != 0 {
			t.Fatalf("exit %d", code)
		}
		file := filepath.Join(t.TempDir(), "change.yaml")
		if err := os.WriteFile(file, []byte(yaml), 0o600); err != nil {
			t.Fatal(err)
		}
		if code, out := p.relevo("provision", file); code != 0 {
			t.Fatalf("exit %d: %s", code, out)
		}
		p.verified()
		p.launch()
	}
	holder := func(c, team string, cause string) {
		t.Helper()
		a := sol.get("/api/v1/conversations/" + c).want(200)
		var body struct{ Events []event }
		a.into(&body)
		last := body.Events[len(body.Events)-1]
		if a.text("conversation.holder.team") != team || a.at("conversation.holder.user") != nil || last.Kind != "conversation.assigned" || last.Data["cause"] != cause || last.By.Team != "system" {
			t.Errorf("%s instead of %s by %s, last %+v", a.at("conversation.holder"), team, cause, last)
		}
	}

	applied("users: [{email: gil@agents.example, memberships: [{workplace: sonrisas, role: supervisor}]}]")
	holder(gils, "agents", "left")
	if sol.get("/api/v1/conversations/"+evas).text("conversation.holder.user.handle") != "eva" {
		t.Error("what nobody touched has another holder")
	}
	applied("workplaces: [{id: sonrisas, agents_service: false}]")
	holder(gils, "staff", "service_off")
	holder(evas, "staff", "service_off")
	applied("users: [{email: luz@sonrisas.example, memberships: [{workplace: sonrisas, role: admin}]}, {email: sol@sonrisas.example, active: false}]")
	sol.get("/api/v1/me").want(401, "unauthenticated")
	sol = p.login("luz@sonrisas.example")
	holder(sols, "staff", "left")
}
