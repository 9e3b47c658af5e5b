package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"relevo/backend/ledger"
)

// ErrDamaged tells that a database, or a file of a backup, is not what it should be; what was wrong has been said.
var ErrDamaged = errors.New("the copy is damaged; nothing was put in place")

// Made is a finished backup.
type Made struct {
	Files  []File
	Events int64
}

// Make copies the data folder dir, which may be in use, to a new folder. Every event that was acknowledged before it was
// called is in the backup. It says in whole lines how far it is and what is wrong; where anything is, nothing is left.
func Make(ctx context.Context, dir, to string, say func(string)) (_ Made, err error) {
	began := time.Now().UTC()
	if _, err := os.Stat(filepath.Join(dir, ledger.File)); err != nil {
		return Made{}, fmt.Errorf("find the database: %w", err)
	}
	if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		return Made{}, errors.Join(fmt.Errorf("%s is there already; a backup overwrites nothing", to), err)
	}
	to = filepath.Clean(to)
	temporary, err := os.MkdirTemp(filepath.Dir(to), filepath.Base(to)+".unfinished-")
	if err != nil {
		return Made{}, fmt.Errorf("make the backup's folder: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(temporary))
		}
	}()
	if err := ledger.Copy(ctx, dir, temporary, progress(say)); err != nil {
		return Made{}, err
	}
	// What an event names was there before it, so files are copied after the log.
	if err := copyOthers(ctx, dir, temporary); err != nil {
		return Made{}, err
	}
	say("examining the copy")
	found, faults, err := ledger.Examine(ctx, temporary, say)
	if err == nil && faults > 0 {
		err = ErrDamaged
	}
	if err != nil {
		return Made{}, err
	}
	l := list{Format: format, Began: began, Epoch: found.Epoch, Schema: found.Schema, Events: found.Events}
	if l.Files, err = digests(temporary); err != nil {
		return Made{}, fmt.Errorf("read the copy: %w", err)
	}
	if err := errors.Join(writeList(temporary, l), syncAll(temporary)); err != nil {
		return Made{}, fmt.Errorf("finish the backup: %w", err)
	}
	if err := os.Rename(temporary, to); err != nil {
		return Made{}, fmt.Errorf("put the backup in place: %w", err)
	}
	return Made{l.Files, l.Events}, syncDir(filepath.Dir(to))
}

// copyOthers copies what is in a data folder beside the database's own files.
func copyOthers(ctx context.Context, dir, to string) error {
	names, err := files(dir, ledger.Owns)
	if err != nil {
		return fmt.Errorf("read the data folder: %w", err)
	}
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := copyFile(dir, to, name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) { // what is gone meanwhile was temporary
			return fmt.Errorf("copy %s: %w", name, err)
		}
	}
	return nil
}

// files lists the regular files below a folder, but those at its top that are left out by name.
func files(dir string, leaveOut func(name string) bool) (names []string, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		name, err := filepath.Rel(dir, path)
		switch {
		case err != nil:
			return err
		case leaveOut(name) && d.IsDir():
			return fs.SkipDir
		case d.Type().IsRegular() && !leaveOut(name):
			names = append(names, filepath.ToSlash(name))
		}
		return nil
	})
	return names, err
}

// digests reads every file of a copy through.
func digests(dir string) ([]File, error) {
	names, err := files(dir, func(string) bool { return false })
	if err != nil {
		return nil, err
	}
	var all []File
	for _, name := range names {
		f, err := digest(dir, name)
		if err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, nil
}

// progress says each tenth of a copy.
func progress(say func(string)) func(done, total int64) {
	said := int64(0)
	return func(done, total int64) {
		if tenth := 10 * done / max(total, 1); tenth > said {
			said = tenth
			say(fmt.Sprintf("copied %d %% of the database", 10*tenth))
		}
	}
}
