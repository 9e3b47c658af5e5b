package desk_test

import (
	"errors"
	"fmt"
	"testing"

	"relevo/backend/desk"
)

func TestRolesHaveTeams(t *testing.T) {
	t.Parallel()
	for role, team := range map[desk.Role]desk.Team{
		desk.RoleAdmin: desk.TeamStaff, desk.RoleStaff: desk.TeamStaff, desk.RoleAgent: desk.TeamAgents, desk.RoleSupervisor: desk.TeamSupervisor,
	} {
		if !role.Valid() || role.Team() != team {
			t.Errorf("%s is valid: %v, and acts for %s", role, role.Valid(), role.Team())
		}
	}
	for _, role := range []desk.Role{"", "Admin", "owner"} {
		if role.Valid() {
			t.Errorf("%q is a role", role)
		}
	}
}

func TestRefusalsAreKnownByTheirCode(t *testing.T) {
	t.Parallel()
	refusal := fmt.Errorf("send: %w", desk.Refuse(desk.HeldByOther, "Gil holds it."))
	if !errors.Is(refusal, desk.Refuse(desk.HeldByOther, "")) {
		t.Error("the same code is another refusal")
	}
	if errors.Is(refusal, desk.Refuse(desk.NotFound, "")) || errors.Is(refusal, errors.ErrUnsupported) {
		t.Error("another code, or no code at all, is the same refusal")
	}
	if got := desk.Refuse(desk.HeldByOther, "Gil holds it.").Error(); got != "held_by_other: Gil holds it." {
		t.Errorf("it says %q", got)
	}
}

// stranger is a command that the desk has never heard of.
type stranger struct{ desk.Command }

func TestUnknownCommand(t *testing.T) {
	check(t, []row{
		{rule: "is malformed", given: given(writes), by: sol, do: func(*scene) desk.Command { return stranger{} }, refused: desk.Malformed},
		{rule: "nothing at all is malformed", by: sol, do: func(*scene) desk.Command { return nil }, refused: desk.Malformed},
	})
}
