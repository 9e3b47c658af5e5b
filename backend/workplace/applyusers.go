package workplace

import (
	"crypto/rand"
	"fmt"

	"gorm.io/gorm"

	"relevo/backend/desk"
)

func (a *application) users(users []FileUser) error {
	if err := a.freeHandles(users); err != nil {
		return err
	}
	for i, u := range users {
		if err := a.user(u); err != nil {
			return placed(fmt.Sprintf("users[%d]", i), err)
		}
	}
	return nil
}

// freeHandles lets go of the handles that the file gives anew, so that two people can swap theirs.
func (a *application) freeHandles(users []FileUser) error {
	for _, u := range users {
		row, known, err := find[User](a.tx, "email_key = ?", foldEmail(u.Email))
		if err != nil {
			return err
		}
		if !known || u.Handle == "" || foldHandle(u.Handle) == row.HandleKey {
			continue
		}
		row.HandleKey = "~" + string(row.ID) // no handle looks like this
		if err := update(a.tx, row); err != nil {
			return err
		}
	}
	return nil
}

// user makes or changes an account and its memberships.
func (a *application) user(f FileUser) error {
	row, wasActive, e, err := a.account(f)
	if err != nil {
		return err
	}
	before, err := membershipsOf(a.tx, row.ID)
	if err != nil {
		return err
	}
	var told []func()
	for i, m := range f.Memberships {
		name, e, err := putMembership(a.tx, row, m)
		if err != nil {
			return inside("memberships", i, err)
		}
		told = append(told, func() { a.tell(name, e) })
	}
	if err := a.password(f, row, &e); err != nil {
		return err
	}
	a.tell("user "+row.Email, e)
	for _, tell := range told {
		tell()
	}
	return a.settle(row, before, wasActive)
}

// account makes or changes the account itself.
func (a *application) account(f FileUser) (row User, wasActive bool, e edit, err error) {
	row, known, err := find[User](a.tx, "email_key = ?", foldEmail(f.Email))
	if err != nil {
		return User{}, false, edit{}, err
	}
	wasActive = known && row.Active
	e = edit{made: !known}
	if !known {
		if err := firstFault(given("name", "The account", said(f.Name)), given("handle", "The account", said(f.Handle))); err != nil {
			return User{}, false, edit{}, err
		}
		row = User{ID: desk.UserID(rand.Text()), Email: f.Email, EmailKey: foldEmail(f.Email), Active: true}
	}
	if f.Handle != "" {
		if err := freeHandle(a.tx, f.Handle, row.ID); err != nil {
			return User{}, false, edit{}, err
		}
		set(&e, "handle", &row.Handle, &f.Handle)
		row.HandleKey = foldHandle(f.Handle)
	}
	set(&e, "name", &row.Name, said(f.Name))
	setActive(&e, &row.Active, f.Active)
	return row, wasActive, e, keep(a.tx, row, e)
}

func membershipsOf(tx *gorm.DB, user desk.UserID) ([]membership, error) {
	var list []membership
	if err := tx.Where("user = ?", user).Order("workplace").Find(&list).Error; err != nil {
		return nil, fmt.Errorf("read an account's memberships: %w", err)
	}
	return list, nil
}

// putMembership makes or changes one, and says what it is called.
func putMembership(tx *gorm.DB, user User, f FileMembership) (name string, e edit, err error) {
	_, exists, err := find[workplaceRow](tx, "id = ?", f.Workplace)
	if err == nil && !exists {
		err = wrong("workplace", "There is no such workplace, neither here nor in the file.")
	}
	if err != nil {
		return "", edit{}, err
	}
	row, known, err := find[membership](tx, "workplace = ? AND user = ?", f.Workplace, user.ID)
	if err != nil {
		return "", edit{}, err
	}
	e = edit{made: !known}
	if !known {
		if err := firstFault(given("role", "The membership", said(f.Role))); err != nil {
			return "", edit{}, err
		}
		row = membership{Workplace: desk.WorkplaceID(f.Workplace), User: user.ID, Active: true}
	}
	set(&e, "role", (*string)(&row.Role), said(f.Role))
	setActive(&e, &row.Active, f.Active)
	return "user " + user.Email + ", member of " + f.Workplace, e, keep(tx, row, e)
}

// password gives the account the password that the file has for it.
func (a *application) password(f FileUser, row User, e *edit) error {
	var changed bool
	var err error
	switch {
	case f.Password != "":
		var about []string
		if about, err = a.about(row); err == nil {
			changed, err = a.credentials.SetPassword(a.tx, row.ID, f.Password, about)
		}
		err = atField("password", err)
	case f.PasswordHash != "":
		changed, err = a.credentials.SetHash(a.tx, row.ID, f.PasswordHash)
		err = atField("password_hash", err)
	}
	if changed {
		e.fields = append(e.fields, "password")
	}
	return err
}

// atField makes a refusal a fault of that field.
func atField(field string, err error) error {
	if refused, ok := err.(*desk.Error); ok {
		return wrong(field, refused.Detail)
	}
	return err
}

// about are words that say who an account is.
func (a *application) about(u User) ([]string, error) {
	var places []workplaceRow
	err := a.tx.Where("id IN (SELECT workplace FROM memberships WHERE user = ?)", u.ID).Find(&places).Error
	if err != nil {
		return nil, fmt.Errorf("read an account's workplaces: %w", err)
	}
	words := []string{u.Email, u.Name, u.Handle}
	for _, p := range places {
		words = append(words, string(p.ID), p.Name)
	}
	return words, nil
}

// settle notes what the account can hold no longer, and signs it out where it is one no more.
func (a *application) settle(row User, before []membership, wasActive bool) error {
	var left []desk.Vacancy
	for _, m := range before {
		after, _, err := find[membership](a.tx, "workplace = ? AND user = ?", m.Workplace, m.User)
		if err != nil {
			return err
		}
		left = append(left, vacated(m, after, wasActive, row.Active)...)
	}
	a.left = append(a.left, left...)
	if !row.Active {
		return a.credentials.EndSessions(a.tx, row.ID)
	}
	if len(left) > 0 {
		return signOutStranger(a.tx, a.credentials, row.ID)
	}
	return nil
}
