package dispatch_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"relevo/backend/desk"
	"relevo/backend/dispatch"
	"relevo/backend/ledger"
)

var monday = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// The people: those of two workplaces, and Gil, who is an agent in both.
var (
	sol = desk.Actor{User: "sol"}
	luz = desk.Actor{User: "luz"}
	gil = desk.Actor{User: "gil"}
	eva = desk.Actor{User: "eva"}
	sam = desk.Actor{User: "sam"}
	bea = desk.Actor{User: "bea"} // of norte alone
)

var (
	juan = desk.Customer{ID: "juan", Name: "Juan", Phone: "+17875550142"}
	web  = desk.Channel{ID: "web", Kind: desk.ChannelWeb}
)

// house is two workplaces on a real ledger, with a clock that stands still until it is moved.
type house struct {
	t      *testing.T
	do     *dispatch.Dispatcher
	ledger *ledger.Ledger

	mu    sync.Mutex // guards following fields
	at    time.Time
	rules map[desk.WorkplaceID]*desk.Workplace
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, at: monday, rules: map[desk.WorkplaceID]*desk.Workplace{
		"sonrisas": workplace("sonrisas", "sol staff", "luz staff", "gil agent", "eva agent", "sam supervisor"),
		"norte":    workplace("norte", "bea admin", "gil agent"),
	}}
	var err error
	h.ledger, err = ledger.Open(t.Context(), ledger.Options{Dir: t.TempDir(), Now: h.now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.ledger.Close(); err != nil {
			t.Error(err)
		}
	})
	h.do = dispatch.New(h, h, h.now)
	return h
}

func workplace(id desk.WorkplaceID, people ...string) *desk.Workplace {
	w := &desk.Workplace{
		ID: id, AgentsService: true, Lara: true, MessageLimit: 320, CloseAfter: 24 * time.Hour,
		Members: map[desk.UserID]desk.Member{}, Reasons: []desk.ReasonID{desk.ReasonUrgent, "general"},
	}
	for _, p := range people {
		user, role, _ := strings.Cut(p, " ")
		w.Members[desk.UserID(user)] = desk.Member{ID: desk.UserID(user), Handle: user, Role: desk.Role(role)}
	}
	return w
}

// Write makes the house the dispatcher's log.
func (h *house) Write(ctx context.Context, unit func(dispatch.Tx) error) error {
	return h.ledger.Write(ctx, func(tx *ledger.Tx) error { return unit(tx) })
}

// Rules and AgentOf make it the dispatcher's directory.
func (h *house) Rules(w desk.WorkplaceID) (*desk.Workplace, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	rules, ok := h.rules[w]
	return rules, ok
}

func (h *house) AgentOf(user desk.UserID) []desk.WorkplaceID {
	h.mu.Lock()
	defer h.mu.Unlock()
	var works []desk.WorkplaceID
	for id, w := range h.rules {
		if w.AgentsService && w.Members[user].Role == desk.RoleAgent {
			works = append(works, id)
		}
	}
	return works
}

func (h *house) now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.at
}

// passes moves the clock.
func (h *house) passes(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.at = h.at.Add(d)
}

// change puts other rules in place of a workplace's, as the directory does after an edit.
func (h *house) change(w desk.WorkplaceID, change func(*desk.Workplace)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	next := *h.rules[w]
	next.Members = map[desk.UserID]desk.Member{}
	for id, m := range h.rules[w].Members {
		next.Members[id] = m
	}
	change(&next)
	h.rules[w] = &next
}

// try runs a command in sonrisas.
func (h *house) try(c desk.ConversationID, by desk.Actor, do desk.Command, key ...*dispatch.Key) (dispatch.Result, error) {
	cmd := dispatch.Command{Workplace: "sonrisas", Conversation: c, By: by, Do: do}
	if len(key) > 0 {
		cmd.Key = key[0]
	}
	return h.do.Do(h.t.Context(), cmd)
}

// run is a command that has to succeed.
func (h *house) run(c desk.ConversationID, by desk.Actor, do desk.Command, key ...*dispatch.Key) dispatch.Result {
	h.t.Helper()
	r, err := h.try(c, by, do, key...)
	if err != nil {
		h.t.Fatalf("%T by %q: %v", do, by.User, err)
	}
	return r
}

// refused is a command that has to be refused with a code.
func (h *house) refused(code desk.Code, c desk.ConversationID, by desk.Actor, do desk.Command, key ...*dispatch.Key) *desk.Error {
	h.t.Helper()
	before := h.log("sonrisas")
	_, err := h.try(c, by, do, key...)
	refusal, ok := errors.AsType[*desk.Error](err)
	if !ok || refusal.Code != code {
		h.t.Fatalf("%T by %q: %v, want %s", do, by.User, err, code)
	}
	if after := h.log("sonrisas"); len(after) != len(before) {
		h.t.Fatalf("a refused %T recorded %d events", do, len(after)-len(before))
	}
	return refusal
}

// writes has a new customer write, so that the conversation stands with Lara.
func (h *house) writes(c desk.ConversationID) {
	h.t.Helper()
	h.run(c, desk.TheCustomer, message(string(c)))
}

// waits has a customer wait with All Agents.
func (h *house) waits(c desk.ConversationID) {
	h.t.Helper()
	h.writes(c)
	h.run(c, sol, desk.Assign{To: desk.Holder{Team: desk.TeamAgents}, Note: desk.NoteID("n-" + c), Text: "For the queue"})
	h.passes(time.Minute)
}

// log is a workplace's whole log.
func (h *house) log(w desk.WorkplaceID) []desk.Event {
	h.t.Helper()
	events, err := h.ledger.In(w).Log(h.t.Context(), 0, 10000)
	if err != nil {
		h.t.Fatal(err)
	}
	for i, e := range events {
		if e.Seq != desk.Seq(i+1) {
			h.t.Fatalf("event %d of %s has seq %d", i+1, w, e.Seq)
		}
	}
	return events
}

// holder is who holds a conversation of sonrisas.
func (h *house) holder(c desk.ConversationID) desk.Holder {
	h.t.Helper()
	found, err := h.ledger.In("sonrisas").Conversation(h.t.Context(), c)
	if err != nil {
		h.t.Fatal(err)
	}
	return found.Holder
}

func message(id string) desk.Receive {
	customer := juan
	customer.ID, customer.Phone = desk.CustomerID(id), "+1787555"+id
	return desk.Receive{Message: desk.MessageID("m-" + id), Text: "Hello", Limit: 2000, Customer: customer, Channel: web}
}

func reply(id, text string) desk.Reply { return desk.Reply{Message: desk.MessageID(id), Text: text} }

// key is an idempotency key of a user with a digest of what was asked.
func key(user desk.Actor, k, asked string) *dispatch.Key {
	return &dispatch.Key{Scope: string(user.User), Key: k, Fingerprint: []byte(asked)}
}

func kinds(events []desk.Event) string {
	said := make([]string, len(events))
	for i, e := range events {
		said[i] = string(e.Kind())
	}
	return strings.Join(said, " ")
}

func seqs(events []desk.Event) string {
	said := make([]string, len(events))
	for i, e := range events {
		said[i] = fmt.Sprint(e.Seq)
	}
	return strings.Join(said, " ")
}

// together runs all at once and waits for them.
func together(n int, f func(i int)) {
	ready := make(chan struct{})
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { <-ready; f(i) })
	}
	close(ready)
	wg.Wait()
}
