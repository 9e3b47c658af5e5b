package e2e

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"relevo/backend/e2e/rig"
)

func refreshCookie(a rig.Answer) string {
	for _, c := range (&http.Response{Header: a.Header}).Cookies() {
		if c.Name == "relevo_refresh" {
			return c.Value
		}
	}
	return ""
}

// TestPromise24_RefreshTokensRotate uses refresh tokens as browsers do, and as thieves do.
func TestPromise24_RefreshTokensRotate(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World)
	login := p.Stranger().Post("/api/v1/auth/login", rig.Object{"email": "SOL@sonrisas.example", "password": rig.Password}).Want(200)
	cookies := (&http.Response{Header: login.Header}).Cookies()
	if len(cookies) != 1 || !cookies[0].HttpOnly || cookies[0].SameSite != http.SameSiteStrictMode || cookies[0].Path != "/api/v1/auth" {
		t.Fatalf("the cookie is %+v", cookies)
	}
	if login.Text("token_type") != "Bearer" || login.At("expires_in") == nil {
		t.Fatalf("the login answers %s", login.Body)
	}
	refresh := func(token string) rig.Answer {
		return p.Stranger().Post("/api/v1/auth/refresh", nil, "Cookie", "relevo_refresh="+token)
	}
	first := refreshCookie(login)
	second := refreshCookie(refresh(first).Want(200))
	if second == "" || second == first {
		t.Fatal("the refresh token was not rotated")
	}
	other := refreshCookie(refresh(first).Want(200)) // two tabs race
	third := refreshCookie(refresh(second).Want(200))
	live := &rig.Person{T: t, Program: p, HTTP: p.Stranger().HTTP, Token: refresh(third).Want(200).Text("access_token")}
	live.Get("/api/v1/me").Want(200)
	_ = other
	refresh(first).Want(401, "unauthenticated") // older than the predecessor: stolen
	live.Get("/api/v1/me").Want(401, "unauthenticated")
	refresh(third).Want(401, "unauthenticated")
	refresh("made up").Want(401, "unauthenticated")
	p.Stranger().Post("/api/v1/auth/refresh", nil).Want(401, "unauthenticated")
}

// TestPromise24_LoginTellsNothing answers a wrong password and an unknown account alike, and makes guessing slow.
func TestPromise24_LoginTellsNothing(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World, "--login-failures", "3")
	try := func(email, password string) rig.Answer {
		return p.Stranger().Post("/api/v1/auth/login", rig.Object{"email": email, "password": password})
	}
	wrong, unknown := try("sol@sonrisas.example", "wrong password").Want(401, "unauthenticated"), try("nobody@sonrisas.example", "wrong password").Want(401, "unauthenticated")
	if wrong.Text("detail") != unknown.Text("detail") {
		t.Errorf("told apart: %s, %s", wrong.Body, unknown.Body)
	}
	var last, ofNobody rig.Answer
	for range 4 {
		last, ofNobody = try("sol@sonrisas.example", "wrong password"), try("nobody@sonrisas.example", "wrong password")
	}
	last.Want(429, "rate_limited")
	ofNobody.Want(429, "rate_limited")
	if last.Header.Get("Retry-After") == "" || ofNobody.Header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	try("sol@sonrisas.example", rig.Password).Want(429, "rate_limited")
	try("luz@sonrisas.example", rig.Password).Want(200)
}

// TestPasswordChangeEndsOtherSessions keeps the session that changed it, and ends the user's others with their sockets.
func TestPasswordChangeEndsOtherSessions(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World)
	here, there := p.Browser("sol@sonrisas.example"), p.Login("sol@sonrisas.example")
	socket := there.Live(nil)
	here.Post("/api/v1/auth/password", rig.Object{"current": "wrong password", "new": "another good password"}).Want(422, "invalid")
	here.Post("/api/v1/auth/password", rig.Object{"current": rig.Password, "new": "short"}).Want(422, "invalid")
	here.Post("/api/v1/auth/password", rig.Object{"current": rig.Password, "new": "another good password"}).Want(200)
	there.Get("/api/v1/me").Want(401, "unauthenticated")
	if code := socket.AwaitClose(); code != 4401 {
		t.Errorf("the other session's socket was closed with %d", code)
	}
	here.Get("/api/v1/me").Want(200)
	p.Stranger().Post("/api/v1/auth/login", rig.Object{"email": "sol@sonrisas.example", "password": rig.Password}).Want(401)
	p.Stranger().Post("/api/v1/auth/login", rig.Object{"email": "sol@sonrisas.example", "password": "another good password"}).Want(200)
}

// TestPromise24_ForgedTokens tries tokens that nobody gave.
func TestPromise24_ForgedTokens(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World)
	sol := p.Login("sol@sonrisas.example")
	chat, _ := p.Customer("sonrisas-web", rig.Object{})
	parts := strings.Split(sol.Token, ".")
	for name, token := range map[string]string{
		"none":                        "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0." + parts[1] + ".",
		"no signature":                parts[0] + "." + parts[1] + ".",
		"another's signature":         parts[0] + "." + parts[1] + "." + strings.Repeat("A", 43),
		"a signature with a tail":     sol.Token + "=",
		"a customer's chat token":     chat.Token,
		"nothing":                     "x",
		"something very, very longer": strings.Repeat("x", 8000),
	} {
		who := p.Stranger()
		who.Token = token
		if a := who.Get("/api/v1/me"); a.Status != 401 {
			t.Errorf("%s: %d", name, a.Status)
		}
	}
	stranger := p.Stranger()
	stranger.Token = sol.Token
	stranger.Get("/api/v1/chat/messages").Want(401, "unauthenticated")
}

// TestSetUp starts on nothing, opens the link that the program prints, and makes the first workplace with it, once.
func TestSetUp(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, "{}")
	var token string
	rig.Eventually(t, 10*time.Second, "the link is printed", func() bool {
		if m := regexp.MustCompile(`/setup#(\S+)`).FindStringSubmatch(p.Words()); m != nil {
			token = m[1]
		}
		return token != ""
	})
	made := func(token string) rig.Answer {
		return p.Stranger().Post("/api/v1/auth/setup", rig.Object{
			"token": token, "workplace": rig.Object{"id": "lomas", "name": "Clínica Lomas"}, "email": "rosa@lomas.example", "name": "Rosa", "handle": "rosa", "password": rig.Password,
		})
	}
	made("wrong").Want(401, "unauthenticated")
	made(token).Want(200)
	made(token).Want(401, "unauthenticated")
	rosa := p.Login("rosa@lomas.example")
	if rosa.Get("/api/v1/me").Want(200).Text("memberships.0.role") != "admin" {
		t.Error("whoever sets up is the admin")
	}
	customer, conversation := p.Customer("lomas-web", rig.Object{})
	customer.Post("/api/v1/chat/messages", rig.Object{"text": "I want to talk to a person"}).Want(201)
	rig.Eventually(t, 10*time.Second, "the customer waits for the office", func() bool {
		return rosa.Get("/api/v1/conversations/"+conversation).Want(200).Text("conversation.holder.team") == "staff"
	})
	p.Kill()
	p.Launch()
	if strings.Contains(p.Words()[strings.Index(p.Words(), token)+len(token):], "/setup#") {
		t.Error("the link is printed although there is an account")
	}
	info, err := os.Stat(p.Dir)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the data folder is %v, %v", info.Mode(), err)
	}
	files, _ := filepath.Glob(filepath.Join(p.Dir, "*"))
	for _, f := range files {
		if info, err := os.Stat(f); err == nil && info.Mode().Perm() != 0o600 {
			t.Errorf("%s is open to others: %v", filepath.Base(f), info.Mode())
		}
	}
}
