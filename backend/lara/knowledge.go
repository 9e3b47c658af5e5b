package lara

import (
	"strings"
	"sync"
)

// Entry is one question that the workplace knows the answer to.
type Entry struct {
	Question string
	Answer   string
	Language string
}

// gist is what a text is about.
type gist struct {
	aspects  map[string]bool // what is asked: price, hours, place …
	things   map[string]bool // of what
	relative bool            // a day is named that only a clock can tell
}

// gistOf takes a text's words for what they name.
func gistOf(words []string) gist {
	g := gist{aspects: map[string]bool{}, things: map[string]bool{}}
	for i := 0; i < len(words); {
		if name, end, ok := turnAt(words, i); ok {
			g.add(name)
			i = end
			continue
		}
		word := words[i]
		i++
		switch name, ok := table[word]; {
		case ok:
			g.add(name)
		case relative[word]:
			g.relative = true
		case idle[word], word == blank, len(word) == 1 && !digits(word):
		default:
			g.add(stem(word))
		}
	}
	return g
}

func turnAt(words []string, i int) (string, int, bool) {
	for _, t := range turnsByWord[words[i]] {
		if end, ok := t.pattern.at(words, i); ok {
			return t.name, end, true
		}
	}
	return "", 0, false
}

// add files a name: aspects are in capitals.
func (g gist) add(name string) {
	switch {
	case name == "":
	case name[0] >= 'A' && name[0] <= 'Z', name[0] == '$':
		g.aspects[name] = true
	default:
		g.things[name] = true
	}
}

// stem makes one of a word's plural, its genders, and mostly of its two languages' endings.
func stem(word string) string {
	if len(word) > 3 {
		word = strings.TrimSuffix(word, "s")
	}
	if len(word) > 4 {
		word = strings.TrimRight(word, "aeo")
	}
	return word
}

// implied are the aspects that an entry's things stand for.
func (g gist) implied() {
	for thing := range g.things {
		switch {
		case insurers[thing]:
			g.aspects["INSURANCE"] = true
		case payments[thing]:
			g.aspects["PAYMENT"] = true
		case dayThings[thing]:
			g.aspects["HOURS"] = true
		}
	}
}

// known entry, read.
type subject struct {
	entry    Entry
	words    []string
	question gist
	answer   gist
}

func subjectOf(e Entry) subject {
	s := subject{entry: e, words: allWords(e.Question)}
	s.question, s.answer = gistOf(s.words), gistOf(allWords(e.Answer))
	s.question.implied()
	addDays(s.answer.things, allWords(e.Answer))
	return s
}

// library remembers entries as they were read: there are few, and they are asked about all day.
type library struct {
	mu    sync.Mutex // guards known
	known map[Entry]subject
}

// shelf is how many entries a library remembers before it begins anew.
const shelf = 10_000

func (l *library) read(e Entry) subject {
	l.mu.Lock()
	s, ok := l.known[e]
	l.mu.Unlock()
	if ok {
		return s
	}
	s = subjectOf(e)
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.known == nil || len(l.known) >= shelf {
		l.known = map[Entry]subject{}
	}
	l.known[e] = s
	return s
}

// allWords are a text's words, whatever its clauses.
func allWords(text string) []string {
	var words []string
	for _, p := range read(text).pieces {
		words = append(words, p.words...)
	}
	return words
}

// answerFrom is the entry that surely answers a question.
func answerFrom(subjects []subject, words []string) (Entry, bool) {
	q := gistOf(words)
	best, second := 0, 0
	var found Entry
	for _, s := range subjects {
		score := s.score(q, words)
		switch {
		case score > best:
			best, second, found = score, best, s.entry
		case score == best && s.entry.Answer != found.Answer:
			second = score
		}
	}
	return found, best > 0 && best > second
}

// score says how well the entry answers a question; 0: not surely.
func (s subject) score(q gist, words []string) int {
	if sameWords(s.words, words) {
		return 1000
	}
	if len(q.things) == 0 && len(q.aspects) == 0 {
		return 0
	}
	inQuestion, inAnswer := 0, 0
	for thing := range q.things {
		switch {
		case q.hoursNumber(thing), partOfDay[thing] && q.aspects["HOURS"], thing == "tooth" && names(q, treatment):
		case holdsThing(s.question.things, thing):
			inQuestion++
		case holdsThing(s.answer.things, thing) && s.mayTell(thing, q):
			inAnswer++
		default:
			return 0
		}
	}
	aspects, ok := s.covers(q, inQuestion > 0)
	if !ok {
		return 0
	}
	extra := s.extraThings(q)
	switch {
	case inQuestion == 0 && extra > 0:
		return 0
	case inQuestion > 0 && extra > 2*inQuestion:
		return 0
	case inQuestion == 0 && aspects == 0 && inAnswer == 0:
		return 0
	case inQuestion == 0 && inAnswer == 0 && s.extraAspects(q) > 0:
		return 0
	}
	return 60*inQuestion + 40*aspects + 20*inAnswer - 10*extra - 5*s.extraAspects(q)
}

// covers counts the asked aspects that the entry is about. What is asked of a thing may stand in the answer alone,
// where the entry is about that thing.
func (s subject) covers(q gist, aboutThing bool) (int, bool) {
	n := 0
	for aspect := range q.aspects {
		switch {
		case s.question.aspects[aspect]:
			n++
		case aspect == "ACCEPT", aspect == "SERVICES" && len(q.things) > 0:
		case aboutThing && s.answer.aspects[aspect]:
			n++
		case aspect == "APPOINTMENT" && s.question.things["walkin"]:
		case aspect == "INSURANCE" && names(q, insurers) && s.question.aspects["INSURANCE"]:
		default:
			return 0, false
		}
	}
	return n, true
}

// hoursNumber tells whether a thing is a number that says a time of day.
func (q gist) hoursNumber(thing string) bool {
	return digits(thing) && q.aspects["HOURS"]
}

// mayTell tells whether an entry that names a thing in its answer alone is about such things: an insurer is to be
// named by an entry about insurance.
func (s subject) mayTell(thing string, q gist) bool {
	about := s.question.aspects
	if !dayThings[thing] && !s.onlyExamples(q) {
		return false
	}
	switch {
	case insurers[thing]:
		return about["INSURANCE"] || about["ACCEPT"]
	case payments[thing]:
		return about["PAYMENT"] || about["ACCEPT"]
	case dayThings[thing]:
		return about["HOURS"]
	case about["SERVICES"]:
		return true
	case about["PRICE"]:
		return q.aspects["PRICE"]
	case about["INSURANCE"], about["PAYMENT"]:
		return q.aspects["INSURANCE"] || q.aspects["PAYMENT"] || q.aspects["ACCEPT"]
	}
	return len(about) > 0 && !treatment[thing]
}

// onlyExamples tells whether the things that the entry asks about are but examples of what the customer asks: who asks
// about insurance is helped by the answer to "do you take Triple-S?" where that answer names insurers.
func (s subject) onlyExamples(q gist) bool {
	for thing := range s.question.things {
		insurer := insurers[thing] && (q.aspects["INSURANCE"] || names(q, insurers)) && names(s.answer, insurers)
		payment := payments[thing] && (q.aspects["PAYMENT"] || names(q, payments)) && names(s.answer, payments)
		if !insurer && !payment {
			return false
		}
	}
	return true
}

// names tells whether a text names one of a kind.
func names(g gist, kind map[string]bool) bool {
	for thing := range g.things {
		if kind[thing] {
			return true
		}
	}
	return false
}

// extraThings are what the entry asks about and the customer doesn't.
func (s subject) extraThings(q gist) int {
	if s.onlyExamples(q) {
		return 0
	}
	n := 0
	for thing := range s.question.things {
		if !holdsThing(q.things, thing) {
			n++
		}
	}
	return n
}

func (s subject) extraAspects(q gist) int {
	n := 0
	for aspect := range s.question.aspects {
		if !q.aspects[aspect] && aspect != "ACCEPT" && aspect != "SERVICES" {
			n++
		}
	}
	return n
}

// holdsThing tells whether a thing is among others, a slip of the finger in a long word forgiven.
func holdsThing(things map[string]bool, thing string) bool {
	if things[thing] {
		return true
	}
	for other := range things {
		if slip(thing, other) {
			return true
		}
	}
	return false
}

// slip tells whether two long words differ by one letter: left out, put in, another, or two swapped.
func slip(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < 5 || len(b) < 6 || len(b)-len(a) > 1 || a[0] != b[0] || digits(a) || isConcept(a) && isConcept(b) {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	if i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:] {
		return true
	}
	return i < len(a) && a[i+1:] == b[i+1:]
}

// isConcept tells whether a word names a concept, which is never another one misspelt.
func isConcept(word string) bool { return conceptNames[word] }

var conceptNames = func() map[string]bool {
	names := map[string]bool{}
	for _, name := range table {
		names[name] = true
	}
	for _, t := range turns {
		names[t.name] = true
	}
	return names
}()

func sameWords(a, b []string) bool {
	if len(a) != len(b) || len(a) == 0 {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// week in its order, for "Monday to Friday".
var week = []string{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

// addDays adds the days that an answer's ranges name: "Monday to Friday", "lunes a viernes", "every day".
func addDays(things map[string]bool, words []string) {
	if has(everyDay, words) {
		for _, day := range week {
			things[day] = true
		}
		things["weekend"], things["weekday"] = true, true
	}
	for i := 0; i+2 < len(words); i++ {
		from, to := dayNumber(words[i]), dayNumber(words[i+2])
		if from < 0 || to < from || !rangeWords[words[i+1]] {
			continue
		}
		for _, day := range week[from : to+1] {
			things[day] = true
		}
	}
	if things["saturday"] && things["sunday"] {
		things["weekend"] = true
	}
}

func dayNumber(word string) int {
	for i, day := range week {
		if table[word] == day {
			return i
		}
	}
	return -1
}

var (
	everyDay   = patterns(`every day, everyday, daily, seven days, 7 days, todos los dias, siete dias, 7 dias, 24 7, lunes a domingo, monday to sunday, monday through sunday`)
	rangeWords = set(`to through thru until till a al hasta`)
)
