package workplace

import (
	"gorm.io/gorm"

	"relevo/backend/desk"
)

// FirstWorkplace is what whoever sets the program up says of their workplace. What is empty gets its default.
type FirstWorkplace struct {
	ID                          desk.WorkplaceID
	Name                        string
	Timezone, Country, Language string
}

// SetUp makes the first workplace, with the defaults, a web chat and no Live Agents, and the account of its admin. There
// must be no account yet.
func SetUp(tx *gorm.DB, credentials Credentials, first FirstWorkplace, admin NewMember) error {
	_, some, err := find[User](tx, "true")
	if err != nil {
		return err
	}
	if some {
		return desk.Refuse(desk.Unauthenticated, "The program is set up already.")
	}
	return refusal(setUp(tx, credentials, first, admin))
}

func setUp(tx *gorm.DB, credentials Credentials, first FirstWorkplace, admin NewMember) error {
	described := FileWorkplace{
		ID: string(first.ID), Name: first.Name, Timezone: first.Timezone, Country: first.Country, Language: first.Language,
		// The admin alone is there: what Lara handed to the agents' queue nobody would see.
		AgentsService: new(false),
	}
	if err := described.check(); err != nil {
		return err
	}
	if _, taken, err := find[workplaceRow](tx, "id = ?", first.ID); err != nil || taken {
		return orTaken(err)
	}
	if _, _, err := putWorkplace(tx, described); err != nil {
		return err
	}
	if _, _, err := putChannel(tx, first.ID, desk.ChannelID(first.ID+"-web"), ChannelChange{Kind: new(string(desk.ChannelWeb))}); err != nil {
		return err
	}
	admin.Role = desk.RoleAdmin
	_, err := addMember(tx, credentials, first.ID, admin)
	return err
}

func orTaken(err error) error {
	if err == nil {
		err = wrong("id", "There is a workplace with this id already.")
	}
	return err
}
