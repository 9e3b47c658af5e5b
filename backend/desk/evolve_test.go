package desk_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"relevo/backend/desk"
)

// kinds is one event of each kind.
var kinds = []desk.EventData{
	desk.Opened{}, desk.Received{}, desk.Sent{}, desk.Delivery{}, desk.NoteAdded{}, desk.Assigned{}, desk.Escalated{}, desk.Acknowledged{},
	desk.TakenOver{}, desk.Directed{}, desk.Seen{}, desk.Closed{}, desk.OptOut{}, desk.OptIn{}, desk.CustomerUpdated{}, desk.Redacted{},
}

// nonsense draws an event that says anything at all, whatever went before.
func nonsense(t *rapid.T, seq desk.Seq) desk.Event {
	actors := []desk.Actor{ada, sol, gil, eva, sam, desk.Lara, desk.System, desk.TheCustomer, {}, {Team: "nobody", User: "x"}}
	return desk.Event{
		Workplace: "sonrisas", Conversation: "c", Seq: seq, At: began.Add(time.Duration(seq) * time.Second),
		By: rapid.SampledFrom(actors).Draw(t, "by"), Data: anything(func() int { return rapid.IntRange(0, 15).Draw(t, "value") }),
	}
}

// anything is what an event of the drawn kind says, made of drawn numbers.
func anything(draw func() int) desk.EventData {
	data := reflect.New(reflect.TypeOf(kinds[draw()%len(kinds)])).Elem()
	scribble(data, draw)
	return data.Interface().(desk.EventData)
}

// scribble fills a value with a few small ones.
func scribble(v reflect.Value, draw func() int) {
	words := []string{"", "lara", "agents", "staff", "gil", "eva", "sol", "customer", "agents", "m", "n", "billing"}
	switch v.Kind() {
	case reflect.String:
		v.SetString(words[draw()%len(words)])
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(draw()) - 3)
	case reflect.Bool:
		v.SetBool(draw()%2 == 0)
	case reflect.Struct:
		for i := range v.NumField() {
			scribble(v.Field(i), draw)
		}
	case reflect.Slice:
		n := draw() % 3
		if n == 0 {
			return // a list of nobody is left out of the JSON form
		}
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			scribble(v.Index(i), draw)
		}
	default:
		panic("an event holds a " + v.Kind().String() + ", which this test does not draw")
	}
}

// evolve folds an event and checks that what it was folded over is as it was.
func evolve(c desk.Conversation, e desk.Event) (desk.Conversation, error) {
	before := copied(c)
	next := desk.Evolve(c, e)
	if diff := cmp.Diff(before, c); diff != "" {
		return next, fmt.Errorf("folding %s changed the conversation that it was given:\n%s", e.Kind(), diff)
	}
	return next, nil
}

// copied shares nothing with the original.
func copied(c desk.Conversation) desk.Conversation {
	if c.TakenOver != nil {
		hold := *c.TakenOver
		c.TakenOver = &hold
	}
	if c.Escalation != nil {
		escalation := *c.Escalation
		if escalation.AcknowledgedBy != nil {
			by := *escalation.AcknowledgedBy
			escalation.AcknowledgedBy = &by
		}
		c.Escalation = &escalation
	}
	if c.WaitingSince != nil {
		since := *c.WaitingSince
		c.WaitingSince = &since
	}
	if c.LastMessage != nil {
		last := *c.LastMessage
		c.LastMessage = &last
	}
	if c.Directed.Agents != nil {
		c.Directed.Agents = append([]desk.UserID{}, c.Directed.Agents...)
	}
	if c.SeenBy != nil {
		seen := map[desk.UserID]desk.Mark{}
		for user, mark := range c.SeenBy {
			seen[user] = mark
		}
		c.SeenBy = seen
	}
	return c
}

// roundTrip writes a conversation as the ledger keeps it and reads it again: everything but the text has to be there.
func roundTrip(c desk.Conversation) error {
	data, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("encode the conversation: %w", err)
	}
	var back desk.Conversation
	if err := json.Unmarshal(data, &back); err != nil {
		return fmt.Errorf("decode the conversation: %w", err)
	}
	want := copied(c)
	if want.LastMessage != nil {
		want.LastMessage.Text = ""
	}
	if diff := cmp.Diff(want, back); diff != "" {
		return fmt.Errorf("the conversation comes back another:\n%s", diff)
	}
	again, err := json.Marshal(back)
	if err == nil && !bytes.Equal(data, again) {
		err = fmt.Errorf("the conversation is written in two ways:\n%s\n%s", data, again)
	}
	return err
}

// roundTripData does the same with what an event says.
func roundTripData(d desk.EventData) error {
	data, err := json.Marshal(d)
	if err != nil {
		return fmt.Errorf("encode %s: %w", d.Kind(), err)
	}
	back := reflect.New(reflect.TypeOf(d))
	if err := json.Unmarshal(data, back.Interface()); err != nil {
		return fmt.Errorf("decode %s: %w", d.Kind(), err)
	}
	want := d
	if texted, ok := d.(desk.Texted); ok {
		want = texted.WithText("")
	}
	if diff := cmp.Diff(want, back.Elem().Interface()); diff != "" {
		return fmt.Errorf("%s comes back another:\n%s", d.Kind(), diff)
	}
	return nil
}

// TestEvolveIsTotal folds events that no rule would allow: a log can always be replayed, gives the same each time, is
// kept without loss, and folding changes nothing of what was there.
func TestEvolveIsTotal(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		empty := desk.Conversation{ID: "c", Workplace: "sonrisas"}
		c, again := empty, empty
		for seq := desk.Seq(1); seq <= desk.Seq(rapid.IntRange(1, 25).Draw(t, "events")); seq++ {
			e := nonsense(t, seq)
			next, err := evolve(c, e)
			if err != nil {
				t.Fatal(err)
			}
			c, again = next, desk.Evolve(again, e)
			for _, err := range []error{roundTrip(c), roundTripData(e.Data)} {
				if err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(c, again); diff != "" {
				t.Fatalf("the same events leave two conversations:\n%s", diff)
			}
			if c.LastSeq != seq {
				t.Fatalf("after event %d the newest is %d", seq, c.LastSeq)
			}
		}
	})
}

// TestEventsAreKept has an event of each kind, with everything in it, written and read, and its text beside it.
func TestEventsAreKept(t *testing.T) {
	t.Parallel()
	known := map[desk.Kind]bool{}
	for _, blank := range kinds {
		known[blank.Kind()] = true
		full := reflect.New(reflect.TypeOf(blank)).Elem()
		n := 0
		scribble(full, func() int { n++; return 2*n + 2 })
		d := full.Interface().(desk.EventData)
		if err := roundTripData(d); err != nil {
			t.Error(err)
		}
		texted, ok := d.(desk.Texted)
		if !ok {
			continue
		}
		if texted.TextID() == "" || texted.WithText("other").(desk.Texted).GetText() != "other" || texted.GetText() == "other" {
			t.Errorf("%s does not carry its text", d.Kind())
		}
		if data, _ := json.Marshal(texted.WithText("a secret")); bytes.Contains(data, []byte("a secret")) {
			t.Errorf("%s is kept with its text: %s", d.Kind(), data)
		}
	}
	if len(known) != len(kinds) {
		t.Errorf("%d kinds have names, of %d", len(known), len(kinds))
	}
}

func TestAnEpisodeOpens(t *testing.T) {
	t.Parallel()
	opened := desk.Opened{Episode: 3, Customer: juan, Channel: web, Holder: withLara, Cause: desk.CauseCustomer}
	got := desk.Evolve(desk.Conversation{}, desk.Event{Workplace: "sonrisas", Conversation: "c", Seq: 7, At: began, By: desk.TheCustomer, Data: opened})
	want := desk.Conversation{
		ID: "c", Workplace: "sonrisas", Customer: juan, Channel: web, Status: desk.StatusOpen, Holder: withLara, HeldSince: began, Episode: 3, LastSeq: 7, NewsSeq: 7,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the first event leaves another conversation:\n%s", diff)
	}
}

func TestRedaction(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		rule string
		data desk.Redacted
		want string
	}{
		{"the newest message's own takes its text", desk.Redacted{Message: "m", Reason: "number"}, ""},
		{"another message's leaves it", desk.Redacted{Message: "older", Reason: "number"}, "Hello"},
		{"a note's leaves it", desk.Redacted{Note: "n", Reason: "number"}, "Hello"},
	} {
		t.Run(test.rule, func(t *testing.T) {
			t.Parallel()
			s := newScene()
			writes(t, s)
			before := s.c
			happens(ada, test.data)(t, s)
			if got := s.c.LastMessage.Text; got != test.want {
				t.Errorf("the text is %q, want %q", got, test.want)
			}
			if before.LastMessage.Text != "Hello" {
				t.Error("the conversation from before changed")
			}
			if s.c.NewsSeq != s.c.LastSeq {
				t.Error("a redaction is nothing to see")
			}
		})
	}
	s := newScene()
	happens(ada, desk.Redacted{Message: "m"})(t, s)
	if s.c.LastMessage != nil {
		t.Error("a redaction made a message")
	}
}

// TestTheLastMessageTellsHowFarItGot moves it along: only forward, and never the customer's or another message.
func TestTheLastMessageTellsHowFarItGot(t *testing.T) {
	t.Parallel()
	step := func(m desk.MessageID, state desk.DeliveryState, why string) desk.EventData {
		return desk.Delivery{Message: m, State: state, Error: why}
	}
	sent := desk.Sent{Message: "m9", Text: "Hi", Answers: true}
	for _, test := range []struct {
		rule string
		data []desk.EventData
		want desk.Progress
	}{
		{"nothing is known at first", []desk.EventData{sent}, desk.Progress{}},
		{"it goes forward", []desk.EventData{sent, step("m9", desk.DeliveryUnconfirmed, ""), step("m9", desk.DeliverySent, "")}, desk.Progress{State: desk.DeliverySent}},
		{"late news takes nothing back", []desk.EventData{sent, step("m9", desk.DeliverySent, ""), step("m9", desk.DeliveryUnconfirmed, "")}, desk.Progress{State: desk.DeliverySent}},
		{"a failure says why", []desk.EventData{sent, step("m9", desk.DeliveryFailed, "unreachable")}, desk.Progress{State: desk.DeliveryFailed, Error: "unreachable"}},
		{"what is delivered stays so", []desk.EventData{sent, step("m9", desk.DeliveryDelivered, ""), step("m9", desk.DeliveryFailed, "")}, desk.Progress{State: desk.DeliveryDelivered}},
		{"another message's is not its own", []desk.EventData{sent, step("m8", desk.DeliveryFailed, "")}, desk.Progress{}},
		{"the next message begins anew", []desk.EventData{sent, step("m9", desk.DeliveryFailed, ""), desk.Sent{Message: "m10", Text: "Hi"}}, desk.Progress{}},
	} {
		t.Run(test.rule, func(t *testing.T) {
			t.Parallel()
			s := newScene()
			writes(t, s)
			for _, data := range test.data {
				happens(sol, data)(t, s)
			}
			before := s.c
			if got := s.c.LastMessage.Delivery; got != test.want {
				t.Errorf("it got as far as %v, want %v", got, test.want)
			}
			happens(desk.System, step(before.LastMessage.Message, desk.DeliverySuppressed, ""))(t, s)
			if before.LastMessage.Delivery != test.want {
				t.Error("the conversation from before changed")
			}
		})
	}
	s := newScene()
	writes(t, s)
	happens(desk.System, step(s.c.LastMessage.Message, desk.DeliveryFailed, ""))(t, s)
	if s.c.LastMessage.Delivery != (desk.Progress{}) {
		t.Error("the customer's own message was delivered to them")
	}
}

// TestCounts follows what the web chat and the previews live on.
func TestCounts(t *testing.T) {
	t.Parallel()
	s := newScene()
	for _, do := range given(writes, answered, by(gil, note("Hm")), writes, by(sol, reply("Hi")), by(luz, seeNow)) {
		do(t, s)
	}
	last := desk.LastMessage{From: desk.TeamStaff, Message: "m", Seq: 7, At: minute(5), Text: "Hi"}
	if diff := cmp.Diff(&last, s.c.LastMessage); diff != "" {
		t.Errorf("the last message is another:\n%s", diff)
	}
	if s.c.Public != 4 || s.c.Received != 2 || s.c.ReceivedSeq != 5 || s.c.Episode != 1 {
		t.Errorf("%d public, %d received, newest %d, episode %d", s.c.Public, s.c.Received, s.c.ReceivedSeq, s.c.Episode)
	}
}

func TestWhatReadersAreTold(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		rule             string
		given            []step
		office, may, gil bool // with the office; any agent may reply; Gil is directed
	}{
		{"Lara's is any agent's to answer", given(writes), false, true, false},
		{"an agent's is not with the office", given(writes, gilClaims), false, true, false},
		{"the office's is not", given(writes, solWrites), true, false, false},
		{"the office's, all directed", given(writes, solWrites, by(sol, direct("Go on"))), true, true, true},
		{"the office's, Gil directed", given(writes, solWrites, by(sol, direct("@gil"))), true, false, true},
		{"the office's, Eva directed", given(writes, solWrites, by(sol, direct("@eva"))), true, false, false},
		{"closed, any agent may help again", given(writes, solWrites, solCloses), false, true, false},
	} {
		t.Run(test.rule, func(t *testing.T) {
			t.Parallel()
			s := newScene()
			for _, do := range test.given {
				do(t, s)
			}
			if s.c.WithOffice() != test.office || s.c.AgentsMayReply() != test.may || s.c.Directs("gil") != test.gil {
				t.Errorf("with the office %v, agents may reply %v, Gil directed %v", s.c.WithOffice(), s.c.AgentsMayReply(), s.c.Directs("gil"))
			}
		})
	}
}
