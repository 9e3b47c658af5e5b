package web

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
)

// somePages are a desk, a customer's page, a script with its hash in the name, and the widget.
func somePages(t *testing.T) *Pages {
	t.Helper()
	p := &Pages{files: map[string]*file{}, build: "b1"}
	for name, body := range map[string]string{
		"index.html": "<!doctype html>desk" + strings.Repeat(" ", 500), "chat.html": "<!doctype html>chat", "placeholder.html": "<!doctype html>empty",
		"assets/index-abc123.js": strings.Repeat("let a = 1;", 100), "widget.js": "widget", "worker.js": "worker", "favicon.svg": "<svg/>", "assets/inter.woff2": "font",
	} {
		f, err := newFile(name, []byte(body))
		if err != nil {
			t.Fatal(err)
		}
		p.files[name] = f
	}
	return p
}

// pagesAlone is a server of pages and nothing else.
func pagesAlone(t *testing.T, o Options) http.Handler {
	t.Helper()
	o.Pages = somePages(t)
	o.Logger = slog.New(slog.DiscardHandler)
	s := &Server{o: o, echo: echo.New()}
	var err error
	if s.metrics, err = newMetrics(prometheus.NewRegistry()); err != nil {
		t.Fatal(err)
	}
	s.echo.HTTPErrorHandler = s.refuse
	s.echo.Use(s.around)
	s.mountPages()
	return s.echo
}

func ask(h http.Handler, method, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestPagesAndFiles(t *testing.T) {
	t.Parallel()
	h := pagesAlone(t, Options{})
	for _, test := range []struct {
		name, method, path string
		status             int
		body, caching      string
	}{
		{"the front door", "GET", "/", 200, "desk", "no-cache"},
		{"a screen", "GET", "/w/sonrisas/mine/c1", 200, "desk", "no-cache"},
		{"sign-in", "GET", "/login", 200, "desk", "no-cache"},
		{"the head of it", "HEAD", "/login", 200, "", "no-cache"},
		{"set-up", "GET", "/setup", 200, "desk", "no-cache"},
		{"a hashed file", "GET", "/assets/index-abc123.js", 200, "let a", "immutable"},
		{"a file at the root", "GET", "/favicon.svg", 200, "<svg/>", "no-cache"},
		{"the widget", "GET", "/widget.js", 200, "widget", "no-cache"},
		{"a hashed file of an older build", "GET", "/assets/index-old.js", 404, "not_found", "no-store"},
		{"a page's file by its name", "GET", "/index.html", 404, "not_found", "no-store"},
		{"a path that climbs", "GET", "/assets/../../go.mod", 404, "not_found", "no-store"},
		{"a path that climbs by escapes", "GET", "/assets/%2e%2e/%2e%2e/go.mod", 404, "not_found", "no-store"},
		{"an unknown page", "GET", "/wp-admin", 404, "not_found", "no-store"},
		{"an unknown part of the API", "GET", "/api/v2/me", 404, "not_found", "no-store"},
		{"a page by POST", "POST", "/login", 404, "not_found", "no-store"},
		{"the widget by POST", "POST", "/widget.js", 405, "malformed", "no-store"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			a := ask(h, test.method, test.path)
			if a.Code != test.status || !strings.Contains(a.Body.String(), test.body) || !strings.Contains(a.Header().Get("Cache-Control"), test.caching) {
				t.Errorf("%d %q %q", a.Code, a.Header().Get("Cache-Control"), a.Body)
			}
			if a.Code >= 400 && a.Header().Get("Content-Type") != "application/problem+json" {
				t.Errorf("refused with %q", a.Header().Get("Content-Type"))
			}
		})
	}
}

// TestPeopleAreToldInWords where there is no page; programs and missing files get the problem.
func TestPeopleAreToldInWords(t *testing.T) {
	t.Parallel()
	h := pagesAlone(t, Options{})
	for path, want := range map[string]string{
		"/nowhere": "desk", "/nowhere.js": "not_found", "/api/nowhere": "not_found", "/api/v1/nowhere": "not_found", "/assets/old.css": "not_found",
	} {
		a := ask(h, "GET", path, "Accept", "text/html,*/*;q=0.8")
		if a.Code != http.StatusNotFound || !strings.Contains(a.Body.String(), want) {
			t.Errorf("%s: %d %.60q", path, a.Code, a.Body)
		}
	}
}

func TestFilesAreZippedAndKnownAgain(t *testing.T) {
	t.Parallel()
	h := pagesAlone(t, Options{})
	zipped := ask(h, "GET", "/assets/index-abc123.js", "Accept-Encoding", "br, gzip")
	if zipped.Header().Get("Content-Encoding") != "gzip" || zipped.Header().Get("Vary") != "Accept-Encoding" || zipped.Body.Len() > 200 {
		t.Errorf("%v, %d bytes", zipped.Header(), zipped.Body.Len())
	}
	if plain := ask(h, "GET", "/assets/inter.woff2", "Accept-Encoding", "gzip"); plain.Header().Get("Content-Encoding") != "" {
		t.Error("what is compressed already was compressed again")
	}
	again := ask(h, "GET", "/", "If-None-Match", ask(h, "GET", "/").Header().Get("ETag"))
	if again.Code != http.StatusNotModified || again.Body.Len() > 0 {
		t.Errorf("known again: %d, %d bytes", again.Code, again.Body.Len())
	}
}

func TestPolicyOfPages(t *testing.T) {
	t.Parallel()
	public, err := url.Parse("https://desk.example")
	if err != nil {
		t.Fatal(err)
	}
	policy := ask(pagesAlone(t, Options{PublicURL: public}), "GET", "/").Header()
	want := "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; media-src 'self' blob:; manifest-src 'self'; " +
		"connect-src 'self' wss://desk.example; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; " +
		"require-trusted-types-for 'script'; trusted-types svelte-trusted-html relevo-worker"
	if got := policy.Get("Content-Security-Policy"); got != want {
		t.Errorf("the policy is\n%s", got)
	}
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin",
		"Strict-Transport-Security": "max-age=31536000", "Cross-Origin-Resource-Policy": "same-origin",
	} {
		if got := policy.Get(name); got != want {
			t.Errorf("%s is %q", name, got)
		}
	}
	plain := pagesAlone(t, Options{})
	if got := ask(plain, "GET", "/").Header(); got.Get("Strict-Transport-Security") != "" || !strings.Contains(got.Get("Content-Security-Policy"), "connect-src 'self' ws://example.com wss://example.com;") {
		t.Errorf("without a public URL: %v", got)
	}
	r := httptest.NewRequest("GET", "/", nil)
	r.Host = "evil.example; script-src *"
	w := httptest.NewRecorder()
	plain.ServeHTTP(w, r)
	if got := w.Header().Get("Content-Security-Policy"); strings.Contains(got, "evil") {
		t.Errorf("a host name wrote into the policy: %s", got)
	}
	if got := ask(plain, "GET", "/worker.js").Header(); got.Get("Content-Security-Policy") != "default-src 'none'; connect-src 'self'" || got.Get("Cache-Control") != "no-cache" || !strings.Contains(got.Get("Content-Type"), "javascript") {
		t.Errorf("the service worker comes with %v", got)
	}
	if got := ask(plain, "GET", "/widget.js").Header(); got.Get("Cross-Origin-Resource-Policy") != "cross-origin" {
		t.Error("other pages can't load the widget")
	}
}

// TestEmbeddedPages reads what is really built in: at least the placeholder.
func TestEmbeddedPages(t *testing.T) {
	t.Parallel()
	p, err := ReadPages()
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Build()) != 12 || p.page(appPage) == nil {
		t.Errorf("build %q", p.Build())
	}
}

func TestTheCustomersPageIsNamedAfterTheBusiness(t *testing.T) {
	t.Parallel()
	got := string(titled([]byte("<head><title>Chat</title></head>"), `Sol & <script>"Mar"`))
	if want := "<head><title>Sol &amp; &lt;script&gt;&#34;Mar&#34;</title></head>"; got != want {
		t.Errorf("the page is %s", got)
	}
}
