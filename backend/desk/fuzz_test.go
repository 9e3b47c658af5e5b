package desk_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"relevo/backend/desk"
)

// FuzzMentions looks for people in any text: only members, each once, and only where their handle stands after the sign.
func FuzzMentions(f *testing.F) {
	for _, text := range []string{"", "@gil", "@Gil. @eva!", "a@gil", "@@sol@luz", "¡@ada!", "@gil.ruiz", "@", "@\xff", "é@sam\u200b"} {
		f.Add(text)
	}
	s := newScene()
	f.Fuzz(func(t *testing.T, text string) {
		data, err := desk.Decide(s.c, s.w, sol, desk.AddNote{Note: "n", Text: text}, s.now)
		if err != nil {
			return // what is refused mentions nobody
		}
		mentions := data[0].(desk.NoteAdded).Mentions
		lower := strings.ToLower(text)
		for i, user := range mentions {
			member, ok := s.w.Members[user]
			if !ok || slices.Contains(mentions[:i], user) || !strings.Contains(lower, "@"+member.Handle) {
				t.Fatalf("%q mentions %v", text, mentions)
			}
		}
		if again, _ := desk.Decide(s.c, s.w, sol, desk.AddNote{Note: "n", Text: text + " @gil"}, s.now); len(again) > 0 {
			if !slices.Contains(again[0].(desk.NoteAdded).Mentions, "gil") {
				t.Fatalf("%q hides a mention that follows", text)
			}
		}
	})
}

// FuzzDecideText puts any bytes wherever a command takes words. Nothing panics, and what is wrong with a text is told the
// same way everywhere.
func FuzzDecideText(f *testing.F) {
	for _, text := range []string{"", " ", "Hello", "\x00", "\xff", "a\xed\xa0\x80", "\u00a0", strings.Repeat("🦷", 321), strings.Repeat("é", 4001), strings.Repeat("x", 201)} {
		f.Add(text)
	}
	s := newScene()
	w := s.w
	open := desk.Conversation{ID: "c", Workplace: w.ID}
	open = desk.Evolve(open, desk.Event{Seq: 1, Conversation: "c", At: began, By: desk.TheCustomer, Data: desk.Opened{Episode: 1, Holder: withLara}})
	open = desk.Evolve(open, desk.Event{Seq: 2, Conversation: "c", At: began, By: desk.TheCustomer, Data: desk.Received{Message: "m"}})
	f.Fuzz(func(t *testing.T, text string) {
		for _, place := range []struct {
			by           desk.Actor
			do           desk.Command
			limit        int
			blank, large desk.Code // what a blank and what a long text is answered with; none: it is fine
		}{
			{desk.TheCustomer, desk.Receive{Text: text, Limit: 2000}, 2000, desk.EmptyMessage, desk.MessageTooLong},
			{sol, desk.Reply{Text: text}, 320, desk.EmptyMessage, desk.MessageTooLong},
			{gil, desk.Reply{Text: text}, 320, desk.EmptyMessage, desk.MessageTooLong},
			{sol, desk.Start{Text: text}, 320, desk.EmptyMessage, desk.MessageTooLong},
			{sol, desk.Start{Text: "Hi", Customer: desk.Customer{Name: text}}, 200, "", desk.Invalid},
			{sam, desk.AddNote{Text: text}, 4000, desk.EmptyMessage, desk.MessageTooLong},
			{sol, desk.Assign{To: withGil, Text: text}, 4000, desk.NoteRequired, desk.MessageTooLong},
			{gil, desk.Assign{To: withGil, Text: text}, 4000, "", desk.MessageTooLong},
			{gil, desk.Escalate{Reason: "billing", Text: text}, 4000, desk.NoteRequired, desk.MessageTooLong},
			{sol, desk.Close{Text: text}, 4000, "", desk.MessageTooLong},
			{sol, desk.UpdateCustomer{Name: &text}, 200, desk.Invalid, desk.Invalid},
			{sol, desk.UpdateCustomer{About: &text}, 200, "", desk.Invalid},
			{desk.Lara, desk.LaraReply{Text: text, Upto: 2}, 320, desk.EmptyMessage, desk.MessageTooLong},
			{desk.Lara, desk.LaraHandOver{Text: text, Summary: "?", Upto: 2}, 320, desk.EmptyMessage, desk.MessageTooLong},
			{desk.Lara, desk.LaraHandOver{Text: "Hi", Summary: text, Upto: 2}, 4000, desk.NoteRequired, desk.MessageTooLong},
		} {
			_, err := desk.Decide(open, w, place.by, place.do, began)
			var want desk.Code
			switch {
			case strings.TrimSpace(text) == "":
				want = place.blank
				if want == "" && utf8.RuneCountInString(text) > 200 {
					continue // so many blanks are too long for a name and nothing for a note
				}
			case !utf8.ValidString(text):
				want = desk.Malformed
			case strings.Contains(text, "\x00"):
				want = desk.Invalid
			case len([]rune(text)) > place.limit:
				want = place.large
			}
			refusal, _ := errors.AsType[*desk.Error](err)
			if got := codeOf(refusal); got != want {
				t.Fatalf("%T with %q: %q, want %q", place.do, text, got, want)
			}
			if refusal != nil && len(text) > 20 && strings.Contains(refusal.Detail, text) {
				t.Fatalf("%T gives the submitted text back", place.do)
			}
		}
	})
}

func codeOf(refusal *desk.Error) desk.Code {
	if refusal == nil {
		return ""
	}
	return refusal.Code
}

// FuzzEvolve makes events of any bytes and folds them: it never panics, changes nothing that was there, and loses
// nothing on its way to the disk and back.
func FuzzEvolve(f *testing.F) {
	f.Add([]byte("\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f"))
	f.Add([]byte("\x00\x00\x00\x01\x01\x01\x0b\x0b\x0b"))
	f.Add([]byte("open, taken over, directed, closed, and again"))
	f.Fuzz(func(t *testing.T, story []byte) {
		draw := func() int {
			if len(story) == 0 {
				return 0
			}
			b := story[0]
			story = story[1:]
			return int(b)
		}
		c := desk.Conversation{ID: "c", Workplace: "sonrisas"}
		again := c
		for seq := desk.Seq(1); len(story) > 0 && seq < 200; seq++ {
			e := fuzzed(seq, draw)
			next, err := evolve(c, e)
			if err != nil {
				t.Fatal(err)
			}
			c, again = next, desk.Evolve(again, e)
			if err := roundTripData(e.Data); err != nil {
				t.Fatal(err)
			}
		}
		if err := roundTrip(c); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c, again); diff != "" {
			t.Fatalf("the same events leave two conversations:\n%s", diff)
		}
	})
}

// fuzzed is an event of the drawn numbers.
func fuzzed(seq desk.Seq, draw func() int) desk.Event {
	people := []desk.Actor{ada, sol, gil, eva, sam, desk.Lara, desk.System, desk.TheCustomer}
	by := people[draw()%len(people)]
	return desk.Event{Workplace: "sonrisas", Conversation: "c", Seq: seq, At: began.Add(time.Duration(seq) * time.Minute), By: by, Data: anything(draw)}
}
