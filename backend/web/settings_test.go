package web_test

import (
	"strings"
	"testing"
)

const sonrisas = "/api/v1/workplaces/sonrisas"

func TestEverybodyReadsTheLists(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	for _, name := range []string{"ada", "sol", "gil", "sam"} {
		p := w.as(name)
		if got := p.get(sonrisas + "/escalation-reasons").want(200); got.text("escalation_reasons.0.id") != "urgent_emergency" || got.text("escalation_reasons.5.id") != "general" {
			t.Errorf("%s", got.Body)
		}
		if got := p.get(sonrisas + "/quick-responses").want(200); got.text("quick_responses.0.shortcut") != "hola" {
			t.Errorf("%s", got.Body)
		}
		if got := p.get(sonrisas + "/knowledge").want(200); got.text("knowledge.0.language") != "en" {
			t.Errorf("%s", got.Body)
		}
		if got := p.get(sonrisas + "/members").want(200); got.text("members.0.name") != "Ada Admin" || got.text("members.0.role") != "admin" || got.at("members.0.active") != true {
			t.Errorf("%s", got.Body)
		}
		channels := p.get(sonrisas + "/channels").want(200)
		if channels.text("channels.0.id") != "sonrisas-page" || channels.text("channels.1.number") != "+17875550100" {
			t.Errorf("%s", channels.Body)
		}
		for _, secret := range []string{"a-secret", "AC0000", "127.0.0.1"} {
			if strings.Contains(channels.Body.String(), secret) {
				t.Errorf("%s sees a channel's secret", name)
			}
		}
	}
}

func TestAdminsChangeTheLists(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	ada := w.as("ada")

	ada.do("PUT", sonrisas+"/escalation-reasons/lost-tooth", object{"name": "Lost tooth", "name_es": "Diente perdido"}).want(200)
	ada.do("PUT", sonrisas+"/escalation-reasons/lost-tooth", object{"active": false}).want(200)
	reasons := ada.get(sonrisas + "/escalation-reasons")
	if reasons.text("escalation_reasons.6.name") != "Lost tooth" || reasons.at("escalation_reasons.6.active") != false {
		t.Errorf("%s", reasons.Body)
	}
	ada.do("PUT", sonrisas+"/escalation-reasons/new", object{}).want(422, "invalid")
	ada.do("PUT", sonrisas+"/escalation-reasons/Not%20A%20Key", object{"name": "x"}).want(422, "invalid")

	added := ada.post(sonrisas+"/quick-responses", object{"shortcut": "adios", "text": "Adiós."}).want(201)
	id := added.text("quick_response.id")
	ada.post(sonrisas+"/quick-responses", object{"shortcut": "ADIOS", "text": "Otra vez"}).want(422, "invalid")
	if got := ada.do("PATCH", sonrisas+"/quick-responses/"+id, object{"text": "Hasta luego."}).want(200); got.text("quick_response.text") != "Hasta luego." || got.text("quick_response.shortcut") != "adios" {
		t.Errorf("%s", got.Body)
	}
	ada.do("PATCH", sonrisas+"/quick-responses/"+id, object{"active": false}).want(200)
	ada.do("PATCH", sonrisas+"/quick-responses/"+id, object{"text": "x"}).want(404, "not_found")

	entry := ada.post(sonrisas+"/knowledge", object{"question": "¿Aceptan seguro?", "answer": "Sí."}).want(201)
	if entry.text("knowledge.language") != "es" {
		t.Errorf("left out, the language is %s", entry.Body)
	}
	ada.do("PATCH", sonrisas+"/knowledge/"+entry.text("knowledge.id"), object{"answer": strings.Repeat("a", 321)}).want(422, "invalid")
	ada.do("PATCH", sonrisas+"/knowledge/"+entry.text("knowledge.id"), object{"answer": "Casi todos."}).want(200)
	ada.post(sonrisas+"/knowledge", object{"question": "x", "answer": "y", "language": "fr"}).want(422, "invalid")

	ada.do("PUT", sonrisas+"/channels/sonrisas-two", object{"kind": "web", "origins": []string{"https://two.example"}}).want(200)
	ada.do("PUT", sonrisas+"/channels/sonrisas-two", object{"origins": []string{"two.example/path"}}).want(422, "invalid")
	ada.do("PUT", sonrisas+"/channels/norte-web", object{"active": false}).want(422, "invalid")
	w.customer("norte-web", object{})
}

func TestOthersDoNot(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	ada := w.as("ada")
	response, entry := ada.get(sonrisas+"/quick-responses").text("quick_responses.0.id"), ada.get(sonrisas+"/knowledge").text("knowledge.0.id")
	for _, request := range []string{
		"PUT /escalation-reasons/x", "POST /quick-responses", "PATCH /quick-responses/" + response, "POST /knowledge", "PATCH /knowledge/" + entry,
		"PUT /channels/x", "PUT /channels/sonrisas-web", "POST /members", "PATCH /members/" + w.as("sol").id,
	} {
		method, path, _ := strings.Cut(request, " ")
		for _, name := range []string{"sol", "gil", "sam"} {
			w.as(name).do(method, sonrisas+path, object{}).want(403, "forbidden")
		}
		w.as("bea").do(method, sonrisas+path, object{}).want(404, "not_found")
		w.stranger().do(method, sonrisas+path, object{}).want(401, "unauthenticated")
	}
}

func TestMembers(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	ada, sol := w.as("ada"), w.as("sol")
	fresh := object{"email": "eva@agents.example", "name": "Eva", "handle": "eva", "role": "agent", "password": password}
	added := ada.post(sonrisas+"/members", fresh).want(201)
	eva := w.as("eva")
	if added.text("member.id") != eva.id || added.text("member.role") != "agent" || added.at("member.active") != true {
		t.Errorf("%s", added.Body)
	}
	ada.post(sonrisas+"/members", fresh).want(422, "invalid")
	for field, value := range map[string]string{"email": "no address", "name": " ", "handle": "@", "role": "owner", "password": "short"} {
		broken := object{"email": "new@agents.example", "name": "New", "handle": "new", "role": "agent", "password": password}
		broken[field] = value
		a := ada.post(sonrisas+"/members", broken).want(422, "invalid")
		if len(value) > 3 && strings.Contains(a.Body.String(), value) {
			t.Errorf("%s is echoed: %s", field, a.Body)
		}
	}
	changed := ada.do("PATCH", sonrisas+"/members/"+eva.id, object{"role": "staff", "name": "Eva María"}).want(200)
	if changed.text("member.role") != "staff" || changed.text("member.name") != "Eva María" {
		t.Errorf("%s", changed.Body)
	}
	ada.do("PATCH", sonrisas+"/members/"+eva.id, object{"role": "boss"}).want(422, "invalid")
	ada.do("PATCH", sonrisas+"/members/"+eva.id, object{"password": "x"}).want(422, "invalid")
	ada.do("PATCH", sonrisas+"/members/"+ada.id, object{"role": "staff"}).want(422, "invalid")
	ada.do("PATCH", sonrisas+"/members/"+w.as("bea").id, object{}).want(404, "not_found")

	ada.do("PATCH", sonrisas+"/members/"+sol.id, object{"password": "quite another one"}).want(200)
	sol.get("/api/v1/me").want(401, "unauthenticated")
	w.stranger().post("/api/v1/auth/login", object{"email": "sol@sonrisas.example", "password": "quite another one"}).want(200)
	ada.do("PATCH", sonrisas+"/members/"+eva.id, object{"active": false}).want(200)
	eva.get("/api/v1/me").want(401, "unauthenticated")
	if got := ada.get(sonrisas + "/members").text("members.1.name"); got != "Eva María" {
		t.Errorf("who left is forgotten: %s", got)
	}
}

func TestWhoLeavesGivesBackWhatTheyHold(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	_, c := w.said("Hola")
	gil := w.as("gil")
	gil.post("/api/v1/conversations/"+c+"/messages", object{"text": "Hola"}).want(200)
	w.as("ada").do("PATCH", sonrisas+"/members/"+gil.id, object{"active": false}).want(200)
	got := w.as("sol").get("/api/v1/conversations/" + c).want(200)
	if got.text("conversation.holder.team") != "agents" || got.at("conversation.holder.user") != nil {
		t.Errorf("%s", got.Body)
	}
}
