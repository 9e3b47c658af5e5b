package web

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"

	"relevo/backend/channel/webchat"
	"relevo/backend/desk"
	"relevo/backend/dispatch"
	"relevo/backend/workplace"
)

// Options are everything that a server needs. All of it is named here; nothing is global.
type Options struct {
	Log        Log
	In         func(desk.WorkplaceID) Scope // the reading scope of one workplace
	Drafts     Drafts
	Dispatcher *dispatch.Dispatcher
	Directory  *workplace.Directory
	Office     *workplace.Editor
	Personal   *workplace.Personal
	SetUp      SetUp
	Sessions   Sessions
	Chat       *webchat.Chat
	Live       Live
	Pages      *Pages

	Metrics *prometheus.Registry
	Logger  *slog.Logger
	Now     func() time.Time

	// PublicURL is how people reach the server; nil: as they asked for it. Under https cookies are Secure.
	PublicURL *url.URL
	// Origins are further pages that may open the live socket, as scheme://host.
	Origins []string
	// TrustedProxies are the networks whose X-Forwarded-For is believed.
	TrustedProxies []*net.IPNet
	// BodyLimit is how many bytes a body may have; 0: 256 KiB.
	BodyLimit int64
	// IdleLock is after how long without a hand on the machine a person's screens lock.
	IdleLock time.Duration
	Rates    Rates
}

// Server answers HTTP. Make it with New.
type Server struct {
	o       Options
	echo    *echo.Echo
	api     api
	limits  limits
	metrics metrics
	sockets *sockets
}

// New puts everything together. It fails where the metrics can't be registered.
func New(o Options) (*Server, error) {
	if o.BodyLimit == 0 {
		o.BodyLimit = 256 << 10
	}
	s := &Server{o: o, echo: echo.New(), limits: newLimits(o.Rates, o.Now)}
	if o.Live.Customer == nil {
		s.o.Live.Customer = s.chatter
	}
	var err error
	if s.metrics, err = newMetrics(o.Metrics); err != nil {
		return nil, fmt.Errorf("register the metrics: %w", err)
	}
	if s.sockets, err = newSockets(s.o); err != nil {
		return nil, fmt.Errorf("register the sockets' metrics: %w", err)
	}
	s.echo.HTTPErrorHandler = s.refuse
	s.echo.IPExtractor = addresses(o.TrustedProxies)
	s.echo.Use(s.around, zipped)
	s.api = api{humaecho.New(s.echo, huma.Config{OpenAPI: document()})}
	s.mountConversations()
	s.mountCommands()
	s.mountStarts()
	s.mountSessions()
	s.mountMembers()
	s.mountLists()
	s.mountChat()
	if err := s.mountDocument(); err != nil {
		return nil, err
	}
	s.mountHealth()
	s.mountPages()
	s.echo.GET("/api/v1/live", s.live)
	s.echo.GET("/api/v1/chat/live", s.chatLive)
	return s, nil
}

// Handler is the whole server.
func (s *Server) Handler() http.Handler { return s.echo }

// HTTP is a server for the handler with the time and room that any client gets.
func (s *Server) HTTP() *http.Server {
	return &http.Server{
		Handler:           s.Handler(),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       20 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(s.o.Logger.Handler(), slog.LevelDebug),
	}
}

// addresses reads the client's address: the connection's, or what a trusted proxy says.
func addresses(proxies []*net.IPNet) echo.IPExtractor {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect()
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, network := range proxies {
		trust = append(trust, echo.TrustIPRange(network))
	}
	return echo.ExtractIPFromXFFHeader(trust...)
}

// refuse answers what Echo refuses by itself, and what a plain handler answered as an error.
func (s *Server) refuse(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	ctx, method := c.Request().Context(), c.Request().Method
	if h, ok := errors.AsType[*echo.HTTPError](err); ok {
		err = fromEcho(h)
	}
	s.refusal(ctx, err).write(c.Response(), method)
}

// fromEcho makes Echo's errors ours.
func fromEcho(h *echo.HTTPError) error {
	switch {
	case h.Code == http.StatusNotFound:
		return notFound()
	case h.Code == http.StatusMethodNotAllowed:
		return newProblem(desk.Malformed, "This can't be done here.").as(h.Code)
	case h.Code < http.StatusInternalServerError:
		return newProblem(desk.Malformed, "The request can't be read.").as(h.Code)
	}
	return h
}

// secure tells whether people reach the server by https.
func (s *Server) secure() bool { return s.o.PublicURL != nil && s.o.PublicURL.Scheme == "https" }

// ownOrigin tells whether a page of this origin is ours: the public URL's, the one that was asked, or one of Origins.
func (s *Server) ownOrigin(r *http.Request, origin string) bool {
	for _, o := range s.o.Origins {
		if origin == o {
			return true
		}
	}
	if s.o.PublicURL != nil {
		return origin == s.o.PublicURL.Scheme+"://"+s.o.PublicURL.Host
	}
	return origin == "http://"+r.Host || origin == "https://"+r.Host
}
