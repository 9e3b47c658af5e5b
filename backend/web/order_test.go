package web_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"relevo/backend/web"
)

// TestOrderOfReasons gives requests several reasons to be refused: the first of the contract's order is answered.
func TestOrderOfReasons(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	_, c := w.said("Hola")
	sol, gil, sam, bea := w.as("sol"), w.as("gil"), w.as("sam"), w.as("bea")
	path := "/api/v1/conversations/" + c
	sol.post(path+"/messages", object{"text": "Mía"}, "Idempotency-Key", "used").want(200)
	gil.post(path+"/notes", object{"text": "Una nota"}, "Idempotency-Key", "used").want(200)
	sam.post(path+"/notes", object{"text": "Una nota"}, "Idempotency-Key", "used").want(200)
	large := `{"text":"` + strings.Repeat("x", 256<<10) + `"}`
	for _, test := range []struct {
		name         string
		by           who
		method, path string
		body         any
		header       []string
		status       int
		code         string
	}{
		{"no token before everything in the request", w.stranger(), "POST", "/api/v1/conversations/nobody/messages", large, nil, 401, "unauthenticated"},
		{"a bad token before everything in the request", who{w: w, token: "x"}, "POST", path + "/messages", "{", nil, 401, "unauthenticated"},
		{"a foreign conversation before a bad body", bea, "POST", path + "/messages", "{", nil, 404, "not_found"},
		{"a foreign conversation before a large body", bea, "POST", path + "/messages", large, nil, 404, "not_found"},
		{"no conversation before a bad key", sol, "POST", "/api/v1/conversations/nobody/messages", object{"text": "x"}, []string{"Idempotency-Key", strings.Repeat("k", 201)}, 404, "not_found"},
		{"a foreign workplace before a bad query", bea, "GET", "/api/v1/workplaces/sonrisas/events?limit=x", nil, nil, 404, "not_found"},
		{"a foreign customer before a bad body", bea, "PATCH", "/api/v1/customers/nobody", "{", nil, 404, "not_found"},
		{"an unknown member before a role that may not", sol, "PATCH", "/api/v1/workplaces/sonrisas/members/nobody", object{}, nil, 404, "not_found"},
		{"an unknown entry before a role that may not", sol, "PATCH", "/api/v1/workplaces/sonrisas/knowledge/nothing", object{}, nil, 404, "not_found"},
		{"a bad body before a role that may not", sam, "POST", path + "/messages", `{"text":7}`, nil, 400, "malformed"},
		{"a bad body before a used key", sol, "POST", path + "/messages", `{"text":7}`, []string{"Idempotency-Key", "used"}, 400, "malformed"},
		{"a large body before a used key", sol, "POST", path + "/messages", large, []string{"Idempotency-Key", "used"}, 413, "too_large"},
		{"a used key before a role that may not", sam, "POST", path + "/messages", object{"text": "x"}, []string{"Idempotency-Key", "used"}, 422, "idempotency_mismatch"},
		{"a used key before a lock", gil, "POST", path + "/messages", object{"text": "x"}, []string{"Idempotency-Key", "used"}, 422, "idempotency_mismatch"},
		{"a used key before a bad number", sol, "POST", "/api/v1/workplaces/sonrisas/conversations", object{"phone": "x", "text": "x"}, []string{"Idempotency-Key", "used"}, 422, "idempotency_mismatch"},
		{"a role that may not before a bad number", gil, "POST", "/api/v1/workplaces/sonrisas/conversations", object{"phone": "x", "text": "x"}, nil, 403, "forbidden"},
		{"a role that may not before an empty text", sam, "POST", path + "/messages", object{"text": ""}, nil, 403, "forbidden"},
		{"a role that may not before files that are none", sam, "POST", path + "/messages", object{"text": "", "attachments": []string{"x"}}, nil, 403, "forbidden"},
		{"a role that may not before a bad reason", sol, "PUT", "/api/v1/workplaces/sonrisas/escalation-reasons/x", object{"name": ""}, nil, 403, "forbidden"},
		{"a used key before a queue that is the agents'", sam, "POST", "/api/v1/queue/next", nil, []string{"Idempotency-Key", "used"}, 422, "idempotency_mismatch"},
		{"a used key before files that are none", sol, "POST", path + "/messages", object{"text": "x", "attachments": []string{"x"}}, []string{"Idempotency-Key", "used"}, 422, "idempotency_mismatch"},
		{"a lock before files that are none", gil, "POST", path + "/messages", object{"text": "x", "attachments": []string{"x"}}, nil, 409, "agents_locked_out"},
		{"a lock before a crossed reply", gil, "POST", path + "/messages", object{"text": "x", "if_seen": 0}, nil, 409, "agents_locked_out"},
		{"a lock before an empty text", gil, "POST", path + "/messages", object{"text": ""}, nil, 409, "agents_locked_out"},
		{"an empty text at last", sol, "POST", path + "/messages", object{"text": " "}, nil, 422, "empty_message"},
	} {
		t.Run(test.name, func(t *testing.T) {
			before := w.seq()
			test.by.do(test.method, test.path, test.body, test.header...).want(test.status, test.code)
			if w.seq() != before {
				t.Error("a refused command recorded something")
			}
		})
	}
}

func TestTooMuchComesBeforeEverything(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces, func(o *web.Options) {
		o.Rates = web.Rates{Commands: 0.001, LoginsPerAddress: 2, ChatSessionsPerMinute: 1}
	})
	sol := w.as("sol")
	sol.post("/api/v1/conversations/nobody/notes", object{}).want(404)
	limited := sol.post("/api/v1/conversations/nobody/notes", "{").want(429, "rate_limited")
	if limited.Header().Get("Retry-After") == "" {
		t.Error("it is not said when to come back")
	}
	w.as("gil").post("/api/v1/conversations/nobody/notes", object{}).want(404)
	for range 2 {
		w.stranger().post("/api/v1/auth/login", "{").want(400, "malformed")
	}
	w.stranger().post("/api/v1/auth/login", "{").want(429, "rate_limited")
	w.stranger().post("/api/v1/chat/norte-web/sessions", object{}).want(201)
	w.stranger().post("/api/v1/chat/norte-web/sessions", object{}).want(429, "rate_limited")
	w.stranger().post("/api/v1/chat/nothing/sessions", object{}).want(429, "rate_limited")
}

// TestForwardedAddressesAreBelievedOfProxiesAlone lets a client claim one address after the other.
func TestForwardedAddressesAreBelievedOfProxiesAlone(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces, func(o *web.Options) { o.Rates = web.Rates{ChatSessionsPerMinute: 1} })
	begin := func(w *world, address string) reply {
		return w.stranger().post("/api/v1/chat/norte-web/sessions", object{}, "X-Forwarded-For", address, "X-Real-IP", address)
	}
	begin(w, "198.51.100.1").want(201)
	begin(w, "198.51.100.2").want(429)

	behind := assemble(t, twoWorkplaces, func(o *web.Options) {
		o.Rates = web.Rates{ChatSessionsPerMinute: 1}
		o.TrustedProxies = network(t, "192.0.2.0/24") // where httptest's requests come from
	})
	begin(behind, "198.51.100.1").want(201)
	begin(behind, "198.51.100.2").want(201)
	begin(behind, "198.51.100.2").want(429)
	begin(behind, "203.0.113.9, 198.51.100.2").want(429) // what the client itself wrote before
}

func TestBodies(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	sol := w.as("sol")
	_, c := w.said("Hola")
	notes := "/api/v1/conversations/" + c + "/notes"
	fits := `{"text":"x"}` + strings.Repeat(" ", 256<<10-len(`{"text":"x"}`))
	sol.post(notes, fits).want(200)
	sol.post(notes, fits+" ").want(413, "too_large")
	sol.post(notes, io.MultiReader(strings.NewReader(fits), strings.NewReader(" "))).want(413, "too_large")
	sol.post(notes, io.MultiReader(strings.NewReader(`{"text":`), strings.NewReader(`"in pieces"}`))).want(200)
	sol.post(notes, `{"text":"x"}`, "Content-Type", "text/plain").want(415, "malformed")
	sol.post(notes, `{"text":"x"}`, "Content-Type", "application/x-www-form-urlencoded").want(415, "malformed")
	sol.post(notes, `{"text":"x"}`, "Content-Type", "application/json; charset=utf-8").want(200)
	sol.post(notes, "").want(400, "malformed")
	sol.post(notes, nil).want(400, "malformed")
	sol.post(notes, "{}").want(422, "empty_message")
	sol.post(notes, "null").want(400, "malformed")
	sol.post(notes, brokenOff{}).want(400, "malformed")
	for _, path := range []string{"/acknowledge", "/close"} {
		for _, body := range []any{"[]", "null", `{"x":1}`, "x"} {
			sol.post("/api/v1/conversations/"+c+path, body).want(400, "malformed")
		}
	}
	sol.post("/api/v1/conversations/"+c+"/acknowledge", nil).want(409, "no_escalation")
	sol.post("/api/v1/conversations/"+c+"/acknowledge", "{}").want(409, "no_escalation")
	sol.post("/api/v1/conversations/"+c+"/close", nil).want(200)
	sol.post("/api/v1/conversations/"+c+"/close", "{}").want(409, "already_closed")
}

// brokenOff is a body whose sender hung up.
type brokenOff struct{}

func (brokenOff) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// TestMalformedRequests sends what is not of the documented shape, to every route that takes a body; nothing of it may
// come back.
func TestMalformedRequests(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	_, c := w.said("Hola")
	sol, ada := w.as("sol"), w.as("ada")
	customer := sol.get("/api/v1/conversations/" + c).want(200).text("conversation.customer.id")
	routes := map[string]who{
		"POST /api/v1/workplaces/sonrisas/members": ada, "PATCH /api/v1/workplaces/sonrisas/members/" + sol.id: ada, "POST /api/v1/workplaces/sonrisas/conversations": sol,
		"PUT /api/v1/workplaces/sonrisas/escalation-reasons/x": ada, "POST /api/v1/workplaces/sonrisas/quick-responses": ada, "POST /api/v1/workplaces/sonrisas/knowledge": ada,
		"PUT /api/v1/workplaces/sonrisas/channels/x": ada, "PATCH /api/v1/customers/" + customer: sol, "POST /api/v1/auth/login": w.stranger(), "POST /api/v1/auth/password": sol,
		"POST /api/v1/auth/setup": w.stranger(), "POST /api/v1/chat/sonrisas-web/sessions": w.stranger(), "POST /api/v1/auth/refresh": w.stranger(), "POST /api/v1/queue/next": w.as("gil"),
		"PUT /api/v1/conversations/" + c + "/drafts/reply": sol, "PUT /api/v1/conversations/" + c + "/drafts/note": sol,
	}
	for _, path := range []string{"messages", "notes", "assign", "escalate", "acknowledge", "close", "seen"} {
		routes["POST /api/v1/conversations/"+c+"/"+path] = sol
	}
	before := w.seq()
	for route, by := range routes {
		method, path, _ := strings.Cut(route, " ")
		for _, sent := range []string{
			"zanahoria", `"zanahoria"`, `["zanahoria"]`, `{"zanahoria":1}`, `{"zanahoria":"a"`, `{} zanahoria`, "{}{}", "{\"\xff\":1}", `{"\ud800":1}`, `{"a":1,"a":1}`,
			"nul", "{", "\x00", `{"text":"zanahoria","text":"zanahoria"}`, `{"Text":"zanahoria"}`,
		} {
			a := by.do(method, path, sent).want(400, "malformed")
			if strings.Contains(a.Body.String(), "zanahoria") {
				t.Errorf("%s %q is echoed: %s", route, sent, a.Body)
			}
		}
	}
	if w.seq() != before {
		t.Error("something was recorded")
	}
	if strings.Contains(w.log.String(), "zanahoria") {
		t.Error("what was submitted is in the log")
	}
}

func TestNullsAndMissing(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	_, c := w.said("Hola")
	sol := w.as("sol")
	for body, want := range map[string]string{
		`messages {"text":null}`:                                 "400 malformed",
		`messages {"text":"a","force":null}`:                     "400 malformed",
		`messages {}`:                                            "422 empty_message",
		`messages {"text":"a","if_seen":-1}`:                     "400 malformed",
		`messages {"text":"a","if_seen":1.5}`:                    "400 malformed",
		`messages {"text":"a","attachments":["f"]}`:              "422 invalid",
		`messages {"text":"` + "\\u0000" + `"}`:                  "422 invalid",
		`notes {}`:                                               "422 empty_message",
		`assign {}`:                                              "400 malformed",
		`assign {"to":null}`:                                     "400 malformed",
		`assign {"to":{}}`:                                       "400 malformed",
		`assign {"to":{"team":"customer"},"note":"n"}`:           "422 invalid_assignee",
		`assign {"to":{"team":"agents"}}`:                        "422 note_required",
		`assign {"to":{"team":"agents","user":null}}`:            "422 note_required",
		`assign {"to":{"team":"agents","user":"u"},"note":null}`: "422 invalid_assignee",
		`seen {}`:                          "400 malformed",
		`seen {"seq":null}`:                "400 malformed",
		`seen {"seq":-1}`:                  "400 malformed",
		`seen {"seq":"1"}`:                 "400 malformed",
		`seen {"seq":9223372036854775808}`: "400 malformed",
	} {
		path, sent, _ := strings.Cut(body, " ")
		a := sol.post("/api/v1/conversations/"+c+"/"+path, sent)
		if got := fmt.Sprint(a.Code, " ", a.text("code")); got != want {
			t.Errorf("%s: %s instead of %s: %s", body, got, want, a.Body)
		}
	}
	sol.post("/api/v1/conversations/"+c+"/messages", `{"text":"a","attachments":[],"if_seen":null}`).want(200)
	sol.post("/api/v1/conversations/"+c+"/seen", `{"seq":9223372036854775807}`).want(200)
}

func TestRoutesThatAreNone(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	sol := w.as("sol")
	for request, status := range map[string]int{
		"GET /api": 404, "GET /api/": 404, "GET /api/v1": 404, "GET /api/v1/": 404, "GET /api/v1/nothing": 404, "POST /api/v1/nothing": 404, "GET /api/v1/me/": 404,
		"GET /api/v1//me": 404, "POST /api/v1/me": 405, "DELETE /api/v1/me": 405, "PUT /api/v1/conversations/x/notes": 405, "GET /api/v1/auth/login": 405,
		"GET /api/v1/conversations/x/attachments": 404, "POST /api/v1/workplaces/sonrisas/broadcasts": 404, "TRACE /api/v1/me": 405, "BREW /api/v1/me": 405, "PATCH /": 404,
	} {
		method, path, _ := strings.Cut(request, " ")
		a := sol.do(method, path, nil)
		want := "not_found"
		if status == 405 {
			want = "malformed"
			if a.Header().Get("Allow") == "" {
				t.Errorf("%s: not said what is allowed", request)
			}
		}
		if a.Code != status || a.text("code") != want || a.at("status") != float64(status) || a.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s", request, a.Code, a.Body)
		}
	}
	for _, path := range []string{"%00", "%ff", "..", "%2e%2e", "a%2Fb", strings.Repeat("x", 4000), "'--", "%F0%9F%98%80"} {
		a := sol.get("/api/v1/conversations/" + path)
		if a.Code != 404 || a.text("code") != "not_found" {
			t.Errorf("%.20s: %d %s", path, a.Code, a.Body)
		}
	}
}

// TestForeignAndNowhereLookAlike compares the bodies byte by byte.
func TestForeignAndNowhereLookAlike(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	_, c := w.said("Hola")
	bea := w.as("bea")
	customer := w.as("sol").get("/api/v1/conversations/" + c).want(200).text("conversation.customer.id")
	for foreign, nowhere := range map[string]string{
		"/api/v1/conversations/" + c: "/api/v1/conversations/none", "/api/v1/conversations/" + c + "/events": "/api/v1/conversations/none/events",
		"/api/v1/workplaces/sonrisas/stream": "/api/v1/workplaces/none/stream", "/api/v1/workplaces/sonrisas/members": "/api/v1/workplaces/none/members",
	} {
		a, b := bea.get(foreign).want(404), bea.get(nowhere).want(404)
		if !bytes.Equal(a.Body.Bytes(), b.Body.Bytes()) {
			t.Errorf("%s: %s %s", foreign, a.Body, b.Body)
		}
	}
	a, b := bea.do("PATCH", "/api/v1/customers/"+customer, object{}).want(404), bea.do("PATCH", "/api/v1/customers/none", object{}).want(404)
	if !bytes.Equal(a.Body.Bytes(), b.Body.Bytes()) {
		t.Errorf("%s %s", a.Body, b.Body)
	}
}
