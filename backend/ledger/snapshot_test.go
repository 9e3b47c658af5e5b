package ledger_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"relevo/backend/desk"
	"relevo/backend/dispatch"
	"relevo/backend/ledger"
)

// model is what a reader who only folds events knows of a workplace.
type model struct {
	workplace desk.WorkplaceID
	seq       desk.Seq
	known     map[desk.ConversationID]desk.Conversation
	order     []desk.ConversationID // as they came up
}

// follow folds what the log has after the model's seq.
func (m *model) follow(ctx context.Context, l *ledger.Ledger) error {
	events, err := l.In(m.workplace).Log(ctx, m.seq, 1000)
	for _, e := range events {
		if e.Seq != m.seq+1 {
			return fmt.Errorf("event %d comes after %d", e.Seq, m.seq)
		}
		c, ok := m.known[e.Conversation]
		if !ok {
			c = desk.Conversation{ID: e.Conversation, Workplace: m.workplace}
			m.order = append(m.order, e.Conversation)
		}
		m.known[e.Conversation], m.seq = desk.Evolve(c, e), e.Seq
	}
	return err
}

// pick lists the conversations that fit, sorted.
func (m *model) pick(fits func(desk.Conversation) bool, less func(a, b desk.Conversation) int) []desk.ConversationID {
	var found []desk.Conversation
	for _, id := range m.order {
		if c := m.known[id]; fits(c) {
			found = append(found, c)
		}
	}
	slices.SortStableFunc(found, less)
	return ids(found)
}

func newestFirst(a, b desk.Conversation) int {
	return cmp.Compare(b.LastMessage.Seq, a.LastMessage.Seq)
}

func waitsLongest(a, b desk.Conversation) int { return a.WaitingSince.Compare(*b.WaitingSince) }

// section is where the reader me finds a conversation.
func section(c desk.Conversation, me desk.UserID) desk.Section {
	switch {
	case !c.Open():
		return desk.SectionClosed
	case c.Holder.User == me:
		return desk.SectionMine
	}
	return desk.Section(c.Holder.Team)
}

// sameAs compares everything that the ledger answers with what the model makes of the events.
func (m *model) sameAs(ctx context.Context, l *ledger.Ledger) error {
	s := l.In(m.workplace)
	for id, want := range m.known {
		got, err := s.Conversation(ctx, id)
		if diff := gocmp.Diff(want, got); err != nil || diff != "" {
			return fmt.Errorf("conversation %s: %v\n%s", id, err, diff)
		}
	}
	var errs []error
	for _, me := range []desk.UserID{"sol", "gil", "sam"} {
		errs = append(errs, m.sameStream(ctx, s, me))
	}
	same := func(what string, got, want []desk.ConversationID, err error) {
		if err != nil || !slices.Equal(got, want) {
			errs = append(errs, fmt.Errorf("%s: %v instead of %v, %v", what, got, want, err))
		}
	}
	waiting, err := l.WaitingAll(ctx)
	same("waiting", ids(waiting), m.pick(func(c desk.Conversation) bool { return c.Open() && c.Waiting() }, waitsLongest), err)
	idle, err := s.Idle(ctx, noon.Add(30*time.Minute), 100)
	same("idle", idle, m.pick(func(c desk.Conversation) bool {
		alarmed := c.Escalation != nil && c.Escalation.AcknowledgedBy == nil
		return c.Open() && !c.Waiting() && !alarmed && !c.LastMessage.At.After(noon.Add(30*time.Minute))
	}, func(a, b desk.Conversation) int { return a.LastMessage.At.Compare(b.LastMessage.At) }), err)
	queue, err := l.Queue(ctx, "gil", []desk.WorkplaceID{m.workplace})
	mine := m.pick(func(c desk.Conversation) bool { return section(c, "gil") == desk.SectionMine }, newestFirst)
	slices.Sort(mine)
	got := ids(queue.Mine)
	slices.Sort(got)
	same("an agent's own", got, mine, err)
	directed := m.pick(func(c desk.Conversation) bool { return c.WithOffice() && c.Directs("gil") }, newestFirst)
	slices.Sort(directed)
	got = ids(queue.MayReply)
	slices.Sort(got)
	same("what an agent is directed to", got, directed, nil)
	same("the agents' queue", ids(queue.Waiting), m.pick(func(c desk.Conversation) bool {
		return c.Open() && c.Holder == desk.Holder{Team: desk.TeamAgents}
	}, func(a, b desk.Conversation) int {
		switch {
		case a.Waiting() && b.Waiting():
			return waitsLongest(a, b)
		case a.Waiting() != b.Waiting():
			return map[bool]int{true: -1, false: 1}[a.Waiting()]
		}
		return a.LastMessage.At.Compare(b.LastMessage.At)
	}), nil)
	if queue.Seqs[m.workplace] != m.seq {
		errs = append(errs, fmt.Errorf("the queue stands at %d, not %d", queue.Seqs[m.workplace], m.seq))
	}
	return errors.Join(errs...)
}

func (m *model) sameStream(ctx context.Context, s ledger.Scope, me desk.UserID) error {
	stream, err := s.Stream(ctx, me, 200)
	if err != nil || stream.Seq != m.seq || len(stream.Sections) != len(desk.Sections) {
		return fmt.Errorf("the stream stands at %d, not %d: %v", stream.Seq, m.seq, err)
	}
	for i, got := range stream.Sections {
		want := m.pick(func(c desk.Conversation) bool { return section(c, me) == desk.Sections[i] }, newestFirst)
		unanswered := len(m.pick(func(c desk.Conversation) bool { return section(c, me) == desk.Sections[i] && c.Waiting() }, newestFirst))
		if got.Section != desk.Sections[i] || got.Count != len(want) || got.Unanswered != unanswered || !slices.Equal(ids(got.Page.Conversations), want) {
			return fmt.Errorf("%s of %s: %d (%d unanswered) %v instead of %d (%d) %v", got.Section, me, got.Count, got.Unanswered, ids(got.Page.Conversations), len(want), unanswered, want)
		}
	}
	return nil
}

// randomCommand is somebody's command in one of a few conversations.
func randomCommand(t *rapid.T, n int, m *model) dispatch.Command {
	id := desk.ConversationID(fmt.Sprintf("c%d", rapid.IntRange(0, 5).Draw(t, "conversation")))
	user := rapid.SampledFrom([]desk.UserID{"sol", "ada", "gil", "uma", "sam"}).Draw(t, "user")
	text := rapid.SampledFrom([]string{"hola", "@gil look", "Ñandú 787-555-0123", "ok"}).Draw(t, "text")
	message, note := desk.MessageID(fmt.Sprintf("m%d", n)), desk.NoteID(fmt.Sprintf("n%d", n))
	cmd := dispatch.Command{Workplace: m.workplace, Conversation: id, By: desk.Actor{User: user}, At: noon.Add(time.Duration(n) * time.Minute)}
	c := m.known[id]
	holders := []desk.Holder{{Team: desk.TeamLara}, {Team: desk.TeamAgents}, {Team: desk.TeamStaff}, {Team: desk.TeamStaff, User: "ada"}, {Team: desk.TeamAgents, User: "gil"}, {Team: desk.TeamAgents, User: "uma"}}
	switch rapid.IntRange(0, 16).Draw(t, "kind") {
	case 0, 1, 2, 3:
		cmd.By = desk.TheCustomer
		cmd.Do = desk.Receive{Message: message, Text: text, Limit: 100, Language: "es", Customer: desk.Customer{ID: desk.CustomerID("of " + id), Phone: "+1787555" + string(id)}, Channel: desk.Channel{ID: "web", Kind: desk.ChannelWeb}}
	case 4, 5, 6:
		cmd.Do = desk.Reply{Message: message, Text: text}
	case 7:
		cmd.Do = desk.AddNote{Note: note, Text: text, DirectsAgents: rapid.Bool().Draw(t, "directs")}
	case 8, 9:
		cmd.Do = desk.Assign{To: rapid.SampledFrom(holders).Draw(t, "to"), Note: note, Text: text}
	case 10:
		cmd.Do = desk.Escalate{Reason: desk.ReasonUrgent, Note: note, Text: text}
	case 11:
		cmd.Do = desk.Acknowledge{}
	case 12:
		cmd.Do = desk.Close{Note: note, Text: text}
	case 13:
		cmd.Do = desk.MarkSeen{Upto: desk.Seq(rapid.IntRange(0, int(m.seq)+1).Draw(t, "upto"))}
	case 14:
		cmd.Do = desk.UpdateCustomer{Name: &text}
	case 15:
		cmd.By, cmd.Do = desk.Lara, desk.LaraHandOver{Message: message, Text: "one moment", Note: note, Summary: text, Reason: "general", Upto: c.ReceivedSeq}
	case 16:
		cmd.By = desk.System
		cmd.Do = desk.Deliver{Message: desk.MessageID(fmt.Sprintf("m%d", rapid.IntRange(0, n).Draw(t, "delivered"))), State: rapid.SampledFrom([]desk.DeliveryState{desk.DeliverySent, desk.DeliveryUnconfirmed, desk.DeliveryDelivered, desk.DeliveryFailed}).Draw(t, "state")}
	}
	return cmd
}

// TestPromise04_ASnapshotIsTheFoldOfTheLog runs random commands. After some of them, whoever folds the log's events over what
// they knew must know what a fresh snapshot says; and at the end all derived tables fit the log, after a kill too.
func TestPromise04_ASnapshotIsTheFoldOfTheLog(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t)
		m := &model{workplace: "sonrisas", known: map[desk.ConversationID]desk.Conversation{}}
		for n := range rapid.IntRange(1, 40).Draw(rt, "commands") {
			_, err := w.do.Do(t.Context(), randomCommand(rt, n, m))
			if _, refusal := errors.AsType[*desk.Error](err); err != nil && !refusal {
				rt.Fatal(err)
			}
			if rapid.IntRange(0, 9).Draw(rt, "redact") == 0 {
				redactSomething(rt, w, m, n)
			}
			if err := m.follow(t.Context(), w.Ledger); err != nil {
				rt.Fatal(err)
			}
			if rapid.IntRange(0, 2).Draw(rt, "looks") > 0 {
				continue // what follows is decided on what is not derived yet
			}
			if err := m.sameAs(t.Context(), w.Ledger); err != nil {
				rt.Fatal(err)
			}
		}
		if found := differences(t, w.killed().dir); len(found) > 0 {
			rt.Fatal("killed: ", found)
		}
		if err := w.Close(); err != nil {
			rt.Fatal(err)
		}
		if found := differences(t, w.dir); len(found) > 0 {
			rt.Fatal(found)
		}
	})
}

// redactSomething empties a conversation's last message.
func redactSomething(rt *rapid.T, w *world, m *model, n int) {
	id := rapid.SampledFrom([]desk.ConversationID{"c0", "c1", "c2"}).Draw(rt, "redacted")
	c := m.known[id]
	if c.LastMessage == nil {
		return
	}
	err := w.Write(context.Background(), func(tx *ledger.Tx) error {
		return put(tx, m.workplace, id, sol, n, desk.Redacted{Message: c.LastMessage.Message, Reason: "asked"})
	})
	if err != nil {
		rt.Fatal(err)
	}
}
