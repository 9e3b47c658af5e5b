package faults

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"relevo/backend/e2e/rig"
)

// ack is a command that somebody was told is done.
type ack struct {
	text, path string
	seq        int64
	place      int64 // in the trace, when the answer had come
}

// office is a program on a disk that fails, with people who write.
type office struct {
	*rig.Program
	disk *disk
	bare *platter // of the disk, before the program was started on it
	sol  *rig.Person
	path string // of a conversation

	stop    chan struct{}
	writers sync.WaitGroup
	mu      sync.Mutex // guards acks
	acks    []ack
}

// newOffice starts a program on a disk that fails.
func newOffice(t testing.TB, traced bool, flags ...string) *office {
	t.Helper()
	p := rig.Prepare(t, small, append([]string{"--rate-limits", "off", "--access-ttl", "1h"}, flags...)...)
	o := &office{Program: p, disk: underShim(t, p, traced)}
	o.bare = o.disk.base(p.Dir)
	p.Launch()
	o.sol = p.Login("sol@sonrisas.example")
	customer, c := p.Customer("sonrisas-web", rig.Object{})
	customer.Post("/api/v1/chat/messages", rig.Object{"text": "Thanks!"}).Want(201)
	o.path = "/api/v1/conversations/" + c + "/notes"
	return o
}

// work has people write until rest is called, each trying again until they are answered.
func (o *office) work(people int, name string) {
	o.stop = make(chan struct{})
	for n := range people {
		o.writers.Go(func() {
			for i := 0; rig.Open(o.stop); i++ {
				text := fmt.Sprintf("%s-%d-%d", name, n, i)
				a, ok := o.sol.Persist(o.path, rig.Object{"text": text}, text, o.stop)
				if !ok {
					continue
				}
				got := ack{text: text, path: o.path, seq: a.Events()[0].Seq}
				if o.disk.trace != "" {
					got.place = o.disk.length()
				}
				o.mu.Lock()
				o.acks = append(o.acks, got)
				o.mu.Unlock()
			}
		})
	}
}

// rest ends the writing.
func (o *office) rest() {
	close(o.stop)
	o.writers.Wait()
}

// count is how many commands were acknowledged so far.
func (o *office) count() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.acks)
}

// await waits for so many more acknowledgements.
func (o *office) await(more int) {
	o.T.Helper()
	aim := o.count() + more
	rig.Eventually(o.T, calm, fmt.Sprintf("%d more commands are acknowledged", more), func() bool { return o.count() >= aim })
}

// missing holds acknowledgements against a log, and tells what is wrong.
func missing(log []rig.Event, acks []ack) (faults []string) {
	recorded := map[string]int64{}
	for i, e := range log {
		if e.Seq != int64(i+1) {
			return append(faults, fmt.Sprintf("event %d has seq %d: the order has a gap", i+1, e.Seq))
		}
		text, _ := e.Data["text"].(string)
		if before, twice := recorded[text]; twice && e.Kind == "note.added" {
			faults = append(faults, fmt.Sprintf("%s was recorded twice: %d and %d", text, before, e.Seq))
		}
		recorded[text] = e.Seq
	}
	for _, a := range acks {
		if recorded[a.text] != a.seq {
			faults = append(faults, fmt.Sprintf("%s was acknowledged as %d and stands at %d", a.text, a.seq, recorded[a.text]))
		}
	}
	return faults
}

// afterCut starts a program on what a power cut left, and tells what is wrong with it: with the log and what is derived
// from it, with what had been acknowledged, with trying again, and with going on.
func (o *office) afterCut(dir string, acks []ack) (faults []string) {
	o.T.Helper()
	key, err := os.ReadFile(filepath.Join(o.Dir, "signing.key")) // flushed before anybody had a token
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "signing.key"), key, 0o600)
	}
	if err != nil {
		o.T.Fatal(err)
	}
	if code, out := rig.Relevo(o.T, "verify", "--data", dir); code != 0 {
		return []string{"verify: " + rig.Tail(out, 1000)}
	}
	p := rig.Prepare(o.T, small, "--rate-limits", "off")
	p.Dir = dir
	p.Launch()
	defer p.Kill()
	sol := *o.sol
	sol.Program = p
	faults = missing(sol.Log("sonrisas"), acks)
	if len(acks) == 0 {
		return faults
	}
	again := acks[rand.IntN(len(acks))]
	if a := sol.Post(again.path, rig.Object{"text": again.text}, "Idempotency-Key", again.text); a.Status != 200 || len(a.Events()) == 0 || a.Events()[0].Seq != again.seq {
		faults = append(faults, fmt.Sprintf("%s, tried again, was answered %d: %s", again.text, a.Status, rig.Tail(string(a.Body), 300)))
	}
	if a := sol.Post(again.path, rig.Object{"text": "after the cut"}); a.Status != 200 {
		faults = append(faults, fmt.Sprintf("a command after the cut was answered %d", a.Status))
	}
	return faults
}

// lived is an office that was at work through a clean stop, a kill, and more, with everything written down.
func lived(t *testing.T, acks int, rules ...rule) *office {
	t.Helper()
	o := newOffice(t, true)
	o.disk.set(rules...)
	o.work(8, "life")
	o.await(acks / 3)
	o.Program.Stop()
	o.Launch()
	o.await(acks / 3)
	o.Kill()
	o.Launch()
	o.await(acks / 3)
	o.rest()
	o.Kill()
	slices.SortFunc(o.acks, func(a, b ack) int { return int(a.place - b.place) })
	return o
}

// places are instants at which the power is cut: straight after an acknowledgement, where most can be lost, and anywhere.
func (o *office) places(n int) []int64 {
	all := make([]int64, n)
	first, last := o.acks[0].place, o.acks[len(o.acks)-1].place
	for i := range all {
		if i%2 == 0 {
			all[i] = o.acks[rand.IntN(len(o.acks))].place
		} else {
			all[i] = first + rand.Int64N(last-first)
		}
	}
	slices.Sort(all)
	return all
}

// before are the acknowledgements that had been given by a place of the trace.
func (o *office) before(place int64) []ack {
	n, _ := slices.BinarySearchFunc(o.acks, place+1, func(a ack, place int64) int { return int(a.place - place) })
	return o.acks[:n]
}

// TestPromise01_WhatIsAcknowledgedOutlivesAPowerCut cuts the power at many instants of a program's life under load. What
// is left is what a disk would hold; everything that was acknowledged is in it, once, and the program goes on from it.
func TestPromise01_WhatIsAcknowledgedOutlivesAPowerCut(t *testing.T) {
	t.Parallel()
	o := lived(t, times(450, 6000))
	places := o.places(times(12, 400))
	o.disk.cuts(o.bare, places, func(n int, dir string) {
		for _, fault := range o.afterCut(dir, o.before(places[n])) {
			t.Errorf("cut %d at %d: %s", n, places[n], fault)
		}
	})
	t.Logf("%d acknowledgements, %d cuts, %d bytes traced", len(o.acks), len(places), o.disk.length())
}

// TestPromise01_ADiskThatLiesIsFound shows that a cut can find what is lost: the same life on disks that say that they
// have flushed and have not, all of it or the write-ahead log alone (as without synchronous=FULL), loses something.
func TestPromise01_ADiskThatLiesIsFound(t *testing.T) {
	t.Parallel()
	for name, files := range map[string]int64{"every file": everyFile, "the write-ahead log": wal} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := lived(t, 90, rule{action: lie, ops: syncs, files: files})
			places, found := o.places(6), 0
			o.disk.cuts(o.bare, places, func(n int, dir string) {
				found += len(o.afterCut(dir, o.before(places[n])))
			})
			if found == 0 {
				t.Error("nothing was lost on a disk that does not flush: these tests would find nothing")
			}
		})
	}
}

// TestPromise01_AFailedFlushIsNotTrusted has flushes of the write-ahead log fail, kills the program straight after, and
// goes on: what the failed flush was to cover can be read until the power is cut, and is gone then, so that nothing that
// is acknowledged later may stand on it.
func TestPromise01_AFailedFlushIsNotTrusted(t *testing.T) {
	t.Parallel()
	o := newOffice(t, true)
	o.work(4, "flush")
	for range times(3, 40) {
		o.await(15)
		o.disk.set(rule{action: fail, ops: syncs, files: wal, value: eio, times: 1, after: rand.Int64N(3)})
		o.disk.awaitHits(1)
		o.Kill()
		o.disk.set()
		o.Launch()
	}
	o.await(15)
	o.disk.set(rule{action: fail, ops: syncs, files: wal | database, value: eio, times: 3})
	o.disk.awaitHits(3)
	o.await(15)
	o.rest()
	o.Kill()
	slices.SortFunc(o.acks, func(a, b ack) int { return int(a.place - b.place) })
	places := o.places(times(8, 100))
	o.disk.cuts(o.bare, places, func(n int, dir string) {
		for _, fault := range o.afterCut(dir, o.before(places[n])) {
			t.Errorf("cut %d at %d: %s", n, places[n], fault)
		}
	})
}
