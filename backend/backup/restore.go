package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"relevo/backend/ledger"
)

// ErrNotEmpty tells that something lies in the folder that was to be restored to.
var ErrNotEmpty = errors.New("the data folder is not empty; move what is in it away, or restore to another one")

// Restored is a data folder made of a backup.
type Restored struct {
	Epoch  string // the log's new one
	Events int64
	Files  int
}

// Restore makes the empty or missing folder dir a data folder out of a backup. It reads every byte and examines the log
// before anything stands where a server looks for it; the database comes last. What was interrupted is begun anew by
// restoring again, and no server starts on it meanwhile. It answers ErrNotEmpty, ledger.ErrLocked where a server runs on
// the folder, ledger.ErrNewer where the backup is from a newer program, and ErrDamaged.
func Restore(ctx context.Context, from, dir string, say func(string)) (_ Restored, err error) {
	l, err := readList(from)
	if err != nil {
		return Restored{}, err
	}
	unlock, err := ledger.Lock(dir)
	if err != nil {
		return Restored{}, err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	if err := clear(dir); err != nil {
		return Restored{}, err
	}
	staging := filepath.Join(dir, ledger.Restoring)
	if err := errors.Join(os.Mkdir(staging, 0o700), syncDir(dir)); err != nil {
		return Restored{}, fmt.Errorf("begin to restore: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, clear(dir))
		}
	}()
	if err := fetch(ctx, from, staging, l.Files, say); err != nil {
		return Restored{}, err
	}
	say("examining the log")
	epoch, faults, err := ledger.Adopt(ctx, staging, say)
	if err == nil && faults > 0 {
		err = ErrDamaged
	}
	if err != nil {
		return Restored{}, err
	}
	if err := install(staging, dir); err != nil {
		return Restored{}, fmt.Errorf("put the files in place: %w", err)
	}
	return Restored{epoch, l.Events, len(l.Files)}, nil
}

// clear takes away what an interrupted restore left, and refuses everything else. Nobody has worked with what such a
// restore put in place: no server starts beside its folder.
func clear(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("read the data folder: %w", err)
	}
	interrupted := false
	for _, e := range entries {
		interrupted = interrupted || e.Name() == ledger.Restoring
	}
	for _, e := range entries {
		switch {
		case ledger.Empty(e.Name()):
		case !interrupted:
			return ErrNotEmpty
		default:
			if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
				return fmt.Errorf("take away what an interrupted restore left: %w", err)
			}
		}
	}
	return errors.Join(syncDir(dir), os.RemoveAll(filepath.Join(dir, ledger.Restoring))) // the mark goes last
}

// fetch copies a backup's files and holds them against their digests.
func fetch(ctx context.Context, from, to string, files []File, say func(string)) error {
	damaged := false
	for _, want := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !filepath.IsLocal(filepath.FromSlash(want.Name)) {
			return fmt.Errorf("the backup's list names %q, which lies outside of it", want.Name)
		}
		err := copyFile(from, to, want.Name)
		if errors.Is(err, fs.ErrNotExist) {
			damaged = true
			say(want.Name + " is missing.")
			continue
		}
		if err != nil {
			return fmt.Errorf("copy %s: %w", want.Name, err)
		}
		got, err := digest(to, want.Name)
		if err != nil {
			return fmt.Errorf("read %s: %w", want.Name, err)
		}
		if got != want {
			damaged = true
			say(want.Name + " was changed after the backup was made.")
		}
	}
	if damaged {
		return ErrDamaged
	}
	return nil
}

// install moves what was examined to where a server looks for it, and takes the mark of a restore away last.
func install(staging, dir string) error {
	if err := syncAll(staging); err != nil {
		return err
	}
	entries, err := os.ReadDir(staging)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() == ledger.LockFile {
			continue
		}
		if err := os.Rename(filepath.Join(staging, e.Name()), filepath.Join(dir, e.Name())); err != nil {
			return err
		}
	}
	return errors.Join(syncDir(dir), os.RemoveAll(staging), syncDir(dir))
}
