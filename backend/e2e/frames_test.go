package e2e

import (
	"slices"
	"strings"
	"testing"

	"relevo/backend/e2e/rig"
)

// seat is somebody in front of an open socket.
type seat struct {
	*rig.Person
	*rig.Socket
	name string
}

// desks are two workplaces with a conversation each and everybody in front of their screens: four roles in one of
// them, an admin in the other, a supervisor in both, and the two customers.
type desks struct {
	t     *testing.T
	p     *rig.Program
	seats map[string]seat
	c, n  string // the conversations of sonrisas and norte
}

// inSonrisas and inNorte are who is a member of what.
var (
	inSonrisas = []string{"ada", "sol", "gil", "sam"}
	inNorte    = []string{"bea", "sam"}
)

func newDesks(t *testing.T) *desks {
	t.Helper()
	d := &desks{t: t, p: rig.Start(t, rig.World, "--ping", "500ms"), seats: map[string]seat{}}
	for name, email := range map[string]string{
		"ada": "ada@sonrisas.example", "sol": "sol@sonrisas.example", "gil": "gil@agents.example", "sam": "sam@relevo.example", "bea": "bea@norte.example",
	} {
		who := d.p.Login(email)
		d.seats[name] = seat{who, who.Live(nil), name}
	}
	d.c = d.customer("juan", "sonrisas-web", "una frase inconfundible")
	d.n = d.customer("john", "norte-web", "an unmistakable sentence")
	return d
}

// customer sits down in a web chat and writes.
func (d *desks) customer(name, channel, text string) (conversation string) {
	d.t.Helper()
	who, c := d.p.Customer(channel, rig.Object{"name": name})
	who.Post("/api/v1/chat/messages", rig.Object{"text": text}).Want(201)
	s := d.p.Dial("/api/v1/chat/live")
	s.Send(rig.Object{"type": "hello", "token": who.Token, "since": 0})
	s.Await("the customer's own message", func(f rig.Frame) bool { return len(f.Messages) > 0 })
	d.seats[name] = seat{who, s, name}
	return c
}

// settled has a seat's frames so far worked off: an unusable one is answered after them.
func (d *desks) settled(name string) {
	d.t.Helper()
	s := d.seats[name]
	before := len(s.Came())
	s.Send(rig.Object{"type": "nonsense"})
	s.Until("the answer to nonsense", func(frames []rig.Frame, _ rig.CloseCode) bool {
		return slices.ContainsFunc(frames[before:], func(f rig.Frame) bool { return f.Type == "error" && f.Code == "malformed" })
	})
}

// fence notes something in both workplaces and waits until everybody who may has got it: what was to come before has.
func (d *desks) fence(text string, norte, sonrisas []string) {
	d.t.Helper()
	d.seats["sol"].Post("/api/v1/conversations/"+d.c+"/notes", rig.Object{"text": text}).Want(200)
	d.seats["bea"].Post("/api/v1/conversations/"+d.n+"/notes", rig.Object{"text": text}).Want(200)
	for w, names := range map[string][]string{"norte": norte, "sonrisas": sonrisas} {
		for _, name := range names {
			d.seats[name].AwaitEvent(name+" gets "+text+" of "+w, func(e rig.Event) bool { return e.Workplace == w && e.Data["text"] == text })
		}
	}
}

// shown tells whether a frame shows a user in a state with a conversation on the screen.
func shown(id, state string, viewing any) func(rig.Frame) bool {
	return func(f rig.Frame) bool {
		return f.Type == "presence" && slices.ContainsFunc(f.Users, func(u rig.Object) bool { return u["id"] == id && u["state"] == state && u["viewing"] == viewing })
	}
}

// typed tells whether a frame shows a user writing in a conversation.
func typed(id, conversation string) func(rig.Frame) bool {
	return func(f rig.Frame) bool {
		return f.Type == "typing" && f.Conversation == conversation && f.User != nil && f.User.ID == id
	}
}

// got tells whether a seat ever got such a frame.
func (s seat) got(want func(rig.Frame) bool) bool {
	return slices.ContainsFunc(s.Came(), want)
}

// errors counts the frames that told a seat of an error.
func (s seat) errors(code string) (n int) {
	for _, f := range s.Came() {
		if f.Type == "error" && f.Code == code {
			n++
		}
	}
	return n
}

// TestPromise08_EveryFrameAsEverybody has every role send every frame about its own workplace's conversation and about another's,
// and holds whatever came to everybody against what they may know.
func TestPromise08_EveryFrameAsEverybody(t *testing.T) {
	t.Parallel()
	d := newDesks(t)
	for _, name := range inSonrisas {
		me := d.seats[name]
		me.Send(rig.Object{"type": "viewing", "conversation": d.c})
		me.Send(rig.Object{"type": "typing", "conversation": d.c})
		for _, other := range inSonrisas {
			d.seats[other].Await(other+" sees "+name+" look", shown(me.ID, "online", d.c))
			if other != name {
				d.seats[other].Await(other+" sees "+name+" type", typed(me.ID, d.c))
			}
		}
		me.Send(rig.Object{"type": "presence", "state": "away"})
		d.seats["ada"].Await(name+" is away", shown(me.ID, "away", d.c))
		me.Send(rig.Object{"type": "viewing", "conversation": nil})
		d.seats["ada"].Await(name+" looks elsewhere", shown(me.ID, "away", nil))
		d.settled(name)
		if me.got(typed(me.ID, d.c)) {
			t.Errorf("%s is told of their own typing", name)
		}
	}
	for _, name := range []string{"ada", "sol", "gil", "bea"} {
		foreign := d.n
		if name == "bea" {
			foreign = d.c
		}
		me := d.seats[name]
		for _, f := range []rig.Object{{"type": "viewing", "conversation": foreign}, {"type": "typing", "conversation": foreign}, {"type": "typing", "conversation": "nobody's"}} {
			me.Send(f)
		}
		d.settled(name)
		if n := me.errors("not_found"); n != 3 {
			t.Errorf("%s was refused %d of three frames about what is not theirs", name, n)
		}
	}
	d.seats["juan"].Send(rig.Object{"type": "typing"})
	d.seats["gil"].Await("the customer types", func(f rig.Frame) bool { return f.Type == "typing" && f.Conversation == d.c && f.User == nil })
	d.fence("a fence", inNorte, inSonrisas)
	for name, own := range map[string]string{"ada": "sonrisas", "sol": "sonrisas", "gil": "sonrisas", "bea": "norte"} {
		d.seats[name].Await(name+" gets a heartbeat", func(f rig.Frame) bool { _, has := f.Seqs[own]; return f.Type == "heartbeat" && has && len(f.Seqs) == 1 })
	}
	d.nothingForeign()
	d.customersSeeNothing()
}

// nothingForeign reads every byte that came to those who are in one workplace alone.
func (d *desks) nothingForeign() {
	d.t.Helper()
	ofSonrisas := []string{"sonrisas", "Sonrisas", d.c, "inconfundible", "juan", d.seats["ada"].ID, d.seats["sol"].ID, d.seats["gil"].ID}
	ofNorte := []string{"norte", "Norte", d.n, "unmistakable", "john", d.seats["bea"].ID}
	for name, foreign := range map[string][]string{"bea": ofSonrisas, "ada": ofNorte, "sol": ofNorte, "gil": ofNorte} {
		d.without(name, 0, foreign)
	}
}

// customersSeeNothing reads every byte that came to the customers: they get their own messages, and that somebody types.
func (d *desks) customersSeeNothing() {
	d.t.Helper()
	for _, name := range []string{"juan", "john"} {
		d.settled(name)
		for _, f := range d.seats[name].Came() {
			if !slices.Contains([]string{"welcome", "messages", "typing", "heartbeat", "error"}, f.Type) || f.Workplace != "" || len(f.Events) > 0 {
				d.t.Errorf("%s got %+v", name, f)
			}
		}
		inside := []string{"fence", "Sol", "sol@", "Ada", "Gil", "Sam", "Bea", "note", "holder", "staff", "agents"}
		for _, who := range []string{"ada", "sol", "gil", "sam", "bea"} {
			inside = append(inside, d.seats[who].ID)
		}
		d.without(name, 0, inside)
	}
	d.without("juan", 0, []string{"unmistakable", d.n})
	d.without("john", 0, []string{"inconfundible", d.c, `"typing"`}) // nobody typed to this one
}

// without fails the test where any of the words came to a seat, from some frame on.
func (d *desks) without(name string, from int, words []string) {
	d.t.Helper()
	s := d.seats[name]
	for _, b := range s.Bytes()[from:] {
		for _, word := range words {
			if strings.Contains(b, word) {
				d.t.Errorf("%s got %q: %s", name, word, rig.Tail(b, 400))
			}
		}
	}
}

// TestPromise09_WhatIsLeftIsSilent ends a membership under an open socket: `left` is the last that is heard of that workplace,
// whatever happens in it, until the membership begins anew.
func TestPromise09_WhatIsLeftIsSilent(t *testing.T) {
	t.Parallel()
	d := newDesks(t)
	ada, sol, sam := d.seats["ada"], d.seats["sol"], d.seats["sam"]
	member := "/api/v1/workplaces/sonrisas/members/" + sam.ID
	sam.Send(rig.Object{"type": "viewing", "conversation": d.c})
	sol.Await("Sam looks", shown(sam.ID, "online", d.c))
	ada.Do("PATCH", member, rig.Object{"active": false}).Want(200)
	sam.Await("left", func(f rig.Frame) bool { return f.Type == "left" && f.Workplace == "sonrisas" })
	sol.Await("Sam is gone", shown(sam.ID, "offline", nil))
	left := 1 + slices.IndexFunc(sam.Came(), func(f rig.Frame) bool { return f.Type == "left" })

	sol.Send(rig.Object{"type": "viewing", "conversation": d.c})
	sol.Send(rig.Object{"type": "typing", "conversation": d.c})
	ada.Await("Sol types", typed(sol.ID, d.c))
	ada.Do("PATCH", "/api/v1/workplaces/sonrisas/members/"+d.seats["gil"].ID, rig.Object{"role": "staff"}).Want(200)
	d.fence("after the end", inNorte, []string{"ada", "sol", "gil"})
	before := sam.errors("not_found")
	sam.Send(rig.Object{"type": "viewing", "conversation": d.c})
	sam.Send(rig.Object{"type": "typing", "conversation": d.c})
	d.settled("sam")
	if n := sam.errors("not_found") - before; n != 2 {
		t.Errorf("%d of two frames about what is no longer theirs were refused", n)
	}
	d.without("sam", left, []string{"sonrisas", "Sonrisas", d.c, sol.ID, d.seats["gil"].ID})

	ada.Do("PATCH", member, rig.Object{"active": true}).Want(200)
	again := sam.Await("the role", func(f rig.Frame) bool { return f.Type == "role" && f.Workplace == "sonrisas" })
	d.fence("a new beginning", inNorte, inSonrisas)
	for _, e := range sam.Events("sonrisas") {
		if e.Data["text"] == "after the end" || e.Data["text"] == "a new beginning" && e.Seq <= again.Seq {
			t.Errorf("event %d came although it is of the time between", e.Seq)
		}
	}
}
