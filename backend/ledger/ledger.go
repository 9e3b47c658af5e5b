package ledger

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/gofrs/flock"
	lru "github.com/hashicorp/golang-lru/v2"
	"gorm.io/gorm"

	"relevo/backend/desk"
)

// File is the database's name in the data folder.
const File = "relevo.db"

// keptPlaces is how many conversations' workplaces are kept at hand.
const keptPlaces = 50_000

// ErrLocked tells that another process works on the data folder.
var ErrLocked = errors.New("another relevo is using this data folder")

// ErrNewer tells that the database was written by a newer program.
var ErrNewer = errors.New("the database was written by a newer relevo; use that one, or restore a backup")

// ErrRestoring tells that a backup was being restored to the folder and is not whole.
var ErrRestoring = errors.New("a restore of this data folder was interrupted; run it again")

// Options of a ledger.
type Options struct {
	Dir string           // data folder; made when it is not there
	Now func() time.Time // clock of what is no event: ages of idempotency keys, waiting
	Log *slog.Logger
}

// Observer is told what the writer does. It is called by the writer and by those who write, and must be quick.
type Observer interface {
	// Transaction took so long from its first unit to the disk, for so many units (none: it brought the derived tables up to
	// date); it was kept or not.
	Transaction(units int, took time.Duration, kept bool)
	// Shed is a unit that was sent away because the writer is too far behind.
	Shed()
}

// Ledger is an open log. Make it with Open.
type Ledger struct {
	now   func() time.Time
	log   *slog.Logger
	lock  *flock.Flock
	epoch string

	writePool *sql.DB
	readPool  *sql.DB
	movePool  *sql.DB // of the checkpointer
	asidePool *sql.DB // of those who read while the disk takes no writes
	reader    *gorm.DB

	places *lru.Cache[desk.ConversationID, desk.WorkplaceID] // whose conversations are that were asked for lately

	tail        *tail
	behind      atomic.Bool // the derived tables do not have everything that was acknowledged
	checkpoints *checkpointer
	queue       *queue
	observer    atomic.Pointer[Observer]
	stopped     chan struct{} // closed when the writer has ended

	background sync.WaitGroup     // what reads at the start
	cancel     context.CancelFunc // ends that

	mu     sync.Mutex // guards hooks and closed
	hooks  []func(Commit)
	closed bool
}

// Commit tells what a transaction left behind.
type Commit struct {
	Workplaces map[desk.WorkplaceID]desk.Seq // newest seq of each workplace with new events
	Edited     bool                          // rows that are no events may have changed
}

// Open opens the ledger of a data folder, makes or migrates its database, and starts the writer. It answers ErrLocked
// while another process has the folder, ErrNewer where the database is from a newer program, and ErrRestoring.
func Open(ctx context.Context, o Options) (_ *Ledger, err error) {
	l := &Ledger{
		now: o.Now, log: o.Log, queue: newQueue(), stopped: make(chan struct{}),
	}
	if l.tail, err = newTail(); err != nil {
		return nil, err
	}
	if l.places, err = lru.New[desk.ConversationID, desk.WorkplaceID](keptPlaces); err != nil {
		return nil, err
	}
	if l.lock, err = lockDir(o.Dir); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, l.release())
		}
	}()
	if err := l.openPools(ctx, o.Dir); err != nil {
		return nil, err
	}
	err = migrate(ctx, l.writePool, func(from, to int64) {
		l.log.Info("the database is from an older program and is being changed; the more messages it has, the longer that takes", "schema", from, "to", to)
	})
	if err != nil {
		return nil, err
	}
	if l.epoch, err = identify(ctx, l.writePool, filepath.Join(o.Dir, File)); err != nil {
		return nil, err
	}
	w, err := newWriter(l)
	if err != nil {
		return nil, err
	}
	l.checkpoints = newCheckpointer(l.movePool, l.log)
	go w.run()
	var reading context.Context
	reading, l.cancel = context.WithCancel(context.Background())
	l.background.Go(func() {
		if err := w.used.read(reading, l); err != nil && reading.Err() == nil {
			l.log.Warn("every idempotency key is looked for in the database, until the next start", "error", err)
		}
	})
	return l, nil
}

// Close lets the units that wait finish, ends the writer and gives the data folder free.
func (l *Ledger) Close() error {
	l.mu.Lock()
	if l.closed {
		l.mu.Unlock()
		return nil
	}
	l.closed = true
	l.mu.Unlock()
	l.cancel()
	l.background.Wait()
	l.queue.close()
	<-l.stopped
	l.checkpoints.close()
	return l.release()
}

// release closes whatever is open and unlocks the folder.
func (l *Ledger) release() error {
	var errs []error
	for _, pool := range []*sql.DB{l.readPool, l.asidePool, l.movePool, l.writePool} {
		if pool != nil {
			errs = append(errs, pool.Close())
		}
	}
	return errors.Join(append(errs, l.lock.Close())...)
}

// OnCommit has a hook called after every transaction that changed something, by the writer, before its units are
// answered and before the next one begins. Hooks are called in the order in which they were given; they must be quick
// and may read by Reader, but a hook that writes, or reads what is derived from the log, waits for itself.
func (l *Ledger) OnCommit(hook func(Commit)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.hooks = append(l.hooks, hook)
}

// Epoch is this log's identity; a copy that was put into a data folder, such as a backup, has another.
func (l *Ledger) Epoch() string { return l.epoch }

// Reader is the pool of reading connections, for the tables of other rooms. Patient content is read by In.
func (l *Ledger) Reader() *gorm.DB { return l.reader }

// In is the reading scope of one workplace.
func (l *Ledger) In(w desk.WorkplaceID) Scope { return Scope{ledger: l, workplace: w} }

// Ready tells whether an event could be committed now, by committing a row.
func (l *Ledger) Ready(ctx context.Context) error {
	done := make(chan error, 1)
	go func() { done <- l.Write(ctx, func(tx *Tx) error { tx.probes = true; return nil }) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return unavailable()
	}
}

// Waiting tells how many units wait for the writer, and how far behind it is.
func (l *Ledger) Waiting() (units int, behind time.Duration) { return l.queue.state(l.now()) }

// Observe has an observer told from now on, in place of any before.
func (l *Ledger) Observe(o Observer) { l.observer.Store(&o) }

func (l *Ledger) observe(tell func(Observer)) {
	if o := l.observer.Load(); o != nil {
		tell(*o)
	}
}

// Seqs are the newest seqs of all workplaces that have events.
func (l *Ledger) Seqs(ctx context.Context) (map[desk.WorkplaceID]desk.Seq, error) {
	var seqs map[desk.WorkplaceID]desk.Seq
	err := l.read(ctx, func(s *snapshot) (err error) {
		seqs, err = s.seqs()
		return err
	})
	return seqs, err
}

// identify reads the log's epoch, or gives it one: a new log has none yet, and one that lives in another file than it
// noted is a copy, whose seqs will be given again to other events.
func identify(ctx context.Context, db *sql.DB, file string) (epoch string, err error) {
	info, err := os.Stat(file)
	if err != nil {
		return "", fmt.Errorf("look at the database file: %w", err)
	}
	mark := "unknown"
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		mark = strconv.FormatUint(stat.Ino, 10)
	}
	_, err = db.ExecContext(ctx, `INSERT INTO meta (key, value) VALUES ('epoch', ?) ON CONFLICT DO UPDATE SET value = excluded.value
		WHERE NOT EXISTS (SELECT 1 FROM meta WHERE key = 'file' AND value = ?)`, rand.Text(), mark)
	if err == nil {
		_, err = db.ExecContext(ctx, `INSERT INTO meta (key, value) VALUES ('file', ?) ON CONFLICT DO UPDATE SET value = excluded.value WHERE value <> excluded.value`, mark)
	}
	if err == nil {
		err = db.QueryRowContext(ctx, `SELECT value FROM meta WHERE key = 'epoch'`).Scan(&epoch)
	}
	if err != nil {
		return "", fmt.Errorf("give the log an identity: %w", err)
	}
	return epoch, nil
}

func unavailable() error {
	return desk.Refuse(desk.Unavailable, "Nothing was recorded. Try again in a moment.")
}

func notFound() error { return desk.Refuse(desk.NotFound, "There is no such thing here.") }
