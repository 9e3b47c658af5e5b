package dispatch_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"relevo/backend/desk"
	"relevo/backend/dispatch"
)

// TestSameKeyInParallel has one command come many times at once: it happens once, and everybody is told the same.
func TestSameKeyInParallel(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.writes("c")
	before := len(h.log("sonrisas"))
	results := make([]dispatch.Result, 24)
	together(len(results), func(i int) {
		var err error
		if results[i], err = h.try("c", sol, reply("m-once", "Once"), key(sol, "k", "send")); err != nil {
			t.Error(err)
		}
	})
	first := 0
	for _, r := range results {
		if !r.Replayed {
			first++
		}
		if diff := cmp.Diff(results[0].Events, r.Events); diff != "" {
			t.Errorf("two answers to one command:\n%s", diff)
		}
		if r.Conversation.LastSeq != results[0].Conversation.LastSeq || r.Events[1].Data.(desk.Sent).Text != "Once" {
			t.Errorf("a retry is told another conversation or text: %+v", r)
		}
	}
	if first != 1 || len(h.log("sonrisas")) != before+2 {
		t.Errorf("%d were the first, and %d events were recorded", first, len(h.log("sonrisas"))-before)
	}
}

func TestKeys(t *testing.T) {
	t.Parallel()
	t.Run("another command under a used key is refused and told where the conversation stands", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.writes("c")
		h.run("c", sol, reply("m1", "Once"), key(sol, "k", "send Once"))
		refusal := h.refused(desk.IdempotencyMismatch, "c", sol, reply("m2", "Twice"), key(sol, "k", "send Twice"))
		if refusal.Conversation == nil || refusal.Conversation.LastSeq != 4 {
			t.Errorf("the refusal shows %+v", refusal.Conversation)
		}
		h.refused(desk.IdempotencyMismatch, "c", sol, desk.AddNote{Note: "n", Text: "Once"}, key(sol, "k", "note Once"))
	})
	t.Run("another command under a used key is refused before the rules are asked", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.writes("c")
		h.run("c", sam, desk.AddNote{Note: "n", Text: "Once"}, key(sam, "k", "note"))
		h.refused(desk.IdempotencyMismatch, "c", sam, reply("m", "Hi"), key(sam, "k", "send"))
	})
	t.Run("the same key of another user is another key", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.writes("c")
		h.run("c", sol, desk.AddNote{Note: "n1", Text: "Hm"}, key(sol, "k", "note"))
		if r := h.run("c", luz, desk.AddNote{Note: "n2", Text: "Hm"}, key(luz, "k", "note")); r.Replayed || len(r.Events) != 1 {
			t.Errorf("Luz was answered with Sol's: %+v", r)
		}
	})
	t.Run("a refusal is not kept: the retry decides anew", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.writes("c")
		h.run("c", sol, reply("m1", "The office"))
		h.refused(desk.AgentsLockedOut, "c", gil, reply("m2", "Hi"), key(gil, "k", "send"))
		h.run("c", sol, desk.AddNote{Note: "n", Text: "@gil go on", DirectsAgents: true})
		if r := h.run("c", gil, reply("m2", "Hi"), key(gil, "k", "send")); r.Replayed || kinds(r.Events) != "message.sent" {
			t.Errorf("the retry recorded %s, replayed %v", kinds(r.Events), r.Replayed)
		}
	})
	t.Run("a retry is answered with the conversation as it now stands", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.writes("c")
		first := h.run("c", gil, reply("m1", "Hi"), key(gil, "k", "send"))
		h.run("c", sol, reply("m2", "The office"))
		again := h.run("c", gil, reply("m1", "Hi"), key(gil, "k", "send"))
		if !again.Replayed || seqs(again.Events) != seqs(first.Events) || again.Conversation.Holder.User != "sol" || again.Conversation.LastMessage.Text != "The office" {
			t.Errorf("the retry got %s, held by %v", seqs(again.Events), again.Conversation.Holder)
		}
	})
	t.Run("what recorded nothing records nothing when it comes again, though it would by now", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.writes("c")
		h.run("c", gil, desk.Assign{To: desk.Holder{Team: desk.TeamAgents, User: "gil"}})
		mine := desk.Assign{To: desk.Holder{Team: desk.TeamAgents, User: "gil"}, Note: "n", Text: "Mine"}
		h.run("c", eva, mine, key(eva, "k", "assign"))
		h.run("c", eva, desk.Assign{To: desk.Holder{Team: desk.TeamAgents, User: "eva"}, Note: "n2", Text: "Mine"})
		if r := h.run("c", eva, mine, key(eva, "k", "assign")); !r.Replayed || len(r.Events) != 0 || r.Conversation.Holder.User != "eva" {
			t.Errorf("the retry recorded %s", kinds(r.Events))
		}
	})
	t.Run("who left is told nothing of it any more", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.writes("c")
		h.run("c", sol, reply("m", "Hi"), key(sol, "k", "send"))
		h.change("sonrisas", func(w *desk.Workplace) { delete(w.Members, "sol") })
		h.refused(desk.NotFound, "c", sol, reply("m", "Hi"), key(sol, "k", "send"))
	})
	t.Run("who left is told nothing of what they claimed, though they are an agent elsewhere", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.waits("c")
		h.run("", gil, desk.ClaimNext{}, key(gil, "k", "next"))
		h.change("sonrisas", func(w *desk.Workplace) { delete(w.Members, "gil") })
		h.refused(desk.NotFound, "", gil, desk.ClaimNext{}, key(gil, "k", "next"))
	})
	t.Run("a customer's message comes once, and opens once", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		k := &dispatch.Key{Scope: "chat:c", Key: "k", Fingerprint: []byte("Hello")}
		together(8, func(int) {
			if _, err := h.try("c", desk.TheCustomer, message("c"), k); err != nil {
				t.Error(err)
			}
		})
		if got := kinds(h.log("sonrisas")); got != "conversation.opened message.received" {
			t.Errorf("recorded %s", got)
		}
	})
}

func TestNextUnderAKey(t *testing.T) {
	t.Parallel()
	t.Run("gives the same conversation again, not the next one", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.waits("c1")
		h.waits("c2")
		first := h.run("", gil, desk.ClaimNext{}, key(gil, "k", "next"))
		again := h.run("", gil, desk.ClaimNext{}, key(gil, "k", "next"))
		if first.Conversation.ID != "c1" || again.Conversation.ID != "c1" || !again.Replayed || seqs(again.Events) != seqs(first.Events) {
			t.Errorf("first %s, then %s", first.Conversation.ID, again.Conversation.ID)
		}
	})
	t.Run("an empty queue was empty, also when somebody waits by now", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.run("", gil, desk.ClaimNext{}, key(gil, "k", "next"))
		h.waits("c1")
		if r := h.run("", gil, desk.ClaimNext{}, key(gil, "k", "next")); !r.Replayed || r.Conversation.ID != "" || len(r.Events) != 0 {
			t.Errorf("the retry got %s", r.Conversation.ID)
		}
	})
	t.Run("a key of another command is refused, and shows nobody's conversation", func(t *testing.T) {
		t.Parallel()
		h := newHouse(t)
		h.waits("c1")
		h.run("c1", gil, desk.AddNote{Note: "n", Text: "Hm"}, key(gil, "k", "note"))
		if refusal := h.refused(desk.IdempotencyMismatch, "", gil, desk.ClaimNext{}, key(gil, "k", "next")); refusal.Conversation != nil {
			t.Errorf("the refusal shows %s", refusal.Conversation.ID)
		}
	})
}
