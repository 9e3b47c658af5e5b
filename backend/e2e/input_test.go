package e2e

import (
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"relevo/backend/e2e/rig"
)

// TestPromise17_BadInputIsCalledByItsName sends what the contract calls by a name, over HTTP: the name comes back, nothing is recorded, and
// nothing of what was sent is repeated in the answer.
func TestPromise17_BadInputIsCalledByItsName(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World, "--rate-limits", "off")
	sol := p.Login("sol@sonrisas.example")
	customer, c := p.Customer("sonrisas-web", rig.Object{})
	customer.Post("/api/v1/chat/messages", rig.Object{"text": "Hello"}).Want(201)
	sol.Post("/api/v1/conversations/"+c+"/assign", rig.Object{"to": rig.Object{"team": "staff", "user": sol.ID}}).Want(200)
	long := func(n int) string { return strings.Repeat("ñ", n) }
	path := "/api/v1/conversations/" + c
	const probe = "zanahoria"
	for _, test := range []struct {
		name, method, path string
		body               any
		status             int
		code               string
	}{
		{"no JSON", "POST", path + "/notes", probe, 400, "malformed"},
		{"an empty body", "POST", path + "/notes", "", 400, "malformed"},
		{"a list", "POST", path + "/notes", `[{"text":"zanahoria"}]`, 400, "malformed"},
		{"a number for a text", "POST", path + "/notes", `{"text":7}`, 400, "malformed"},
		{"null for a text", "POST", path + "/notes", `{"text":null}`, 400, "malformed"},
		{"a doubled key", "POST", path + "/notes", `{"text":"zanahoria","text":"b"}`, 400, "malformed"},
		{"a wrongly cased key", "POST", path + "/notes", `{"Text":"zanahoria"}`, 400, "malformed"},
		{"an unknown key", "POST", path + "/notes", `{"text":"zanahoria","color":"red"}`, 400, "malformed"},
		{"trailing bytes", "POST", path + "/notes", `{"text":"zanahoria"} {}`, 400, "malformed"},
		{"a lone surrogate", "POST", path + "/notes", `{"text":"zanahoria \ud800"}`, 400, "malformed"},
		{"invalid UTF-8", "POST", path + "/notes", "{\"text\":\"zanahoria \xff\"}", 400, "malformed"},
		{"deep nesting", "POST", path + "/notes", strings.Repeat("[", 20_000), 400, "malformed"},
		{"NUL", "POST", path + "/notes", `{"text":"zanahoria \u0000"}`, 422, "invalid"},
		{"blanks", "POST", path + "/notes", rig.Object{"text": " \t\n"}, 422, "empty_message"},
		{"a note of 4,001 letters", "POST", path + "/notes", rig.Object{"text": long(4001)}, 422, "message_too_long"},
		{"a message of 321 letters", "POST", path + "/messages", rig.Object{"text": long(321)}, 422, "message_too_long"},
		{"a body of 300 KiB", "POST", path + "/notes", rig.Object{"text": long(150 << 10)}, 413, "too_large"},
		{"a fractional seq", "POST", path + "/seen", `{"seq":1.5}`, 400, "malformed"},
		{"a negative if_seen", "POST", path + "/messages", `{"text":"zanahoria","if_seen":-1}`, 400, "malformed"},
		{"an assignee of no team", "POST", path + "/assign", rig.Object{"to": rig.Object{"team": "zanahoria"}, "note": "x"}, 422, "invalid_assignee"},
		{"an assignee who is nobody", "POST", path + "/assign", rig.Object{"to": rig.Object{"team": "staff", "user": "zanahoria"}, "note": "x"}, 422, "invalid_assignee"},
		{"an assignment without a note", "POST", path + "/assign", rig.Object{"to": rig.Object{"team": "agents"}}, 422, "note_required"},
		{"no assignee", "POST", path + "/assign", rig.Object{"note": "zanahoria"}, 400, "malformed"},
		{"a name of 201 letters", "PATCH", "/api/v1/customers/{customer}", rig.Object{"name": long(201)}, 422, "invalid"},
		{"a number that is none", "POST", "/api/v1/workplaces/sonrisas/conversations", rig.Object{"phone": "zanahoria", "text": "x"}, 422, "invalid"},
		{"an unknown channel", "POST", "/api/v1/workplaces/sonrisas/conversations", rig.Object{"phone": "7875550123", "text": "x", "channel": "zanahoria"}, 422, "invalid"},
		{"a limit of nonsense", "GET", "/api/v1/workplaces/sonrisas/events?limit=zanahoria", nil, 400, "malformed"},
		{"a negative limit", "GET", "/api/v1/workplaces/sonrisas/events?limit=-1", nil, 400, "malformed"},
		{"a negative after", "GET", "/api/v1/workplaces/sonrisas/events?after=-1", nil, 400, "malformed"},
		{"a cursor of nonsense", "GET", "/api/v1/workplaces/sonrisas/conversations?section=closed&cursor=zanahoria", nil, 400, "malformed"},
		{"a section of nonsense", "GET", "/api/v1/workplaces/sonrisas/conversations?section=zanahoria", nil, 400, "malformed"},
		{"a wrong method", "PUT", path + "/notes", rig.Object{"text": "zanahoria"}, 405, "malformed"},
		{"an unknown route", "GET", "/api/v1/zanahoria", nil, 404, "not_found"},
		{"an unknown page of the API", "GET", "/api/zanahoria", nil, 404, "not_found"},
	} {
		t.Run(test.name, func(t *testing.T) {
			url := strings.ReplaceAll(test.path, "{customer}", sol.Get(path).Text("conversation.customer.id"))
			before := sol.Get("/api/v1/workplaces/sonrisas/stream").At("seq")
			a := sol.Do(test.method, url, test.body)
			if a.Status != test.status || a.Text("code") != test.code {
				t.Errorf("%d %s instead of %d %s: %s", a.Status, a.Text("code"), test.status, test.code, rig.Tail(string(a.Body), 300))
			}
			if got := a.Header.Get("Content-Type"); got != "application/problem+json" {
				t.Errorf("the answer is %q", got)
			}
			if strings.Contains(string(a.Body), probe) || strings.Contains(string(a.Body), "ññ") {
				t.Errorf("what was sent is repeated: %s", a.Body)
			}
			if after := sol.Get("/api/v1/workplaces/sonrisas/stream").At("seq"); fmt.Sprint(after) != fmt.Sprint(before) {
				t.Errorf("something was recorded: seq %v became %v", before, after)
			}
		})
	}
	sol.Do("POST", path+"/notes", `{"text":"x"}`, "Content-Type", "text/plain").Want(415, "malformed")
	sol.Do("POST", path+"/notes", `{"text":"x"}`, "Idempotency-Key", strings.Repeat("k", 201)).Want(400, "malformed")
	sol.Do("POST", path+"/notes", rig.Object{"text": long(4000)}).Want(200)
	customer.Post("/api/v1/chat/messages", rig.Object{"text": long(2001)}).Want(422, "message_too_long")
	customer.Post("/api/v1/chat/messages", rig.Object{"text": long(2000)}).Want(201)
	p.Stop()
	p.Verified()
}

// TestTooLargeIsSaidToWhoSendsEverythingFirst sends far too much, as clients do that read no answer before.
func TestTooLargeIsSaidToWhoSendsEverythingFirst(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World, "--rate-limits", "off")
	sol := p.Login("sol@sonrisas.example")
	customer, c := p.Customer("sonrisas-web", rig.Object{})
	customer.Post("/api/v1/chat/messages", rig.Object{"text": "Hello"}).Want(201)
	body := `{"text":"` + strings.Repeat("x", 10<<20) + `"}`
	for name, head := range map[string]string{"of a length": fmt.Sprintf("Content-Length: %d\r\n\r\n", len(body)), "in pieces": fmt.Sprintf("Transfer-Encoding: chunked\r\n\r\n%x\r\n", len(body))} {
		conn, err := net.Dial("tcp", p.Addr)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		conn.SetDeadline(time.Now().Add(20 * time.Second))
		fmt.Fprintf(conn, "POST /api/v1/conversations/%s/notes HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\n%s", c, sol.Token, head)
		if _, err := fmt.Fprintf(conn, "%s\r\n0\r\n\r\n", body); err != nil {
			t.Fatalf("%s: the connection broke before everything was sent: %v", name, err)
		}
		answer := make([]byte, 12)
		if _, err := conn.Read(answer); err != nil || string(answer) != "HTTP/1.1 413" {
			t.Errorf("%s: %q, %v", name, answer, err)
		}
	}
}

// TestTooFast is refused by name, with the time to wait, and neither the colleague nor the next second suffers.
func TestTooFast(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World, "--commands-per-second", "5")
	sol, luz := p.Login("sol@sonrisas.example"), p.Login("luz@sonrisas.example")
	limited := rig.Answer{}
	for range 200 {
		if a := sol.Get("/api/v1/me"); a.Status == 429 {
			limited = a
			break
		}
	}
	limited.T = t
	limited.Want(429, "rate_limited")
	if limited.Header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	luz.Get("/api/v1/me").Want(200)
	rig.Eventually(t, 10*time.Second, "served again", func() bool { return sol.Get("/api/v1/me").Status == 200 })
}
