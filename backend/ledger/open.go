package ledger

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
	"github.com/mattn/go-sqlite3"
	"github.com/pressly/goose/v3"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

//go:embed migrations
var migrations embed.FS

// What a data folder holds beside the database.
const (
	LockFile  = "relevo.lock"
	Restoring = "relevo.restoring" // while a backup is made a data folder
	lostFound = "lost+found"       // where the folder is the top of a disk
)

const (
	readers = 8 // connections; reads are short

	// The busy timeout comes first, so that what follows waits for other processes too. FULL is what makes an
	// acknowledgement durable; secure_delete zeroes what a redaction empties.
	writeSettings = "_busy_timeout=5000&_journal_mode=WAL&_synchronous=FULL&_txlock=immediate&_foreign_keys=on&_secure_delete=FAST&_cache_size=-32000&_stmt_cache_size=100"
	asideSettings = "_busy_timeout=100&_journal_mode=WAL&_synchronous=FULL&_foreign_keys=on&_cache_size=-32000&_stmt_cache_size=100"
	readSettings  = "_busy_timeout=5000&_journal_mode=WAL&_foreign_keys=on&_query_only=1&_cache_size=-8000&_stmt_cache_size=100"

	// What a long reader let the write-ahead log grow to is given back down to this many bytes. Nothing temporary goes to
	// a disk that may be full.
	writeFirst = `PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 0`
	readFirst  = `PRAGMA temp_store = MEMORY`
)

// lockDir makes the data folder, closes it to others and takes its lock.
func lockDir(dir string) (*flock.Flock, error) {
	if err := makeDir(filepath.Clean(dir)); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	if err := closeDir(dir); err != nil {
		return nil, fmt.Errorf("close the data folder to others: %w", err)
	}
	lock := flock.New(filepath.Join(dir, LockFile), flock.SetPermissions(0o600))
	ok, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock the data folder: %w", err)
	}
	if !ok {
		return nil, errors.Join(ErrLocked, lock.Close())
	}
	return lock, nil
}

// makeDir makes a folder and those above it, and has their names on the disk before anything in it is acknowledged:
// SQLite flushes the names of its files, and no others.
func makeDir(dir string) error {
	if info, err := os.Stat(dir); err == nil && info.IsDir() {
		return nil
	}
	parent := filepath.Dir(dir)
	if err := makeDir(parent); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	above, err := os.Open(parent)
	if err != nil {
		return err
	}
	return errors.Join(above.Sync(), above.Close())
}

// Lock makes a data folder, closes it to others and takes its lock, as Open does. It answers ErrLocked.
func Lock(dir string) (unlock func() error, err error) {
	lock, err := lockDir(dir)
	if err != nil {
		return nil, err
	}
	return lock.Close, nil
}

// Owns tells whether a name at the top of a data folder is the database's.
func Owns(name string) bool { return strings.HasPrefix(name, File) || Empty(name) }

// Empty tells whether a data folder with this name in it, and others of the kind, still is an empty one.
func Empty(name string) bool { return name == LockFile || name == Restoring || name == lostFound }

// closeDir takes a folder away from other users of the machine: an empty one or one that is ours already. Any other
// folder was named by mistake or is shared on purpose, and keeps its mode.
func closeDir(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	ours := len(entries) == 0
	for _, e := range entries {
		ours = ours || e.Name() == LockFile || e.Name() == File
	}
	info, err := os.Stat(dir)
	if err != nil || !ours || info.Mode().Perm()&0o077 == 0 {
		return err
	}
	return os.Chmod(dir, 0o700)
}

// openPools opens one writing connection and several reading ones on the same file.
func (l *Ledger) openPools(ctx context.Context, dir string) error {
	if _, err := os.Stat(filepath.Join(dir, Restoring)); err == nil {
		return ErrRestoring
	}
	file := filepath.Join(dir, File)
	f, err := os.OpenFile(file, os.O_CREATE|os.O_RDWR, 0o600)
	if err == nil {
		err = errors.Join(f.Chmod(0o600), f.Close()) // SQLite's other files take over this one's mode
	}
	if err != nil {
		return fmt.Errorf("make the database file: %w", err)
	}
	l.writePool = openPool(file, writeSettings, 1, writeFirst)
	if err := checkBuild(ctx, l.writePool); err != nil {
		return err
	}
	l.movePool = openPool(file, writeSettings, 1, writeFirst)
	l.asidePool = openPool(file, asideSettings, 1, writeFirst)
	l.readPool = openPool(file, readSettings, readers, readFirst)
	if l.reader, err = onGORM(l.readPool); err != nil {
		return fmt.Errorf("open the reading pool: %w", err)
	}
	// One reader is always there: where the writer's connection is the last one and is thrown away, SQLite takes the
	// write-ahead log with it, and on a full disk nobody could read any more.
	if err := l.readPool.PingContext(ctx); err != nil {
		return fmt.Errorf("open the reading pool: %w", err)
	}
	return nil
}

// connector opens connections that are set up alike.
type connector struct {
	dsn    string
	driver *sqlite3.SQLiteDriver
}

func (c connector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.dsn) }
func (c connector) Driver() driver.Driver                        { return c.driver }

func openPool(file, settings string, connections int, first string) *sql.DB {
	d := &sqlite3.SQLiteDriver{}
	if first != "" {
		d.ConnectHook = func(conn *sqlite3.SQLiteConn) error {
			_, err := conn.Exec(first, nil)
			return err
		}
	}
	pool := sql.OpenDB(connector{dsn: dataSource(file, settings), driver: d})
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	return pool
}

// onGORM puts GORM on connections of ours. It is silent: its log would hold values.
func onGORM(conn gorm.ConnPool) (*gorm.DB, error) {
	return gorm.Open(sqlite.New(sqlite.Config{Conn: conn}), &gorm.Config{
		Logger: logger.Discard, SkipDefaultTransaction: true, TranslateError: true, DisableAutomaticPing: true,
	})
}

// checkBuild tells at start what a wrong build would only tell at the first message.
func checkBuild(ctx context.Context, db *sql.DB) error {
	var fts int
	if err := db.QueryRowContext(ctx, `SELECT sqlite_compileoption_used('ENABLE_FTS5')`).Scan(&fts); err != nil {
		return fmt.Errorf("open the database (the program needs cgo): %w", err)
	}
	if fts != 1 {
		return errors.New("this program was built without full-text search: build it with -tags sqlite_fts5")
	}
	return nil
}

// migrate brings the schema up to this program's, or refuses a newer one. Before it changes an older one, which takes as
// long as there is much in it, it says so.
func migrate(ctx context.Context, db *sql.DB, begins func(from, to int64)) error {
	provider, err := schema(db)
	if err != nil {
		return err
	}
	current, target, err := versions(ctx, db)
	if err != nil {
		return err
	}
	if err := settle(ctx, db); err != nil {
		return err
	}
	if current > 0 && current < target {
		begins(current, target)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate the database: %w", err)
	}
	return nil
}

// settle moves what the last program left in the write-ahead log into the database file, and flushes that, before anything
// is written after it. A flush that failed may have left commits in the log that can be read and are not on the disk, nor
// ever will be: Linux tells of such a failure once and takes the pages for written. See docs/adr/0009.
func settle(ctx context.Context, db *sql.DB) error {
	if _, err := db.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
		return fmt.Errorf("settle what the last program left: %w", err)
	}
	return nil
}

// schema knows the migrations and which of them a database has.
func schema(db *sql.DB) (*goose.Provider, error) {
	dir, err := fs.Sub(migrations, "migrations/sqlite")
	if err != nil {
		return nil, fmt.Errorf("find the migrations: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, dir, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return nil, fmt.Errorf("prepare the migrations: %w", err)
	}
	return provider, nil
}

// versions are the schema's of a database and of this program, or ErrNewer where the database is ahead.
func versions(ctx context.Context, db *sql.DB) (current, target int64, err error) {
	provider, err := schema(db)
	if err != nil {
		return 0, 0, err
	}
	current, target, err = provider.GetVersions(ctx)
	if err != nil {
		return 0, 0, fmt.Errorf("read the schema's version: %w", err)
	}
	if current > target {
		return 0, 0, fmt.Errorf("schema %d, but this program knows %d: %w", current, target, ErrNewer)
	}
	return current, target, nil
}

// dataSource names a file and its settings; a path may hold any character.
func dataSource(file, settings string) string {
	return (&url.URL{Scheme: "file", OmitHost: true, Path: file}).String() + "?" + settings
}
