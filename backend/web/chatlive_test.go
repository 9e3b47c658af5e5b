package web

import (
	"slices"
	"testing"
)

func (r *liveRoom) joinChat(token, since string, origin ...string) *liveClient {
	r.t.Helper()
	c := r.dial("/api/v1/chat/live", origin...)
	c.send(`{"type":"hello","token":"` + token + `"` + since + `}`)
	return c
}

func TestChatSockets(t *testing.T) {
	t.Parallel()
	r := newLiveRoom(t)
	r.say("mine", 3, 10)
	r.say("another's", 3, 10)
	mine := r.joinChat("chat of mine", `,"since":1`)
	welcome := mine.await("welcome", func(f liveFrame) bool { return f.Type == "welcome" })
	if welcome.Seq != 3 {
		t.Errorf("the welcome tells %d", welcome.Seq)
	}
	r.say("another's", 1, 10)
	r.say("mine", 2, 10)
	mine.awaitSeqs(2, 5)

	colleague := r.join("ana")
	colleague.await("who is here", func(f liveFrame) bool { return f.Type == "presence" }) // what is shown before is none of hers
	mine.send(`{"type":"typing"}`)
	typing := colleague.await("the customer types", func(f liveFrame) bool { return f.Type == "typing" })
	if typing.User != nil || typing.Conversation != "mine" || typing.Workplace != "a" {
		t.Errorf("%+v", typing)
	}
	colleague.send(`{"type":"typing","conversation":"mine"}`)
	mine.await("a colleague types", func(f liveFrame) bool { return f.Type == "typing" && f.User == nil && f.Workplace == "" })

	for i, frame := range []string{`{"type":"dance"}`, `{"type":"viewing","conversation":"mine"}`, `{"type":"typing","conversation":"another's"}`, `{"type":"hello","token":"chat of mine"}`} {
		mine.send(frame)
		if code := mine.awaitErrors(i + 1); code != "malformed" {
			t.Errorf("%s: %s", frame, code)
		}
	}
	r.joinChat("chat of mine", `,"since":9`).await("beyond the newest", func(f liveFrame) bool { return f.Type == "resync" && f.Seq == 5 })
	kinds := []string{"welcome", "messages", "typing", "error"}
	mine.mu.Lock()
	defer mine.mu.Unlock()
	for _, f := range mine.frames {
		if !slices.Contains(kinds, f.Type) || len(f.Events) > 0 {
			t.Errorf("a customer got %+v", f)
		}
	}
}

func TestChatSocketsCloseWithTheRightCode(t *testing.T) {
	t.Parallel()
	r := newLiveRoom(t)
	for _, test := range []struct {
		name, frame, origin string
		code                int // 0: it stays
	}{
		{"no token", `{"type":"hello"}`, "", 4401},
		{"null for a token", `{"type":"hello","token":null}`, "", 4401},
		{"a colleague's token", `{"type":"hello","token":"token of ana"}`, "", 4401},
		{"no hello first", `{"type":"typing"}`, "", 4400},
		{"no JSON", `typing`, "", 4400},
		{"a foreign page", `{"type":"hello","token":"chat of mine on https://clinic.example"}`, "https://evil.example", 4403},
		{"a page of no origin", `{"type":"hello","token":"chat of mine on https://clinic.example"}`, "null", 4403},
		{"the clinic's page", `{"type":"hello","token":"chat of mine on https://clinic.example"}`, "https://clinic.example", 0},
		{"our own page", `{"type":"hello","token":"chat of mine on https://clinic.example"}`, r.http.URL, 0},
		{"no browser", `{"type":"hello","token":"chat of mine on https://clinic.example"}`, "", 0},
		{"a channel without a list", `{"type":"hello","token":"chat of mine"}`, "https://anything.example", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var origin []string
			if test.origin != "" {
				origin = append(origin, test.origin)
			}
			c := r.dial("/api/v1/chat/live", origin...)
			c.send(test.frame)
			if test.code == 0 {
				c.await("welcome", func(f liveFrame) bool { return f.Type == "welcome" })
				return
			}
			c.awaitClose(test.code)
		})
	}
}
