package wire

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"relevo/backend/desk"
)

var update = flag.Bool("update", false, "write the golden files anew")

// people is a directory of two.
type people struct{}

func (people) Person(id desk.UserID) (string, string) {
	if id == "u1" {
		return "Ana Ruiz", "ana"
	}
	return "Luis Soto", "luis"
}

func (people) AgentsService(w desk.WorkplaceID) bool { return w == "sonrisas" }

var (
	at       = time.Date(2026, 7, 1, 9, 30, 15, 123_987_654, time.FixedZone("AST", -4*3600))
	ana      = desk.Actor{Team: desk.TeamStaff, User: "u1"}
	luis     = desk.Actor{Team: desk.TeamAgents, User: "u2"}
	queue    = desk.Holder{Team: desk.TeamAgents}
	customer = desk.Customer{ID: "k1", Phone: "+17875550100", Language: "es", About: "Prefers mornings"}
	channel  = desk.Channel{ID: "sonrisas-sms", Kind: desk.ChannelTwilio}
)

func conversation() desk.Conversation {
	waiting := at.Add(-time.Hour)
	return desk.Conversation{
		ID: "c1", Workplace: "sonrisas", Customer: customer, Channel: channel, Status: desk.StatusOpen,
		Holder: desk.Holder(ana), TakenOver: &desk.Hold{By: ana, At: at}, Directed: desk.Direction{Agents: []desk.UserID{"u2"}},
		Escalation: &desk.Escalation{Reason: "billing", By: luis, At: at, Team: desk.TeamStaff, AcknowledgedBy: &ana},
		Episode:    2, HeldSince: at, WaitingSince: &waiting,
		LastMessage: &desk.LastMessage{From: desk.TeamCustomer, Message: "m1", Seq: 41, At: at, Text: "<b>¿Hola?</b> & 😀"},
		LastSeq:     42, Received: 3, TakeBack: "u2", SeenBy: map[desk.UserID]desk.Mark{"u1": {Seq: 40, Received: 1}},
	}
}

func event(by desk.Actor, data desk.EventData) desk.Event {
	return desk.Event{Workplace: "sonrisas", Seq: 42, Conversation: "c1", At: at, By: by, Data: data}
}

// shapes are one value of everything that goes out, by the name of its golden file.
func shapes() map[string]any {
	bare := desk.Conversation{ID: "c2", Workplace: "norte", Customer: desk.Customer{ID: "k2"}, Channel: desk.Channel{ID: "norte-web", Kind: desk.ChannelWeb},
		Status: desk.StatusClosed, Holder: desk.Holder{Team: desk.TeamLara}, HeldSince: at, Episode: 1, LastSeq: 7, OptedOut: true}
	note := "n1"
	word := "lunes"
	all := map[string]any{
		"conversation":        FromConversation(conversation(), "u1", people{}),
		"conversation-closed": FromConversation(bare, "u1", people{}),
		"stream": FromStream(desk.Stream{Epoch: "e", Seq: 42, Sections: []desk.StreamSection{
			{Section: desk.SectionMine, Count: 60, Unanswered: 1, Page: desk.Page{Conversations: []desk.Conversation{bare}, Next: "x"}},
			{Section: desk.SectionClosed},
		}}, "u1", people{}),
		"queue":         FromQueue(desk.Queue{Waiting: []desk.Conversation{bare}, Seqs: map[desk.WorkplaceID]desk.Seq{"norte": 7}}, "u2", people{}),
		"drafts":        FromDrafts(map[desk.DraftMode]string{desk.DraftNote: word}),
		"older-events":  OlderEvents{Events: FromEvents(nil, people{}), Next: &note, HasMore: true},
		"chat-message":  FromPublicMessage(desk.PublicMessage{N: 3, Message: "m1", Text: "Hola", At: at}),
		"chat-messages": ChatMessages{Messages: FromPublicMessages([]desk.PublicMessage{{N: 1, Message: "m0", FromCustomer: true, Text: "Hi", At: at}})},
		"problem":       Problem{Type: "about:blank", Title: "Somebody was faster", Status: 409, Detail: "Read.", Code: "crossed_reply", Missed: FromEvents([]desk.Event{event(ana, desk.Acknowledged{Reason: "billing"})}, people{})},
		"welcome":       Welcome{Type: FrameWelcome, Session: "s", Epoch: "e", Build: "b", User: *FromUser("u1", people{}), Workplaces: map[string]Place{"sonrisas": {Seq: 42}}, PingSeconds: 20},
		"presence":      Presence{Type: FramePresence, Workplace: "sonrisas", Users: []PresenceUser{{ID: "u1", State: "online"}}},
		"typing":        Typing{Type: FrameTyping, Workplace: "sonrisas", Conversation: "c1"},
		"heartbeat":     Heartbeat{Type: FrameHeartbeat, Seqs: map[string]int64{"sonrisas": 42}, Build: "b"},
		"chat-welcome":  ChatWelcome{Type: FrameWelcome, Epoch: "e", Build: "b", Seq: 3, PingSeconds: 20},
		"resync":        Resync{Type: FrameResync, Workplace: "sonrisas", Seq: 42},
		"left":          Left{Type: FrameLeft, Workplace: "sonrisas"},
		"error":         FrameProblem{Type: FrameError, Code: "malformed", Detail: "Read."},
	}
	for name, e := range map[string]desk.Event{
		"":         event(desk.TheCustomer, desk.Opened{Episode: 1, Customer: customer, Channel: channel, Holder: desk.Holder{Team: desk.TeamLara}, Cause: desk.CauseCustomer}),
		"-1":       event(desk.TheCustomer, desk.Received{Message: "m1", Text: "¿Horario?", Language: "es"}),
		"-2":       event(desk.Lara, desk.Sent{Message: "m2", Text: "De 8 a 5.", Answers: true}),
		"-3":       event(desk.System, desk.Delivery{Message: "m2", State: desk.DeliveryFailed, Error: "30003"}),
		"-4":       event(ana, desk.NoteAdded{Note: "n1", Text: "@luis mira", Mentions: []desk.UserID{"u2"}, DirectsAgents: true}),
		"-5":       event(luis, desk.Assigned{From: queue, To: desk.Holder(luis), Cause: desk.CauseClaim}),
		"-6":       event(luis, desk.Assigned{From: queue, To: desk.Holder(ana), Note: "n1", Cause: desk.CauseAssign}),
		"-7":       event(luis, desk.Escalated{From: desk.Holder(luis), To: desk.Holder{Team: desk.TeamStaff}, Reason: "billing", Note: "n1"}),
		"-alarm":   event(desk.Lara, desk.Escalated{From: queue, To: queue, Reason: desk.ReasonUrgent}),
		"-8":       event(ana, desk.Acknowledged{Reason: "billing"}),
		"-9":       event(ana, desk.TakenOver{From: queue, To: desk.Holder(ana)}),
		"-10":      event(ana, desk.Directed{Note: "n1", Agents: []desk.UserID{"u2"}}),
		"-11":      event(ana, desk.Directed{Note: "n1", All: true}),
		"-12":      event(ana, desk.Seen{Seq: 41, Unread: 0}),
		"-13":      event(desk.System, desk.Closed{From: desk.Holder(ana)}),
		"-noted":   event(ana, desk.Closed{From: desk.Holder(ana), Note: "n1"}),
		"-14":      event(desk.TheCustomer, desk.OptOut{Channel: "sonrisas-sms"}),
		"-15":      event(desk.TheCustomer, desk.OptIn{Channel: "sonrisas-sms"}),
		"-16":      event(ana, desk.CustomerUpdated{Customer: customer}),
		"-17":      event(ana, desk.Redacted{Message: "m1", Reason: "asked"}),
		"-no-text": event(ana, desk.Redacted{Note: "n1", Reason: "asked"}),
	} {
		all["event-"+string(e.Kind())+name] = FromEvent(e, people{})
	}
	return all
}

// TestGolden holds every shape against its file: a change of a file is a change of the public contract.
func TestGolden(t *testing.T) {
	t.Parallel()
	for name, value := range shapes() {
		var got bytes.Buffer
		e := json.NewEncoder(&got)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(value); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("testdata", name+".json")
		if *update {
			if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Errorf("%s: %v (go test ./backend/wire -update writes it)", name, err)
			continue
		}
		if !bytes.Equal(got.Bytes(), want) {
			t.Errorf("%s is now:\n%s", name, got.Bytes())
		}
	}
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) != len(shapes()) {
		t.Errorf("%d files for %d shapes (%v)", len(files), len(shapes()), err)
	}
}
