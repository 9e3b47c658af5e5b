package webchat_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"relevo/backend/channel/webchat"
	"relevo/backend/desk"
	"relevo/backend/dispatch"
	"relevo/backend/ledger"
)

// line is a workplace's chat on a real ledger.
type line struct {
	ledger *ledger.Ledger
	rules  desk.Workplace
}

func (l *line) Rules(desk.WorkplaceID) (*desk.Workplace, bool) { return &l.rules, true }
func (l *line) AgentOf(desk.UserID) []desk.WorkplaceID         { return nil }
func (l *line) Write(ctx context.Context, unit func(dispatch.Tx) error) error {
	return l.ledger.Write(ctx, func(tx *ledger.Tx) error { return unit(tx) })
}

func newChat(t *testing.T) (*webchat.Chat, *line) {
	t.Helper()
	l := &line{rules: desk.Workplace{ID: "lomas", Lara: true, AgentsService: true, MessageLimit: 320}}
	var err error
	if l.ledger, err = ledger.Open(t.Context(), ledger.Options{Dir: t.TempDir(), Now: time.Now, Log: slog.New(slog.DiscardHandler)}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.ledger.Close() })
	return webchat.New(webchat.Options{
		Do: dispatch.New(l, l, time.Now).Do,
		PublicAt: func(ctx context.Context, w desk.WorkplaceID, c desk.ConversationID, seq desk.Seq) (desk.PublicMessage, error) {
			return l.ledger.In(w).PublicAt(ctx, c, seq)
		},
		Language: func(text string) string { return map[bool]string{true: "es"}[strings.Contains(text, "¿")] },
	}), l
}

var juan = webchat.Visitor{Workplace: "lomas", Channel: "lomas-web", Conversation: "c1", Customer: desk.Customer{ID: "cu1", Name: "Juan", Language: "en"}}

func TestTheFirstMessageOpensAndEachIsCounted(t *testing.T) {
	t.Parallel()
	chat, l := newChat(t)
	for i, text := range []string{"Hello", "¿Hola?", " kept as it is \n"} {
		m, err := chat.Say(t.Context(), juan, text, nil)
		if err != nil || m.N != i+1 || m.Text != text || !m.FromCustomer {
			t.Fatalf("message %d: %+v, %v", i+1, m, err)
		}
	}
	c, err := l.ledger.In("lomas").Conversation(t.Context(), "c1")
	if err != nil || c.Channel != (desk.Channel{ID: "lomas-web", Kind: desk.ChannelWeb}) || c.Customer.Name != "Juan" || c.Customer.Language != "es" || c.Episode != 1 {
		t.Errorf("the conversation is %+v, %v", c, err)
	}
}

func TestARetryIsTheSameMessage(t *testing.T) {
	t.Parallel()
	chat, _ := newChat(t)
	key := &dispatch.Key{Scope: "c1", Key: "k", Fingerprint: []byte("f")}
	first, err := chat.Say(t.Context(), juan, "Once", key)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := chat.Say(t.Context(), juan, "Meanwhile", nil); err != nil {
		t.Fatal(err)
	}
	again, err := chat.Say(t.Context(), juan, "Once", key)
	if diff := cmp.Diff(first, again); diff != "" || err != nil {
		t.Errorf("the retry is another message: %v\n%s", err, diff)
	}
}

func TestWhatACustomerMayNotWrite(t *testing.T) {
	t.Parallel()
	chat, l := newChat(t)
	for name, test := range map[string]struct {
		text string
		code desk.Code
	}{
		"nothing":      {"", desk.EmptyMessage},
		"blanks":       {" \n\t", desk.EmptyMessage},
		"one too many": {strings.Repeat("ñ", webchat.Limit+1), desk.MessageTooLong},
		"NUL":          {"a\x00b", desk.Invalid},
		"no UTF-8":     {"a\xff", desk.Malformed},
	} {
		_, err := chat.Say(t.Context(), juan, test.text, nil)
		if refusal, ok := errors.AsType[*desk.Error](err); !ok || refusal.Code != test.code {
			t.Errorf("%s: %v instead of %s", name, err, test.code)
		}
	}
	if _, err := l.ledger.In("lomas").Conversation(t.Context(), "c1"); !errors.Is(err, desk.Refuse(desk.NotFound, "")) {
		t.Errorf("something was recorded: %v", err)
	}
	if _, err := chat.Say(t.Context(), juan, strings.Repeat("ñ", webchat.Limit), nil); err != nil {
		t.Errorf("as many as allowed: %v", err)
	}
}
