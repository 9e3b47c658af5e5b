package workplace_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"relevo/backend/desk"
	"relevo/backend/ledger"
	"relevo/backend/workplace"
)

func TestReasonsAreEdited(t *testing.T) {
	t.Parallel()
	h := furnished(t, team)
	edit, _ := h.editor()
	put := func(id desk.ReasonID, c workplace.ReasonChange) error {
		_, err := edit.PutReason(t.Context(), "sonrisas", id, c)
		return err
	}
	wantCode(t, "a new one without a name", put("insurance", workplace.ReasonChange{}), desk.Invalid)
	wantCode(t, "an id in words", put("Insurance!", workplace.ReasonChange{Name: new("Insurance")}), desk.Invalid)
	wantCode(t, "an empty name", put("general", workplace.ReasonChange{Name: new(" ")}), desk.Invalid)
	wantCode(t, "no UTF-8", put("general", workplace.ReasonChange{NameES: new("\xff")}), desk.Malformed)
	if err := put("insurance", workplace.ReasonChange{Name: new("Insurance"), NameES: new("Seguros")}); err != nil {
		t.Fatal(err)
	}
	if err := put("insurance", workplace.ReasonChange{NameES: new("")}); err != nil {
		t.Fatal(err)
	}
	if r := h.Reasons("sonrisas")[6]; r.ID != "insurance" || r.NameES != "" || !r.Active {
		t.Errorf("the new one is %+v", r)
	}
	rules := func() []desk.ReasonID {
		w, _ := h.Rules("sonrisas")
		return w.Reasons
	}
	for _, id := range []desk.ReasonID{"urgent_emergency", "complaint", "scheduling", "services", "billing", "general"} {
		if err := put(id, workplace.ReasonChange{Active: new(false)}); err != nil {
			t.Fatal(err)
		}
	}
	wantCode(t, "the last one goes", put("insurance", workplace.ReasonChange{Active: new(false)}), desk.Invalid)
	if got := rules(); !slices.Equal(got, []desk.ReasonID{"insurance"}) || len(h.Reasons("sonrisas")) != 7 {
		t.Errorf("the rules know %v, everybody %d", got, len(h.Reasons("sonrisas")))
	}
}

func TestQuickResponsesAreEdited(t *testing.T) {
	t.Parallel()
	h := furnished(t, team)
	edit, _ := h.editor()
	sol, ada := h.user("sol@sonrisas.example"), h.user("ada@sonrisas.example")
	add := func(owner desk.UserID, shortcut, text string) (workplace.QuickResponse, error) {
		return edit.AddQuickResponse(t.Context(), "sonrisas", owner, shortcut, text)
	}
	shared, err := add("", "hola", "Hola.")
	if err != nil {
		t.Fatal(err)
	}
	own, err := add(sol, "Hola", "Hola, soy Sol.")
	if err != nil {
		t.Fatalf("a personal one may have a shared one's shortcut: %v", err)
	}
	_, err = add("", "HOLA", "x")
	wantCode(t, "a shortcut that is taken", err, desk.Invalid)
	_, err = add("", "dos palabras", "x")
	wantCode(t, "two words", err, desk.Invalid)
	_, err = add("", "nul", "a\x00")
	wantCode(t, "a NUL", err, desk.Invalid)
	_, err = add("", "empty", " \n")
	wantCode(t, "blanks", err, desk.Invalid)
	if len(h.QuickResponses("sonrisas", ada)) != 1 || len(h.QuickResponses("sonrisas", sol)) != 2 || len(h.QuickResponses("norte", sol)) != 0 {
		t.Error("everybody sees the shared ones and their own")
	}
	change := func(owner desk.UserID, id string, c workplace.QuickResponseChange) error {
		_, err := edit.ChangeQuickResponse(t.Context(), "sonrisas", owner, id, c)
		return err
	}
	wantCode(t, "somebody else's", change("", own.ID, workplace.QuickResponseChange{Text: new("x")}), desk.NotFound)
	wantCode(t, "none", change("", "none", workplace.QuickResponseChange{}), desk.NotFound)
	_, err = edit.ChangeQuickResponse(t.Context(), "norte", "", shared.ID, workplace.QuickResponseChange{Text: new("x")})
	wantCode(t, "another workplace's", err, desk.NotFound)
	other, err := add("", "adios", "Adiós.")
	if err != nil {
		t.Fatal(err)
	}
	wantCode(t, "another one's shortcut", change("", other.ID, workplace.QuickResponseChange{Shortcut: new("Hola")}), desk.Invalid)
	if err := change("", shared.ID, workplace.QuickResponseChange{Shortcut: new("HOLA"), Text: new("¡Hola!")}); err != nil {
		t.Errorf("its own shortcut, in capitals: %v", err)
	}
	if err := change("", shared.ID, workplace.QuickResponseChange{Active: new(false)}); err != nil || len(h.QuickResponses("sonrisas", ada)) != 1 {
		t.Fatalf("off the list: %v", err)
	}
	if again, err := add("", "hola", "Otra vez."); err != nil || again.ID != shared.ID || !again.Active || again.Text != "Otra vez." {
		t.Errorf("a shortcut that was given up: %+v, %v", again, err)
	}
}

func TestKnowledgeIsEdited(t *testing.T) {
	t.Parallel()
	h := furnished(t, team)
	edit, _ := h.editor()
	add := func(question, answer, language string) (workplace.Knowledge, error) {
		return edit.AddKnowledge(t.Context(), "sonrisas", question, answer, language)
	}
	hours, err := add("Hours?", "Eight to five.", "")
	if err != nil || hours.Language != "en" {
		t.Fatalf("%+v, %v", hours, err)
	}
	if _, err := add("Hours?", "De ocho a cinco.", "es"); err != nil {
		t.Fatalf("the same question in another language: %v", err)
	}
	_, err = add("Hours?", "x", "en")
	wantCode(t, "the same question", err, desk.Invalid)
	_, err = add("Long?", strings.Repeat("ñ", 21), "en")
	wantCode(t, "an answer that no message carries", err, desk.Invalid)
	_, err = add("", "x", "en")
	wantCode(t, "no question", err, desk.Invalid)
	_, err = add("Language?", "x", "fr")
	wantCode(t, "another language", err, desk.Invalid)
	_, err = edit.AddKnowledge(t.Context(), "sur", "Q", "A", "")
	wantCode(t, "nowhere", err, desk.NotFound)
	parking, err := add("Parking?", strings.Repeat("ñ", 20), "en")
	if err != nil {
		t.Fatalf("an answer that just fits: %v", err)
	}
	change := func(id string, c workplace.KnowledgeChange) error {
		_, err := edit.ChangeKnowledge(t.Context(), "sonrisas", id, c)
		return err
	}
	wantCode(t, "none", change("none", workplace.KnowledgeChange{}), desk.NotFound)
	_, err = edit.ChangeKnowledge(t.Context(), "norte", hours.ID, workplace.KnowledgeChange{Answer: new("x")})
	wantCode(t, "another workplace's", err, desk.NotFound)
	wantCode(t, "another one's question", change(parking.ID, workplace.KnowledgeChange{Question: new("Hours?")}), desk.Invalid)
	wantCode(t, "a longer answer", change(parking.ID, workplace.KnowledgeChange{Answer: new(strings.Repeat("x", 21))}), desk.Invalid)
	if err := change(hours.ID, workplace.KnowledgeChange{Active: new(false)}); err != nil || len(h.Knowledge("sonrisas")) != 2 {
		t.Fatalf("taken from Lara: %v", err)
	}
	if again, err := add("Hours?", "Ask us.", "en"); err != nil || again.ID != hours.ID || again.Answer != "Ask us." || len(h.Knowledge("sonrisas")) != 3 {
		t.Errorf("a question that was given up: %+v, %v", again, err)
	}
}

func TestChannelsAreEdited(t *testing.T) {
	t.Parallel()
	h := furnished(t, team)
	edit, _ := h.editor()
	put := func(w desk.WorkplaceID, id desk.ChannelID, c workplace.ChannelChange) error {
		_, err := edit.PutChannel(t.Context(), w, id, c)
		return err
	}
	wantCode(t, "no kind", put("sonrisas", "web", workplace.ChannelChange{}), desk.Invalid)
	wantCode(t, "an id that is none", put("sonrisas", "Web!", workplace.ChannelChange{Kind: new("web")}), desk.Invalid)
	wantCode(t, "a number without its account", put("sonrisas", "sms", workplace.ChannelChange{Kind: new("twilio"), Number: new("+17875550100")}), desk.Invalid)
	sms := workplace.ChannelChange{Kind: new("twilio"), Number: new("+17875550100"), AccountSID: new("AC1"), AuthToken: new("x")}
	if err := errors.Join(put("sonrisas", "web", workplace.ChannelChange{Kind: new("web")}), put("sonrisas", "sms", sms)); err != nil {
		t.Fatal(err)
	}
	if c, ok := h.Channel("sms"); !ok || c.APIBase != "https://api.twilio.com" || c.Workplace != "sonrisas" {
		t.Errorf("it is %+v", c)
	}
	wantCode(t, "another workplace's id", put("norte", "web", workplace.ChannelChange{Kind: new("web")}), desk.Invalid)
	wantCode(t, "another workplace's number", put("norte", "norte-sms", sms), desk.Invalid)
	wantCode(t, "another kind", put("sonrisas", "web", workplace.ChannelChange{Kind: new("twilio")}), desk.Invalid)
	wantCode(t, "any origin", put("sonrisas", "web", workplace.ChannelChange{Origins: &[]string{"*"}}), desk.Invalid)
	if err := put("sonrisas", "web", workplace.ChannelChange{Active: new(false), Origins: &[]string{"http://localhost:3000"}}); err != nil {
		t.Fatal(err)
	}
	if _, ok := h.Channel("web"); ok || len(h.Channels("sonrisas")) != 2 {
		t.Error("a channel that is off takes nothing, and stays on the list")
	}
}

func TestTheDirectoryAnswers(t *testing.T) {
	t.Parallel()
	h := furnished(t, team)
	ada, gil, off := h.user("ada@sonrisas.example"), h.user("gil@agents.example"), h.user("off@norte.example")
	if got := h.AgentOf(gil); !slices.Equal(got, []desk.WorkplaceID{"norte", "sonrisas"}) {
		t.Errorf("Gil works for %v", got)
	}
	if got := h.MemberOf(ada); !slices.Equal(got, []desk.WorkplaceID{"sonrisas"}) || len(h.AgentOf(ada)) != 0 {
		t.Errorf("Ada is a member of %v, and no agent", got)
	}
	if _, _, err := h.apply("workplaces: [{id: norte, agents_service: false}]"); err != nil {
		t.Fatal(err)
	}
	if got := h.AgentOf(gil); !slices.Equal(got, []desk.WorkplaceID{"sonrisas"}) || h.AgentsService("norte") || !h.AgentsService("sonrisas") {
		t.Errorf("without the service he works for %v", got)
	}
	var names []string
	for _, m := range h.Members("sonrisas") {
		names = append(names, m.User.Name)
	}
	if !slices.Equal(names, []string{"Ada", "Gil", "Sol"}) {
		t.Errorf("the members are %v", names)
	}
	if name, handle := h.Person(off); name != "Off" || handle != "off" || h.MayEnter(off) || !h.MayEnter(ada) || h.MayEnter("nobody") {
		t.Error("an account that is off is known, and stays outside")
	}
	if id, ok := h.Account(" ADA@Sonrisas.example"); !ok || id != ada {
		t.Errorf("by address: %s", id)
	}
	if words := strings.Join(h.About(ada), " "); words != "ada@sonrisas.example Ada ada sonrisas Sonrisas" {
		t.Errorf("about Ada: %s", words)
	}
	if _, ok := h.Rules("sur"); ok || h.AgentsService("sur") || h.EverMember("sur", ada) || h.Members("sur") != nil {
		t.Error("there is no such workplace")
	}
}

func TestAReloadThatFailsKeepsWhatWasKnown(t *testing.T) {
	t.Parallel()
	h := furnished(t, team)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := h.Reload(gone); err == nil {
		t.Error("it did not fail")
	}
	if _, ok := h.Rules("sonrisas"); !ok || h.Empty() {
		t.Error("it is forgotten")
	}
	if err := h.ledger.Write(t.Context(), func(tx *ledger.Tx) error {
		return tx.GORM().Exec(`UPDATE workplaces SET timezone = 'Moon' WHERE id = 'sonrisas'`).Error
	}); err != nil {
		t.Fatal(err)
	}
	if err := h.Reload(t.Context()); err == nil {
		t.Error("a zone that is none is loaded")
	}
	if w, ok := h.Settings("sonrisas"); !ok || w.Zone.String() != "UTC" {
		t.Error("it is forgotten")
	}
}

// TestReadersSeeWholeEdits reads while somebody edits two workplaces at once.
func TestReadersSeeWholeEdits(t *testing.T) {
	t.Parallel()
	h := furnished(t, "workplaces: [{id: a, name: one}, {id: b, name: one}]")
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for range 2 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if all := h.Workplaces(); all[0].Name != all[1].Name {
					t.Errorf("half an edit: %s, %s", all[0].Name, all[1].Name)
					return
				}
			}
		})
	}
	for _, name := range []string{"two", "three", "four", "five"} {
		if _, _, err := h.apply("workplaces: [{id: a, name: " + name + "}, {id: b, name: " + name + "}]"); err != nil {
			t.Error(err)
		}
	}
	close(stop)
	readers.Wait()
}
