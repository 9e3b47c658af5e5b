package faults

import (
	"bufio"
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"relevo/backend/e2e/rig"
)

const migrations = "../ledger/migrations/sqlite"

// old is a data folder as an older program left it.
type old struct {
	dir string
	log []rig.Event // of sonrisas
}

// newOld fills a data folder and takes its schema back to a version, as if later migrations had never run.
func newOld(t *testing.T, version int) old {
	t.Helper()
	p := rig.Start(t, small, "--rate-limits", "off")
	sol := p.Login("sol@sonrisas.example")
	customer, c := p.Customer("sonrisas-web", rig.Object{})
	customer.Post("/api/v1/chat/messages", rig.Object{"text": "Thanks!"}).Want(201)
	for n := range times(60, 1500) {
		sol.Post("/api/v1/conversations/"+c+"/notes", rig.Object{"text": fmt.Sprint(n, strings.Repeat(" and on", 60))}).Want(200)
	}
	o := old{p.Dir, sol.Log("sonrisas")}
	p.Stop()
	files, err := filepath.Glob(filepath.Join(migrations, "*.sql"))
	if err != nil || len(files) < 4 {
		t.Fatalf("the migrations are %v: %v", files, err)
	}
	db := openRaw(t, p.Dir)
	for _, file := range slices.Backward(files[version:]) {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, down, ok := strings.Cut(string(b), "-- +goose Down")
		if !ok {
			t.Fatalf("%s has no way back", file)
		}
		execute(t, db, down)
	}
	execute(t, db, fmt.Sprintf(`DELETE FROM goose_db_version WHERE version_id > %d; VACUUM`, version))
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return o
}

// openRaw opens a data folder's database behind the program's back.
func openRaw(t *testing.T, dir string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(dir, "relevo.db"))
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	return db
}

func execute(t *testing.T, db *sql.DB, statements string) {
	t.Helper()
	if _, err := db.Exec(statements); err != nil {
		t.Fatal(err)
	}
}

// again is a program that has a copy of the old folder, on a disk that fails.
func (o old) again(t *testing.T, traced bool) (*rig.Program, *disk) {
	t.Helper()
	p := rig.Prepare(t, small)
	d := underShim(t, p, traced)
	if err := os.CopyFS(p.Dir, os.DirFS(o.dir)); err != nil {
		t.Fatal(err)
	}
	return p, d
}

// killed starts a program that is killed while it starts, by its disk or at the latest after so long, and tells whether
// it was before it listened.
func killed(t *testing.T, p *rig.Program, within time.Duration) bool {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	cmd := exec.CommandContext(ctx, rig.Binary, append([]string{"serve", "--listen", "127.0.0.1:0", "--data", p.Dir}, p.Flags...)...)
	cmd.Env = append(os.Environ(), p.Env...)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	line, _ := bufio.NewReader(out).ReadString('\n')
	cancel()
	cmd.Wait()
	return line == ""
}

// boots starts the program on what is left of a migration, and wants everything of the old log in it.
func (o old) boots(t *testing.T, what, dir string) {
	t.Helper()
	p := rig.Prepare(t, small)
	p.Dir = dir
	p.Launch()
	log := p.Login("sol@sonrisas.example").Log("sonrisas")
	if len(log) < len(o.log) {
		t.Fatalf("%s: %d of %d events are left", what, len(log), len(o.log))
	}
	for i, e := range o.log {
		if log[i].Kind != e.Kind || log[i].Data["text"] != e.Data["text"] {
			t.Fatalf("%s: event %d is another", what, e.Seq)
		}
	}
	p.Stop()
	p.Verified()
}

// TestPromise23_AMigrationCutShortLeavesABootableDatabase kills the program at its nth change of the folder while it
// migrates, in the middle of a write where it is one, and starts it again on what is left.
func TestPromise23_AMigrationCutShortLeavesABootableDatabase(t *testing.T) {
	t.Parallel()
	for _, version := range []int{1, 3, 7} {
		t.Run(fmt.Sprint("from schema ", version), func(t *testing.T) {
			t.Parallel()
			o := newOld(t, version)
			p, d := o.again(t, false)
			d.set(rule{action: kill, ops: everyOp, files: everyFile, after: always})
			p.Launch()
			calls := d.rules[0].seen // of a whole start
			p.Kill()
			kills := times(5, int(calls))
			for n := range kills {
				at := calls * int64(n) / int64(kills)
				if !*long {
					at += rand.Int64N(calls / int64(kills))
				}
				p, d := o.again(t, false)
				d.set(rule{action: kill, ops: everyOp, files: everyFile, after: at})
				if !killed(t, p, calm) && at < calls/2 {
					t.Errorf("the program was not killed at change %d of %d", at, calls)
				}
				o.boots(t, fmt.Sprintf("killed at change %d of %d", at, calls), p.Dir)
			}
		})
	}
}

// TestPromise23_APowerCutInAMigration cuts the power while the program migrates.
func TestPromise23_APowerCutInAMigration(t *testing.T) {
	t.Parallel()
	o := newOld(t, 1)
	p, d := o.again(t, true)
	base := d.base(p.Dir)
	p.Launch()
	length := d.length()
	p.Kill()
	places := make([]int64, times(4, 100))
	for i := range places {
		places[i] = rand.Int64N(length)
	}
	slices.Sort(places)
	d.cuts(base, places, func(n int, dir string) {
		o.boots(t, fmt.Sprintf("the power was cut at %d of %d", places[n], length), dir)
	})
}

// TestPromise23_AnOlderProgramRefusesANewerDatabase gives every command a database of a program to come: each says so,
// exits with 1 and changes nothing.
func TestPromise23_AnOlderProgramRefusesANewerDatabase(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, small)
	p.Stop()
	db := openRaw(t, p.Dir)
	execute(t, db, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)`)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	before := contents(t, p.Dir)
	backup := filepath.Join(t.TempDir(), "backup")
	for _, args := range [][]string{
		{"serve", "--listen", "127.0.0.1:0"}, {"provision", p.File}, {"verify"}, {"demo", "--listen", "127.0.0.1:0"}, {"backup", backup},
	} {
		code, out := p.Relevo(args...)
		if code != 1 || !strings.Contains(out, "newer relevo") || !strings.Contains(out, "schema 99999") {
			t.Errorf("%s: exit %d: %s", args[0], code, out)
		}
		if after := contents(t, p.Dir); fmt.Sprint(after) != fmt.Sprint(before) {
			t.Errorf("%s changed the folder: %v instead of %v", args[0], after, before)
		}
	}
	if _, err := os.Stat(backup); err == nil {
		t.Error("a backup was left that nobody can read")
	}
}

// contents are the digests of a folder's files.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		found[e.Name()] = fmt.Sprintf("%x", sha256.Sum256(b))
	}
	return found
}
