package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"relevo/backend/desk"
)

// The derived tables are written behind the log: what is acknowledged is in the events and the audit chain over them,
// and is taken over into the other tables in one go. See docs/adr/0012.
const (
	foldLimit = 2048                   // appends that may be behind
	foldPause = 300 * time.Millisecond // for how long, when nobody asks

	// patience is how long a reader waits for the tables to be brought up to date.
	patience = time.Second
)

// backlog is what is in the log and not in the derived tables yet.
type backlog struct {
	changes
	upto int64 // row of the audit chain where it ends
}

func (k *backlog) empty() bool { return len(k.appended) == 0 }

// foldRequest asks for a transaction that leaves nothing behind.
func (l *Ledger) foldRequest() *request {
	return &request{since: l.now(), done: make(chan error, 1)}
}

// bringUpToDate has the derived tables brought up to date with everything that was acknowledged before. It answers an error
// where the database takes no writes, and none where the writer is held up for longer than a reader waits.
func (l *Ledger) bringUpToDate(ctx context.Context) error {
	if !l.behind.Load() {
		return nil
	}
	r := l.foldRequest()
	if !l.queue.put(r, 0) {
		return nil
	}
	patient := time.NewTimer(patience)
	defer patient.Stop()
	select {
	case err := <-r.done:
		return err
	case <-patient.C:
	case <-ctx.Done():
	}
	return nil
}

const (
	uptoQuery   = `SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'folded'`
	behindQuery = `SELECT a.id, a.first, a.last, a.scope, a.key, a.fingerprint, ` + loggedColumns + ` FROM audit a JOIN events e ON e.workplace = a.workplace AND e.seq BETWEEN a.first AND a.last
		WHERE a.id > ? ORDER BY a.id, e.seq`
)

// catchUp brings the derived tables up to date with the log from what is in the database alone, and tells whether there
// was anything to do.
func catchUp(c *connection) (did bool, err error) {
	k, err := readBacklog(c)
	if err != nil {
		return false, fmt.Errorf("read what is behind: %w", err)
	}
	return !k.empty(), derive(c, k)
}

// readBacklog folds the events that the derived tables do not have over the conversations as these have them.
func readBacklog(c *connection) (*backlog, error) {
	k := &backlog{}
	var no int64
	if err := one(c, &k.upto, uptoQuery); err != nil {
		return nil, err
	}
	if err := one(c, &no, `SELECT coalesce(max(no), 0) FROM conversations`); err != nil {
		return nil, err
	}
	err := each(c, func(row scanner) (bool, error) {
		var a keyed
		l, err := scanLogged(withFirst{row, []any{&a.id, &a.first, &a.last, &a.scope, &a.key, &a.fingerprint}})
		if err != nil {
			return false, err
		}
		f, ok := k.folded[l.event.Conversation]
		if !ok {
			f, err = load(c, l.event.Conversation)
		}
		if err != nil {
			return false, err
		}
		k.upto = a.id
		return true, k.append(f, l, a, &no)
	}, behindQuery, k.upto)
	return k, err
}

// keyed is an audit row as to its events and the key that they were recorded by.
type keyed struct {
	id          int64
	first, last desk.Seq
	scope, key  sql.NullString
	fingerprint []byte
}

// receipt is that of the row's events; nil: there is none.
func (a keyed) receipt(e desk.Event) *receipt {
	if !a.key.Valid {
		return nil
	}
	r := desk.Receipt{Fingerprint: a.fingerprint, Workplace: e.Workplace, Conversation: e.Conversation, First: a.first, Last: a.last}
	return &receipt{receiptKey{a.scope.String, a.key.String}, r, e.At}
}

// append folds one event of an audit row over its conversation; a new one gets the next number.
func (k *backlog) append(before *folded, l logged, a keyed, no *int64) error {
	e, err := l.decoded()
	if err != nil {
		return err
	}
	f := &folded{}
	if before != nil {
		*f = *before
	} else {
		*no++
		f.no = *no
	}
	f.c = fold(f.c, e)
	k.put(before, f)
	r := record{event: e, derived: derivedFrom(e, f.c)}
	if l.id.Valid {
		r.text = &l.text
	}
	one := appended{workplace: e.Workplace, conversation: e.Conversation, records: []record{r}}
	if e.Seq == a.last {
		one.receipt = a.receipt(e)
	}
	k.appended = append(k.appended, one)
	set(&k.seqs, e.Workplace, e.Seq)
	return nil
}

// withFirst scans a row's first columns apart.
type withFirst struct {
	scanner
	first []any
}

func (w withFirst) Scan(dest ...any) error { return w.scanner.Scan(append(w.first, dest...)...) }
