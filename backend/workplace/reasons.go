package workplace

import (
	"fmt"

	"gorm.io/gorm"

	"relevo/backend/desk"
)

// ReasonChange is what becomes of an escalation reason; nil leaves a field as it is.
type ReasonChange struct {
	Name   *string
	NameES *string
	Active *bool
}

func (c ReasonChange) check() error {
	spanish := c.NameES
	if spanish != nil && *spanish == "" {
		spanish = nil
	}
	return firstFault(optional(c.Name, checkName), optional(spanish, func(name string) *fault {
		return checkLine("name_es", "The Spanish name", name, nameLimit)
	}))
}

// PutReason makes an escalation reason, at the end of the workplace's list, or changes one. The last active one stays:
// every escalation needs a reason.
func PutReason(tx *gorm.DB, w desk.WorkplaceID, id desk.ReasonID, change ReasonChange) (Reason, error) {
	reason, _, err := putReason(tx, w, id, change)
	if err == nil {
		err = checkReasons(tx, w)
	}
	return reason, refusal(err)
}

func putReason(tx *gorm.DB, w desk.WorkplaceID, id desk.ReasonID, change ReasonChange) (Reason, edit, error) {
	if err := change.check(); err != nil {
		return Reason{}, edit{}, err
	}
	reason, known, err := find[Reason](tx, "workplace = ? AND id = ?", w, id)
	if err != nil {
		return Reason{}, edit{}, err
	}
	e := edit{made: !known}
	if !known {
		if err := firstFault(checkReasonID(string(id)), given("name", "The reason", change.Name)); err != nil {
			return Reason{}, edit{}, err
		}
		last, err := lastPosition(tx, w)
		if err != nil {
			return Reason{}, edit{}, err
		}
		reason = Reason{Workplace: w, ID: id, Position: last + 1, Active: true}
	}
	set(&e, "name", &reason.Name, change.Name)
	set(&e, "name_es", &reason.NameES, change.NameES)
	setActive(&e, &reason.Active, change.Active)
	return reason, e, keep(tx, reason, e)
}

// given refuses to make something without what it can't be without.
func given(field, what string, value *string) *fault {
	if value == nil {
		return wrong(field, fmt.Sprintf("%s is new and needs a %s.", what, field))
	}
	return nil
}

func lastPosition(tx *gorm.DB, w desk.WorkplaceID) (int, error) {
	var last int
	err := tx.Model(&Reason{}).Where("workplace = ?", w).Select("coalesce(max(position), 0)").Scan(&last).Error
	if err != nil {
		return 0, fmt.Errorf("read the reasons' order: %w", err)
	}
	return last, nil
}

// checkReasons wants a reason that can be chosen.
func checkReasons(tx *gorm.DB, w desk.WorkplaceID) error {
	_, some, err := find[Reason](tx, "workplace = ? AND active", w)
	if err == nil && !some {
		err = wrong("escalation_reasons", "A workplace needs at least one active escalation reason.")
	}
	return err
}
