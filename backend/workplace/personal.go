package workplace

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"

	"gorm.io/gorm"

	"relevo/backend/desk"
)

// Preferences are what a person set for themselves and finds again on every device; nil was never set. They are words of
// fixed lists and names of keys, so that nothing of a customer can be kept in them.
type Preferences struct {
	Filters      *[]Filter            `json:"filters,omitempty"`
	Keys         *map[string][]string `json:"keys,omitempty"` // by action: its keys instead of those that it comes with
	SingleKeys   *bool                `json:"single_keys,omitempty"`
	EnterSends   *bool                `json:"enter_sends,omitempty"`
	LongestFirst *bool                `json:"longest_first,omitempty"`
}

// Filter is a saved filter of the stream: all of its words have to be true of a conversation.
type Filter []string

// FilterWords are what a filter may ask for.
var FilterWords = []string{"unanswered", "overdue", "escalated", "sms", "web", "en", "es"}

// What a person may set at most.
const (
	mostFilters     = 20
	mostActions     = 100
	mostKeys        = 4 // of one action
	preferenceLimit = 16 << 10
)

// keyForm is a key, or two one after the other, as they are written on keyboards: R, Shift+E, Mod+I, G M.
var keyForm = regexp.MustCompile(`^(Mod\+)?(Shift\+)?([^\s\pC]|[A-Z][A-Za-z0-9]{1,15})( (Shift\+)?([^\s\pC]|[A-Z][A-Za-z0-9]{1,15}))?$`)

// Store keeps rows, outside of any one workplace.
type Store interface {
	Read(ctx context.Context) *gorm.DB
	// Write runs f in a transaction, which is durable when Write answers without an error.
	Write(ctx context.Context, f func(*gorm.DB) error) error
}

// Personal keeps what people set for themselves. Make it with NewPersonal.
type Personal struct{ store Store }

// NewPersonal keeps preferences in a store.
func NewPersonal(store Store) *Personal { return &Personal{store: store} }

// preferences is a row.
type preferences struct {
	User desk.UserID `gorm:"column:user;primaryKey"`
	Body Preferences `gorm:"column:body;serializer:json"`
}

// TableName names the table for GORM.
func (preferences) TableName() string { return "preferences" }

// Of answers what a user has set.
func (p *Personal) Of(ctx context.Context, user desk.UserID) (Preferences, error) {
	row, _, err := find[preferences](p.store.Read(ctx), "user = ?", user)
	return row.Body, err
}

// Change sets what is given and leaves the rest as it is: of two devices that set different things both are right.
func (p *Personal) Change(ctx context.Context, user desk.UserID, change Preferences) (Preferences, error) {
	if err := change.check(); err != nil {
		return Preferences{}, refusal(err)
	}
	var row preferences
	err := p.store.Write(ctx, func(tx *gorm.DB) (err error) {
		var known bool
		if row, known, err = find[preferences](tx, "user = ?", user); err != nil {
			return err
		}
		row.User = user
		row.Body.take(change)
		if err := row.Body.fits(); err != nil {
			return err
		}
		return keep(tx, row, edit{made: !known, fields: []string{"body"}})
	})
	return row.Body, refusal(err)
}

func (p *Preferences) take(change Preferences) {
	replace(&p.Filters, change.Filters)
	replace(&p.Keys, change.Keys)
	replace(&p.SingleKeys, change.SingleKeys)
	replace(&p.EnterSends, change.EnterSends)
	replace(&p.LongestFirst, change.LongestFirst)
}

func replace[T any](at **T, to *T) {
	if to != nil {
		*at = to
	}
}

// fits refuses what would be too much to hand out at every start of a page.
func (p *Preferences) fits() error {
	b, err := json.Marshal(p)
	if err != nil {
		return fmt.Errorf("write preferences: %w", err)
	}
	if len(b) > preferenceLimit {
		return wrong("preferences", "The preferences are larger than 16 KiB.")
	}
	return nil
}

func (p *Preferences) check() error {
	return firstFault(optional(p.Filters, checkFilters), optional(p.Keys, checkKeys))
}

func checkFilters(filters []Filter) *fault {
	if len(filters) > mostFilters {
		return wrong("filters", "There are more than 20 saved filters.")
	}
	for _, words := range filters {
		for i, word := range words {
			if !slices.Contains(FilterWords, word) || slices.Contains(words[:i], word) {
				return wrong("filters", "A saved filter is made of different words of the known ones.")
			}
		}
		if len(words) == 0 {
			return wrong("filters", "A saved filter needs a word.")
		}
	}
	return nil
}

func checkKeys(keys map[string][]string) *fault {
	if len(keys) > mostActions {
		return wrong("keys", "There are keys for more than 100 actions.")
	}
	for action, list := range keys {
		if checkKey(action) != nil || len(list) > mostKeys {
			return wrong("keys", "Keys are given to an action by its id, at most 4.")
		}
		for _, written := range list {
			if !keyForm.MatchString(written) {
				return wrong("keys", "A key is written like R, Shift+E, Mod+I or G M.")
			}
		}
	}
	return nil
}
