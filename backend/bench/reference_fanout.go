package bench

import (
	"bytes"
	"context"
	"crypto/sha1"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/coder/websocket"
)

// The references of the fan-out are servers of their own, in processes of their own. They take the same requests from
// the same clients, but decide nothing and keep nothing: whatever is posted makes one more event, ready-made, which
// everybody who has said hello is sent.

// The kinds of references.
const (
	// Broadcast is the bare sharded broadcast: a few goroutines, each with its part of the watchers, write the run of
	// frames that waits, made once, to each of them without ever blocking.
	Broadcast = "broadcast"
	// Channels is the usual way: for every client a goroutine and a channel of frames.
	Channels = "channels"
	// WriteLoop writes each event to each watcher, one after the other.
	WriteLoop = "loop"
)

// The references' own bounds.
const (
	runBytes    = 64 << 10 // that a shard writes at once
	shards      = 4
	sinkBytes   = 1 << 20 // that may wait for a watcher
	sinkBuffer  = 128 << 10
	channelSize = 4096
)

// Reference runs a reference's server until its context ends. The event that it publishes over and over comes on in.
func Reference(ctx context.Context, kind string, in io.Reader, out io.Writer) error {
	event, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	t, err := newTape(event)
	if err != nil {
		return err
	}
	var p publisher
	switch kind {
	case Broadcast:
		p = newSharded(t, shards, max(1, runBytes/t.size()))
	case WriteLoop:
		p = newSharded(t, 1, 1)
	case Channels:
		p = &channels{tape: t, clients: map[chan []byte]bool{}}
	default:
		return fmt.Errorf("there is no reference %q", kind)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "listening on http://%s\n", listener.Addr())
	go func() { _ = http.Serve(listener, entrance(t, p)) }()
	<-ctx.Done()
	return nil
}

// publisher is one kind of server.
type publisher interface {
	// publish makes one more event and answers its seq.
	publish() int64
	// watch takes a watcher's request to become a socket.
	watch(w http.ResponseWriter, r *http.Request)
}

// entrance is where commands and watchers come in.
func entrance(t tape, p publisher) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v1/live", p.watch)
	mux.HandleFunc("POST /", func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			return
		}
		body := t.answer(p.publish())
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body)
	})
	return mux
}

// tape makes events out of one, with a seq of their own.
type tape struct{ before, after []byte }

func newTape(event []byte) (tape, error) {
	if !bytes.HasPrefix(event, eventMark) {
		return tape{}, errors.New("the event to publish is not one of the bench's workplace")
	}
	rest := bytes.TrimLeft(event[len(eventMark):], "0123456789")
	return tape{eventMark, rest}, nil
}

func (t tape) size() int { return len(t.before) + len(t.after) + 10 }

// append appends the events from and up to.
func (t tape) append(b []byte, from, to int64) []byte {
	for seq := from; seq <= to; seq++ {
		if seq > from {
			b = append(b, ',')
		}
		b = append(b, t.before...)
		b = strconv.AppendInt(b, seq, 10)
		b = append(b, t.after...)
	}
	return b
}

// payload is what one frame with these events says.
func (t tape) payload(from, to int64) []byte {
	b := append(make([]byte, 0, 64+int(to-from+1)*t.size()), `{"type":"events","events":[`...)
	return append(t.append(b, from, to), "]}"...)
}

// answer is what whoever posted the event is told.
func (t tape) answer(seq int64) []byte {
	return append(t.append([]byte(`{"events":[`), seq, seq), "]}"...)
}

func welcome(seq int64) []byte {
	return []byte(`{"type":"welcome","workplaces":{"` + workplace + `":{"seq":` + strconv.FormatInt(seq, 10) + `}}}`)
}

// sharded is Broadcast and, with one shard that takes one event at a time, WriteLoop.
type sharded struct {
	head   atomic.Int64
	shards []*shard
	next   atomic.Int64
}

// shard owns part of the watchers.
type shard struct {
	all  *sharded
	tape tape
	most int64 // events in one write
	news chan struct{}

	mu    sync.Mutex // guards fresh
	fresh []*sink

	at    int64
	sinks []*sink
}

// sink is a watcher as the server sees it.
type sink struct {
	raw     syscall.RawConn
	conn    net.Conn
	pending []byte // what its socket did not take
	gone    bool
}

func newSharded(t tape, n int, most int) *sharded {
	s := &sharded{}
	for range n {
		h := &shard{all: s, tape: t, most: int64(most), news: make(chan struct{}, 1)}
		s.shards = append(s.shards, h)
		go h.run()
	}
	return s
}

func (s *sharded) publish() int64 {
	seq := s.head.Add(1)
	for _, h := range s.shards {
		h.nudge()
	}
	return seq
}

func (h *shard) nudge() {
	select {
	case h.news <- struct{}{}:
	default:
	}
}

// watch shakes hands, waits for hello and gives the watcher to a shard.
func (s *sharded) watch(w http.ResponseWriter, r *http.Request) {
	conn, in, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	accept := sha1.Sum([]byte(r.Header.Get("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	answer := "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + base64.StdEncoding.EncodeToString(accept[:]) + "\r\n\r\n"
	_, err = io.WriteString(conn, answer)
	if err == nil {
		_, err = in.ReadByte() // hello; nothing of it matters here
	}
	k := &sink{conn: conn}
	if tcp, ok := conn.(*net.TCPConn); ok && err == nil {
		k.raw, err = tcp.SyscallConn()
		err = errors.Join(err, tcp.SetWriteBuffer(sinkBuffer))
	}
	if k.raw == nil || err != nil {
		conn.Close()
		return
	}
	h := s.shards[int(s.next.Add(1))%len(s.shards)]
	h.mu.Lock()
	h.fresh = append(h.fresh, k)
	h.mu.Unlock()
	h.nudge()
}

// run hands out what is new until nothing is, and looks again after a moment where a socket was full.
func (h *shard) run() {
	again := time.NewTimer(time.Hour)
	for {
		select {
		case <-h.news:
		case <-again.C:
		}
		for full := h.pass(); ; full = h.pass() {
			if h.at == h.all.head.Load() {
				if full {
					again.Reset(time.Millisecond)
				}
				break
			}
		}
	}
}

// pass takes newcomers in, writes one run to everybody, and tells whether somebody has not taken all.
func (h *shard) pass() (full bool) {
	h.mu.Lock()
	for _, s := range h.fresh {
		s.write(serverFrame(welcome(h.at)))
		h.sinks = append(h.sinks, s)
	}
	h.fresh = nil
	h.mu.Unlock()
	var run []byte
	if to := min(h.all.head.Load(), h.at+h.most); to > h.at {
		run = serverFrame(h.tape.payload(h.at+1, to))
		h.at = to
	}
	for i := 0; i < len(h.sinks); i++ {
		s := h.sinks[i]
		s.write(run)
		full = full || len(s.pending) > 0
		if s.gone {
			s.conn.Close()
			h.sinks[i] = h.sinks[len(h.sinks)-1]
			h.sinks = h.sinks[:len(h.sinks)-1]
			i--
		}
	}
	return full
}

// write writes what waits and a run, as far as the socket takes it.
func (s *sink) write(run []byte) {
	if len(s.pending) > 0 {
		s.pending = append(s.pending, run...)
		run = s.pending
	}
	if len(run) == 0 {
		return
	}
	n := 0
	err := s.raw.Write(func(fd uintptr) bool {
		var err error
		if n, err = syscall.Write(int(fd), run); err != nil && !errors.Is(err, syscall.EAGAIN) {
			s.gone = true
		}
		return true
	})
	n = max(n, 0)
	s.gone = s.gone || err != nil || len(run)-n > sinkBytes
	s.pending = append(s.pending[:0], run[n:]...)
}

// channels is Channels.
type channels struct {
	tape tape
	mu   sync.Mutex // guards the fields below
	head int64

	clients map[chan []byte]bool
}

func (c *channels) publish() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.head++
	payload := c.tape.payload(c.head, c.head)
	for client := range c.clients {
		client <- payload
	}
	return c.head
}

func (c *channels) watch(w http.ResponseWriter, r *http.Request) {
	conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{CompressionMode: websocket.CompressionDisabled})
	if err != nil {
		return
	}
	defer conn.CloseNow()
	ctx := context.Background()
	if _, _, err := conn.Read(ctx); err != nil { // hello
		return
	}
	ctx = conn.CloseRead(ctx)
	client := make(chan []byte, channelSize)
	c.mu.Lock()
	client <- welcome(c.head)
	c.clients[client] = true
	c.mu.Unlock()
	defer func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.clients, client)
	}()
	for payload := range client {
		if conn.Write(ctx, websocket.MessageText, payload) != nil {
			return
		}
	}
}
