package workplace

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"relevo/backend/desk"
)

// This file holds how rows are found, made and changed inside a transaction.

// errNoRow is a bug or a broken database: a row that was just read is not there.
var errNoRow = errors.New("no row was changed")

// find reads the one row of a condition.
func find[T any](tx *gorm.DB, condition string, args ...any) (row T, found bool, err error) {
	var rows []T
	if err := tx.Where(condition, args...).Limit(1).Find(&rows).Error; err != nil {
		return row, false, fmt.Errorf("read %T: %w", row, err)
	}
	if len(rows) == 0 {
		return row, false, nil
	}
	return rows[0], true, nil
}

// insert makes a row with all its columns.
func insert[T any](tx *gorm.DB, row T) error {
	if err := tx.Create(&row).Error; err != nil {
		return fmt.Errorf("make %T: %w", row, err)
	}
	return nil
}

// update changes all columns of the row that has this one's key.
func update[T any](tx *gorm.DB, row T) error {
	done := tx.Model(&row).Select("*").Updates(&row)
	if err := cmp.Or(done.Error, missed(done.RowsAffected)); err != nil {
		return fmt.Errorf("change %T: %w", row, err)
	}
	return nil
}

func missed(rows int64) error {
	if rows != 1 {
		return errNoRow
	}
	return nil
}

// keep makes or changes a row, whichever it takes.
func keep[T any](tx *gorm.DB, row T, e edit) error {
	switch {
	case e.made:
		return insert(tx, row)
	case len(e.fields) > 0:
		return update(tx, row)
	}
	return nil
}

// edit tells what a change did to one row.
type edit struct {
	made   bool
	fields []string
}

// none tells that there was nothing to change.
func (e edit) none() bool { return !e.made && len(e.fields) == 0 }

// set writes a value that is given and new, and remembers the field.
func set[T comparable](e *edit, field string, at, to *T) {
	if to != nil && *at != *to {
		*at = *to
		e.fields = append(e.fields, field)
	}
}

// String says it in words, after the name of what was changed.
func (e edit) String() string {
	if e.made {
		return "made"
	}
	var changed, rest []string
	for _, f := range e.fields {
		switch f {
		case fieldOff:
			rest = append(rest, "deactivated")
		case fieldOn:
			rest = append(rest, "activated")
		default:
			changed = append(changed, strings.ReplaceAll(f, "_", " "))
		}
	}
	if len(changed) > 0 {
		rest = append([]string{strings.Join(changed, ", ") + " changed"}, rest...)
	}
	return strings.Join(rest, ", ")
}

const (
	fieldOff = "off"
	fieldOn  = "on"
)

// setActive is set for the column that deactivates.
func setActive(e *edit, at, to *bool) {
	if to != nil && *at != *to {
		*at = *to
		e.fields = append(e.fields, map[bool]string{true: fieldOn, false: fieldOff}[*to])
	}
}

func sortByName(members []Member) {
	slices.SortFunc(members, func(a, b Member) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.User.Name), strings.ToLower(b.User.Name)), cmp.Compare(a.User.ID, b.User.ID))
	})
}

func notFound() error { return desk.Refuse(desk.NotFound, "There is no such thing here.") }
