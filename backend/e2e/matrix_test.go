package e2e

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"relevo/backend/e2e/rig"
)

// route says of one operation what to send, and who of the workplace's members is refused by role (403). Everybody
// else of them gets past the door: whatever the answer then is, it is neither 401 nor 403 nor 404.
type route struct {
	body    any
	refused string // names of those who may not, e.g. "gil sam"
	open    bool   // needs no access token: not part of the matrix
}

// routes are all operations of the OpenAPI document. An operation that is not here fails the test: a new route decides
// who may use it.
var routes = map[string]route{
	"POST /api/v1/auth/login":      {open: true},
	"POST /api/v1/auth/refresh":    {open: true},
	"POST /api/v1/auth/logout":     {open: true},
	"POST /api/v1/auth/setup":      {open: true},
	"POST /api/v1/auth/password":   {body: rig.Object{"current": "wrong", "new": "another good password"}},
	"GET /api/v1/me":               {},
	"PATCH /api/v1/me/preferences": {body: rig.Object{"single_keys": true}},

	"GET /api/v1/workplaces/{w}/stream":             {},
	"GET /api/v1/workplaces/{w}/conversations":      {},
	"POST /api/v1/workplaces/{w}/conversations":     {body: rig.Object{"phone": "787-555-0199", "text": "Hi"}, refused: "gil sam"},
	"GET /api/v1/workplaces/{w}/events":             {},
	"GET /api/v1/workplaces/{w}/members":            {},
	"POST /api/v1/workplaces/{w}/members":           {body: rig.Object{"email": "x", "name": "", "handle": "", "role": "staff", "password": "x"}, refused: "sol gil sam"},
	"PATCH /api/v1/workplaces/{w}/members/{user}":   {body: rig.Object{"name": ""}, refused: "sol gil sam"},
	"GET /api/v1/workplaces/{w}/escalation-reasons": {},
	"GET /api/v1/workplaces/{w}/quick-responses":    {},
	"GET /api/v1/workplaces/{w}/knowledge":          {},
	"GET /api/v1/workplaces/{w}/channels":           {},

	"GET /api/v1/conversations/{c}":                 {},
	"GET /api/v1/conversations/{c}/events":          {},
	"POST /api/v1/conversations/{c}/messages":       {body: rig.Object{"text": ""}, refused: "sam"},
	"POST /api/v1/conversations/{c}/notes":          {body: rig.Object{"text": ""}},
	"POST /api/v1/conversations/{c}/assign":         {body: rig.Object{"to": rig.Object{"team": "agents"}}},
	"POST /api/v1/conversations/{c}/escalate":       {body: rig.Object{"reason": "", "note": ""}, refused: "ada sol"},
	"POST /api/v1/conversations/{c}/acknowledge":    {refused: "ada sol sam"}, // it went to the agents
	"POST /api/v1/conversations/{c}/close":          {body: rig.Object{"note": "\x00"}, refused: "sam"},
	"POST /api/v1/conversations/{c}/seen":           {body: rig.Object{"seq": 0}, refused: "sam"},
	"PUT /api/v1/conversations/{c}/drafts/reply":    {body: rig.Object{"text": "draft"}, refused: "sam"},
	"PUT /api/v1/conversations/{c}/drafts/note":     {body: rig.Object{"text": "draft"}},
	"DELETE /api/v1/conversations/{c}/drafts/reply": {refused: "sam"},
	"DELETE /api/v1/conversations/{c}/drafts/note":  {},
	"PATCH /api/v1/customers/{id}":                  {body: rig.Object{"name": ""}, refused: "sam"},
	"GET /api/v1/queue":                             {refused: "ada sol sam"},
	"POST /api/v1/queue/next":                       {refused: "ada sol sam"},
	"POST /api/v1/chat/{channel}/sessions":          {open: true},
	"POST /api/v1/chat/messages":                    {open: true},
	"GET /api/v1/chat/messages":                     {open: true},
}

// TestPromise08_EveryRouteAsEverybody walks every operation of the published API as everybody: strangers, members of each role, people of
// another workplace, with ids that are theirs, somebody else's and nobody's.
func TestPromise08_EveryRouteAsEverybody(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World, "--rate-limits", "off")
	people := map[string]*rig.Person{
		"ada": p.Login("ada@sonrisas.example"), "sol": p.Login("sol@sonrisas.example"),
		"gil": p.Login("gil@agents.example"), "sam": p.Login("sam@relevo.example"),
	}
	bea := p.Login("bea@norte.example")
	customer, c := p.Customer("sonrisas-web", rig.Object{"name": "Sentinela"})
	customer.Post("/api/v1/chat/messages", rig.Object{"text": "una frase inconfundible"}).Want(201)
	people["sol"].Live(rig.Object{"sonrisas": 0}).AwaitEvent("Lara hands over to the agents", func(e rig.Event) bool { return e.Kind == "conversation.escalated" })
	who := people["sol"].Get("/api/v1/conversations/" + c).Want(200).Text("conversation.customer.id")
	ids := map[string]string{"w": "sonrisas", "c": c, "id": who, "user": people["gil"].ID}
	ids["entry"] = people["sol"].Get("/api/v1/workplaces/sonrisas/knowledge").Want(200).Text("knowledge.0.id")
	ids["response"] = people["sol"].Get("/api/v1/workplaces/sonrisas/quick-responses").Want(200).Text("quick_responses.0.id")
	ids["reason"], ids["channel"] = "general", "sonrisas-web"
	fill := func(path string, ids map[string]string) string {
		for name, id := range ids {
			path = strings.ReplaceAll(path, "{"+name+"}", id)
		}
		return path
	}

	var spec struct{ Paths map[string]map[string]any }
	p.Stranger().Get("/api/openapi.json").Want(200).Into(&spec)
	for _, path := range slices.Sorted(maps.Keys(spec.Paths)) {
		for method := range spec.Paths[path] {
			name := strings.ToUpper(method) + " " + path
			r, known := routes[name]
			if !known && adminOf(path) && method != "get" {
				r, known = route{body: rig.Object{}, refused: "sol gil sam"}, true
			}
			if !known {
				t.Errorf("%s is not in the matrix", name)
				continue
			}
			if r.open {
				continue
			}
			method := strings.ToUpper(method)
			url := fill(path, ids)
			before := people["sol"].Get("/api/v1/workplaces/sonrisas/stream").Want(200).At("seq")

			p.Stranger().Do(method, url, r.body).Want(401, "unauthenticated")
			if strings.Contains(path, "{") {
				foreign := bea.Do(method, url, r.body).Want(404, "not_found")
				nowhere := bea.Do(method, fill(path, map[string]string{"w": "nowhere", "c": "nothing", "id": "nobody", "user": "nobody", "entry": "nothing", "response": "nothing", "reason": "nothing", "channel": "nothing"}), r.body).Want(404, "not_found")
				if a, b := foreign.Text("title")+foreign.Text("detail"), nowhere.Text("title")+nowhere.Text("detail"); a != b {
					t.Errorf("%s: a foreign id and no id are told apart: %q, %q", name, a, b)
				}
			}
			for somebody, person := range people {
				a := person.Do(method, url, r.body)
				if refused := slices.Contains(strings.Fields(r.refused), somebody); refused {
					if a.Status != 403 || a.Text("code") != "forbidden" {
						t.Errorf("%s as %s: %d %s instead of 403", name, somebody, a.Status, a.Text("code"))
					}
				} else if a.Status == 401 || a.Status == 403 || a.Status == 404 || a.Status >= 500 || a.Status == 405 {
					t.Errorf("%s as %s: %d %s", name, somebody, a.Status, rig.Tail(string(a.Body), 300))
				}
			}
			if slices.Contains([]string{"POST /api/v1/queue/next"}, name) {
				continue // the agent's own may record something
			}
			if strings.Contains(name, "/acknowledge") || strings.Contains(name, "/assign") || method == "GET" || r.body != nil {
				after := people["sol"].Get("/api/v1/workplaces/sonrisas/stream").Want(200).At("seq")
				if r.refused != "" && fmt.Sprint(before) != fmt.Sprint(after) && !strings.Contains(name, "conversations") {
					t.Errorf("%s recorded something although everybody was refused", name)
				}
			}
		}
	}
}

// adminOf tells whether a path is one of the workplace's settings, which admins alone change.
func adminOf(path string) bool {
	for _, list := range []string{"/escalation-reasons", "/quick-responses", "/knowledge", "/channels"} {
		if strings.Contains(path, list) {
			return true
		}
	}
	return false
}
