package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"

	"relevo/backend/desk"
	"relevo/backend/ledger"
)

// fullDisk names the data folder to the process that plays a full disk.
const fullDisk = "RELEVO_TEST_FULL_DISK"

// TestFullDisk has another process hit the limit of its files' size, as a full disk would: a limit holds for a whole
// process, and the other tests go on meanwhile.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.verified()
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), fullDisk+"="+w.dir)
	if out, err := child.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if found := differences(t, w.dir); len(found) > 0 {
		t.Error(found)
	}
	w.open()
	if got := fmt.Sprint(w.notes()); got != "[before after]" {
		t.Errorf("notes: %s", got)
	}
}

// childOfFullDisk is what the other process does.
func childOfFullDisk() bool {
	dir := os.Getenv(fullDisk)
	if dir == "" {
		return false
	}
	if err := playFullDisk(dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return true
}

func playFullDisk(dir string) error {
	ctx := context.Background()
	l, err := ledger.Open(ctx, options(dir))
	if err != nil {
		return err
	}
	if err := l.Write(ctx, say("c", "before")); err != nil {
		return err
	}
	for _, limit := range []uint64{1, 8192, 1, 70_000} {
		if err := limitFiles(limit); err != nil {
			return err
		}
		big := make([]byte, 100_000)
		for n := range 3 {
			if err := l.Write(ctx, say("c", "lost "+string(big))); !refused(err, desk.Unavailable) {
				return fmt.Errorf("writing beyond %d bytes: %w", limit, err)
			}
			if err := l.Ready(ctx); limit == 1 && !refused(err, desk.Unavailable) {
				return fmt.Errorf("ready with a full disk: %w", err)
			}
			if c, err := l.In("sonrisas").Conversation(ctx, "c"); err != nil || c.LastSeq != 1 {
				return fmt.Errorf("reading, try %d: %d, %w", n, c.LastSeq, err)
			}
		}
	}
	if err := limitFiles(math.MaxUint64); err != nil {
		return err
	}
	return errors.Join(l.Ready(ctx), l.Write(ctx, say("c", "after")), l.Close())
}

// limitFiles lets this process write no file beyond so many bytes.
func limitFiles(bytes uint64) error {
	return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: bytes, Max: math.MaxUint64})
}

// TestNothingOfAFailedTransactionIsKept lets the database grow no further in the middle of a transaction: all its units
// are told so, neighbours too, nothing of them is there, and the next transaction works.
func TestNothingOfAFailedTransactionIsKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.write(func(tx *ledger.Tx) error { return tx.GORM().Exec(`CREATE TABLE things (name TEXT)`).Error })
		w.write(say("c", "before"))
		heard := 0
		w.OnCommit(func(ledger.Commit) { heard++ })
		errs := w.together(
			say("c", "one"),
			func(tx *ledger.Tx) error {
				var pages int
				if err := tx.GORM().Raw(`PRAGMA max_page_count = 1`).Scan(&pages).Error; err != nil {
					return err
				}
				return tx.Remember("sol", "key", noon, desk.Receipt{})
			},
			func(tx *ledger.Tx) error {
				for n := range 100 { // more than the pages that are there can hold
					if err := say("c", fmt.Sprint(n, string(make([]byte, 5000))))(tx); err != nil {
						return err
					}
				}
				return nil
			},
			func(tx *ledger.Tx) error { return desk.Refuse(desk.Forbidden, "decided on what is not kept") },
		)
		for i, err := range errs {
			if !refused(err, desk.Unavailable) {
				t.Errorf("unit %d: %v", i+1, err)
			}
		}
		// The same, with the database giving the transaction up in the middle of a unit that takes no notice.
		errs = w.together(
			say("c", "two"),
			func(tx *ledger.Tx) error {
				tx.GORM().Exec(`ROLLBACK`)
				tx.GORM().Exec(`INSERT INTO things VALUES ('alone')`)
				return nil
			},
			say("c", "three"),
		)
		if !refused(errs[0], desk.Unavailable) || !refused(errs[1], desk.Unavailable) || errs[2] != nil {
			t.Errorf("units of the second transaction, and of the next: %v", errs)
		}
		if heard != 1 {
			t.Error("a hook was told of what is not kept")
		}
		var names []string
		if w.Reader().Raw(`SELECT name FROM things`).Scan(&names); len(names) > 0 {
			t.Errorf("kept without its transaction: %v", names)
		}
		w.write(func(tx *ledger.Tx) error {
			if _, known, err := tx.Recall("sol", "key"); known || err != nil {
				return fmt.Errorf("the receipt is kept: %w", err)
			}
			return say("c", "after")(tx)
		})
		if got := fmt.Sprint(w.notes()); got != "[before three after]" {
			t.Errorf("notes: %s", got)
		}
		w.verified()
	})
}

// TestManyWritersMeetABrokenDatabase breaks transaction after transaction among many: what was acknowledged is there,
// and nothing else is.
func TestManyWritersMeetABrokenDatabase(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var people sync.WaitGroup
	var mu sync.Mutex // guards kept
	kept := map[string]bool{}
	for person := range 16 {
		people.Go(func() {
			for n := range 20 {
				text := fmt.Sprint(person, " ", n)
				err := w.Write(context.Background(), func(tx *ledger.Tx) error {
					if err := say("c", text)(tx); err != nil || n%7 != 3 {
						return err
					}
					var pages int
					tx.GORM().Raw(`PRAGMA max_page_count = 1`).Scan(&pages)
					return tx.GORM().Exec(`CREATE TABLE IF NOT EXISTS t AS SELECT hex(zeroblob(1000000))`).Error
				})
				mu.Lock()
				kept[text] = err == nil
				mu.Unlock()
				if err != nil && !refused(err, desk.Unavailable) {
					t.Errorf("%s: %v", text, err)
				}
			}
		})
	}
	people.Wait()
	found := map[string]bool{}
	for _, text := range w.notes() {
		found[text] = true
	}
	for text, acknowledged := range kept {
		if acknowledged != found[text] {
			t.Errorf("%s: acknowledged %v, recorded %v", text, acknowledged, found[text])
		}
	}
	w.verified()
}
