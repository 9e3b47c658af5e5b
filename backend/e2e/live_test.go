package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"relevo/backend/e2e/rig"
)

// TestSocketCloseCodes gives the socket everything that it must refuse, and reads why it was closed.
func TestSocketCloseCodes(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World, "--hello-timeout", "500ms")
	bea := p.Login("bea@norte.example")
	hello := func(with rig.Object) rig.Object {
		h := rig.Object{"type": "hello", "token": bea.Token}
		for k, v := range with {
			h[k] = v
		}
		return h
	}
	for _, test := range []struct {
		name  string
		frame any // nil: silence
		code  rig.CloseCode
	}{
		{"no hello in time", nil, 4408},
		{"no token", rig.Object{"type": "hello"}, 4401},
		{"a made-up token", rig.Object{"type": "hello", "token": "nonsense"}, 4401},
		{"a workplace that never was theirs", hello(rig.Object{"since": rig.Object{"sonrisas": nil}}), 4403},
		{"a workplace that is none", hello(rig.Object{"since": rig.Object{"nowhere": 3}}), 4403},
		{"something else before hello", rig.Object{"type": "typing", "conversation": "x"}, 4400},
		{"no JSON", "hello", 4400},
		{"no object", "[1]", 4400},
		{"trailing bytes", `{"type":"hello"} {}`, 4400},
		{"invalid UTF-8", "{\"type\":\"hello\",\"token\":\"\xff\"}", 4400},
		{"a frame too large", `{"type":"hello","token":"` + strings.Repeat("x", 70_000) + `"}`, 1009},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := p.Dial("/api/v1/live")
			if test.frame != nil {
				s.Send(test.frame)
			}
			if code := s.AwaitClose(); code != test.code {
				t.Errorf("closed with %d instead of %d", code, test.code)
			}
		})
	}
}

// TestUnusableFramesLeaveTheSocket sends frames that can't be used over a socket that has said hello.
func TestUnusableFramesLeaveTheSocket(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World)
	bea := p.Login("bea@norte.example")
	s := bea.Live(nil)
	for i, f := range []any{
		rig.Object{"type": "viewing", "conversation": 7}, rig.Object{"type": "viewing", "conversation": "nobody's"},
		rig.Object{"type": "presence", "state": "asleep"}, rig.Object{"type": "dance"}, rig.Object{"type": "typing"},
	} {
		s.Send(f)
		s.Until(fmt.Sprintf("error %d for %v", i+1, f), func(frames []rig.Frame, closed rig.CloseCode) bool {
			errors := 0
			for _, f := range frames {
				if f.Type == "error" && f.Code != "" {
					errors++
				}
			}
			return errors == i+1
		})
	}
	customer, _ := p.Customer("norte-web", rig.Object{})
	customer.Post("/api/v1/chat/messages", rig.Object{"text": "Hello"}).Want(201)
	s.AwaitEvent("the socket still works", func(e rig.Event) bool { return e.Kind == "message.received" })
}

// TestResume comes back with every kind of since.
func TestResume(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World, "--backlog", "40")
	bea := p.Login("bea@norte.example")
	customer, _ := p.Customer("norte-web", rig.Object{})
	for i := range 30 {
		customer.Post("/api/v1/chat/messages", rig.Object{"text": fmt.Sprintf("Line %d", i)}).Want(201)
	}
	newest := int64(31) // opened, and 30 messages
	for _, since := range []int64{0, 1, 30, newest} {
		s := bea.Live(rig.Object{"norte": since})
		if since < newest {
			s.AwaitEvent("the newest", func(e rig.Event) bool { return e.Seq == newest })
		}
		for i, e := range s.Events("norte") {
			if e.Seq != since+int64(i)+1 {
				t.Fatalf("since %d: event %d has seq %d", since, i, e.Seq)
			}
		}
	}
	for _, since := range []int64{-1, newest + 1, 1 << 53} {
		f := bea.Live(rig.Object{"norte": since}).Await("resync", func(f rig.Frame) bool { return f.Type == "resync" })
		if f.Workplace != "norte" || f.Seq != newest {
			t.Errorf("since %d: %+v", since, f)
		}
	}
	for i := range 30 {
		customer.Post("/api/v1/chat/messages", rig.Object{"text": fmt.Sprintf("More %d", i)}).Want(201)
	}
	bea.Live(rig.Object{"norte": 1}).Await("too far back", func(f rig.Frame) bool { return f.Type == "resync" && f.Seq == newest+30 })

	other := p.Dial("/api/v1/live")
	other.Send(rig.Object{"type": "hello", "token": bea.Token, "epoch": "another log", "since": rig.Object{"norte": newest}})
	other.Await("another epoch", func(f rig.Frame) bool { return f.Type == "resync" })
}

// TestRevocation ends sessions and memberships under open sockets.
func TestRevocation(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World)
	ada, gil, sol := p.Login("ada@sonrisas.example"), p.Login("gil@agents.example"), p.Login("sol@sonrisas.example")
	sam := p.Login("sam@relevo.example")
	customer, c := p.Customer("sonrisas-web", rig.Object{})
	customer.Post("/api/v1/chat/messages", rig.Object{"text": "Hello"}).Want(201)
	gil.Post("/api/v1/conversations/"+c+"/messages", rig.Object{"text": "Hello"}).Want(200)
	agents, wall, desk := gil.Live(nil), sam.Live(nil), sol.Live(nil)

	left := ada.Do("PATCH", "/api/v1/workplaces/sonrisas/members/"+gil.ID, rig.Object{"active": false}).Want(200)
	_ = left
	began := time.Now()
	if code := agents.AwaitClose(); code != 4401 || time.Since(began) > 2*time.Second {
		t.Errorf("the last membership ended: closed with %d after %v", code, time.Since(began))
	}
	gil.Get("/api/v1/me").Want(401, "unauthenticated")
	back := desk.AwaitEvent("what Gil held is back in the queue", func(e rig.Event) bool { return e.Kind == "conversation.assigned" && e.Data["cause"] == "left" })
	if back.By.Team != "system" || rig.At(back.Data, "to.team") != "agents" || rig.At(back.Data, "to.user") != nil {
		t.Errorf("it was returned as %+v", back)
	}

	ada.Do("PATCH", "/api/v1/workplaces/sonrisas/members/"+sam.ID, rig.Object{"active": false}).Want(200)
	wall.Await("left", func(f rig.Frame) bool { return f.Type == "left" && f.Workplace == "sonrisas" })
	sol.Post("/api/v1/conversations/"+c+"/notes", rig.Object{"text": "not for the wall"}).Want(200)
	norte, _ := p.Customer("norte-web", rig.Object{})
	norte.Post("/api/v1/chat/messages", rig.Object{"text": "for the wall"}).Want(201)
	wall.AwaitEvent("the other workplace goes on", func(e rig.Event) bool { return e.Workplace == "norte" })
	for _, e := range wall.Events("sonrisas") {
		if e.Data["text"] == "not for the wall" {
			t.Error("an event of a workplace that was left came over the socket")
		}
	}
	sam.Get("/api/v1/workplaces/sonrisas/stream").Want(404, "not_found")

	sol.Post("/api/v1/auth/logout", nil, "Origin", p.URL)
	sol.Get("/api/v1/me").Want(401, "unauthenticated")
	if code := desk.AwaitClose(); code != 4401 {
		t.Errorf("logged out: closed with %d", code)
	}
}

// TestPresence watches colleagues come, look, type and go.
func TestPresence(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World)
	sol, luz, bea := p.Login("sol@sonrisas.example"), p.Login("luz@sonrisas.example"), p.Login("bea@norte.example")
	customer, c := p.Customer("sonrisas-web", rig.Object{})
	customer.Post("/api/v1/chat/messages", rig.Object{"text": "Hello"}).Want(201)
	watching, stranger := sol.Live(nil), bea.Live(nil)
	state := func(state string, viewing any) func(rig.Frame) bool {
		return func(f rig.Frame) bool {
			for _, u := range f.Users {
				if f.Type == "presence" && u["id"] == luz.ID && u["state"] == state && u["viewing"] == viewing {
					return true
				}
			}
			return false
		}
	}
	other := luz.Live(nil)
	watching.Await("Luz comes", state("online", nil))
	other.Send(rig.Object{"type": "viewing", "conversation": c})
	watching.Await("Luz looks", state("online", c))
	other.Send(rig.Object{"type": "typing", "conversation": c})
	watching.Await("Luz types", func(f rig.Frame) bool { return f.Type == "typing" && f.Conversation == c })
	other.Send(rig.Object{"type": "presence", "state": "away"})
	watching.Await("Luz is away", state("away", c))
	other.Conn.CloseNow()
	watching.Await("Luz goes", state("offline", nil))
	for _, f := range stranger.Came() {
		if f.Workplace == "sonrisas" {
			t.Errorf("somebody of another workplace got a %s frame", f.Type)
		}
	}
}
