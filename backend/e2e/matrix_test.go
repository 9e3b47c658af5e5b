package e2e

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
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
	"POST /api/v1/auth/login":    {open: true},
	"POST /api/v1/auth/refresh":  {open: true},
	"POST /api/v1/auth/logout":   {open: true},
	"POST /api/v1/auth/setup":    {open: true},
	"POST /api/v1/auth/password": {body: object{"current": "wrong", "new": "another good password"}},
	"GET /api/v1/me":             {},

	"GET /api/v1/workplaces/{w}/stream":             {},
	"GET /api/v1/workplaces/{w}/conversations":      {},
	"POST /api/v1/workplaces/{w}/conversations":     {body: object{"phone": "787-555-0199", "text": "Hi"}, refused: "gil sam"},
	"GET /api/v1/workplaces/{w}/events":             {},
	"GET /api/v1/workplaces/{w}/members":            {},
	"POST /api/v1/workplaces/{w}/members":           {body: object{"email": "x", "name": "", "handle": "", "role": "staff", "password": "x"}, refused: "sol gil sam"},
	"PATCH /api/v1/workplaces/{w}/members/{user}":   {body: object{"name": ""}, refused: "sol gil sam"},
	"GET /api/v1/workplaces/{w}/escalation-reasons": {},
	"GET /api/v1/workplaces/{w}/quick-responses":    {},
	"GET /api/v1/workplaces/{w}/knowledge":          {},
	"GET /api/v1/workplaces/{w}/channels":           {},

	"GET /api/v1/conversations/{c}":                 {},
	"GET /api/v1/conversations/{c}/events":          {},
	"POST /api/v1/conversations/{c}/messages":       {body: object{"text": ""}, refused: "sam"},
	"POST /api/v1/conversations/{c}/notes":          {body: object{"text": ""}},
	"POST /api/v1/conversations/{c}/assign":         {body: object{"to": object{"team": "agents"}}},
	"POST /api/v1/conversations/{c}/escalate":       {body: object{"reason": "", "note": ""}, refused: "ada sol"},
	"POST /api/v1/conversations/{c}/acknowledge":    {refused: "ada sol sam"}, // it went to the agents
	"POST /api/v1/conversations/{c}/close":          {body: object{"note": "\x00"}, refused: "sam"},
	"POST /api/v1/conversations/{c}/seen":           {body: object{"seq": 0}, refused: "sam"},
	"PUT /api/v1/conversations/{c}/drafts/reply":    {body: object{"text": "draft"}, refused: "sam"},
	"PUT /api/v1/conversations/{c}/drafts/note":     {body: object{"text": "draft"}},
	"DELETE /api/v1/conversations/{c}/drafts/reply": {refused: "sam"},
	"DELETE /api/v1/conversations/{c}/drafts/note":  {},
	"PATCH /api/v1/customers/{id}":                  {body: object{"name": ""}, refused: "sam"},
	"GET /api/v1/queue":                             {refused: "ada sol sam"},
	"POST /api/v1/queue/next":                       {refused: "ada sol sam"},
	"POST /api/v1/chat/{channel}/sessions":          {open: true},
	"POST /api/v1/chat/messages":                    {open: true},
	"GET /api/v1/chat/messages":                     {open: true},
}

// TestMatrix walks every operation of the published API as everybody: strangers, members of each role, people of
// another workplace, with ids that are theirs, somebody else's and nobody's.
func TestMatrix(t *testing.T) {
	t.Parallel()
	p := start(t, world, "--rate-limits", "off")
	people := map[string]*person{
		"ada": p.login("ada@sonrisas.example"), "sol": p.login("sol@sonrisas.example"),
		"gil": p.login("gil@agents.example"), "sam": p.login("sam@relevo.example"),
	}
	bea := p.login("bea@norte.example")
	customer, c := p.customer("sonrisas-web", object{"name": "Sentinela"})
	customer.post("/api/v1/chat/messages", object{"text": "una frase inconfundible"}).want(201)
	people["sol"].live(object{"sonrisas": 0}).awaitEvent("Lara hands over to the agents", func(e event) bool { return e.Kind == "conversation.escalated" })
	who := people["sol"].get("/api/v1/conversations/" + c).want(200).text("conversation.customer.id")
	ids := map[string]string{"w": "sonrisas", "c": c, "id": who, "user": people["gil"].id}
	ids["entry"] = people["sol"].get("/api/v1/workplaces/sonrisas/knowledge").want(200).text("knowledge.0.id")
	ids["response"] = people["sol"].get("/api/v1/workplaces/sonrisas/quick-responses").want(200).text("quick_responses.0.id")
	ids["reason"], ids["channel"] = "general", "sonrisas-web"
	fill := func(path string, ids map[string]string) string {
		for name, id := range ids {
			path = strings.ReplaceAll(path, "{"+name+"}", id)
		}
		return path
	}

	var spec struct{ Paths map[string]map[string]any }
	p.stranger().get("/api/openapi.json").want(200).into(&spec)
	for _, path := range slices.Sorted(maps.Keys(spec.Paths)) {
		for method := range spec.Paths[path] {
			name := strings.ToUpper(method) + " " + path
			r, known := routes[name]
			if !known && adminOf(path) && method != "get" {
				r, known = route{body: object{}, refused: "sol gil sam"}, true
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
			before := people["sol"].get("/api/v1/workplaces/sonrisas/stream").want(200).at("seq")

			p.stranger().do(method, url, r.body).want(401, "unauthenticated")
			if strings.Contains(path, "{") {
				foreign := bea.do(method, url, r.body).want(404, "not_found")
				nowhere := bea.do(method, fill(path, map[string]string{"w": "nowhere", "c": "nothing", "id": "nobody", "user": "nobody", "entry": "nothing", "response": "nothing", "reason": "nothing", "channel": "nothing"}), r.body).want(404, "not_found")
				if a, b := foreign.text("title")+foreign.text("detail"), nowhere.text("title")+nowhere.text("detail"); a != b {
					t.Errorf("%s: a foreign id and no id are told apart: %q, %q", name, a, b)
				}
			}
			for somebody, person := range people {
				a := person.do(method, url, r.body)
				if refused := slices.Contains(strings.Fields(r.refused), somebody); refused {
					if a.status != 403 || a.text("code") != "forbidden" {
						t.Errorf("%s as %s: %d %s instead of 403", name, somebody, a.status, a.text("code"))
					}
				} else if a.status == 401 || a.status == 403 || a.status == 404 || a.status >= 500 || a.status == 405 {
					t.Errorf("%s as %s: %d %s", name, somebody, a.status, tail(string(a.body), 300))
				}
			}
			if slices.Contains([]string{"POST /api/v1/queue/next"}, name) {
				continue // the agent's own may record something
			}
			if strings.Contains(name, "/acknowledge") || strings.Contains(name, "/assign") || method == "GET" || r.body != nil {
				after := people["sol"].get("/api/v1/workplaces/sonrisas/stream").want(200).at("seq")
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
