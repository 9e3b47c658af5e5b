package web_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"relevo/backend/desk"
)

// kinds names the events that a command answered.
func (r reply) kinds() string {
	r.t.Helper()
	events, _ := r.at("events").([]any)
	kinds := make([]string, len(events))
	for i, e := range events {
		kinds[i] = e.(object)["kind"].(string)
	}
	return strings.Join(kinds, " ")
}

func TestEveryCommandAnswersConversationAndEvents(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	_, c := w.said("Hola")
	path := "/api/v1/conversations/" + c
	sol, gil := w.as("sol"), w.as("gil")
	customer := sol.get(path).want(200).text("conversation.customer.id")
	for _, step := range []struct {
		name, method, path string
		by                 who
		body               any
		kinds              string
	}{
		{"an agent claims by replying", "POST", path + "/messages", gil, object{"text": "Hola"}, "conversation.assigned message.sent"},
		{"a note", "POST", path + "/notes", w.as("sam"), object{"text": "@gil ojo"}, "note.added"},
		{"seen", "POST", path + "/seen", gil, object{"seq": w.seq() + 4}, "conversation.seen"},
		{"seen again", "POST", path + "/seen", gil, object{"seq": w.seq() + 4}, ""},
		{"an escalation", "POST", path + "/escalate", gil, object{"reason": "billing", "note": "Reembolso", "to_user": sol.id}, "note.added conversation.escalated"},
		{"acknowledged", "POST", path + "/acknowledge", sol, nil, "escalation.acknowledged"},
		{"acknowledged twice", "POST", path + "/acknowledge", sol, object{}, ""},
		{"a take-over", "POST", path + "/messages", sol, object{"text": "Soy Sol", "if_seen": 1, "force": true}, "conversation.taken_over message.sent"},
		{"a direction", "POST", path + "/notes", sol, object{"text": "@gil siga", "directs_agents": true}, "note.added agents.directed"},
		{"an assignment", "POST", path + "/assign", sol, object{"to": object{"team": "agents", "user": gil.id}, "note": "Para ti"}, "note.added conversation.assigned"},
		{"an assignment to who holds it", "POST", path + "/assign", sol, object{"to": object{"team": "agents", "user": gil.id}, "note": "Para ti"}, ""},
		{"a name", "PATCH", "/api/v1/customers/" + customer, gil, object{"name": "Juan"}, "customer.updated"},
		{"something about them", "PATCH", "/api/v1/customers/" + customer, gil, object{"about": "Mañanas"}, "customer.updated"},
		{"the same name", "PATCH", "/api/v1/customers/" + customer, gil, object{"name": "Juan"}, ""},
		{"the end", "POST", path + "/close", gil, object{"note": "Listo"}, "note.added conversation.closed"},
	} {
		a := step.by.do(step.method, step.path, step.body)
		if a.Code != 200 || a.kinds() != step.kinds || a.text("conversation.id") != c {
			t.Fatalf("%s: %d %s: %s", step.name, a.Code, a.kinds(), a.Body)
		}
		if events := a.at("events").([]any); len(events) > 0 {
			last := events[len(events)-1].(object)
			if a.at("conversation.last_seq") != last["seq"] {
				t.Errorf("%s: the conversation stands at %v, its last event at %v", step.name, a.at("conversation.last_seq"), last["seq"])
			}
		}
		if a.Header().Get("Cache-Control") != "no-store" || a.Header().Get("Content-Type") != "application/json" {
			t.Errorf("%s: %v", step.name, a.Header())
		}
	}
}

func TestRetriesAnswerTheFirstTime(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	_, c := w.said("Hola")
	path := "/api/v1/conversations/" + c
	sol, gil := w.as("sol"), w.as("gil")
	customer := sol.get(path).want(200).text("conversation.customer.id")
	sol.post(path+"/assign", object{"to": object{"team": "agents"}, "note": "Cola"}).want(200)
	for i, step := range []struct {
		by           who
		method, path string
		body         any
		status       int
	}{
		{gil, "POST", "/api/v1/queue/next", nil, 200},
		{gil, "POST", "/api/v1/queue/next", object{}, 204},
		{gil, "POST", path + "/messages", object{"text": "Hola"}, 200},
		{gil, "POST", path + "/escalate", object{"reason": "billing", "note": "n"}, 200},
		{sol, "POST", path + "/acknowledge", nil, 200},
		{sol, "POST", path + "/notes", object{"text": "n"}, 200},
		{sol, "POST", path + "/seen", object{"seq": 5}, 200},
		{sol, "POST", path + "/assign", object{"to": object{"team": "staff", "user": sol.id}}, 200},
		{sol, "PATCH", "/api/v1/customers/" + customer, object{"name": "Juan"}, 200},
		{sol, "POST", path + "/close", nil, 200},
		{sol, "POST", sonrisas + "/conversations", object{"phone": "787-555-0111", "text": "Hola"}, 201},
	} {
		key := fmt.Sprint("key ", i)
		first := step.by.do(step.method, step.path, step.body, "Idempotency-Key", key).want(step.status)
		stood := w.seq()
		again := step.by.do(step.method, step.path, step.body, "Idempotency-Key", key).want(step.status)
		if w.seq() != stood {
			t.Errorf("%s: the retry recorded something", step.path)
		}
		if step.status != 204 && first.kinds() != again.kinds() || step.status != 204 && fmt.Sprint(first.at("events")) != fmt.Sprint(again.at("events")) {
			t.Errorf("%s: %s, then %s", step.path, first.Body, again.Body)
		}
		step.by.do(step.method, step.path, `{ }`, "Idempotency-Key", key)
		w.as("sam").post(path+"/notes", object{"text": key}, "Idempotency-Key", key).want(200) // another user's key
	}
	sol.post(path+"/notes", object{"text": "x"}, "Idempotency-Key", strings.Repeat("k", 200)).want(200)
	sol.post(path+"/notes", object{"text": "x"}, "Idempotency-Key", strings.Repeat("k", 201)).want(400, "malformed")
	sol.post(path+"/notes", object{"text": "y"}, "Idempotency-Key", strings.Repeat("k", 200)).want(422, "idempotency_mismatch")
	stood := w.seq()
	sol.post(path+"/notes", object{"text": "x"}, "Idempotency-Key", "").want(200)
	sol.post(path+"/notes", object{"text": "x"}, "Idempotency-Key", "").want(200)
	if w.seq() != stood+2 {
		t.Error("no key is a key")
	}
}

// TestARetryNeedsNoChannelAnyMore switches the channel off between a start and its retry.
func TestARetryNeedsNoChannelAnyMore(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	sol, body := w.as("sol"), object{"phone": "787-555-0111", "text": "Hola"}
	first := sol.post(sonrisas+"/conversations", body, "Idempotency-Key", "k").want(201)
	w.as("ada").do("PUT", sonrisas+"/channels/sonrisas-sms", object{"active": false}).want(200)
	again := sol.post(sonrisas+"/conversations", body, "Idempotency-Key", "k").want(201)
	if first.kinds() != "conversation.opened message.sent" || fmt.Sprint(first.at("events")) != fmt.Sprint(again.at("events")) {
		t.Errorf("%s, then %s", first.Body, again.Body)
	}
	sol.post(sonrisas+"/conversations", body, "Idempotency-Key", "another").want(422, "invalid")
}

func TestRefusalsShowTheConversation(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	_, c := w.said("Hola")
	path := "/api/v1/conversations/" + c
	sol, gil := w.as("sol"), w.as("gil")
	seen := sol.get(path).want(200).at("conversation.last_seq")
	sol.post(path+"/messages", object{"text": "Hola"}).want(200)
	locked := gil.post(path+"/messages", object{"text": "Hola"}).want(409, "agents_locked_out")
	if locked.text("holder.user.id") != sol.id || locked.at("last_seq") != float64(w.seq()) || locked.at("conversation") != nil || locked.at("missed") != nil {
		t.Errorf("%s", locked.Body)
	}
	crossed := w.as("ada").post(path+"/messages", object{"text": "Hola", "if_seen": seen}).want(409, "crossed_reply")
	if crossed.text("missed.0.kind") != "conversation.taken_over" || crossed.text("missed.1.data.text") != "Hola" || crossed.text("holder.user.id") != sol.id {
		t.Errorf("%s", crossed.Body)
	}
	for _, field := range []string{"type", "title", "detail"} {
		if crossed.text(field) == "" {
			t.Errorf("no %s", field)
		}
	}
}

func TestStartingAConversation(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	sol, ada := w.as("sol"), w.as("ada")
	start := func(p who, body object) reply { t.Helper(); return p.post(sonrisas+"/conversations", body) }
	made := start(sol, object{"phone": "(787) 555-0123", "name": "Juan", "text": "Hola Juan"}).want(201)
	if made.text("conversation.customer.phone") != "+17875550123" || made.text("conversation.customer.name") != "Juan" || made.text("conversation.channel.id") != "sonrisas-sms" ||
		made.text("conversation.holder.user.id") != sol.id || made.text("conversation.taken_over.by.user.id") != sol.id || made.kinds() != "conversation.opened message.sent" {
		t.Errorf("%s", made.Body)
	}
	held := start(ada, object{"phone": "+1 787 555 0123", "text": "Hola"}).want(409, "held_by_other")
	if held.text("conversation.id") != made.text("conversation.id") || held.text("holder.user.id") != sol.id {
		t.Errorf("%s", held.Body)
	}
	forced := start(ada, object{"phone": "7875550123", "name": "Pedro", "text": "Hola", "force": true}).want(201)
	if forced.text("conversation.id") != made.text("conversation.id") || forced.text("conversation.customer.name") != "Juan" {
		t.Errorf("%s", forced.Body)
	}
	for name, body := range map[string]object{
		"no number": {"text": "x"}, "letters": {"phone": "zanahoria", "text": "x"}, "too short": {"phone": "123", "text": "x"}, "half of one": {"phone": "555-0123", "text": "x"}, "an extension": {"phone": "787-555-0123 ext. 4", "text": "x"},
		"too long": {"phone": "+1787555012345678", "text": "x"}, "an unknown channel": {"phone": "7875550123", "text": "x", "channel": "nothing"},
		"a web chat": {"phone": "7875550123", "text": "x", "channel": "sonrisas-web"}, "another workplace's channel": {"phone": "7875550123", "text": "x", "channel": "norte-web"},
		"a long name": {"phone": "7875550124", "text": "x", "name": strings.Repeat("n", 201)},
	} {
		if a := start(ada, body); a.Code != 422 || a.text("code") != "invalid" {
			t.Errorf("%s: %d %s", name, a.Code, a.Body)
		}
	}
	start(ada, object{"phone": "7875550199"}).want(422, "empty_message")
	w.as("bea").post("/api/v1/workplaces/norte/conversations", object{"phone": "2125550123", "text": "x"}).want(422, "invalid") // no channel for text messages
	for _, name := range []string{"gil", "sam"} {
		start(w.as(name), object{"phone": "7875550123", "text": "x"}).want(403, "forbidden")
	}
}

func TestQueue(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	gil, sol := w.as("gil"), w.as("sol")
	for _, name := range []string{"ada", "sol", "sam", "bea"} {
		w.as(name).get("/api/v1/queue").want(403, "forbidden")
		w.as(name).post("/api/v1/queue/next", nil).want(403, "forbidden")
	}
	empty := gil.post("/api/v1/queue/next", nil).want(204)
	if empty.Body.Len() > 0 {
		t.Errorf("204 with %q", empty.Body)
	}
	_, first := w.said("Primera")
	_, second := w.said("Segunda")
	for _, c := range []string{second, first} {
		sol.post("/api/v1/conversations/"+c+"/assign", object{"to": object{"team": "agents"}, "note": "Cola"}).want(200)
	}
	queue := gil.get("/api/v1/queue").want(200)
	if queue.text("waiting.0.id") != first || queue.text("waiting.1.id") != second || len(queue.at("mine").([]any)) != 0 || queue.at("seqs.sonrisas") != float64(w.seq()) {
		t.Errorf("%s", queue.Body)
	}
	next := gil.post("/api/v1/queue/next", object{}).want(200)
	if next.text("conversation.id") != first || next.text("events.0.data.cause") != "next" {
		t.Errorf("%s", next.Body)
	}
	if mine := gil.get("/api/v1/queue").want(200); mine.text("mine.0.id") != first || mine.text("waiting.0.id") != second {
		t.Errorf("%s", mine.Body)
	}
}

func TestWhatADirectionLetsAnAgentAnswerStandsInTheQueueUntilItEnds(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	gil, sol := w.as("gil"), w.as("sol")
	_, c := w.said("Hola")
	_, other := w.said("Buenas")
	listed := func(want ...string) {
		t.Helper()
		queue := gil.get("/api/v1/queue").want(200)
		var got []string
		for i := range queue.at("may_reply").([]any) {
			got = append(got, queue.text(fmt.Sprintf("may_reply.%d.id", i)))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%v may be answered, not %v: %s", got, want, queue.Body)
		}
	}
	say := func(path string, body object) { sol.post("/api/v1/conversations/"+path, body).want(200) }
	for _, id := range []string{c, other} {
		say(id+"/messages", object{"text": "Soy Sol"})
	}
	listed()
	say(c+"/notes", object{"text": "@gil dígale el total", "directs_agents": true})
	listed(c)
	say(other+"/notes", object{"text": "Quien pueda", "directs_agents": true})
	listed(c, other)
	say(c+"/messages", object{"text": "Ya sigo yo"})
	listed(other)
	say(other+"/close", object{})
	listed()
}

func TestDrafts(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	_, c := w.said("Hola")
	path := "/api/v1/conversations/" + c
	sol, sam := w.as("sol"), w.as("sam")
	stood := w.seq()
	sol.do("PUT", path+"/drafts/reply", object{"text": " Empecé a "}).want(204)
	sol.do("PUT", path+"/drafts/note", object{"text": strings.Repeat("ñ", desk.NoteLimit)}).want(204)
	mine := sol.get(path).want(200)
	if mine.text("drafts.reply") != " Empecé a " || len(mine.text("drafts.note")) != 2*desk.NoteLimit {
		t.Errorf("%s", mine.Body)
	}
	if others := sam.get(path).want(200); others.at("drafts.reply") != nil || others.at("drafts.note") != nil {
		t.Errorf("a colleague sees %s", others.Body)
	}
	w.as("gil").post(path+"/messages", object{"text": "Hola"}).want(200) // another holder
	if got := sol.get(path).text("drafts.reply"); got != " Empecé a " {
		t.Errorf("a change of holder left %q", got)
	}
	sol.do("PUT", path+"/drafts/note", object{"text": strings.Repeat("ñ", desk.NoteLimit+1)}).want(422, "message_too_long")
	sol.do("PUT", path+"/drafts/note", object{"text": "a\x00"}).want(422, "invalid")
	sol.do("PUT", path+"/drafts/reply", object{"text": "  "}).want(204)
	sol.do("DELETE", path+"/drafts/note", nil).want(204)
	sol.do("DELETE", path+"/drafts/note", nil).want(204)
	if gone := sol.get(path).want(200); gone.at("drafts.reply") != nil || gone.at("drafts.note") != nil {
		t.Errorf("%s", gone.Body)
	}
	sam.do("PUT", path+"/drafts/reply", object{"text": "x"}).want(403, "forbidden")
	sam.do("PUT", path+"/drafts/note", object{"text": "x"}).want(204)
	sol.do("PUT", path+"/drafts/letter", object{"text": "x"}).want(404, "not_found")
	if w.seq() != stood+2 {
		t.Error("drafts are in the log")
	}
}
