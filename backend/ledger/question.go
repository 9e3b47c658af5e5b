package ledger

import (
	"slices"
	"strings"

	"relevo/backend/desk"
)

// questionLimit is how many words of a question count: each costs a walk along the index.
const questionLimit = 12

// question is what somebody searches for, as expressions for the two indexes. Its zero value asks for nothing.
type question struct {
	messages string // all words in one message
	people   string // all words in name and number
}

// ask reads a question. It understands every text: whatever is neither letter nor digit divides words, and what is left
// is quoted, so nothing in it can be an operator of the index.
func ask(w desk.WorkplaceID, q string) question {
	found := shorten(chunks(q))
	if len(found) == 0 {
		return question{}
	}
	messages, people := []string{exactly(workplaceWord(w))}, []string{exactly(workplaceWord(w))}
	for len(found) > 0 {
		run := 1
		for found[0].digits && run < len(found) && found[run].digits {
			run++
		}
		messages = append(messages, alternatives(found[:run], beginning))
		people = append(people, alternatives(found[:run], ofNumber))
		found = found[run:]
	}
	return question{messages: strings.Join(messages, " AND "), people: strings.Join(people, " AND ")}
}

// shorten keeps the first words of a question, each once.
func shorten(all []chunk) []chunk {
	var kept []chunk
	words := 0
	for _, c := range all {
		if words == questionLimit {
			break
		}
		if !c.digits && slices.ContainsFunc(kept, func(k chunk) bool { return slices.Equal(k.parts, c.parts) }) {
			continue
		}
		c.parts = c.parts[:min(len(c.parts), questionLimit-words)]
		words += len(c.parts)
		kept = append(kept, c)
	}
	return kept
}

// empty tells that the question has no words: it asks for everything.
func (q question) empty() bool { return q.messages == "" }

// alternatives asks for chunks that stand next to each other: for each of them, or for all in one piece.
func alternatives(run []chunk, word func(string) string) string {
	var each, piece []string
	for _, c := range run {
		each = append(each, partsOrPiece(c, word))
		piece = append(piece, c.joined())
	}
	if len(run) == 1 {
		return each[0]
	}
	return "((" + strings.Join(each, " AND ") + ") OR " + word(strings.Join(piece, "")) + ")"
}

func partsOrPiece(c chunk, word func(string) string) string {
	var parts []string
	for _, p := range c.parts {
		parts = append(parts, word(p))
	}
	if len(c.parts) == 1 {
		return parts[0]
	}
	return "((" + strings.Join(parts, " AND ") + ") OR " + word(c.joined()) + ")"
}

// exactly asks for a word; words hold no quotes.
func exactly(word string) string { return `"` + word + `"` }

// beginning asks for words that begin so.
func beginning(word string) string { return exactly(clip(word)) + " *" }

// ofNumber asks for words that begin so, or, of four digits or more, for numbers that hold them anywhere.
func ofNumber(word string) string {
	if len(word) >= shortestEnd && allDigits(word) {
		return "(" + beginning(word) + " OR " + beginning(numberSign+word) + ")"
	}
	return beginning(word)
}
