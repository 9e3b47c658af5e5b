package net

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"net"
	"strings"
	"time"
)

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
	"the rest of nothing":                {masked(fin, "}"), 1002},
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
