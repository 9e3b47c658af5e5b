package ledger_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"relevo/backend/desk"
	"relevo/backend/dispatch"
	"relevo/backend/ledger"
)

// The rules' own port is what the ledger is for.
var _ dispatch.Tx = (*ledger.Tx)(nil)

func TestMain(m *testing.M) {
	if childOfFullDisk() {
		return
	}
	goleak.VerifyTestMain(m)
}

// noon is when tests take place.
var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// world is a ledger in a folder of its own, with the dispatcher that writes to it.
type world struct {
	t   testing.TB
	dir string
	*ledger.Ledger
	do  *dispatch.Dispatcher
	now time.Time
}

func newWorld(t testing.TB) *world {
	t.Helper()
	w := &world{t: t, dir: filepath.Join(t.TempDir(), "data"), now: noon}
	w.open()
	return w
}

// options of a ledger that says nothing.
func options(dir string) ledger.Options {
	return ledger.Options{Dir: dir, Now: func() time.Time { return noon }, Log: slog.New(slog.DiscardHandler)}
}

func (w *world) open() {
	w.t.Helper()
	l, err := ledger.Open(w.t.Context(), options(w.dir))
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() {
		if err := l.Close(); err != nil {
			w.t.Error(err)
		}
	})
	w.Ledger = l
	w.do = dispatch.New(port{l}, directory{}, func() time.Time { return w.now })
}

// port is the ledger as the dispatcher sees it.
type port struct{ *ledger.Ledger }

func (p port) Write(ctx context.Context, unit func(dispatch.Tx) error) error {
	return p.Ledger.Write(ctx, func(tx *ledger.Tx) error { return unit(tx) })
}

// directory has two workplaces with the same people.
type directory struct{}

func (directory) Rules(w desk.WorkplaceID) (*desk.Workplace, bool) {
	if w != "sonrisas" && w != "norte" {
		return nil, false
	}
	return &desk.Workplace{
		ID: w, AgentsService: true, Lara: true, MessageLimit: 320, CloseAfter: 24 * time.Hour,
		Members: map[desk.UserID]desk.Member{
			"sol": {ID: "sol", Handle: "sol", Role: desk.RoleStaff}, "ada": {ID: "ada", Handle: "ada", Role: desk.RoleAdmin},
			"gil": {ID: "gil", Handle: "gil", Role: desk.RoleAgent}, "uma": {ID: "uma", Handle: "uma", Role: desk.RoleAgent},
			"sam": {ID: "sam", Handle: "sam", Role: desk.RoleSupervisor},
		},
		Reasons: []desk.ReasonID{"general", desk.ReasonUrgent},
	}, true
}

func (directory) AgentOf(user desk.UserID) []desk.WorkplaceID {
	if user == "gil" || user == "uma" {
		return []desk.WorkplaceID{"sonrisas", "norte"}
	}
	return nil
}

// write runs a unit that must succeed.
func (w *world) write(unit func(tx *ledger.Tx) error) {
	w.t.Helper()
	if err := w.Write(w.t.Context(), unit); err != nil {
		w.t.Fatal(err)
	}
}

// append records events in one of sonrisas' conversations.
func (w *world) append(id desk.ConversationID, by desk.Actor, data ...desk.EventData) []desk.Event {
	w.t.Helper()
	var events []desk.Event
	w.write(func(tx *ledger.Tx) (err error) {
		events, err = tx.Append(desk.Conversation{ID: id, Workplace: "sonrisas"}, by, w.now, data)
		return err
	})
	return events
}

// says has a customer write, in a conversation that is opened for it.
func (w *world) says(workplace desk.WorkplaceID, id desk.ConversationID, customer desk.Customer, text string) dispatch.Result {
	w.t.Helper()
	if customer.ID == "" {
		customer.ID = desk.CustomerID("customer of " + id)
	}
	return w.run(dispatch.Command{Workplace: workplace, Conversation: id, By: desk.TheCustomer, Do: desk.Receive{
		Message: newMessage(), Text: text, Limit: 2000, Customer: customer, Channel: desk.Channel{ID: "web", Kind: desk.ChannelWeb},
	}})
}

// run runs a command that must succeed.
func (w *world) run(cmd dispatch.Command) dispatch.Result {
	w.t.Helper()
	result, err := w.do.Do(w.t.Context(), cmd)
	if err != nil {
		w.t.Fatalf("%T: %v", cmd.Do, err)
	}
	return result
}

var serial struct {
	sync.Mutex
	n int
}

// newMessage is an id that no other message has.
func newMessage() desk.MessageID {
	serial.Lock()
	defer serial.Unlock()
	serial.n++
	return desk.MessageID(fmt.Sprintf("message-%d", serial.n))
}

// together runs units in one transaction, in their order. It has to be called inside a synctest bubble.
func (w *world) together(units ...func(*ledger.Tx) error) []error {
	errs := make([]error, len(units))
	gate := make(chan struct{})
	var running sync.WaitGroup
	running.Go(func() {
		_ = w.Write(context.Background(), func(*ledger.Tx) error { <-gate; return nil })
	})
	synctest.Wait()
	for i, unit := range units {
		running.Go(func() { errs[i] = w.Write(context.Background(), unit) })
		synctest.Wait() // it is in the queue
	}
	close(gate)
	running.Wait()
	return errs
}

// verified closes the ledger and fails the test unless everything in it fits together.
func (w *world) verified() {
	w.t.Helper()
	if err := w.Close(); err != nil {
		w.t.Fatal(err)
	}
	if found := differences(w.t, w.dir); len(found) > 0 {
		w.t.Errorf("%d differences, the first: %s", len(found), found[0])
	}
}

func differences(t testing.TB, dir string) []string {
	t.Helper()
	var found []string
	n, err := ledger.Verify(t.Context(), dir, func(s string) { found = append(found, s) })
	if err != nil {
		t.Fatal(err)
	}
	if n != len(found) {
		t.Errorf("Verify counts %d differences and tells %d", n, len(found))
	}
	return found
}

// raw opens the database of a closed ledger beside the program.
func raw(t testing.TB, dir string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", filepath.Join(dir, ledger.File))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// ids are the conversations of a list.
func ids(list []desk.Conversation) []desk.ConversationID {
	found := []desk.ConversationID{}
	for _, c := range list {
		found = append(found, c.ID)
	}
	return found
}

// refused tells whether an error is a refusal with this code.
func refused(err error, code desk.Code) bool { return errors.Is(err, &desk.Error{Code: code}) }

// filesOf are the contents of a folder's files.
func filesOf(t testing.TB, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var contents []string
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		contents = append(contents, string(data))
	}
	return contents
}
