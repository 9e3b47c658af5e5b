package web_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"relevo/backend/desk"
	"relevo/backend/web"
)

// broken is a scope in which reading fails, or panics.
type broken struct{ web.Scope }

func (broken) Stream(context.Context, desk.UserID, int) (desk.Stream, error) {
	return desk.Stream{}, errors.New("disk I/O error at /var/secret")
}

func (broken) Log(context.Context, desk.Seq, int) ([]desk.Event, error) { panic("nil map of secrets") }

func (broken) Search(context.Context, desk.UserID, desk.Section, string, string, int) (desk.Page, error) {
	return desk.Page{}, desk.Refuse(desk.Outdated, "a code that never leaves the program")
}

func TestFaultsAreLoggedAndNotShown(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces, func(o *web.Options) {
		in := o.In
		o.In = func(w desk.WorkplaceID) web.Scope { return broken{in(w)} }
	})
	sol := w.as("sol")
	for _, path := range []string{"/stream", "/events", "/conversations?q=x"} {
		a := sol.get(sonrisas+path).want(500, "internal")
		id := a.text("request")
		if strings.Contains(a.Body.String(), "secret") || strings.Contains(a.Body.String(), "never leaves") || id == "" {
			t.Errorf("%s: %s", path, a.Body)
		}
		if strings.Count(w.log.String(), "level=ERROR msg=\"request failed\" request="+id) != 1 {
			t.Errorf("%s is not in the log once: %s", path, w.log)
		}
	}
	sol.get("/api/v1/me").want(200)
}

// TestWhatCannotBeRecordedIsUnavailable closes the log under a running server.
func TestWhatCannotBeRecordedIsUnavailable(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	_, c := w.said("Hola")
	sol := w.as("sol")
	w.stranger().get("/readyz").want(200)
	must(t, w.ledger.Close())
	a := sol.post("/api/v1/conversations/"+c+"/notes", object{"text": "x"})
	if a.Code < 500 || a.Code == 500 && a.text("code") != "internal" {
		t.Errorf("%d %s", a.Code, a.Body)
	}
	ready := w.stranger().get("/readyz").want(503, "unavailable")
	if ready.Header().Get("Retry-After") == "" {
		t.Error("it is not said when to try again")
	}
	w.stranger().get("/healthz").want(200)
}

// TestLogsHoldNoContent walks through a conversation with words that must not be found in the log.
func TestLogsHoldNoContent(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	juan, c := w.customer("sonrisas-web", object{"name": "Zanahoria", "phone": "787-555-0123"})
	juan.post("/api/v1/chat/messages", object{"text": "zanahoria"}).want(201)
	sol := w.as("sol")
	sol.get(sonrisas + "/conversations?q=zanahoria").want(200)
	sol.post("/api/v1/conversations/"+c+"/messages", object{"text": "zanahoria"}, "Idempotency-Key", "zanahoria").want(200)
	w.stranger().post("/api/v1/auth/login", object{"email": "zanahoria@x.example", "password": "zanahoria"}).want(401)
	log := strings.ToLower(w.log.String())
	if !strings.Contains(log, "route=/api/v1/workplaces/:w/conversations") {
		t.Errorf("requests are not logged: %.500s", log)
	}
	for _, word := range []string{"zanahoria", "5550123", strings.ToLower(sol.token), strings.ToLower(juan.token), password} {
		if strings.Contains(log, word) {
			t.Errorf("%.20q is in the log", word)
		}
	}
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	_, c := w.said("Hola")
	gil := w.as("gil")
	w.as("sol").post("/api/v1/conversations/"+c+"/messages", object{"text": "Hola"}).want(200)
	gil.post("/api/v1/conversations/"+c+"/messages", object{"text": "Hola"}).want(409)
	gil.post("/api/v1/conversations/"+c+"/messages", "{").want(400)
	gil.get("/api/v1/zanahoria").want(404)
	gil.do("ZANAHORIA", "/api/v1/me", nil).want(405)
	w.stranger().post("/api/v1/auth/login", object{"email": "zanahoria@x.example", "password": "zanahoria"}).want(401)
	metrics := w.stranger().get("/metrics").want(200).Body.String()
	for _, line := range []string{
		`relevo_commands_total{command="sendMessage",outcome="ok"} 1`,
		`relevo_commands_total{command="sendMessage",outcome="agents_locked_out"} 1`,
		`relevo_commands_total{command="sendMessage",outcome="malformed"} 1`,
		`relevo_http_requests_total{method="POST",route="/api/v1/conversations/:c/messages",status="409"} 1`,
		`relevo_http_requests_total{method="GET",route="other",status="404"} 1`,
		`relevo_http_request_seconds_count{class="4xx",route="/api/v1/conversations/:c/messages"} 2`,
		`relevo_logins_total{outcome="unauthenticated"} 1`,
	} {
		if !strings.Contains(metrics, line) {
			t.Errorf("%s is not there", line)
		}
	}
	if strings.Contains(strings.ToLower(metrics), "zanahoria") || strings.Contains(metrics, c) {
		t.Error("what clients send became a label")
	}
}

func TestHeadersOfTheAPI(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces, publicly(t, "https://desk.example"))
	for _, a := range []reply{w.as("sol").get("/api/v1/me"), w.stranger().get("/api/v1/me"), w.stranger().get("/api/nothing"), w.stranger().do("DELETE", "/api/v1/me", nil)} {
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store", "Strict-Transport-Security": "max-age=31536000",
			"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", "Cross-Origin-Resource-Policy": "same-origin", "Access-Control-Allow-Origin": "",
		} {
			if got := a.Header().Get(name); got != want {
				t.Errorf("%d: %s is %q", a.Code, name, got)
			}
		}
	}
	server := w.server.HTTP()
	if server.ReadHeaderTimeout == 0 || server.ReadTimeout == 0 || server.WriteTimeout == 0 || server.IdleTimeout == 0 || server.MaxHeaderBytes == 0 {
		t.Errorf("a client may take as long as it likes: %+v", server)
	}
}
