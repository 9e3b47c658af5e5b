package net

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"syscall"
	"testing"
	"time"

	"relevo/backend/e2e/rig"
)

// The opcodes of WebSocket, and the bit of a frame that is the last of its message.
const (
	opText, opBinary, opClose, opPing, opPong = 1, 2, 8, 9, 10

	fin = 0x80
)

// raw is a WebSocket client of a few kilobytes that can also do what no library would: thousands of them fit into a test,
// and every bit of a frame is theirs to get wrong.
type raw struct {
	net.Conn
	r *bufio.Reader
}

// upgrade opens a socket; with a small window, where one is given, that the kernel keeps what comes from piling up here.
func upgrade(addr, path string, window int) (*raw, error) {
	dialer := net.Dialer{Timeout: 20 * time.Second}
	if window > 0 {
		dialer.Control = func(_, _ string, c syscall.RawConn) error {
			return c.Control(func(fd uintptr) { syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, window) })
		}
	}
	conn, err := dialer.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	w := &raw{conn, bufio.NewReaderSize(conn, 512)}
	conn.SetDeadline(time.Now().Add(calm))
	fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", path, addr)
	answer, err := http.ReadResponse(w.r, nil)
	if err == nil && answer.StatusCode != http.StatusSwitchingProtocols {
		err = fmt.Errorf("the handshake was answered %d", answer.StatusCode)
	}
	if err != nil {
		abort(conn)
		return nil, err
	}
	conn.SetDeadline(time.Time{})
	return w, nil
}

// frame writes a frame with any first byte, masked as clients have to.
func (w *raw) frame(first byte, payload []byte) error {
	b := []byte{first}
	switch n := len(payload); {
	case n < 126:
		b = append(b, 0x80|byte(n))
	case n < 1<<16:
		b = binary.BigEndian.AppendUint16(append(b, 0x80|126), uint16(n))
	default:
		b = binary.BigEndian.AppendUint64(append(b, 0x80|127), uint64(n))
	}
	mask := [4]byte{1, 2, 3, 4}
	b = append(b, mask[:]...)
	for i, c := range payload {
		b = append(b, c^mask[i%4])
	}
	_, err := w.Write(b)
	return err
}

// say writes an object as a text.
func (w *raw) say(v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return w.frame(fin|opText, b)
}

// next reads a frame. The payload is good until the next one.
func (w *raw) next(into []byte) (op byte, payload []byte, err error) {
	var head [8]byte
	if _, err := io.ReadFull(w.r, head[:2]); err != nil {
		return 0, nil, err
	}
	op, n := head[0]&0xf, uint64(head[1]&0x7f)
	switch n {
	case 126:
		_, err = io.ReadFull(w.r, head[:2])
		n = uint64(binary.BigEndian.Uint16(head[:2]))
	case 127:
		_, err = io.ReadFull(w.r, head[:8])
		n = binary.BigEndian.Uint64(head[:8])
	}
	if err != nil {
		return 0, nil, err
	}
	if n > 64<<20 {
		return 0, nil, fmt.Errorf("a frame of %d bytes", n)
	}
	if uint64(cap(into)) < n {
		into = make([]byte, n)
	}
	payload = into[:n]
	_, err = io.ReadFull(w.r, payload)
	return op, payload, err
}

// errEnded is a close frame.
type errEnded struct{ code int }

func (e errEnded) Error() string { return fmt.Sprintf("closed with %d", e.code) }

// message reads the next text, answers pings and a closing on the way, and turns a close frame into an error.
func (w *raw) message(into []byte) ([]byte, error) {
	for {
		op, payload, err := w.next(into)
		switch {
		case err != nil:
			return nil, err
		case op == opPing:
			if err := w.frame(fin|opPong, payload); err != nil {
				return nil, err
			}
		case op == opClose:
			w.frame(fin|opClose, payload) // or the server waits for it
			if len(payload) < 2 {
				return nil, errEnded{1005}
			}
			return nil, errEnded{int(binary.BigEndian.Uint16(payload))}
		case op == opText:
			return payload, nil
		}
	}
}

// end reads until the end and answers its code; 1006 where there is none.
func (w *raw) end(within time.Duration) int {
	w.SetReadDeadline(time.Now().Add(within))
	for {
		_, err := w.message(nil)
		if ended, ok := errors.AsType[errEnded](err); ok {
			return ended.code
		}
		if err != nil {
			return 1006
		}
	}
}

// greeted is a socket that has said hello and was welcomed.
func greeted(t testing.TB, who *rig.Person, since rig.Object, window int) *raw {
	t.Helper()
	w, err := upgrade(who.Program.Addr, "/api/v1/live", window)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	hello := rig.Object{"type": "hello", "token": who.Token}
	if since != nil {
		hello["since"] = since
	}
	if err := w.say(hello); err != nil {
		t.Fatal(err)
	}
	first, err := w.message(nil)
	if err != nil {
		t.Fatalf("no welcome: %v", err)
	}
	var frame struct{ Type string }
	if json.Unmarshal(first, &frame) != nil || frame.Type != "welcome" {
		t.Fatalf("no welcome: %.200s", first)
	}
	return w
}
