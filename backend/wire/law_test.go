package wire_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"relevo/backend/desk"
	"relevo/backend/wire"
)

// TestLaw writes the law that the pages' twin of Evolve is held to: a snapshot with the events that follow it is what a
// fresh snapshot would be. The fixtures are stories that random people made by the rules; the pages' own tests read the
// same files.
func TestLaw(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		story := tell(seed)
		got, err := json.Marshal(story)
		if err != nil {
			t.Fatal(err)
		}
		// One event a line, so that a change can be read.
		got = append(bytes.ReplaceAll(got, []byte(`},{"workplace":`), []byte("},\n{\"workplace\":")), '\n')
		file := filepath.Join("testdata", "law", story.Name+".json")
		if f := flag.Lookup("update"); f != nil && f.Value.String() == "true" {
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what the rules make any more: run the test with -update, and the pages' tests with it", file)
		}
	}
}

// law is one story: what a reader had, what happened, and what a fresh reading gives.
type law struct {
	Name          string      `json:"name"`
	Reader        string      `json:"reader"`
	AgentsService bool        `json:"agents_service"`
	PerSection    int         `json:"per_section"`
	Before        wire.Stream `json:"before"`
	// Events are the whole log; those after Before's seq are what the reader is told.
	Events []wire.Event `json:"events"`
	After  wire.Stream  `json:"after"`
	// Conversations are all of them as the reader sees them in the end, also those on no first page.
	Conversations []wire.Conversation `json:"conversations"`
}

// stage is a workplace in which random people act by the rules.
type stage struct {
	rand  *rand.Rand
	rules *desk.Workplace
	all   map[desk.ConversationID]desk.Conversation
	log   []desk.Event
	now   time.Time
	made  int
}

func tell(seed uint64) law {
	s := &stage{
		rand: rand.New(rand.NewPCG(seed, 7)),
		rules: &desk.Workplace{
			ID: "sonrisas", AgentsService: seed%4 != 3, Lara: seed%5 != 4, MessageLimit: 320, CloseAfter: 24 * time.Hour,
			Members: map[desk.UserID]desk.Member{
				"ada": {ID: "ada", Handle: "ada", Role: desk.RoleAdmin}, "sol": {ID: "sol", Handle: "sol", Role: desk.RoleStaff},
				"gil": {ID: "gil", Handle: "gil", Role: desk.RoleAgent}, "eva": {ID: "eva", Handle: "eva", Role: desk.RoleAgent},
				"sam": {ID: "sam", Handle: "sam", Role: desk.RoleSupervisor},
			},
			Reasons: []desk.ReasonID{desk.ReasonUrgent, "general", "scheduling"},
		},
		all: map[desk.ConversationID]desk.Conversation{},
		now: time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC),
	}
	reader := []desk.UserID{"sol", "gil", "sam"}[seed%3]
	perSection := []int{50, 4}[seed%2]
	for range 150 {
		s.act()
	}
	before := s.stream(reader, perSection)
	for range 200 {
		s.act()
	}
	return law{
		Name: fmt.Sprintf("%02d-%s", seed, reader), Reader: string(reader), AgentsService: s.rules.AgentsService, PerSection: perSection,
		Before: before, Events: wire.FromEvents(s.log, s), After: s.stream(reader, perSection),
		Conversations: wire.FromConversations(s.sorted(), reader, s),
	}
}

// act has somebody want something; what the rules refuse does not happen.
func (s *stage) act() {
	s.now = s.now.Add(time.Duration(1+s.rand.IntN(90)) * time.Second)
	id := desk.ConversationID(fmt.Sprintf("c%02d", s.rand.IntN(24)))
	c, known := s.all[id]
	if !known {
		c = desk.Conversation{ID: id, Workplace: s.rules.ID}
	}
	by, events := s.happens(c)
	for _, data := range events {
		e := desk.Event{Workplace: s.rules.ID, Seq: desk.Seq(len(s.log) + 1), Conversation: id, At: s.now, By: by, Data: data}
		s.log = append(s.log, e)
		c = desk.Evolve(c, e)
	}
	if len(events) > 0 {
		s.all[id] = c
	}
}

// delivery is a step of the last message, or late news of one before it, in whatever order.
func (s *stage) delivery(c desk.Conversation) desk.Delivery {
	states := []desk.DeliveryState{desk.DeliverySent, desk.DeliveryUnconfirmed, desk.DeliveryDelivered, desk.DeliveryFailed, desk.DeliverySuppressed}
	d := desk.Delivery{Message: c.LastMessage.Message, State: states[s.rand.IntN(len(states))]}
	if s.rand.IntN(4) == 0 {
		d.Message = "m-before"
	}
	if d.State == desk.DeliveryFailed {
		d.Error = "30003"
	}
	return d
}

// happens answers what comes of somebody's wish, or what comes from outside of all rules.
func (s *stage) happens(c desk.Conversation) (desk.Actor, []desk.EventData) {
	if c.LastMessage != nil {
		switch s.rand.IntN(60) {
		case 0:
			return desk.System, []desk.EventData{desk.Redacted{Message: c.LastMessage.Message, Reason: "asked for"}}
		case 1:
			return desk.TheCustomer, []desk.EventData{desk.OptOut{Channel: c.Channel.ID}}
		case 2:
			return desk.TheCustomer, []desk.EventData{desk.OptIn{Channel: c.Channel.ID}}
		case 3, 4, 5:
			return desk.System, []desk.EventData{s.delivery(c)}
		}
	}
	by, cmd := s.wish(c.ID, c)
	events, err := desk.Decide(c, s.rules, by, cmd, s.now)
	if err != nil {
		return by, nil
	}
	return by, events
}

func (s *stage) wish(id desk.ConversationID, c desk.Conversation) (desk.Actor, desk.Command) {
	text := fmt.Sprintf("Text %d", s.made)
	message, note := desk.MessageID(s.id("m")), desk.NoteID(s.id("n"))
	who := s.somebody()
	seen := desk.MarkSeen{Upto: c.LastSeq, Newest: c.NewsSeq, Received: c.Received}
	switch n := s.rand.IntN(23); n {
	case 0, 1, 2, 3, 4, 5:
		customer := desk.Customer{ID: desk.CustomerID("u" + id), Phone: "+1787555" + string(id), Language: "es"}
		return desk.TheCustomer, desk.Receive{Message: message, Text: text, Limit: 2000, Language: []string{"", "en", "es"}[s.rand.IntN(3)],
			Customer: customer, Channel: desk.Channel{ID: "sonrisas-web", Kind: desk.ChannelWeb}}
	case 6, 7, 8:
		return who, desk.Reply{Message: message, Text: text}
	case 9:
		return who, desk.AddNote{Note: note, Text: text, DirectsAgents: s.rand.IntN(2) == 0}
	case 10:
		return who, desk.AddNote{Note: note, Text: "@gil " + text, DirectsAgents: true}
	case 11, 12:
		to := []desk.Holder{{Team: "staff"}, {Team: "staff", User: "sol"}, {Team: "staff", User: "ada"}, {Team: "agents"},
			{Team: "agents", User: "gil"}, {Team: "agents", User: "eva"}, {Team: "lara"}}[s.rand.IntN(7)]
		return who, desk.Assign{To: to, Note: note, Text: text}
	case 13:
		return who, desk.Escalate{Reason: "general", Note: note, Text: text}
	case 14:
		return who, desk.Acknowledge{}
	case 15:
		return who, desk.Close{Note: note, Text: text}
	case 16:
		return who, seen
	case 17:
		name := "Name " + text
		return who, desk.UpdateCustomer{Name: &name}
	case 18:
		return desk.Lara, desk.LaraReply{Message: message, Text: text, Upto: c.ReceivedSeq}
	case 19:
		return desk.Lara, desk.LaraHandOver{Message: message, Text: text, Note: note, Summary: text, Reason: "scheduling", Upto: c.ReceivedSeq}
	case 20:
		return desk.Lara, desk.LaraAlarm{Upto: c.ReceivedSeq}
	case 21:
		if c.LastMessage == nil || c.LastMessage.From == desk.TeamCustomer {
			return who, desk.ClaimNext{}
		}
		return desk.System, desk.Deliver{Message: c.LastMessage.Message, State: desk.DeliveryDelivered}
	default:
		return desk.System, desk.Return{Holder: c.Holder, Cause: desk.CauseAbsent}
	}
}

func (s *stage) somebody() desk.Actor {
	return []desk.Actor{
		{Team: desk.TeamStaff, User: "ada"}, {Team: desk.TeamStaff, User: "sol"}, {Team: desk.TeamAgents, User: "gil"},
		{Team: desk.TeamAgents, User: "eva"}, {Team: desk.TeamSupervisor, User: "sam"},
	}[s.rand.IntN(5)]
}

func (s *stage) id(kind string) string {
	s.made++
	return fmt.Sprintf("%s%d", kind, s.made)
}

func (s *stage) sorted() []desk.Conversation {
	var all []desk.Conversation
	for _, c := range s.all {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b desk.Conversation) int { return int(newest(b) - newest(a)) })
	return all
}

func newest(c desk.Conversation) desk.Seq {
	if c.LastMessage == nil {
		return 0
	}
	return c.LastMessage.Seq
}

// stream reads the Activity Stream the simple way: by looking at every conversation.
func (s *stage) stream(reader desk.UserID, perSection int) wire.Stream {
	stream := desk.Stream{Epoch: "one", Seq: desk.Seq(len(s.log))}
	for _, section := range desk.Sections {
		part := desk.StreamSection{Section: section}
		for _, c := range s.sorted() {
			if in(c, reader) != section {
				continue
			}
			part.Count++
			if c.Waiting() {
				part.Unanswered++
			}
			if len(part.Page.Conversations) < perSection {
				part.Page.Conversations = append(part.Page.Conversations, c)
			} else {
				part.Page.Next = "more"
			}
		}
		stream.Sections = append(stream.Sections, part)
	}
	return wire.FromStream(stream, reader, s)
}

func in(c desk.Conversation, reader desk.UserID) desk.Section {
	switch {
	case c.Episode == 0:
		return ""
	case !c.Open():
		return desk.SectionClosed
	case c.Holder.User == reader:
		return desk.SectionMine
	}
	return desk.Section(c.Holder.Team)
}

// Person and AgentsService make the stage the directory of its own people.
func (s *stage) Person(id desk.UserID) (name, handle string) {
	return "Name of " + string(id), string(id)
}

// AgentsService tells whether the workplace has Live Agents.
func (s *stage) AgentsService(desk.WorkplaceID) bool { return s.rules.AgentsService }
