package backup_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"relevo/backend/backup"
	"relevo/backend/desk"
	"relevo/backend/ledger"
)

// data is a data folder with a log of so many notes, a key, a file in a folder, and the ledger still open.
func data(t *testing.T, notes int) (string, *ledger.Ledger) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	l := open(t, dir)
	for n := range notes {
		note(t, l, fmt.Sprint("note ", n))
	}
	for name, text := range map[string]string{"signing.key": "a key", "files/2026/one": "a picture", "files/empty": ""} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	return dir, l
}

func open(t *testing.T, dir string) *ledger.Ledger {
	t.Helper()
	l, err := ledger.Open(t.Context(), ledger.Options{Dir: dir, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

func note(t *testing.T, l *ledger.Ledger, text string) {
	t.Helper()
	err := l.Write(t.Context(), func(tx *ledger.Tx) error {
		c := desk.Conversation{ID: "c", Workplace: "w"}
		_, err := tx.Append(c, desk.Actor{Team: desk.TeamStaff, User: "u"}, time.Now(), []desk.EventData{desk.NoteAdded{Note: desk.NoteID(text), Text: text}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// made is a backup of a data folder with the log of ten notes.
func made(t *testing.T) string {
	t.Helper()
	dir, _ := data(t, 10)
	to := filepath.Join(t.TempDir(), "backup")
	if _, err := backup.Make(t.Context(), dir, to, quiet); err != nil {
		t.Fatal(err)
	}
	return to
}

func quiet(string) {}

func newest(t *testing.T, l *ledger.Ledger) desk.Seq {
	t.Helper()
	seqs, err := l.Seqs(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return seqs["w"]
}

// TestABackupIsTheDataFolderAndAnotherLog takes a backup of an open ledger and goes on in both places.
func TestABackupIsTheDataFolderAndAnotherLog(t *testing.T) {
	t.Parallel()
	dir, l := data(t, 10)
	to := filepath.Join(t.TempDir(), "backup")
	if made, err := backup.Make(t.Context(), dir, to, quiet); err != nil || made.Events != 10 || len(made.Files) != 4 {
		t.Fatalf("%+v, %v", made, err)
	}
	note(t, l, "after the backup")
	again := filepath.Join(t.TempDir(), "again")
	restored, err := backup.Restore(t.Context(), to, again, quiet)
	if err != nil || restored.Epoch == l.Epoch() || restored.Events != 10 || restored.Files != 4 {
		t.Fatalf("%+v, %v", restored, err)
	}
	for name, want := range map[string]string{"signing.key": "a key", "files/2026/one": "a picture", "files/empty": ""} {
		got, err := os.ReadFile(filepath.Join(again, filepath.FromSlash(name)))
		if err != nil || string(got) != want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	closedToOthers(t, to)
	closedToOthers(t, again)
	if n, err := ledger.Verify(t.Context(), again, func(s string) { t.Error(s) }); n != 0 || err != nil {
		t.Fatal(n, err)
	}
	other := open(t, again)
	if other.Epoch() != restored.Epoch {
		t.Error("the log opens with another epoch than restoring it told")
	}
	if got := newest(t, other); got != 10 {
		t.Errorf("the backup ends at %d", got)
	}
	note(t, other, "another eleventh")
}

// closedToOthers fails the test where anybody else could read something below a folder.
func closedToOthers(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestAnyWayABackupIsPutInPlaceMakesAnotherLog copies the database out of a backup by hand, over the very file.
func TestAnyWayABackupIsPutInPlaceMakesAnotherLog(t *testing.T) {
	t.Parallel()
	dir, l := data(t, 3)
	epoch := l.Epoch()
	to := filepath.Join(t.TempDir(), "backup")
	if _, err := backup.Make(t.Context(), dir, to, quiet); err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(to, ledger.File))
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, ledger.File), b, 0o600) // keeps the file's number on the disk
	}
	if err != nil {
		t.Fatal(err)
	}
	if open(t, dir).Epoch() == epoch {
		t.Error("a backup that was copied over the database by hand says that it is the same log")
	}
}

func TestABackupOverwritesNothingAndLeavesNothingHalf(t *testing.T) {
	t.Parallel()
	dir, _ := data(t, 1)
	parent := t.TempDir()
	there := filepath.Join(parent, "there")
	if err := os.Mkdir(there, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := backup.Make(t.Context(), dir, there, quiet); err == nil {
		t.Error("a folder that is there was taken for a backup")
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := backup.Make(stopped, dir, filepath.Join(parent, "stopped"), quiet); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := backup.Make(t.Context(), t.TempDir(), filepath.Join(parent, "of nothing"), quiet); err == nil {
		t.Error("a backup was made of a folder without a database")
	}
	if entries, err := os.ReadDir(parent); err != nil || len(entries) != 1 {
		t.Errorf("left: %v, %v", entries, err)
	}
}

// TestRestoreRefuses restores what is no sound backup, and to where it may not; each time nothing is put in place.
func TestRestoreRefuses(t *testing.T) {
	t.Parallel()
	change := func(name string, edit func([]byte) []byte) func(*testing.T, string) {
		return func(t *testing.T, from string) {
			path := filepath.Join(from, name)
			b, err := os.ReadFile(path)
			if err == nil {
				err = os.WriteFile(path, edit(b), 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, test := range []struct {
		name  string
		spoil func(t *testing.T, from string)
		want  error
		says  string
	}{
		{"one byte of the database changed", change(ledger.File, func(b []byte) []byte { b[len(b)/2] ^= 1; return b }), backup.ErrDamaged, "relevo.db was changed"},
		{"the database cut off", change(ledger.File, func(b []byte) []byte { return b[:len(b)-4096] }), backup.ErrDamaged, "relevo.db was changed"},
		{"another key", change("signing.key", func([]byte) []byte { return []byte("mine") }), backup.ErrDamaged, "signing.key was changed"},
		{"a file gone", func(t *testing.T, from string) { os.Remove(filepath.Join(from, "files", "empty")) }, backup.ErrDamaged, "files/empty is missing"},
		{"a format of the future", change("backup.json", func(b []byte) []byte { return []byte(strings.Replace(string(b), `"format": 1`, `"format": 2`, 1)) }), ledger.ErrNewer, ""},
		{"a file outside of the backup", change("backup.json", func(b []byte) []byte { return []byte(strings.Replace(string(b), "signing.key", "../signing.key", 1)) }), nil, ""},
		{"no list", func(t *testing.T, from string) { os.Remove(filepath.Join(from, "backup.json")) }, nil, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			from, dir := made(t), filepath.Join(t.TempDir(), "data")
			test.spoil(t, from)
			said := ""
			_, err := backup.Restore(t.Context(), from, dir, func(s string) { said += s + "\n" })
			if err == nil || test.want != nil && !errors.Is(err, test.want) || !strings.Contains(said, test.says) {
				t.Errorf("%v\n%s", err, said)
			}
			entries, _ := os.ReadDir(dir)
			for _, e := range entries {
				if !ledger.Empty(e.Name()) || e.Name() == ledger.Restoring {
					t.Errorf("%s was left", e.Name())
				}
			}
		})
	}
}

func TestRestoreTouchesNoDataFolder(t *testing.T) {
	t.Parallel()
	from := made(t)
	dir, l := data(t, 2)
	if _, err := backup.Restore(t.Context(), from, dir, quiet); !errors.Is(err, ledger.ErrLocked) {
		t.Errorf("beside a running server: %v", err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := backup.Restore(t.Context(), from, dir, quiet); !errors.Is(err, backup.ErrNotEmpty) {
		t.Errorf("to a folder with a log: %v", err)
	}
	if got := newest(t, open(t, dir)); got != 2 {
		t.Errorf("the log that was there ends at %d", got)
	}
}

// TestAnInterruptedRestoreIsBegunAnew leaves what a crash leaves between any two files: no ledger opens on it, and
// restoring again works.
func TestAnInterruptedRestoreIsBegunAnew(t *testing.T) {
	t.Parallel()
	from, dir := made(t), t.TempDir()
	for _, left := range []string{"relevo.restoring/relevo.db", "relevo.restoring/half", "signing.key", "relevo.db"} {
		path := filepath.Join(dir, filepath.FromSlash(left))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte("half"), 0o600)); err != nil {
			t.Fatal(err)
		}
		if _, err := ledger.Open(t.Context(), ledger.Options{Dir: dir, Now: time.Now, Log: slog.New(slog.DiscardHandler)}); !errors.Is(err, ledger.ErrRestoring) {
			t.Fatalf("with %s left: %v", left, err)
		}
	}
	if _, err := backup.Restore(t.Context(), from, dir, quiet); err != nil {
		t.Fatal(err)
	}
	if got := newest(t, open(t, dir)); got != 10 {
		t.Errorf("the log ends at %d", got)
	}
}
