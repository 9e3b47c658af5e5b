package ledger

import (
	"fmt"
	"log/slog"
	"testing"
	"time"

	"relevo/backend/desk"
)

// TestWhichKeysMayHaveBeenUsed has a process find the keys of the one before, those that it used itself, and hardly any
// other.
func TestWhichKeysMayHaveBeenUsed(t *testing.T) {
	t.Parallel()
	o := Options{Dir: t.TempDir(), Now: func() time.Time { return start }, Log: slog.New(slog.DiscardHandler)}
	open := func() *Ledger {
		l, err := Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		l.background.Wait() // the table has been read
		return l
	}
	const scopes, each = 3, keysAtATime/2 + 7 // more than are read in one go
	key := func(prefix string, i int) (string, string) {
		return fmt.Sprintf("user:%d", i%scopes), fmt.Sprint(prefix, i)
	}
	use := func(l *Ledger, prefix string) {
		if err := l.Write(t.Context(), func(tx *Tx) error {
			for i := range scopes * each {
				scope, key := key(prefix, i)
				if err := tx.Remember(scope, key, start, desk.Receipt{Fingerprint: []byte("x")}); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	l := open()
	use(l, "first")
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	l = open()
	defer l.Close()
	use(l, "second")
	alarms := 0
	err := l.Write(t.Context(), func(tx *Tx) error {
		for i := range scopes * each {
			for _, prefix := range []string{"first", "second"} {
				scope, key := key(prefix, i)
				if _, known, err := tx.Recall(scope, key); !known || err != nil {
					return fmt.Errorf("key %s: %v, %w", key, known, err)
				}
			}
			if scope, key := key("third", i); tx.b.w.used.maybe(receiptKey{scope, key}) {
				alarms++
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if alarms > scopes*each/50 {
		t.Errorf("of %d new keys, %d may have been used", scopes*each, alarms)
	}
}

// TestBeforeTheKeysAreRead every key may have been used.
func TestBeforeTheKeysAreRead(t *testing.T) {
	t.Parallel()
	if !newUsedKeys().maybe(receiptKey{"scope", "key"}) {
		t.Error("a key is taken for a new one")
	}
}
