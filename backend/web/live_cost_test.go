package web

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"
)

// handshake opens a colleague's socket.
const handshake = "GET /api/v1/live HTTP/1.1\r\nHost: desk\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
	"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"

// masked is a client's text frame, with a mask of zeros.
func masked(text string) string {
	head := []byte{0x81, 0x80 | byte(len(text))}
	if len(text) > 125 {
		head = []byte{0x81, 0x80 | 126, byte(len(text) >> 8), byte(len(text))}
	}
	return string(head) + "\x00\x00\x00\x00" + text
}

// watcher opens a socket with a client that is a bare connection: it reads the beginning of the welcome and no more.
func (r *liveRoom) watcher(user string) net.Conn {
	r.t.Helper()
	conn, in := r.bare(handshake)
	if _, err := io.WriteString(conn, masked(`{"type":"hello","token":"token of `+user+`"}`)); err != nil {
		r.t.Fatal(err)
	}
	if _, err := in.ReadByte(); err != nil {
		r.t.Fatal(err)
	}
	return conn
}

// bare sends the first bytes of a connection, and reads the handshake's answer.
func (r *liveRoom) bare(first string) (net.Conn, *bufio.Reader) {
	r.t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(r.http.URL, "http://"))
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { conn.Close() })
	_ = conn.SetReadDeadline(time.Now().Add(20 * time.Second))
	if _, err := io.WriteString(conn, first); err != nil {
		r.t.Fatal(err)
	}
	in := bufio.NewReaderSize(conn, 512)
	res, err := http.ReadResponse(in, nil)
	if err != nil || res.StatusCode != http.StatusSwitchingProtocols {
		r.t.Fatalf("%v %v", res, err)
	}
	return conn, in
}

// TestFramesThatComeWithTheHandshake sends hello, and more than the library's buffer holds, before the handshake is
// answered.
func TestFramesThatComeWithTheHandshake(t *testing.T) {
	t.Parallel()
	r := newLiveRoom(t)
	for _, padding := range []int{0, 300, 2000, 3800, 5000} {
		early := handshake + masked(strings.Repeat(" ", padding)+`{"type":"hello","token":"token of ana"}`)
		for range 20 {
			early += masked(`{"type":"viewing","conversation":"mine"}`)
		}
		early += masked(`{"type":"dance"}`)
		_, in := r.bare(early)
		got := ""
		for b := make([]byte, 512); !strings.Contains(got, `"code":"malformed"`); {
			n, err := in.Read(b)
			if got += string(b[:n]); err != nil {
				t.Fatalf("%d bytes of padding: %q, %v", padding, got, err)
			}
		}
		if !strings.Contains(got, `"type":"welcome"`) || strings.Count(got, `"type":"error"`) != 1 {
			t.Errorf("%d bytes of padding: %q", padding, got)
		}
	}
}

// TestAnIdleSocketHasOneGoroutine looks at all goroutines, after frames, pings and pongs: each socket's reader is there, and
// nothing else of it; HTTP is done with it.
func TestAnIdleSocketHasOneGoroutine(t *testing.T) {
	r := newLiveRoom(t)
	const sockets = 40
	for range sockets {
		conn := r.watcher("ana")
		if _, err := io.WriteString(conn, masked(`{"type":"viewing","conversation":null}`)+"\x89\x82\x00\x00\x00\x00hi\x8a\x80\x00\x00\x00\x00"); err != nil {
			t.Fatal(err)
		}
	}
	r.say("mine", 10, 500)
	awaitGoroutines(t, map[string]int{"web.(*socket).": sockets, "web.(*socket).read": sockets, "cast.(*Line).Write": 0, "cast.(*Line).drain": 0, "http.(*conn).serve": 0})
	for _, k := range r.server.sockets.everyone() {
		k.Close(closeGoingAway, "")
		k.cut()
	}
	awaitGoroutines(t, map[string]int{"web.(*socket).": 0})
}

// awaitGoroutines waits until so many goroutines are in functions of these names.
func awaitGoroutines(t *testing.T, want map[string]int) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); ; runtime.Gosched() {
		stacks := make([]byte, 4<<20)
		stacks = stacks[:runtime.Stack(stacks, true)]
		right := true
		for name, n := range want {
			found := 0
			for goroutine := range strings.SplitSeq(string(stacks), "\n\n") {
				if strings.Contains(goroutine, name) {
					found++
				}
			}
			if right = right && found == n; found != n && time.Now().After(deadline) {
				t.Fatalf("%d goroutines are in %s instead of %d:\n%s", found, name, n, stacks)
			}
		}
		if right {
			return
		}
	}
}

// TestWhatWaitsIsSeenInTheMetrics sticks one client and leaves one that reads.
func TestWhatWaitsIsSeenInTheMetrics(t *testing.T) {
	t.Parallel()
	r := newLiveRoom(t, func(o *Options) { o.Live.QueueBytes = 0 })
	fine := r.join("ben")
	r.watcher("ana")
	said := int64(0)
	for r.figure("relevo_stuck_sockets") == 0 {
		r.say("mine", 200, 1000)
		said += 200
		fine.awaitSeqs(1, said)
	}
	r.say("mine", 10, 1000)
	fine.awaitSeqs(1, said+10)
	if n := r.figure("relevo_queue_bytes"); n < 10_000 {
		t.Errorf("%v bytes wait", n)
	}
	if n := r.figure("relevo_fanout_seconds"); n == 0 {
		t.Error("no round was timed")
	}
	if n := r.figure("relevo_sockets"); n != 2 {
		t.Errorf("%v sockets are open", n)
	}
}

// figure is a gauge's value, or how often a histogram was told something.
func (r *liveRoom) figure(name string) float64 {
	r.t.Helper()
	families, err := r.server.o.Metrics.Gather()
	if err != nil {
		r.t.Fatal(err)
	}
	for _, f := range families {
		if f.GetName() == name {
			m := f.GetMetric()[0]
			return m.GetGauge().GetValue() + float64(m.GetHistogram().GetSampleCount())
		}
	}
	r.t.Fatal(fmt.Sprint("there is no figure ", name))
	return 0
}
