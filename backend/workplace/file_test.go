package workplace_test

import (
	"errors"
	"strings"
	"testing"

	"relevo/backend/workplace"
)

func TestAFileIsReadAsItIsWritten(t *testing.T) {
	t.Parallel()
	f, err := workplace.ReadFile(strings.NewReader(clinic))
	if err != nil {
		t.Fatal(err)
	}
	w := f.Workplaces[0]
	if w.Name != "Clínica Dental Sonrisas" || !*w.Lara || *w.MessageLimit != 320 || w.Hours["mon"][1] != "13:00-17:00" || w.Hours["sat"] == nil {
		t.Errorf("the settings are %+v", w)
	}
	if len(w.ClosedDays) != 2 || w.Channels[1].Number != "+17875550100" || w.Knowledge[1].Language != "" || w.Reasons[0].NameES != "Emergencia" {
		t.Errorf("the lists are %+v", w)
	}
	if left := f.Workplaces[1]; left.Lara != nil || left.Hours != nil || left.Reasons != nil || left.Timezone != "" {
		t.Errorf("what is left out is not there: %+v", left)
	}
	if u := f.Users[1]; u.Memberships[1].Workplace != "norte" || u.Active != nil {
		t.Errorf("a user is %+v", u)
	}
}

func TestWhatAFileMayLookLike(t *testing.T) {
	t.Parallel()
	for about, yaml := range map[string]string{
		"an empty map":       "{}",
		"empty lists":        "workplaces: []\nusers: []",
		"JSON":               `{"workplaces": [{"id": "norte", "name": "Norte"}]}`,
		"comments":           "# ours\nworkplaces: # all\n  - id: norte # one\n    # its name\n    name: Norte\n",
		"several lines":      "workplaces:\n  - id: norte\n    quick_responses:\n      - shortcut: hi\n        text: |\n          Hello.\n          Good-bye.\n",
		"a name for a value": "users:\n  - {email: a@b.example, password: &p seven quiet rivers}\n  - {email: c@d.example, password: *p}\n",
		"windows' lines":     "workplaces:\r\n  - id: norte\r\n    name: Norte\r\n",
		"one document mark":  "---\nworkplaces: []\n",
		"norway":             "workplaces: [{id: oslo, country: NO}]",
		"no hours at all":    "workplaces: [{id: oslo, hours: {}}]",
		"underscores":        "workplaces: [{id: oslo_1, channels: [{id: oslo_web, kind: web}]}]",
	} {
		if _, err := workplace.ReadFile(strings.NewReader(yaml)); err != nil {
			t.Errorf("%s: %v", about, err)
		}
	}
}

func TestEveryErrorNamesItsPlace(t *testing.T) {
	t.Parallel()
	with := func(settings string) string { return "workplaces:\n  - id: norte\n  - {id: sur, " + settings + "}\n" }
	user := func(fields string) string { return "users:\n  - {email: a@b.example}\n  - {" + fields + "}\n" }
	for _, row := range []struct{ about, yaml, place string }{
		{"no YAML", "workplaces: [", "line 1"},
		{"a tab", "workplaces:\n\t- id: norte", "line 2"},
		{"nothing", "", "file"},
		{"comments alone", "# nothing", "file"},
		{"two documents", "{}\n---\n{}", "file"},
		{"no UTF-8", "workplaces: [{id: norte, name: \"\xff\"}]", "file"},
		{"a list", "- workplaces", "file"},
		{"a word", "workplaces", "file"},
		{"an unknown key", "workplace: []", "workplace"},
		{"a key that is none", "1: []", "line 1"},
		{"a merge", "workplaces:\n  - &w {id: norte}\n  - {<<: *w, id: sur}", "line 3"},
		{"an unknown alias", "workplaces: *w", "line 1"},
		{"a tag", "workplaces: !!set {}", "line 1"},
		{"not a list", "workplaces: {id: norte}", "workplaces"},
		{"not a map", "workplaces: [norte]", "workplaces[0]"},
		{"nothing where a list should be", "users:", "users"},

		{"no id", "workplaces: [{name: Norte}]", "workplaces[0].id"},
		{"an id with a capital letter", "workplaces: [{id: Norte}]", "workplaces[0].id"},
		{"an id with a slash", "workplaces: [{id: a/b}]", "workplaces[0].id"},
		{"an id with a tail", "workplaces: [{id: norte-}]", "workplaces[0].id"},
		{"an id that is too long", "workplaces: [{id: " + strings.Repeat("a", 65) + "}]", "workplaces[0].id"},
		{"a workplace twice", "workplaces: [{id: norte}, {id: norte}]", "workplaces[1].id"},
		{"a key twice", with("name: Sur, name: Norte"), "workplaces[1].name"},
		{"an unknown setting", with("time_zone: UTC"), "workplaces[1].time_zone"},
		{"a setting in capitals", with("Name: Sur"), "workplaces[1].Name"},
		{"a number where text should be", with("name: 2026"), "workplaces[1].name"},
		{"an empty text", with(`name: ""`), "workplaces[1].name"},
		{"blanks", with(`name: "   "`), "workplaces[1].name"},
		{"a NUL", with(`name: "a\0b"`), "workplaces[1].name"},
		{"a line break in a name", with(`name: "a\nb"`), "workplaces[1].name"},
		{"a name that is too long", with("name: " + strings.Repeat("ñ", 201)), "workplaces[1].name"},
		{"an unknown zone", with("timezone: America/Ponce"), "workplaces[1].timezone"},
		{"this machine's zone", with("timezone: Local"), "workplaces[1].timezone"},
		{"a path as a zone", with("timezone: ../../etc/passwd"), "workplaces[1].timezone"},
		{"an unknown country", with("country: XX"), "workplaces[1].country"},
		{"a small country", with("country: pr"), "workplaces[1].country"},
		{"a blank as a country", with(`country: "  "`), "workplaces[1].country"},
		{"an unknown language", with("language: fr"), "workplaces[1].language"},
		{"a word where yes or no should be", with("lara: sometimes"), "workplaces[1].lara"},
		{"a quoted truth", with(`agents_service: "true"`), "workplaces[1].agents_service"},
		{"part of an hour", with("close_after_hours: 1.5"), "workplaces[1].close_after_hours"},
		{"less than nothing", with("close_after_hours: -1"), "workplaces[1].close_after_hours"},
		{"far too much", with("return_after_minutes: 99999999999999999999999"), "workplaces[1].return_after_minutes"},
		{"no message", with("message_limit: 0"), "workplaces[1].message_limit"},
		{"hours that end before they begin", with(`hours: {mon: ["22:00-02:00"]}`), "workplaces[1].hours.mon[0]"},
		{"an unknown day", with(`hours: {monday: ["08:00-12:00"]}`), "workplaces[1].hours.monday"},
		{"hours that are no list", with(`hours: {mon: "08:00-12:00"}`), "workplaces[1].hours.mon"},
		{"no date", with("closed_days: [2026-13-01]"), "workplaces[1].closed_days[0]"},

		{"a channel without an id", with("channels: [{kind: web}]"), "workplaces[1].channels[0].id"},
		{"an unknown kind", with("channels: [{id: sur-web, kind: fax}]"), "workplaces[1].channels[0].kind"},
		{"a local number", with(`channels: [{id: s, kind: twilio, number: "787-555-0100"}]`), "workplaces[1].channels[0].number"},
		{"a number that is a number", with(`channels: [{id: s, kind: twilio, number: +17875550100}]`), "workplaces[1].channels[0].number"},
		{"an API that is none", with(`channels: [{id: s, kind: twilio, api_base: "ftp://x"}]`), "workplaces[1].channels[0].api_base"},
		{"an API with a password", with(`channels: [{id: s, kind: twilio, api_base: "https://a:b@x"}]`), "workplaces[1].channels[0].api_base"},
		{"an SID that is none", with(`channels: [{id: s, kind: twilio, account_sid: "a/b"}]`), "workplaces[1].channels[0].account_sid"},
		{"an origin with a path", with(`channels: [{id: s, kind: web, origins: ["https://x.example", "https://x.example/"]}]`), "workplaces[1].channels[0].origins[1]"},
		{"any origin", with(`channels: [{id: s, kind: web, origins: ["*"]}]`), "workplaces[1].channels[0].origins[0]"},
		{"a channel twice", with("channels: [{id: s, kind: web}, {id: s, kind: web}]"), "workplaces[1].channels[1].id"},
		{"another workplace's channel", "workplaces: [{id: a, channels: [{id: s, kind: web}]}, {id: b, channels: [{id: s, kind: web}]}]", "workplaces[1].channels[0].id"},
		{"another channel's number", with(`channels: [{id: s, number: "+17875550100"}, {id: t, number: "+17875550100"}]`), "workplaces[1].channels[1].number"},

		{"no question", with("knowledge: [{answer: Yes.}]"), "workplaces[1].knowledge[0].question"},
		{"a question twice", with("knowledge: [{question: Q, answer: A, language: en}, {question: Q, answer: B, language: en}]"), "workplaces[1].knowledge[1].question"},
		{"a question twice, once by the workplace's language", with("language: es, knowledge: [{question: Q, answer: A}, {question: Q, answer: B, language: es}]"), "workplaces[1].knowledge[1].question"},
		{"an answer that no message carries", with("message_limit: 10, knowledge: [{question: Q, answer: 12345678901}]"), "workplaces[1].knowledge[0].answer"},
		{"an answer beyond its limit", with(`message_limit: 10, knowledge: [{question: Q, answer: "12345678901"}]`), "workplaces[1].knowledge[0].answer"},
		{"an unknown language of an answer", with("knowledge: [{question: Q, answer: A, language: fr}]"), "workplaces[1].knowledge[0].language"},

		{"no shortcut", with("quick_responses: [{text: Hi}]"), "workplaces[1].quick_responses[0].shortcut"},
		{"two words as a shortcut", with("quick_responses: [{shortcut: a b, text: Hi}]"), "workplaces[1].quick_responses[0].shortcut"},
		{"a shortcut twice", with("quick_responses: [{shortcut: hi, text: Hi}, {shortcut: HI, text: Hi}]"), "workplaces[1].quick_responses[1].shortcut"},
		{"a text that is too long", with("quick_responses: [{shortcut: hi, text: " + strings.Repeat("x", 4001) + "}]"), "workplaces[1].quick_responses[0].text"},

		{"a reason without an id", with("escalation_reasons: [{name: Billing}]"), "workplaces[1].escalation_reasons[0].id"},
		{"a reason's id in words", with("escalation_reasons: [{id: Urgent emergency, name: U}]"), "workplaces[1].escalation_reasons[0].id"},
		{"a reason twice", with("escalation_reasons: [{id: a, name: A}, {id: a, name: B}]"), "workplaces[1].escalation_reasons[1].id"},

		{"no address", user("name: Sol"), "users[1].email"},
		{"an address that is none", user("email: sol"), "users[1].email"},
		{"two addresses", user(`email: "a@b.example, c@d.example"`), "users[1].email"},
		{"an address twice", user("email: A@B.example"), "users[1].email"},
		{"a handle twice", "users: [{email: a@b.example, handle: sol}, {email: c@d.example, handle: SOL}]", "users[1].handle"},
		{"a handle with an accent", user("email: m@b.example, handle: maría"), "users[1].handle"},
		{"a handle with an end that a sentence has", user("email: m@b.example, handle: maria."), "users[1].handle"},
		{"a password and a hash", user(`email: m@b.example, password: a, password_hash: b`), "users[1].password_hash"},
		{"a password that is a number", user("email: m@b.example, password: 12345678"), "users[1].password"},
		{"an unknown role", user("email: m@b.example, memberships: [{workplace: sur, role: owner}]"), "users[1].memberships[0].role"},
		{"a membership of nothing", user("email: m@b.example, memberships: [{role: staff}]"), "users[1].memberships[0].workplace"},
		{"a membership twice", user("email: m@b.example, memberships: [{workplace: sur, role: staff}, {workplace: sur, role: agent}]"), "users[1].memberships[1].workplace"},
	} {
		_, err := workplace.ReadFile(strings.NewReader(row.yaml))
		if at, ok := errors.AsType[*workplace.FileError](err); !ok || at.Place != row.place {
			t.Errorf("%s: %v instead of an error at %s", row.about, err, row.place)
		}
	}
}

func TestAFileThatIsTooLarge(t *testing.T) {
	t.Parallel()
	_, err := workplace.ReadFile(strings.NewReader("# " + strings.Repeat("x", 4<<20)))
	if _, ok := errors.AsType[*workplace.FileError](err); !ok {
		t.Errorf("it is read: %v", err)
	}
}

func TestErrorsTellNoSecrets(t *testing.T) {
	t.Parallel()
	for _, yaml := range []string{
		"users:\n  - email: a@b.example\n    password: hush hush\n   name: Sol\n",
		"users:\n  - {email: a@b.example, password: [hush hush]}\n",
		"users:\n  - {email: a@b.example, password: hush hush, password: hush hush}\n",
		"workplaces:\n  - {id: a, channels: [{id: b, kind: twilio, auth_token: \"hush\\nhush\"}]}\n",
		"users:\n  - {email: a@b.example, password: \"hush hush}\n",
	} {
		_, err := workplace.ReadFile(strings.NewReader(yaml))
		if err == nil || strings.Contains(err.Error(), "hush") {
			t.Errorf("%q: %v", yaml, err)
		}
	}
}

// FuzzReadFile reads anything: it answers a file or the place of an error, and never ends the program.
func FuzzReadFile(f *testing.F) {
	for _, seed := range []string{clinic, "{}", "a: &a [*a]", "? {a: b}\n: c", "- !!binary x", "users: [{email: a@b.example, memberships: [{}]}]", "workplaces: [{hours: {mon: [\"\"]}}]", "\xef\xbb\xbf{}", "a: |\n  b", "<<: {}", "%YAML 1.2\n---\n{}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, yaml string) {
		if len(yaml) > 4096 {
			return // the parser takes its time with deep nests; an owner's own file has none
		}
		_, err := workplace.ReadFile(strings.NewReader(yaml))
		if err == nil {
			return
		}
		if at, ok := errors.AsType[*workplace.FileError](err); !ok || at.Place == "" || at.Problem == "" {
			t.Errorf("%v names no place", err)
		}
	})
}
