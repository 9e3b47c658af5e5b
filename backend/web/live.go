package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/coder/websocket"
	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/time/rate"

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
	closeTooBig    = int(websocket.StatusMessageTooBig)
	closeInternal  = int(websocket.StatusInternalError)
	closeTryLater  = int(websocket.StatusTryAgainLater)
)

// sockets are all that are open. Nothing else knows of them once a handler has taken one over from net/http.
type sockets struct {
	live   Live
	log    *slog.Logger
	now    func() time.Time
	closes *prometheus.CounterVec

	sweeper sync.Once // starts with the first socket
	stop    chan struct{}
	serving sync.WaitGroup

	mu      sync.Mutex // guards the fields below
	closing bool
	open    map[*socket]bool
	held    map[string]int // sockets by user, conversation and address
}

func newSockets(o Options) (*sockets, error) {
	all := &sockets{
		live: o.Live, log: o.Logger, now: o.Now, stop: make(chan struct{}), open: map[*socket]bool{}, held: map[string]int{},
		closes: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "relevo_socket_closes_total", Help: "Live sockets that were closed by the server, by code.",
		}, []string{"code"}),
	}
	open := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "relevo_sockets", Help: "Open live sockets, customers' included."}, func() float64 {
		all.mu.Lock()
		defer all.mu.Unlock()
		return float64(len(all.open))
	})
	count := func(name, help string, figure func(hub.Stats) int64) prometheus.Collector {
		return prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help}, func() float64 { return float64(figure(o.Live.Hub.Stats())) })
	}
	collectors := []prometheus.Collector{all.closes, open}
	if o.Live.Hub != nil {
		collectors = append(collectors,
			count("relevo_hub_events_total", "Events that the hub read and encoded.", func(s hub.Stats) int64 { return s.Events }),
			count("relevo_hub_frames_total", "Frames of events that were handed to sockets.", func(s hub.Stats) int64 { return s.Frames }),
			count("relevo_hub_resyncs_total", "Clients that had to fetch the snapshot anew.", func(s hub.Stats) int64 { return s.Resyncs }),
		)
	}
	var errs []error
	for _, c := range collectors {
		errs = append(errs, o.Metrics.Register(c))
	}
	return all, errors.Join(errs...)
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

// serve takes the connection over from HTTP and stays until its end.
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
	defer all.leave(address)
	k := all.newSocket()
	conn, err := websocket.Accept(taker{c.Response(), k}, r, &websocket.AcceptOptions{
		InsecureSkipVerify: true, // the handlers look at the origin themselves, more exactly
		CompressionMode:    websocket.CompressionDisabled,
		OnPingReceived:     func(context.Context, []byte) bool { k.alive(); return k.frames == nil || k.frames.AllowN(all.now(), 1) },
		OnPongReceived:     func(context.Context, []byte) { k.alive() },
	})
	if err != nil {
		return nil // the library has answered
	}
	if all.live.FrameLimit > 0 {
		conn.SetReadLimit(all.live.FrameLimit)
	}
	k.conn, k.talk = conn, with(k)
	k.run()
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
	all.sweeper.Do(func() { all.serving.Add(1); go all.sweepAll() })
	return nil
}

func (all *sockets) leave(address string) {
	all.drop(address)
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

func (all *sockets) drop(key string) {
	all.mu.Lock()
	defer all.mu.Unlock()
	if all.held[key]--; all.held[key] <= 0 {
		delete(all.held, key)
	}
}

// add has a socket swept and closed; false: the server is going away.
func (all *sockets) add(k *socket) bool {
	all.mu.Lock()
	defer all.mu.Unlock()
	all.open[k] = true
	return !all.closing
}

func (all *sockets) remove(k *socket) {
	all.mu.Lock()
	defer all.mu.Unlock()
	delete(all.open, k)
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
}

// newSocket is a socket that is not connected yet.
func (all *sockets) newSocket() *socket {
	now := all.now()
	k := &socket{all: all, began: now, wake: make(chan struct{}, 1), written: make(chan struct{})}
	if perSecond := all.live.FramesPerSecond; perSecond > 0 {
		k.frames = rate.NewLimiter(rate.Limit(perSecond), max(1, int(5*perSecond)))
	}
	k.heard.Store(now.UnixNano())
	k.pinged = now
	return k
}

// problemFrame says that the frame before could not be used.
func problemFrame(code desk.Code, detail string) *hub.Frame {
	return encodeFrame(wire.FrameProblem{Type: wire.FrameError, Code: string(code), Detail: detail})
}
