package cast_test

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"relevo/backend/cast"
	"relevo/backend/desk"
	"relevo/backend/hub"
)

// fataler is a test, or rapid's view of one.
type fataler interface {
	Helper()
	Fatalf(string, ...any)
}

// peer is a line with its client at the other end of a real socket that holds little.
type peer struct {
	t    fataler
	line *cast.Line
	far  *net.UnixConn
	in   *bufio.Reader

	full, failed atomic.Int64
	drained      chan struct{} // holds a token when the line said so
}

func (p *peer) Full()   { p.full.Add(1) }
func (p *peer) Failed() { p.failed.Add(1) }
func (p *peer) Drained() {
	select {
	case p.drained <- struct{}{}:
	default:
	}
}

// smallest is what a socket is asked to hold; the system rounds it up.
const smallest = 2 << 10

// rig is a caster with peers.
type rig struct {
	caster *cast.Caster
	peers  []*peer
}

func newRig(o cast.Options) *rig {
	o.Now = time.Now
	return &rig{caster: cast.New(o)}
}

// close ends everything, and finds that nothing goes on.
func (r *rig) close() {
	for _, p := range r.peers {
		p.line.Close()
		p.far.Close()
	}
	r.caster.Close()
}

// connect makes a line with a client; small: the socket holds little.
func (r *rig) connect(t fataler, small bool) *peer {
	t.Helper()
	pair, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		t.Fatalf("%v", err)
	}
	near, far := end(t, pair[0]), end(t, pair[1])
	if small {
		_ = near.SetWriteBuffer(smallest)
	}
	p := &peer{t: t, far: far, in: bufio.NewReader(far), drained: make(chan struct{}, 1)}
	p.line = r.caster.Line(p)
	if err := p.line.Connect(near); err != nil {
		t.Fatalf("%v", err)
	}
	r.peers = append(r.peers, p)
	return p
}

// end is one end of a pair.
func end(t fataler, fd int) *net.UnixConn {
	t.Helper()
	file := os.NewFile(uintptr(fd), "")
	defer file.Close()
	conn, err := net.FileConn(file)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return conn.(*net.UnixConn)
}

const (
	text = 0x81
	ping = 0x89
)

// read takes one frame as a client does, which finds what is torn or mixed up.
func (p *peer) read() (kind byte, payload string, err error) {
	var head [2]byte
	if _, err := io.ReadFull(p.in, head[:]); err != nil {
		return 0, "", err
	}
	length := uint64(head[1])
	switch {
	case head[0] != text && head[0] != ping || head[1] > 127 || head[0] == ping && head[1] > 125:
		return 0, "", fmt.Errorf("a frame begins with %x", head)
	case head[1] >= 126:
		wide := make([]byte, map[byte]int{126: 2, 127: 8}[head[1]])
		if _, err := io.ReadFull(p.in, wide); err != nil {
			return 0, "", err
		}
		length = binary.BigEndian.Uint64(append(make([]byte, 8-len(wide)), wide...))
	}
	b := make([]byte, length)
	_, err = io.ReadFull(p.in, b)
	return head[0], string(b), err
}

// next is read where a frame must come.
func (p *peer) next() (kind byte, payload string) {
	p.t.Helper()
	_ = p.far.SetReadDeadline(time.Now().Add(20 * time.Second))
	kind, payload, err := p.read()
	if err != nil {
		p.t.Fatalf("a frame must come: %v", err)
	}
	return kind, payload
}

// frame is one with a number, of a workplace and a size.
func frame(n int, w desk.WorkplaceID, size int) *hub.Frame {
	name := fmt.Sprintf("%s %d ", w, n)
	return &hub.Frame{Workplace: w, Bytes: []byte(name + strings.Repeat("x", max(0, size-len(name))))}
}

// numbered reads back what frame wrote.
func numbered(t fataler, payload string) (n int, w string) {
	t.Helper()
	if _, err := fmt.Sscanf(payload, "%s %d ", &w, &n); err != nil {
		t.Fatalf("a frame that nobody sent: %.40q", payload)
	}
	return n, w
}

// fill sends until the socket takes no more.
func (p *peer) fill(w desk.WorkplaceID) (sent int) {
	for !p.line.Queue().Stuck {
		for range 8 {
			p.line.Send(frame(sent, w, 4<<10))
			sent++
		}
		p.settled()
	}
	return sent
}

// settled waits until the line is stuck or nothing waits.
func (p *peer) settled() {
	for deadline := time.Now().Add(20 * time.Second); ; {
		q := p.line.Queue()
		if q.Stuck || q.Bytes == 0 {
			return
		}
		if time.Now().After(deadline) {
			p.t.Fatalf("%d bytes wait, and nobody writes", q.Bytes)
		}
		runtime.Gosched()
	}
}
