package rig

import (
	"fmt"
	"reflect"
	"sync"
	"testing"
)

// Checker holds everything that clients were told against the log in the end: what was acknowledged is there exactly
// once and as it was told, what was refused is nowhere, and each client's stream is the log, in order and without a
// hole but where it was told to fetch anew. Every text that is given to it has to be a text that nothing else has,
// and all customers' messages have to be of one workplace. It may be used from any goroutine.
type Checker struct {
	mu       sync.Mutex // guards the fields below
	commands map[string]*command
	streams  []*stream
	faults   []string
}

// command is what became of one idempotency key, however many tries it took.
type command struct {
	text     string // "": the command has none
	answered bool
	refused  bool
	events   []Event
	message  string // the id of a customer's message
}

// stream is what came to one client of one workplace, or of one conversation where it is a customer.
type stream struct {
	who          string
	workplace    string
	conversation string // of a customer
	at           int64
	events       []Event
	messages     []Object
}

// NewChecker is one that has seen nothing.
func NewChecker() *Checker { return &Checker{commands: map[string]*command{}} }

// Asked notes a command before it is given for the first time: from now on it may be in the log.
func (c *Checker) Asked(key, text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, again := c.commands[key]; !again {
		c.commands[key] = &command{text: text}
	}
}

// Acked notes the events with which a command was answered. A key that is answered again has to be answered the same.
func (c *Checker) Acked(key, text string, events []Event) {
	c.Asked(key, text)
	c.mu.Lock()
	defer c.mu.Unlock()
	k := c.commands[key]
	if k.answered && !reflect.DeepEqual(k.events, events) {
		c.fault("%s was answered twice, with %v and with %v", key, seqs(k.events), seqs(events))
	}
	k.answered, k.events = true, events
}

// AckedMessage notes the message with which a customer's command was answered.
func (c *Checker) AckedMessage(key, text, message string) {
	c.Asked(key, text)
	c.mu.Lock()
	defer c.mu.Unlock()
	k := c.commands[key]
	if k.answered && k.message != message {
		c.fault("%s was answered with two messages, %s and %s", key, k.message, message)
	}
	k.answered, k.message = true, message
}

// Refused notes that a command was refused for good: nothing of it may be in the log.
func (c *Checker) Refused(key, text string) {
	c.Asked(key, text)
	c.mu.Lock()
	defer c.mu.Unlock()
	k := c.commands[key]
	if k.answered {
		c.fault("%s was answered, and then refused", key)
	}
	k.refused = true
}

// Acks counts the commands that were acknowledged so far.
func (c *Checker) Acks() (n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, k := range c.commands {
		if k.answered {
			n++
		}
	}
	return n
}

// Do gives a command until it is answered, with one key whatever happens meanwhile, and notes what became of it. It
// answers false where it was told to stop before there was an answer. A refusal is an answer like others.
func (c *Checker) Do(w *Person, path string, body Object, key string, stop <-chan struct{}) (Answer, bool) {
	w.T.Helper()
	text, _ := body["text"].(string)
	c.Asked(key, text)
	a, ok := w.persist(path, body, key, stop)
	switch {
	case !ok:
	case a.Status >= 400:
		c.Refused(key, text)
	case a.Text("message.message") != "":
		c.AckedMessage(key, text, a.Text("message.message"))
	default:
		c.Acked(key, text, a.Events())
	}
	return a, ok
}

// fault needs c.mu held.
func (c *Checker) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf(format, args...))
}

// Check fails the test where the log of a workplace is not what clients were told. Commands that were never answered
// may be in it, once.
func (c *Checker) Check(t testing.TB, workplace string, log []Event) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, e := range log {
		if e.Seq != int64(i)+1 {
			t.Fatalf("the log of %s has %d in place %d", workplace, e.Seq, i+1)
		}
	}
	for _, f := range c.faults {
		t.Error(f)
	}
	c.faults = nil
	c.checkCommands(t, workplace, log)
	for _, s := range c.streams {
		if s.workplace == workplace {
			s.check(t, log)
		}
	}
}

// checkCommands looks for each command's events and text. Needs c.mu held.
func (c *Checker) checkCommands(t testing.TB, workplace string, log []Event) {
	t.Helper()
	texts, messages := map[string]int{}, map[string]int{}
	for _, e := range log {
		if text, ok := e.Data["text"].(string); ok {
			texts[text]++
		}
		if id, ok := e.Data["message"].(string); ok && e.Kind == "message.received" {
			messages[id]++
		}
	}
	owner := map[int64]string{}
	for key, k := range c.commands {
		found := texts[k.text]
		switch {
		case k.text == "":
		case k.refused && found > 0:
			t.Errorf("%s was refused and is recorded", key)
		case found > 1:
			t.Errorf("%s is recorded %d times", key, found)
		case found == 0 && (k.message != "" || len(k.events) > 0 && k.events[0].Workplace == workplace):
			t.Errorf("%s was acknowledged and is not recorded", key)
		}
		if k.message != "" && found > 0 && messages[k.message] != 1 {
			t.Errorf("%s was acknowledged as message %s, which is recorded %d times", key, k.message, messages[k.message])
		}
		for _, e := range k.events {
			if e.Workplace != workplace {
				continue
			}
			if e.Seq > int64(len(log)) || !reflect.DeepEqual(e, log[e.Seq-1]) {
				t.Errorf("%s was acknowledged with event %d, which is not in the log as it was told", key, e.Seq)
			}
			if other, taken := owner[e.Seq]; taken {
				t.Errorf("event %d was told as that of %s and of %s", e.Seq, other, key)
			}
			owner[e.Seq] = key
		}
	}
}

// CheckOnly is Check for a log that nobody wrote to but through the checker, Lara and the timers: what people and
// customers did is there because somebody asked for it.
func (c *Checker) CheckOnly(t testing.TB, workplace string, log []Event) {
	t.Helper()
	c.Check(t, workplace, log)
	c.mu.Lock()
	defer c.mu.Unlock()
	asked, owned, open := map[string]bool{}, map[int64]bool{}, 0
	for _, k := range c.commands {
		asked[k.text] = true
		for _, e := range k.events {
			owned[e.Seq] = owned[e.Seq] || e.Workplace == workplace
		}
		if !k.answered && !k.refused {
			open++
		}
	}
	for _, e := range log {
		text, has := e.Data["text"].(string)
		switch {
		case e.By.Team == "lara" || e.By.Team == "system" || owned[e.Seq] || has && asked[text]:
		case e.By.Team == "customer" && e.Kind == "conversation.opened": // by the message that follows
		case open > 0: // of a command that was never answered
			open--
		default:
			t.Errorf("event %d (%s by %s) was asked for by nobody", e.Seq, e.Kind, e.By.Team)
		}
	}
}

// check holds a stream against the log.
func (s *stream) check(t testing.TB, log []Event) {
	t.Helper()
	for _, e := range s.events {
		if e.Seq > int64(len(log)) || !reflect.DeepEqual(e, log[e.Seq-1]) {
			t.Errorf("%s was shown event %d, which is not in the log as it was shown", s.who, e.Seq)
		}
	}
	if s.conversation == "" {
		return
	}
	var public []Event
	for _, e := range log {
		if e.Conversation == s.conversation && (e.Kind == "message.received" || e.Kind == "message.sent") {
			public = append(public, e)
		}
	}
	for _, m := range s.messages {
		seq, _ := m["seq"].(float64)
		if seq < 1 || int(seq) > len(public) {
			t.Errorf("%s was shown message %v of %d", s.who, m["seq"], len(public))
			continue
		}
		if e := public[int(seq)-1]; m["message"] != e.Data["message"] || m["text"] != e.Data["text"] {
			t.Errorf("%s was shown %v as message %v, which is %v", s.who, m["text"], seq, e.Data["text"])
		}
	}
}

func seqs(events []Event) (list []int64) {
	for _, e := range events {
		list = append(list, e.Seq)
	}
	return list
}
