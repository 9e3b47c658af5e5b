package lara

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// answered is an episode in which the first message was answered with the second, and so on; what is left waits.
func answered(texts ...string) []Message {
	var messages []Message
	for i, text := range texts {
		messages = append(messages, Message{FromCustomer: i%2 == 0, Text: text, Answers: i%2 == 1})
	}
	return messages
}

func TestTheSameQuestionASecondTime(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		first, second string
		again         bool
	}{
		{"What are your hours?", "What are your hours?", true},
		{"What are your hours?", "what are your hours", true},
		{"What are your hours?", "hours??", true},
		{"What are your hours?", "I asked what are your hours", true},
		{"¿Cuál es su horario?", "cual es su horario", true},
		{"¿Cuál es su horario?", "Hola, ¿cuál es el horario?", true},
		{"How much is a cleaning?", "how much is the cleaning", true},
		{"How much is a cleaning?", "how much is a cleanning?", true},
		{"Hola. ¿Cuál es su horario?", "Gracias. ¿Y cuál es su horario?", true},
		{"What are your hours?", "What is your address?", false},
		{"Do you take Triple-S?", "Do you take MCS?", false},
		{"a qué hora abren?", "a qué hora cierran?", false},
		{"How much is a cleaning?", "Do you do fillings?", false},
		{"Hi", "Hi", false},
		{"ok", "ok", false},
		{"thanks!", "Thanks!", false},
		{"👍", "👍", false},
	} {
		th := Think(Input{Settings: sonrisas(), Messages: answered(row.first, "…", row.second), Now: monday})
		if th.HandOver != row.again {
			t.Errorf("%q, then %q: %+v", row.first, row.second, th)
		}
	}
}

func TestTheSameQuestionTwiceBeforeAnAnswer(t *testing.T) {
	t.Parallel()
	th := Think(Input{Settings: sonrisas(), Messages: said("What are your hours?", "what are your hours"), Now: monday})
	if !th.HandOver || th.Reason != reasonGeneral || !strings.Contains(th.Note, "segunda vez") {
		t.Errorf("%+v", th)
	}
}

func TestSeveralMessagesAreAnsweredTogether(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name  string
		texts []string
		want  string
	}{
		{"a greeting and a question", []string{"Hola", "¿cuál es su horario?"}, clinic[1].Answer},
		{"two questions", []string{"What are your hours?", "Where are you located?"}, clinic[0].Answer + "\n" + clinic[2].Answer},
		{"two questions in one message", []string{"What are your hours? And where are you located?"}, clinic[0].Answer + "\n" + clinic[2].Answer},
		{"two questions in one sentence", []string{"What are your hours and where are you located?"}, clinic[0].Answer + "\n" + clinic[2].Answer},
		{"topics", []string{"horario y dirección"}, clinic[1].Answer + "\n" + clinic[3].Answer},
		{"thanks at the end", []string{"Do you take Triple-S?", "thanks!"}, clinic[4].Answer},
		{"two ways to the same answer", []string{"Do you take Triple-S?", "And MCS?"}, clinic[4].Answer},
		{"somebody introduces themselves", []string{"Hi, my name is Juan Rivera. What are your hours?"}, clinic[0].Answer},
		{"after an answer", nil, ""},
	} {
		if row.texts == nil {
			continue
		}
		if th := Think(Input{Settings: sonrisas(), Messages: said(row.texts...), Now: monday}); th.Text != row.want {
			t.Errorf("%s: %+v", row.name, th)
		}
	}
	for name, texts := range map[string][]string{
		"one of two is not known":                  {"What are your hours?", "Do you take Humana?"},
		"a complaint beside a question":            {"I have been waiting for two hours", "What are your hours?"},
		"a price is not inherited by the next one": {"How much is a cleaning and whitening?"},
		"more than fits":                           {"What are your hours?", "Where are you located?", "How can I pay?", "What services do you offer?"},
	} {
		if th := Think(Input{Settings: sonrisas(), Messages: said(texts...), Now: monday}); !th.HandOver {
			t.Errorf("%s: %q", name, th.Text)
		}
	}
}

func TestOnlyWhatWaitsIsAnswered(t *testing.T) {
	t.Parallel()
	th := Think(Input{Settings: sonrisas(), Messages: answered("me duele mucho", "Venga ya.", "gracias, ¿cuál es su dirección?"), Now: monday})
	if th.HandOver || th.Text != clinic[3].Answer {
		t.Errorf("what was answered before is thought of again: %+v", th)
	}
}

// A hand-over sentence or an automatic text answers nothing: what was asked before it still waits.
func TestWhatCameBackToHerStillWaits(t *testing.T) {
	t.Parallel()
	messages := []Message{{FromCustomer: true, Text: "¿Cuál es su horario?"}, {Text: sayCannot[Spanish]}, {FromCustomer: true, Text: "hola?"}}
	th := Think(Input{Settings: sonrisas(), Messages: messages, Now: monday})
	if th.HandOver || th.Text != clinic[1].Answer {
		t.Errorf("%+v", th)
	}
}

func TestAnswersAreTheEntriesOwnText(t *testing.T) {
	t.Parallel()
	odd := "  Abrimos:\n\t• lunes–viernes 8–5 ✅  "
	s := Settings{On: true, Language: Spanish, Limit: 320, Knowledge: []Entry{{"¿Cuál es su horario?", odd, Spanish}}}
	if th := Think(Input{Settings: s, Messages: said("horario?"), Now: monday}); th.Text != odd {
		t.Errorf("%q", th.Text)
	}
}

func TestAnEntryThatDoesNotFitIsNotCut(t *testing.T) {
	t.Parallel()
	s := Settings{On: true, Language: Spanish, Limit: 60, Knowledge: []Entry{{"¿Cuál es su horario?", strings.Repeat("ñ", 61), Spanish}}}
	th := Think(Input{Settings: s, Messages: said("horario?"), Now: monday})
	if !th.HandOver || !fits(th.Text, 60) {
		t.Errorf("%+v", th)
	}
}

// An entry may ask about one insurer and name them all in its answer.
func TestAnEntryThatAsksByExample(t *testing.T) {
	t.Parallel()
	s := Settings{On: true, Language: English, Limit: 320, Knowledge: []Entry{
		{"Do you take Triple-S insurance?", "Yes, we take Triple-S, MCS and First Medical.", English},
		{"Do you take credit cards?", "Yes, cards and cash.", English},
		{"Does Triple-S cover braces?", "Only until 18.", English},
	}}
	for text, want := range map[string]string{
		"Do you take Triple-S?": s.Knowledge[0].Answer, "What insurance do you accept?": s.Knowledge[0].Answer, "Do you take MCS?": s.Knowledge[0].Answer, "do you accept my insurance?": s.Knowledge[0].Answer,
		"Do you take Humana?": "", "Does MCS cover braces?": "", "Does MCS cover implants?": "", "How much is it with MCS?": "",
		"Can I pay cash?": s.Knowledge[1].Answer, "What payment methods do you accept?": s.Knowledge[1].Answer, "Do you take checks?": "",
		"Does Triple-S cover braces?": s.Knowledge[2].Answer,
	} {
		th := Think(Input{Settings: s, Messages: said(text), Now: monday})
		if th.HandOver != (want == "") || want != "" && th.Text != want {
			t.Errorf("%q: %+v", text, th)
		}
	}
}

func TestAnotherLanguagesEntryIsNoAnswer(t *testing.T) {
	t.Parallel()
	s := Settings{On: true, Language: Spanish, Limit: 320, Knowledge: clinic[:1]}
	if th := Think(Input{Settings: s, Messages: said("¿Cuál es su horario?"), Now: monday}); !th.HandOver {
		t.Errorf("%+v", th)
	}
}

func TestTheNoteTellsWhatWasAskedAndAnswered(t *testing.T) {
	t.Parallel()
	messages := append(answered("What are your hours?", clinic[0].Answer), said("Tell @sol that @ALL of you, I need\n\na person")...)
	th := Think(Input{Settings: sonrisas(), Messages: messages, Now: monday})
	want := "Lara pasa la conversación: el cliente pide una persona.\nPreguntó: What are your hours?\nRespuesta: " + clinic[0].Answer + "\nPreguntó: Tell ＠sol that ＠ALL of you, I need a person"
	if th.Note != want {
		t.Errorf("the note is %q", th.Note)
	}
	s := sonrisas()
	s.Language = English
	if th := Think(Input{Settings: s, Messages: messages, Now: monday}); !strings.HasPrefix(th.Note, "Lara hands over: the customer asks for a person.\nAsked: ") {
		t.Errorf("the note is not in the workplace's language: %q", th.Note)
	}
}

func TestALongEpisodeMakesAShortNote(t *testing.T) {
	t.Parallel()
	var messages []Message
	for range 100 {
		messages = append(messages, answered(strings.Repeat("¿Y esto? ", 200), strings.Repeat("Así. ", 100))...)
	}
	th := Think(Input{Settings: sonrisas(), Messages: append(messages, said("quiero hablar con alguien")...), Now: monday})
	if !fits(th.Note, noteLimit) || !strings.HasSuffix(th.Note, "quiero hablar con alguien") {
		t.Errorf("the note has %d code points and ends with %q", utf8.RuneCountInString(th.Note), th.Note[len(th.Note)-40:])
	}
}

// What kept Lara may be anything: the hand-over in her place always has a text and a note.
func TestTooLate(t *testing.T) {
	t.Parallel()
	th := tooLate(Input{Settings: sonrisas(), Messages: said("¿Cuál es su horario?"), Now: monday})
	if !th.HandOver || th.Reason != reasonGeneral || th.Text == "" || !strings.Contains(th.Note, "¿Cuál es su horario?") {
		t.Errorf("%+v", th)
	}
	if th := tooLate(Input{Settings: sonrisas(), Messages: said("no puedo respirar"), Now: monday}); th.Reason != reasonUrgent {
		t.Errorf("%+v", th)
	}
	if th := tooLate(Input{}); th.Text != "" && !th.HandOver {
		t.Errorf("%+v", th)
	}
}

// check is what holds for every thought.
func check(t interface{ Errorf(string, ...any) }, in Input, th Thought) {
	if in.Limit > 0 && (strings.TrimSpace(th.Text) == "" || !fits(th.Text, in.Limit)) {
		t.Errorf("a text of %d code points where %d fit: %q", utf8.RuneCountInString(th.Text), in.Limit, th.Text)
	}
	if !utf8.ValidString(th.Text) || !utf8.ValidString(th.Note) {
		t.Errorf("what she says is not UTF-8: %+v", th)
	}
	if th.HandOver && (th.Note == "" || !fits(th.Note, noteLimit) || th.Reason == "" || strings.Contains(th.Note, "@")) {
		t.Errorf("a hand-over without a sound note or reason: %+v", th)
	}
	if !th.HandOver && (th.Note != "" || th.Reason != "") {
		t.Errorf("an answer with a note or reason: %+v", th)
	}
}

func FuzzThink(f *testing.F) {
	for _, text := range []string{"Hola", "¿Cuál es su horario?", "me duele", "I can't breathe 😂", "Dolores", "¿¿¿???", "\u200b", "no pain, no gain", "a.b,c:d-e'f", "$80", "8:00 a. m.", strings.Repeat("a", 5000), "ñ́"} {
		f.Add(text, "hola", 320)
	}
	f.Fuzz(func(t *testing.T, first, second string, limit int) {
		if !utf8.ValidString(first) || !utf8.ValidString(second) {
			return // the rules take no such text
		}
		s := sonrisas()
		s.Limit = limit%400 + 1
		if limit < 0 {
			s.Limit, s.Hours = 320, office{}
		}
		for _, messages := range [][]Message{said(first), said(first, second), answered(first, second, first)} {
			in := Input{Settings: s, Messages: messages, Now: monday}
			check(t, in, Think(in))
			check(t, in, tooLate(in))
		}
		Language(first)
	})
}

// TestEpisodes thinks about many made-up episodes: whatever they hold, a thought is sound, and an answer is made of
// entries, hours or her own few sentences alone.
func TestEpisodes(t *testing.T) {
	t.Parallel()
	words := []string{"hola", "what", "are", "your", "hours", "¿cuál", "es", "su", "horario?", "me", "duele", "no", "pain", "cita", "and", "pero", ".", "?", "Triple-S", "implants", "cuanto", "cuesta", "una", "limpieza", "gracias", "@gil", "Saturday", "mañana", "ok", "👍", "person"}
	rapid.Check(t, func(t *rapid.T) {
		var messages []Message
		for range rapid.IntRange(0, 8).Draw(t, "messages") {
			text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 10).Draw(t, "words"), " ")
			from := rapid.Bool().Draw(t, "from the customer")
			messages = append(messages, Message{FromCustomer: from, Text: text, Answers: !from && rapid.Bool().Draw(t, "answers")})
		}
		s := sonrisas()
		s.Limit = rapid.IntRange(20, 400).Draw(t, "limit")
		if rapid.Bool().Draw(t, "hours") {
			s.Hours = office{}
		}
		in := Input{Settings: s, Messages: messages, Now: monday.AddDate(0, 0, rapid.IntRange(0, 9).Draw(t, "day"))}
		th := Think(in)
		check(t, in, th)
		if again := Think(in); again != th {
			t.Errorf("the same input makes another thought: %+v and %+v", th, again)
		}
	})
}
