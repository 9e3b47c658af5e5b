package net

import (
	"io"
	"math/rand/v2"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"relevo/backend/e2e/rig"
)

// weather is what a network does to everything that passes. The zero value is a good day.
type weather struct {
	delay    time.Duration // each piece is late by up to this
	slice    int           // bytes of a piece at most; 0: as they come
	cutAfter int           // a connection breaks after up to so many bytes either way; 0: never
}

// proxy is a network between clients and the program.
type proxy struct {
	url      string
	target   string
	listener net.Listener
	relays   sync.WaitGroup

	mu      sync.Mutex // guards the fields below
	weather weather
	links   map[net.Conn]bool // both ends of every connection
	frozen  chan struct{}     // closed while it is not frozen
}

// between puts a network in front of a program.
func between(t testing.TB, p *rig.Program, w weather) *proxy {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	x := &proxy{url: "http://" + listener.Addr().String(), target: p.Addr, listener: listener, weather: w, links: map[net.Conn]bool{}, frozen: make(chan struct{})}
	close(x.frozen)
	x.relays.Go(x.accept)
	t.Cleanup(func() {
		x.thaw()
		listener.Close()
		x.cut()
		x.relays.Wait()
	})
	return x
}

func (x *proxy) accept() {
	for {
		client, err := x.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", x.target)
		if err != nil { // the program is not there just now
			client.Close()
			continue
		}
		w := x.remember(client, server)
		both := &sync.Once{}
		end := func() {
			both.Do(func() {
				x.forget(client, server)
				abort(client)
				abort(server)
			})
		}
		x.relays.Go(func() { defer end(); x.relay(server, client, w) })
		x.relays.Go(func() { defer end(); x.relay(client, server, w) })
	}
}

// relay passes on what comes until the connection's end, or until it is cut somewhere within a piece.
func (x *proxy) relay(to, from net.Conn, w weather) {
	left := -1
	if w.cutAfter > 0 {
		left = 1 + rand.IntN(w.cutAfter)
	}
	piece := make([]byte, 32<<10)
	if w.slice > 0 {
		piece = piece[:w.slice]
	}
	for {
		n, err := from.Read(piece)
		if w.delay > 0 {
			<-time.After(rand.N(w.delay))
		}
		x.mu.Lock()
		frozen := x.frozen
		x.mu.Unlock()
		<-frozen
		if left >= 0 && n >= left {
			to.Write(piece[:left])
			return
		}
		if left >= 0 {
			left -= n
		}
		if _, werr := to.Write(piece[:n]); werr != nil || err != nil {
			return
		}
	}
}

func (x *proxy) remember(ends ...net.Conn) weather {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, c := range ends {
		x.links[c] = true
	}
	return x.weather
}

func (x *proxy) forget(ends ...net.Conn) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, c := range ends {
		delete(x.links, c)
	}
}

// cut breaks every connection at once.
func (x *proxy) cut() {
	x.mu.Lock()
	defer x.mu.Unlock()
	for c := range x.links {
		abort(c)
	}
}

// freeze lets nothing pass any more, while every connection seems to stand; thaw ends it.
func (x *proxy) freeze() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.frozen = make(chan struct{})
}

func (x *proxy) thaw() {
	x.mu.Lock()
	defer x.mu.Unlock()
	select {
	case <-x.frozen:
	default:
		close(x.frozen)
	}
}

// turn changes the weather for connections to come.
func (x *proxy) turn(w weather) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.weather = w
}

// abort ends a connection with a reset, as a network does that lost it.
func abort(c net.Conn) {
	if tcp, ok := c.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
	c.Close()
}

// TestTheNetworkOfTheseTests is bad in the way that it should be.
func TestTheNetworkOfTheseTests(t *testing.T) {
	t.Parallel()
	p := rig.Start(t, rig.World)
	x := between(t, p, weather{slice: 1})
	who := p.Stranger().Via(x.url)
	who.Get("/readyz").Want(200)
	x.turn(weather{cutAfter: 20})
	x.cut()
	if _, err := who.Try("GET", "/readyz", nil); err == nil {
		t.Error("a request passed a network that breaks within it")
	}
	x.turn(weather{})
	conn, err := net.Dial("tcp", strings.TrimPrefix(x.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	x.freeze()
	io.WriteString(conn, "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
	conn.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
	if n, err := conn.Read(make([]byte, 1)); n > 0 || err == nil {
		t.Error("something passed a frozen network")
	}
	x.thaw()
	conn.SetReadDeadline(time.Now().Add(calm))
	if answer, _ := io.ReadAll(conn); !strings.HasPrefix(string(answer), "HTTP/1.1 200") {
		t.Errorf("after the thaw: %.40q", answer)
	}
}
