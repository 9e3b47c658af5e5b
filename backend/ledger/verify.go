package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"relevo/backend/desk"
)

// Verify folds the whole log of a data folder anew and compares it with every table that is derived from it but that of
// the keys, which are forgotten by age, and the log itself with its audit chain. It reports each difference in a sentence, which never holds anybody's words, and
// answers how many there are. No program may be using the folder (ErrLocked). Nothing is changed.
func Verify(ctx context.Context, dir string, report func(string)) (differences int, err error) {
	if _, err := os.Stat(filepath.Join(dir, File)); err != nil {
		return 0, fmt.Errorf("find the database: %w", err)
	}
	lock, err := lockDir(dir)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	pool := openPool(filepath.Join(dir, File), writeSettings+"&mode=rw", 1, writeFirst)
	defer func() { err = errors.Join(err, pool.Close()) }()
	if err := checkSchema(ctx, pool); err != nil {
		return 0, err
	}
	return inside(ctx, pool, func(c *connection) (int, error) {
		// What a program that was killed had still to derive is none of the differences; it goes with the transaction.
		if _, err := catchUp(c); err != nil {
			return 0, err
		}
		v := &verifier{ctx: ctx, db: c, report: report, counters: map[counter]tally{}, seqs: map[desk.WorkplaceID]desk.Seq{}, people: map[int64]fingerprint{}}
		err := v.run([]func() error{v.checkFile, v.checkOrder, v.checkConversations, v.checkLeftovers, v.checkCounters, v.checkSeqs, v.checkWords, v.checkChain})
		return v.differences, err
	})
}

// inside has f look at a database inside one transaction, of which nothing is kept.
func inside[T any](ctx context.Context, pool *sql.DB, f func(*connection) (T, error)) (found T, err error) {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return found, fmt.Errorf("open the database: %w", err)
	}
	c := newConnection(conn)
	defer c.discard()
	if err := c.exec(`BEGIN IMMEDIATE`); err != nil {
		return found, fmt.Errorf("begin to look: %w", err)
	}
	return f(c)
}

// checkSchema refuses a database that this program would first have to change, or does not know.
func checkSchema(ctx context.Context, db *sql.DB) error {
	current, target, err := versions(ctx, db)
	if err == nil && current < target {
		err = fmt.Errorf("schema %d is older than this program's %d: start the server once, then verify", current, target)
	}
	return err
}

// verifier holds what was folded and waits to be compared.
type verifier struct {
	ctx         context.Context
	db          *connection
	report      func(string)
	differences int

	counters map[counter]tally
	seqs     map[desk.WorkplaceID]desk.Seq
	search   []fingerprint         // by messages.doc
	people   map[int64]fingerprint // by conversations.no
	ahead    map[desk.WorkplaceID]ahead
}

// differ reports a difference.
func (v *verifier) differ(format string, args ...any) {
	v.differences++
	v.report(fmt.Sprintf(format, args...))
}

func (v *verifier) run(steps []func() error) error {
	for _, step := range steps {
		if err := v.ctx.Err(); err != nil {
			return err
		}
		if err := step(); err != nil {
			return fmt.Errorf("verify: %w", err)
		}
	}
	return nil
}

// checkFile asks the database whether its pages and indexes are sound.
func (v *verifier) checkFile() error {
	faults, err := list[string](v.db, `PRAGMA integrity_check`)
	for _, fault := range faults {
		if fault != "ok" {
			v.differ("The database file is damaged: %s.", strings.TrimSuffix(fault, "."))
		}
	}
	return err
}

// checkOrder looks for gaps in the workplaces' orders.
func (v *verifier) checkOrder() error {
	return each(v.db, func(row scanner) (bool, error) {
		var w desk.WorkplaceID
		var after, seq desk.Seq
		if err := row.Scan(&w, &after, &seq); err != nil {
			return false, err
		}
		v.differ("Workplace %s: the order has a gap between events %d and %d.", w, after, seq)
		return true, nil
	}, `SELECT workplace, before, seq FROM (SELECT workplace, seq, lag(seq, 1, 0) OVER (PARTITION BY workplace ORDER BY seq) AS before FROM events) WHERE seq <> before + 1`)
}

// checkLeftovers looks for derived rows that no event explains.
func (v *verifier) checkLeftovers() error {
	leftovers := []struct{ says, query string }{
		{"A conversation has no events: %s.", `SELECT id FROM conversations c WHERE NOT EXISTS (SELECT 1 FROM timelines l WHERE l.conversation = c.no)`},
		{"A timeline belongs to no conversation: %s.", `SELECT DISTINCT l.conversation FROM timelines l WHERE NOT EXISTS (SELECT 1 FROM conversations c WHERE c.no = l.conversation)`},
		{"A message belongs to no conversation: %s.", `SELECT id FROM messages m WHERE NOT EXISTS (SELECT 1 FROM conversations c WHERE c.no = m.conversation)`},
		{"An event has a text that is none of it: %s.", `SELECT workplace || ' ' || seq FROM events
			WHERE text_id IS NOT NULL AND kind NOT IN ('message.received', 'message.sent', 'note.added')`},
	}
	for _, l := range leftovers {
		found, err := list[string](v.db, l.query)
		if err != nil {
			return err
		}
		for _, id := range found {
			v.differ(l.says, id)
		}
	}
	return nil
}

func (v *verifier) checkCounters() error {
	err := each(v.db, func(row scanner) (bool, error) {
		var c counter
		var t tally
		if err := row.Scan(&c.workplace, &c.section, &c.holderUser, &t.count, &t.unanswered); err != nil {
			return false, err
		}
		if expected := v.counters[c]; t != expected {
			v.differ("Workplace %s: the counter of %q and user %q says %d (%d unanswered) instead of %d (%d).", c.workplace, c.section, c.holderUser, t.count, t.unanswered, expected.count, expected.unanswered)
		}
		delete(v.counters, c)
		return true, nil
	}, `SELECT workplace, section, holder_user, count, unanswered FROM counters`)
	for c, t := range v.counters {
		v.differ("Workplace %s: the counter of %q and user %q is missing; it would say %d (%d unanswered).", c.workplace, c.section, c.holderUser, t.count, t.unanswered)
	}
	return err
}

func (v *verifier) checkSeqs() error {
	err := each(v.db, func(row scanner) (bool, error) {
		var w desk.WorkplaceID
		var seq desk.Seq
		if err := row.Scan(&w, &seq); err != nil {
			return false, err
		}
		if expected := v.seqs[w]; seq != expected {
			v.differ("Workplace %s: its newest seq says %d instead of %d.", w, seq, expected)
		}
		delete(v.seqs, w)
		return true, nil
	}, `SELECT workplace, seq FROM workplace_seq`)
	for w, seq := range v.seqs {
		v.differ("Workplace %s: its newest seq is missing; it would say %d.", w, seq)
	}
	return err
}
