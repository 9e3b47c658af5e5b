package ledger

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/mattn/go-sqlite3"
)

const (
	// pagesAtOnce are copied and flushed before the next ones: whoever commits meanwhile waits for this much of the disk's
	// time at most, and not for a whole database that the kernel has gathered.
	pagesAtOnce = 1024

	sourceSettings = "mode=rw&_busy_timeout=5000&_query_only=1&_cache_size=-8000"
	// Nothing of an unfinished copy is of any use, so it is written without a journal, and flushed by whoever copies.
	targetSettings = "mode=rw&_journal_mode=OFF&_synchronous=OFF&_cache_size=-8000"

	// inNoFile stands in a copy where a log notes which file it lives in.
	inNoFile = "none"
)

// Copy writes the database of a data folder, as it stands now, into another folder: every event that was acknowledged
// before is in it. The folder may be in use, by any process, and no writer waits for the copy. Whoever opens the copy
// has a log of another epoch, whatever way it came to its place.
func Copy(ctx context.Context, dir, to string, progress func(done, total int64)) (err error) {
	source, err := openConn(filepath.Join(dir, File), sourceSettings)
	if err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	file, err := os.OpenFile(filepath.Join(to, File), os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("make the copy's file: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	target, err := openConn(file.Name(), targetSettings)
	if err != nil {
		return fmt.Errorf("open the copy: %w", err)
	}
	err = copyPages(ctx, source, target, func(done, total int64) error {
		progress(done, total)
		return file.Sync()
	})
	if err == nil {
		_, err = target.Exec(`INSERT INTO meta (key, value) VALUES ('file', ?) ON CONFLICT DO UPDATE SET value = excluded.value`, []driver.Value{inNoFile})
	}
	if err = errors.Join(err, target.Close()); err != nil {
		return fmt.Errorf("copy the database: %w", err)
	}
	return file.Sync()
}

// copyPages copies one snapshot of a database: the transaction holds it, so that commits in other processes don't have
// the copy begin anew.
func copyPages(ctx context.Context, source, target *sqlite3.SQLiteConn, copied func(done, total int64) error) (err error) {
	for _, statement := range []string{`BEGIN`, `PRAGMA user_version`} { // the second takes the snapshot
		if _, err := source.Exec(statement, nil); err != nil {
			return err
		}
	}
	b, err := target.Backup("main", source, "main")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, b.Finish()) }()
	for {
		done, err := b.Step(pagesAtOnce)
		if err != nil {
			return err
		}
		if err := errors.Join(ctx.Err(), copied(int64(b.PageCount()-b.Remaining()), int64(b.PageCount()))); err != nil || done {
			return err
		}
	}
}

// openConn opens one connection, outside of any pool.
func openConn(file, settings string) (*sqlite3.SQLiteConn, error) {
	conn, err := (&sqlite3.SQLiteDriver{}).Open(dataSource(file, settings))
	if err != nil {
		return nil, err
	}
	return conn.(*sqlite3.SQLiteConn), nil // the driver opens no other
}

// Examined is what a copy turned out to hold.
type Examined struct {
	Schema int64
	Events int64
	Epoch  string // of the log that was copied
}

// Examine checks a copy in a folder of its own: that its pages and indexes are sound, that no workplace's order has a
// gap, and that the audit chain holds. It reports every fault in a sentence and answers how many there are, or
// ErrNewer. A copy of an older schema is known by its pages and its order alone.
func Examine(ctx context.Context, dir string, report func(string)) (found Examined, faults int, err error) {
	pool := openPool(filepath.Join(dir, File), writeSettings+"&mode=rw", 1, writeFirst)
	defer func() { err = errors.Join(err, pool.Close()) }()
	return examine(ctx, pool, report)
}

func examine(ctx context.Context, pool *sql.DB, report func(string)) (found Examined, faults int, err error) {
	current, target, err := versions(ctx, pool)
	if err != nil {
		return found, 0, err
	}
	found.Schema = current
	faults, err = inside(ctx, pool, func(c *connection) (int, error) {
		v := &verifier{ctx: ctx, db: c, report: report}
		steps := []func() error{v.checkFile, v.checkOrder}
		if current == target {
			steps = append(steps, v.checkChain)
		}
		steps = append(steps,
			func() error { return one(c, &found.Events, `SELECT count(*) FROM events`) },
			func() error { return one(c, &found.Epoch, `SELECT value FROM meta WHERE key = 'epoch'`) })
		err := v.run(steps)
		return v.differences, err
	})
	return found, faults, err
}

// Adopt makes a copy a log of its own, with an epoch of its own: it brings the schema up to this program's, examines
// everything, and leaves one durable file, which keeps the epoch where it is moved within its disk.
func Adopt(ctx context.Context, dir string, report func(string)) (epoch string, faults int, err error) {
	file := filepath.Join(dir, File)
	pool := openPool(file, writeSettings+"&mode=rw", 1, writeFirst)
	defer func() { err = errors.Join(err, pool.Close()) }()
	if err := migrate(ctx, pool, func(int64, int64) {}); err != nil {
		return "", 0, err
	}
	if _, faults, err = examine(ctx, pool, report); err != nil || faults > 0 {
		return "", faults, err
	}
	if epoch, err = identify(ctx, pool, file); err != nil {
		return "", 0, err
	}
	if err := pool.Close(); err != nil { // the last connection empties the write-ahead log into the file, and flushes it
		return "", 0, fmt.Errorf("close the copy: %w", err)
	}
	if _, err := os.Stat(file + "-wal"); err == nil {
		return "", 0, errors.New("the copy could not be brought into one file")
	}
	return epoch, 0, nil
}
