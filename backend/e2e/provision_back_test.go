package e2e

import (
	"os"
	"path/filepath"
	"testing"

	"relevo/backend/e2e/rig"
)

// TestProvisionGivesBack changes people and services by files while the server is stopped: what they held is back in a
// queue when it starts again, in the same transaction as the change, and the log still proves itself.
func TestProvisionGivesBack(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World)
	sol, gil, eva := p.Login("sol@sonrisas.example"), p.Login("gil@agents.example"), p.Login("eva@agents.example")
	begin := func() string {
		customer, c := p.Customer("sonrisas-web", rig.Object{})
		customer.Post("/api/v1/chat/messages", rig.Object{"text": "Quiero hablar con una persona, por favor"}).Want(201)
		return c
	}
	gils, evas, sols := begin(), begin(), begin()
	gil.Post("/api/v1/conversations/"+gils+"/messages", rig.Object{"text": "Soy Gil."}).Want(200)
	eva.Post("/api/v1/conversations/"+evas+"/messages", rig.Object{"text": "Soy Eva."}).Want(200)
	sol.Post("/api/v1/conversations/"+sols+"/messages", rig.Object{"text": "Soy Sol."}).Want(200)

	p.Flags = nil
	applied := func(yaml string) {
		t.Helper()
		if code, _ := p.Stop(); code != 0 {
			t.Fatalf("exit %d", code)
		}
		file := filepath.Join(t.TempDir(), "change.yaml")
		if err := os.WriteFile(file, []byte(yaml), 0o600); err != nil {
			t.Fatal(err)
		}
		if code, out := p.Relevo("provision", file); code != 0 {
			t.Fatalf("exit %d: %s", code, out)
		}
		p.Verified()
		p.Launch()
	}
	holder := func(c, team string, cause string) {
		t.Helper()
		a := sol.Get("/api/v1/conversations/" + c).Want(200)
		var body struct{ Events []rig.Event }
		a.Into(&body)
		last := body.Events[len(body.Events)-1]
		if a.Text("conversation.holder.team") != team || a.At("conversation.holder.user") != nil || last.Kind != "conversation.assigned" || last.Data["cause"] != cause || last.By.Team != "system" {
			t.Errorf("%s instead of %s by %s, last %+v", a.At("conversation.holder"), team, cause, last)
		}
	}

	applied("users: [{email: gil@agents.example, memberships: [{workplace: sonrisas, role: supervisor}]}]")
	holder(gils, "agents", "left")
	if sol.Get("/api/v1/conversations/"+evas).Text("conversation.holder.user.handle") != "eva" {
		t.Error("what nobody touched has another holder")
	}
	applied("workplaces: [{id: sonrisas, agents_service: false}]")
	holder(gils, "staff", "service_off")
	holder(evas, "staff", "service_off")
	applied("users: [{email: luz@sonrisas.example, memberships: [{workplace: sonrisas, role: admin}]}, {email: sol@sonrisas.example, active: false}]")
	sol.Get("/api/v1/me").Want(401, "unauthenticated")
	sol = p.Login("luz@sonrisas.example")
	holder(sols, "staff", "left")
}
