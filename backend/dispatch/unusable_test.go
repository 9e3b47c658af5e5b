package dispatch_test

import (
	"errors"
	"testing"

	"relevo/backend/desk"
	"relevo/backend/dispatch"
)

// TestUnusable has something come that was found wrong before it became a command: a used key, who may, and how the
// conversation stands are told first.
func TestUnusable(t *testing.T) {
	t.Parallel()
	noFile := desk.Refuse(desk.Invalid, "There is no such file.")
	for _, test := range []struct {
		rule string
		by   desk.Actor
		do   desk.Command
		key  *dispatch.Key
		want desk.Code
	}{
		{"alone it is the reason", luz, desk.AddNote{Note: "n", Text: "Hm"}, nil, desk.Invalid},
		{"what would record nothing is refused too", sol, desk.Assign{To: withSol}, nil, desk.Invalid},
		{"a used key comes first", sol, reply("m2", "Hi"), key(sol, "k", "other"), desk.IdempotencyMismatch},
		{"the role comes first", sam, reply("m2", "Hi"), nil, desk.Forbidden},
		{"a lock comes first", gil, reply("m2", "Hi"), nil, desk.AgentsLockedOut},
		{"who is no member learns nothing of it", bea, reply("m2", "Hi"), nil, desk.NotFound},
	} {
		t.Run(test.rule, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			h.writes("c")
			h.run("c", sol, reply("m1", "Once"), key(sol, "k", "once"))
			before := len(h.log("sonrisas"))
			_, err := h.do.Do(t.Context(), dispatch.Command{Workplace: "sonrisas", Conversation: "c", By: test.by, Do: test.do, Key: test.key, Unusable: noFile})
			refusal, ok := errors.AsType[*desk.Error](err)
			if !ok || refusal.Code != test.want {
				t.Fatalf("answered %v, want %s", err, test.want)
			}
			if shown := refusal.Conversation != nil; shown != (test.want != desk.NotFound) {
				t.Errorf("the refusal shows the conversation: %v", shown)
			}
			if noFile.Conversation != nil || len(h.log("sonrisas")) != before {
				t.Error("the refusal left something behind")
			}
		})
	}
}
