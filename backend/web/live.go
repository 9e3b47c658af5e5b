package web

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coder/websocket"
	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"relevo/backend/cast"
	"relevo/backend/desk"
	"relevo/backend/hub"
	"relevo/backend/wire"
)

// Live is what the live sockets need. What is zero of the numbers is not limited.
type Live struct {
	Hub *hub.Hub
	// Customer reads a chat token; it refuses one whose channel was switched off. nil: as the HTTP routes do.
	Customer func(token string) (Chatter, error)

	HelloTimeout time.Duration // until the first frame
	Ping, Pong   time.Duration // how often a socket is asked whether it lives, and how long it may take to answer
	FrameLimit   int64         // bytes of a frame from a client
	QueueBytes   int           // bytes that may wait for a slow client
	QueueAge     time.Duration // and how long

	FramesPerSecond float64 // from one client; five seconds' worth may come at once
	PerUser         int     // sockets of one user, or of one customer's conversation
	PerAddress      int     // sockets from one address: an office is one
}

// The close codes of WebSocket itself that are used beside the contract's own.
const (
	closeGoingAway = int(websocket.StatusGoingAway)
	closeProtocol  = int(websocket.StatusProtocolError)
	closeTooBig    = int(websocket.StatusMessageTooBig)
	closeInternal  = int(websocket.StatusInternalError)
	closeTryLater  = int(websocket.StatusTryAgainLater)
)

// sockets are all that are open. Nothing else knows of them once a handler has taken one over from net/http.
type sockets struct {
	live   Live
	log    *slog.Logger
	now    func() time.Time
	cast   *cast.Caster
	closes *prometheus.CounterVec

	sweeper sync.Once // starts with the first socket
	stop    chan struct{}
	serving sync.WaitGroup

	mu      sync.Mutex // guards the fields below
	closing bool
	open    map[*socket]bool
	held    map[string]int // sockets by user, conversation and address
}

// dialogue is one side's conversation with the program over a socket.
type dialogue interface {
	// hello reads the first frame. It may be asked again where the frame could not be used.
	hello(ctx context.Context, b []byte) error
	// frame reads any later one.
	frame(ctx context.Context, kind string, b []byte) error
	// seen is a sign of life, drained that nothing waits to be written, leave the end. All may come before hello.
	seen(at time.Time)
	drained()
	leave()
}

// live serves a colleague's socket.
func (s *Server) live(c echo.Context) error {
	if origin := originOf(c.Request()); origin != "" && !s.ownOrigin(c.Request(), origin) {
		return desk.Refuse(desk.Forbidden, "Only the desk's own pages may open this socket.")
	}
	return s.sockets.serve(c, func(k *socket) dialogue { return &colleague{s: s, k: k} })
}

// originOf is the page that opens a socket; none outside of browsers. Two are none that is allowed.
func originOf(r *http.Request) string { return strings.Join(r.Header.Values("Origin"), ", ") }

// CloseSockets tells every client to come back, and ends what is still open when the context does.
func (s *Server) CloseSockets(ctx context.Context) { s.sockets.close(ctx) }

// serve takes the connection over from HTTP, which is done with it then. Nothing of the request is kept.
func (all *sockets) serve(c echo.Context, with func(*socket) dialogue) error {
	r := c.Request()
	if !strings.EqualFold(r.Header.Get("Upgrade"), "websocket") {
		c.Response().Header().Set("Upgrade", "websocket")
		return newProblem(desk.Malformed, "This is a WebSocket. Open it as one.").as(http.StatusUpgradeRequired)
	}
	address := "address:" + c.RealIP()
	if err := all.enter(address); err != nil {
		return err
	}
	k := all.newSocket()
	k.keys, k.request = append(k.keys, address), requestID(r.Context())
	k.talk = with(k)
	conn, err := websocket.Accept(taker{c.Response(), k}, r, &websocket.AcceptOptions{
		InsecureSkipVerify: true, // the handlers look at the origin themselves, more exactly
		CompressionMode:    websocket.CompressionDisabled,
		OnPingReceived: func(context.Context, []byte) bool {
			k.alive()
			return k.frames.take(all.live.FramesPerSecond, all.now())
		},
		OnPongReceived: func(context.Context, []byte) { k.alive() },
	})
	if err != nil {
		all.release(k.keys)
		return nil // the library has answered
	}
	if all.live.FrameLimit > 0 {
		conn.SetReadLimit(all.live.FrameLimit)
	}
	k.conn = conn
	if !all.add(k) {
		k.Close(closeGoingAway, "the server is going away")
	}
	go k.read()
	return nil
}

// enter lets a socket in, or says what is too much.
func (all *sockets) enter(address string) error {
	all.mu.Lock()
	closing := all.closing
	if !closing {
		all.serving.Add(1)
	}
	all.mu.Unlock()
	if closing {
		return desk.Refuse(desk.Unavailable, "The server is going away. Try again in a moment.")
	}
	if !all.hold(address, all.live.PerAddress) {
		all.serving.Done()
		refusal := desk.Refuse(desk.RateLimited, "Too many sockets are open from this address.")
		refusal.RetryAfter = time.Second
		return refusal
	}
	all.sweeper.Do(func() { all.serving.Go(all.sweepAll) })
	return nil
}

// release gives back what enter and hold took.
func (all *sockets) release(keys []string) {
	all.mu.Lock()
	for _, key := range keys {
		if all.held[key]--; all.held[key] <= 0 {
			delete(all.held, key)
		}
	}
	all.mu.Unlock()
	all.serving.Done()
}

// hold counts one more socket under a key, up to a limit.
func (all *sockets) hold(key string, limit int) bool {
	all.mu.Lock()
	defer all.mu.Unlock()
	if limit > 0 && all.held[key] >= limit {
		return false
	}
	all.held[key]++
	return true
}

// add has a socket swept and closed; false: the server is going away.
func (all *sockets) add(k *socket) bool {
	all.mu.Lock()
	defer all.mu.Unlock()
	all.open[k] = true
	return !all.closing
}

// remove is the end of a socket.
func (all *sockets) remove(k *socket) {
	all.mu.Lock()
	delete(all.open, k)
	all.mu.Unlock()
	all.release(k.keys)
}

func (all *sockets) everyone() []*socket {
	all.mu.Lock()
	defer all.mu.Unlock()
	list := make([]*socket, 0, len(all.open))
	for k := range all.open {
		list = append(list, k)
	}
	return list
}

// farewell is how long clients may take to answer that the server goes away: those that read need no time.
const farewell = 4 * time.Second

// close ends everything: all at once, for each may take its peer's time.
func (all *sockets) close(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, farewell)
	defer cancel()
	all.mu.Lock()
	first := !all.closing
	all.closing = true
	all.mu.Unlock()
	if first {
		close(all.stop)
	}
	for _, k := range all.everyone() {
		k.Close(closeGoingAway, "the server is going away")
	}
	ended := make(chan struct{})
	go func() { all.serving.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-ctx.Done():
		for _, k := range all.everyone() {
			k.cut()
		}
		<-ended
	}
	if first {
		all.cast.Close()
	}
}

// newSocket is a socket that is not connected yet.
func (all *sockets) newSocket() *socket {
	now := all.now()
	k := &socket{all: all, began: now, pinged: now}
	k.line = all.cast.Line(k)
	k.heard.Store(now.UnixNano())
	return k
}

// problemFrame says that the frame before could not be used.
func problemFrame(code desk.Code, detail string) *hub.Frame {
	return encodeFrame(wire.FrameProblem{Type: wire.FrameError, Code: string(code), Detail: detail})
}

// encodeFrame is a frame of our own making.
func encodeFrame(v any) *hub.Frame {
	var b bytes.Buffer
	if err := writeJSON(&b, v); err != nil {
		panic("web: a frame that is no JSON: " + err.Error())
	}
	return &hub.Frame{Bytes: bytes.TrimSuffix(b.Bytes(), []byte("\n"))}
}

const (
	// sendBuffer is the kernel's share of a slow client's queue: left to itself it would hide megabytes.
	sendBuffer = 128 << 10
	// libraryBuffer is what the library reads and writes by: heads of frames, and control frames. Those of net/http are
	// many times as large.
	libraryBuffer = 256
)

// taker hands a hijacked connection to its socket's line, and the line to the library, with buffers of our size.
type taker struct {
	http.ResponseWriter
	k *socket
}

// Hijack is net/http's.
func (t taker) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffers, err := http.NewResponseController(t.ResponseWriter).Hijack()
	if err != nil {
		return nil, nil, err
	}
	if sized, ok := conn.(interface{ SetWriteBuffer(int) error }); ok {
		_ = sized.SetWriteBuffer(sendBuffer) // where it can't be set, the kernel's own size will do
	}
	line := t.k.line
	if err := line.Connect(conn); err != nil {
		conn.Close()
		return nil, nil, err
	}
	read := bufio.NewReaderSize(line, libraryBuffer)
	if early, _ := buffers.Reader.Peek(buffers.Reader.Buffered()); len(early) > 0 {
		read = bufio.NewReaderSize(io.MultiReader(bytes.NewReader(slices.Clone(early)), line), max(libraryBuffer, len(early)))
		_, _ = read.Peek(len(early)) // the library takes over what is buffered
	}
	return line, bufio.NewReadWriter(read, bufio.NewWriterSize(line, libraryBuffer)), nil
}
