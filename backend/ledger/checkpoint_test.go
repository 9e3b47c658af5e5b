package ledger

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"relevo/backend/desk"
)

// openLogged opens a ledger and answers what writes a note of some pages to it, and how long its files are.
func openLogged(t *testing.T) (l *Ledger, write func(), size func(string) int64) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	l, err := Open(t.Context(), Options{Dir: dir, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
	})
	n := 0
	write = func() {
		t.Helper()
		n++
		err := l.Write(t.Context(), func(tx *Tx) error {
			_, err := tx.Append(desk.Conversation{ID: "c", Workplace: "sonrisas"}, desk.Actor{Team: desk.TeamStaff, User: "sol"}, start,
				[]desk.EventData{desk.NoteAdded{Note: desk.NoteID(fmt.Sprint(n)), Text: string(make([]byte, 20_000))}})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	size = func(suffix string) int64 {
		t.Helper()
		info, err := os.Stat(filepath.Join(dir, File+suffix))
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	return l, write, size
}

// TestTheDatabaseTakesOverTheLogBesideTheWriter writes once, and waits for the file that only a checkpoint writes to.
func TestTheDatabaseTakesOverTheLogBesideTheWriter(t *testing.T) {
	t.Parallel()
	_, write, size := openLogged(t)
	before := size("")
	write()
	for until := time.Now().Add(20 * time.Second); size("") == before; time.Sleep(time.Millisecond) {
		if time.Now().After(until) {
			t.Fatal("what was written is still in the log alone")
		}
	}
}

// TestALongLogBeginsAnew has the writer finish what the checkpointer began: what is written after that goes where the
// log was, and does not make it longer.
func TestALongLogBeginsAnew(t *testing.T) {
	t.Parallel()
	l, write, size := openLogged(t)
	l.checkpoints.close() // the writer is alone
	l.checkpoints = &checkpointer{hints: make(chan struct{}, 1), closing: make(chan struct{}), ended: make(chan struct{})}
	close(l.checkpoints.ended)
	const many = 20
	for range many {
		write()
	}
	long := size("-wal")
	l.checkpoints.long.Store(true)
	for range many {
		write()
	}
	if l.checkpoints.long.Load() {
		t.Error("the log is still to begin anew")
	}
	if now := size("-wal"); now > long*5/4 {
		t.Errorf("the log has gone from %d to %d bytes", long, now)
	}
}

// TestNobodyWaitsForWhoReadsInALongLog has a reader hold the log's beginning, as a backup does: the writer goes on, the
// log grows, and when the reader is gone it begins anew at the next chance.
func TestNobodyWaitsForWhoReadsInALongLog(t *testing.T) {
	t.Parallel()
	l, write, size := openLogged(t)
	write()
	done := make(chan struct{})
	reading := make(chan error)
	go func() {
		reading <- l.read(context.Background(), func(s *snapshot) error {
			_, err := s.seqs()
			reading <- err
			<-done
			return err
		})
	}()
	if err := <-reading; err != nil {
		t.Fatal(err)
	}
	for range 20 {
		l.checkpoints.long.Store(true)
		write()
	}
	long := size("-wal")
	close(done)
	if err := <-reading; err != nil {
		t.Fatal(err)
	}
	for range 30 {
		l.checkpoints.long.Store(true)
		write()
	}
	if now := size("-wal"); now > long*5/4 {
		t.Errorf("the log has gone from %d to %d bytes", long, now)
	}
}
