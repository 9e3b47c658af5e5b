package ledger

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/bits-and-blooms/bloom/v3"
)

// How many idempotency keys a process may see before a new one is looked up in vain more often than once in a hundred
// times; beyond that it costs the looking up, no more.
const (
	expectedKeys = 1 << 20
	falseAlarms  = 0.01
)

// usedKeys tells of most idempotency keys that they are new, without asking the database: nearly all are. It never takes a
// used key for a new one.
type usedKeys struct {
	seen   *bloom.BloomFilter                // by this process; the writer's own
	stored atomic.Pointer[bloom.BloomFilter] // that the table had before; nil: not read yet
}

func newUsedKeys() *usedKeys {
	return &usedKeys{seen: bloom.NewWithEstimates(expectedKeys, falseAlarms)}
}

func (k receiptKey) String() string { return k.scope + "\x00" + k.key }

// add takes note of a key before the table can have it.
func (u *usedKeys) add(k receiptKey) { u.seen.AddString(k.String()) }

// maybe tells that the key may have been used.
func (u *usedKeys) maybe(k receiptKey) bool {
	stored, name := u.stored.Load(), k.String()
	return stored == nil || stored.TestString(name) || u.seen.TestString(name)
}

// keysAtATime is how many keys are read in one go: who reads for longer keeps the write-ahead log from beginning anew.
const keysAtATime = 10_000

// read reads which keys the table has. Those that come into it meanwhile have been seen.
func (u *usedKeys) read(ctx context.Context, l *Ledger) error {
	stored := bloom.NewWithEstimates(expectedKeys, falseAlarms)
	found := keysAtATime
	for last := (receiptKey{}); found == keysAtATime; {
		found = 0
		err := l.readLog(ctx, func(s *snapshot) error {
			return each(s, func(row scanner) (bool, error) {
				err := row.Scan(&last.scope, &last.key)
				stored.AddString(last.String())
				found++
				return true, err
			}, `SELECT scope, key FROM idempotency WHERE (scope, key) > (?, ?) ORDER BY scope, key LIMIT ?`, last.scope, last.key, keysAtATime)
		})
		if err != nil {
			return fmt.Errorf("read the idempotency keys: %w", err)
		}
	}
	u.stored.Store(stored)
	return nil
}
