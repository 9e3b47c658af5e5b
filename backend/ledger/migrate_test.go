package ledger_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pressly/goose/v3"

	"relevo/backend/desk"
	"relevo/backend/dispatch"
	"relevo/backend/ledger"
)

// older takes a folder back to what an older program would have left.
func older(t *testing.T, dir string, schema int64) {
	t.Helper()
	db := raw(t, dir)
	p, err := goose.NewProvider(goose.DialectSQLite3, db, os.DirFS("migrations/sqlite"), goose.WithDisableGlobalRegistry(true))
	if err == nil {
		_, err = p.DownTo(t.Context(), schema)
	}
	if err == nil {
		err = db.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestWhatOlderDataDidNotKeepIsFilledIn takes from a folder what an older program did not keep, and finds it whole after
// the next start.
func TestWhatOlderDataDidNotKeepIsFilledIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for id, steps := range map[desk.ConversationID][]desk.Delivery{
		"none":    nil,
		"sent":    {{Message: "reply", State: desk.DeliveryUnconfirmed}, {Message: "reply", State: desk.DeliverySent}, {Message: "reply", State: desk.DeliveryUnconfirmed}},
		"failed":  {{Message: "reply", State: desk.DeliverySent}, {Message: "reply", State: desk.DeliveryFailed, Error: `<30003> "unreachable"`}, {Message: "reply", State: desk.DeliverySuppressed}},
		"another": {{Message: "another", State: desk.DeliveryDelivered}},
	} {
		w.says("sonrisas", id, desk.Customer{}, "Hola")
		w.run(dispatch.Command{Workplace: "sonrisas", Conversation: id, By: desk.Actor{User: "sol"}, Do: desk.Reply{Message: "reply", Text: "Sí"}})
		for _, d := range steps {
			w.append(id, desk.System, d)
		}
	}
	w.says("sonrisas", "failed too", desk.Customer{}, "Hola")
	w.run(dispatch.Command{Workplace: "sonrisas", Conversation: "failed too", By: desk.Actor{User: "sol"}, Do: desk.Reply{Message: "reply", Text: "Sí"}})
	w.append("failed too", desk.System, desk.Delivery{Message: "reply", State: desk.DeliveryFailed})
	w.says("sonrisas", "failed too", desk.Customer{}, "¿Y?")
	w.verified()

	older(t, w.dir, 5)
	w.open()
	c, err := w.In("sonrisas").Conversation(t.Context(), "failed")
	if want := (desk.Progress{State: desk.DeliveryFailed, Error: `<30003> "unreachable"`}); err != nil || c.LastMessage.Delivery != want {
		t.Errorf("filled in as %v (%v)", c.LastMessage.Delivery, err)
	}
	w.verified()
}

// TestTextsMoveIntoTheirEvents has a folder with texts in a table of their own read as before, and redacts one of them: its
// words are nowhere in the file, not where they were moved from either.
func TestTextsMoveIntoTheirEvents(t *testing.T) {
	t.Parallel()
	w := lived(t)
	for range 300 { // enough for pages of its own, which the move leaves free
		w.says("sonrisas", "long", desk.Customer{}, "buenas tardes, tengo otra pregunta")
	}
	w.run(dispatch.Command{Workplace: "sonrisas", Conversation: "long", By: desk.Actor{User: "sol"}, Do: desk.AddNote{Note: "secret", Text: "Zyzzogeton"}})
	before, _, err := w.In("sonrisas").Timeline(t.Context(), "long", 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	w.verified()
	older(t, w.dir, 7)
	if !bytes.Contains(read(t, w.dir), []byte("Zyzzogeton")) {
		t.Fatal("the words that are looked for were never there")
	}

	w.open()
	after, _, err := w.In("sonrisas").Timeline(t.Context(), "long", 0, 1000)
	if diff := cmp.Diff(before, after); diff != "" || err != nil {
		t.Error(diff, err)
	}
	w.append("long", desk.System, desk.Redacted{Note: "secret"})
	w.verified()
	if bytes.Contains(read(t, w.dir), []byte("Zyzzogeton")) {
		t.Error("what was redacted still stands in the file")
	}
}

// read is the database's file, whoever closed it.
func read(t *testing.T, dir string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, ledger.File))
	if err != nil {
		t.Fatal(err)
	}
	return data
}
