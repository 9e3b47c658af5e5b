package ledger_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"relevo/backend/desk"
	"relevo/backend/dispatch"
	"relevo/backend/ledger"
)

var (
	lara   = desk.Holder{Team: desk.TeamLara}
	agents = desk.Holder{Team: desk.TeamAgents}
	sol    = desk.Actor{Team: desk.TeamStaff, User: "sol"}
	gil    = desk.Actor{Team: desk.TeamAgents, User: "gil"}
)

// opened opens a conversation of a customer with a number of their own.
func opened(id desk.ConversationID, holder desk.Holder) desk.Opened {
	return desk.Opened{
		Episode: 1, Holder: holder, Cause: desk.CauseCustomer, Channel: desk.Channel{ID: "sms", Kind: desk.ChannelTwilio},
		Customer: desk.Customer{ID: desk.CustomerID("of " + id), Phone: "+1787555" + fmt.Sprintf("%04d", len(id))},
	}
}

// put records events in a workplace's conversation, at so many minutes past noon.
func put(tx dispatch.Tx, w desk.WorkplaceID, id desk.ConversationID, by desk.Actor, minutes int, data ...desk.EventData) error {
	_, err := tx.Append(desk.Conversation{ID: id, Workplace: w}, by, noon.Add(time.Duration(minutes)*time.Minute), data)
	return err
}

// contracts say what a transaction promises to the dispatcher: what happened, and what is to be seen of it.
var contracts = []struct {
	says     string
	happened func(tx dispatch.Tx) error
	seen     func(tx dispatch.Tx) error
}{
	{
		"a conversation is as its events left it, with the last message's text",
		func(tx dispatch.Tx) error {
			return put(tx, "sonrisas", "c", desk.TheCustomer, 0, opened("c", lara), desk.Received{Message: "m1", Text: "Hola"})
		},
		func(tx dispatch.Tx) error {
			c, err := tx.Conversation("c")
			if err != nil || c.LastSeq != 2 || c.Received != 1 || c.LastMessage.Text != "Hola" || !c.WaitingSince.Equal(noon) {
				return fmt.Errorf("%+v, %v", c, err)
			}
			if _, err := tx.Conversation("nothing"); !refused(err, desk.NotFound) {
				return fmt.Errorf("an unknown conversation: %v", err)
			}
			return nil
		},
	},
	{
		"a number finds its conversation on its channel and in its workplace alone",
		func(tx dispatch.Tx) error { return put(tx, "sonrisas", "c", desk.TheCustomer, 0, opened("c", lara)) },
		func(tx dispatch.Tx) error {
			c, ok, err := tx.ConversationOfPhone("sonrisas", "sms", "+17875550001")
			if err != nil || !ok || c.ID != "c" {
				return fmt.Errorf("found %q, %v, %v", c.ID, ok, err)
			}
			for _, where := range [][3]string{{"norte", "sms", "+17875550001"}, {"sonrisas", "web", "+17875550001"}, {"sonrisas", "sms", "+17875550002"}, {"sonrisas", "sms", ""}} {
				if _, ok, err := tx.ConversationOfPhone(desk.WorkplaceID(where[0]), desk.ChannelID(where[1]), where[2]); ok || err != nil {
					return fmt.Errorf("found something for %v: %v", where, err)
				}
			}
			return nil
		},
	},
	{
		"a changed number finds the conversation, the old one no more",
		func(tx dispatch.Tx) error {
			return put(tx, "sonrisas", "c", desk.TheCustomer, 0, opened("c", lara), desk.CustomerUpdated{Customer: desk.Customer{ID: "other", Phone: "+17875559999"}})
		},
		func(tx dispatch.Tx) error {
			_, stale, err1 := tx.ConversationOfPhone("sonrisas", "sms", "+17875550001")
			_, fresh, err2 := tx.ConversationOfPhone("sonrisas", "sms", "+17875559999")
			_, err3 := tx.ConversationOfCustomer("other")
			if _, err := tx.ConversationOfCustomer("of c"); !refused(err, desk.NotFound) || stale || !fresh {
				return fmt.Errorf("stale %v, fresh %v, %v", stale, fresh, err)
			}
			return errors.Join(err1, err2, err3)
		},
	},
	{
		"a customer who got another id is found by it",
		func(tx dispatch.Tx) error { return put(tx, "sonrisas", "c", desk.TheCustomer, 0, opened("c", lara)) },
		func(tx dispatch.Tx) error {
			customer := opened("c", lara).Customer
			customer.ID = "other"
			if err := put(tx, "sonrisas", "c", sol, 0, desk.CustomerUpdated{Customer: customer}); err != nil {
				return err
			}
			if c, err := tx.ConversationOfCustomer("other"); err != nil || c.ID != "c" {
				return fmt.Errorf("%q, %v", c.ID, err)
			}
			return nil
		},
	},
	{
		"a holder's conversations are those of exactly this holder",
		func(tx dispatch.Tx) error {
			return errors.Join(
				put(tx, "sonrisas", "a", desk.TheCustomer, 0, opened("a", agents)),
				put(tx, "sonrisas", "b", desk.TheCustomer, 0, opened("b", agents), desk.Assigned{From: agents, To: desk.Holder(gil)}),
				put(tx, "sonrisas", "c", desk.TheCustomer, 0, opened("c", desk.Holder(gil)), desk.Closed{From: desk.Holder(gil)}),
				put(tx, "norte", "d", desk.TheCustomer, 0, opened("d", desk.Holder(gil))),
			)
		},
		func(tx dispatch.Tx) error {
			for holder, want := range map[desk.Holder]string{agents: "[a]", desk.Holder(gil): "[b]", {Team: desk.TeamStaff, User: "gil"}: "[]", lara: "[]"} {
				if held, err := tx.HeldBy("sonrisas", holder); err != nil || fmt.Sprint(held) != want {
					return fmt.Errorf("%v holds %v: %v", holder, held, err)
				}
			}
			if err := put(tx, "sonrisas", "a", gil, 1, desk.Assigned{From: agents, To: desk.Holder(gil)}); err != nil {
				return err
			}
			none, err1 := tx.HeldBy("sonrisas", agents)
			both, err2 := tx.HeldBy("sonrisas", desk.Holder(gil))
			if slices.Sort(both); len(none) > 0 || fmt.Sprint(both) != "[a b]" {
				return fmt.Errorf("after a claim the queue holds %v and the agent %v", none, both)
			}
			return errors.Join(err1, err2)
		},
	},
	{
		"the queue gives who waits longest over all workplaces, then who does not wait, oldest first",
		func(tx dispatch.Tx) error {
			waits := desk.Received{Message: "m", Text: "?"}
			answered := desk.Sent{Message: "n", Text: "!", Answers: true}
			return errors.Join(
				put(tx, "sonrisas", "old", desk.TheCustomer, 1, opened("old", agents), waits, answered),
				put(tx, "norte", "older", desk.TheCustomer, 0, opened("older", agents), waits, answered),
				put(tx, "sonrisas", "second", desk.TheCustomer, 5, opened("second", agents), waits),
				put(tx, "norte", "first", desk.TheCustomer, 4, opened("first", agents), waits),
				put(tx, "sonrisas", "lara's", desk.TheCustomer, 0, opened("lara's", lara), waits),
				put(tx, "sonrisas", "claimed", desk.TheCustomer, 0, opened("claimed", agents), waits, desk.Assigned{From: agents, To: desk.Holder(gil)}),
			)
		},
		func(tx dispatch.Tx) error {
			both := []desk.WorkplaceID{"sonrisas", "norte"}
			if id, ok, err := tx.NextWaiting([]desk.WorkplaceID{"sonrisas"}); id != "second" || !ok || err != nil {
				return fmt.Errorf("sonrisas alone: %q, %v", id, err)
			}
			for _, want := range []desk.ConversationID{"first", "second", "older", "old"} {
				id, ok, err := tx.NextWaiting(both)
				if err != nil || !ok || id != want {
					return fmt.Errorf("%q instead of %q: %v", id, want, err)
				}
				c, err := tx.Conversation(id)
				if err != nil {
					return err
				}
				if err := put(tx, c.Workplace, id, gil, 9, desk.Assigned{From: agents, To: desk.Holder(gil)}); err != nil {
					return err
				}
			}
			if id, ok, err := tx.NextWaiting(both); ok || err != nil {
				return fmt.Errorf("a fifth one: %q, %v", id, err)
			}
			if _, ok, err := tx.NextWaiting(nil); ok || err != nil {
				return fmt.Errorf("of nowhere: %v", err)
			}
			return nil
		},
	},
	{
		"what a reader has seen is counted up to the seq on the screen",
		func(tx dispatch.Tx) error {
			return errors.Join(
				put(tx, "sonrisas", "c", desk.TheCustomer, 0, opened("c", lara), desk.Received{Message: "m1", Text: "1"}), // 1, 2
				put(tx, "sonrisas", "x", desk.TheCustomer, 0, opened("x", lara)),                                          // 3
				put(tx, "sonrisas", "c", sol, 0, desk.Seen{Seq: 2}),                                                       // 4
				put(tx, "sonrisas", "c", desk.TheCustomer, 0, desk.Received{Message: "m2", Text: "2"}),                    // 5
				put(tx, "sonrisas", "c", desk.System, 0, desk.Delivery{Message: "m2", State: desk.DeliverySent}),          // 6
			)
		},
		func(tx dispatch.Tx) error {
			for upto, want := range []string{"0 0", "1 0", "2 1", "2 1", "2 1", "5 2", "5 2", "5 2"} {
				newest, received, err := tx.SeenFacts("c", desk.Seq(upto))
				if got := fmt.Sprint(newest, received); err != nil || got != want {
					return fmt.Errorf("up to %d: %s instead of %s, %v", upto, got, want, err)
				}
			}
			if _, _, err := tx.SeenFacts("nothing", 1); !refused(err, desk.NotFound) {
				return fmt.Errorf("an unknown conversation: %v", err)
			}
			return nil
		},
	},
	{
		"events are read with their texts, in order, of one conversation",
		func(tx dispatch.Tx) error {
			return errors.Join(
				put(tx, "sonrisas", "c", desk.TheCustomer, 0, opened("c", lara), desk.Received{Message: "m1", Text: "eins"}),
				put(tx, "sonrisas", "x", desk.TheCustomer, 0, opened("x", lara), desk.Received{Message: "m2", Text: "zwei"}),
				put(tx, "sonrisas", "c", desk.TheCustomer, 0, desk.Received{Message: "m3", Text: "drei"}),
			)
		},
		func(tx dispatch.Tx) error {
			for bounds, want := range map[[2]desk.Seq]string{{1, 9}: "1 2:eins 5:drei", {2, 5}: "2:eins 5:drei", {3, 4}: "", {5, 5}: "5:drei"} {
				events, err := tx.Events("sonrisas", "c", bounds[0], bounds[1])
				if got := summary(events); err != nil || got != want {
					return fmt.Errorf("%v: %q instead of %q, %v", bounds, got, want, err)
				}
			}
			if events, err := tx.Events("norte", "c", 1, 9); err != nil || len(events) > 0 {
				return fmt.Errorf("another workplace reads %d events: %v", len(events), err)
			}
			return nil
		},
	},
	{
		"a redacted text is not to be read again",
		func(tx dispatch.Tx) error {
			return put(tx, "sonrisas", "c", desk.TheCustomer, 0, opened("c", lara), desk.Received{Message: "m1", Text: "secret"}, desk.Redacted{Message: "m1"})
		},
		func(tx dispatch.Tx) error {
			events, err := tx.Events("sonrisas", "c", 1, 9)
			c, err2 := tx.Conversation("c")
			if got := summary(events); got != "1 2: 3" || c.LastMessage.Text != "" {
				return fmt.Errorf("%q, %q", got, c.LastMessage.Text)
			}
			return errors.Join(err, err2)
		},
	},
	{
		"a receipt is recalled by its scope and key, the newest one",
		func(tx dispatch.Tx) error {
			return errors.Join(
				tx.Remember("sol", "k", noon, desk.Receipt{Fingerprint: []byte{1}}),
				tx.Remember("sol", "k", noon, desk.Receipt{Fingerprint: []byte{0, 2}, Workplace: "sonrisas", Conversation: "c", First: 3, Last: 5}),
				tx.Remember("ada", "k", noon, desk.Receipt{}),
			)
		},
		func(tx dispatch.Tx) error {
			r, ok, err := tx.Recall("sol", "k")
			if want := (desk.Receipt{Fingerprint: []byte{0, 2}, Workplace: "sonrisas", Conversation: "c", First: 3, Last: 5}); !ok || err != nil || fmt.Sprint(r) != fmt.Sprint(want) {
				return fmt.Errorf("%v, %v, %v", r, ok, err)
			}
			if r, ok, err := tx.Recall("ada", "k"); !ok || err != nil || r.First != 0 || r.Conversation != "" {
				return fmt.Errorf("of nothing done: %v, %v, %v", r, ok, err)
			}
			for _, k := range [][2]string{{"sol", "K"}, {"Sol", "k"}, {"", "k"}, {"sol", ""}} {
				if _, ok, err := tx.Recall(k[0], k[1]); ok || err != nil {
					return fmt.Errorf("%v is known: %v", k, err)
				}
			}
			return nil
		},
	},
	{
		"workplaces count for themselves, without gaps",
		func(tx dispatch.Tx) error {
			return errors.Join(put(tx, "norte", "n", desk.TheCustomer, 0, opened("n", lara), desk.Received{Message: "m", Text: "?"}), put(tx, "sonrisas", "c", desk.TheCustomer, 0, opened("c", lara)))
		},
		func(tx dispatch.Tx) error {
			for w, want := range map[desk.WorkplaceID]desk.Seq{"norte": 3, "sonrisas": 2, "sur": 1} {
				events, err := tx.Append(desk.Conversation{ID: "new in " + desk.ConversationID(w), Workplace: w}, sol, noon, []desk.EventData{desk.NoteAdded{Note: "n", Text: "!"}})
				if err != nil || events[0].Seq != want {
					return fmt.Errorf("%s: %v, %v", w, events, err)
				}
			}
			return nil
		},
	},
	{
		"nothing to append is nothing appended, and a conversation stays with its workplace",
		func(tx dispatch.Tx) error { return put(tx, "sonrisas", "c", desk.TheCustomer, 0, opened("c", lara)) },
		func(tx dispatch.Tx) error {
			if events, err := tx.Append(desk.Conversation{ID: "none", Workplace: "sonrisas"}, sol, noon, nil); err != nil || len(events) > 0 {
				return fmt.Errorf("%v, %v", events, err)
			}
			if _, err := tx.Conversation("none"); !refused(err, desk.NotFound) {
				return fmt.Errorf("nothing made a conversation: %v", err)
			}
			for _, c := range []desk.Conversation{{ID: "c", Workplace: "norte"}, {ID: "c"}, {Workplace: "norte"}} {
				if _, err := tx.Append(c, sol, noon, []desk.EventData{desk.NoteAdded{Note: "n"}}); err == nil {
					return fmt.Errorf("appended to %+v", c)
				}
			}
			return nil
		},
	},
}

// summary is a list of events in short: seqs, and texts where there are any.
func summary(events []desk.Event) string {
	var parts []string
	for _, e := range events {
		part := fmt.Sprint(e.Seq)
		if d, ok := e.Data.(desk.Texted); ok {
			part += ":" + d.GetText()
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, " ")
}

// TestContracts looks at what happened from the same unit, from a later unit of the same transaction, from a later
// transaction, before and after the tables were brought up to date, and from a ledger opened anew, after an orderly end and
// after none: all must see the same.
func TestContracts(t *testing.T) {
	t.Parallel()
	distances := map[string]func(w *world, happened, seen func(*ledger.Tx) error) error{
		"same unit": func(w *world, happened, seen func(*ledger.Tx) error) error {
			return w.Write(w.t.Context(), func(tx *ledger.Tx) error { return errors.Join(happened(tx), seen(tx)) })
		},
		"same transaction": func(w *world, happened, seen func(*ledger.Tx) error) error {
			return errors.Join(w.together(happened, seen)...)
		},
		"later transaction": func(w *world, happened, seen func(*ledger.Tx) error) error {
			return errors.Join(w.Write(w.t.Context(), happened), w.Write(w.t.Context(), seen))
		},
		"derived": func(w *world, happened, seen func(*ledger.Tx) error) error {
			err := w.Write(w.t.Context(), happened)
			_, reading := w.WaitingAll(w.t.Context())
			return errors.Join(err, reading, w.Write(w.t.Context(), seen))
		},
		"killed": func(w *world, happened, seen func(*ledger.Tx) error) error {
			err := w.Write(w.t.Context(), happened)
			k := w.killed()
			k.open()
			err = errors.Join(err, k.Write(w.t.Context(), seen))
			k.verified()
			return err
		},
		"opened anew": func(w *world, happened, seen func(*ledger.Tx) error) error {
			err := errors.Join(w.Write(w.t.Context(), happened), w.Close())
			w.open()
			return errors.Join(err, w.Write(w.t.Context(), seen))
		},
	}
	for _, c := range contracts {
		for name, run := range distances {
			t.Run(c.says+", "+name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w := newWorld(t)
					port := func(f func(dispatch.Tx) error) func(*ledger.Tx) error {
						return func(tx *ledger.Tx) error { return f(tx) }
					}
					if err := run(w, port(c.happened), port(c.seen)); err != nil {
						t.Fatal(err)
					}
					w.verified()
				})
			})
		}
	}
}

// TestTwoAgentsNeverGetTheSameOne has every agent ask for the next conversation in one transaction.
func TestTwoAgentsNeverGetTheSameOne(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		for n := range 20 {
			w.write(func(tx *ledger.Tx) error {
				id := desk.ConversationID(fmt.Sprintf("c%02d", n))
				return put(tx, "sonrisas", id, desk.TheCustomer, n, opened(id, agents), desk.Received{Message: newMessage(), Text: "?"})
			})
		}
		got := make([]desk.ConversationID, 24)
		var units []func(*ledger.Tx) error
		for i := range got {
			units = append(units, func(tx *ledger.Tx) error {
				id, ok, err := tx.NextWaiting([]desk.WorkplaceID{"norte", "sonrisas"})
				if err != nil || !ok {
					return err
				}
				got[i] = id
				return put(tx, "sonrisas", id, gil, 60, desk.Assigned{From: agents, To: desk.Holder(gil), Cause: desk.CauseNext})
			})
		}
		if err := errors.Join(w.together(units...)...); err != nil {
			t.Fatal(err)
		}
		if !slices.IsSorted(got[:20]) || got[0] != "c00" || got[19] != "c19" || len(slices.Compact(got[:20])) != 20 || got[20] != "" {
			t.Errorf("the queue gave %v", got)
		}
		w.verified()
	})
}
