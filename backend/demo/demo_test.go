package demo_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"gorm.io/gorm"

	"relevo/backend/demo"
	"relevo/backend/desk"
	"relevo/backend/dispatch"
	"relevo/backend/ledger"
	"relevo/backend/workplace"
)

// house is the example's file on a real ledger.
type house struct {
	ledger     *ledger.Ledger
	directory  *workplace.Directory
	dispatcher *dispatch.Dispatcher
	now        func() time.Time
}

// nobody keeps passwords: nobody signs in here.
type nobody struct{}

func (nobody) SetPassword(*gorm.DB, desk.UserID, string, []string) (bool, error) { return false, nil }
func (nobody) SetHash(*gorm.DB, desk.UserID, string) (bool, error)               { return false, nil }
func (nobody) EndSessions(*gorm.DB, desk.UserID) error                           { return nil }

func (h *house) Write(ctx context.Context, unit func(dispatch.Tx) error) error {
	return h.ledger.Write(ctx, func(tx *ledger.Tx) error { return unit(tx) })
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{now: time.Now}
	var err error
	if h.ledger, err = ledger.Open(t.Context(), ledger.Options{Dir: t.TempDir(), Now: h.now, Log: slog.New(slog.DiscardHandler)}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.ledger.Close() })
	h.directory = workplace.NewDirectory(h.ledger.Reader())
	h.dispatcher = dispatch.New(h, h.directory, h.now)
	file, err := demo.File()
	if err != nil {
		t.Fatal(err)
	}
	err = h.ledger.Write(t.Context(), func(tx *ledger.Tx) error {
		_, _, err := workplace.Apply(tx.GORM(), file, nobody{})
		return err
	})
	if err = errors.Join(err, h.directory.Reload(t.Context())); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *house) options() demo.Options {
	return demo.Options{Do: h.dispatcher.Do, User: h.directory.Account, Now: h.now, Seed: 7}
}

func (h *house) all(t *testing.T, w desk.WorkplaceID) []desk.Conversation {
	t.Helper()
	var all []desk.Conversation
	for cursor, more := "", true; more; more = cursor != "" {
		page, err := h.ledger.In(w).Section(t.Context(), "", "", cursor, 200)
		if err != nil {
			t.Fatal(err)
		}
		all, cursor = append(all, page.Conversations...), page.Next
	}
	return all
}

func TestTheHistoryShowsEveryStateOfAConversation(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	count, err := demo.Furnish(t.Context(), h.options(), func(int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	seen, failed, oldest := map[string]int{}, 0, time.Now()
	for _, w := range []desk.WorkplaceID{"sonrisas", "brisas"} {
		var last time.Time
		for after := desk.Seq(0); ; {
			events, err := h.ledger.In(w).Log(t.Context(), after, 500)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range events {
				if e.At.Before(last) {
					t.Fatalf("event %d of %s happened before the one before it", e.Seq, w)
				}
				last, oldest = e.At, minTime(oldest, e.At)
				if d, ok := e.Data.(desk.Delivery); ok && d.State == desk.DeliveryFailed {
					failed++
				}
			}
			if len(events) < 500 {
				break
			}
			after = events[len(events)-1].Seq
		}
		for _, c := range h.all(t, w) {
			for _, state := range states(c) {
				seen[state]++
			}
		}
	}
	if count < 300 || seen["closed"]+seen["open"] != count {
		t.Errorf("%d conversations were told, %d are there", count, seen["closed"]+seen["open"])
	}
	if time.Since(oldest) < 14*24*time.Hour {
		t.Errorf("the history begins %v ago", time.Since(oldest))
	}
	for _, state := range []string{
		"closed", "open", "held by lara", "held by agents", "held by an agent", "held by staff", "held by a staff member", "waiting", "taken over",
		"directed", "escalated", "escalated urgently", "in es", "in en", "on web", "on twilio", "nameless",
	} {
		if seen[state] == 0 {
			t.Errorf("no conversation is %s: %v", state, seen)
		}
	}
	if failed == 0 {
		t.Error("no message failed to arrive")
	}
}

func minTime(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// states are words for how a conversation stands.
func states(c desk.Conversation) []string {
	is := []string{string(c.Status), "in " + c.Customer.Language, "on " + string(c.Channel.Kind)}
	if c.Customer.Name == "" {
		is = append(is, "nameless")
	}
	if !c.Open() {
		return is
	}
	holder := "held by " + string(c.Holder.Team)
	if !c.Holder.Queue() {
		holder = map[desk.Team]string{desk.TeamAgents: "held by an agent", desk.TeamStaff: "held by a staff member"}[c.Holder.Team]
	}
	is = append(is, holder)
	for state, so := range map[string]bool{
		"waiting": c.Waiting(), "taken over": c.TakenOver != nil, "directed": c.Directed.All || len(c.Directed.Agents) > 0, "escalated": c.Escalation != nil,
		"escalated urgently": c.Escalation != nil && c.Escalation.Reason == desk.ReasonUrgent && c.Escalation.AcknowledgedBy == nil,
	} {
		if so {
			is = append(is, state)
		}
	}
	return is
}

// TestTheSimulationNeverTouchesWhatAPersonHolds lets an hour pass in which everybody with a login holds something, and
// reads the log: colleagues without a login acted, and on none of it; and every text has its receipt, whoever sent it.
func TestTheSimulationNeverTouchesWhatAPersonHolds(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	people := map[desk.UserID]bool{}
	for _, l := range demo.Logins {
		id, ok := h.directory.Account(l.Email)
		if !ok {
			t.Fatalf("%s has no account", l.Email)
		}
		people[id] = true
	}
	if _, err := demo.Furnish(t.Context(), h.options(), func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	told := h.newest(t)
	offset := time.Duration(0)
	h.dispatcher = dispatch.New(h, h.directory, func() time.Time { return time.Now().Add(offset) })
	ctx, cancel := context.WithCancel(t.Context())
	rounds := 0
	stage := demo.Stage{
		Options: h.options(), Pace: time.Nanosecond, Waiting: h.ledger.WaitingAll,
		Here: func([]desk.UserID) {
			if rounds++; rounds == 1500 {
				cancel()
			}
		},
		Conversation: func(ctx context.Context, w desk.WorkplaceID, c desk.ConversationID) (desk.Conversation, error) {
			return h.ledger.In(w).Conversation(context.WithoutCancel(ctx), c)
		},
		Log: func(ctx context.Context, w desk.WorkplaceID, after desk.Seq) ([]desk.Event, error) {
			return h.ledger.In(w).Log(context.WithoutCancel(ctx), after, 500)
		},
	}
	stage.Now = func() time.Time { offset += time.Second; return time.Now().Add(offset) }
	stage.Do = func(ctx context.Context, cmd dispatch.Command) (dispatch.Result, error) {
		result, err := h.dispatcher.Do(context.WithoutCancel(ctx), cmd)
		if c := result.Conversation; err == nil && c.Holder.Team == desk.TeamLara && c.Waiting() { // Lara can't help
			cmd.By, cmd.Do = desk.Lara, desk.LaraHandOver{Message: desk.MessageID(c.ID), Text: "One moment.", Note: desk.NoteID(c.ID), Summary: "?", Reason: "general", Upto: c.ReceivedSeq}
			return h.dispatcher.Do(context.WithoutCancel(ctx), cmd)
		}
		return result, err
	}
	if err := demo.Live(ctx, stage); err != nil {
		t.Fatal(err)
	}
	holders, acted := map[desk.ConversationID]desk.Holder{}, 0
	texting, queued := map[desk.ConversationID]bool{}, map[desk.MessageID]bool{}
	for _, w := range []desk.WorkplaceID{"sonrisas", "brisas"} {
		for after := desk.Seq(0); ; {
			events, err := h.ledger.In(w).Log(t.Context(), after, 500)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range events {
				switch data := e.Data.(type) {
				case desk.Opened:
					texting[e.Conversation] = data.Channel.Kind == desk.ChannelTwilio
				case desk.Sent:
					queued[data.Message] = texting[e.Conversation]
				case desk.Delivery:
					delete(queued, data.Message)
				}
				c := desk.Evolve(desk.Conversation{Holder: holders[e.Conversation]}, e)
				if held := holders[e.Conversation]; e.Seq > told[w] && e.By.Team != desk.TeamCustomer && e.By.Team != desk.TeamLara && e.By != desk.System {
					acted++
					if people[held.User] {
						t.Errorf("%s %s what %s held", e.By.User, e.Kind(), held.User)
					}
					if people[e.By.User] {
						t.Errorf("somebody with a login did %s", e.Kind())
					}
				}
				holders[e.Conversation] = c.Holder
			}
			if len(events) < 500 {
				break
			}
			after = events[len(events)-1].Seq
		}
	}
	for message, text := range queued {
		if text {
			t.Errorf("the text %s has no receipt", message)
		}
	}
	if acted < 50 {
		t.Errorf("only %d acts of colleagues", acted)
	}
}

func (h *house) newest(t *testing.T) map[desk.WorkplaceID]desk.Seq {
	t.Helper()
	seqs, err := h.ledger.Seqs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return seqs
}
