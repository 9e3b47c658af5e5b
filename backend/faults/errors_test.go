package faults

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"relevo/backend/e2e/rig"
)

// trouble is something that goes wrong with a disk for a while.
type trouble struct {
	name  string
	rules []rule
	hard  bool // nothing can be committed meanwhile
}

// troubles are what disks do to programs.
var troubles = []trouble{
	{"every flush fails", []rule{{action: fail, ops: syncs, files: everyFile, value: eio}}, true},
	{"flushes of the write-ahead log fail", []rule{{action: fail, ops: syncs, files: wal, value: eio}}, true},
	{"one flush fails", []rule{{action: fail, ops: syncs, files: wal, value: eio, times: 1}}, false},
	{"flushes of the database fail", []rule{{action: fail, ops: syncs, files: database, value: eio}}, false},
	{"every write fails", []rule{{action: fail, ops: writes, files: everyFile, value: eio}}, true},
	{"one write fails", []rule{{action: fail, ops: writes, files: wal, value: eio, after: 2, times: 1}}, false},
	{"the disk is full", []rule{{action: fail, ops: writes | truncates, files: everyFile, value: enospc}}, true},
	{"the disk fills up in the middle of a write", []rule{{action: half, ops: writes, files: wal, after: 3, times: 1}, {action: fail, ops: writes, files: wal, value: enospc, after: 3}}, true},
	{"the disk has no room for flushing", []rule{{action: fail, ops: syncs, files: wal, value: enospc}}, true},
	{"writes come short", []rule{{action: half, ops: writes, files: wal | database}}, false},
	{"the disk is read-only", []rule{{action: fail, ops: opens | writes | truncates | unlinks, files: everyFile, value: erofs}}, true},
	{"flushes take two seconds", []rule{{action: wait, ops: syncs, files: wal, value: 2000, times: 2}}, false},
}

// TestPromise14_NothingIsAcknowledgedThatIsNotStored has every kind of trouble come and go under load, with the same
// program. It stays up; reading and sockets go on; it says once that it has trouble; when the trouble is over it takes
// commands within ten seconds by itself; and in the end everything that was acknowledged is there, once.
func TestPromise14_NothingIsAcknowledgedThatIsNotStored(t *testing.T) {
	t.Parallel()
	o := newOffice(t, false, "--ping", "300ms")
	live := o.sol.Live(nil)
	o.work(4, "trouble")
	worst := time.Duration(0)
	for round := range times(1, 10) {
		for _, trouble := range troubles {
			o.await(10)
			said := strings.Count(o.Words(), "level=ERROR")
			o.disk.set(trouble.rules...)
			if trouble.hard {
				o.suffers(t, trouble.name, live)
			} else {
				o.disk.awaitHits(1)
			}
			o.disk.set()
			worst = max(worst, recovered(t, o.Program))
			o.await(5)
			if n := strings.Count(o.Words(), "level=ERROR") - said; n > 1 || n == 0 && trouble.hard {
				t.Errorf("%s: the log tells %d times of one trouble:\n%s", trouble.name, n, rig.Tail(o.Words(), 600))
			}
		}
		t.Logf("round %d: the slowest recovery took %v", round, worst)
	}
	o.rest()
	log := o.sol.Log("sonrisas")
	for _, fault := range missing(log, o.acks) {
		t.Error(fault)
	}
	for _, e := range log {
		if e.Data["text"] == refused {
			t.Errorf("event %d was refused and is recorded", e.Seq)
		}
	}
	live.AwaitEvent("the newest event comes over the old socket", func(e rig.Event) bool { return e.Seq == int64(len(log)) })
	for i, e := range live.Events("sonrisas") {
		if first := live.Events("sonrisas")[0].Seq; e.Seq != first+int64(i) {
			t.Fatalf("the socket had a gap before event %d", e.Seq)
		}
	}
	if code, _ := o.Stop(); code != 0 {
		t.Errorf("exit %d", code)
	}
	o.Verified()
}

// refused is what people write while nothing can be committed.
const refused = "never recorded"

// suffers holds what the program does while nothing can be committed against what it promises.
func (o *office) suffers(t *testing.T, name string, live *rig.Socket) {
	t.Helper()
	rig.Eventually(t, calm, name+": a command is refused", func() bool {
		a, err := o.sol.Try("POST", o.path, rig.Object{"text": "is this kept?"}, "Idempotency-Key", name)
		return err == nil && a.Status == 503 && a.Text("code") == "unavailable"
	})
	before := o.count()
	for i := range 3 {
		o.sol.Post(o.path, rig.Object{"text": refused}, "Idempotency-Key", fmt.Sprint(name, i)).Want(503, "unavailable")
	}
	o.sol.Get("/api/v1/workplaces/sonrisas/stream").Want(200)
	o.sol.Get(strings.TrimSuffix(o.path, "/notes")).Want(200)
	o.Stranger().Get("/healthz").Want(200)
	o.Stranger().Get("/readyz").Want(503)
	had := len(live.Came())
	live.Until("heartbeats go on", func(frames []rig.Frame, _ rig.CloseCode) bool {
		return len(frames) > had && frames[len(frames)-1].Type == "heartbeat"
	})
	if n := o.count() - before; n > 4 { // what was on its way when the trouble began
		t.Errorf("%s: %d commands were acknowledged meanwhile", name, n)
	}
}
