package net

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"relevo/backend/e2e/rig"
)

// TestPromise09_RevocationWithinTwoSeconds ends sessions in every way that there is. Within two seconds the access token,
// the open socket, a new socket with the old place and the refresh are all refused; a colleague's go on.
func TestPromise09_RevocationWithinTwoSeconds(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World, "--access-ttl", "1h")
	ada := p.Login("ada@sonrisas.example")
	member := func(who *rig.Person) string { return "/api/v1/workplaces/sonrisas/members/" + who.ID }
	untouched := ada.Live(nil)
	for _, end := range []struct {
		name, email string
		by          func(victim *rig.Person)
	}{
		{"logging out", "sol@sonrisas.example", func(victim *rig.Person) { victim.Post("/api/v1/auth/logout", nil).Want(204) }},
		{"a new password, from another session", "luz@sonrisas.example", func(victim *rig.Person) {
			p.Browser("luz@sonrisas.example").Post("/api/v1/auth/password", rig.Object{"current": rig.Password, "new": "another good password"}).Want(200)
		}},
		{"a new password, from an admin", "gil@agents.example", func(victim *rig.Person) {
			ada.Do("PATCH", member(victim), rig.Object{"password": "another good password"}).Want(200)
		}},
		{"the end of the last membership", "eva@agents.example", func(victim *rig.Person) {
			ada.Do("PATCH", member(victim), rig.Object{"active": false}).Want(200)
		}},
	} {
		victim := p.Browser(end.email)
		socket := victim.Live(rig.Object{"sonrisas": 0})
		began := time.Now()
		end.by(victim)
		if code := socket.AwaitClose(); code != 4401 {
			t.Errorf("%s: the socket was closed with %d", end.name, code)
		}
		victim.Get("/api/v1/me").Want(401, "unauthenticated")
		again := p.Dial("/api/v1/live")
		again.Send(rig.Object{"type": "hello", "token": victim.Token, "since": rig.Object{"sonrisas": 0}})
		if code := again.AwaitClose(); code != 4401 || len(again.Came()) > 0 {
			t.Errorf("%s: a new socket was sent %d frames and closed with %d", end.name, len(again.Came()), code)
		}
		victim.Post("/api/v1/auth/refresh", nil).Want(401, "unauthenticated")
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("%s was felt after %v", end.name, took)
		}
	}
	sam := p.Login("sam@relevo.example")
	wall, began := sam.Live(nil), time.Now()
	ada.Do("PATCH", member(sam), rig.Object{"role": "staff"}).Want(200)
	wall.Await("the new role", func(f rig.Frame) bool { return f.Type == "role" && f.Workplace == "sonrisas" })
	ada.Do("PATCH", member(sam), rig.Object{"active": false}).Want(200)
	wall.Await("the end", func(f rig.Frame) bool { return f.Type == "left" && f.Workplace == "sonrisas" })
	sam.Get("/api/v1/workplaces/sonrisas/stream").Want(404, "not_found")
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("a role and a membership that changed were felt after %v", took)
	}
	customer, c := p.Customer("norte-web", rig.Object{})
	customer.Post("/api/v1/chat/messages", rig.Object{"text": "Hello"}).Want(201)
	wall.AwaitEvent("the other workplace goes on", func(e rig.Event) bool { return e.Conversation == c })
	untouched.Send(rig.Object{"type": "nonsense"})
	untouched.Await("the colleague's socket goes on", func(f rig.Frame) bool { return f.Type == "error" })
}

// TestPromise24_AHundredGuessesAnHour guesses an account's password from many connections at once: a hundred guesses are
// looked at, whatever the option for a quarter of an hour says, and the rest are not, be they right or wrong.
func TestPromise24_AHundredGuessesAnHour(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World, "--rate-limits", "off", "--login-failures", "100000")
	var looked, refused atomic.Int64
	var guesses sync.WaitGroup
	for range 4 {
		guesses.Go(func() {
			for range 30 {
				a, err := p.Stranger().Try("POST", "/api/v1/auth/login", rig.Object{"email": "sol@sonrisas.example", "password": "not the right one"})
				switch {
				case err != nil:
					t.Error(err)
				case a.Status == 401:
					looked.Add(1)
				case a.Status == 429 && a.Header.Get("Retry-After") != "":
					refused.Add(1)
				default:
					t.Errorf("answered %d: %s", a.Status, a.Body)
				}
			}
		})
	}
	guesses.Wait()
	if looked.Load() != 100 || refused.Load() != 20 {
		t.Errorf("%d of 120 guesses were looked at, %d refused", looked.Load(), refused.Load())
	}
	p.Stranger().Post("/api/v1/auth/login", rig.Object{"email": "sol@sonrisas.example", "password": rig.Password}).Want(429, "rate_limited")
	p.Login("luz@sonrisas.example")
}

// TestPromise21_TheLogNeverSaysWhatPeopleSay makes as much noise as it can with words that nothing else has, as texts,
// names, numbers, keys, paths, queries, headers, frames and passwords, refused and accepted, and reads the loudest log for
// any of them.
func TestPromise21_TheLogNeverSaysWhatPeopleSay(t *testing.T) {
	t.Parallel()
	p := rig.Prepare(t, rig.World, "--log-level", "debug", "--login-failures", "3", "--hello-timeout", "300ms", "--frames-per-second", "5")
	if code, out := p.Relevo("provision", p.File); code != 0 { // what it changed is said where it was asked for, and no log
		t.Fatal(out)
	}
	p.Flags = p.Flags[:len(p.Flags)-2]
	p.Launch()
	const word, number = "zanahoria", "5559876"
	sol := p.Login("sol@sonrisas.example")
	customer, c := p.Customer("sonrisas-web", rig.Object{"name": word, "phone": "787-555-9876"})
	customer.Post("/api/v1/chat/messages", rig.Object{"text": word + " me duele mucho, emergencia"}, "Idempotency-Key", word).Want(201)
	at := "/api/v1/conversations/" + c
	sol.Post(at+"/messages", rig.Object{"text": word}, "Idempotency-Key", word).Want(200)
	sol.Post(at+"/messages", rig.Object{"text": word + "!"}, "Idempotency-Key", word).Want(422)
	for _, body := range []any{rig.Object{"text": word}, rig.Object{"note": word}, `{"text":"` + word, word, rig.Object{word: word}, nil} {
		for _, action := range []string{"notes", "assign", "escalate", "close", "seen", word} {
			sol.Post(at+"/"+action, body, "X-Request-Id", word, "X-Forwarded-For", word)
		}
	}
	sol.Post("/api/v1/workplaces/sonrisas/conversations", rig.Object{"phone": "787-555-9876", "name": word, "text": word, "channel": word})
	for _, path := range []string{"/" + word, "/api/v1/" + word, "/api/v1/workplaces/" + word + "/stream", "/api/v1/conversations/" + word, "/healthz?" + word, "/api/v1/workplaces/sonrisas/conversations?q=" + word + "&" + word + "=%zz"} {
		sol.Get(path)
		sol.Do("PUT", path, word)
	}
	for range 5 {
		p.Stranger().Post("/api/v1/auth/login", rig.Object{"email": word + "@x.example", "password": word})
	}
	p.Stranger().Post("/api/v1/auth/refresh", nil, "Cookie", "relevo_refresh="+word, "Origin", "https://"+word+".example")
	for _, sent := range []string{
		"GET /" + word + " HTTP/1.1\r\n" + word + "\r\n\r\n", word + " / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
		post("Content-Length: 100\r\n", word), upgradeTo("/api/v1/live", "Origin: https://"+word+".example\r\n"),
	} {
		if _, err := exchange(p.Addr, []byte(sent)); err != nil {
			t.Error(err)
		}
	}
	for _, frame := range []any{rig.Object{"type": "hello", "token": word}, rig.Object{"type": word}, word, "{" + word, rig.Object{"type": "hello", "token": sol.Token, "since": rig.Object{word: 1}}} {
		for _, path := range []string{"/api/v1/live", "/api/v1/chat/live"} {
			s := p.Dial(path)
			s.Send(frame)
			s.AwaitClose()
		}
	}
	live := sol.Live(nil)
	for range 60 {
		live.Send(rig.Object{"type": "viewing", "conversation": word})
	}
	live.Await("too many frames", func(f rig.Frame) bool { return f.Code == "rate_limited" })
	p.Stop()
	log := strings.ToLower(p.Words())
	if strings.Count(log, "\n") < 50 {
		t.Fatalf("the log says too little to tell:\n%s", log)
	}
	for name, secret := range map[string]string{
		"a word of the customer": word, "a number": number, "an access token": sol.Token, "a chat token": customer.Token, "a password": rig.Password,
		"an address": "sol@sonrisas.example", "a colleague's name": "sol staff",
	} {
		if i := strings.Index(log, strings.ToLower(secret)); i >= 0 {
			t.Errorf("%s is in the log: %.200q", name, log[max(0, i-100):])
		}
	}
}
