package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestSocketCloseCodes gives the socket everything that it must refuse, and reads why it was closed.
func TestSocketCloseCodes(t *testing.T) {
	t.Parallel()
	p := start(t, world, "--hello-timeout", "500ms")
	bea := p.login("bea@norte.example")
	hello := func(with object) object {
		h := object{"type": "hello", "token": bea.token}
		for k, v := range with {
			h[k] = v
		}
		return h
	}
	for _, test := range []struct {
		name  string
		frame any // nil: silence
		code  closeCode
	}{
		{"no hello in time", nil, 4408},
		{"no token", object{"type": "hello"}, 4401},
		{"a made-up token", object{"type": "hello", "token": "nonsense"}, 4401},
		{"a workplace that never was theirs", hello(object{"since": object{"sonrisas": nil}}), 4403},
		{"a workplace that is none", hello(object{"since": object{"nowhere": 3}}), 4403},
		{"something else before hello", object{"type": "typing", "conversation": "x"}, 4400},
		{"no JSON", "hello", 4400},
		{"no object", "[1]", 4400},
		{"trailing bytes", `{"type":"hello"} {}`, 4400},
		{"invalid UTF-8", "{\"type\":\"hello\",\"token\":\"\xff\"}", 4400},
		{"a frame too large", `{"type":"hello","token":"` + strings.Repeat("x", 70_000) + `"}`, 1009},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := p.dial("/api/v1/live")
			if test.frame != nil {
				s.send(test.frame)
			}
			if code := s.awaitClose(); code != test.code {
				t.Errorf("closed with %d instead of %d", code, test.code)
			}
		})
	}
}

// TestUnusableFramesLeaveTheSocket sends frames that can't be used over a socket that has said hello.
func TestUnusableFramesLeaveTheSocket(t *testing.T) {
	t.Parallel()
	p := start(t, world)
	bea := p.login("bea@norte.example")
	s := bea.live(nil)
	for i, f := range []any{
		object{"type": "viewing", "conversation": 7}, object{"type": "viewing", "conversation": "nobody's"},
		object{"type": "presence", "state": "asleep"}, object{"type": "dance"}, object{"type": "typing"},
	} {
		s.send(f)
		s.until(fmt.Sprintf("error %d for %v", i+1, f), func(frames []frame, closed closeCode) bool {
			errors := 0
			for _, f := range frames {
				if f.Type == "error" && f.Code != "" {
					errors++
				}
			}
			return errors == i+1
		})
	}
	customer, _ := p.customer("norte-web", object{})
	customer.post("/api/v1/chat/messages", object{"text": "Hello"}).want(201)
	s.awaitEvent("the socket still works", func(e event) bool { return e.Kind == "message.received" })
}

// TestResume comes back with every kind of since.
func TestResume(t *testing.T) {
	t.Parallel()
	p := start(t, world, "--backlog", "40")
	bea := p.login("bea@norte.example")
	customer, _ := p.customer("norte-web", object{})
	for i := range 30 {
		customer.post("/api/v1/chat/messages", object{"text": fmt.Sprintf("Line %d", i)}).want(201)
	}
	newest := int64(31) // opened, and 30 messages
	for _, since := range []int64{0, 1, 30, newest} {
		s := bea.live(object{"norte": since})
		if since < newest {
			s.awaitEvent("the newest", func(e event) bool { return e.Seq == newest })
		}
		for i, e := range s.events("norte") {
			if e.Seq != since+int64(i)+1 {
				t.Fatalf("since %d: event %d has seq %d", since, i, e.Seq)
			}
		}
	}
	for _, since := range []int64{-1, newest + 1, 1 << 53} {
		f := bea.live(object{"norte": since}).await("resync", func(f frame) bool { return f.Type == "resync" })
		if f.Workplace != "norte" || f.Seq != newest {
			t.Errorf("since %d: %+v", since, f)
		}
	}
	for i := range 30 {
		customer.post("/api/v1/chat/messages", object{"text": fmt.Sprintf("More %d", i)}).want(201)
	}
	bea.live(object{"norte": 1}).await("too far back", func(f frame) bool { return f.Type == "resync" && f.Seq == newest+30 })

	other := p.dial("/api/v1/live")
	other.send(object{"type": "hello", "token": bea.token, "epoch": "another log", "since": object{"norte": newest}})
	other.await("another epoch", func(f frame) bool { return f.Type == "resync" })
}

// TestRevocation ends sessions and memberships under open sockets.
func TestRevocation(t *testing.T) {
	t.Parallel()
	p := start(t, world)
	ada, gil, sol := p.login("ada@sonrisas.example"), p.login("gil@agents.example"), p.login("sol@sonrisas.example")
	sam := p.login("sam@relevo.example")
	customer, c := p.customer("sonrisas-web", object{})
	customer.post("/api/v1/chat/messages", object{"text": "Hello"}).want(201)
	gil.post("/api/v1/conversations/"+c+"/messages", object{"text": "Hello"}).want(200)
	agents, wall, desk := gil.live(nil), sam.live(nil), sol.live(nil)

	left := ada.do("PATCH", "/api/v1/workplaces/sonrisas/members/"+gil.id, object{"active": false}).want(200)
	_ = left
	began := time.Now()
	if code := agents.awaitClose(); code != 4401 || time.Since(began) > 2*time.Second {
		t.Errorf("the last membership ended: closed with %d after %v", code, time.Since(began))
	}
	gil.get("/api/v1/me").want(401, "unauthenticated")
	back := desk.awaitEvent("what Gil held is back in the queue", func(e event) bool { return e.Kind == "conversation.assigned" && e.Data["cause"] == "left" })
	if back.By.Team != "system" || at(back.Data, "to.team") != "agents" || at(back.Data, "to.user") != nil {
		t.Errorf("it was returned as %+v", back)
	}

	ada.do("PATCH", "/api/v1/workplaces/sonrisas/members/"+sam.id, object{"active": false}).want(200)
	wall.await("left", func(f frame) bool { return f.Type == "left" && f.Workplace == "sonrisas" })
	sol.post("/api/v1/conversations/"+c+"/notes", object{"text": "not for the wall"}).want(200)
	norte, _ := p.customer("norte-web", object{})
	norte.post("/api/v1/chat/messages", object{"text": "for the wall"}).want(201)
	wall.awaitEvent("the other workplace goes on", func(e event) bool { return e.Workplace == "norte" })
	for _, e := range wall.events("sonrisas") {
		if e.Data["text"] == "not for the wall" {
			t.Error("an event of a workplace that was left came over the socket")
		}
	}
	sam.get("/api/v1/workplaces/sonrisas/stream").want(404, "not_found")

	sol.post("/api/v1/auth/logout", nil, "Origin", p.url)
	sol.get("/api/v1/me").want(401, "unauthenticated")
	if code := desk.awaitClose(); code != 4401 {
		t.Errorf("logged out: closed with %d", code)
	}
}

// TestPresence watches colleagues come, look, type and go.
func TestPresence(t *testing.T) {
	t.Parallel()
	p := start(t, world)
	sol, luz, bea := p.login("sol@sonrisas.example"), p.login("luz@sonrisas.example"), p.login("bea@norte.example")
	customer, c := p.customer("sonrisas-web", object{})
	customer.post("/api/v1/chat/messages", object{"text": "Hello"}).want(201)
	watching, stranger := sol.live(nil), bea.live(nil)
	state := func(state string, viewing any) func(frame) bool {
		return func(f frame) bool {
			for _, u := range f.Users {
				if f.Type == "presence" && u["id"] == luz.id && u["state"] == state && u["viewing"] == viewing {
					return true
				}
			}
			return false
		}
	}
	other := luz.live(nil)
	watching.await("Luz comes", state("online", nil))
	other.send(object{"type": "viewing", "conversation": c})
	watching.await("Luz looks", state("online", c))
	other.send(object{"type": "typing", "conversation": c})
	watching.await("Luz types", func(f frame) bool { return f.Type == "typing" && f.Conversation == c })
	other.send(object{"type": "presence", "state": "away"})
	watching.await("Luz is away", state("away", c))
	other.conn.CloseNow()
	watching.await("Luz goes", state("offline", nil))
	stranger.mu.Lock()
	defer stranger.mu.Unlock()
	for _, f := range stranger.frames {
		if f.Workplace == "sonrisas" {
			t.Errorf("somebody of another workplace got a %s frame", f.Type)
		}
	}
}
