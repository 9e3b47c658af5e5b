package auth

import (
	"context"
	_ "embed"
	"fmt"
	"strings"
	"unicode/utf8"

	"gorm.io/gorm"

	"relevo/backend/desk"
)

// longest is how many bytes a password may have: far beyond anybody's, and no work for the hash.
const longest = 1024

//go:embed common.txt
var common string

// tooCommon are passwords that guessers try first.
var tooCommon = func() map[string]bool {
	words := map[string]bool{}
	for word := range strings.FieldsSeq(common) {
		words[word] = true
	}
	return words
}()

// Passwords keeps passwords as hashes. Make it with NewPasswords; it needs no sessions, so files can be applied without
// a running server.
type Passwords struct {
	least int // code points
	hasher
}

// NewPasswords makes one that asks for so many code points at least.
func NewPasswords(least int) *Passwords { return &Passwords{least: least, hasher: newHasher()} }

// Hash makes what is kept of a password, or answers desk.Invalid where it is too easy: short, well known, or made of
// words about its owner. It takes time: call it before a transaction.
func (p *Passwords) Hash(ctx context.Context, password string, about ...string) (string, error) {
	if err := p.Acceptable(password, about...); err != nil {
		return "", err
	}
	return p.hash(ctx, password)
}

// SetPassword gives an account a password and ends its sessions, inside a transaction, and tells whether that changed
// anything: the account's own password again does not.
func (p *Passwords) SetPassword(tx *gorm.DB, user desk.UserID, password string, about []string) (bool, error) {
	kept, err := p.stored(tx, user)
	if err != nil {
		return false, err
	}
	if kept != "" {
		if same, err := p.matches(context.Background(), kept, password); same || err != nil {
			return false, err
		}
	}
	hash, err := p.Hash(context.Background(), password, about...)
	if err != nil {
		return false, err
	}
	return true, put(tx, user, hash, "")
}

// SetHash is SetPassword with a hash: one that Hash made, or the argon2id PHC string of a file.
func (p *Passwords) SetHash(tx *gorm.DB, user desk.UserID, hash string) (bool, error) {
	if err := CheckHash(hash); err != nil {
		return false, desk.Refuse(desk.Invalid, err.Error())
	}
	kept, err := p.stored(tx, user)
	if err != nil || kept == hash {
		return false, err
	}
	return true, put(tx, user, hash, "")
}

// EndSessions signs an account out everywhere, inside a transaction.
func (p *Passwords) EndSessions(tx *gorm.DB, user desk.UserID) error {
	if err := tx.Where("user = ?", user).Delete(&session{}).Error; err != nil {
		return fmt.Errorf("end an account's sessions: %w", err)
	}
	return nil
}

// put keeps a hash and ends the user's sessions but one.
func put(tx *gorm.DB, user desk.UserID, hash string, but SessionID) error {
	err := tx.Exec(`INSERT INTO passwords (user, hash) VALUES (?, ?) ON CONFLICT (user) DO UPDATE SET hash = excluded.hash`, user, hash).Error
	if err != nil {
		return fmt.Errorf("keep a password: %w", err)
	}
	if err := tx.Where("user = ? AND id <> ?", user, but).Delete(&session{}).Error; err != nil {
		return fmt.Errorf("end the sessions of a changed password: %w", err)
	}
	return nil
}

// stored is the user's hash; empty: they have no password.
func (p *Passwords) stored(db *gorm.DB, user desk.UserID) (string, error) {
	var rows []passwordRow
	if err := db.Where("user = ?", user).Limit(1).Find(&rows).Error; err != nil {
		return "", fmt.Errorf("read a password's hash: %w", err)
	}
	if len(rows) == 0 {
		return "", nil
	}
	return rows[0].Hash, nil
}

type passwordRow struct {
	User desk.UserID `gorm:"column:user;primaryKey"`
	Hash string      `gorm:"column:hash"`
}

// TableName names the table for GORM.
func (passwordRow) TableName() string { return "passwords" }

// Acceptable answers desk.Invalid for a password that is too short, well known, or made of words about its owner. What
// it is composed of doesn't matter.
func (p *Passwords) Acceptable(password string, about ...string) error {
	switch {
	case !utf8.ValidString(password):
		return desk.Refuse(desk.Malformed, "The password is not valid UTF-8.")
	case utf8.RuneCountInString(password) < p.least:
		return desk.Refuse(desk.Invalid, fmt.Sprintf("The password needs at least %d characters.", p.least))
	case len(password) > longest:
		return desk.Refuse(desk.Invalid, "The password is too long.")
	case easy(strings.ToLower(password), about):
		return desk.Refuse(desk.Invalid, "The password is easy to guess. Take a few words that have nothing to do with you or your work.")
	}
	return nil
}

// easy tells whether a password is a common one or a word about its owner, with digits and signs around it at most.
func easy(password string, about []string) bool {
	core := strings.TrimFunc(password, func(r rune) bool { return r < 'a' && r < 0x80 || r > 'z' && r < 0x80 })
	if tooCommon[password] || tooCommon[core] || sameOrStep(password) {
		return true
	}
	for _, words := range about {
		words = strings.ToLower(words)
		if password == words || core == words {
			return true
		}
		for word := range strings.FieldsFuncSeq(words, func(r rune) bool { return r == ' ' || r == '@' || r == '.' || r == '-' }) {
			if len(word) > 2 && core == word {
				return true
			}
		}
	}
	return false
}

// sameOrStep tells whether every character is the one before, or one more or less: 11111111, 12345678.
func sameOrStep(password string) bool {
	for i := 1; i < len(password); i++ {
		if step := int(password[i]) - int(password[i-1]); step < -1 || step > 1 {
			return false
		}
	}
	return true
}
