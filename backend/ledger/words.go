package ledger

import (
	"encoding/hex"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"relevo/backend/desk"
)

// This file makes words of texts, for the index and for questions alike: the index's tokenizer only splits at blanks.
//
// Case and accents are folded away. Signs divide words and mean nothing: what they divide without a blank is indexed in
// parts and in one piece, so that "O'Brien" is found as obrien and as brien, and a number written with signs or blanks
// is found as it is written and as its digits.

const (
	// wordLimit is how many bytes of a word count; longer ones are told apart by no more.
	wordLimit = 64

	// Words that no text can hold, for their first letter is a sign.
	workplaceSign = "§" // the workplace, as hex
	numberSign    = "¤" // the end of a phone number, four digits at least
)

// shortestEnd is how many digits match anywhere in a number.
const shortestEnd = 4

// foldText takes case and accents away.
func foldText(s string) string {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return foldUnicode(s)
		}
	}
	return strings.ToLower(s)
}

// foldUnicode takes compatibility forms and accents apart, drops the accents, and folds case; folding can make new
// accents (of İ), so they are dropped after it.
func foldUnicode(s string) string {
	s = norm.NFKD.String(cases.Fold().String(norm.NFKD.String(strings.ToValidUTF8(s, " "))))
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, s)
}

// chunk is what stands between two blanks: the words that signs divide it into.
type chunk struct {
	parts  []string
	digits bool // nothing else
}

// chunks divides a text.
func chunks(text string) []chunk {
	var found []chunk
	for _, field := range strings.FieldsFunc(foldText(text), func(r rune) bool { return unicode.IsSpace(r) || r == 0 }) {
		parts := strings.FieldsFunc(field, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) })
		if len(parts) > 0 {
			found = append(found, chunk{parts, allDigits(parts)})
		}
	}
	return found
}

func (c chunk) joined() string { return strings.Join(c.parts, "") }

func allDigits(parts []string) bool {
	for _, p := range parts {
		if strings.Trim(p, "0123456789") != "" {
			return false
		}
	}
	return true
}

// wordSet collects words, each once.
type wordSet struct {
	seen map[string]bool
	b    strings.Builder
}

func (s *wordSet) add(words ...string) {
	for _, word := range words {
		word = clip(word)
		if s.seen[word] {
			continue
		}
		set(&s.seen, word, true)
		if s.b.Len() > 0 {
			s.b.WriteByte(' ')
		}
		s.b.WriteString(word)
	}
}

// addText adds the words of a text: parts, pieces, and digits that stand next to each other.
func (s *wordSet) addText(text string) {
	var digits []string
	flush := func() {
		if len(digits) > 1 {
			s.add(strings.Join(digits, ""))
		}
		digits = nil
	}
	for _, c := range chunks(text) {
		s.add(c.parts...)
		if len(c.parts) > 1 {
			s.add(c.joined())
		}
		if !c.digits {
			flush()
			continue
		}
		digits = append(digits, c.joined())
	}
	flush()
}

// clip shortens a word to what counts of it.
func clip(word string) string {
	if len(word) <= wordLimit {
		return word
	}
	end := wordLimit
	for !utf8.RuneStart(word[end]) {
		end--
	}
	return word[:end]
}

func workplaceWord(w desk.WorkplaceID) string { return workplaceSign + hex.EncodeToString([]byte(w)) }

// messageWords are what a message is found by.
func messageWords(w desk.WorkplaceID, text string) string {
	var s wordSet
	s.add(workplaceWord(w))
	s.addText(text)
	return s.b.String()
}

// personWords are what a customer is found by: the name, the number from its beginning (with and without the country
// code of North America, which nobody types), and every end of it.
func personWords(w desk.WorkplaceID, c desk.Customer) string {
	var s wordSet
	s.add(workplaceWord(w))
	s.addText(c.Name)
	number := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, c.Phone)
	if number != "" {
		s.add(number)
	}
	if national, ok := strings.CutPrefix(number, "1"); ok && len(national) == 10 {
		s.add(national)
	}
	for i := 0; i+shortestEnd <= len(number); i++ {
		s.add(numberSign + number[i:])
	}
	return s.b.String()
}
