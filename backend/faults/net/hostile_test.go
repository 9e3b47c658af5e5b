package net

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"relevo/backend/e2e/rig"
)

// bystander is somebody who works on while others misbehave: nothing of that may reach them.
type bystander struct {
	*rig.Person
	follower *rig.Follower
	checker  *rig.Checker
	path     string
	notes    int
}

func newBystander(t *testing.T, p *rig.Program) *bystander {
	t.Helper()
	b := &bystander{Person: p.Login("bea@norte.example"), checker: rig.NewChecker()}
	customer, c := p.Customer("norte-web", rig.Object{})
	b.checker.Do(customer, "/api/v1/chat/messages", rig.Object{"text": "Hello"}, "hello", nil)
	b.path = "/api/v1/conversations/" + c
	b.follower = b.checker.Follow(b.Person, "norte")
	return b
}

// works gives a command and waits for its event.
func (b *bystander) works() {
	b.T.Helper()
	b.notes++
	text := fmt.Sprint("note ", b.notes)
	a := b.Post(b.path+"/notes", rig.Object{"text": text}, "Idempotency-Key", text).Want(200)
	b.checker.Acked(text, text, a.Events())
	b.follower.Reach("norte", a.Events()[0].Seq, calm)
}

// unharmed holds everything that the bystander was told against the log: the same socket lasted all the time.
func (b *bystander) unharmed() {
	b.T.Helper()
	b.works()
	if ends := b.follower.Ends(); len(ends) > 0 {
		b.T.Errorf("somebody else's socket was closed: %v", ends)
	}
	b.follower.Stop()
	b.checker.CheckOnly(b.T, "norte", b.Log("norte"))
}

// exchange sends bytes to the port, says that no more come, and reads whatever is answered.
func exchange(addr string, sent []byte) (string, error) {
	conn, err := net.DialTimeout("tcp", addr, 10*time.Second)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(30 * time.Second))
	conn.Write(sent) // the program may hang up before it has read all of it
	conn.(*net.TCPConn).CloseWrite()
	answer, err := io.ReadAll(conn)
	if len(answer) > 0 {
		return string(answer), nil // a reset behind an answer is an end too
	}
	return "", ignoreReset(err)
}

func ignoreReset(err error) error {
	if err != nil && strings.Contains(err.Error(), "reset by peer") {
		return nil
	}
	return err
}

var statusLine = regexp.MustCompile(`(?m)^HTTP/1\.[01] (\d{3}) `)

// judge tells what is wrong with an answer to hostile bytes. 501 and 505 are HTTP's own words for a transfer coding and a
// version that nobody knows, and are faults of whoever asked.
func judge(answer string) error {
	for _, status := range statusLine.FindAllStringSubmatch(answer, -1) {
		if s := status[1]; s[0] == '5' && s != "501" && s != "505" {
			return fmt.Errorf("answered %s: %.300s", s, answer)
		}
	}
	for _, inside := range []string{"goroutine ", ".go:", "/backend/", "runtime error", "sqlite"} {
		if strings.Contains(answer, inside) && !strings.Contains(answer, "<!doctype html>") {
			return fmt.Errorf("the inside is shown: %.300s", answer)
		}
	}
	return nil
}

// TestPromise17_NoRequestHurtsOthers sends everything that a request may not be. It is refused by HTTP's own words or by
// hanging up, and whoever works meanwhile notices nothing.
func TestPromise17_NoRequestHurtsOthers(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World, "--rate-limits", "off")
	b := newBystander(t, p)
	for name, shape := range shapes {
		answer, err := exchange(p.Addr, []byte(shape.request))
		if err == nil {
			err = judge(answer)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if !strings.HasPrefix(answer, shape.answer) {
			t.Errorf("%s: answered %.60q", name, answer)
		}
		if strings.HasPrefix(answer, "HTTP/1.1 2") && !strings.HasPrefix(shape.answer, "HTTP/1.1 ") {
			t.Errorf("%s: served %.60q", name, answer)
		}
		b.works()
	}
	b.unharmed()
}

// TestPromise17_SlowRequestsHoldNobodyUp opens very many requests that never come to an end, in their headers and in their
// bodies. Others are served as ever, and the program hangs up by itself.
func TestPromise17_SlowRequestsHoldNobodyUp(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World, "--rate-limits", "off")
	b := newBystander(t, p)
	var slow sync.WaitGroup
	for i := range 200 {
		conn, err := net.Dial("tcp", p.Addr)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		begin := "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: "
		if i%2 == 0 {
			begin = post("Content-Length: 100000\r\n", `{"email":"`)
		}
		io.WriteString(conn, begin)
		slow.Go(func() {
			for trickle := time.NewTicker(500 * time.Millisecond); ; <-trickle.C {
				if _, err := conn.Write([]byte("x")); err != nil {
					return
				}
			}
		})
	}
	for range 10 {
		b.works()
	}
	ended := make(chan struct{})
	go func() { slow.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-time.After(calm):
		t.Error("requests that never end are held for ever")
	}
	b.unharmed()
}

// TestPromise17_NoFrameHurtsOthers sends frames that no client may send, before hello and after: the socket is closed with
// the code that says so, and no other socket notices.
func TestPromise17_NoFrameHurtsOthers(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World, "--rate-limits", "off")
	b := newBystander(t, p)
	sol := p.Login("sol@sonrisas.example")
	for name, f := range closing {
		for _, place := range []string{"before hello", "after hello"} {
			var w *raw
			if place == "after hello" {
				w = greeted(t, sol, nil, 0)
			} else if u, err := upgrade(p.Addr, "/api/v1/live", 0); err != nil {
				t.Fatal(err)
			} else {
				w = u
			}
			w.Write(f.bytes)
			if code := w.end(10 * time.Second); code != f.code {
				t.Errorf("%s, %s: closed with %d instead of %d", name, place, code, f.code)
			}
			w.Close()
		}
		b.works()
	}
	b.unharmed()
}

// TestPromise17_NonsenseCostsNoMemory floods the port with claims of giant frames, pings and unanswered requests from very
// many connections at once, and finds the heap as it was.
func TestPromise17_NonsenseCostsNoMemory(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World, "--debug-listen", "127.0.0.1:0")
	b := newBystander(t, p)
	before := liveHeap(p)
	var wrecks sync.WaitGroup
	for i := range 300 {
		wrecks.Go(func() {
			w, err := upgrade(p.Addr, []string{"/api/v1/live", "/api/v1/chat/live"}[i%2], 0)
			if err != nil {
				t.Errorf("connection %d: %v", i, err)
				return
			}
			defer abort(w)
			switch i % 3 {
			case 0:
				w.Write(giant(60 << 10)) // allowed, and never sent
				w.Write([]byte("x"))
			case 1:
				w.Write(giant(1 << 50))
			case 2:
				for range 2000 {
					if w.frame(fin|opPing, []byte("ping")) != nil {
						break
					}
				}
			}
			w.end(20 * time.Second) // said hello too late, at the latest
		})
	}
	b.works()
	peak := liveHeap(p)
	for range 2 {
		peak = min(peak, liveHeap(p)) // what came while it was collected is counted, and comes and goes
	}
	wrecks.Wait()
	b.works()
	if peak > before+64<<20 {
		t.Errorf("300 connections of nonsense took the heap from %.1f to %.1f MiB", before/(1<<20), peak/(1<<20))
	}
	b.unharmed()
}

// FuzzThePort sends any bytes to the port: the program answers with no fault, shows nothing of its inside, and lives.
// What it finds stays in testdata, as for the fuzzing of requests and frames in web.
func FuzzThePort(f *testing.F) {
	for _, shape := range shapes {
		if len(shape.request) < 4<<10 {
			f.Add([]byte(shape.request))
		}
	}
	for _, frame := range closing {
		if len(frame.bytes) < 4<<10 {
			f.Add(append([]byte(upgradeTo("/api/v1/live", "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n")), frame.bytes...))
		}
	}
	p := rig.Start(f, rig.World, "--rate-limits", "off", "--hello-timeout", "100ms")
	chance := rand.New(rand.NewPCG(1, 2))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, sent := range [][]byte{b, mangled(chance, b)} {
			answer, err := exchange(p.Addr, sent)
			if err == nil {
				err = judge(answer)
			}
			if err != nil {
				t.Errorf("%q: %v", sent, err)
			}
		}
		if answer, err := exchange(p.Addr, []byte("GET /healthz HTTP/1.0\r\n\r\n")); err != nil || !strings.HasPrefix(answer, "HTTP/1.0 200") {
			t.Fatalf("the program does not live any more: %v %.100q", err, answer)
		}
	})
}

// mangled is a copy with a few bytes lost, doubled and changed.
func mangled(chance *rand.Rand, b []byte) []byte {
	out := bytes.Clone(b)
	for range 1 + chance.IntN(6) {
		if len(out) == 0 {
			break
		}
		at := chance.IntN(len(out))
		switch chance.IntN(3) {
		case 0:
			out[at] = byte(chance.IntN(256))
		case 1:
			out = append(out[:at], out[at+1:]...)
		case 2:
			end := min(len(out), at+1+chance.IntN(40))
			out = append(out[:end:end], out[at:]...)
		}
	}
	return out
}
