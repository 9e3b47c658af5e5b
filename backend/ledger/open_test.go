package ledger_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"relevo/backend/desk"
	"relevo/backend/ledger"
)

func TestOneProgramAtATime(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if l, err := ledger.Open(t.Context(), options(w.dir)); !errors.Is(err, ledger.ErrLocked) {
		t.Fatalf("opened twice: %v, %v", l, err)
	}
	w.write(say("c", "the first one still works"))
	if err := errors.Join(w.Close(), w.Close()); err != nil {
		t.Fatal(err)
	}
	w.open()
	if got := fmt.Sprint(w.notes()); got != "[the first one still works]" {
		t.Error(got)
	}
}

func TestANewerDatabaseIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.verified()
	db := raw(t, w.dir)
	if _, err := db.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := ledger.Open(t.Context(), options(w.dir)); !errors.Is(err, ledger.ErrNewer) {
		t.Errorf("open: %v", err)
	}
	if _, err := ledger.Verify(t.Context(), w.dir, func(string) {}); !errors.Is(err, ledger.ErrNewer) {
		t.Errorf("verify: %v", err)
	}
}

func TestOtherUsersOfTheMachineSeeNothing(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(dir string) error{
		"a new folder":    func(string) error { return nil },
		"an empty folder": func(dir string) error { return os.Mkdir(dir, 0o755) },
		"a folder that was opened": func(dir string) error {
			return errors.Join(os.Mkdir(dir, 0o755), os.WriteFile(filepath.Join(dir, ledger.File), nil, 0o644))
		},
		"a folder in no other place": func(dir string) error { return os.MkdirAll(filepath.Dir(dir), 0o755) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "data")
			if err := prepare(dir); err != nil {
				t.Fatal(err)
			}
			l, err := ledger.Open(t.Context(), options(dir))
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			if err := l.Write(t.Context(), say("c", "note")); err != nil {
				t.Fatal(err)
			}
			entries, err := os.ReadDir(dir)
			if err != nil || len(entries) != 4 {
				t.Errorf("the folder holds %v: %v", entries, err)
			}
			for _, e := range entries {
				if info, err := e.Info(); err != nil || info.Mode().Perm() != 0o600 {
					t.Errorf("%s has %v: %v", e.Name(), info.Mode(), err)
				}
			}
			if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
				t.Errorf("the folder has %v: %v", info.Mode(), err)
			}
		})
	}
}

// TestAPathMayHoldAnyCharacter opens folders whose names mean something in a URI.
func TestAPathMayHoldAnyCharacter(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"a b", "a?mode=memory", "a#b", "a%20b", "ñ", "a&b=c", "a'b"} {
		dir := filepath.Join(t.TempDir(), name)
		l, err := ledger.Open(t.Context(), options(dir))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := errors.Join(l.Write(t.Context(), say("c", "note")), l.Close()); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if info, err := os.Stat(filepath.Join(dir, ledger.File)); err != nil || info.Size() == 0 {
			t.Errorf("%s: the database is somewhere else: %v", name, err)
		}
	}
}

// TestAnAcknowledgementOutlivesTheProgram takes the files away under a running ledger, again and again, as a kill at that
// moment would leave them: what was acknowledged before must be there, and everything must fit together.
func TestAnAcknowledgementOutlivesTheProgram(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	epoch := w.Epoch()
	for n := range 8 {
		for range 20 {
			w.says("sonrisas", desk.ConversationID(fmt.Sprint("c", n%3)), desk.Customer{Name: "Ana"}, "Hola otra vez")
		}
		want, err := w.Seqs(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		killed := copyOf(t, w.dir)
		if found := differences(t, killed); len(found) > 0 {
			t.Fatal(found)
		}
		l, err := ledger.Open(t.Context(), options(killed))
		if err != nil {
			t.Fatal(err)
		}
		got, err := l.Seqs(t.Context())
		if err != nil || got["sonrisas"] != want["sonrisas"] || got["sonrisas"] == 0 {
			t.Errorf("the log ends at %v instead of %v: %v", got, want, err)
		}
		if l.Epoch() == epoch {
			t.Error("a copy says that it is the same log, although it will go on with other events")
		}
		if err := errors.Join(l.Write(t.Context(), say("c0", "goes on")), l.Close()); err != nil {
			t.Fatal(err)
		}
	}
}

func TestLogsHaveIdentities(t *testing.T) {
	t.Parallel()
	a, b := newWorld(t), newWorld(t)
	epoch := a.Epoch()
	if epoch == b.Epoch() || len(epoch) < 20 {
		t.Errorf("two logs are %q and %q", epoch, b.Epoch())
	}
	a.verified()
	for range 2 {
		if a.open(); a.Epoch() != epoch {
			t.Errorf("the log is %q, not %q any more", a.Epoch(), epoch)
		}
		a.verified()
	}
}
