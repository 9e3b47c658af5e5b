package ledger

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"relevo/backend/desk"
)

func TestWords(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                            "",
		"¿¡ 😀 !":                      "",
		"Hola, ¿cómo está?":           "como esta hola",
		"O'Brien":                     "brien o obrien",
		"a-b c":                       "a ab b c",
		"hola hola HOLA":              "hola",
		"787-555-0123":                "0123 555 787 7875550123",
		"(787) 555 0123 ext":          "0123 555 787 7875550123 ext",
		"a 1 2 b 3":                   "1 12 2 3 a b",
		"Straße ﬁne Ǆ İ":              "dz fine i strasse",
		"３:３０":                        "3 30 330",
		"नमस्ते":                      foldUnicode("नमस्ते"),
		"a\x00b\xffc":                 "a b c",
		strings.Repeat("ab", 100):     strings.Repeat("ab", 32),
		strings.Repeat("ñ", 100):      strings.Repeat("n", 64),
		"ж" + strings.Repeat("é", 99): "ж" + strings.Repeat("e", 62),
	} {
		var found words
		found.add(text)
		if got := found.String(); got != want {
			t.Errorf("%q: %q instead of %q", text, got, want)
		}
	}
}

func TestACustomersWords(t *testing.T) {
	t.Parallel()
	got := personWords("w", desk.Customer{Name: "Ana", Phone: "+17875550"})
	if want := "17875550 ana §77 ¤5550 ¤75550 ¤875550 ¤7875550 ¤17875550"; strings.Join(sorted(got), " ") != strings.Join(sorted(want), " ") {
		t.Errorf("%s", got)
	}
}

func sorted(s string) []string {
	ws := words(strings.Fields(s))
	return strings.Fields(ws.String())
}

// TestTheQuickFoldIsTheFold compares the table of Latin letters with what it stands for.
func TestTheQuickFoldIsTheFold(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "text")
		if rapid.Bool().Draw(t, "latin") {
			s = rapid.StringOf(rapid.Map(rapid.IntRange(0, latinEnd-1), func(i int) rune { return rune(i) })).Draw(t, "latin text")
		}
		if got, want := foldText(s), foldUnicode(s); got != want {
			t.Errorf("%q folds to %q instead of %q", s, got, want)
		}
	})
}
