package net

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"regexp"
	"strconv"
	"testing"
	"time"

	"relevo/backend/e2e/rig"
)

// house is what a running program keeps of this world when nobody is there.
type house struct{ goroutines, files, heap, resident, customers float64 }

func (h house) String() string {
	return fmt.Sprintf("%.0f goroutines, %.0f open files, %.2f MiB of heap, %.1f MiB resident", h.goroutines, h.files, h.heap/(1<<20), h.resident/(1<<20))
}

// TestPromise26_ComingAndGoingLeavesNothingBehind has people open sockets, write, and go in every way that there is, for
// as long as -churn says; every tenth of them signs in and out, as a customer begins a new conversation and takes the
// place of an older one. When nobody is there any more, the program holds what it held after the first sixth of it.
func TestPromise26_ComingAndGoingLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World, "--debug-listen", "127.0.0.1:0", "--access-ttl", "24h", "--session-idle", "24h", "--session-ttl", "24h",
		"--logins-per-address", "1000000", "--chat-sessions-per-minute", "1000000", "--commands-per-second", "10000")
	v := &visitors{t: t, p: p, http: &http.Client{Timeout: calm, Transport: &http.Transport{MaxIdleConnsPerHost: 8}}}
	for range 8 {
		v.colleagues = append(v.colleagues, v.login())
		v.customers = append(v.customers, v.customer())
	}
	if *churn > time.Minute {
		for range 1100 { // more than the program keeps at hand
			v.customer()
		}
	}
	began := time.Now()
	for v.visits < 300 || time.Since(began) < *churn/6 { // until what is made once is made, and the newest 1,024 events are at hand
		v.visit()
	}
	before := v.gone()
	t.Logf("after %d visits: %v", v.visits, before)
	for report, few := time.Now(), v.visits+100; v.visits < few || time.Since(began) < *churn; v.visit() {
		if time.Since(report) > 5*time.Minute {
			t.Logf("after %d visits: %v", v.visits, v.gone())
			report = time.Now()
		}
	}
	after := v.gone()
	for deadline := time.Now().Add(calm); !after.like(before) && time.Now().Before(deadline); {
		after = v.gone() // what ends by its time may still be there
	}
	t.Logf("after %d visits: %v", v.visits, after)
	if !after.like(before) {
		t.Errorf("what is left behind after %d visits: %v; it was %v", v.visits, after, before)
	}
	p.Stop()
	p.Verified()
}

// like tells whether the house is like it was before, give or take the promised twentieth, and what one look differs
// from the next: a connection to the database more or less, a buffer that waits to be used again. Of each new customer
// there is a little at hand (whose conversation it is, how fast they may write, the token that was proved), of so many at
// most, which are more than come here.
func (h house) like(before house) bool {
	within := func(now, then, more float64) bool { return now <= then*1.05+more }
	return within(h.goroutines, before.goroutines, 3) && within(h.files, before.files, 3) &&
		within(h.heap, before.heap, 512<<10+1<<10*(h.customers-before.customers))
}

// visitors come to a program and go.
type visitors struct {
	t          *testing.T
	p          *rig.Program
	http       *http.Client
	colleagues []*rig.Person
	customers  []guest
	visits     int
}

// guest is a customer with their conversation.
type guest struct {
	*rig.Person
	conversation string
}

func (v *visitors) login() *rig.Person {
	v.t.Helper()
	people := []string{"sol@sonrisas.example", "luz@sonrisas.example", "gil@agents.example", "sam@relevo.example"}
	who := v.p.Login(people[v.visits%len(people)])
	who.HTTP = v.http
	return who
}

func (v *visitors) customer() guest {
	v.t.Helper()
	who, c := v.p.Customer("sonrisas-web", rig.Object{"name": "Somebody"})
	who.HTTP = v.http
	who.Post("/api/v1/chat/messages", rig.Object{"text": "What are your hours?"}).Want(201)
	return guest{who, c}
}

// visit is one coming and going of a colleague and a customer, with what they do meanwhile. How they leave is drawn.
func (v *visitors) visit() {
	v.t.Helper()
	v.visits++
	colleague, customer := v.colleagues[v.visits%len(v.colleagues)], v.customers[v.visits%len(v.customers)]
	guests := v.visits%10 == 0
	if guests {
		colleague, customer = v.login(), v.customer()
		v.customers[v.visits/10%len(v.customers)] = customer // nobody writes for ever: a conversation that grows is another matter
	}
	live := greeted(v.t, colleague, nil, 0)
	chat, err := upgrade(v.p.Addr, "/api/v1/chat/live", 0)
	if err != nil {
		v.t.Fatal(err)
	}
	c := "/api/v1/conversations/" + customer.conversation
	chat.say(rig.Object{"type": "hello", "token": customer.Token, "since": 0})
	live.say(rig.Object{"type": "viewing", "conversation": customer.conversation})
	chat.say(rig.Object{"type": "typing"})
	customer.Post("/api/v1/chat/messages", rig.Object{"text": "What are your hours?"}, "Idempotency-Key", fmt.Sprint(v.visits)).Want(201)
	colleague.Post(c+"/notes", rig.Object{"text": "Seen"}, "Idempotency-Key", fmt.Sprint(v.visits)).Want(200)
	colleague.Post(c+"/notes", "{").Want(400)
	colleague.Get("/api/v1/workplaces/sonrisas/stream").Want(200)
	colleague.Get("/api/v1/workplaces/sonrisas/conversations?q=somebody").Want(200)
	switch rand.IntN(4) {
	case 0:
		abort(live)
	case 1:
		live.frame(fin|opClose, []byte{0x03, 0xe8})
	case 2:
		live.frame(fin|opBinary, []byte{1})
	}
	if v.visits%2 == 0 {
		abort(chat)
	} else {
		chat.frame(fin|opClose, nil)
		chat.end(calm)
	}
	if guests {
		colleague.Post("/api/v1/auth/logout", nil).Want(204)
		live.end(calm) // logging out ends what is still open
	}
	live.Close()
	chat.Close()
	<-time.After(*pace)
}

// gone waits until every visitor has gone, and answers what the program holds then.
func (v *visitors) gone() house {
	v.t.Helper()
	v.http.CloseIdleConnections()
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	heap := liveHeap(v.p)
	f := figures(v.p)
	return house{f["go_goroutines"], f["process_open_fds"], heap, f["process_resident_memory_bytes"], float64(v.visits / 10)}
}

// liveHeap is what is left of a program's heap straight after a collection. The program needs --debug-listen.
func liveHeap(p *rig.Program) (bytes float64) {
	p.T.Helper()
	profiles := regexp.MustCompile(`http://127\.0\.0\.1:\d+/debug/pprof/`).FindString(p.Words())
	for range 2 { // what has a finalizer takes two
		answer, err := http.Get(profiles + "heap?gc=1&debug=1")
		if err != nil {
			p.T.Fatal(err)
		}
		page, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		found := regexp.MustCompile(`(?m)^# HeapAlloc = (\d+)$`).FindSubmatch(page)
		if err != nil || found == nil {
			p.T.Fatalf("the heap's profile does not say how large it is: %v", err)
		}
		bytes, _ = strconv.ParseFloat(string(found[1]), 64)
	}
	return bytes
}
