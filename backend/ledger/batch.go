package ledger

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"runtime/debug"

	"github.com/mattn/go-sqlite3"

	"relevo/backend/desk"
)

// batch is one transaction: what its units have changed so far, and where the log ended before.
type batch struct {
	w      *writer
	all    layer
	no     int64 // newest row of conversations
	link   []byte
	link0  int64
	edited bool // rows that are no events may have changed: no further unit
	probe  bool // a row is to be written whatever else happens
	folds  bool // the derived tables are to be up to date after it
}

func newBatch(w *writer) *batch {
	return &batch{w: w, no: w.no, link: w.link, link0: w.link0}
}

// errPanicked is what the caller of a unit that panicked is told; the log says more.
var errPanicked = errors.New("a unit of work panicked")

// run calls a unit and takes over what it did, or drops it where it failed. The second error tells that the transaction
// itself is not to be trusted any more.
func (b *batch) run(unit func(*Tx) error) (result, fatal error) {
	tx := &Tx{b: b}
	result = tx.call(unit)
	if result != nil && isBroken(result) {
		return nil, result
	}
	if fatal := tx.leave(result == nil); fatal != nil {
		return nil, fatal
	}
	if result == nil {
		b.all.merge(&tx.own)
		b.edited = b.edited || tx.edited
		b.probe = b.probe || tx.probes
	}
	tx.b = nil // it ends with its unit
	return result, nil
}

// call runs the unit; a panic in it is the unit's failure alone.
func (tx *Tx) call(unit func(*Tx) error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			tx.b.w.ledger.log.Error("a unit of work panicked", "panic", panicText(r), "stack", string(debug.Stack()))
			err = errPanicked
		}
	}()
	return unit(tx)
}

// direct lets a unit work on rows that are no events, at once and not at the transaction's end: inside a savepoint, so
// that a failing unit leaves nothing of it.
func (tx *Tx) direct() error {
	if tx.inside {
		return nil
	}
	if err := tx.b.w.exec(`SAVEPOINT unit`); err != nil {
		return fmt.Errorf("begin a savepoint: %w", err)
	}
	tx.inside = true
	return nil
}

// leave ends the unit's savepoint. It fails where the database has given the whole transaction up meanwhile.
func (tx *Tx) leave(keep bool) error {
	if !tx.inside {
		return nil
	}
	if !keep {
		if err := tx.b.w.exec(`ROLLBACK TO unit`); err != nil {
			return fmt.Errorf("roll a unit back: %w", err)
		}
	}
	if err := tx.b.w.exec(`RELEASE unit`); err != nil {
		return fmt.Errorf("end a savepoint: %w", err)
	}
	return nil
}

// base is a conversation as the last transaction left it. The writer is the only one who changes conversations, so what
// it has seen stays true until it changes it itself. nil: there is none.
func (b *batch) base(id desk.ConversationID) (*folded, error) {
	if f, ok := b.w.recent.Get(id); ok {
		return f, nil
	}
	f, err := load(b.w.connection, id)
	if f != nil {
		b.w.recent.Add(id, f)
	}
	return f, err
}

// isBroken tells whether an error comes from a database that does not work, rather than from what was asked of it.
func isBroken(err error) bool {
	if errors.Is(err, driver.ErrBadConn) || errors.Is(err, errNotWhole) {
		return true
	}
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code {
	case sqlite3.ErrConstraint, sqlite3.ErrError, sqlite3.ErrMismatch, sqlite3.ErrRange, sqlite3.ErrTooBig, sqlite3.ErrSchema, sqlite3.ErrAuth:
		return false
	}
	return true
}

// load reads a conversation from its row; nil: there is none.
func load(c *connection, id desk.ConversationID) (*folded, error) {
	found, err := conversations(c, `SELECT `+conversationColumns+` FROM `+conversationTables+` WHERE c.id = ?`, string(id))
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}
