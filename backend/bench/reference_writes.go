package bench

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// The references write what a reply writes into a copy of the world's own database: the same tables with the same
// indexes, rows of the same sizes, ready-made. They decide nothing, hash nothing and answer nobody over a network.

// writeSettings are those of the program: what is acknowledged is on the disk.
const writeSettings = "?_busy_timeout=5000&_journal_mode=WAL&_synchronous=FULL&_txlock=immediate&_foreign_keys=on&_secure_delete=FAST&_cache_size=-32000"

// The rows that one reply writes.
const (
	insertEvent   = `INSERT INTO events (workplace, seq, conversation, kind, at, team, user, data, text_id, salt, digest, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	insertMessage = `INSERT INTO messages (doc, conversation, n, workplace, seq, id, inbound, received, delivery) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`
	insertPlace   = `INSERT INTO timelines (conversation, seq) VALUES (?, ?)`
	insertSearch  = `INSERT INTO search (rowid, words) VALUES (?, ?)`
	insertKey     = `INSERT INTO idempotency (scope, key, fingerprint, workplace, conversation, first, last, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
	insertAudit   = `INSERT INTO audit (id, at, team, user, what, workplace, conversation, first, last, hash, scope, key, fingerprint) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	updateTalk    = `UPDATE conversations SET state = ?, last_message_seq = ?, idle_since = ? WHERE no = ?`
	updateSeq     = `UPDATE workplace_seq SET seq = ? WHERE workplace = ?`

	words = "§62656e6368 buenas tardes quisiera saber si tienen cita disponible para el miercoles a las 3 30 gracias"
	batch = 256 // commands in one transaction, as many as the program takes
)

// row is a conversation in the references' database.
type row struct {
	no        int64
	id, state string
	holder    string
	n         int64 // messages so far
}

// table is what both references know of their database.
type table struct {
	db       *sql.DB
	rows     []row
	seq, doc int64
	audit    int64
	hash     []byte
}

// openTable opens a copy of the world with nothing else on it.
func openTable(dir string) (_ *table, err error) {
	t := &table{hash: make([]byte, 32)}
	if t.db, err = sql.Open("sqlite3", "file:"+filepath.Join(dir, "relevo.db")+writeSettings); err != nil {
		return nil, err
	}
	t.db.SetMaxOpenConns(1)
	if err := t.load(); err != nil {
		return nil, errors.Join(fmt.Errorf("open a reference's database: %w", err), t.db.Close())
	}
	return t, nil
}

func (t *table) load() error {
	rows, err := t.db.Query(`SELECT c.no, c.id, c.state, c.holder_user, (SELECT max(n) FROM messages m WHERE m.conversation = c.no) FROM conversations c ORDER BY c.no`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var r row
		if err := rows.Scan(&r.no, &r.id, &r.state, &r.holder, &r.n); err != nil {
			return err
		}
		t.rows = append(t.rows, r)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return t.db.QueryRow(`SELECT (SELECT seq FROM workplace_seq), (SELECT max(doc) FROM messages), (SELECT max(id) FROM audit)`).Scan(&t.seq, &t.doc, &t.audit)
}

// execute runs one statement, however the reference does that.
type execute func(query string, args ...any) error

// record writes the rows of one reply to a conversation, all but those that a batch writes once.
func (t *table) record(r *row, exec execute) error {
	t.seq, t.doc, t.audit, r.n = t.seq+1, t.doc+1, t.audit+1, r.n+1
	at, id := time.Now().UnixMilli(), fmt.Sprintf("MESSAGE%019d", t.seq)
	scope, key := "user:"+r.holder, fmt.Sprintf("bench-%d", t.seq)
	return errors.Join(
		exec(insertEvent, workplace, t.seq, r.id, "message.sent", at, "staff", r.holder, `{"message":"`+id+`","answers":true}`, id, t.hash[:16], t.hash, text),
		exec(insertMessage, t.doc, r.no, r.n, workplace, t.seq, id, 0, 1, 0),
		exec(insertPlace, r.no, t.seq),
		exec(insertSearch, t.doc, words),
		exec(insertKey, scope, key, t.hash, workplace, r.id, t.seq, t.seq, at),
		exec(insertAudit, t.audit, at, "staff", r.holder, "append", workplace, r.id, t.seq, t.seq, t.hash, scope, key, t.hash),
	)
}

// change writes what a reply changes in its conversation.
func (t *table) change(r *row, exec execute) error {
	return exec(updateTalk, r.state, t.seq, time.Now().UnixMilli(), r.no)
}

// groupCommit is the first reference: one goroutine takes what waits and writes it in one transaction with prepared
// statements.
type groupCommit struct {
	*table
	queue chan request
	ended chan struct{}
}

type request struct {
	row  *row
	done chan error
}

func newGroupCommit(dir string) (*groupCommit, error) {
	t, err := openTable(dir)
	if err != nil {
		return nil, err
	}
	conn, err := t.db.Conn(context.Background())
	if err != nil {
		return nil, err
	}
	g := &groupCommit{t, make(chan request, 1024), make(chan struct{})}
	go g.run(conn)
	return g, nil
}

func (g *groupCommit) reply(r *row) error {
	done := make(chan error, 1)
	g.queue <- request{r, done}
	return <-done
}

func (g *groupCommit) close() error {
	close(g.queue)
	<-g.ended
	return g.db.Close()
}

func (g *groupCommit) run(conn *sql.Conn) {
	defer close(g.ended)
	defer conn.Close()
	statements := map[string]*sql.Stmt{}
	exec := func(query string, args ...any) error {
		s, ok := statements[query]
		if !ok {
			var err error
			if s, err = conn.PrepareContext(context.Background(), query); err != nil {
				return err
			}
			statements[query] = s
		}
		_, err := s.Exec(args...)
		return err
	}
	for first := range g.queue {
		waiting := g.more([]request{first})
		err := g.commit(waiting, exec)
		if err != nil {
			_ = exec(`ROLLBACK`) // the run fails, and says why with the first error
		}
		for _, r := range waiting {
			r.done <- err
		}
	}
}

// more takes what else waits, without waiting for it.
func (g *groupCommit) more(waiting []request) []request {
	for len(waiting) < batch {
		select {
		case r, ok := <-g.queue:
			if !ok {
				return waiting
			}
			waiting = append(waiting, r)
		default:
			return waiting
		}
	}
	return waiting
}

func (g *groupCommit) commit(waiting []request, exec execute) error {
	if err := exec(`BEGIN IMMEDIATE`); err != nil {
		return err
	}
	changed := map[*row]bool{}
	for _, r := range waiting {
		if err := g.record(r.row, exec); err != nil {
			return err
		}
		changed[r.row] = true
	}
	for r := range changed {
		if err := g.change(r, exec); err != nil {
			return err
		}
	}
	if err := exec(updateSeq, g.seq, workplace); err != nil {
		return err
	}
	return exec(`COMMIT`)
}

// perCommand is the second reference, as one would write it first: GORM, and a transaction for each command.
type perCommand struct {
	*table
	orm *gorm.DB
	mu  sync.Mutex // one writes at a time: kinder to SQLite than its busy timeout
}

func newPerCommand(dir string) (*perCommand, error) {
	t, err := openTable(dir)
	if err != nil {
		return nil, err
	}
	orm, err := gorm.Open(sqlite.New(sqlite.Config{Conn: t.db}), &gorm.Config{Logger: logger.Discard})
	if err != nil {
		return nil, errors.Join(err, t.db.Close())
	}
	return &perCommand{table: t, orm: orm}, nil
}

func (p *perCommand) reply(r *row) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.orm.Transaction(func(tx *gorm.DB) error {
		exec := func(query string, args ...any) error { return create(tx, query, args) }
		return errors.Join(p.record(r, exec), p.change(r, exec), exec(updateSeq, p.seq, workplace))
	})
}

func (p *perCommand) close() error { return p.db.Close() }

// The rows as GORM's models have them.
type (
	eventRow struct {
		Workplace    string
		Seq          int64
		Conversation string
		Kind         string
		At           int64
		Team, User   string
		Data         string
		TextID       string
		Salt, Digest []byte
		Text         string
	}
	messageRow struct {
		Doc, Conversation, N int64 `gorm:"autoIncrement:false"`
		Workplace            string
		Seq                  int64
		ID                   string
		Inbound              int
		Received, Delivery   int
	}
	placeRow struct {
		Conversation, Seq int64 `gorm:"autoIncrement:false"`
	}
	keyRow struct {
		Scope, Key              string
		Fingerprint             []byte
		Workplace, Conversation string
		First, Last, At         int64
	}
	auditRow struct {
		ID, At                  int64
		Team, User, What        string
		Workplace, Conversation string
		First, Last             int64
		Hash                    []byte
		Scope, Key              string
		Fingerprint             []byte
	}
)

// create writes a row through its model, and what has none as it stands.
func create(tx *gorm.DB, query string, a []any) error {
	switch query {
	case insertEvent:
		return tx.Table("events").Create(&eventRow{a[0].(string), a[1].(int64), a[2].(string), a[3].(string), a[4].(int64), a[5].(string), a[6].(string), a[7].(string), a[8].(string), a[9].([]byte), a[10].([]byte), a[11].(string)}).Error
	case insertMessage:
		return tx.Table("messages").Create(&messageRow{a[0].(int64), a[1].(int64), a[2].(int64), a[3].(string), a[4].(int64), a[5].(string), a[6].(int), a[7].(int), a[8].(int)}).Error
	case insertPlace:
		return tx.Table("timelines").Create(&placeRow{a[0].(int64), a[1].(int64)}).Error
	case insertKey:
		return tx.Table("idempotency").Create(&keyRow{a[0].(string), a[1].(string), a[2].([]byte), a[3].(string), a[4].(string), a[5].(int64), a[6].(int64), a[7].(int64)}).Error
	case insertAudit:
		return tx.Table("audit").Create(&auditRow{a[0].(int64), a[1].(int64), a[2].(string), a[3].(string), a[4].(string), a[5].(string), a[6].(string), a[7].(int64), a[8].(int64), a[9].([]byte), a[10].(string), a[11].(string), a[12].([]byte)}).Error
	}
	return tx.Exec(query, a...).Error
}

// submit has n submitters write one after the other for a time, each to conversations of its own.
func submit(n int, length time.Duration, rows []row, reply func(*row) error) (sample, error) {
	began, cpu := time.Now(), ownCPU()
	var commands atomic.Int64
	errs := make([]error, n) // of the submitters
	var running sync.WaitGroup
	for i := range n {
		running.Go(func() {
			for r := i; errs[i] == nil && time.Since(began) < length; r += n {
				if errs[i] = reply(&rows[r%len(rows)]); errs[i] == nil {
					commands.Add(1)
				}
			}
		})
	}
	running.Wait()
	return sample{float64(commands.Load()), time.Since(began).Seconds(), ownCPU() - cpu}, cmp.Or(errs...)
}

// syncs writes a page and waits until it is on the disk, over and over, and answers how long each took. The file has
// its length already, so that nothing but the page has to be written.
func syncs(dir string, length time.Duration) ([]time.Duration, error) {
	f, err := os.CreateTemp(dir, "sync-")
	if err != nil {
		return nil, err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	const page, pages = 4096, 1024
	if _, err := f.Write(make([]byte, page*pages)); err != nil {
		return nil, err
	}
	if err := f.Sync(); err != nil {
		return nil, err
	}
	b := make([]byte, page)
	var took []time.Duration
	for began := time.Now(); time.Since(began) < length; {
		b[0]++
		at := time.Now()
		if _, err := f.WriteAt(b, int64(len(took)%pages*page)); err != nil {
			return nil, err
		}
		if err := fdatasync(f); err != nil {
			return nil, err
		}
		took = append(took, time.Since(at))
	}
	return took, nil
}
