package workplace_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"gorm.io/gorm"

	"relevo/backend/desk"
	"relevo/backend/workplace"
)

// cheapHash is a hash of next to no cost: nobody signs in here.
const cheapHash = "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// team is a workplace with an admin, and an agent who works for another one too.
const team = `
workplaces: [{id: sonrisas, name: Sonrisas, message_limit: 20}, {id: norte, name: Norte}]
users:
  - {email: ada@sonrisas.example, name: Ada, handle: ada, memberships: [{workplace: sonrisas, role: admin}]}
  - {email: sol@sonrisas.example, name: Sol, handle: sol, memberships: [{workplace: sonrisas, role: staff}]}
  - {email: gil@agents.example, name: Gil, handle: gil, memberships: [{workplace: sonrisas, role: agent}, {workplace: norte, role: agent}]}
  - {email: bea@norte.example, name: Bea, handle: bea, memberships: [{workplace: norte, role: admin}]}
  - {email: off@norte.example, name: Off, handle: off, active: false}
`

// editor is the house's, with the vacancies that its edits made.
func (h *house) editor() (*workplace.Editor, *[]desk.Vacancy) {
	var made []desk.Vacancy
	return workplace.NewEditor(func(_ context.Context, edit func(*gorm.DB) ([]desk.Vacancy, error)) error {
		return h.change(func(tx *gorm.DB) error {
			vacancies, err := edit(tx)
			made = append(made, vacancies...)
			return err
		})
	}, h.passwords), &made
}

func TestSomebodyBecomesAMember(t *testing.T) {
	t.Parallel()
	h := furnished(t, team)
	edit, _ := h.editor()
	eva := workplace.NewMember{Email: "Eva@agents.example", Name: "Eva", Handle: "Eva", Role: desk.RoleAgent, Hash: cheapHash}
	member, err := edit.AddMember(t.Context(), "sonrisas", eva)
	if err != nil {
		t.Fatal(err)
	}
	if role, ok := h.Role("sonrisas", member.User.ID); !ok || role != desk.RoleAgent || h.user("eva@AGENTS.example") != member.User.ID || member.User.Email != "Eva@agents.example" {
		t.Errorf("she is %+v, a %s", member, role)
	}
	with := func(change func(*workplace.NewMember)) workplace.NewMember {
		n := workplace.NewMember{Email: "new@x.example", Name: "New", Handle: "new", Role: desk.RoleStaff, Hash: cheapHash}
		change(&n)
		return n
	}
	for about, n := range map[string]workplace.NewMember{
		"a member already":          with(func(n *workplace.NewMember) { n.Email = "SOL@sonrisas.example" }),
		"somebody's handle":         with(func(n *workplace.NewMember) { n.Handle = "GIL" }),
		"no handle":                 with(func(n *workplace.NewMember) { n.Handle = "" }),
		"no address":                with(func(n *workplace.NewMember) { n.Email = "x" }),
		"an address with a NUL":     with(func(n *workplace.NewMember) { n.Email = "x\x00@y.example" }),
		"no name":                   with(func(n *workplace.NewMember) { n.Name = " " }),
		"a name with a NUL":         with(func(n *workplace.NewMember) { n.Name = "a\x00" }),
		"a name that is too long":   with(func(n *workplace.NewMember) { n.Name = strings.Repeat("ñ", 201) }),
		"an unknown role":           with(func(n *workplace.NewMember) { n.Role = "owner" }),
		"no password":               with(func(n *workplace.NewMember) { n.Hash = "" }),
		"a hash that is none":       with(func(n *workplace.NewMember) { n.Hash = "x" }),
		"an account that is off":    with(func(n *workplace.NewMember) { n.Email = "off@norte.example" }),
		"the handle of one who is":  with(func(n *workplace.NewMember) { n.Handle = "off" }),
		"a handle that ends in dot": with(func(n *workplace.NewMember) { n.Handle = "new." }),
	} {
		_, err := edit.AddMember(t.Context(), "sonrisas", n)
		wantCode(t, about, err, desk.Invalid)
	}
	_, err = edit.AddMember(t.Context(), "sonrisas", with(func(n *workplace.NewMember) { n.Name = "\xff" }))
	wantCode(t, "a name that is no UTF-8", err, desk.Malformed)
	if _, known := h.Account("new@x.example"); known {
		t.Error("a refused edit left an account behind")
	}
	if _, err := edit.AddMember(t.Context(), "sonrisas", with(func(n *workplace.NewMember) { n.Name = strings.Repeat("ñ", 200) })); err != nil {
		t.Errorf("200 characters are a name: %v", err)
	}
}

func TestAnAccountKeepsItsOwnWhenItBecomesAMember(t *testing.T) {
	t.Parallel()
	h := furnished(t, team)
	edit, _ := h.editor()
	member, err := edit.AddMember(t.Context(), "norte", workplace.NewMember{Email: "sol@SONRISAS.example", Name: "Else", Handle: "gil", Role: desk.RoleStaff, Hash: cheapHash})
	if err != nil {
		t.Fatal(err)
	}
	sol := h.user("sol@sonrisas.example")
	var passwords int64
	h.ledger.Reader().Table("passwords").Where("user = ?", sol).Count(&passwords)
	if name, handle := h.Person(sol); member.User.ID != sol || name != "Sol" || handle != "sol" || passwords != 0 {
		t.Errorf("Sol is %s @%s now, %+v, with %d passwords", name, handle, member, passwords)
	}
	if _, err := edit.ChangeMember(t.Context(), "norte", h.user("bea@norte.example"), sol, workplace.MemberChange{Active: new(false)}); err != nil {
		t.Fatal(err)
	}
	again, err := edit.AddMember(t.Context(), "norte", workplace.NewMember{Email: "sol@sonrisas.example", Name: "x", Handle: "x", Role: desk.RoleAgent})
	if role, ok := h.Role("norte", sol); err != nil || !ok || role != desk.RoleAgent || !again.Active {
		t.Errorf("who left can't come back: %+v, %v, %v", again, role, err)
	}
}

func TestAMemberIsChanged(t *testing.T) {
	t.Parallel()
	h := furnished(t, team)
	edit, vacancies := h.editor()
	ada, sol, gil, bea := h.user("ada@sonrisas.example"), h.user("sol@sonrisas.example"), h.user("gil@agents.example"), h.user("bea@norte.example")
	change := func(user desk.UserID, c workplace.MemberChange) error {
		_, err := edit.ChangeMember(t.Context(), "sonrisas", ada, user, c)
		return err
	}
	wantCode(t, "nobody", change("nobody", workplace.MemberChange{}), desk.NotFound)
	wantCode(t, "another workplace's", change(bea, workplace.MemberChange{Name: new("x")}), desk.NotFound)
	wantCode(t, "an empty name", change(sol, workplace.MemberChange{Name: new("")}), desk.Invalid)
	wantCode(t, "an unknown role", change(sol, workplace.MemberChange{Role: new(desk.Role("owner"))}), desk.Invalid)
	wantCode(t, "a name that is another workplace's too", change(gil, workplace.MemberChange{Name: new("x")}), desk.Forbidden)
	wantCode(t, "a password that opens another workplace too", change(gil, workplace.MemberChange{Hash: new(cheapHash)}), desk.Forbidden)
	if err := change(sol, workplace.MemberChange{}); err != nil || len(*vacancies) != 0 {
		t.Errorf("nothing to change: %v, %v", err, *vacancies)
	}

	h.signedIn(sol)
	if err := change(sol, workplace.MemberChange{Name: new("Sol R."), Role: new(desk.RoleAdmin)}); err != nil {
		t.Fatal(err)
	}
	if name, _ := h.Person(sol); name != "Sol R." || len(*vacancies) != 0 || h.signedOut(sol) {
		t.Errorf("%s; staff who become admins hold on: %v", name, *vacancies)
	}
	if err := change(sol, workplace.MemberChange{Hash: new(cheapHash)}); err != nil || !h.signedOut(sol) {
		t.Errorf("a new password ends the sessions: %v", err)
	}
	h.signedIn(gil)
	if err := change(gil, workplace.MemberChange{Active: new(false)}); err != nil || h.signedOut(gil) || len(*vacancies) != 1 {
		t.Fatalf("with another membership left, sessions go on: %v, %v", err, *vacancies)
	}
	if v := (*vacancies)[0]; v != (desk.Vacancy{Workplace: "sonrisas", Holder: desk.Holder{Team: desk.TeamAgents, User: gil}, Cause: desk.CauseLeft}) {
		t.Errorf("the vacancy is %+v", v)
	}
	if _, active := h.Role("sonrisas", gil); active || !h.EverMember("sonrisas", gil) || h.EverMember("sonrisas", bea) {
		t.Error("who was a member stays known, and no member")
	}
	if err := change(gil, workplace.MemberChange{Role: new(desk.RoleSupervisor)}); err != nil || len(*vacancies) != 1 {
		t.Errorf("who left holds nothing: %v, %v", err, *vacancies)
	}
	if _, err := edit.ChangeMember(t.Context(), "norte", bea, gil, workplace.MemberChange{Active: new(false)}); err != nil || !h.signedOut(gil) || h.MayEnter(gil) {
		t.Errorf("with the last membership everything ends: %v", err)
	}
	if err := change(gil, workplace.MemberChange{Active: new(true)}); err != nil || !h.MayEnter(gil) {
		t.Errorf("who comes back may enter: %v", err)
	}
}

func TestTheLastAdminStays(t *testing.T) {
	t.Parallel()
	h := furnished(t, team)
	edit, _ := h.editor()
	ada, sol := h.user("ada@sonrisas.example"), h.user("sol@sonrisas.example")
	for about, c := range map[string]workplace.MemberChange{"leaves": {Active: new(false)}, "changes the role": {Role: new(desk.RoleStaff)}} {
		_, err := edit.ChangeMember(t.Context(), "sonrisas", ada, ada, c)
		wantCode(t, "the last admin "+about, err, desk.Invalid)
	}
	if _, err := edit.ChangeMember(t.Context(), "sonrisas", ada, sol, workplace.MemberChange{Role: new(desk.RoleAdmin)}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := h.apply("users: [{email: sol@sonrisas.example, active: false}]"); err != nil {
		t.Fatal(err)
	}
	_, err := edit.ChangeMember(t.Context(), "sonrisas", ada, ada, workplace.MemberChange{Active: new(false)})
	wantCode(t, "beside a deactivated admin", err, desk.Invalid)
	_, err = edit.ChangeMember(t.Context(), "sonrisas", ada, sol, workplace.MemberChange{Active: new(true)})
	wantCode(t, "an account that is off", err, desk.Invalid)
	if _, _, err := h.apply("users: [{email: sol@sonrisas.example, active: true}]"); err != nil {
		t.Fatal(err)
	}
	if _, err := edit.ChangeMember(t.Context(), "sonrisas", ada, ada, workplace.MemberChange{Active: new(false)}); err != nil {
		t.Errorf("with another admin there: %v", err)
	}
}

func TestSettingUp(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	edit, _ := h.editor()
	yes := func(*gorm.DB) error { return nil }
	admin := workplace.NewMember{Email: "rosa@lomas.example", Name: "Rosa", Handle: "rosa", Hash: cheapHash}
	no := errors.New("no such link")
	if err := edit.SetUp(t.Context(), func(*gorm.DB) error { return no }, workplace.FirstWorkplace{ID: "lomas", Name: "Lomas"}, admin); !errors.Is(err, no) {
		t.Errorf("without permission: %v", err)
	}
	for about, first := range map[string]workplace.FirstWorkplace{
		"no id": {Name: "Lomas"}, "no name": {ID: "lomas"}, "no key": {ID: "Lomas!", Name: "Lomas"}, "no zone": {ID: "lomas", Name: "Lomas", Timezone: "Moon"},
		"no country": {ID: "lomas", Name: "Lomas", Country: "XX"}, "no language": {ID: "lomas", Name: "Lomas", Language: "fr"},
	} {
		wantCode(t, about, edit.SetUp(t.Context(), yes, first, admin), desk.Invalid)
	}
	weak := admin
	weak.Email = "x"
	wantCode(t, "no address", edit.SetUp(t.Context(), yes, workplace.FirstWorkplace{ID: "lomas", Name: "Lomas"}, weak), desk.Invalid)
	if !h.Empty() || len(h.Workplaces()) != 0 {
		t.Fatal("a refused set-up left something behind")
	}
	if err := edit.SetUp(t.Context(), yes, workplace.FirstWorkplace{ID: "lomas", Name: "Lomas", Country: "PR", Language: "es", Timezone: "America/Puerto_Rico"}, admin); err != nil {
		t.Fatal(err)
	}
	w, _ := h.Settings("lomas")
	role, _ := h.Role("lomas", h.user("rosa@lomas.example"))
	channel, ok := h.Channel("lomas-web")
	if h.Empty() || w.Country != "PR" || w.Zone.String() != "America/Puerto_Rico" || role != desk.RoleAdmin || !ok || channel.Kind != desk.ChannelWeb || len(h.Reasons("lomas")) != 6 {
		t.Errorf("it made %+v, %s, %+v", w, role, channel)
	}
	if w.AgentsService {
		t.Error("Lara hands over to agents, of whom there are none")
	}
	err := edit.SetUp(t.Context(), yes, workplace.FirstWorkplace{ID: "sur", Name: "Sur"}, workplace.NewMember{Email: "a@b.example", Name: "A", Handle: "a", Hash: cheapHash})
	wantCode(t, "a second time", err, desk.Unauthenticated)
}
