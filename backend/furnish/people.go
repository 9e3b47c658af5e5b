package furnish

import (
	"context"
	"fmt"

	"relevo/backend/auth"
	"relevo/backend/desk"
	"relevo/backend/ledger"
	"relevo/backend/workplace"
)

// Password opens everybody's account.
const Password = "años de trabajo inventado"

// least is how many people a workplace needs for one of each role.
const least = 4

// Workplace is the id of the nth workplace, from 1.
func Workplace(n int) string { return fmt.Sprintf("clinic%d", n) }

// Email is the login of a workplace's nth person of a role, from 1: admin, supervisor, staff or agent.
func Email(role desk.Role, n int, workplace string) string {
	return fmt.Sprintf("%s%d@%s.example", role, n, workplace)
}

// colleague is a person of a workplace: the nth of a role, from 1.
type colleague struct {
	role desk.Role
	n    int
}

// crew are a workplace's people: an admin, a supervisor, and of the others every seventh in the office.
func crew(people int) []colleague {
	var all []colleague
	counts := map[desk.Role]int{}
	for i := range people {
		role := desk.RoleAgent
		switch {
		case i == 0:
			role = desk.RoleAdmin
		case i == 1:
			role = desk.RoleSupervisor
		case i%7 == 2:
			role = desk.RoleStaff
		}
		counts[role]++
		all = append(all, colleague{role, counts[role]})
	}
	return all
}

// settle makes the workplaces and their people.
func settle(ctx context.Context, l *ledger.Ledger, directory *workplace.Directory, o Options) error {
	passwords := auth.NewPasswords(8)
	hash, err := passwords.Hash(ctx, Password)
	if err != nil {
		return fmt.Errorf("make the password: %w", err)
	}
	err = l.Write(ctx, func(tx *ledger.Tx) error {
		tx.Edited()
		_, _, err := workplace.Apply(tx.GORM(), file(o, hash), passwords)
		return err
	})
	if err != nil {
		return fmt.Errorf("make the workplaces: %w", err)
	}
	return directory.Reload(ctx)
}

// file says it all. Nothing falls asleep and nothing is given back by itself, or a server would rewrite the story.
func file(o Options, hash string) workplace.File {
	never, week := 0, 7*24*60
	var f workplace.File
	for n := range o.Workplaces {
		id := Workplace(n + 1)
		f.Workplaces = append(f.Workplaces, workplace.FileWorkplace{
			ID: id, Name: fmt.Sprintf("Clínica %d", n+1), Timezone: "America/Puerto_Rico", Country: "PR", Language: "es",
			CloseAfterHours: &never, ReturnAfterMinutes: &week,
			Channels: []workplace.FileChannel{
				{ID: id + "-web", Kind: "web"},
				{ID: id + "-sms", Kind: "twilio", Number: fmt.Sprintf("+1787555%04d", n+1), AccountSID: "AC1", AuthToken: "none", APIBase: "http://127.0.0.1:9"},
			},
		})
		for i, c := range crew(o.People) {
			f.Users = append(f.Users, workplace.FileUser{
				Email: Email(c.role, c.n, id), Name: personName(n*o.People + i), Handle: fmt.Sprintf("%s%d.%s", c.role, c.n, id), PasswordHash: hash,
				Memberships: []workplace.FileMembership{{Workplace: id, Role: string(c.role)}},
			})
		}
	}
	return f
}

// place is a workplace with the people who act in it.
type place struct {
	id            desk.WorkplaceID
	web, sms      desk.Channel
	staff, agents []desk.Actor
}

// placesOf finds the workplaces that settle made.
func placesOf(directory *workplace.Directory, o Options) ([]*place, error) {
	var places []*place
	for n := range o.Workplaces {
		id := desk.WorkplaceID(Workplace(n + 1))
		p := &place{
			id:  id,
			web: desk.Channel{ID: desk.ChannelID(id + "-web"), Kind: desk.ChannelWeb},
			sms: desk.Channel{ID: desk.ChannelID(id + "-sms"), Kind: desk.ChannelTwilio},
		}
		for _, c := range crew(o.People) {
			email := Email(c.role, c.n, string(id))
			user, ok := directory.Account(email)
			if !ok {
				return nil, fmt.Errorf("%s is no account", email)
			}
			switch actor := (desk.Actor{Team: c.role.Team(), User: user}); actor.Team {
			case desk.TeamStaff:
				p.staff = append(p.staff, actor)
			case desk.TeamAgents:
				p.agents = append(p.agents, actor)
			}
		}
		places = append(places, p)
	}
	return places, nil
}
