package ledger_test

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"relevo/backend/desk"
	"relevo/backend/ledger"
)

// watch hears what the writer does.
type watch struct{ units, failed, shed atomic.Int64 }

func (w *watch) Transaction(units int, _ time.Duration, kept bool) {
	w.units.Add(int64(units))
	if !kept {
		w.failed.Add(1)
	}
}
func (w *watch) Shed() { w.shed.Add(1) }

// TestWhoCanComeBackIsSentAwayWhileTheWriterIsBehind stalls the writer and moves the clock: who offers a unit then is
// sent away before it waits, who has to wait waits, reading goes on, and afterwards everything has happened once.
func TestWhoCanComeBackIsSentAwayWhileTheWriterIsBehind(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const limit = 250 * time.Millisecond
		var past atomic.Int64 // since noon
		o := options(filepath.Join(t.TempDir(), "data"))
		o.Now = func() time.Time { return noon.Add(time.Duration(past.Load())) }
		l, err := ledger.Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		w := &world{t: t, dir: o.Dir, Ledger: l}
		heard := &watch{}
		l.Observe(heard)
		w.write(say("c", "before"))
		if _, err := l.In("sonrisas").Conversation(t.Context(), "c"); err != nil {
			t.Error(err)
		}

		gate := make(chan struct{})
		var running sync.WaitGroup
		enters := func(what string, write func() error) {
			running.Go(func() {
				if err := write(); err != nil {
					t.Errorf("%s: %v", what, err)
				}
			})
			synctest.Wait() // it waits, or is in the stalled transaction
		}
		offer := func(text string) error { return l.Offer(context.Background(), limit, say("c", text)) }
		enters("the stall", func() error {
			return l.Write(context.Background(), func(*ledger.Tx) error { <-gate; return nil })
		})
		enters("the first to wait", func() error { return offer("first") })
		past.Store(int64(limit))
		enters("one at the limit", func() error { return offer("second") })
		past.Add(1)
		for range 3 {
			if err := offer("sent away"); !refused(err, desk.Unavailable) {
				t.Errorf("one who came too late was answered %v", err)
			}
		}
		enters("one who can't come back", func() error { return l.Write(context.Background(), say("c", "third")) })
		if units, behind := l.Waiting(); units != 3 || behind != limit+1 {
			t.Errorf("%d wait, and the writer is %v behind", units, behind)
		}
		if c, err := l.In("sonrisas").Conversation(t.Context(), "c"); err != nil || c.LastSeq != 1 {
			t.Errorf("meanwhile the conversation can't be read: %d, %v", c.LastSeq, err)
		}
		close(gate)
		running.Wait()
		if err := offer("fourth"); err != nil {
			t.Errorf("afterwards: %v", err)
		}
		if got := fmt.Sprint(w.notes()); got != "[before first second third fourth]" {
			t.Errorf("notes: %s", got)
		}
		if heard.shed.Load() != 3 || heard.units.Load() != 6 || heard.failed.Load() != 0 {
			t.Errorf("it was told of %d units, %d shed and %d failures", heard.units.Load(), heard.shed.Load(), heard.failed.Load())
		}
		w.verified()
	})
}
