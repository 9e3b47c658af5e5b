package web

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"github.com/coder/websocket"
	"golang.org/x/time/rate"

	"relevo/backend/desk"
	"relevo/backend/hub"
	"relevo/backend/wire"
)

const (
	// linger is how long a socket that is to be closed may take to say so to a client that does not read.
	linger = 10 * time.Second
	// sendBuffer is the kernel's share of a slow client's queue: left to itself it would hide megabytes.
	sendBuffer = 128 << 10
	// patience is how many times its allowance a client may overdo before it is closed.
	patience = 10
)

// socket is one open connection: the hub's way out, and the frames' way in. One goroutine reads, one writes, and
// whatever has a time is done by the registry's sweep.
type socket struct {
	all     *sockets
	conn    *websocket.Conn
	raw     net.Conn // below conn
	talk    dialogue
	began   time.Time
	frames  *rate.Limiter // from the client; nil: not limited
	heard   atomic.Int64  // the last sign of life
	wake    chan struct{} // holds a token when there is something to write
	written chan struct{} // closed when nothing is written any more

	// The reader's own.
	greeted bool
	refused int
	keys    []string // under which the socket is counted

	// The sweep's own.
	pinged time.Time

	mu       sync.Mutex // guards the fields below
	queue    []queued
	waiting  int // bytes of the queue and of what is being written
	writing  time.Time
	welcomed bool // hello was taken
	code     int  // 0: open
	reason   string
	closed   time.Time
}

// queued is a frame with the time from which it waits.
type queued struct {
	frame *hub.Frame
	since time.Time
}

// Send has a frame written after those before it, and closes the socket behind which too much waits.
func (k *socket) Send(f *hub.Frame) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.code != 0 {
		return
	}
	k.queue = append(k.queue, queued{f, k.all.now()})
	k.waiting += len(f.Bytes)
	if limit := k.all.live.QueueBytes; limit > 0 && k.waiting > limit && len(k.queue) > 1 {
		k.shut(wire.CloseTooSlow, "too much waits to be read")
	}
	k.nudge()
}

// Waiting is how many bytes are not written yet.
func (k *socket) Waiting() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.waiting
}

// Drop forgets what waits of a workplace.
func (k *socket) Drop(w desk.WorkplaceID) {
	k.mu.Lock()
	defer k.mu.Unlock()
	kept := k.queue[:0]
	for _, q := range k.queue {
		if q.frame.Workplace == w {
			k.waiting -= len(q.frame.Bytes)
		} else {
			kept = append(kept, q)
		}
	}
	clear(k.queue[len(kept):])
	k.queue = kept
}

// Close forgets what waits and closes with a code. The first one counts.
func (k *socket) Close(code int, reason string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.code == 0 {
		k.shut(code, reason)
	}
	k.nudge()
}

// shut needs k.mu held.
func (k *socket) shut(code int, reason string) {
	k.code, k.reason, k.closed = code, reason, k.all.now()
	k.queue, k.waiting = nil, 0
	k.all.closes.WithLabelValues(strconv.Itoa(code)).Inc()
}

func (k *socket) nudge() {
	select {
	case k.wake <- struct{}{}:
	default: // the writer is awake
	}
}

// closing answers the code that the socket is being closed with.
func (k *socket) closing() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.code
}

// run serves the socket from the handshake to the end. Nothing of it depends on the request's context, which net/http
// may end at any time.
func (k *socket) run() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	if !k.all.add(k) {
		k.Close(closeGoingAway, "the server is going away")
	}
	defer k.all.remove(k)
	go k.write()
	k.guard(func() { k.read(ctx) })
	k.talk.leave()
	for _, key := range k.keys {
		k.all.drop(key)
	}
	k.end()
	<-k.written
}

// end has the writer stop where nothing else did: the client is gone.
func (k *socket) end() {
	k.mu.Lock()
	if k.code == 0 {
		k.code, k.closed = closeGone, k.all.now()
		k.queue, k.waiting = nil, 0
	}
	k.mu.Unlock()
	k.nudge()
}

// closeGone stands for a client that closed or vanished: there is nobody to tell a code.
const closeGone = -1

// guard ends this connection alone when something goes wrong that should not.
func (k *socket) guard(work func()) {
	defer func() {
		if p := recover(); p != nil {
			k.all.log.Error("panic on a socket", slog.String("panic", fmt.Sprint(p)), slog.String("stack", string(debug.Stack())))
			k.Close(closeInternal, "something went wrong")
		}
	}()
	work()
}

// read takes frames until the connection ends. There is always somebody reading, or pings and closings went unseen.
func (k *socket) read(ctx context.Context) {
	for {
		kind, b, err := k.conn.Read(context.Background()) // one with an end would cost a goroutine for each read
		if errors.Is(err, websocket.ErrMessageTooBig) {
			k.Close(closeTooBig, "the frame is too large")
		}
		if err != nil {
			return
		}
		k.alive()
		k.receive(ctx, kind, b)
	}
}

// receive judges one frame's outside. What comes after the end is read only until the other side has seen the end.
func (k *socket) receive(ctx context.Context, kind websocket.MessageType, b []byte) {
	switch {
	case k.closing() != 0:
	case kind != websocket.MessageText || !utf8.Valid(b) || !isObject(b):
		k.Close(wire.CloseBadFrame, "a frame is one JSON object, as text in UTF-8")
	case k.allowed():
		k.take(ctx, b)
	}
}

// allowed counts a frame against the client's allowance.
func (k *socket) allowed() bool {
	if k.frames == nil || k.frames.AllowN(k.all.now(), 1) {
		k.refused = 0
		return true
	}
	if k.refused++; k.refused > patience*k.frames.Burst() {
		k.Close(wire.CloseTooSlow, "far too many frames")
		return false
	}
	k.Send(problemFrame(desk.RateLimited, "That was too much at once. Wait a moment."))
	return false
}

// take gives a frame to the dialogue and says what became of it where it is not used.
func (k *socket) take(ctx context.Context, b []byte) {
	kind := typeOf(b)
	var err error
	switch {
	case !k.greeted && kind != wire.FrameHello:
		k.Close(wire.CloseBadFrame, "the first frame is hello")
		return
	case !k.greeted:
		if err = k.talk.hello(ctx, b); err == nil {
			k.greeted = true
			k.welcome()
		}
	default:
		err = k.talk.frame(ctx, kind, b)
	}
	if err != nil {
		k.answer(err)
	}
}

// welcome says that hello was taken in time.
func (k *socket) welcome() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.welcomed = true
	k.nudge() // the writer asks for what was missed
}

// answer turns a refusal into a frame, or into the end where there is no going on.
func (k *socket) answer(err error) {
	refusal, ok := errors.AsType[*desk.Error](err)
	switch {
	case !ok:
		k.all.log.Error("a socket's frame failed", slog.String("error", err.Error()))
		if !k.greeted {
			k.Close(closeTryLater, "try again in a moment")
			return
		}
		k.Send(problemFrame(desk.Unavailable, "That did not work. Try again in a moment."))
	case refusal.Code == desk.Unauthenticated:
		k.Close(wire.CloseUnauthenticated, "log in again")
	case !k.greeted && refusal.Code == desk.Forbidden:
		k.Close(wire.CloseForbidden, "not allowed")
	case !k.greeted && refusal.Code == desk.RateLimited, !k.greeted && refusal.Code == desk.Unavailable:
		k.Close(closeTryLater, "try again in a moment")
	default:
		k.Send(problemFrame(refusal.Code, refusal.Detail))
	}
}

// hold counts the socket under one more key until its end.
func (k *socket) hold(key string) error {
	if slices.Contains(k.keys, key) {
		return nil // hello came again, after one that could not be used
	}
	if !k.all.hold(key, k.all.live.PerUser) {
		return desk.Refuse(desk.RateLimited, "Too many sockets are open.")
	}
	k.keys = append(k.keys, key)
	return nil
}

// alive is a sign of life.
func (k *socket) alive() {
	now := k.all.now()
	k.heard.Store(now.UnixNano())
	if k.talk != nil {
		k.talk.seen(now)
	}
}

// write writes what waits, frame by frame, and closes in the end: so all writes but pings and pongs, which the library
// puts between whole frames, come from here.
func (k *socket) write() {
	defer close(k.written)
	for range k.wake {
		for {
			f, more := k.next()
			if !more {
				break
			}
			err := k.conn.Write(context.Background(), websocket.MessageText, f.Bytes) // the sweep keeps the time
			k.done(len(f.Bytes))
			if err != nil {
				k.end()
			}
		}
		switch code := k.closing(); {
		case code == 0:
			k.guard(k.talk.drained)
		case code == closeGone:
			k.conn.CloseNow()
			return
		default:
			k.conn.Close(websocket.StatusCode(code), k.reason)
			return
		}
	}
}

// next takes a frame from the queue.
func (k *socket) next() (*hub.Frame, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.code != 0 || len(k.queue) == 0 {
		return nil, false
	}
	q := k.queue[0]
	k.queue[0] = queued{}
	k.queue = k.queue[1:]
	k.writing = q.since
	return q.frame, true
}

func (k *socket) done(bytes int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.writing = time.Time{}
	if k.code == 0 {
		k.waiting -= bytes
	}
}

// encodeFrame is a frame of our own making.
func encodeFrame(v any) *hub.Frame {
	var b bytes.Buffer
	if err := writeJSON(&b, v); err != nil {
		panic("web: a frame that is no JSON: " + err.Error())
	}
	return &hub.Frame{Bytes: bytes.TrimSuffix(b.Bytes(), []byte("\n"))}
}

// taker hands a hijacked connection to its socket, with a send buffer of our size.
type taker struct {
	http.ResponseWriter
	k *socket
}

// Hijack is net/http's.
func (t taker) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffers, err := http.NewResponseController(t.ResponseWriter).Hijack()
	if sized, ok := conn.(interface{ SetWriteBuffer(int) error }); ok && err == nil {
		_ = sized.SetWriteBuffer(sendBuffer) // where it can't be set, the kernel's own size will do
	}
	t.k.raw = conn
	return conn, buffers, err
}
