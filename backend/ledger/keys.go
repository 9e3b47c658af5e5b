package ledger

import (
	"context"
	"fmt"
	"time"

	"relevo/backend/desk"
)

// keysAtOnce is how many idempotency keys one transaction forgets: purging must not hold up commands.
const keysAtOnce = 500

// PurgeKeys forgets the idempotency keys that were used before the given time.
func (l *Ledger) PurgeKeys(ctx context.Context, before time.Time) error {
	for {
		var purged int64
		err := l.Write(ctx, func(tx *Tx) (err error) {
			purged, err = tx.change(`DELETE FROM idempotency WHERE (scope, key) IN (SELECT scope, key FROM idempotency WHERE at < ? ORDER BY at LIMIT ?)`, before.UnixMilli(), keysAtOnce)
			return err
		})
		if err != nil {
			return fmt.Errorf("purge idempotency keys: %w", err)
		}
		if purged < keysAtOnce {
			return nil
		}
	}
}

// SaveDraft keeps what a user began to write in a conversation, in place of what was kept before.
func (tx *Tx) SaveDraft(w desk.WorkplaceID, c desk.ConversationID, user desk.UserID, mode desk.DraftMode, text string, at time.Time) error {
	_, err := tx.change(`INSERT OR REPLACE INTO drafts (workplace, conversation, user, mode, text, updated_at) VALUES (?, ?, ?, ?, ?, ?)`,
		string(w), string(c), string(user), string(mode), text, at.UnixMilli())
	return err
}

// DropDraft forgets a draft, if there is one.
func (tx *Tx) DropDraft(c desk.ConversationID, user desk.UserID, mode desk.DraftMode) error {
	_, err := tx.change(`DELETE FROM drafts WHERE conversation = ? AND user = ? AND mode = ?`, string(c), string(user), string(mode))
	return err
}

// change writes rows that are no events, at once, and answers how many.
func (tx *Tx) change(query string, args ...any) (int64, error) {
	if err := tx.direct(); err != nil {
		return 0, err
	}
	if err := tx.b.w.whole(); err != nil {
		return 0, err
	}
	s, err := tx.b.w.prepared(query)
	if err != nil {
		return 0, fmt.Errorf("prepare a change: %w", err)
	}
	result, err := s.ExecContext(context.Background(), args...)
	if err != nil {
		return 0, fmt.Errorf("change rows: %w", err)
	}
	return result.RowsAffected()
}
