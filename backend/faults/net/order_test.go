package net

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"relevo/backend/e2e/rig"
)

// office is a workplace at work: people and customers who write through a network, and clients who follow.
type office struct {
	t         *testing.T
	p         *rig.Program
	checker   *rig.Checker
	workplace string
	writers   sync.WaitGroup
	stop      chan struct{}
	followers []*rig.Follower
	chats     []*rig.Follower
}

// open has customers write, staff note, and everybody follow, all on the other side of a network.
func openOffice(t *testing.T, p *rig.Program, url string) *office {
	t.Helper()
	o := &office{t: t, p: p, checker: rig.NewChecker(), workplace: "sonrisas", stop: make(chan struct{})}
	sol, luz, gil := p.Login("sol@sonrisas.example"), p.Login("luz@sonrisas.example"), p.Login("gil@agents.example")
	for i := range 3 {
		customer, c := p.Customer("sonrisas-web", rig.Object{})
		if _, ok := o.checker.Do(customer, "/api/v1/chat/messages", rig.Object{"text": fmt.Sprintf("customer %d begins", i)}, fmt.Sprintf("begin-%d", i), o.stop); !ok {
			t.Fatal("nothing was begun")
		}
		o.chats = append(o.chats, o.checker.FollowChat(customer.Via(url), o.workplace, c))
		o.write(customer.Via(url), "/api/v1/chat/messages", fmt.Sprintf("customer %d", i))
		o.write(sol.Via(url), "/api/v1/conversations/"+c+"/notes", fmt.Sprintf("note %d", i))
		o.write(luz.Via(url), "/api/v1/conversations/"+c+"/messages", fmt.Sprintf("reply %d", i))
	}
	for _, who := range []*rig.Person{sol, luz, gil} {
		o.followers = append(o.followers, o.checker.Follow(who.Via(url), o.workplace))
	}
	return o
}

// write gives one command after another until the office closes, each with a key until it is answered, and every now and
// then once more, as a client does that did not hear the answer.
func (o *office) write(who *rig.Person, path, name string) {
	o.writers.Go(func() {
		for n := 0; rig.Open(o.stop); n++ {
			text := fmt.Sprintf("%s, line %d", name, n)
			body, key := rig.Object{"text": text}, name+"-"+fmt.Sprint(n)
			if _, ok := o.checker.Do(who, path, body, key, o.stop); ok && rand.IntN(4) == 0 {
				o.checker.Do(who, path, body, key, o.stop)
			}
		}
	})
}

// acks waits for so many more commands to be acknowledged.
func (o *office) acks(more int) {
	o.t.Helper()
	aim := o.checker.Acks() + more
	rig.Eventually(o.t, calm, fmt.Sprintf("%d more commands are acknowledged", more), func() bool { return o.checker.Acks() >= aim })
}

// close ends the writing, waits until everybody has everything, and holds all of it against the log.
func (o *office) close() {
	o.t.Helper()
	close(o.stop)
	o.writers.Wait()
	sol := o.p.Login("sol@sonrisas.example")
	var log []rig.Event
	reached := func() int64 { log = sol.Log(o.workplace); return int64(len(log)) } // what was given up may still come
	for _, f := range o.followers {
		f.Reach(o.workplace, reached(), calm)
	}
	head := reached()
	for _, f := range o.followers {
		f.Reach(o.workplace, head, calm)
		f.Stop()
		if f.Resyncs() > 0 {
			o.t.Errorf("a client was told %d times to fetch anew, although everything could be served", f.Resyncs())
		}
	}
	for _, f := range o.chats {
		f.Stop()
	}
	o.checker.CheckOnly(o.t, o.workplace, sol.Log(o.workplace))
	o.p.Stop()
	o.p.Verified()
}

// TestPromise03_StreamsAreTheLogOverBadNetworks follows a workplace and its web chats over networks that cut, crawl and
// stall, while everybody writes over the same: what was acknowledged is in the log once, and every client was shown the
// log, in order and without a hole, across all its sockets.
func TestPromise03_StreamsAreTheLogOverBadNetworks(t *testing.T) {
	t.Parallel()
	for name, w := range map[string]weather{
		"that cuts":    {cutAfter: 6000},
		"that slices":  {slice: 7},
		"that is late": {delay: 8 * time.Millisecond, cutAfter: 20000},
	} {
		t.Run("a network "+name, func(t *testing.T) {
			t.Parallel()
			p := rig.Start(t, rig.World, "--rate-limits", "off", "--access-ttl", "1h", "--ping", "1s")
			x := between(t, p, w)
			o := openOffice(t, p, x.url)
			for range 3 {
				o.acks(80)
				x.cut()
			}
			o.acks(40)
			x.freeze()
			<-time.After(50 * time.Millisecond)
			x.thaw()
			o.acks(40)
			x.turn(weather{})
			x.cut()
			o.close()
		})
	}
}

// TestPromise13_GracefulRestarts stops the program under load again and again: it exits 0 in time, tells every socket to
// come back, and nobody misses anything or gets it twice.
func TestPromise13_GracefulRestarts(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World, "--rate-limits", "off", "--access-ttl", "1h", "--ping", "1s")
	o := openOffice(t, p, p.URL)
	for range 4 {
		o.acks(60)
		if code, took := p.Stop(); code != 0 || took > 10*time.Second {
			t.Errorf("exit %d after %v", code, took)
		}
		p.Launch()
		head := p.Login("luz@sonrisas.example").Get("/api/v1/workplaces/sonrisas/stream").Want(200).At("seq").(float64)
		for _, f := range o.followers {
			f.Reach(o.workplace, int64(head), calm)
		}
	}
	o.acks(40)
	o.close()
	for _, f := range o.followers {
		if ends := f.Ends(); ends[1001] < 4 {
			t.Errorf("a socket was told to come back %d times in 4 restarts: %v", ends[1001], ends)
		}
	}
}

// TestPromise02_RetriesOverCutConnections gives each command many times at once, on connections that break within
// requests and answers, until there is an answer on each: it is always the same, and the command happened once. The same
// key with another body is refused and does nothing.
func TestPromise02_RetriesOverCutConnections(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World, "--rate-limits", "off", "--access-ttl", "1h")
	x := between(t, p, weather{cutAfter: 6000})
	checker, stop := rig.NewChecker(), make(chan struct{})
	sol := p.Login("sol@sonrisas.example")
	customer, c := p.Customer("sonrisas-web", rig.Object{})
	checker.Do(customer, "/api/v1/chat/messages", rig.Object{"text": "Quiero hablar con una persona"}, "begin", stop)
	path := "/api/v1/conversations/" + c
	for round := range *rounds {
		var tries []func()
		text := fmt.Sprintf("told over and over, %d", round)
		for try := range 6 {
			who, key := sol.Via(x.url), fmt.Sprintf("k%d", round)
			if try < 2 { // the customer's side has keys of its own, with the same names
				who = customer.Via(x.url)
				tries = append(tries, func() {
					checker.Do(who, "/api/v1/chat/messages", rig.Object{"text": "customer " + text}, key+"c", stop)
				})
				continue
			}
			tries = append(tries, func() { checker.Do(who, path+"/messages", rig.Object{"text": text}, key, stop) })
		}
		rig.Together(tries...)
		other := rig.Object{"text": "something else, " + text}
		sol.Post(path+"/messages", other, "Idempotency-Key", fmt.Sprintf("k%d", round)).Want(422, "idempotency_mismatch")
		sol.Post(path+"/notes", rig.Object{"text": text}, "Idempotency-Key", fmt.Sprintf("k%d", round)).Want(422, "idempotency_mismatch")
		checker.Refused("other "+text, other["text"].(string))
	}
	checker.CheckOnly(t, "sonrisas", sol.Log("sonrisas"))
	p.Kill()
	p.Verified()
	p.Launch()
	for round := range *rounds {
		text := fmt.Sprintf("told over and over, %d", round)
		checker.Do(sol, path+"/messages", rig.Object{"text": text}, fmt.Sprintf("k%d", round), stop)
	}
	checker.CheckOnly(t, "sonrisas", sol.Log("sonrisas"))
}
