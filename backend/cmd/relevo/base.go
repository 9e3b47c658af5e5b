package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"gorm.io/gorm"

	"relevo/backend/auth"
	"relevo/backend/desk"
	"relevo/backend/dispatch"
	"relevo/backend/ledger"
	"relevo/backend/workplace"
)

// base is what every command on a data folder needs: the log, and who and what it knows of. Its dispatcher waits for the
// log's writer however long that takes.
type base struct {
	log        *slog.Logger
	ledger     *ledger.Ledger
	directory  *workplace.Directory
	passwords  *auth.Passwords
	dispatcher *dispatch.Dispatcher
	editor     *workplace.Editor
}

// openBase opens a data folder. From then on the directory follows every edit before the next command is decided.
func openBase(ctx context.Context, dir string, passwordLength int, log *slog.Logger) (*base, error) {
	l, err := ledger.Open(ctx, ledger.Options{Dir: dir, Now: time.Now, Log: log})
	if err != nil {
		return nil, err
	}
	b := &base{log: log, ledger: l, directory: workplace.NewDirectory(l.Reader()), passwords: auth.NewPasswords(passwordLength)}
	b.dispatcher = dispatch.New(writer(l.Write), b.directory, time.Now)
	b.editor = workplace.NewEditor(b.change, b.passwords)
	if err := b.directory.Reload(ctx); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	l.OnCommit(func(c ledger.Commit) {
		if !c.Edited {
			return
		}
		if err := b.directory.Reload(context.Background()); err != nil {
			log.Error("the settings could not be read again after an edit; the old ones stay", "error", err)
		}
	})
	return b, nil
}

// writer is one of the ledger's ways to write, as dispatch asks for it.
type writer func(context.Context, func(*ledger.Tx) error) error

func (w writer) Write(ctx context.Context, unit func(dispatch.Tx) error) error {
	return w(ctx, func(tx *ledger.Tx) error { return unit(tx) })
}

// change runs an edit of settings or members; what its vacancies hold is given back in the same transaction.
func (b *base) change(ctx context.Context, edit func(*gorm.DB) ([]desk.Vacancy, error)) error {
	return b.dispatcher.Change(ctx, func(tx dispatch.Tx) ([]desk.Vacancy, error) {
		t := tx.(*ledger.Tx) // writer makes no other
		vacancies, err := edit(t.GORM())
		if err == nil {
			t.Edited()
		}
		return vacancies, err
	})
}

// apply makes the rows what a provision file says, and answers what that changed.
func (b *base) apply(ctx context.Context, file workplace.File) (changes []string, err error) {
	err = b.change(ctx, func(tx *gorm.DB) (vacancies []desk.Vacancy, err error) {
		changes, vacancies, err = workplace.Apply(tx, file, b.passwords)
		return vacancies, err
	})
	if _, broken := errors.AsType[*workplace.FileError](err); broken {
		return nil, usageError{err}
	}
	return changes, err
}

// readProvision reads a provision file; whatever is wrong with it is the caller's to mend.
func readProvision(path string) (workplace.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return workplace.File{}, usageError{fmt.Errorf("open the provision file: %w", err)}
	}
	defer f.Close()
	file, err := workplace.ReadFile(f)
	if err != nil {
		return workplace.File{}, usageError{fmt.Errorf("%s: %w", path, err)}
	}
	return file, nil
}

// accounts is the ledger as auth and preferences ask for it.
type accounts struct{ ledger *ledger.Ledger }

func (a accounts) Read(ctx context.Context) *gorm.DB { return a.ledger.Reader().WithContext(ctx) }

func (a accounts) Write(ctx context.Context, f func(*gorm.DB) error) error {
	return a.ledger.Write(ctx, func(tx *ledger.Tx) error { return f(tx.GORM()) })
}
