package auth

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"fmt"

	"gorm.io/gorm"

	"relevo/backend/desk"
)

type setupLink struct {
	No   int    `gorm:"column:no;primaryKey"`
	Hash []byte `gorm:"column:hash"`
}

// TableName names the table for GORM.
func (setupLink) TableName() string { return "setup_link" }

// NewSetUp makes the token with which an empty program can be set up, once. An earlier one is good for nothing any more.
func (a *Auth) NewSetUp(ctx context.Context) (string, error) {
	token, hash := newRefresh()
	err := a.o.Store.Write(ctx, func(tx *gorm.DB) error {
		return tx.Exec(`INSERT INTO setup_link (no, hash) VALUES (1, ?) ON CONFLICT (no) DO UPDATE SET hash = excluded.hash`, hash).Error
	})
	if err != nil {
		return "", fmt.Errorf("keep the set-up link: %w", err)
	}
	return token, nil
}

// TakeSetUp uses the set-up token up inside the transaction that sets the program up, or answers desk.Unauthenticated.
func (a *Auth) TakeSetUp(tx *gorm.DB, token string) error {
	var rows []setupLink
	if err := tx.Limit(1).Find(&rows).Error; err != nil {
		return fmt.Errorf("read the set-up link: %w", err)
	}
	given := sha256.Sum256([]byte(token))
	if len(rows) == 0 || subtle.ConstantTimeCompare(rows[0].Hash, given[:]) != 1 {
		return desk.Refuse(desk.Unauthenticated, "This link has been used or was replaced. Start the program again for a new one.")
	}
	if err := tx.Where("no = 1").Delete(&setupLink{}).Error; err != nil {
		return fmt.Errorf("use the set-up link up: %w", err)
	}
	return nil
}
