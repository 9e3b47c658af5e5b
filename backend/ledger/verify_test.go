package ledger_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"relevo/backend/desk"
	"relevo/backend/dispatch"
	"relevo/backend/ledger"
)

// lived is a ledger in which a bit of everything happened.
func lived(t *testing.T) *world {
	w := newWorld(t)
	w.says("sonrisas", "c1", desk.Customer{Name: "José Ñandú", Phone: "+17875550123"}, "Tengo dolor")
	w.says("sonrisas", "c2", desk.Customer{Phone: "+17875550124"}, "Gracias")
	w.says("norte", "n1", desk.Customer{}, "Hello")
	reply := w.run(dispatch.Command{Workplace: "sonrisas", Conversation: "c1", By: desk.Actor{User: "sol"}, Do: desk.Reply{Message: "reply", Text: "Venga ya"}})
	w.run(dispatch.Command{Workplace: "sonrisas", Conversation: "c1", By: desk.Actor{User: "sol"}, Do: desk.AddNote{Note: "note", Text: "call @gil"}})
	w.append("c1", desk.System, desk.Delivery{Message: "reply", State: desk.DeliverySent}, desk.Delivery{Message: "reply", State: desk.DeliveryDelivered}, desk.Delivery{Message: "reply", State: desk.DeliveryFailed})
	w.append("c2", sol, desk.Redacted{Message: w.lastMessage("c2"), Reason: "asked"})
	if len(reply.Events) != 2 {
		t.Fatalf("%d events", len(reply.Events))
	}
	return w
}

func (w *world) lastMessage(id desk.ConversationID) desk.MessageID {
	w.t.Helper()
	c, err := w.In("sonrisas").Conversation(w.t.Context(), id)
	if err != nil {
		w.t.Fatal(err)
	}
	return c.LastMessage.Message
}

// TestVerifyFindsEveryKindOfTampering changes a sound database behind the program's back, one place at a time.
func TestVerifyFindsEveryKindOfTampering(t *testing.T) {
	t.Parallel()
	original := lived(t)
	original.verified()
	for _, c := range []struct{ says, sql, found string }{
		{"nothing at all", ``, ``},
		{"a text of a message", `UPDATE events SET text = 'Sin dolor' WHERE seq = 2 AND workplace = 'sonrisas'`, "text of event 2 of workplace sonrisas was changed"},
		{"a text of a note", `UPDATE events SET text = 'x' WHERE text_id = 'note'`, "was changed"},
		{"a text with its digest", `UPDATE events SET text = '', salt = x'' WHERE text_id = 'note'`, "redacted without an event"},
		{"a digest", `UPDATE events SET digest = zeroblob(32) WHERE text_id = 'note'`, "Audit row"},
		{"a text's id", `UPDATE events SET text_id = 'other' WHERE text_id = 'note'`, "belongs to another message or note"},
		{"a text that is gone", `UPDATE events SET text_id = NULL, salt = NULL, digest = NULL, text = NULL WHERE text_id = 'note'`, "has lost its text"},
		{"a text of an event without any", `UPDATE events SET text_id = 'x', salt = x'00', digest = x'00', text = 'x' WHERE kind = 'conversation.opened'`, "An event has a text that is none of it: "},
		{"a redacted text that is back", `UPDATE events SET text = 'Gracias', salt = x'01' WHERE length(salt) = 0`, "was changed"},
		{"an event's data", `UPDATE events SET data = replace(data, '"answers":true', '"answers":false') WHERE kind = 'message.sent'`, "Audit row"},
		{"an event's author", `UPDATE events SET user = 'ada' WHERE kind = 'message.sent'`, "Audit row"},
		{"an event's time", `UPDATE events SET at = at + 1 WHERE kind = 'note.added'`, "Audit row"},
		{"an event's kind", `UPDATE events SET kind = 'message.lost' WHERE kind = 'note.added'`, "cannot be read"},
		{"an event's place", `UPDATE events SET conversation = 'c2' WHERE kind = 'note.added'`, "Audit row"},
		{"an event's workplace", `UPDATE events SET workplace = 'norte', seq = 3 WHERE kind = 'note.added'`, "belongs to a conversation of another workplace"},
		{"an event that is gone", `DELETE FROM events WHERE kind = 'note.added'`, "the order has a gap"},
		{"the newest event", `DELETE FROM events WHERE workplace = 'norte' AND seq = 2`, "newest seq says 2 instead of 1"},
		{"an event too many", `INSERT INTO events SELECT workplace, 99, conversation, kind, at, team, user, data, text_id, salt, digest, text FROM events WHERE kind = 'conversation.opened' LIMIT 1`, "the audit log ends at event"},
		{"a conversation's state", `UPDATE conversations SET state = replace(state, '"episode":1', '"episode":2') WHERE id = 'c1'`, "Conversation c1: its state"},
		{"a conversation's section", `UPDATE conversations SET section = 'closed' WHERE id = 'c1'`, "Conversation c1: its columns"},
		{"a conversation's holder", `UPDATE conversations SET holder_user = 'gil' WHERE id = 'c1'`, "Conversation c1: its columns"},
		{"a conversation's recency", `UPDATE conversations SET last_message_seq = 1 WHERE id = 'c1'`, "Conversation c1: its columns"},
		{"a conversation's waiting", `UPDATE conversations SET waiting_since = 5 WHERE id = 'c1'`, "Conversation c1: its columns"},
		{"a conversation's idleness", `UPDATE conversations SET idle_since = NULL WHERE id = 'c1'`, "Conversation c1: its columns"},
		{"a conversation's rank", `UPDATE conversations SET queue_rank = 1 WHERE id = 'c1'`, "Conversation c1: its columns"},
		{"a conversation's number", `UPDATE conversations SET phone = '1' WHERE id = 'c1'`, "Conversation c1: its columns"},
		{"a conversation's workplace", `UPDATE conversations SET workplace = 'norte' WHERE id = 'c1'`, "Conversation c1: its columns"},
		{"a conversation that is gone", `DELETE FROM conversations WHERE id = 'c1'`, "Conversation c1 has events, but no row"},
		{"a timeline that lacks an event", `DELETE FROM timelines WHERE seq = 2`, "its timeline has"},
		{"a timeline of nobody", `INSERT INTO timelines VALUES (99, 1)`, "A timeline belongs to no conversation: 99"},
		{"a conversation too many", `INSERT INTO conversations SELECT 99, 'x', workplace, state, section, holder_user, last_message_seq, waiting_since, idle_since, queue_rank, customer, channel, phone FROM conversations LIMIT 1`, "A conversation has no events: x"},
		{"a message's delivery", `UPDATE messages SET delivery = 4 WHERE id = 'reply'`, "Conversation c1: message 2"},
		{"a message's count", `UPDATE messages SET received = 7 WHERE id = 'reply'`, "Conversation c1: message 2"},
		{"a message's direction", `UPDATE messages SET inbound = 1 WHERE id = 'reply'`, "Conversation c1: message 2"},
		{"a message that is gone", `DELETE FROM messages WHERE id = 'reply'`, "Conversation c1: 1 of its messages are missing"},
		{"a message too many", `INSERT INTO messages SELECT 99, conversation, 3, workplace, 99, 'x', 0, 0, 0 FROM messages WHERE id = 'reply'`, "a message that no event recorded"},
		{"a message of nowhere", `INSERT INTO messages VALUES (99, 99, 1, 'sonrisas', 1, 'x', 0, 0, 0)`, "A message belongs to no conversation"},
		{"a counter's count", `UPDATE counters SET count = count + 1 WHERE section = 'lara' AND workplace = 'norte'`, "Workplace norte: the counter of \"lara\""},
		{"a counter's waiting", `UPDATE counters SET unanswered = 0 WHERE workplace = 'norte'`, "Workplace norte: the counter of \"lara\""},
		{"a counter that is gone", `DELETE FROM counters WHERE workplace = 'norte'`, "Workplace norte: the counter of \"lara\" and user \"\" is missing"},
		{"a counter too many", `INSERT INTO counters VALUES ('norte', 'staff', 'sol', 1, 0)`, "the counter of \"staff\" and user \"sol\" says 1"},
		{"a newest seq", `UPDATE workplace_seq SET seq = 99 WHERE workplace = 'norte'`, "Workplace norte: its newest seq says 99"},
		{"a newest seq that is gone", `DELETE FROM workplace_seq WHERE workplace = 'norte'`, "Workplace norte: its newest seq is missing"},
		{"words that are gone", `INSERT INTO search (search) VALUES ('delete-all')`, "The search does not find message 1"},
		{"words too many", `INSERT INTO search (rowid, words) VALUES (1, 'more')`, "The search does not find message 1"},
		{"words of nothing", `INSERT INTO search (rowid, words) VALUES (99, 'more')`, "The search knows a message that is not there: 99"},
		{"a redacted message that is found", `INSERT INTO search (rowid, words) SELECT doc, 'gracias' FROM messages WHERE seq = 4 AND workplace = 'sonrisas'`, "The search does not find message"},
		{"a customer's words", `INSERT INTO people (people) VALUES ('delete-all')`, "by name and number"},
		{"a customer's words too many", `INSERT INTO people (rowid, words) VALUES (99, 'more')`, "by name and number"},
		{"an audit row's hash", `UPDATE audit SET hash = zeroblob(32) WHERE id = 2`, "Audit row 2"},
		{"an audit row's author", `UPDATE audit SET user = 'ada' WHERE id = 4`, "Audit row 4"},
		{"an audit row that is gone", `DELETE FROM audit WHERE id = 2`, "The audit log has a gap between rows 1 and 3"},
		{"the newest audit row", `DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)`, "the audit log ends at event"},
		{"an index", `PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'waiting_since', 'idle_since') WHERE name = 'conversations_waiting'`, "The database file is damaged"},
	} {
		t.Run(c.says, func(t *testing.T) {
			t.Parallel()
			dir := copyOf(t, original.dir)
			db := raw(t, dir)
			db.SetMaxOpenConns(1)
			for _, trigger := range []string{"events_are_only_redacted", "events_are_not_removed", "audit_is_not_changed", "audit_is_not_removed"} {
				if _, err := db.Exec(`DROP TRIGGER ` + trigger); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := db.Exec(c.sql); err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			found := differences(t, dir)
			if c.found == "" {
				if len(found) > 0 {
					t.Error(found)
				}
				return
			}
			if !strings.Contains(strings.Join(found, "\n"), c.found) {
				t.Errorf("found %d differences, none of them %q:\n%s", len(found), c.found, strings.Join(found, "\n"))
			}
			for _, words := range []string{"dolor", "Ñandú", "Gracias", "Venga", "call"} {
				if strings.Contains(strings.Join(found, "\n"), words) {
					t.Errorf("somebody's words stand in %q", found)
				}
			}
		})
	}
}

func TestTheLogRefusesToBeChanged(t *testing.T) {
	t.Parallel()
	w := lived(t)
	w.verified()
	db := raw(t, w.dir)
	for _, change := range []string{
		`UPDATE events SET user = 'x'`, `DELETE FROM events`, `UPDATE events SET text = 'x'`, `UPDATE events SET text = NULL`,
		`UPDATE events SET text = '', salt = x'', digest = x''`, `UPDATE events SET text = '', salt = x'', user = 'x'`,
		`UPDATE events SET text = '', salt = x'' WHERE text_id IS NULL`, `UPDATE audit SET user = 'x'`, `DELETE FROM audit`,
	} {
		if _, err := db.Exec(change); err == nil {
			t.Errorf("the database takes %s", change)
		}
	}
}

// TestVerifyChangesNothing also wants it to work on what a killed program left, and to stay away from a live one.
func TestVerifyChangesNothing(t *testing.T) {
	t.Parallel()
	w := lived(t)
	if _, err := ledger.Verify(t.Context(), w.dir, func(string) {}); !errors.Is(err, ledger.ErrLocked) {
		t.Errorf("verifying under a running program: %v", err)
	}
	killed := copyOf(t, w.dir)
	for range 2 {
		if found := differences(t, killed); len(found) > 0 {
			t.Error(found)
		}
	}
	if _, err := ledger.Verify(t.Context(), filepath.Join(t.TempDir(), "nowhere"), func(string) {}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("verifying nothing: %v", err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := ledger.Verify(gone, killed, func(string) {}); !errors.Is(err, context.Canceled) {
		t.Errorf("verifying after giving up: %v", err)
	}
}

// copyOf is a data folder's files as they are at this moment, as a power switch would leave them.
func copyOf(t testing.TB, dir string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "data")
	if err := os.Mkdir(to, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{ledger.File, ledger.File + "-wal"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(to, name), data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return to
}
