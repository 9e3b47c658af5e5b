package dispatch_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"relevo/backend/desk"
	"relevo/backend/dispatch"
)

func TestWhereAndWho(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.writes("c")
	_, err := h.do.Do(t.Context(), dispatch.Command{Workplace: "norte", Conversation: "n", By: desk.TheCustomer, Do: message("n")})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		rule string
		cmd  dispatch.Command
	}{
		{"no such workplace", dispatch.Command{Workplace: "nowhere", Conversation: "c", By: sol, Do: reply("m", "Hi")}},
		{"no such conversation", dispatch.Command{Workplace: "sonrisas", Conversation: "nothing", By: sol, Do: reply("m", "Hi")}},
		{"a conversation of another workplace", dispatch.Command{Workplace: "sonrisas", Conversation: "n", By: sol, Do: reply("m", "Hi")}},
		{"a conversation of another workplace, for who works in both", dispatch.Command{Workplace: "norte", Conversation: "c", By: gil, Do: reply("m", "Hi")}},
		{"a customer's message into another workplace's conversation", dispatch.Command{Workplace: "sonrisas", Conversation: "n", By: desk.TheCustomer, Do: message("n")}},
		{"no member", dispatch.Command{Workplace: "sonrisas", Conversation: "c", By: bea, Do: reply("m", "Hi")}},
		{"no member, in the team that was claimed", dispatch.Command{Workplace: "sonrisas", Conversation: "c", By: desk.Actor{Team: desk.TeamStaff, User: "bea"}, Do: reply("m", "Hi")}},
		{"no such customer", dispatch.Command{Workplace: "sonrisas", Customer: "nobody", By: sol, Do: desk.UpdateCustomer{}}},
		{"a customer of another workplace", dispatch.Command{Workplace: "sonrisas", Customer: "n", By: sol, Do: desk.UpdateCustomer{}}},
	} {
		if _, err := h.do.Do(t.Context(), test.cmd); !errors.Is(err, desk.Refuse(desk.NotFound, "")) {
			t.Errorf("%s: %v", test.rule, err)
		}
	}
	if a, b := len(h.log("sonrisas")), len(h.log("norte")); a != 2 || b != 2 {
		t.Errorf("%d and %d events were recorded", a, b)
	}
}

// TestTheRoleOfTheMoment has people act in the team of the role that they have now, whatever the caller believes.
func TestTheRoleOfTheMoment(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.writes("c")
	h.refused(desk.Forbidden, "c", desk.Actor{Team: desk.TeamStaff, User: "sam"}, reply("m", "Hi"))
	h.change("sonrisas", func(w *desk.Workplace) {
		w.Members["gil"] = desk.Member{ID: "gil", Handle: "gil", Role: desk.RoleStaff}
	})
	r := h.run("c", desk.Actor{Team: desk.TeamAgents, User: "gil"}, reply("m", "Hi"))
	if kinds(r.Events) != "conversation.taken_over message.sent" || r.Events[0].By != (desk.Actor{Team: desk.TeamStaff, User: "gil"}) {
		t.Errorf("recorded %s by %v", kinds(r.Events), r.Events[0].By)
	}
}

func TestFindingConversations(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	start := func(id, text string) desk.Start {
		return desk.Start{Message: desk.MessageID("m" + id), Text: text, Channel: web, Customer: desk.Customer{ID: desk.CustomerID("customer-" + id), Phone: "+17875550199"}}
	}
	first := h.run("c1", sol, start("1", "Hi"))
	second := h.run("c2", sol, start("2", "Again"))
	if first.Conversation.ID != "c1" || second.Conversation.ID != "c1" || second.Conversation.Customer.ID != "customer-1" {
		t.Errorf("one number has the conversations %s and %s", first.Conversation.ID, second.Conversation.ID)
	}
	refusal := h.refused(desk.HeldByOther, "c3", luz, start("3", "Me too"))
	if refusal.Conversation == nil || refusal.Conversation.ID != "c1" || refusal.Conversation.Holder.User != "sol" {
		t.Errorf("the refusal shows %+v", refusal.Conversation)
	}
	name := "Ana"
	r, err := h.do.Do(t.Context(), dispatch.Command{Workplace: "sonrisas", Customer: "customer-1", By: luz, Do: desk.UpdateCustomer{Name: &name}})
	if err != nil || r.Conversation.ID != "c1" || r.Conversation.Customer.Name != "Ana" {
		t.Errorf("renaming found %s: %v", r.Conversation.ID, err)
	}
	if r := h.run("c1", luz, desk.UpdateCustomer{Name: &name}); len(r.Events) != 0 || r.Conversation.LastSeq != 4 {
		t.Errorf("the same name recorded %s", kinds(r.Events))
	}
}

func TestNext(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, c := range []desk.ConversationID{"answered", "c1", "c2"} {
		h.waits(c)
	}
	h.run("answered", gil, reply("m", "Hi"))
	h.run("answered", gil, desk.Assign{To: desk.Holder{Team: desk.TeamAgents}, Note: "n", Text: "Later"})
	var got []desk.ConversationID
	for range 4 {
		got = append(got, h.run("", gil, desk.ClaimNext{}).Conversation.ID)
	}
	if want := []desk.ConversationID{"c1", "c2", "answered", ""}; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("Gil got %v, want %v", got, want)
	}
	h.waits("c3")
	for _, nobody := range []desk.Actor{sol, sam, bea} {
		if r := h.run("", nobody, desk.ClaimNext{}); r.Conversation.ID != "" {
			t.Errorf("%s, who is no agent, got %s", nobody.User, r.Conversation.ID)
		}
	}
	h.change("sonrisas", func(w *desk.Workplace) { w.AgentsService = false })
	if r := h.run("", gil, desk.ClaimNext{}); r.Conversation.ID != "" {
		t.Errorf("Gil got %s where there is no service", r.Conversation.ID)
	}
}

// TestEverybodyAsksAtOnce has two agents ask again and again at the same time: nobody gets what another got.
func TestEverybodyAsksAtOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const waiting = 30
	for i := range waiting {
		h.waits(desk.ConversationID(fmt.Sprint("c", i)))
	}
	var mu sync.Mutex // guards got
	got := map[desk.ConversationID]int{}
	together(waiting+10, func(i int) {
		r, err := h.try("", []desk.Actor{gil, eva}[i%2], desk.ClaimNext{})
		mu.Lock()
		defer mu.Unlock()
		if err != nil {
			t.Error(err)
		}
		got[r.Conversation.ID]++
	})
	delete(got, "")
	for c, times := range got {
		if times > 1 {
			t.Errorf("%s was given out %d times", c, times)
		}
	}
	if len(got) != waiting {
		t.Errorf("%d of %d were given out", len(got), waiting)
	}
}

// TestNeighbours mixes commands that fail with such that don't, all at once: each stands for itself.
func TestNeighbours(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.writes("mine")
	h.writes("taken")
	h.run("taken", sol, reply("m0", "The office"))
	before := len(h.log("sonrisas"))
	const each = 40
	together(3*each, func(i int) {
		id := fmt.Sprint("m-", i)
		var err error
		switch i % 3 {
		case 0:
			_, err = h.try("mine", gil, reply(id, "Hi"))
		case 1:
			if _, err = h.try("taken", gil, reply(id, "Late")); !errors.Is(err, desk.Refuse(desk.AgentsLockedOut, "")) {
				t.Errorf("the locked-out were answered %v", err)
			}
			err = nil
		default:
			if _, err = h.try("nothing", sol, reply(id, "Hi")); !errors.Is(err, desk.Refuse(desk.NotFound, "")) {
				t.Errorf("a missing conversation was answered %v", err)
			}
			err = nil
		}
		if err != nil {
			t.Error(err)
		}
	})
	if got := len(h.log("sonrisas")) - before; got != each+1 {
		t.Errorf("%d events were recorded, want %d messages and one claim", got, each)
	}
}

func TestWhatWasMissed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.writes("c")
	h.run("c", sol, reply("m1", "First"))
	seen := h.lastSeq("c")
	h.run("c", sol, reply("m2", "My own"))
	h.run("c", gil, desk.AddNote{Note: "n", Text: "By the way"})
	h.run("c", luz, desk.MarkSeen{Upto: 99})
	h.run("c", desk.System, desk.Deliver{Message: "m2", State: desk.DeliverySent})
	h.run("c", desk.TheCustomer, message("c"))
	h.run("c", luz, reply("m3", "Luz was faster"))

	late := desk.Reply{Message: "m4", Text: "Mine", IfSeen: &seen}
	refusal := h.refused(desk.CrossedReply, "c", sol, late)
	if got, want := kinds(refusal.Missed), "note.added message.received conversation.taken_over message.sent"; got != want {
		t.Errorf("missed %s, want %s", got, want)
	}
	if text := refusal.Missed[3].Data.(desk.Sent).Text; text != "Luz was faster" {
		t.Errorf("the missed message says %q", text)
	}
	if refusal.Conversation.Holder.User != "luz" {
		t.Errorf("the refusal shows %v as the holder", refusal.Conversation.Holder)
	}
	late.Force = true
	h.run("c", sol, late)
}

func (h *house) lastSeq(c desk.ConversationID) desk.Seq {
	h.t.Helper()
	found, err := h.ledger.In("sonrisas").Conversation(h.t.Context(), c)
	if err != nil {
		h.t.Fatal(err)
	}
	return found.LastSeq
}

// TestSeen looks the facts up in the log: what is news, and how many of the customer's messages it was.
func TestSeen(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.writes("c")
	h.run("c", desk.TheCustomer, message("c"))
	r := h.run("c", sol, desk.MarkSeen{Upto: 2})
	if d := r.Events[0].Data.(desk.Seen); d.Seq != 2 || d.Unread != 1 || r.Conversation.Unread("sol") != 1 {
		t.Errorf("recorded %+v", d)
	}
	r = h.run("c", sol, desk.MarkSeen{Upto: 4}) // her own mark
	if d := r.Events[0].Data.(desk.Seen); d.Seq != 3 || d.Unread != 0 {
		t.Errorf("recorded %+v", d)
	}
	if r := h.run("c", sol, desk.MarkSeen{Upto: 1000}); len(r.Events) != 0 {
		t.Errorf("past nothing new it recorded %s", kinds(r.Events))
	}
}

func TestWhen(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	then := monday.AddDate(0, 0, -14).Add(1234567 * time.Nanosecond).In(time.FixedZone("PR", -4*3600))
	r, err := h.do.Do(t.Context(), dispatch.Command{Workplace: "sonrisas", Conversation: "c", By: desk.TheCustomer, Do: message("c"), At: then})
	if err != nil {
		t.Fatal(err)
	}
	want := monday.AddDate(0, 0, -14).Add(time.Millisecond)
	if at := r.Events[0].At; at != want || *r.Conversation.WaitingSince != want {
		t.Errorf("history happened at %v, want %v", at, want)
	}
	if at := h.run("c", sol, reply("m", "Hi")).Events[0].At; at != monday {
		t.Errorf("a command without a time happened at %v, want %v", at, monday)
	}
}

func TestNothingIsRecordedWithoutALog(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.writes("c")
	if err := h.ledger.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := h.try("c", sol, reply("m", "Hi"))
	if !errors.Is(err, desk.Refuse(desk.Unavailable, "")) || len(r.Events) != 0 {
		t.Errorf("answered %+v, %v", r, err)
	}
}
