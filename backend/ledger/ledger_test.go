package ledger_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"relevo/backend/desk"
	"relevo/backend/dispatch"
	"relevo/backend/ledger"
)

var _ dispatch.Tx = (*ledger.Tx)(nil)

func TestSmoke(t *testing.T) {
	dir := t.TempDir()
	l, err := ledger.Open(t.Context(), ledger.Options{Dir: dir, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	err = l.Write(ctx, func(tx *ledger.Tx) error {
		_, err := tx.Append(desk.Conversation{ID: "c1", Workplace: "w"}, desk.TheCustomer, time.Now(), []desk.EventData{
			desk.Opened{Episode: 1, Customer: desk.Customer{ID: "cu", Phone: "+17875550199"}, Holder: desk.Holder{Team: desk.TeamLara}},
			desk.Received{Message: "m1", Text: "Hola, ¿cómo está O'Brien?"}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{"COMO obrien", "787", "0199", "555", `"`} {
		p, err := l.In("w").Search(ctx, "me", "", q, "", 10)
		t.Log(q, len(p.Conversations), err)
	}
	t.Log(l.In("w").Stream(ctx, "me", 10))
	t.Log(l.Queue(ctx, "me", []desk.WorkplaceID{"w"}))
	t.Log(l.Ready(ctx))
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	n, err := ledger.Verify(ctx, dir, func(s string) { t.Log(s) })
	t.Log(n, err)
}
