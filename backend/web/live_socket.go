package web

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"runtime/debug"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"github.com/coder/websocket"

	"relevo/backend/cast"
	"relevo/backend/desk"
	"relevo/backend/hub"
	"relevo/backend/wire"
)

const (
	// linger is how long a socket that is to be closed may take to say so to a client that does not read.
	linger = 10 * time.Second
	// patience is how many times its allowance a client may overdo before it is closed.
	patience = 10
)

// socket is one open connection: the hub's way out, and the frames' way in. There are very many of them, and hardly
// anything happens on most: so there is no timer, channel or buffer for each, and no goroutine but the one that reads.
// Its line writes, and whatever has a time is done by the registry's sweep.
type socket struct {
	all   *sockets
	line  *cast.Line
	conn  *websocket.Conn // reads from and closes the line; nil until the handshake
	talk  dialogue
	heard atomic.Int64 // the last sign of life

	request string // the handshake's id, for the log

	// The reader's own.
	greeted bool
	refused int
	frames  bucket   // from the client
	keys    []string // under which the socket is counted

	// The sweep's own.
	began, pinged time.Time

	mu       sync.Mutex // guards the fields below, and the dialogue's
	welcomed bool       // hello was taken
	code     int        // 0: open
	closed   time.Time
}

// Send has a frame written after those before it.
func (k *socket) Send(f *hub.Frame) { k.line.Send(f) }

// Waiting is how many bytes are not written yet.
func (k *socket) Waiting() int { return k.line.Waiting() }

// Drop forgets what waits of a workplace.
func (k *socket) Drop(w desk.WorkplaceID) { k.line.Drop(w) }

// Full ends a socket behind which too much waits.
func (k *socket) Full() { k.Close(wire.CloseTooSlow, "too much waits to be read") }

// Drained asks for what else there is to send.
func (k *socket) Drained() { k.guard(k.talk.drained) }

// Failed ends the connection of a client that is gone; the reader notices.
func (k *socket) Failed() { k.cut() }

// Close forgets what waits and closes with a code, without waiting for it. The first one counts.
func (k *socket) Close(code int, reason string) {
	if k.shut(code) && k.conn != nil {
		k.all.serving.Go(func() { k.conn.Close(websocket.StatusCode(code), reason) }) // the library waits for the client's answer
	}
}

// shut is Close without telling the client; false: the socket was closing already.
func (k *socket) shut(code int) bool {
	if !k.end(code) {
		return false
	}
	k.line.Shut()
	k.all.closes.WithLabelValues(strconv.Itoa(code)).Inc()
	return true
}

// closeGone stands for a client that closed or vanished: there is nobody to tell a code.
const closeGone = -1

// end marks the socket as closing; false: it was already.
func (k *socket) end(code int) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.code != 0 {
		return false
	}
	k.code, k.closed = code, k.all.now()
	return true
}

// cut ends the connection under the library, which waits for its peer where it closes.
func (k *socket) cut() { _ = k.line.Close() }

// closing answers the code that the socket is being closed with.
func (k *socket) closing() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.code
}

// guard ends this connection alone when something goes wrong that should not.
func (k *socket) guard(work func()) {
	defer func() {
		if p := recover(); p != nil {
			k.all.log.Error("panic on a socket", slog.String("request", k.request), slog.String("panic", panicText(p)), slog.String("stack", string(debug.Stack())))
			k.Close(closeInternal, "something went wrong")
		}
	}()
	work()
}

// read takes one frame, and leaves the next to a new goroutine: what is done with a frame takes a large stack, and who
// waits for one needs a small one. There is always somebody reading, or pings and closings went unseen.
func (k *socket) read() {
	kind, b, err := k.conn.Read(context.Background()) // one with an end would cost a goroutine for each read
	if err != nil {
		k.leave(err)
		return
	}
	k.guard(func() {
		k.alive()
		k.receive(kind, b)
	})
	go k.read()
}

// leave ends the socket when nothing more can be read.
func (k *socket) leave(err error) {
	switch {
	case errors.Is(err, websocket.ErrMessageTooBig):
		k.Close(closeTooBig, "the frame is too large") // the library has told the client
	case !isGone(err) && k.shut(closeProtocol):
		_ = k.conn.Close(websocket.StatusCode(closeProtocol), "that is no frame of a client") // of some the library tells nothing
	}
	k.end(closeGone)
	k.guard(k.talk.leave)
	k.conn.CloseNow() // where Close is at work, this waits for its end
	k.all.remove(k)
}

// isGone tells whether nothing can be read because the client closed or the connection broke: anything else is bytes that
// are no frame.
func isGone(err error) bool {
	_, network := errors.AsType[net.Error](err)
	return network || websocket.CloseStatus(err) != -1 || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed)
}

// receive judges one frame's outside. What comes after the end is read only until the other side has seen the end.
func (k *socket) receive(kind websocket.MessageType, b []byte) {
	switch {
	case k.closing() != 0:
	case kind != websocket.MessageText || !utf8.Valid(b) || !isObject(b):
		k.Close(wire.CloseBadFrame, "a frame is one JSON object, as text in UTF-8")
	case k.allowed():
		k.take(b)
	}
}

// allowed counts a frame against the client's allowance.
func (k *socket) allowed() bool {
	perSecond := k.all.live.FramesPerSecond
	if k.frames.take(perSecond, k.all.now()) {
		k.refused = 0
		return true
	}
	if k.refused++; k.refused > patience*int(burst(perSecond)) {
		k.Close(wire.CloseTooSlow, "far too many frames")
		return false
	}
	k.Send(problemFrame(desk.RateLimited, "That was too much at once. Wait a moment."))
	return false
}

// take gives a frame to the dialogue and says what became of it where it is not used.
func (k *socket) take(b []byte) {
	ctx, kind := context.Background(), typeOf(b)
	var err error
	switch {
	case !k.greeted && kind != wire.FrameHello:
		k.Close(wire.CloseBadFrame, "the first frame is hello")
		return
	case !k.greeted:
		if err = k.talk.hello(ctx, b); err == nil {
			k.greeted = true
			k.settle(func() { k.welcomed = true })
			k.talk.drained() // asks for what was missed
		}
	default:
		err = k.talk.frame(ctx, kind, b)
	}
	if err != nil {
		k.answer(err)
	}
}

// answer turns a refusal into a frame, or into the end where there is no going on.
func (k *socket) answer(err error) {
	refusal, ok := errors.AsType[*desk.Error](err)
	switch {
	case !ok:
		k.all.log.Error("a socket's frame failed", slog.String("request", k.request), slog.String("error", err.Error()))
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

// settle looks at or changes what a dialogue keeps, which its reader and everybody else share.
func (k *socket) settle(f func()) {
	k.mu.Lock()
	defer k.mu.Unlock()
	f()
}

// bucket counts what comes against so much a second, of which five seconds' worth may come at once. The zero value is full.
type bucket struct {
	used float64
	at   int64
}

func burst(perSecond float64) float64 { return max(1, 5*perSecond) }

// take is true while there is room; perSecond 0: always.
func (b *bucket) take(perSecond float64, now time.Time) bool {
	if perSecond <= 0 {
		return true
	}
	at := now.UnixNano()
	b.used = max(0, b.used-time.Duration(at-b.at).Seconds()*perSecond)
	b.at = at
	if b.used+1 > burst(perSecond) {
		return false
	}
	b.used++
	return true
}
