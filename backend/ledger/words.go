package ledger

import (
	"encoding/hex"
	"slices"
	"strings"
	"sync"
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
//
// The indexes keep no texts: what was put in is taken out by making the same words again. So whoever changes what words
// a text has rebuilds both indexes in a migration.

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
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case r < utf8.RuneSelf:
			b.WriteByte(lower(byte(r)))
		case r < latinEnd:
			b.WriteString(latin()[r-utf8.RuneSelf])
		default:
			return foldUnicode(s)
		}
	}
	return b.String()
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// latinEnd is where letters begin that can't be folded one by one: accents of their own follow.
const latinEnd = 0x250

// latin is what foldUnicode makes of each letter that most texts have no others than.
var latin = sync.OnceValue(func() (table [latinEnd - utf8.RuneSelf]string) {
	for i := range table {
		table[i] = foldUnicode(string(rune(utf8.RuneSelf + i)))
	}
	return table
})

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
	text = foldText(text)
	var found []chunk
	var c chunk
	begin := -1 // of the word that is being read
	c.digits = true
	for i, r := range text {
		switch kindOf(r) {
		case digit:
			if begin < 0 {
				begin = i
			}
			continue
		case letter:
			if begin < 0 {
				begin = i
			}
			c.digits = false
			continue
		case blank:
			c.take(text, &begin, i)
			if len(c.parts) > 0 {
				found = append(found, c)
			}
			c = chunk{digits: true}
		case sign:
			c.take(text, &begin, i)
		}
	}
	if c.take(text, &begin, len(text)); len(c.parts) > 0 {
		found = append(found, c)
	}
	return found
}

// take ends the word that began before, if one did.
func (c *chunk) take(text string, begin *int, end int) {
	if *begin >= 0 {
		c.parts = append(c.parts, text[*begin:end])
	}
	*begin = -1
}

// What a character is to a search.
const (
	sign = iota
	blank
	digit
	letter
)

func kindOf(r rune) int {
	switch {
	case '0' <= r && r <= '9':
		return digit
	case 'a' <= r && r <= 'z':
		return letter
	case r == ' ', r == 0, unicode.IsSpace(r):
		return blank
	case r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)):
		return letter
	}
	return sign
}

func (c chunk) joined() string {
	if len(c.parts) == 1 {
		return c.parts[0]
	}
	return strings.Join(c.parts, "")
}

// allDigits tells whether a word is a number.
func allDigits(word string) bool { return strings.Trim(word, "0123456789") == "" }

// words collects what a text is found by.
type words []string

// add adds the words of a text: parts, pieces, and digits that stand next to each other.
func (ws *words) add(text string) {
	all := chunks(text)
	for i, c := range all {
		*ws = append(*ws, c.parts...)
		if len(c.parts) > 1 {
			*ws = append(*ws, c.joined())
		}
		if first := c.digits && (i == 0 || !all[i-1].digits); first {
			ws.addRun(all[i:])
		}
	}
}

// addRun adds the digits that a text begins with, where they are more than one chunk.
func (ws *words) addRun(all []chunk) {
	n := 0
	for n < len(all) && all[n].digits {
		n++
	}
	if n < 2 {
		return
	}
	var run strings.Builder
	for _, c := range all[:n] {
		run.WriteString(c.joined())
	}
	*ws = append(*ws, run.String())
}

// String is each word once, as the index takes them.
func (ws words) String() string {
	for i, word := range ws {
		ws[i] = clip(word)
	}
	slices.Sort(ws)
	return strings.Join(slices.Compact(ws), " ")
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
	found := append(make(words, 0, 32), workplaceWord(w))
	found.add(text)
	return found.String()
}

// personWords are what a customer is found by: the name, the number from its beginning (with and without the country
// code of North America, which nobody types), and every end of it.
func personWords(w desk.WorkplaceID, c desk.Customer) string {
	found := append(make(words, 0, 32), workplaceWord(w))
	found.add(c.Name)
	number := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, c.Phone)
	if number != "" {
		found = append(found, number)
	}
	if national, ok := strings.CutPrefix(number, "1"); ok && len(national) == 10 {
		found = append(found, national)
	}
	for i := 0; i+shortestEnd <= len(number); i++ {
		found = append(found, numberSign+number[i:])
	}
	return found.String()
}
