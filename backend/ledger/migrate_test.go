package ledger_test

import (
	"testing"

	"relevo/backend/desk"
	"relevo/backend/dispatch"
)

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

	db := raw(t, w.dir)
	for _, older := range []string{
		`UPDATE conversations SET state = json_remove(state, '$.last_message.delivery')`,
		`DELETE FROM goose_db_version WHERE version_id >= 6`,
	} {
		if _, err := db.Exec(older); err != nil {
			t.Fatal(err)
		}
	}
	w.open()
	c, err := w.In("sonrisas").Conversation(t.Context(), "failed")
	if want := (desk.Progress{State: desk.DeliveryFailed, Error: `<30003> "unreachable"`}); err != nil || c.LastMessage.Delivery != want {
		t.Errorf("filled in as %v (%v)", c.LastMessage.Delivery, err)
	}
	w.verified()
}
