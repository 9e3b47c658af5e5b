package ledger_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"relevo/backend/desk"
	"relevo/backend/ledger"
)

// find is what a question finds in sonrisas, page by page, newest first.
func (w *world) find(section desk.Section, q string, limit int) []desk.ConversationID {
	w.t.Helper()
	found := []desk.ConversationID{}
	for cursor, pages := "", 0; ; pages++ {
		page, err := w.In("sonrisas").Search(w.t.Context(), "sol", section, q, cursor, limit)
		if err != nil {
			w.t.Fatalf("%q: %v", q, err)
		}
		if len(page.Conversations) > limit || pages > 1000 {
			w.t.Fatalf("%q: page %d has %d", q, pages, len(page.Conversations))
		}
		found = append(found, ids(page.Conversations)...)
		if cursor = page.Next; cursor == "" {
			return found
		}
	}
}

func TestSearch(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.says("sonrisas", "jose", desk.Customer{Name: "José Ñandú O'Brien-Díaz", Phone: "+17875550123"}, "Buenas, ¿tienen cita el MIÉRCOLES a las 3:30?")
	w.says("sonrisas", "maria", desk.Customer{Name: "Maria Lopez", Phone: "+447911123456"}, "Llámeme al (787) 444-9876, por favor")
	w.says("sonrisas", "none", desk.Customer{}, "I can't e-mail straße ﬁne 😀 covid19")
	w.says("sonrisas", "maria", desk.Customer{}, "cita mañana")
	w.says("norte", "other", desk.Customer{Name: "José", Phone: "+17875550123"}, "cita 😀 covid19")
	for _, c := range []struct{ says, q, found string }{
		{"a word", "cita", "[maria jose]"},
		{"the beginning of a word", "MIERC", "[jose]"},
		{"not the middle of a word", "ercoles", "[]"},
		{"all words in one message", "tienen cita", "[jose]"},
		{"not words of two messages", "llámeme cita", "[]"},
		{"not words of a message and a name", "josé cita", "[]"},
		{"words of a name, in any order", "diaz josé", "[jose]"},
		{"a name without accents", "nandu", "[jose]"},
		{"a name in parts or in one piece", "obrien", "[jose]"},
		{"a name with its signs", "O'Brien", "[jose]"},
		{"a part of a name", "brien", "[jose]"},
		{"name and number together", "jose 0123", "[jose]"},
		{"the end of a number", "0123", "[jose]"},
		{"four digits anywhere in the number", "7555", "[jose]"},
		{"three digits at a number's beginning", "787", "[maria jose]"},
		{"the country's code", "1787", "[jose]"},
		{"another country's number", "44791", "[maria]"},
		{"three digits inside a number are too few", "555", "[]"},
		{"a number as people write it", "(787) 555-0123", "[jose]"},
		{"a number with blanks", "787 555 0123", "[jose]"},
		{"a number with its country's code", "+1 (787) 555-0123", "[jose]"},
		{"a part of a number with its sign", "555-0123", "[jose]"},
		{"a number within a message", "787 444 9876", "[maria]"},
		{"the same without blanks", "7874449876", "[maria]"},
		{"the same with other signs", "787.444.9876", "[maria]"},
		{"a time", "3:30", "[jose]"},
		{"other signs around a word", "¿¡cita!?", "[maria jose]"},
		{"an apostrophe", "can't", "[none]"},
		{"the same without it", "cant", "[none]"},
		{"a hyphen", "email", "[none]"},
		{"a sharp s", "STRASSE", "[none]"},
		{"a ligature", "fine", "[none]"},
		{"letters and digits", "covid1", "[none]"},
		{"an emoji has no meaning", "cita 😀", "[maria jose]"},
		{"what is nowhere", "xyzzy", "[]"},
		{"another workplace's sign", "§" + "6e6f727465", "[]"},
		{"signs alone ask for everything", `"*"`, "[maria none jose]"},
		{"nothing asks for everything", "", "[maria none jose]"},
	} {
		for _, limit := range []int{1, 2, 50} {
			if got := fmt.Sprint(w.find("", c.q, limit)); got != c.found {
				t.Errorf("%s (%q), %d a page: %s instead of %s", c.says, c.q, limit, got, c.found)
			}
		}
	}
}

func TestSearchWithinASection(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	hold := map[desk.ConversationID]desk.Holder{"mine": {Team: desk.TeamStaff, User: "sol"}, "ada's": {Team: desk.TeamStaff, User: "ada"}, "office": {Team: desk.TeamStaff}, "agents": agents, "lara": lara}
	for _, id := range []desk.ConversationID{"mine", "ada's", "office", "agents", "lara", "closed"} {
		w.says("sonrisas", id, desk.Customer{}, "same words")
		if to, ok := hold[id]; ok && to != lara {
			w.append(id, sol, desk.Assigned{From: lara, To: to})
		}
	}
	w.append("closed", sol, desk.Closed{})
	for section, want := range map[desk.Section]string{
		"": "[closed lara agents office ada's mine]", desk.SectionMine: "[mine]", desk.SectionStaff: "[office ada's]",
		desk.SectionAgents: "[agents]", desk.SectionLara: "[lara]", desk.SectionClosed: "[closed]",
	} {
		for _, q := range []string{"same", "", "words sam"} {
			if got := fmt.Sprint(w.find(section, q, 1)); got != want {
				t.Errorf("%q in %q: %s instead of %s", q, section, got, want)
			}
		}
	}
	for _, q := range []string{"same", ""} {
		if _, err := w.In("sonrisas").Search(t.Context(), "sol", "nowhere", q, "", 5); !refused(err, desk.Malformed) {
			t.Errorf("an unknown section: %v", err)
		}
	}
}

func TestARenamedCustomerIsFoundByTheNewNameAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.says("sonrisas", "c", desk.Customer{ID: "cu", Name: "Ana", Phone: "+17875550123"}, "Hola")
	w.append("c", sol, desk.CustomerUpdated{Customer: desk.Customer{ID: "cu", Name: "Berta", Phone: "+17875550123"}})
	for q, want := range map[string]string{"ana": "[]", "berta": "[c]", "0123": "[c]"} {
		if got := fmt.Sprint(w.find("", q, 5)); got != want {
			t.Errorf("%q finds %s", q, got)
		}
	}
	w.verified()
}

// TestARedactedTextIsNowhere looks for it in the search, in every reading, and in the bytes of the files.
func TestARedactedTextIsNowhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const secret = "unverwechselbar"
	w.says("sonrisas", "c", desk.Customer{}, "mi clave es "+secret)
	message := w.lastMessage("c")
	w.append("c", sol, desk.NoteAdded{Note: "n", Text: "la clave: " + secret})
	w.append("c", sol, desk.Redacted{Message: message, Reason: "asked"}, desk.Redacted{Note: "n", Reason: "asked"})
	if got := w.find("", secret, 5); len(got) > 0 {
		t.Errorf("found in %v", got)
	}
	s := w.In("sonrisas")
	c, err1 := s.Conversation(t.Context(), "c")
	events, _, err2 := s.Timeline(t.Context(), "c", 0, 50)
	public, err3 := s.Public(t.Context(), "c", 0, 50)
	if c.LastMessage.Text != "" || summary(events) != "1 2: 3: 4 5" || len(public) != 1 || public[0].Text != "" {
		t.Errorf("%+v, %s, %+v: %v %v %v", c.LastMessage, summary(events), public, err1, err2, err3)
	}
	w.append("c", sol, desk.Redacted{Message: message}, desk.Redacted{Message: "nothing"}) // once more changes nothing
	w.verified()
	for _, file := range filesOf(t, w.dir) {
		if strings.Contains(strings.ToLower(file), secret) {
			t.Error("the redacted word is still in the files")
		}
	}
}

// TestCommonWordsArePagedWithoutGapOrDouble has more matches than are looked at together, in conversations that were
// written to in random order, and new messages that come between the pages.
func TestCommonWordsArePagedWithoutGapOrDouble(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const conversations, messages = 300, 13_000
	last := map[desk.ConversationID]int{}
	random := rand.New(rand.NewPCG(1, 2))
	for n := 0; n < messages; n += 500 {
		w.write(func(tx *ledger.Tx) error {
			for i := n; i < n+500; i++ {
				id := desk.ConversationID(fmt.Sprintf("c%03d", random.IntN(conversations)))
				if err := put(tx, "sonrisas", id, desk.TheCustomer, 0, desk.Received{Message: newMessage(), Text: "gracias"}); err != nil {
					return err
				}
				last[id] = i
			}
			return nil
		})
	}
	seen := map[desk.ConversationID]bool{}
	cursor, pages := "", 0
	for {
		page, err := w.In("sonrisas").Search(t.Context(), "sol", "", "gracias", cursor, 40)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range page.Conversations {
			if seen[c.ID] {
				t.Fatalf("%s comes twice", c.ID)
			}
			seen[c.ID] = true
		}
		if pages == 1 {
			w.says("sonrisas", "new", desk.Customer{}, "gracias")
		}
		if pages++; page.Next == "" {
			break
		}
		cursor = page.Next
	}
	if len(seen) != len(last) {
		t.Errorf("%d conversations of %d, in %d pages", len(seen), len(last), pages)
	}
}

func TestCursorsOfOtherListsAreMalformed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for n := range 4 {
		w.says("sonrisas", desk.ConversationID(fmt.Sprint("c", n)), desk.Customer{}, "gracias doctor")
	}
	s := w.In("sonrisas")
	section, err1 := s.Section(t.Context(), "sol", desk.SectionLara, "", 2)
	search, err2 := s.Search(t.Context(), "sol", desk.SectionLara, "gracias", "", 2)
	if err1 != nil || err2 != nil || section.Next == "" || search.Next == "" {
		t.Fatal(err1, err2, section.Next, search.Next)
	}
	for name, cursor := range map[string]string{"nonsense": "nonsense", "blank": " ", "an empty object": "e30", "null": "bnVsbA", "a list": "W10", "a search's": search.Next, "padded": section.Next + "=", "longer": section.Next + "AA"} {
		if _, err := s.Section(t.Context(), "sol", desk.SectionLara, cursor, 2); !refused(err, desk.Malformed) {
			t.Errorf("a section takes %s cursor: %v", name, err)
		}
		if name == "a search's" {
			cursor = section.Next
		}
		if _, err := s.Search(t.Context(), "sol", desk.SectionLara, "gracias", cursor, 2); !refused(err, desk.Malformed) {
			t.Errorf("a search takes %s cursor: %v", name, err)
		}
	}
	for _, other := range []func() (desk.Page, error){
		func() (desk.Page, error) { return s.Section(t.Context(), "sol", desk.SectionStaff, section.Next, 2) },
		func() (desk.Page, error) {
			return s.Search(t.Context(), "sol", desk.SectionLara, "doctor", search.Next, 2)
		},
		func() (desk.Page, error) { return s.Search(t.Context(), "sol", "", "gracias", search.Next, 2) },
	} {
		if page, err := other(); !refused(err, desk.Malformed) {
			t.Errorf("another list's cursor gives %v, %v", ids(page.Conversations), err)
		}
	}
}

// TestSectionsArePagedWithoutGapOrDouble has messages come in between the pages.
func TestSectionsArePagedWithoutGapOrDouble(t *testing.T) {
	t.Parallel()
	for _, section := range []desk.Section{desk.SectionLara, ""} {
		w := newWorld(t)
		var want []desk.ConversationID
		for n := range 30 {
			id := desk.ConversationID(fmt.Sprintf("c%02d", n))
			w.says("sonrisas", id, desk.Customer{}, "Hola")
			want = append(want, id)
		}
		slices.Reverse(want)
		var got []desk.ConversationID
		for cursor, n := "", 0; n == 0 || cursor != ""; n++ {
			page, err := w.In("sonrisas").Section(t.Context(), "sol", section, cursor, 4)
			if err != nil {
				t.Fatal(err)
			}
			got, cursor = append(got, ids(page.Conversations)...), page.Next
			w.says("sonrisas", got[0], desk.Customer{}, "Otra vez") // was shown already, and moves to the top
			w.says("sonrisas", desk.ConversationID(fmt.Sprint("new", n)), desk.Customer{}, "Hola")
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %v", section, got)
		}
	}
}

// FuzzSearch holds that no question fails, and that every text is found by each of its own words.
func FuzzSearch(f *testing.F) {
	for _, seed := range []string{
		"", `"`, `""`, "'", "*", "a*", "NEAR(a b)", "a AND", "AND", "OR NOT", "a OR b", "words:a", "{a b}: c", "^a", "-a", "+", "a + b", "(", ")", "((((", "\x00", "a\x00b", "\xff\xfe",
		"😀", "👩‍👩‍👧", "é", "e\u0301", "İstanbul", "ǅ", "ß", "北京市", "नमस्ते", "مرحبا", "１２３４", "½", "٣٤٥", "§", "¤0123", "\u00ad", "\u200b", strings.Repeat("a", 5000), strings.Repeat("a b ", 3000), strings.Repeat("(", 3000),
		"787-555-0123", "1 2 3 4 5 6 7 8 9", "a-b-c-d", ";DROP TABLE events", "%", "_", "\\", "\n\t\r",
	} {
		f.Add(seed)
	}
	w := newWorld(f)
	f.Fuzz(func(t *testing.T, text string) {
		id := desk.ConversationID(newMessage())
		err := w.Write(t.Context(), func(tx *ledger.Tx) error {
			return put(tx, "sonrisas", id, desk.TheCustomer, 0, desk.Received{Message: newMessage(), Text: text})
		})
		if err != nil {
			t.Fatal(err)
		}
		page, err := w.In("sonrisas").Search(t.Context(), "sol", "", text, "", 200)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(ids(page.Conversations), id) {
			t.Errorf("%q does not find itself", text)
		}
	})
}
