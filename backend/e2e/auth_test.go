package e2e

import (
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// browser is a person whose cookies are kept.
func (p *program) browser(email string) *person {
	p.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		p.t.Fatal(err)
	}
	who := p.stranger()
	who.http.Jar = jar
	a := who.post("/api/v1/auth/login", object{"email": email, "password": password}).want(200)
	who.token, who.id = a.text("access_token"), a.text("user.id")
	return who
}

func refreshCookie(a answer) string {
	for _, c := range (&http.Response{Header: a.header}).Cookies() {
		if c.Name == "relevo_refresh" {
			return c.Value
		}
	}
	return ""
}

// TestRefreshRotates uses refresh tokens as browsers do, and as thieves do.
func TestRefreshRotates(t *testing.T) {
	t.Parallel()
	p := start(t, world)
	login := p.stranger().post("/api/v1/auth/login", object{"email": "SOL@sonrisas.example", "password": password}).want(200)
	cookies := (&http.Response{Header: login.header}).Cookies()
	if len(cookies) != 1 || !cookies[0].HttpOnly || cookies[0].SameSite != http.SameSiteStrictMode || cookies[0].Path != "/api/v1/auth" {
		t.Fatalf("the cookie is %+v", cookies)
	}
	if login.text("token_type") != "Bearer" || login.at("expires_in") == nil {
		t.Fatalf("the login answers %s", login.body)
	}
	refresh := func(token string) answer {
		return p.stranger().post("/api/v1/auth/refresh", nil, "Cookie", "relevo_refresh="+token)
	}
	first := refreshCookie(login)
	second := refreshCookie(refresh(first).want(200))
	if second == "" || second == first {
		t.Fatal("the refresh token was not rotated")
	}
	other := refreshCookie(refresh(first).want(200)) // two tabs race
	third := refreshCookie(refresh(second).want(200))
	live := &person{t: t, p: p, http: p.stranger().http, token: refresh(third).want(200).text("access_token")}
	live.get("/api/v1/me").want(200)
	_ = other
	refresh(first).want(401, "unauthenticated") // older than the predecessor: stolen
	live.get("/api/v1/me").want(401, "unauthenticated")
	refresh(third).want(401, "unauthenticated")
	refresh("made up").want(401, "unauthenticated")
	p.stranger().post("/api/v1/auth/refresh", nil).want(401, "unauthenticated")
}

// TestLoginTellsNothing answers a wrong password and an unknown account alike, and makes guessing slow.
func TestLoginTellsNothing(t *testing.T) {
	t.Parallel()
	p := start(t, world, "--login-failures", "3")
	try := func(email, password string) answer {
		return p.stranger().post("/api/v1/auth/login", object{"email": email, "password": password})
	}
	wrong, unknown := try("sol@sonrisas.example", "wrong password").want(401, "unauthenticated"), try("nobody@sonrisas.example", "wrong password").want(401, "unauthenticated")
	if wrong.text("detail") != unknown.text("detail") {
		t.Errorf("told apart: %s, %s", wrong.body, unknown.body)
	}
	var last answer
	for range 4 {
		last = try("sol@sonrisas.example", "wrong password")
	}
	last.want(429, "rate_limited")
	if last.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	try("sol@sonrisas.example", password).want(429, "rate_limited")
	try("luz@sonrisas.example", password).want(200)
}

// TestPasswordChangeEndsOtherSessions keeps the session that changed it, and ends the user's others with their sockets.
func TestPasswordChangeEndsOtherSessions(t *testing.T) {
	t.Parallel()
	p := start(t, world)
	here, there := p.browser("sol@sonrisas.example"), p.login("sol@sonrisas.example")
	socket := there.live(nil)
	here.post("/api/v1/auth/password", object{"current": "wrong password", "new": "another good password"}).want(422, "invalid")
	here.post("/api/v1/auth/password", object{"current": password, "new": "short"}).want(422, "invalid")
	here.post("/api/v1/auth/password", object{"current": password, "new": "another good password"}).want(200)
	there.get("/api/v1/me").want(401, "unauthenticated")
	if code := socket.awaitClose(); code != 4401 {
		t.Errorf("the other session's socket was closed with %d", code)
	}
	here.get("/api/v1/me").want(200)
	p.stranger().post("/api/v1/auth/login", object{"email": "sol@sonrisas.example", "password": password}).want(401)
	p.stranger().post("/api/v1/auth/login", object{"email": "sol@sonrisas.example", "password": "another good password"}).want(200)
}

// TestForgedTokens tries tokens that nobody gave.
func TestForgedTokens(t *testing.T) {
	t.Parallel()
	p := start(t, world)
	sol := p.login("sol@sonrisas.example")
	chat, _ := p.customer("sonrisas-web", object{})
	parts := strings.Split(sol.token, ".")
	for name, token := range map[string]string{
		"none":                        "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0." + parts[1] + ".",
		"no signature":                parts[0] + "." + parts[1] + ".",
		"another's signature":         parts[0] + "." + parts[1] + "." + strings.Repeat("A", 43),
		"a signature with a tail":     sol.token + "=",
		"a customer's chat token":     chat.token,
		"nothing":                     "x",
		"something very, very longer": strings.Repeat("x", 8000),
	} {
		who := p.stranger()
		who.token = token
		if a := who.get("/api/v1/me"); a.status != 401 {
			t.Errorf("%s: %d", name, a.status)
		}
	}
	stranger := p.stranger()
	stranger.token = sol.token
	stranger.get("/api/v1/chat/messages").want(401, "unauthenticated")
}

// TestSetUp starts on nothing, opens the link that the program prints, and makes the first workplace with it, once.
func TestSetUp(t *testing.T) {
	t.Parallel()
	p := start(t, "{}")
	var token string
	eventually(t, 10*time.Second, "the link is printed", func() bool {
		if m := regexp.MustCompile(`/setup#(\S+)`).FindStringSubmatch(p.words()); m != nil {
			token = m[1]
		}
		return token != ""
	})
	made := func(token string) answer {
		return p.stranger().post("/api/v1/auth/setup", object{
			"token": token, "workplace": object{"id": "lomas", "name": "Clínica Lomas"}, "email": "rosa@lomas.example", "name": "Rosa", "handle": "rosa", "password": password,
		})
	}
	made("wrong").want(401, "unauthenticated")
	made(token).want(200)
	made(token).want(401, "unauthenticated")
	rosa := p.login("rosa@lomas.example")
	if rosa.get("/api/v1/me").want(200).text("memberships.0.role") != "admin" {
		t.Error("whoever sets up is the admin")
	}
	customer, _ := p.customer("lomas-web", object{})
	customer.post("/api/v1/chat/messages", object{"text": "Hello"}).want(201)
	p.kill()
	p.launch()
	if strings.Contains(p.words()[strings.Index(p.words(), token)+len(token):], "/setup#") {
		t.Error("the link is printed although there is an account")
	}
	info, err := os.Stat(p.dir)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the data folder is %v, %v", info.Mode(), err)
	}
	files, _ := filepath.Glob(filepath.Join(p.dir, "*"))
	for _, f := range files {
		if info, err := os.Stat(f); err == nil && info.Mode().Perm() != 0o600 {
			t.Errorf("%s is open to others: %v", filepath.Base(f), info.Mode())
		}
	}
}
