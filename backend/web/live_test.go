package web

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"go.uber.org/goleak"

	"relevo/backend/auth"
)

func TestSocketsCloseWithTheRightCode(t *testing.T) {
	t.Parallel()
	r := newLiveRoom(t)
	r.grant("of yesterday", auth.Identity{User: "ana", Session: "login-ana", Expires: time.Now().Add(-time.Minute)})
	for _, test := range []struct {
		name  string
		frame string
		kind  websocket.MessageType
		code  int
	}{
		{"no token", `{"type":"hello"}`, websocket.MessageText, 4401},
		{"null for a token", `{"type":"hello","token":null}`, websocket.MessageText, 4401},
		{"a made-up token", `{"type":"hello","token":"nonsense"}`, websocket.MessageText, 4401},
		{"a token that has run out", `{"type":"hello","token":"of yesterday"}`, websocket.MessageText, 4401},
		{"no workplace is left", `{"type":"hello","token":"token of former","since":{"a":1}}`, websocket.MessageText, 4401},
		{"a workplace that never was theirs", `{"type":"hello","token":"token of ana","since":{"b":null}}`, websocket.MessageText, 4403},
		{"something else before hello", `{"type":"typing","conversation":"x"}`, websocket.MessageText, 4400},
		{"nothing of use before hello", `{}`, websocket.MessageText, 4400},
		{"a doubled key", `{"type":"hello","type":"hello"}`, websocket.MessageText, 4400},
		{"no JSON", "hello", websocket.MessageText, 4400},
		{"nothing at all", " ", websocket.MessageText, 4400},
		{"no object", "[1]", websocket.MessageText, 4400},
		{"trailing bytes", `{"type":"hello"} {}`, websocket.MessageText, 4400},
		{"half an object", `{"type":"hello"`, websocket.MessageText, 4400},
		{"invalid UTF-8", "{\"type\":\"hello\",\"token\":\"\xff\"}", websocket.MessageText, 4400},
		{"binary", `{"type":"hello","token":"token of ana"}`, websocket.MessageBinary, 4400},
		{"a frame too large", `{"type":"hello","token":"` + strings.Repeat("x", 70_000) + `"}`, websocket.MessageText, 1009},
		{"a frame far too large", `{"type":"hello","token":"` + strings.Repeat("x", 3_000_000) + `"}`, websocket.MessageText, 1009},
		{"a panic", `{"type":"hello","token":"panic"}`, websocket.MessageText, 1011},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := r.dial("/api/v1/live")
			c.sendAs(test.kind, test.frame)
			c.awaitClose(test.code)
		})
	}
	t.Run("no hello in time", func(t *testing.T) {
		t.Parallel()
		r := newLiveRoom(t, func(o *Options) { o.Live.HelloTimeout = 100 * time.Millisecond })
		silent, talking := r.dial("/api/v1/live"), r.dial("/api/v1/live")
		talking.send(`{"type":"hello","token":7}`) // no hello that could be used
		silent.awaitClose(4408)
		talking.awaitClose(4408)
	})
}

func TestUnusableFramesLeaveTheSocketOpen(t *testing.T) {
	t.Parallel()
	r := newLiveRoom(t)
	c := r.dial("/api/v1/live")
	for i, test := range []struct{ frame, code string }{
		{`{"type":"hello","token":7}`, "malformed"},
		{`{"type":"hello","token":"token of ana","since":{"a":"x"}}`, "malformed"},
		{`{"type":"hello","token":"token of ana","since":{"a":1.5}}`, "malformed"},
		{`{"type":"hello","token":"token of ana","more":1}`, "malformed"},
		{`{"type":"hello","token":"\ud800"}`, "malformed"},
	} {
		c.send(test.frame)
		if code := c.awaitErrors(i + 1); code != test.code {
			t.Errorf("%s: %s", test.frame, code)
		}
	}
	c.send(`{"type":"hello","token":"token of ana","since":{"a":99999999999999999999}}`)
	c.await("a seq beyond any number is only too large", func(f liveFrame) bool { return f.Type == "resync" })
	for i, test := range []struct{ frame, code string }{
		{`{"type":"viewing","conversation":7}`, "malformed"}, {`{"type":"viewing"}`, "malformed"}, {`{"type":"viewing","conversation":"nobody's"}`, "not_found"},
		{`{"type":"typing"}`, "not_found"}, {`{"type":"typing","conversation":"mine","Note":true}`, "malformed"}, {`{"type":"typing","conversation":null}`, "malformed"},
		{`{"type":"typing","conversation":"mine","note":true,"note":false}`, "malformed"}, {`{"type":"typing","conversation":"broken"}`, "unavailable"},
		{`{"type":"presence","state":"asleep"}`, "invalid"}, {`{"type":"presence"}`, "invalid"},
		{`{"type":"dance"}`, "malformed"}, {`{"type":7}`, "malformed"}, {`{}`, "malformed"}, {`{"type":"hello","token":"token of ana"}`, "malformed"}, {`{"type":"token","token":7}`, "malformed"},
	} {
		c.send(test.frame)
		if code := c.awaitErrors(5 + i + 1); code != test.code {
			t.Errorf("%s: %s", test.frame, code)
		}
	}
	for _, fine := range []string{`{"type":"viewing","conversation":"mine"}`, `{"type":"viewing","conversation":null}`, `{"type":"typing","conversation":"mine"}`, `{"type":"presence","state":"away"}`} {
		c.send(fine)
	}
	r.say("mine", 3, 10)
	c.awaitSeqs(1, 3)
}

func TestFreshTokens(t *testing.T) {
	t.Parallel()
	r := newLiveRoom(t)
	r.grant("short", auth.Identity{User: "ana", Session: "login-ana", Expires: time.Now().Add(700 * time.Millisecond)})
	expires, renewed, other := r.dial("/api/v1/live"), r.dial("/api/v1/live"), r.dial("/api/v1/live")
	for _, c := range []*liveClient{expires, renewed, other} {
		c.send(`{"type":"hello","token":"short"}`)
		c.await("welcome", func(f liveFrame) bool { return f.Type == "welcome" })
	}
	renewed.send(`{"type":"token","token":"token of ana"}`)
	other.send(`{"type":"token","token":"token of ben"}`)
	other.awaitClose(4401)
	expires.awaitClose(4401)
	r.say("mine", 1, 10)
	renewed.awaitSeqs(1, 1)
	renewed.send(`{"type":"token","token":"nonsense"}`)
	renewed.awaitClose(4401)
}

func TestSlowClientsAreDroppedAndResume(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		change func(*Live)
	}{
		{"too many bytes", func(l *Live) {}},
		{"too long", func(l *Live) { l.QueueBytes, l.QueueAge = 0, 300*time.Millisecond }},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := newLiveRoom(t, func(o *Options) { test.change(&o.Live) })
			fine := r.join("ben")
			slow, _, err := r.tryDial("/api/v1/live")
			if err != nil {
				t.Fatal(err)
			}
			slow.send(`{"type":"hello","token":"token of ana","since":{"a":0}}`)
			fine.awaitState("ana", "online")
			said := int64(0)
			for !r.server.sockets.anyClosing() { // as much as the kernel hides, and then as much as may wait
				r.say("mine", 200, 1000)
				said += 200
				fine.awaitSeqs(1, said)
			}
			go slow.read() // only now, and finds why
			slow.awaitClose(4429)
			had := slow.seqs()
			for i, seq := range had {
				if seq != int64(i+1) {
					t.Fatalf("number %d is seq %d", i, seq)
				}
			}
			back := r.dial("/api/v1/live")
			last := max(int64(len(had)), said-900) // as if it had got further, where that is too far back
			back.send(fmt.Sprintf(`{"type":"hello","token":"token of ana","since":{"a":%d}}`, last))
			back.awaitSeqs(last+1, said)
		})
	}
}

func TestSilentClientsAreGone(t *testing.T) {
	t.Parallel()
	r := newLiveRoom(t, func(o *Options) { o.Live.Ping, o.Live.Pong = 300*time.Millisecond, 2*time.Second })
	watching := r.join("ben")
	silent, _, err := r.tryDial("/api/v1/live") // reads nothing, so answers no ping
	if err != nil {
		t.Fatal(err)
	}
	silent.send(`{"type":"hello","token":"token of ana"}`)
	watching.await("the silent one goes", func() func(liveFrame) bool {
		came := false
		return func(f liveFrame) bool {
			came = came || f.shows("ana", "online")
			return came && f.shows("ana", "offline")
		}
	}())
	go silent.read()
	silent.awaitClose(4429)
	r.say("mine", 1, 10)
	watching.awaitSeqs(1, 1) // who answers stays
}

// anyClosing tells whether a socket is being closed.
func (all *sockets) anyClosing() bool {
	return slices.ContainsFunc(all.everyone(), func(k *socket) bool { return k.closing() != 0 })
}

func TestTooManyFrames(t *testing.T) {
	t.Parallel()
	r := newLiveRoom(t, func(o *Options) { o.Live.FramesPerSecond = 2 })
	c := r.join("ana")
	for range 20 {
		c.send(`{"type":"viewing","conversation":null}`)
	}
	if code := c.awaitErrors(1); code != "rate_limited" {
		t.Errorf("refused as %s", code)
	}
	go func() {
		for range 200 {
			c.send(`{"type":"viewing","conversation":null}`)
		}
	}()
	c.awaitClose(4429)
}

func TestTooManySockets(t *testing.T) {
	t.Parallel()
	r := newLiveRoom(t, func(o *Options) { o.Live.PerUser, o.Live.PerAddress = 2, 4 })
	first := r.join("ana")
	r.join("ana")
	third := r.dial("/api/v1/live")
	third.send(`{"type":"hello","token":"token of ana"}`)
	third.awaitClose(1013)
	r.join("ben")
	r.server.sockets.await(t, 3)
	r.join("ben")
	_, res, err := r.tryDial("/api/v1/live")
	if err == nil || res.StatusCode != http.StatusTooManyRequests {
		t.Errorf("one socket too many from one address: %v", res)
	}
	first.conn.CloseNow()
	r.server.sockets.await(t, 3)
	r.join("ana")
}

// await waits until so many sockets are open.
func (all *sockets) await(t *testing.T, n int) {
	t.Helper()
	deadline := time.After(10 * time.Second)
	for ticker := time.NewTicker(5 * time.Millisecond); len(all.everyone()) != n; {
		select {
		case <-ticker.C:
		case <-deadline:
			t.Fatalf("%d sockets are open instead of %d", len(all.everyone()), n)
		}
	}
}

func TestWhosePageMayOpenTheSocket(t *testing.T) {
	t.Parallel()
	r := newLiveRoom(t, func(o *Options) { o.Origins = []string{"https://desk.example"} })
	for origin, fine := range map[string]bool{
		r.http.URL: true, "https://desk.example": true, "http://desk.example": false, "https://evil.example": false, "null": false,
		"https://desk.example.evil.example": false, "https://desk.example:8443": false,
	} {
		_, res, err := r.tryDial("/api/v1/live", origin)
		if (err == nil) != fine || !fine && res.StatusCode != http.StatusForbidden {
			t.Errorf("%s: %v", origin, res.Status)
		}
	}
	if _, res, err := r.tryDial("/api/v1/live", r.http.URL, "https://evil.example"); err == nil {
		t.Errorf("two origins: %v", res.Status)
	}
	res, err := http.Get(r.http.URL + "/api/v1/live")
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != http.StatusUpgradeRequired || res.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("no WebSocket: %v %v", res.Status, res.Header)
	}
}

// TestGoingAway stops a server with sockets that answer, that say nothing and that are stuck, and finds nothing left.
func TestGoingAway(t *testing.T) {
	ignored := goleak.IgnoreCurrent()
	r := newLiveRoom(t)
	var clients []*liveClient
	for range 50 {
		clients = append(clients, r.join("ana"))
	}
	stuck, _, err := r.tryDial("/api/v1/live")
	if err != nil {
		t.Fatal(err)
	}
	stuck.send(`{"type":"hello","token":"token of ben"}`)
	clients[0].awaitState("ben", "online")
	r.say("mine", 500, 1000)

	began := time.Now()
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	r.server.CloseSockets(ctx)
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("it took %v", took)
	}
	for _, c := range clients {
		c.awaitClose(1001)
	}
	if _, res, err := r.tryDial("/api/v1/live"); err == nil || res.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("a new socket: %v", res)
	}
	stuck.conn.CloseNow()
	r.close()
	http.DefaultClient.CloseIdleConnections()
	goleak.VerifyNone(t, ignored)
}

// TestBrokenHandshakesAndFrames speaks the protocol wrongly, byte by byte: nothing but that connection ends.
func TestBrokenHandshakesAndFrames(t *testing.T) {
	t.Parallel()
	r := newLiveRoom(t)
	shake := "GET /api/v1/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: %s\r\nSec-WebSocket-Key: %s\r\n\r\n"
	good := fmt.Sprintf(shake, "13", "AAAAAAAAAAAAAAAAAAAAAA==")
	for name, bytes := range map[string]string{
		"an old version":             fmt.Sprintf(shake, "8", "AAAAAAAAAAAAAAAAAAAAAA=="),
		"no key":                     fmt.Sprintf(shake, "13", "x"),
		"a frame that is not masked": good + "\x81\x02{}",
		"a reserved bit":             good + "\xf1\x82\x00\x00\x00\x00{}",
		"an unknown opcode":          good + "\x83\x82\x00\x00\x00\x00{}",
		"a length without end":       good + "\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00",
		"a continuation of nothing":  good + "\x80\x82\x00\x00\x00\x00{}",
		"a ping too long":            good + "\x89\xfe\x01\x00\x00\x00\x00\x00" + strings.Repeat("x", 256),
		"half a frame":               good + "\x81\x85\x00\x00",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn, err := net.Dial("tcp", strings.TrimPrefix(r.http.URL, "http://"))
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			if _, err := conn.Write([]byte(bytes)); err != nil {
				t.Fatal(err)
			}
			if name == "half a frame" {
				conn.Close()
				return
			}
			conn.SetDeadline(time.Now().Add(10 * time.Second))
			status, err := bufio.NewReader(conn).ReadString('\n')
			if err != nil || !strings.HasPrefix(status, "HTTP/1.1 101") && !strings.HasPrefix(status, "HTTP/1.1 400") {
				t.Errorf("%q, %v", status, err)
			}
		})
	}
	t.Cleanup(func() {
		c := r.join("ana")
		r.say("mine", 1, 10)
		c.awaitSeqs(1, 1)
	})
}
