package workplace

import (
	"crypto/rand"
	"strings"

	"gorm.io/gorm"

	"relevo/backend/desk"
)

// QuickResponseChange is what becomes of a quick response; nil leaves a field as it is.
type QuickResponseChange struct {
	Shortcut *string
	Text     *string
	Active   *bool
}

func (c QuickResponseChange) check() error {
	return firstFault(optional(c.Shortcut, checkShortcut), optional(c.Text, func(text string) *fault {
		return checkText("text", "The text", text, textLimit)
	}))
}

// checkShortcut takes one word: it is typed behind a slash.
func checkShortcut(shortcut string) *fault {
	if f := checkLine("shortcut", "The shortcut", shortcut, keyLimit); f != nil {
		return f
	}
	if strings.ContainsAny(shortcut, " /") {
		return wrong("shortcut", "The shortcut is not one word, or holds a slash.")
	}
	return nil
}

// AddQuickResponse saves a message: shared by the workplace where owner is empty, else the owner's. A shortcut that was
// deactivated may be used anew.
func AddQuickResponse(tx *gorm.DB, w desk.WorkplaceID, owner desk.UserID, shortcut, text string) (QuickResponse, error) {
	change := QuickResponseChange{Shortcut: &shortcut, Text: &text}
	taken, err := ofShortcut(tx, w, owner, shortcut)
	if err == nil && taken.Active {
		err = wrong("shortcut", "There is a quick response with this shortcut already.")
	}
	if err != nil {
		return QuickResponse{}, refusal(err)
	}
	response, _, err := putQuickResponse(tx, w, owner, change)
	return response, refusal(err)
}

// ChangeQuickResponse changes one of those that the owner may change: the shared ones where owner is empty.
func ChangeQuickResponse(tx *gorm.DB, w desk.WorkplaceID, owner desk.UserID, id string, change QuickResponseChange) (QuickResponse, error) {
	response, known, err := find[QuickResponse](tx, "workplace = ? AND owner = ? AND id = ?", w, owner, id)
	if err == nil && !known {
		err = notFound()
	}
	if err == nil {
		err = change.check()
	}
	if err == nil && change.Shortcut != nil && foldShortcut(*change.Shortcut) != response.Key {
		err = freeShortcut(tx, w, owner, *change.Shortcut)
	}
	if err != nil {
		return QuickResponse{}, refusal(err)
	}
	e := edit{}
	response.apply(&e, change)
	return response, keep(tx, response, e)
}

// putQuickResponse makes or changes the one of a shortcut, as a file names it.
func putQuickResponse(tx *gorm.DB, w desk.WorkplaceID, owner desk.UserID, change QuickResponseChange) (QuickResponse, edit, error) {
	if err := change.check(); err != nil {
		return QuickResponse{}, edit{}, err
	}
	response, err := ofShortcut(tx, w, owner, *change.Shortcut)
	if err != nil {
		return QuickResponse{}, edit{}, err
	}
	e := edit{made: response.ID == ""}
	if e.made {
		if err := firstFault(given("text", "The quick response", change.Text)); err != nil {
			return QuickResponse{}, edit{}, err
		}
		response = QuickResponse{ID: rand.Text(), Workplace: w, Owner: owner, Active: true}
	}
	if change.Active == nil {
		change.Active = new(true)
	}
	response.apply(&e, change)
	return response, e, keep(tx, response, e)
}

func (q *QuickResponse) apply(e *edit, change QuickResponseChange) {
	set(e, "shortcut", &q.Shortcut, change.Shortcut)
	q.Key = foldShortcut(q.Shortcut)
	set(e, "text", &q.Text, change.Text)
	setActive(e, &q.Active, change.Active)
}

// ofShortcut answers the response of a shortcut, active or not; the zero value where there is none.
func ofShortcut(tx *gorm.DB, w desk.WorkplaceID, owner desk.UserID, shortcut string) (QuickResponse, error) {
	q, _, err := find[QuickResponse](tx, "workplace = ? AND owner = ? AND shortcut_key = ?", w, owner, foldShortcut(shortcut))
	return q, err
}

func freeShortcut(tx *gorm.DB, w desk.WorkplaceID, owner desk.UserID, shortcut string) error {
	taken, err := ofShortcut(tx, w, owner, shortcut)
	if err == nil && taken.ID != "" {
		err = wrong("shortcut", "There is a quick response with this shortcut already.")
	}
	return err
}

func foldShortcut(shortcut string) string { return strings.ToLower(shortcut) }
