package workplace_test

import (
	"cmp"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"relevo/backend/desk"
	"relevo/backend/workplace"
)

var rewrite = flag.Bool("update", false, "write the golden files anew")

// TestWhatAFileChangesIsToldOnce applies files one after the other, each of them twice: the second time nothing is left
// to change. What the first time told is reviewed as text.
func TestWhatAFileChangesIsToldOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	replace := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(clinic) }
	var told strings.Builder
	for _, step := range []struct{ about, yaml string }{
		{"everything is new", clinic},
		{"settings", replace("language: es\n    lara: true", "language: en\n    lara: false", "message_limit: 320", "message_limit: 160", `tue: ["08:00-17:00"]`, `tue: ["08:00-18:00"]`, "- {question: \"¿Cuál es su horario?\", answer", "- {question: \"¿Cuál es su horario?\", language: es, answer")},
		{"the same hours, written otherwise", "workplaces: [{id: sonrisas, hours: {sat: [], tue: [\"08:00-18:00\"], mon: [\"13:00-17:00\", \"08:00-12:00\"]}, closed_days: [2027-01-01, 2026-12-25, 2026-12-25]}]"},
		{"always open again", "workplaces: [{id: sonrisas, hours: {}, closed_days: []}]"},
		{"a channel's secret", "workplaces: [{id: sonrisas, channels: [{id: sonrisas-sms, auth_token: another secret}, {id: sonrisas-web, origins: [], active: false}]}]"},
		{"an answer and a text", "workplaces: [{id: sonrisas, knowledge: [{question: \"What are your hours?\", answer: By appointment., language: en}], quick_responses: [{shortcut: HOLA, text: Hola.}]}]"},
		{"reasons in another order, one renamed, one new, one gone", "workplaces: [{id: sonrisas, escalation_reasons: [{id: insurance, name: Insurance}, {id: general, name: Anything else}, {id: urgent_emergency, active: false}]}]"},
		{"a reason comes back", "workplaces: [{id: sonrisas, escalation_reasons: [{id: urgent_emergency, active: true}]}]"},
		{"people", "users: [{email: MARIA@sonrisas.example, name: María R., password: eleven slow trams}, {email: gil@agents.example, memberships: [{workplace: norte, active: false}, {workplace: sonrisas, role: supervisor}]}, {email: sol@sonrisas.example, active: false}]"},
		{"two swap handles", "users: [{email: maria@sonrisas.example, handle: gil}, {email: gil@agents.example, handle: maria}]"},
		{"a handle's case", "users: [{email: maria@sonrisas.example, handle: Gil}]"},
		{"a password that nobody here knows", "users: [{email: sol@sonrisas.example, password_hash: \"$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\", active: true}]"},
	} {
		changes, _, err := h.apply(step.yaml)
		if err != nil {
			t.Fatalf("%s: %v", step.about, err)
		}
		told.WriteString("# " + step.about + "\n" + strings.Join(append(changes, ""), "\n") + "\n")
		if again, vacancies, err := h.apply(step.yaml); err != nil || len(again) > 0 || len(vacancies) > 0 {
			t.Errorf("%s, once more: %v, %v, %v", step.about, again, vacancies, err)
		}
	}
	for _, secret := range []string{"secret", "quiet", "tram", "$argon"} {
		if strings.Contains(strings.ReplaceAll(told.String(), "# a channel's secret", ""), secret) {
			t.Errorf("%q is told", secret)
		}
	}
	golden(t, "changes.txt", told.String())
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *rewrite {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is now:\n%s", path, got)
	}
}

func TestANewWorkplaceHasDefaults(t *testing.T) {
	t.Parallel()
	h := furnished(t, "workplaces: [{id: norte, name: Norte}]")
	w, ok := h.Settings("norte")
	if !ok || w.Zone != time.UTC && w.Zone.String() != "UTC" || w.Country != "US" || w.Language != "en" || !w.Lara || !w.AgentsService || w.MessageLimit != 320 ||
		w.CloseAfter != 24*time.Hour || w.ReturnAfter != 15*time.Minute || !w.Hours.OpenAt(time.Now()) {
		t.Errorf("it is %+v", w)
	}
	var reasons []string
	for _, r := range h.Reasons("norte") {
		reasons = append(reasons, string(r.ID)+"="+r.Name+"="+r.NameES)
	}
	want := "urgent_emergency=Urgent emergency=Emergencia urgente complaint=Complaint=Queja scheduling=Scheduling=Citas services=Shopping or services=Compras o servicios billing=Billing=Facturación general=General=General"
	if got := strings.Join(reasons, " "); got != want {
		t.Errorf("the reasons are %s", got)
	}
	rules, _ := h.Rules("norte")
	if !slices.Equal(rules.Reasons, []desk.ReasonID{"urgent_emergency", "complaint", "scheduling", "services", "billing", "general"}) {
		t.Errorf("the rules know %v", rules.Reasons)
	}
}

func TestAFileTouchesNothingElse(t *testing.T) {
	t.Parallel()
	h := furnished(t, clinic)
	before, _ := h.Settings("sonrisas")
	if _, _, err := h.apply("workplaces: [{id: sonrisas, name: Sonrisas, channels: [{id: sonrisas-web, active: false}], knowledge: [], escalation_reasons: []}]\nusers: [{email: gil@agents.example, memberships: []}]"); err != nil {
		t.Fatal(err)
	}
	after, _ := h.Settings("sonrisas")
	if after.Name != "Sonrisas" || after.MessageLimit != before.MessageLimit || after.Language != "es" || !after.Lara || after.Hours.OpenAt(time.Date(2026, 11, 22, 12, 0, 0, 0, after.Zone)) {
		t.Errorf("the settings are %+v", after)
	}
	channels := h.Channels("sonrisas")
	if len(channels) != 2 || channels[0].AuthToken != "very secret" || !channels[0].Active || channels[1].Active || !slices.Equal(channels[1].Origins, []string{"https://sonrisas.example"}) {
		t.Errorf("the channels are %+v", channels)
	}
	if len(h.Knowledge("sonrisas")) != 2 || len(h.Reasons("sonrisas")) != 3 || len(h.Memberships(h.user("gil@agents.example"))) != 2 {
		t.Error("what an empty list names is gone")
	}
}

func TestAFileThatCantBeAppliedChangesNothing(t *testing.T) {
	t.Parallel()
	h := furnished(t, clinic)
	named := "workplaces: [{id: sonrisas, name: Something else}, "
	hash := "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	for _, row := range []struct{ about, yaml, place string }{
		{"a new workplace without a name", named + "{id: sur}]", "workplaces[1].name"},
		{"a new channel without a kind", named + "{id: norte, channels: [{id: norte-web}]}]", "workplaces[1].channels[0].kind"},
		{"a new number without its secret", named + "{id: norte, channels: [{id: norte-sms, kind: twilio, number: \"+17875550101\", account_sid: AC1}]}]", "workplaces[1].channels[0].auth_token"},
		{"a channel of another kind", "workplaces: [{id: sonrisas, channels: [{id: sonrisas-web, kind: twilio}]}]", "workplaces[0].channels[0].kind"},
		{"a number of a web chat", "workplaces: [{id: sonrisas, channels: [{id: sonrisas-web, number: \"+17875550109\"}]}]", "workplaces[0].channels[0].number"},
		{"origins of a number", "workplaces: [{id: sonrisas, channels: [{id: sonrisas-sms, origins: []}]}]", "workplaces[0].channels[0].origins"},
		{"another workplace's channel", named + "{id: norte, channels: [{id: sonrisas-web, kind: web}]}]", "workplaces[1].channels[0].id"},
		{"another channel's number", named + "{id: norte, channels: [{id: norte-sms, kind: twilio, number: \"+17875550100\", account_sid: AC1, auth_token: x}]}]", "workplaces[1].channels[0].number"},
		{"a new question without an answer", named + "{id: norte, knowledge: [{question: Q}]}]", "workplaces[1].knowledge[0].answer"},
		{"an answer beyond the limit that stands", named + "{id: norte, knowledge: [{question: Q, answer: " + strings.Repeat("x", 321) + "}]}]", "workplaces[1].knowledge[0].answer"},
		{"a limit below an answer that stands", "workplaces: [{id: sonrisas, message_limit: 20}]", "workplaces[0].message_limit"},
		{"a new quick response without a text", named + "{id: norte, quick_responses: [{shortcut: hi}]}]", "workplaces[1].quick_responses[0].text"},
		{"a new reason without a name", named + "{id: norte, escalation_reasons: [{id: x}]}]", "workplaces[1].escalation_reasons[0].name"},
		{"no reason at all", named + "{id: sur, name: Sur, escalation_reasons: []}]", "workplaces[1].escalation_reasons"},
		{"the last reasons are gone", "workplaces: [{id: sonrisas, escalation_reasons: [{id: urgent_emergency, active: false}, {id: billing, active: false}, {id: general, active: false}]}]", "workplaces[0].escalation_reasons"},
		{"a new account without a name", "users: [{email: x@y.example, handle: x}]", "users[0].name"},
		{"a new account without a handle", "users: [{email: x@y.example, name: X}]", "users[0].handle"},
		{"somebody else's handle", "users: [{email: x@y.example, name: X, handle: MARIA}]", "users[0].handle"},
		{"the handle of somebody who is renamed to it too", "users: [{email: maria@sonrisas.example, handle: new}, {email: gil@agents.example, handle: sol}]", "users[1].handle"},
		{"a new membership without a role", "users: [{email: maria@sonrisas.example, memberships: [{workplace: norte}]}]", "users[0].memberships[0].role"},
		{"a membership of nowhere", "users: [{email: maria@sonrisas.example, memberships: [{workplace: norte, role: staff}, {workplace: sur, role: staff}]}]", "users[0].memberships[1].workplace"},
		{"a short password", named + "{id: norte}]\nusers: [{email: maria@sonrisas.example, password: short}]", "users[0].password"},
		{"one's own name", "users: [{email: maria@sonrisas.example, password: sonrisas2026}]", "users[0].password"},
		{"the name of one's new workplace", "users: [{email: x@y.example, name: X, handle: x, password: norte family practice, memberships: [{workplace: norte, role: staff}]}]", "users[0].password"},
		{"a hash of another making", "users: [{email: maria@sonrisas.example, password_hash: \"$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy\"}]", "users[0].password_hash"},
		{"a hash that costs a fortune", "users: [{email: maria@sonrisas.example, password_hash: \"" + strings.Replace(hash, "m=19456", "m=4194304", 1) + "\"}]", "users[0].password_hash"},
	} {
		_, _, err := h.apply(row.yaml)
		if at, ok := errors.AsType[*workplace.FileError](err); !ok || at.Place != row.place {
			t.Errorf("%s: %v instead of an error at %s", row.about, err, row.place)
		}
		if w, _ := h.Settings("sonrisas"); w.Name != "Clínica Dental Sonrisas" {
			t.Fatalf("%s: half of it was applied", row.about)
		}
	}
}

func TestWhoCanHoldNoLonger(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		about, yaml string
		want        string
		out         string // whose sessions end
	}{
		{"nothing changes", "{}", "", ""},
		{"a name changes", "users: [{email: gil@agents.example, name: Gilberto}]", "", ""},
		{"an account is deactivated", "users: [{email: gil@agents.example, active: false}]", "norte agents gil left, sonrisas agents gil left", "gil"},
		{"one of two memberships ends", "users: [{email: gil@agents.example, memberships: [{workplace: norte, active: false}]}]", "norte agents gil left", ""},
		{"the only membership ends", "users: [{email: sol@sonrisas.example, memberships: [{workplace: sonrisas, active: false}]}]", "sonrisas staff sol left", "sol"},
		{"an agent becomes staff", "users: [{email: gil@agents.example, memberships: [{workplace: sonrisas, role: staff}]}]", "sonrisas agents gil left", ""},
		{"staff becomes an admin", "users: [{email: sol@sonrisas.example, memberships: [{workplace: sonrisas, role: admin}]}]", "", ""},
		{"staff becomes a supervisor", "users: [{email: sol@sonrisas.example, memberships: [{workplace: sonrisas, role: supervisor}]}]", "sonrisas staff sol left", ""},
		{"Live Agents are switched off", "workplaces: [{id: sonrisas, agents_service: false}]", "sonrisas agents * service_off", ""},
		{"Lara is switched off", "workplaces: [{id: sonrisas, lara: false}]", "sonrisas lara lara_off", ""},
		{"all at once: people, then Lara, then the team", "workplaces: [{id: sonrisas, agents_service: false, lara: false}]\nusers: [{email: gil@agents.example, active: false}]",
			"norte agents gil left, sonrisas agents gil left, sonrisas lara lara_off, sonrisas agents * service_off", "gil"},
		{"a new password", "users: [{email: gil@agents.example, password: eleven slow trams}]", "", "gil"},
		{"the same password", "users: [{email: gil@agents.example, password: nine loud oceans}]", "", ""},
		{"a new workplace without anything", "workplaces: [{id: sur, name: Sur, lara: false, agents_service: false}]", "", ""},
	} {
		t.Run(row.about, func(t *testing.T) {
			t.Parallel()
			before := clinic
			if !strings.Contains(row.yaml, "password") { // hashing takes its time
				before = strings.NewReplacer(`password: "seven quiet rivers"`, "", `password: "nine loud oceans", `, "").Replace(clinic)
			}
			h := furnished(t, before)
			names := map[desk.UserID]string{}
			for name, email := range map[string]string{"gil": "gil@agents.example", "sol": "sol@sonrisas.example", "maria": "maria@sonrisas.example"} {
				names[h.user(email)] = name
				h.signedIn(h.user(email))
			}
			_, vacancies, err := h.apply(row.yaml)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, v := range vacancies {
				who := cmp.Or(names[v.Holder.User], map[bool]string{true: "*"}[v.WholeTeam])
				got = append(got, strings.Join(strings.Fields(string(v.Workplace)+" "+string(v.Holder.Team)+" "+who+" "+string(v.Cause)), " "))
			}
			if strings.Join(got, ", ") != row.want {
				t.Errorf("%s instead of %s", got, row.want)
			}
			for id, name := range names {
				if h.signedOut(id) != strings.Contains(row.out, name) {
					t.Errorf("%s is signed out: %v", name, h.signedOut(id))
				}
			}
		})
	}
}
