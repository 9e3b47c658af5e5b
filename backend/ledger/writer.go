package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"gorm.io/gorm"

	"relevo/backend/desk"
)

const recentLimit = 1024 // conversations that the writer keeps at hand

// Write runs a unit inside the writer's next transaction and answers when that is durable. It answers the unit's own
// error when the unit fails, and desk.Unavailable when the database cannot commit; in both cases nothing of the unit is
// kept. The unit runs once, on the writer's goroutine: it must not block and not call Write. The context bounds the
// waiting until the unit is taken, never the transaction.
func (l *Ledger) Write(ctx context.Context, unit func(*Tx) error) error {
	return l.write(ctx, unit, 0)
}

// Offer is Write for whoever can come back: where the writer is further behind than the limit, it answers
// desk.Unavailable at once and the unit never runs.
func (l *Ledger) Offer(ctx context.Context, limit time.Duration, unit func(*Tx) error) error {
	return l.write(ctx, unit, limit)
}

func (l *Ledger) write(ctx context.Context, unit func(*Tx) error, limit time.Duration) error {
	r := &request{unit: unit, since: l.now(), done: make(chan error, 1)}
	if !l.queue.put(r, limit) {
		if limit > 0 {
			l.observe(func(o Observer) { o.Shed() })
		}
		return unavailable()
	}
	select {
	case err := <-r.done:
		return err
	case <-ctx.Done():
		if r.taken.CompareAndSwap(false, true) {
			return unavailable()
		}
	}
	return <-r.done
}

// writer owns the writing connection. Everything of it belongs to its one goroutine.
type writer struct {
	ledger *Ledger

	// These live as long as the connection does; a failure drops them all.
	*connection
	gorm   *gorm.DB // on it
	no     int64    // newest row of conversations
	link0  int64    // newest row of the audit chain
	link   []byte   // and its hash
	seqs   map[desk.WorkplaceID]desk.Seq
	recent *simplelru.LRU[desk.ConversationID, *folded] // as the last transaction left them
	behind backlog                                      // what the last transactions did not write into the derived tables

	used    *usedKeys
	later   *time.Timer // brings the tables up to date when nobody else has asked for it
	failing bool        // the last transaction failed: say so only once
}

func newWriter(l *Ledger) (*writer, error) {
	w := &writer{ledger: l, used: newUsedKeys()}
	if err := w.connect(); err != nil {
		return nil, err
	}
	w.later = time.AfterFunc(foldPause, func() { l.queue.put(l.foldRequest(), 0) })
	w.later.Stop()
	return w, nil
}

// run takes what waits, commits it together, and answers, until the ledger closes and nothing waits any more.
func (w *writer) run() {
	defer close(w.ledger.stopped)
	for {
		waiting := w.ledger.queue.take()
		if len(waiting) == 0 {
			break
		}
		w.ledger.queue.putBack(w.commit(waiting))
		if len(w.behind.appended) >= foldLimit {
			w.fold()
		}
		w.finishLog()
	}
	w.later.Stop()
	if !w.behind.empty() {
		w.fold()
	}
	w.disconnect()
}

// fold brings the derived tables up to date in a transaction of their own: who was answered before it comes back
// meanwhile.
func (w *writer) fold() { w.commit([]*request{w.ledger.foldRequest()}) }

// commit runs units in one transaction, answers them, and returns those that have to wait for the next one.
func (w *writer) commit(waiting []*request) []*request {
	var ran []*request
	var results []error
	units := 0
	began := w.ledger.now()
	b, err := w.begin()
	for err == nil && len(waiting) > 0 && !b.edited {
		r := waiting[0]
		waiting = waiting[1:]
		if !r.taken.CompareAndSwap(false, true) {
			continue // its caller gave up
		}
		var result error
		if r.unit == nil {
			b.folds = true
		} else {
			units++
			result, err = b.run(r.unit)
		}
		ran, results = append(ran, r), append(results, result)
	}
	if err == nil {
		err = b.flush()
	}
	if err == nil {
		err = w.exec(`COMMIT`)
	}
	took := w.ledger.now().Sub(began)
	w.ledger.queue.took(took)
	w.ledger.observe(func(o Observer) { o.Transaction(units, took, err == nil) })
	if err != nil {
		w.fail(err)
		if len(ran) == 0 {
			ran, waiting = claim(waiting), nil
		}
		for _, r := range ran {
			r.done <- unavailable()
		}
		return waiting
	}
	w.committed(b)
	w.ledger.checkpoints.hint()
	for i, r := range ran {
		r.done <- results[i]
	}
	return waiting
}

// claim takes the units whose callers still wait.
func claim(waiting []*request) []*request {
	var claimed []*request
	for _, r := range waiting {
		if r.taken.CompareAndSwap(false, true) {
			claimed = append(claimed, r)
		}
	}
	return claimed
}

// committed keeps what the transaction taught and tells the hooks.
func (w *writer) committed(b *batch) {
	if w.failing {
		w.failing = false
		w.ledger.log.Info("the database takes writes again")
	}
	w.no, w.link, w.link0 = b.no, b.link, b.link0
	maps.Copy(w.seqs, b.all.seqs)
	for id, f := range b.all.folded {
		w.recent.Add(id, f)
	}
	w.ledger.tail.add(&b.all)
	w.remind(b)
	if len(b.all.seqs) == 0 && !b.edited {
		return
	}
	commit := Commit{Workplaces: b.all.seqs, Edited: b.edited}
	w.ledger.mu.Lock()
	hooks := w.ledger.hooks
	w.ledger.mu.Unlock()
	for _, hook := range hooks {
		w.tell(hook, commit)
	}
}

// remind tells those who read whether the derived tables are behind, and sees to it that they are not for long: the time
// runs from the first transaction that is.
func (w *writer) remind(b *batch) {
	w.ledger.behind.Store(!w.behind.empty())
	switch len(w.behind.appended) {
	case 0:
		w.later.Stop()
	case len(b.all.appended):
		w.later.Reset(foldPause)
	}
}

// tell calls a hook; a hook's fault must not take the log with it.
func (w *writer) tell(hook func(Commit), commit Commit) {
	defer func() {
		if r := recover(); r != nil {
			w.ledger.log.Error("a hook panicked after a commit", "panic", panicText(r), "stack", string(debug.Stack()))
		}
	}()
	hook(commit)
}

// fail drops the transaction and, with the connection, everything that was kept of it.
func (w *writer) fail(err error) {
	if !w.failing {
		w.failing = true
		w.ledger.log.Error("the database does not take writes", "error", err)
	}
	w.disconnect()
}

// begin starts a transaction, on a new connection where the last one failed.
func (w *writer) begin() (*batch, error) {
	if w.connection == nil {
		if err := w.connect(); err != nil {
			return nil, err
		}
	}
	if err := w.exec(`BEGIN IMMEDIATE`); err != nil {
		return nil, fmt.Errorf("begin a transaction: %w", err)
	}
	return newBatch(w), nil
}

func (w *writer) connect() error {
	conn, err := w.ledger.writePool.Conn(context.Background())
	if err != nil {
		return fmt.Errorf("open the writing connection: %w", err)
	}
	w.connection = newConnection(conn)
	if w.gorm, err = onGORM(enclosed{conn, w}); err == nil {
		err = w.catchUp()
	}
	if err == nil {
		err = w.remember()
	}
	if err != nil {
		w.disconnect()
		return fmt.Errorf("prepare the writing connection: %w", err)
	}
	return nil
}

// catchUp brings the derived tables up to date, where the last program or the last connection could not any more.
func (w *writer) catchUp() error {
	if err := w.exec(`BEGIN IMMEDIATE`); err != nil {
		return err
	}
	did, err := catchUp(w.connection)
	switch {
	case err != nil:
		return err
	case !did:
		return w.exec(`ROLLBACK`)
	}
	return w.exec(`COMMIT`)
}

// remember loads where the log ends.
func (w *writer) remember() error {
	w.no, w.link0, w.link = 0, 0, nil
	w.seqs = map[desk.WorkplaceID]desk.Seq{}
	var err error
	if w.recent, err = simplelru.NewLRU[desk.ConversationID, *folded](recentLimit, nil); err != nil {
		return err
	}
	if err := one(w, &w.no, `SELECT coalesce(max(no), 0) FROM conversations`); err != nil {
		return err
	}
	err = each(w, func(row scanner) (bool, error) {
		return false, row.Scan(&w.link0, &w.link)
	}, `SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1`)
	if err != nil {
		return err
	}
	return each(w, func(row scanner) (bool, error) {
		var workplace desk.WorkplaceID
		var seq desk.Seq
		err := row.Scan(&workplace, &seq)
		w.seqs[workplace] = seq
		return true, err
	}, `SELECT workplace, seq FROM workplace_seq`)
}

// disconnect rolls back what may be open and throws the connection away: after an error of the disk nothing of it is
// to be trusted.
func (w *writer) disconnect() {
	if w.connection == nil {
		return
	}
	w.connection.discard()
	w.connection, w.gorm, w.recent, w.behind = nil, nil, nil, backlog{}
}

// enclosed is the writing connection as GORM sees it: inside a transaction that only the writer ends, so that GORM's
// own transactions become savepoints; and out of reach of any request's context, which would take the transaction
// with it. Once the database has given the transaction up, nothing more is written: it would be kept by itself.
type enclosed struct {
	*sql.Conn
	w *writer
}

var errNotYours = errors.New("only the writer ends its transaction")

func (enclosed) Commit() error   { return errNotYours }
func (enclosed) Rollback() error { return errNotYours }

// BeginTx hides the connection's own.
func (enclosed) BeginTx() {}

func (e enclosed) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	return e.Conn.PrepareContext(context.WithoutCancel(ctx), query)
}

func (e enclosed) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if err := e.w.whole(); err != nil {
		return nil, err
	}
	return e.Conn.ExecContext(context.WithoutCancel(ctx), query, args...)
}

func (e enclosed) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return e.Conn.QueryContext(context.WithoutCancel(ctx), query, args...)
}

func (e enclosed) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return e.Conn.QueryRowContext(context.WithoutCancel(ctx), query, args...)
}

// panicText says what a panic was about, without values that may be somebody's words.
func panicText(r any) string {
	if err, ok := r.(runtime.Error); ok {
		return err.Error()
	}
	return fmt.Sprintf("%T", r)
}

var _ gorm.TxCommitter = enclosed{}
