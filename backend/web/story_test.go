package web_test

import "testing"

func TestStoryOverHTTP(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	sol, gil := w.as("sol"), w.as("gil")
	customer, c := w.said("Hola")
	path := "/api/v1/conversations/" + c
	gil.post(path+"/messages", object{"text": "¿En qué le ayudo?"}).want(200)
	sol.post(path+"/messages", object{"text": "Soy Sol"}).want(200)
	gil.post(path+"/messages", object{"text": "¿Sigo?"}).want(409, "agents_locked_out")
	got := customer.get("/api/v1/chat/messages").want(200)
	if got.text("messages.1.from") != "business" || got.at("messages.2.seq") != 3.0 {
		t.Errorf("the customer sees %s", got.Body)
	}
	sol.get(path).want(200)
	sol.get("/api/v1/workplaces/sonrisas/stream").want(200)
}
