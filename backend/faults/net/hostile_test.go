package net

import (
	"bytes"
	"encoding/binary"
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

// shapes are requests that are wrong in ways of their own, with what their first answer begins with; "" where the program
// may as well hang up.
var shapes = map[string]struct{ request, answer string }{
	"another protocol":                  {"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", ""},
	"HTTP/2 without asking":             {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "HTTP/1.1 4"},
	"HTTP of no version":                {"GET /\r\n\r\n", "HTTP/1.1 400"},
	"a version to come":                 {"GET / HTTP/9.9\r\nHost: x\r\n\r\n", "HTTP/1.1 505"},
	"two lengths":                       {post("Content-Length: 1\r\nContent-Length: 2\r\n", "{}"), "HTTP/1.1 400"},
	"two lengths in one":                {post("Content-Length: 2, 3\r\n", "{}"), "HTTP/1.1 400"},
	"a length with a sign":              {post("Content-Length: +2\r\n", "{}"), "HTTP/1.1 400"},
	"a length below nothing":            {post("Content-Length: -2\r\n", "{}"), "HTTP/1.1 400"},
	"a length beyond all numbers":       {post("Content-Length: 99999999999999999999\r\n", "{}"), "HTTP/1.1 400"},
	"a blank before the colon":          {post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"), "HTTP/1.1 400"},
	"an unknown coding":                 {post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), "HTTP/1.1 501"},
	"two codings":                       {post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n"), "HTTP/1.1 "},
	"a piece of no size":                {post("Transfer-Encoding: chunked\r\n", "x\r\n{}\r\n0\r\n\r\n"), "HTTP/1.1 400"},
	"a piece of a size beyond all":      {post("Transfer-Encoding: chunked\r\n", "fffffffffffffffff\r\n{}\r\n"), "HTTP/1.1 400"},
	"no host":                           {"GET /healthz HTTP/1.1\r\n\r\n", "HTTP/1.1 400"},
	"two hosts":                         {"GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "HTTP/1.1 400"},
	"a host of signs":                   {"GET /healthz HTTP/1.1\r\nHost: a b\r\n\r\n", "HTTP/1.1 400"},
	"a header without a colon":          {"GET /healthz HTTP/1.1\r\nHost: x\r\nnothing\r\n\r\n", "HTTP/1.1 400"},
	"NUL in a header":                   {"GET /healthz HTTP/1.1\r\nHost: x\r\nX: a\x00b\r\n\r\n", "HTTP/1.1 400"},
	"a method of signs":                 {"G@T /healthz HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 400"},
	"a method of a megabyte":            {strings.Repeat("G", 1<<20) + " / HTTP/1.1\r\nHost: x\r\n\r\n", ""},
	"a header of two megabytes":         {"GET / HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("x", 2<<20) + "\r\n\r\n", ""},
	"a hundred thousand headers":        {"GET / HTTP/1.1\r\nHost: x\r\n" + strings.Repeat("X: x\r\n", 100_000) + "\r\n", ""},
	"a path of a megabyte":              {"GET /" + strings.Repeat("x", 1<<20) + " HTTP/1.1\r\nHost: x\r\n\r\n", ""},
	"a path of NULs":                    {"GET /api/v1/%00%00 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "HTTP/1.1 404"},
	"a path out of the house":           {"GET /../../../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "HTTP/1.1 404"},
	"an escaped path out of the house":  {"GET /assets/%2e%2e%2f%2e%2e%2fetc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "HTTP/1.1 404"},
	"an escape of nothing":              {"GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 400"},
	"a proxy's request":                 {"GET http://internal.example/api/v1/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "HTTP/1.1 401"},
	"a tunnel":                          {"CONNECT internal.example:22 HTTP/1.1\r\nHost: internal.example:22\r\nConnection: close\r\n\r\n", "HTTP/1.1 4"},
	"a trace":                           {"TRACE /api/v1/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "HTTP/1.1 405"},
	"all options":                       {"OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "HTTP/1.1 "},
	"a query that is none":              {"GET /api/v1/me?%zz=%&&&=;; HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "HTTP/1.1 4"},
	"ranges without end":                {"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nRange: bytes=" + strings.Repeat("0-0,", 5000) + "1-1\r\n\r\n", "HTTP/1.1 "},
	"a bearer of thirty kilobytes":      {"GET /api/v1/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer " + strings.Repeat(".", 30<<10) + "\r\n\r\n", "HTTP/1.1 401"},
	"a cookie of nonsense":              {post("Content-Length: 2\r\nCookie: relevo_refresh=\"\x80;;=;\"\r\n", "{}"), "HTTP/1.1 4"},
	"a body that never comes":           {post("Content-Length: 200000\r\n", "{"), "HTTP/1.1 400"},
	"a body in an unknown coding":       {post("Content-Length: 2\r\nContent-Encoding: gzip\r\n", "{}"), "HTTP/1.1 4"},
	"a body deeper than any":            {post("Transfer-Encoding: chunked\r\n", chunked(`{"email":`+strings.Repeat("[", 200_000))), "HTTP/1.1 400"},
	"a body of objects in objects":      {post("Transfer-Encoding: chunked\r\n", chunked(strings.Repeat(`{"email":`, 20_000))), "HTTP/1.1 400"},
	"a body that is not UTF-8":          {post("Content-Length: 14\r\n", "{\"email\":\"\xff\xfe\"}"), "HTTP/1.1 400"},
	"a number of a thousand digits":     {post("Transfer-Encoding: chunked\r\n", chunked(`{"email":1`+strings.Repeat("0", 1000)+`}`)), "HTTP/1.1 400"},
	"a socket of another version":       {upgradeTo("/api/v1/live", "Sec-WebSocket-Version: 7\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"), "HTTP/1.1 4"},
	"a socket without a key":            {upgradeTo("/api/v1/live", "Sec-WebSocket-Version: 13\r\n"), "HTTP/1.1 400"},
	"a socket with a short key":         {upgradeTo("/api/v1/live", "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eA==\r\n"), "HTTP/1.1 400"},
	"a socket of a foreign page":        {upgradeTo("/api/v1/live", "Origin: https://evil.example\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"), "HTTP/1.1 403"},
	"a socket that is posted":           {strings.Replace(upgradeTo("/api/v1/live", "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"), "GET", "POST", 1), "HTTP/1.1 405"},
	"an upgrade to something else":      {"GET /api/v1/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n", "HTTP/1.1 426"},
	"two requests, the second a wreck":  {"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET\x00/ HTTP/1.1\r\n\r\n", "HTTP/1.1 200"},
	"a request within another's body":   {post("Content-Length: 47\r\n", "GET /api/v1/workplaces/norte/stream HTTP/1.1\r\n\r\n"), "HTTP/1.1 400"},
	"a length and a coding":             {post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), "HTTP/1.1 400"},
	"a line that goes on below":         {"GET /healthz HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\nConnection: close\r\n\r\n", "HTTP/1.1 "},
	"line ends of the wrong kind":       {"GET /healthz HTTP/1.1\nHost: x\nConnection: close\n\n", "HTTP/1.1 "},
	"an expectation that nobody has":    {post("Content-Length: 2\r\nExpect: miracles\r\n", "{}"), "HTTP/1.1 417"},
	"a thousand requests without pause": {strings.Repeat("GET /api/v1/me HTTP/1.1\r\nHost: x\r\n\r\n", 1000), "HTTP/1.1 401"},
}

func post(headers, body string) string {
	return "POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n" + headers + "\r\n" + body
}

func chunked(body string) string { return fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(body), body) }

func upgradeTo(path, headers string) string {
	return "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" + headers + "\r\n"
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

// closing are frames that end a socket, with the code that they are closed with.
var closing = map[string]struct {
	bytes []byte
	code  int
}{
	"a frame without a mask":             {[]byte{fin | opText, 2, '{', '}'}, 1002},
	"the first reserved bit":             {masked(fin|0x40|opText, `{"type":"presence","state":"away"}`), 1002},
	"the second reserved bit":            {masked(fin|0x20|opText, `{"type":"presence","state":"away"}`), 1002},
	"the third reserved bit":             {masked(fin|0x10|opText, `{"type":"presence","state":"away"}`), 1002},
	"an opcode that is none":             {masked(fin|3, "{}"), 1002},
	"a control opcode that is none":      {masked(fin|11, ""), 1002},
	"a ping in pieces":                   {masked(opPing, "a"), 1002},
	"a ping of 126 bytes":                {masked(fin|opPing, strings.Repeat("p", 126)), 1002},
	"the rest of nothing":                {masked(fin|0, "}"), 1002},
	"a text within a text":               {append(masked(opText, `{"type":`), masked(fin|opText, `"presence"}`)...), 1002},
	"a length below nothing":             {giant(1 << 63), 1002},
	"a length of a terabyte":             {append(giant(1<<40), make([]byte, 70<<10)...), 1009},
	"a length of a megabyte":             {append(giant(1<<20), make([]byte, 1<<20)...), 1009},
	"pieces without end":                 {bytes.Repeat(append(masked(opText, strings.Repeat("x", 1000)), bytes.Repeat(masked(0, strings.Repeat("x", 1000)), 80)...), 1), 1009},
	"an end of one byte":                 {masked(fin|opClose, "x"), 1002},
	"an end with a code that nobody has": {masked(fin|opClose, "\x03\xe7"), 1002},
	"binary":                             {masked(fin|opBinary, "{}"), 4400},
	"a text that is not UTF-8":           {masked(fin|opText, "{\"type\":\"\xff\"}"), 4400},
	"a list":                             {masked(fin|opText, "[]"), 4400},
	"nothing":                            {masked(fin|opText, ""), 4400},
	"lists in lists":                     {masked(fin|opText, strings.Repeat("[", 60_000)), 4400},
	"objects in objects":                 {masked(fin|opText, strings.Repeat(`{"a":`, 12_000)), 4400},
}

// masked is a whole frame of a client.
func masked(first byte, payload string) []byte {
	var b bytes.Buffer
	w := &raw{Conn: pipe{&b}}
	w.frame(first, []byte(payload))
	return b.Bytes()
}

// pipe is a connection that writes alone.
type pipe struct{ *bytes.Buffer }

func (pipe) Close() error                     { return nil }
func (pipe) LocalAddr() net.Addr              { return nil }
func (pipe) RemoteAddr() net.Addr             { return nil }
func (pipe) SetDeadline(time.Time) error      { return nil }
func (pipe) SetReadDeadline(time.Time) error  { return nil }
func (pipe) SetWriteDeadline(time.Time) error { return nil }

// giant is the beginning of a text of any length.
func giant(n uint64) []byte {
	return append(binary.BigEndian.AppendUint64([]byte{fin | opText, 0x80 | 127}, n), 1, 2, 3, 4)
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
	before := figures(p)["go_memstats_heap_inuse_bytes"]
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
	peak := figures(p)["go_memstats_heap_inuse_bytes"]
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
