package web_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"relevo/backend/web"
)

// FuzzRequests writes anything into a request of somebody who is signed in: it is answered, never by a fault, and a
// refusal is always a problem.
func FuzzRequests(f *testing.F) {
	w := assemble(f, twoWorkplaces, func(o *web.Options) { o.Logger = slog.New(slog.DiscardHandler) })
	_, c := w.said("Hola")
	ada := w.as("ada")
	for _, seed := range []struct{ method, path, query, kind, body string }{
		{"POST", "/api/v1/conversations/" + c + "/messages", "", "application/json", `{"text":"a","if_seen":1}`},
		{"POST", "/api/v1/conversations/" + c + "/assign", "", "application/json", `{"to":{"team":"agents","user":null},"note":"n"}`},
		{"PATCH", "/api/v1/workplaces/sonrisas/members/" + ada.id, "", "application/json", `{"role":"admin"}`},
		{"PUT", "/api/v1/workplaces/sonrisas/channels/x", "", "application/json; charset=utf-8", `{"kind":"web","origins":["https://x.example"]}`},
		{"POST", "/api/v1/workplaces/sonrisas/conversations", "", "", `{"phone":"787-555-0123","text":"a"}`},
		{"GET", "/api/v1/workplaces/sonrisas/conversations", "q=a&section=lara&limit=5&cursor=x", "", ""},
		{"GET", "/api/v1/workplaces/sonrisas/events", "after=1&limit=2", "", ""},
		{"POST", "/api/v1/chat/sonrisas-web/sessions", "", "application/json", `{"phone":"+1","name":"\u0000"}`},
		{"GET", "/chat/sonrisas-web", "", "", ""}, {"GET", "/assets/../x", "", "", ""}, {"OPTIONS", "/api/v1/chat/x/sessions", "", "", ""},
	} {
		f.Add(seed.method, seed.path, seed.query, seed.kind, []byte(seed.body))
	}
	f.Fuzz(func(t *testing.T, method, path, query, kind string, body []byte) {
		if strings.HasPrefix(path, "/readyz") || strings.HasPrefix(path, "/api/v1/auth") || strings.Contains(path, "/live") {
			return // signs itself out, waits for the disk, or is a socket
		}
		r, err := http.NewRequest(method, "http://example.com", strings.NewReader(string(body)))
		if err != nil {
			return // no request at all
		}
		r.URL.Path, r.URL.RawQuery = "/"+strings.TrimPrefix(path, "/"), query
		r.Header["Content-Type"] = []string{kind}
		r.Header.Set("Authorization", "Bearer "+ada.token)
		a := httptest.NewRecorder()
		w.handler.ServeHTTP(a, r)
		if a.Code >= 500 {
			t.Errorf("%q %q?%q %q: %d %s", method, path, query, body, a.Code, a.Body)
		}
		if problem := a.Header().Get("Content-Type") == "application/problem+json"; a.Code >= 400 && !problem && method != "HEAD" {
			t.Errorf("%q %q is refused with %q", method, path, a.Header().Get("Content-Type"))
		}
	})
}
