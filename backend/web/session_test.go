package web_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"relevo/backend/web"
)

// cookie is the refresh cookie that an answer sets.
func (r reply) cookie() *http.Cookie {
	r.t.Helper()
	cookies := (&http.Response{Header: r.Result().Header}).Cookies()
	if len(cookies) != 1 {
		r.t.Fatalf("%d cookies are set: %v", len(cookies), r.Header()["Set-Cookie"])
	}
	return cookies[0]
}

func (w *world) login(email string) reply {
	w.t.Helper()
	return w.stranger().post("/api/v1/auth/login", object{"email": email, "password": password}).want(200)
}

func publicly(t testing.TB, address string) func(*web.Options) {
	t.Helper()
	u, err := url.Parse(address)
	must(t, err)
	return func(o *web.Options) { o.PublicURL = u }
}

func TestRefreshCookie(t *testing.T) {
	t.Parallel()
	plain := assemble(t, twoWorkplaces)
	in := plain.login("sol@sonrisas.example")
	c := in.cookie()
	if c.Name != "relevo_refresh" || !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/api/v1/auth" || c.Secure || c.Domain != "" || len(c.Value) < 43 {
		t.Errorf("the cookie is %+v", c)
	}
	if in.text("token_type") != "Bearer" || in.at("expires_in").(float64) < 590 || in.text("user.handle") != "sol" || in.text("access_token") == "" {
		t.Errorf("the login is %s", in.Body)
	}
	if strings.Contains(in.Body.String(), c.Value) {
		t.Error("the refresh token stands in the body")
	}

	secure := assemble(t, twoWorkplaces, publicly(t, "https://desk.example"))
	c = secure.login("sol@sonrisas.example").cookie()
	if c.Name != "__Host-relevo_refresh" || !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Path != "/" || !c.Secure || c.Domain != "" {
		t.Errorf("under https the cookie is %+v", c)
	}
	secure.stranger().post("/api/v1/auth/refresh", nil, "Cookie", c.Name+"="+c.Value).want(200)
	secure.stranger().post("/api/v1/auth/refresh", nil, "Cookie", "relevo_refresh="+c.Value).want(401, "unauthenticated")
}

func TestRefreshAndLogout(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	first := w.login("sol@sonrisas.example").cookie()
	jar := func(c *http.Cookie) string { return c.Name + "=" + c.Value }
	second := w.stranger().post("/api/v1/auth/refresh", "{}", "Cookie", jar(first)).want(200)
	if second.cookie().Value == first.Value {
		t.Error("the refresh token was not rotated")
	}
	me := who{w: w, token: second.text("access_token")}
	me.get("/api/v1/me").want(200)

	out := w.stranger().post("/api/v1/auth/logout", nil, "Cookie", jar(second.cookie())).want(204)
	if c := out.cookie(); c.MaxAge != -1 || c.Value != "" || c.Path != "/api/v1/auth" {
		t.Errorf("the cookie is taken away with %+v", c)
	}
	me.get("/api/v1/me").want(401, "unauthenticated")
	refused := w.stranger().post("/api/v1/auth/refresh", nil, "Cookie", jar(second.cookie())).want(401, "unauthenticated")
	if c := refused.cookie(); c.MaxAge != -1 {
		t.Error("a cookie that is good for nothing stays")
	}
	w.stranger().post("/api/v1/auth/refresh", nil).want(401, "unauthenticated")
	w.stranger().post("/api/v1/auth/logout", nil).want(204)

	by := w.as("gil")
	by.post("/api/v1/auth/logout", nil).want(204)
	by.get("/api/v1/me").want(401, "unauthenticated")
}

// TestForeignPagesCannotUseTheCookie tells what browsers say of where a request comes from.
func TestForeignPagesCannotUseTheCookie(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		public string
		header []string
		status int
	}{
		{"no browser", "", nil, 401},
		{"our own page", "", []string{"Origin", "http://example.com", "Sec-Fetch-Site", "same-origin"}, 401},
		{"our own page behind a proxy", "https://desk.example", []string{"Origin", "https://desk.example"}, 401},
		{"typed by the user", "", []string{"Sec-Fetch-Site", "none"}, 401},
		{"a page of the same site", "", []string{"Sec-Fetch-Site", "same-site"}, 403},
		{"a foreign page", "", []string{"Origin", "https://evil.example"}, 403},
		{"a foreign page that hides its origin", "", []string{"Origin", "null"}, 403},
		{"a foreign page that says only the site", "", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"a page that looks like the host", "https://desk.example", []string{"Origin", "https://desk.example.evil.example"}, 403},
		{"the host, asked at another address", "https://desk.example", []string{"Origin", "http://example.com"}, 403},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			change := func(*web.Options) {}
			if test.public != "" {
				change = publicly(t, test.public)
			}
			w := assemble(t, "{}", change)
			w.stranger().post("/api/v1/auth/refresh", nil, test.header...).want(test.status)
			logout := 204
			if test.status == 403 {
				logout = 403
			}
			w.stranger().post("/api/v1/auth/logout", nil, test.header...).want(logout)
		})
	}
}

func TestWrongLoginsAreAlike(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	var first string
	for _, body := range []object{
		{"email": "sol@sonrisas.example", "password": "wrong"}, {"email": "nobody@sonrisas.example", "password": password},
		{"email": "sol@sonrisas.example", "password": ""}, {"email": "", "password": ""}, {}, {"email": "sol@sonrisas.example", "password": strings.Repeat("x", 10_000)},
		{"email": "x\x00", "password": "\x00"},
	} {
		a := w.stranger().post("/api/v1/auth/login", body).want(401, "unauthenticated")
		if first == "" {
			first = a.Body.String()
		}
		if a.Body.String() != first || a.Header()["Set-Cookie"] != nil {
			t.Errorf("%v is answered %s instead of %s", body, a.Body, first)
		}
	}
	w.stranger().post("/api/v1/auth/login", object{"email": " SOL@Sonrisas.Example ", "password": password}).want(200)
}

func TestTokens(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	sol := w.as("sol")
	customer, c := w.said("Hola")
	for name, header := range map[string]string{
		"none": "", "no scheme": sol.token, "another scheme": "Basic " + sol.token, "an empty one": "Bearer ", "two": "Bearer " + sol.token + " " + sol.token,
		"a customer's": "Bearer " + customer.token, "nonsense": "Bearer x.y.z",
	} {
		a := w.stranger().get("/api/v1/me", "Authorization", header)
		if a.want(401, "unauthenticated").Header().Get("WWW-Authenticate") != "Bearer" {
			t.Errorf("%s: not said how", name)
		}
		if strings.Contains(a.Body.String(), sol.token) {
			t.Errorf("%s: the token is echoed", name)
		}
	}
	w.stranger().get("/api/v1/me", "Authorization", "bearer "+sol.token).want(200)
	w.stranger().get("/api/v1/me?access_token=" + sol.token).want(401)
	who{w: w, token: sol.token}.get("/api/v1/chat/messages").want(401, "unauthenticated")
	customer.get("/api/v1/conversations/"+c).want(401, "unauthenticated")
}

func TestMe(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	me := w.as("gil").get("/api/v1/me").want(200)
	for path, want := range map[string]any{
		"name": "Gil Agent", "handle": "gil", "email": "gil@agents.example", "memberships.0.role": "agent", "memberships.0.workplace.id": "sonrisas",
		"memberships.0.workplace.name": "Clínica Dental Sonrisas", "memberships.0.workplace.language": "es", "memberships.0.workplace.timezone": "America/Puerto_Rico",
		"memberships.0.workplace.agents_service": true, "memberships.0.workplace.message_limit": 320.0, "memberships.1": nil,
	} {
		if got := me.at(path); got != want {
			t.Errorf("%s is %v", path, got)
		}
	}
}

func TestOwnPassword(t *testing.T) {
	t.Parallel()
	w := assemble(t, twoWorkplaces)
	here := w.as("sol")
	there := who{w: w, token: w.login("sol@sonrisas.example").text("access_token")}
	here.post("/api/v1/auth/password", object{"current": "wrong", "new": "another good password"}).want(422, "invalid")
	here.post("/api/v1/auth/password", object{"current": password, "new": "sol"}).want(422, "invalid")
	here.post("/api/v1/auth/password", object{"current": password, "new": "another good password"}).want(200)
	here.get("/api/v1/me").want(200)
	there.get("/api/v1/me").want(401, "unauthenticated")
	w.stranger().post("/api/v1/auth/login", object{"email": "sol@sonrisas.example", "password": "another good password"}).want(200)
}

func TestSetUpOnce(t *testing.T) {
	t.Parallel()
	w := assemble(t, "{}")
	token, err := w.auth.NewSetUp(context.Background())
	must(t, err)
	body := func(token string) object {
		return object{"token": token, "workplace": object{"id": "lomas", "name": "Clínica Lomas", "timezone": "America/Puerto_Rico", "language": "es"}, "email": "rosa@lomas.example", "name": "Rosa", "handle": "rosa", "password": password}
	}
	w.stranger().post("/api/v1/auth/setup", body("wrong")).want(401, "unauthenticated")
	weak := body(token)
	weak["password"] = "short"
	w.stranger().post("/api/v1/auth/setup", weak).want(422, "invalid")
	unnamed := body(token)
	unnamed["workplace"] = object{"id": "Las Lomas", "name": ""}
	w.stranger().post("/api/v1/auth/setup", unnamed).want(422, "invalid")
	in := w.stranger().post("/api/v1/auth/setup", body(token)).want(200)
	me := who{w: w, token: in.text("access_token")}.get("/api/v1/me").want(200)
	if me.text("memberships.0.role") != "admin" || in.cookie().Value == "" {
		t.Errorf("who sets up is %s", me.Body)
	}
	if zone, language := me.text("memberships.0.workplace.timezone"), me.text("memberships.0.workplace.language"); zone != "America/Puerto_Rico" || language != "es" {
		t.Errorf("the workplace is in %s and speaks %s", zone, language)
	}
	w.stranger().post("/api/v1/auth/setup", body(token)).want(401, "unauthenticated")
	w.customer("lomas-web", object{})
}
