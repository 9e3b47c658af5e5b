package hub_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"relevo/backend/desk"
	"relevo/backend/hub"
	"relevo/backend/wire"
)

// state is how a user was shown last in a workplace: "online", "away c", "offline".
func (l *line) state(w, user string) string {
	state := ""
	for _, f := range l.ofType("presence") {
		for _, u := range f.Users {
			if f.Workplace == w && u.ID == user {
				if state = u.State; u.Viewing != nil {
					state += " " + *u.Viewing
				}
			}
		}
	}
	return state
}

func TestPresenceGoesToColleaguesAlone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.say("a", 1)
		w.say("b", 1)
		inA, _ := w.open(t, "only-a", nil)
		inB, _ := w.open(t, "only-b", nil)
		expect := func(step, a, b string) {
			t.Helper()
			time.Sleep(time.Second)
			synctest.Wait()
			if got := inA.state("a", "ana"); got != a {
				t.Errorf("%s: colleagues in a see %q instead of %q", step, got, a)
			}
			if got := inB.state("b", "ana"); got != b {
				t.Errorf("%s: colleagues in b see %q instead of %q", step, got, b)
			}
		}
		expect("before she comes", "offline", "offline")
		ana, s := w.open(t, "ana", nil)
		expect("she comes", "online", "online")
		if err := s.Viewing(context.Background(), new("c-a")); err != nil {
			t.Fatal(err)
		}
		expect("she looks", "online c-a", "online")
		if err := s.Present("away"); err != nil {
			t.Fatal(err)
		}
		expect("she is away", "away c-a", "away")
		if err := s.Viewing(context.Background(), nil); err != nil {
			t.Fatal(err)
		}
		expect("she looks away", "away", "away")
		w.people.set("a", "ana", "")
		w.hub.Reauthorise()
		expect("she leaves one workplace", "offline", "away")
		ana.Close(1001, "")
		expect("she goes", "offline", "offline")
		if inA.state("b", "ana") != "" || inB.state("a", "ana") != "" {
			t.Error("presence of a workplace that is not theirs")
		}

		silent, s := w.open(t, "ben", nil)
		expect("somebody else", "offline", "offline")
		time.Sleep(25 * time.Second)
		s.Seen(time.Now())
		time.Sleep(25 * time.Second)
		if inA.state("a", "ben") != "online" {
			t.Errorf("a sign of life was not counted: %s", inA.state("a", "ben"))
		}
		time.Sleep(6 * time.Second)
		synctest.Wait()
		if inA.state("a", "ben") != "offline" {
			t.Errorf("a silent socket is shown as %s", inA.state("a", "ben"))
		}
		w.close(inA, inB, ana, silent)
	})
}

func TestForeignConversationsLookLikeNone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.say("a", 1)
		l, s := w.open(t, "only-b", nil)
		refusals := map[string]error{}
		for _, c := range []string{"c-a", "nobody's"} {
			view, typing := s.Viewing(context.Background(), &c), s.Typing(context.Background(), wire.TypingIn{Conversation: c})
			if !errors.Is(view, &desk.Error{Code: desk.NotFound}) || !errors.Is(typing, &desk.Error{Code: desk.NotFound}) {
				t.Errorf("%s: %v, %v", c, view, typing)
			}
			refusals[c] = view
		}
		if refusals["c-a"].Error() != refusals["nobody's"].Error() {
			t.Error("a foreign conversation and none are told apart")
		}
		if err := s.Present("asleep"); !errors.Is(err, &desk.Error{Code: desk.Invalid}) {
			t.Error(err)
		}
		w.close(l)
	})
}

// chat opens a customer's connection.
func (w *world) chat(t *testing.T, c string, since *wire.Since) (*line, *hub.Chat) {
	t.Helper()
	l := newLine()
	who := hub.Customer{Workplace: "a", Conversation: desk.ConversationID(c), Expires: time.Now().Add(time.Hour)}
	chat, err := w.hub.JoinChat(context.Background(), who, wire.ChatHello{Since: since}, l)
	if err != nil {
		t.Fatal(err)
	}
	l.drained = chat.Drained
	go func() { l.read(); chat.Leave() }()
	return l, chat
}

func TestTyping(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.say("a", 1)
		w.people.set("a", "sam", desk.RoleSupervisor)
		synctest.Wait()
		ana, s := w.open(t, "ana", nil)
		ben, _ := w.open(t, "ben", nil)
		_, watching := w.open(t, "sam", nil)
		customer, chat := w.chat(t, "c-a", nil)
		stranger, unopened := w.chat(t, "another", nil)
		type told struct{ ana, ben, customer int }
		now := func() told {
			synctest.Wait()
			return told{len(ana.ofType("typing")), len(ben.ofType("typing")), len(customer.ofType("typing"))}
		}
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		must(s.Typing(context.Background(), wire.TypingIn{Conversation: "c-a"}))
		if got := now(); got != (told{0, 1, 1}) {
			t.Errorf("a reply: %+v", got)
		}
		must(s.Typing(context.Background(), wire.TypingIn{Conversation: "c-a", Note: true}))
		if got := now(); got != (told{0, 2, 1}) {
			t.Errorf("a note: %+v", got)
		}
		must(watching.Typing(context.Background(), wire.TypingIn{Conversation: "c-a"}))
		if got := now(); got != (told{1, 3, 1}) {
			t.Errorf("a supervisor: %+v", got)
		}
		unopened.Typing() // nobody inside knows this conversation yet
		chat.Typing()
		if got := now(); got != (told{2, 4, 1}) {
			t.Errorf("the customer: %+v", got)
		}
		if f := ana.ofType("typing")[1]; f.User != nil || f.Conversation != "c-a" || f.Workplace != "a" {
			t.Errorf("the customer is shown as %+v", f)
		}
		for range 100 {
			must(s.Typing(context.Background(), wire.TypingIn{Conversation: "c-a"}))
			chat.Typing()
		}
		if got := now(); got.ben > 4+4+4 || got.customer > 4 {
			t.Errorf("a hundred at once: %+v", got)
		}
		if len(stranger.ofType("typing")) > 0 {
			t.Error("another customer saw somebody type")
		}
		w.close(ana, ben, customer, stranger)
	})
}

// TestTheMoreThereAreTheLessOftenTheyAreToldWhoIsHere has somebody look away and back all the time, before few and many.
func TestTheMoreThereAreTheLessOftenTheyAreToldWhoIsHere(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		var lines []*line
		restless := func(watchers int) int {
			for len(lines) < watchers {
				l, _ := w.open(t, "ana", nil)
				lines = append(lines, l)
			}
			l, s := w.open(t, "ben", nil)
			synctest.Wait()
			before := len(l.ofType("presence"))
			for n := range 100 {
				if err := s.Present([]string{"away", "online"}[n%2]); err != nil {
					t.Fatal(err)
				}
				time.Sleep(10 * time.Millisecond)
			}
			after := len(l.ofType("presence"))
			l.Close(1001, "")
			return (after - before) / 2 // there are two workplaces
		}
		few, many := restless(2), restless(2000)
		if few < 15 || many < 5 || many > 11 {
			t.Errorf("in a second %d times before few and %d times before many", few, many)
		}
		w.close(lines...)
	})
}
