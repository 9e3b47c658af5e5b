package workplace

import (
	"crypto/rand"
	"fmt"
	"unicode/utf8"

	"gorm.io/gorm"

	"relevo/backend/desk"
)

// Credentials keeps passwords and sessions. Every method works inside the given transaction.
type Credentials interface {
	// SetPassword gives an account a password, ends its sessions and answers true; where it is the account's already,
	// nothing happens. A password that is too weak is desk.Invalid; about are words that make a bad one.
	SetPassword(tx *gorm.DB, user desk.UserID, password string, about []string) (changed bool, err error)
	// SetHash is SetPassword with the argon2id PHC string of a password that nobody here knows.
	SetHash(tx *gorm.DB, user desk.UserID, hash string) (changed bool, err error)
	// EndSessions signs an account out everywhere.
	EndSessions(tx *gorm.DB, user desk.UserID) error
}

// NewMember is somebody who becomes a member. Hash is the password's, made before the transaction: hashing takes long.
type NewMember struct {
	Email, Name, Handle string
	Role                desk.Role
	Hash                string
}

// MemberChange is what becomes of a member; nil leaves a field as it is.
type MemberChange struct {
	Role   *desk.Role
	Active *bool
	Name   *string
	Hash   *string // of a new password
}

// AddMember makes an account and its membership. Where the address has an account already, that one becomes a member,
// also anew, and keeps its name, handle and password.
func AddMember(tx *gorm.DB, credentials Credentials, w desk.WorkplaceID, n NewMember) (Member, error) {
	member, err := addMember(tx, credentials, w, n)
	return member, refusal(err)
}

func addMember(tx *gorm.DB, credentials Credentials, w desk.WorkplaceID, n NewMember) (Member, error) {
	if err := firstFault(checkEmail(n.Email), checkName(n.Name), checkHandle(n.Handle), checkRole(string(n.Role))); err != nil {
		return Member{}, err
	}
	user, known, err := find[User](tx, "email_key = ?", foldEmail(n.Email))
	switch {
	case err != nil:
		return Member{}, err
	case !known:
		user, err = newUser(tx, credentials, n)
	case !user.Active:
		err = wrong("email", "This account is deactivated.")
	}
	if err != nil {
		return Member{}, err
	}
	m, known, err := find[membership](tx, "workplace = ? AND user = ?", w, user.ID)
	if err != nil {
		return Member{}, err
	}
	if known && m.Active {
		return Member{}, wrong("email", "This account is a member already.")
	}
	m = membership{Workplace: w, User: user.ID, Role: n.Role, Active: true}
	return Member{User: user, Role: n.Role, Active: true}, keep(tx, m, edit{made: !known, fields: []string{fieldOn}})
}

// newUser makes an account with its password.
func newUser(tx *gorm.DB, credentials Credentials, n NewMember) (User, error) {
	if n.Hash == "" {
		return User{}, wrong("password", "A new account needs a password.")
	}
	if err := freeHandle(tx, n.Handle, ""); err != nil {
		return User{}, err
	}
	user := User{
		ID: desk.UserID(rand.Text()), Email: n.Email, EmailKey: foldEmail(n.Email), Name: n.Name,
		Handle: n.Handle, HandleKey: foldHandle(n.Handle), Active: true,
	}
	if err := insert(tx, user); err != nil {
		return User{}, err
	}
	_, err := credentials.SetHash(tx, user.ID, n.Hash)
	return user, err
}

// freeHandle refuses a handle that somebody else has, active or not: old notes mention them by it.
func freeHandle(tx *gorm.DB, handle string, self desk.UserID) error {
	_, taken, err := find[User](tx, "handle_key = ? AND id <> ?", foldHandle(handle), self)
	if err == nil && taken {
		err = wrong("handle", "Somebody else has this handle.")
	}
	return err
}

// ChangeMember changes a membership and, where the account is this workplace's alone or by manages all its others too,
// its name and password. It answers what the member can hold no longer. The last admin stays one.
func ChangeMember(tx *gorm.DB, credentials Credentials, w desk.WorkplaceID, by, user desk.UserID, change MemberChange) (Member, []desk.Vacancy, error) {
	m, known, err := find[membership](tx, "workplace = ? AND user = ?", w, user)
	if err == nil && !known {
		err = notFound()
	}
	if err != nil {
		return Member{}, nil, err
	}
	account, _, err := find[User](tx, "id = ?", user)
	if err != nil {
		return Member{}, nil, err
	}
	if err := change.check(account); err != nil {
		return Member{}, nil, refusal(err)
	}
	if err := changeAccount(tx, credentials, w, by, &account, change); err != nil {
		return Member{}, nil, refusal(err)
	}
	before := m
	e := edit{}
	set(&e, "role", &m.Role, change.Role)
	setActive(&e, &m.Active, change.Active)
	if err := keep(tx, m, e); err != nil {
		return Member{}, nil, err
	}
	if err := stillManaged(tx, before, m); err != nil {
		return Member{}, nil, refusal(err)
	}
	if err := signOutStranger(tx, credentials, user); err != nil {
		return Member{}, nil, err
	}
	return Member{User: account, Role: m.Role, Active: m.Active && account.Active}, vacated(before, m, account.Active, account.Active), nil
}

func (c MemberChange) check(account User) error {
	if c.Active != nil && *c.Active && !account.Active {
		return wrong("active", "This account is deactivated.")
	}
	return firstFault(optional(c.Name, checkName), optional(c.Role, func(r desk.Role) *fault { return checkRole(string(r)) }))
}

// changeAccount changes what is the account's and not the membership's. An admin of one of its workplaces could
// otherwise come into the others with it.
func changeAccount(tx *gorm.DB, credentials Credentials, w desk.WorkplaceID, by desk.UserID, account *User, change MemberChange) error {
	if change.Name == nil && change.Hash == nil {
		return nil
	}
	var foreign int64
	err := tx.Model(&membership{}).Where("user = ? AND workplace <> ?", account.ID, w).
		Where("workplace NOT IN (SELECT workplace FROM memberships WHERE user = ? AND role = ? AND active)", by, desk.RoleAdmin).Count(&foreign).Error
	if err != nil {
		return fmt.Errorf("read an account's memberships: %w", err)
	}
	if foreign > 0 && by != account.ID {
		return &fault{code: desk.Forbidden, problem: "This account works for another workplace too: only its owner changes its name and password."}
	}
	e := edit{}
	set(&e, "name", &account.Name, change.Name)
	if err := keep(tx, *account, e); err != nil {
		return err
	}
	if change.Hash != nil {
		_, err = credentials.SetHash(tx, account.ID, *change.Hash)
	}
	return err
}

// stillManaged refuses to leave a workplace that had an admin without one.
func stillManaged(tx *gorm.DB, before, after membership) error {
	manages := func(m membership) bool { return m.Active && m.Role == desk.RoleAdmin }
	if !manages(before) || manages(after) {
		return nil
	}
	_, some, err := find[membership](tx, "workplace = ? AND role = ? AND active AND user IN (SELECT id FROM users WHERE active)", after.Workplace, desk.RoleAdmin)
	if err == nil && !some {
		err = wrong("role", "This is the last admin: make somebody else an admin first.")
	}
	return err
}

// signOutStranger ends the sessions of an account that is no member of anything any more.
func signOutStranger(tx *gorm.DB, credentials Credentials, user desk.UserID) error {
	_, belongs, err := find[membership](tx, "user = ? AND active", user)
	if err != nil || belongs {
		return err
	}
	return credentials.EndSessions(tx, user)
}

// vacated answers the holder that a member no longer can be: who left, and who changed the team.
func vacated(before, after membership, wasActive, isActive bool) []desk.Vacancy {
	if !before.Active || !wasActive {
		return nil
	}
	if after.Active && isActive && before.Role.Team() == after.Role.Team() {
		return nil
	}
	return []desk.Vacancy{{
		Workplace: before.Workplace, Holder: desk.Holder{Team: before.Role.Team(), User: before.User}, Cause: desk.CauseLeft,
	}}
}

func runes(text string) int { return utf8.RuneCountInString(text) }
