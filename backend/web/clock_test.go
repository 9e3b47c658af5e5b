package web_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// TestPromise18_ClocksDoNotMatter runs commands of people and a customer by a clock that leaps a day to and fro at every
// look. The order, retries, who holds what and what comes first in the stream are as if it stood right.
func TestPromise18_ClocksDoNotMatter(t *testing.T) {
	t.Parallel()
	w := assembleBy(t, func() time.Time {
		return time.Now().Add(time.Duration(rand.Int64N(int64(48*time.Hour))) - 24*time.Hour)
	}, twoWorkplaces)
	sol, gil := w.as("sol"), w.as("gil")
	first, a := w.said("Hello")
	second, b := w.said("Hello")
	for round := range 20 {
		key := func(what string) string { return fmt.Sprint(what, " ", round) }
		for _, c := range []string{a, b} {
			path := "/api/v1/conversations/" + c + "/messages"
			told := sol.post(path, object{"text": key("reply")}, "Idempotency-Key", key(c)).want(200)
			if again := sol.post(path, object{"text": key("reply")}, "Idempotency-Key", key(c)).want(200); again.text("events.0.message") != told.text("events.0.message") || fmt.Sprint(again.at("events")) != fmt.Sprint(told.at("events")) {
				t.Fatalf("a retry was answered with %s, and the first time with %s", again.Body, told.Body)
			}
			sol.post(path, object{"text": "another"}, "Idempotency-Key", key(c)).want(422)
			gil.post(path, object{"text": "too late"}).want(409)
		}
		newest := []string{a, b}[round%2]
		[]who{first, second}[round%2].post("/api/v1/chat/messages", object{"text": key("thanks")}).want(201)
		stream := sol.get(sonrisas + "/stream").want(200)
		if got := stream.text("sections.0.conversations.0.id"); got != newest {
			t.Errorf("round %d: the newest message's conversation is not the first of the stream", round)
		}
	}
	events := sol.get(sonrisas + "/events?limit=200").want(200)
	texts := map[any]bool{}
	for i, e := range events.at("events").([]any) {
		event := e.(object)
		if seq := event["seq"].(float64); int(seq) != i+1 {
			t.Errorf("event %v stands in place %d", seq, i+1)
		}
		if event["kind"] == "message.sent" {
			text := fmt.Sprint(event["conversation"], event["data"].(object)["text"])
			if texts[text] {
				t.Errorf("%s was sent twice", text)
			}
			texts[text] = true
		}
	}
	if len(texts) != 40 {
		t.Errorf("%d messages were sent, of 40", len(texts))
	}
}
