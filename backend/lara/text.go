package lara

import (
	"strings"
	"unicode"
)

// join says how a piece of a text hangs on the one before it.
type join int

const (
	sentence join = iota // a new sentence
	soft                 // a comma, "and", "or"
	contrast             // "but", "because": what was said before does not reach over it
)

// piece is part of a message: one clause, as far as signs and small words show it.
type piece struct {
	words    []string // folded: no case, no accents, no apostrophes
	names    []bool   // by word: it was written with a capital
	join     join
	question bool // it ends with a question mark, or opens with one
	asks     bool // its whole sentence is a question by its signs
}

// utterance is a message, read.
type utterance struct {
	pieces []piece
	laughs bool // jaja, lol, 😂
	smiles bool // it holds a picture or laughter, be it no word
	sos    bool // a sign that calls for help
}

// read takes a message apart.
func read(text string) utterance {
	r := reader{}
	r.read(strings.Map(plain, text))
	return r.done()
}

// plain makes one sign of those that look the same, and drops those that can't be seen.
func plain(c rune) rune {
	switch {
	case c == '’' || c == '‘' || c == '`' || c == '´' || c == 'ʼ':
		return '\''
	case c >= 0x300 && c <= 0x36f, c == 0xad, c >= 0x200b && c <= 0x200f, c == 0x2060, c == 0xfeff, c >= 0xfe00 && c <= 0xfe0f:
		return -1
	}
	return c
}

// reader takes one message apart.
type reader struct {
	utterance
	piece   piece
	word    strings.Builder
	capital bool
	begins  int // the first piece of the sentence
}

func (r *reader) read(text string) {
	runes := []rune(text)
	at := func(i int) rune {
		if i < 0 || i >= len(runes) {
			return ' '
		}
		return runes[i]
	}
	for i, c := range runes {
		switch {
		case unicode.IsLetter(c) || unicode.IsDigit(c):
			if r.word.Len() == 0 {
				r.capital = unicode.IsUpper(c) && unicode.IsLower(at(i+1))
			}
			r.word.WriteString(fold(c))
		case c == '\'' && unicode.IsLetter(at(i-1)) && unicode.IsLetter(at(i+1)):
			// "can't" and "cant" are one word
		case (c == '.' || c == ',' || c == ':') && unicode.IsDigit(at(i-1)) && unicode.IsDigit(at(i+1)):
			r.endWord()
		case c == '.' && r.abbreviation():
			r.endWord()
		case c == '¿':
			r.endWord()
			r.endPiece(soft)
			r.piece.question = true
		case c == '.' || c == '!' || c == '\n' || c == ';' || c == '…' || c == '?' || c == '¡':
			r.endWord()
			r.endSentence(c)
		case c == ',' || c == ':' || c == '(' || c == ')' || c == '—' || c == '–' || c == '"' || c == '“' || c == '”':
			r.endWord()
			r.endPiece(soft)
		case c == '-' && !(unicode.IsLetter(at(i-1)) || unicode.IsDigit(at(i-1))):
			r.endWord()
			r.endPiece(soft)
		case c == '$':
			r.endWord()
			r.add("$", false)
		default:
			r.endWord()
			r.see(c)
		}
	}
	r.endWord()
	r.endSentence('.')
}

// see takes notice of a sign that is no word.
func (r *reader) see(c rune) {
	switch {
	case strings.ContainsRune("😂🤣😆😅😹😝😜", c):
		r.laughs, r.smiles = true, true
	case strings.ContainsRune("🆘🚑🩸", c):
		r.sos, r.smiles = true, true
	case c > unicode.MaxLatin1 && (unicode.IsSymbol(c) || unicode.IsPunct(c)):
		r.smiles = true
	}
}

// abbreviation tells whether a dot after the word under way ends no sentence.
func (r *reader) abbreviation() bool {
	switch r.word.String() {
	case "dr", "dra", "sr", "sra", "srta", "mr", "mrs", "ms", "st", "ave", "tel", "vs", "a", "p", "m", "am", "pm", "lcdo", "lcda":
		return true
	}
	return false
}

func (r *reader) endWord() {
	if r.word.Len() == 0 {
		return
	}
	word := spelled(r.word.String())
	r.word.Reset()
	if laughter(word) {
		r.laughs, r.smiles = true, true
		return
	}
	how, splits := conjunctions[word]
	if splits {
		r.endPiece(how)
		return
	}
	r.add(word, r.capital)
}

func (r *reader) add(word string, name bool) {
	r.piece.words = append(r.piece.words, word)
	r.piece.names = append(r.piece.names, name)
}

// endPiece closes the clause under way; the next one hangs on it as said.
func (r *reader) endPiece(next join) {
	if len(r.piece.words) > 0 {
		r.pieces = append(r.pieces, r.piece)
		r.piece = piece{join: next, question: r.piece.question && next == soft}
		return
	}
	if next == contrast || r.piece.join == sentence && next == sentence {
		r.piece.join = next
	}
}

// endSentence closes the sentence under way with its sign. A question mark counts for the clause before it.
func (r *reader) endSentence(sign rune) {
	if sign == '?' {
		r.piece.question = true
		if len(r.piece.words) == 0 && len(r.pieces) > r.begins {
			r.pieces[len(r.pieces)-1].question = true
		}
	}
	r.endPiece(sentence)
	asked := false
	for _, p := range r.pieces[min(r.begins, len(r.pieces)):] {
		asked = asked || p.question
	}
	for i := r.begins; i < len(r.pieces); i++ {
		r.pieces[i].asks = asked
	}
	r.begins = len(r.pieces)
	r.piece = piece{join: sentence}
}

// done is the message, greetings as clauses of their own.
func (r *reader) done() utterance {
	u := r.utterance
	u.pieces = nil
	for _, p := range r.pieces {
		end := greeted(p.words)
		if end == 0 || end == len(p.words) {
			u.pieces = append(u.pieces, p)
			continue
		}
		greets, rest := p, p
		greets.words, greets.names, greets.question = p.words[:end], p.names[:end], false
		rest.words, rest.names, rest.join = p.words[end:], p.names[end:], soft
		u.pieces = append(u.pieces, greets, rest)
	}
	return u
}

// greeted is how many words of greeting a clause begins with.
func greeted(words []string) int {
	end := 0
	for end < len(words) {
		next := openers.longest(words, end)
		if next == end {
			break
		}
		end = next
	}
	return end
}

var openers = patterns(`hi, hi there, hello, hello there, hey, hey there, good morning, good afternoon, good evening, greetings, hola, buen dia, buenos dias, buenas, buenas tardes, buenas noches, muy buenas, muy buenos dias, muy buenas tardes, saludos, lara, doc, ok, okay, oye, oiga, mire, mira`)

// conjunctions end a clause.
var conjunctions = map[string]join{
	"and": soft, "y": soft, "e": soft, "then": soft, "entonces": soft, "also": soft, "ademas": soft, "tambien": soft, "plus": soft,
	"but": contrast, "pero": contrast, "however": contrast, "although": contrast, "though": contrast, "aunque": contrast,
	"because": contrast, "porque": contrast, "cuz": contrast, "until": contrast,
}

// fold is a letter without its case and accents.
func fold(c rune) string {
	c = unicode.ToLower(c)
	if c <= unicode.MaxASCII {
		return string(c)
	}
	if plain, ok := folds[c]; ok {
		return plain
	}
	return string(c)
}

var folds = map[rune]string{
	'á': "a", 'à': "a", 'â': "a", 'ä': "a", 'ã': "a", 'å': "a", 'é': "e", 'è': "e", 'ê': "e", 'ë': "e", 'í': "i", 'ì': "i", 'î': "i", 'ï': "i",
	'ó': "o", 'ò': "o", 'ô': "o", 'ö': "o", 'õ': "o", 'ú': "u", 'ù': "u", 'û': "u", 'ü': "u", 'ñ': "n", 'ç': "c", 'ß': "ss", 'ÿ': "y", 'ý': "y",
}

// spelled is a folded word as it is compared: without drawn-out letters, and the short forms of phones written out.
func spelled(word string) string {
	word = drawnIn(word)
	if full, ok := shortForms[word]; ok {
		return full
	}
	return word
}

// drawnIn makes "holaaaa" "hola": a letter three times or more stands once, or twice where that is a word known here.
func drawnIn(word string) string {
	runes := []rune(word)
	once, twice := make([]rune, 0, len(runes)), make([]rune, 0, len(runes))
	drawn := false
	for i := 0; i < len(runes); {
		n := 1
		for i+n < len(runes) && runes[i+n] == runes[i] {
			n++
		}
		if n > 2 && !unicode.IsDigit(runes[i]) {
			drawn = true
			once, twice = append(once, runes[i]), append(twice, runes[i], runes[i])
		} else {
			once, twice = append(once, runes[i:i+n]...), append(twice, runes[i:i+n]...)
		}
		i += n
	}
	if drawn && known(string(twice)) {
		return string(twice)
	}
	return string(once)
}

// shortForms are how people write on a phone, and the common slips.
var shortForms = map[string]string{
	"q": "que", "k": "que", "ke": "que", "xq": "porque", "pq": "porque", "porq": "porque", "toy": "estoy", "ta": "esta", "tas": "estas", "pa": "para",
	"d": "de", "tb": "tambien", "tmb": "tambien", "dnd": "donde", "dond": "donde", "kiero": "quiero", "aki": "aqui", "ola": "hola", "grax": "gracias", "grcs": "gracias",
	"u": "you", "ur": "your", "r": "are", "pls": "please", "plz": "please", "plis": "please", "thx": "thanks", "tx": "thanks", "ty": "thanks", "thnx": "thanks", "tnx": "thanks", "2day": "today",
	"2moro": "tomorrow", "tmrw": "tomorrow", "tmw": "tomorrow", "tomorow": "tomorrow", "tommorow": "tomorrow", "tommorrow": "tomorrow", "appt": "appointment", "appts": "appointments", "apt": "appointment",
	"appoinment": "appointment", "apointment": "appointment", "appointmnt": "appointment", "hrs": "hours", "wknd": "weekend", "insurence": "insurance", "ins": "insurance", "becuase": "because", "cause": "because",
	"bcuz": "because", "adress": "address", "addres": "address", "ubicasion": "ubicacion", "direcion": "direccion", "orario": "horario", "horaio": "horario", "horarrio": "horario", "sita": "cita", "dolol": "dolor",
	"emergensia": "emergencia", "emerjencia": "emergencia", "imergencia": "emergencia", "emergancy": "emergency", "emergecy": "emergency", "breath": "breathe", "cannot": "cant", "cannt": "cant", "caint": "cant", "cnt": "cant",
	"wanna": "want", "gonna": "going", "iam": "im", "estubo": "estuvo", "kuanto": "cuanto", "cto": "cuanto", "ablar": "hablar", "asme": "hazme", "sangrndo": "sangrando", "inchado": "hinchado",
	"inchada": "hinchada", "inchazon": "hinchazon", "hinchason": "hinchazon", "bleding": "bleeding", "swolen": "swollen", "swolled": "swollen", "sweling": "swelling", "hurst": "hurts", "hurtz": "hurts", "toothace": "toothache",
}

// laughter is a word that only laughs.
func laughter(word string) bool {
	switch word {
	case "lol", "lmao", "lmfao", "rofl", "xd":
		return true
	}
	if len(word) < 3 {
		return false
	}
	for _, laugh := range []string{"ja", "ha", "je", "he", "ji"} {
		if len(strings.ReplaceAll(word, laugh, "")) <= 1 && strings.Count(word, laugh) > 1 {
			return true
		}
	}
	return false
}
