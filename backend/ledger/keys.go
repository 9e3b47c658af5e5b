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
	for at := (receiptKey{}); ; {
		old, err := l.oldKeys(ctx, before, at)
		if err == nil && len(old) > 0 {
			at = old[len(old)-1]
			err = l.Write(ctx, func(tx *Tx) error { return tx.forget(old) })
		}
		if err != nil {
			return fmt.Errorf("purge idempotency keys: %w", err)
		}
		if len(old) < keysAtOnce {
			return nil
		}
	}
}

// oldKeys finds the next keys that were used before a time. It looks at all keys, beside the writer: an index by age would
// cost every command a page.
func (l *Ledger) oldKeys(ctx context.Context, before time.Time, after receiptKey) (old []receiptKey, err error) {
	err = l.readLog(ctx, func(s *snapshot) error {
		return each(s, func(row scanner) (bool, error) {
			var k receiptKey
			err := row.Scan(&k.scope, &k.key)
			old = append(old, k)
			return true, err
		}, `SELECT scope, key FROM idempotency WHERE (scope, key) > (?, ?) AND at < ? ORDER BY scope, key LIMIT ?`, after.scope, after.key, before.UnixMilli(), keysAtOnce)
	})
	return old, err
}

// forget drops receipts.
func (tx *Tx) forget(keys []receiptKey) error {
	for _, k := range keys {
		if err := tx.change(`DELETE FROM idempotency WHERE scope = ? AND key = ?`, k.scope, k.key); err != nil {
			return err
		}
	}
	return nil
}

// SaveDraft keeps what a user began to write in a conversation, in place of what was kept before.
func (tx *Tx) SaveDraft(w desk.WorkplaceID, c desk.ConversationID, user desk.UserID, mode desk.DraftMode, text string, at time.Time) error {
	return tx.change(`INSERT OR REPLACE INTO drafts (workplace, conversation, user, mode, text, updated_at) VALUES (?, ?, ?, ?, ?, ?)`,
		string(w), string(c), string(user), string(mode), text, at.UnixMilli())
}

// DropDraft forgets a draft, if there is one.
func (tx *Tx) DropDraft(c desk.ConversationID, user desk.UserID, mode desk.DraftMode) error {
	return tx.change(`DELETE FROM drafts WHERE conversation = ? AND user = ? AND mode = ?`, string(c), string(user), string(mode))
}

// change writes rows that are no events, at once.
func (tx *Tx) change(query string, args ...any) error {
	if err := tx.direct(); err != nil {
		return err
	}
	if err := tx.b.w.whole(); err != nil {
		return err
	}
	if err := tx.b.w.exec(query, args...); err != nil {
		return fmt.Errorf("change rows: %w", err)
	}
	return nil
}
