package lara

import (
	"slices"
	"strings"
	"time"

	"relevo/backend/desk"
)

// Input is all that Lara thinks about. It is only read.
type Input struct {
	Settings
	// Messages of this episode either way, oldest first.
	Messages []Message
	// Customer is the customer's language; empty: not known.
	Customer string
	// Now, in the workplace's zone.
	Now time.Time

	read func(Entry) subject // how an entry is read where that is remembered; nil: anew
}

// Settings are what Lara knows of a workplace.
type Settings struct {
	On        bool
	Name      string
	Language  string // the customers' default
	Limit     int    // code points in a message to a customer
	Hours     Hours  // nil: always open
	Zone      *time.Location
	Knowledge []Entry // what may be said now
}

// Message is something said to or by the customer.
type Message struct {
	FromCustomer bool
	Text         string
	Answers      bool // it ended the customer's waiting
}

// Thought is what Lara would do. Without HandOver, Text answers the customer.
type Thought struct {
	Text     string
	HandOver bool
	Reason   desk.ReasonID // of the hand-over
	Note     string        // of the hand-over
}

// The reasons for which Lara hands over.
const (
	reasonUrgent     = desk.ReasonUrgent
	reasonScheduling = desk.ReasonID("scheduling")
	reasonGeneral    = desk.ReasonID("general")
)

// answersAtOnce is how many answers one message of hers may hold.
const answersAtOnce = 3

// Think decides what to do about what the customer wrote since they were last answered. It is a pure function.
func Think(in Input) Thought {
	waiting := waitingIn(in.Messages)
	t := &thinking{Input: in, earlier: in.Messages[:len(in.Messages)-len(waiting)]}
	if t.read == nil {
		t.read = subjectOf
	}
	t.language = t.languageOf(waiting)
	for _, m := range waiting {
		if m.FromCustomer {
			t.texts = append(t.texts, m.Text)
			t.waiting = append(t.waiting, read(m.Text))
		}
	}
	switch {
	case emergency(t.texts...):
		return t.handOver(reasonUrgent, sayUrgent, noteUrgent)
	case t.anyClause(asksPerson) && !t.anyClause(wishesAppointment):
		return t.handOver(reasonGeneral, sayPerson, notePerson)
	}
	return t.answer()
}

// waitingIn are the customer's messages since the last answer.
func waitingIn(messages []Message) []Message {
	from := len(messages)
	for i := len(messages) - 1; i >= 0; i-- {
		if !messages[i].FromCustomer && messages[i].Answers {
			break
		}
		from = i
	}
	return messages[from:]
}

// thinking is one thought on its way.
type thinking struct {
	Input
	language string
	earlier  []Message   // before what waits
	texts    []string    // what the customer wrote and waits
	waiting  []utterance // the same, read
	subjects []subject
}

// languageOf is the language to answer in: of the newest message in which it shows, else the customer's, else the
// workplace's.
func (t *thinking) languageOf(waiting []Message) string {
	for _, m := range slices.Backward(waiting) {
		if language := Language(m.Text); m.FromCustomer && language != "" {
			return language
		}
	}
	for _, language := range []string{t.Customer, t.Settings.Language} {
		if language == English || language == Spanish {
			return language
		}
	}
	return English
}

func (t *thinking) anyClause(is func([]string) bool) bool {
	for _, u := range t.waiting {
		for _, p := range u.pieces {
			if is(p.words) {
				return true
			}
		}
	}
	return false
}

// answer goes through what waits, sentence by sentence: everything has to have its answer, or people give it.
func (t *thinking) answer() Thought {
	for _, e := range t.Knowledge {
		if (e.Language == t.language || e.Language == "") && strings.TrimSpace(e.Answer) != "" {
			t.subjects = append(t.subjects, t.read(e))
		}
	}
	kind := noTalk
	var answers []string
	var asked [][]string
	for _, u := range t.waiting {
		if len(u.pieces) == 0 && !u.smiles {
			return t.pass(reasonGeneral) // "???"
		}
		if u.smiles {
			kind = max(kind, nod)
		}
		for _, s := range sentences(u) {
			small, words := s.substance()
			kind = max(kind, small)
			if len(words) == 0 {
				continue
			}
			if t.repeats(words, asked) {
				return t.handOver(reasonGeneral, sayCannot, noteRepeated)
			}
			asked = append(asked, words)
			texts, why := t.answerTo(s)
			if why != "" {
				return t.pass(why)
			}
			for _, text := range texts {
				if !slices.Contains(answers, text) {
					answers = append(answers, text)
				}
			}
		}
	}
	if len(answers) == 0 {
		return t.smallAnswer(kind)
	}
	text := strings.Join(answers, "\n")
	if len(answers) > answersAtOnce || !fits(text, t.Limit) {
		return t.pass(reasonGeneral)
	}
	return Thought{Text: text}
}

// pass hands over what she has no answer to.
func (t *thinking) pass(why desk.ReasonID) Thought {
	if why == reasonScheduling {
		return t.handOver(reasonScheduling, sayScheduling, noteScheduling)
	}
	return t.handOver(reasonGeneral, sayCannot, noteUnknown)
}

// phrase is one sentence of a message.
type line struct{ pieces []piece }

// sentences are a message's, each with its clauses.
func sentences(u utterance) []line {
	var lines []line
	for _, p := range u.pieces {
		if p.join == sentence || len(lines) == 0 {
			lines = append(lines, line{})
		}
		last := &lines[len(lines)-1]
		last.pieces = append(last.pieces, p)
	}
	return lines
}

// substance is a sentence without small talk and words that only lead up to something.
func (s line) substance() (talk, []string) {
	kind := noTalk
	var words []string
	for _, p := range s.pieces {
		small := smallTalk(p.words)
		kind = max(kind, small)
		switch {
		case small != noTalk:
		case chatter(p.words):
			kind = max(kind, greeting)
		default:
			words = append(words, p.words...)
		}
	}
	return kind, words
}

// chatter tells whether a clause says nothing that wants an answer.
func chatter(words []string) bool {
	at, ok := find(intro, words)
	if ok && at.from == 0 {
		rest := words[at.to:]
		if len(rest) == 0 || named(words[:at.to]) && len(rest) <= 4 {
			return true
		}
	}
	for _, word := range words {
		if !fillers[word] && !digits(word) {
			return false
		}
	}
	return true
}

// named tells whether a clause leads up to a name.
func named(words []string) bool {
	last := words[len(words)-1]
	return last == "is" || last == "llamo" || last == "es" || last == "names"
}

// answerTo answers one sentence, whole or clause by clause, or says for what reason it is to be handed over.
func (t *thinking) answerTo(s line) ([]string, desk.ReasonID) {
	_, words := s.substance()
	wish, mention, asks := false, false, false
	for _, p := range s.pieces {
		asks = asks || p.question
		if wishesAppointment(p.words) {
			about := has(asksAbout, p.words) || p.question && has(asksWhether, p.words)
			wish, mention = wish || !about, true
		}
	}
	if wish && !(asks && t.verbatim(words)) {
		return nil, reasonScheduling
	}
	if text, ok := t.answerOne(words); ok {
		return []string{text}, ""
	}
	if texts, ok := t.answerParts(s); ok {
		return texts, ""
	}
	if mention && !gistOf(words).aspects["PRICE"] {
		return nil, reasonScheduling
	}
	return nil, reasonGeneral
}

// verbatim tells whether an entry asks exactly this.
func (t *thinking) verbatim(words []string) bool {
	return slices.ContainsFunc(t.subjects, func(s subject) bool { return sameWords(s.words, words) })
}

// answerParts answers a sentence of several questions: each clause must be one of its own.
func (t *thinking) answerParts(s line) ([]string, bool) {
	var texts []string
	for _, p := range s.pieces {
		if smallTalk(p.words) != noTalk || chatter(p.words) {
			continue
		}
		if !ownQuestion(p.words) {
			return nil, false
		}
		text, ok := t.answerOne(p.words)
		if !ok {
			return nil, false
		}
		texts = append(texts, text)
	}
	return texts, len(texts) > 1
}

// ownQuestion tells whether a clause can be understood without the one before it: it asks, or names a topic.
func ownQuestion(words []string) bool {
	g := gistOf(words)
	if len(g.things) == 0 && len(g.aspects) > 0 {
		return true
	}
	return has(questionWords, words)
}

var questionWords = patterns(`^ what, ^ where, ^ when, ^ how, ^ which, ^ who, ^ do, ^ does, ^ are, ^ is, ^ can, ^ could, ^ que, ^ cual, ^ cuales, ^ donde, ^ cuando, ^ como, ^ cuanto, ^ a que, ^ hasta que, ^ en que, ^ tienen, ^ tiene, ^ aceptan, ^ acepta, ^ cogen, ^ toman, ^ hay, ^ hacen, ^ ofrecen, ^ estan, ^ abren, ^ cierran, ^ si, ^ if you, ^ atienden, ^ puedo, ^ queria saber, ^ quisiera saber, ^ quiero saber`)

// answerOne answers one question from the knowledge, or from the hours.
func (t *thinking) answerOne(words []string) (string, bool) {
	q := gistOf(words)
	aboutHours := t.aboutHours(q, words)
	if aboutHours {
		q.aspects["HOURS"] = true
	}
	w := t.whenOf(words)
	if aboutHours && limited(t.Hours) && (w.now || q.relative && len(w.days) > 0) && !t.verbatim(words) {
		return t.computed(w)
	}
	asked := words
	if aboutHours && len(q.things) == 0 {
		asked = []string{"hours"} // in whatever words: when are they open
		if t.verbatim(words) {
			asked = words
		}
	} else if aboutHours {
		asked = append(slices.Clone(words), "hours")
		if t.verbatim(words) {
			asked = words
		}
	}
	if e, ok := answerFrom(t.subjects, asked); ok {
		return e.Answer, fits(e.Answer, t.Limit)
	}
	if aboutHours && limited(t.Hours) {
		return t.computed(w)
	}
	return "", false
}

func (t *thinking) computed(w when) (string, bool) {
	text := t.hoursAnswer(w)
	return text, fits(text, t.Limit)
}

// aboutHours tells whether a question is about opening hours and nothing else.
func (t *thinking) aboutHours(q gist, words []string) bool {
	days := q.relative
	for thing := range q.things {
		switch {
		case dayThings[thing]:
			days = true
		case digits(thing), partOfDay[thing]:
		default:
			return false
		}
	}
	for aspect := range q.aspects {
		if aspect != "HOURS" {
			return false
		}
	}
	if q.aspects["HOURS"] {
		return true
	}
	return days && has(openFor, words)
}

// openFor are words that ask for opening hours where a day stands beside them.
var openFor = patterns(`work, working, there, here, atienden, atiende, trabajan, trabaja, trabajando, estan, dan servicio, in the office, office, oficina, consultorio, clinica, you around, hay servicio, hay alguien, see patients, seeing patients, ven pacientes, what about, how about, y el, y los, ^ el, ^ los, ^ on`)

// smallAnswer answers small talk.
func (t *thinking) smallAnswer(kind talk) Thought {
	hello := sayHello
	if slices.ContainsFunc(t.earlier, func(m Message) bool { return !m.FromCustomer }) {
		hello = sayAgain
	}
	say, ok := map[talk]phrase{nod: sayNod, greeting: hello, farewell: sayBye, thanking: sayWelcome, whoAreYou: sayIAm}[kind]
	text := t.say(say, "NAME", t.Name)
	if !ok || !fits(text, t.Limit) {
		return t.handOver(reasonGeneral, sayCannot, noteUnknown)
	}
	return Thought{Text: text}
}
