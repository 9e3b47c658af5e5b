package e2e

import (
	"slices"
	"strings"
	"testing"
)

// seat is somebody in front of an open socket.
type seat struct {
	*person
	*socket
	name string
}

// desks are two workplaces with a conversation each and everybody in front of their screens: four roles in one of
// them, an admin in the other, a supervisor in both, and the two customers.
type desks struct {
	t     *testing.T
	p     *program
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
	d := &desks{t: t, p: start(t, world, "--ping", "500ms"), seats: map[string]seat{}}
	for name, email := range map[string]string{
		"ada": "ada@sonrisas.example", "sol": "sol@sonrisas.example", "gil": "gil@agents.example", "sam": "sam@relevo.example", "bea": "bea@norte.example",
	} {
		who := d.p.login(email)
		d.seats[name] = seat{who, who.live(nil), name}
	}
	d.c = d.customer("juan", "sonrisas-web", "una frase inconfundible")
	d.n = d.customer("john", "norte-web", "an unmistakable sentence")
	return d
}

// customer sits down in a web chat and writes.
func (d *desks) customer(name, channel, text string) (conversation string) {
	d.t.Helper()
	who, c := d.p.customer(channel, object{"name": name})
	who.post("/api/v1/chat/messages", object{"text": text}).want(201)
	s := d.p.dial("/api/v1/chat/live")
	s.send(object{"type": "hello", "token": who.token, "since": 0})
	s.await("the customer's own message", func(f frame) bool { return len(f.Messages) > 0 })
	d.seats[name] = seat{who, s, name}
	return c
}

// settled has a seat's frames so far worked off: an unusable one is answered after them.
func (d *desks) settled(name string) {
	d.t.Helper()
	s := d.seats[name]
	s.mu.Lock()
	before := len(s.frames)
	s.mu.Unlock()
	s.send(object{"type": "nonsense"})
	s.until("the answer to nonsense", func(frames []frame, _ closeCode) bool {
		return slices.ContainsFunc(frames[before:], func(f frame) bool { return f.Type == "error" && f.Code == "malformed" })
	})
}

// fence notes something in both workplaces and waits until everybody who may has got it: what was to come before has.
func (d *desks) fence(text string, norte, sonrisas []string) {
	d.t.Helper()
	d.seats["sol"].post("/api/v1/conversations/"+d.c+"/notes", object{"text": text}).want(200)
	d.seats["bea"].post("/api/v1/conversations/"+d.n+"/notes", object{"text": text}).want(200)
	for w, names := range map[string][]string{"norte": norte, "sonrisas": sonrisas} {
		for _, name := range names {
			d.seats[name].awaitEvent(name+" gets "+text+" of "+w, func(e event) bool { return e.Workplace == w && e.Data["text"] == text })
		}
	}
}

// shown tells whether a frame shows a user in a state with a conversation on the screen.
func shown(id, state string, viewing any) func(frame) bool {
	return func(f frame) bool {
		return f.Type == "presence" && slices.ContainsFunc(f.Users, func(u object) bool { return u["id"] == id && u["state"] == state && u["viewing"] == viewing })
	}
}

// typed tells whether a frame shows a user writing in a conversation.
func typed(id, conversation string) func(frame) bool {
	return func(f frame) bool {
		return f.Type == "typing" && f.Conversation == conversation && f.User != nil && f.User.ID == id
	}
}

// got tells whether a seat ever got such a frame.
func (s seat) got(want func(frame) bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.ContainsFunc(s.frames, want)
}

// errors counts the frames that told a seat of an error.
func (s seat) errors(code string) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.frames {
		if f.Type == "error" && f.Code == code {
			n++
		}
	}
	return n
}

// TestMatrixOfLiveFrames has every role send every frame about its own workplace's conversation and about another's,
// and holds whatever came to everybody against what they may know.
func TestMatrixOfLiveFrames(t *testing.T) {
	t.Parallel()
	d := newDesks(t)
	for _, name := range inSonrisas {
		me := d.seats[name]
		me.send(object{"type": "viewing", "conversation": d.c})
		me.send(object{"type": "typing", "conversation": d.c})
		for _, other := range inSonrisas {
			d.seats[other].await(other+" sees "+name+" look", shown(me.id, "online", d.c))
			if other != name {
				d.seats[other].await(other+" sees "+name+" type", typed(me.id, d.c))
			}
		}
		me.send(object{"type": "presence", "state": "away"})
		d.seats["ada"].await(name+" is away", shown(me.id, "away", d.c))
		me.send(object{"type": "viewing", "conversation": nil})
		d.seats["ada"].await(name+" looks elsewhere", shown(me.id, "away", nil))
		d.settled(name)
		if me.got(typed(me.id, d.c)) {
			t.Errorf("%s is told of their own typing", name)
		}
	}
	for _, name := range []string{"ada", "sol", "gil", "bea"} {
		foreign := d.n
		if name == "bea" {
			foreign = d.c
		}
		me := d.seats[name]
		for _, f := range []object{{"type": "viewing", "conversation": foreign}, {"type": "typing", "conversation": foreign}, {"type": "typing", "conversation": "nobody's"}} {
			me.send(f)
		}
		d.settled(name)
		if n := me.errors("not_found"); n != 3 {
			t.Errorf("%s was refused %d of three frames about what is not theirs", name, n)
		}
	}
	d.seats["juan"].send(object{"type": "typing"})
	d.seats["gil"].await("the customer types", func(f frame) bool { return f.Type == "typing" && f.Conversation == d.c && f.User == nil })
	d.fence("a fence", inNorte, inSonrisas)
	for name, own := range map[string]string{"ada": "sonrisas", "sol": "sonrisas", "gil": "sonrisas", "bea": "norte"} {
		d.seats[name].await(name+" gets a heartbeat", func(f frame) bool { _, has := f.Seqs[own]; return f.Type == "heartbeat" && has && len(f.Seqs) == 1 })
	}
	d.nothingForeign()
	d.customersSeeNothing()
}

// nothingForeign reads every byte that came to those who are in one workplace alone.
func (d *desks) nothingForeign() {
	d.t.Helper()
	ofSonrisas := []string{"sonrisas", "Sonrisas", d.c, "inconfundible", "juan", d.seats["ada"].id, d.seats["sol"].id, d.seats["gil"].id}
	ofNorte := []string{"norte", "Norte", d.n, "unmistakable", "john", d.seats["bea"].id}
	for name, foreign := range map[string][]string{"bea": ofSonrisas, "ada": ofNorte, "sol": ofNorte, "gil": ofNorte} {
		d.without(name, 0, foreign)
	}
}

// customersSeeNothing reads every byte that came to the customers: they get their own messages, and that somebody types.
func (d *desks) customersSeeNothing() {
	d.t.Helper()
	for _, name := range []string{"juan", "john"} {
		d.settled(name)
		for _, f := range d.seats[name].frames {
			if !slices.Contains([]string{"welcome", "messages", "typing", "heartbeat", "error"}, f.Type) || f.Workplace != "" || len(f.Events) > 0 {
				d.t.Errorf("%s got %+v", name, f)
			}
		}
		inside := []string{"fence", "Sol", "sol@", "Ada", "Gil", "Sam", "Bea", "note", "holder", "staff", "agents"}
		for _, who := range []string{"ada", "sol", "gil", "sam", "bea"} {
			inside = append(inside, d.seats[who].id)
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
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, b := range s.raw[from:] {
		for _, word := range words {
			if strings.Contains(b, word) {
				d.t.Errorf("%s got %q: %s", name, word, tail(b, 400))
			}
		}
	}
}

// TestWhatIsLeftIsSilent ends a membership under an open socket: `left` is the last that is heard of that workplace,
// whatever happens in it, until the membership begins anew.
func TestWhatIsLeftIsSilent(t *testing.T) {
	t.Parallel()
	d := newDesks(t)
	ada, sol, sam := d.seats["ada"], d.seats["sol"], d.seats["sam"]
	member := "/api/v1/workplaces/sonrisas/members/" + sam.id
	sam.send(object{"type": "viewing", "conversation": d.c})
	sol.await("Sam looks", shown(sam.id, "online", d.c))
	ada.do("PATCH", member, object{"active": false}).want(200)
	sam.await("left", func(f frame) bool { return f.Type == "left" && f.Workplace == "sonrisas" })
	sol.await("Sam is gone", shown(sam.id, "offline", nil))
	sam.mu.Lock()
	left := 1 + slices.IndexFunc(sam.frames, func(f frame) bool { return f.Type == "left" })
	sam.mu.Unlock()

	sol.send(object{"type": "viewing", "conversation": d.c})
	sol.send(object{"type": "typing", "conversation": d.c})
	ada.await("Sol types", typed(sol.id, d.c))
	ada.do("PATCH", "/api/v1/workplaces/sonrisas/members/"+d.seats["gil"].id, object{"role": "staff"}).want(200)
	d.fence("after the end", inNorte, []string{"ada", "sol", "gil"})
	before := sam.errors("not_found")
	sam.send(object{"type": "viewing", "conversation": d.c})
	sam.send(object{"type": "typing", "conversation": d.c})
	d.settled("sam")
	if n := sam.errors("not_found") - before; n != 2 {
		t.Errorf("%d of two frames about what is no longer theirs were refused", n)
	}
	d.without("sam", left, []string{"sonrisas", "Sonrisas", d.c, sol.id, d.seats["gil"].id})

	ada.do("PATCH", member, object{"active": true}).want(200)
	again := sam.await("the role", func(f frame) bool { return f.Type == "role" && f.Workplace == "sonrisas" })
	d.fence("a new beginning", inNorte, inSonrisas)
	for _, e := range sam.events("sonrisas") {
		if e.Data["text"] == "after the end" || e.Data["text"] == "a new beginning" && e.Seq <= again.Seq {
			t.Errorf("event %d came although it is of the time between", e.Seq)
		}
	}
}
