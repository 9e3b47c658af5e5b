package lara

import (
	"strings"

	"relevo/backend/desk"
)

// noteLimit is how long a note may be, quoted how long one message in it, and noteMessages how many they are.
const (
	noteLimit    = desk.NoteLimit
	quoted       = 240
	noteMessages = 12
)

// handOver gives the conversation to people: it says so to the customer in one short message, outside opening hours
// with the time at which somebody will answer, and tells in a note what was asked and answered.
func (t *thinking) handOver(reason desk.ReasonID, say, note phrase) Thought {
	return Thought{HandOver: true, Reason: reason, Text: t.farewell(say), Note: t.note(note)}
}

// farewell is the longest of its forms that fits.
func (t *thinking) farewell(say phrase) string {
	first, then := t.say(say), t.say(saySoon)
	if t.shut() {
		then = t.say(sayLater)
		if at, ok := t.Hours.NextOpening(t.Now); ok {
			then = t.say(sayWhen, "WHEN", t.moment(at))
		}
	}
	for _, text := range []string{first + " " + then, then, first, t.say(sayBriefly)} {
		if fits(text, t.Limit) {
			return text
		}
	}
	return shortened(t.say(sayBriefly), t.Limit)
}

// note tells the next person, in the workplace's language, why this is theirs and what was said. An @ in a customer's
// words must not call a colleague, so it is written as its wider twin.
func (t *thinking) note(why phrase) string {
	language := Spanish
	if t.Settings.Language == English {
		language = English
	}
	messages := t.Messages
	lines := []string{why.fill(language)}
	if len(messages) > noteMessages {
		messages = messages[len(messages)-noteMessages:]
		lines = append(lines, noteEarlier.fill(language))
	}
	for _, m := range messages {
		text := strings.Join(strings.Fields(strings.ReplaceAll(m.Text, "@", "＠")), " ")
		if text == "" {
			continue
		}
		who := noteAnswered
		if m.FromCustomer {
			who = noteAsked
		}
		lines = append(lines, who.fill(language)+shortened(text, quoted))
	}
	return shortened(strings.Join(lines, "\n"), noteLimit)
}

// tooLate is the hand-over of what waited too long with Lara. It needs as little of her as can be: what keeps her may be
// her own thinking.
func tooLate(in Input) (th Thought) {
	waiting := waitingIn(in.Messages)
	t := &thinking{Input: in}
	t.language = t.languageOf(nil)
	defer func() {
		if recover() != nil {
			t.Messages, t.Hours = nil, nil
			th = t.handOver(reasonGeneral, sayCannot, noteLate)
		}
	}()
	t.language = t.languageOf(waiting)
	reason := reasonGeneral
	for _, m := range waiting {
		if m.FromCustomer && emergency(m.Text) {
			reason = reasonUrgent
		}
	}
	return t.handOver(reason, sayCannot, noteLate)
}

// silenced is the hand-over of a conversation in which nothing may be sent to the customer.
func silenced(in Input) Thought {
	th := Think(in)
	if !th.HandOver {
		t := &thinking{Input: in}
		t.language = t.languageOf(waitingIn(in.Messages))
		th = t.pass(reasonGeneral)
	}
	return th
}
