package faults

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"relevo/backend/e2e/rig"
)

// TestPromise22_TheRestoreDrill backs a server up while people write and clients follow, goes on, kills it, restores
// elsewhere and starts there. Every event that was acknowledged before the backup began is there; clients with what came
// after are told to fetch everything anew, and go on; whoever was signed in still is; retries find what they did.
func TestPromise22_TheRestoreDrill(t *testing.T) {
	t.Parallel()
	o := newOffice(t, false)
	customer, _ := o.Customer("sonrisas-web", rig.Object{})
	customer.Post("/api/v1/chat/messages", rig.Object{"text": "Hello"}).Want(201)
	live := o.sol.Live(nil)
	epoch := live.Await("welcome", func(f rig.Frame) bool { return f.Type == "welcome" }).Epoch
	o.work(6, "drill")
	o.await(times(150, 5000))

	o.mu.Lock()
	before := slices.Clone(o.acks)
	o.mu.Unlock()
	backup := filepath.Join(t.TempDir(), "backup")
	began := time.Now()
	code, out := o.Relevo("backup", backup)
	took, during := time.Since(began), o.count()-len(before)
	if code != 0 || !strings.Contains(out, "integrity_check=ok") {
		t.Fatalf("exit %d: %s", code, out)
	}
	o.await(50)
	for n := range 3 { // which the backup can't know
		customer.Post("/api/v1/chat/messages", rig.Object{"text": fmt.Sprint("after the backup ", n)}).Want(201)
	}
	o.rest()
	head := int64(len(o.sol.Log("sonrisas")))
	live.AwaitEvent("the newest event", func(e rig.Event) bool { return e.Seq == head })
	o.Kill()
	live.AwaitClose()

	p := rig.Prepare(t, small, "--rate-limits", "off", "--access-ttl", "1h")
	began = time.Now()
	if code, out := rig.Relevo(t, "restore", backup, "--data", p.Dir); code != 0 || !strings.Contains(out, "integrity_check=ok") {
		t.Fatalf("exit %d: %s", code, out)
	}
	t.Logf("backed up in %v with %d commands meanwhile, restored in %v", took, during, time.Since(began))
	p.Verified()
	p.Addr = o.Addr // clients look for the server where it was
	p.Launch()

	sol := *o.sol
	sol.Program = p
	log := sol.Log("sonrisas")
	for _, fault := range missing(log, before) {
		t.Error(fault)
	}
	if int64(len(log)) >= head {
		t.Fatalf("the drill shows nothing: all %d events are there", head)
	}
	o.clientsGoOn(t, &sol, epoch, head, int64(len(log)))
	again := before[0]
	if a := sol.Post(again.path, rig.Object{"text": again.text}, "Idempotency-Key", again.text).Want(200); a.Events()[0].Seq != again.seq {
		t.Errorf("%s, tried again, stands at %d", again.text, a.Events()[0].Seq)
	}
	chat := p.Dial("/api/v1/chat/live")
	chat.Send(rig.Object{"type": "hello", "token": customer.Token, "since": 4, "epoch": epoch})
	chat.Await("the customer is told to fetch anew", func(f rig.Frame) bool { return f.Type == "resync" })
	customer.Program = p
	customer.Post("/api/v1/chat/messages", rig.Object{"text": "Still here?"}).Want(201)
	chat.Await("the customer's chat goes on", func(f rig.Frame) bool { return len(f.Messages) > 0 && f.Messages[0]["text"] == "Still here?" })
	if code, _ := p.Stop(); code != 0 {
		t.Errorf("exit %d", code)
	}
	p.Verified()
}

// clientsGoOn comes back with every kind of memory of the old log.
func (o *office) clientsGoOn(t *testing.T, sol *rig.Person, epoch string, head, newest int64) {
	t.Helper()
	sockets := map[string]*rig.Socket{}
	for name, hello := range map[string]rig.Object{
		"what the backup does not know":    {"since": rig.Object{"sonrisas": head}},
		"the same, and the epoch":          {"since": rig.Object{"sonrisas": head}, "epoch": epoch},
		"what the backup knows, and epoch": {"since": rig.Object{"sonrisas": 3}, "epoch": epoch},
	} {
		s := sol.Program.Dial("/api/v1/live")
		hello["type"], hello["token"] = "hello", sol.Token
		s.Send(hello)
		welcome := s.Await("welcome", func(f rig.Frame) bool { return f.Type == "welcome" })
		if welcome.Epoch == epoch || welcome.Epoch == "" {
			t.Errorf("%s: the epoch is still %q", name, welcome.Epoch)
		}
		if resync := s.Await("resync", func(f rig.Frame) bool { return f.Type == "resync" }); resync.Workplace != "sonrisas" || resync.Seq != newest {
			t.Errorf("%s: %+v instead of %d", name, resync, newest)
		}
		sockets[name] = s
	}
	stream := sol.Get("/api/v1/workplaces/sonrisas/stream").Want(200)
	if stream.Text("epoch") == epoch || stream.At("seq") != float64(newest) {
		t.Errorf("the snapshot is of %v in epoch %q", stream.At("seq"), stream.Text("epoch"))
	}
	next := sol.Post(o.path, rig.Object{"text": "after the restore"}).Want(200).Events()[0]
	for name, s := range sockets {
		got := s.AwaitEvent(name+": goes on", func(e rig.Event) bool { return e.Seq > newest })
		if got.Seq != newest+1 || got.Seq != next.Seq || got.Data["text"] != "after the restore" {
			t.Errorf("%s: after %d came %d, %v", name, newest, got.Seq, got.Data["text"])
		}
	}
}
