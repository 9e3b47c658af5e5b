package web

import (
	"compress/gzip"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

type requestKey struct{}

// requestHeader tells whoever asked under which id the log knows of it.
const requestHeader = "X-Request-Id"

// requestID is the id under which a request is logged.
func requestID(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

// around is what surrounds every request: its id, the headers that every answer has, the log, the metrics, and the net
// under a panic.
func (s *Server) around(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		began := time.Now()
		r := c.Request()
		id := rand.Text() // never one that the client says: it would be somebody's words in the log
		c.SetRequest(r.WithContext(context.WithValue(r.Context(), requestKey{}, id)))
		c.Response().Header().Set(requestHeader, id)
		s.secureHeaders(c.Response().Header(), r)
		err := s.caught(next, c)
		if errors.Is(err, echo.ErrNotFound) { // no route: perhaps a file, or a page's own route
			err = s.caught(s.static, c)
		}
		if err != nil {
			c.Error(err)
		}
		s.observe(c, time.Since(began))
		return nil
	}
}

// zipped sends what the API answers at length in a tenth of the bytes: a stream's rows are much alike. What only a POST
// answers, such as a token, is never compressed beside somebody else's words.
var zipped = middleware.GzipWithConfig(middleware.GzipConfig{
	Level:     gzip.BestSpeed,
	MinLength: 4 << 10,
	Skipper: func(c echo.Context) bool {
		r := c.Request()
		return r.Method != http.MethodGet || !strings.HasPrefix(r.URL.Path, "/api/") || r.Header.Get("Upgrade") != ""
	},
})

// caught runs a handler and turns its panic into an error. What net/http panics with to end a connection goes on.
func (s *Server) caught(next echo.HandlerFunc, c echo.Context) (err error) {
	defer func() {
		switch r := recover(); {
		case r == nil:
		case r == http.ErrAbortHandler:
			panic(r)
		default:
			err = fmt.Errorf("panic: %s\n%s", panicText(r), debug.Stack())
		}
	}()
	return next(c)
}

// panicText says what a panic was about, without values that may be somebody's words.
func panicText(r any) string {
	if err, ok := r.(runtime.Error); ok {
		return err.Error()
	}
	return fmt.Sprintf("%T", r)
}

// observe counts and logs a request: the route, never the query or a body.
func (s *Server) observe(c echo.Context, took time.Duration) {
	r, route := c.Request(), c.Path()
	method := methodOf(r)
	status := c.Response().Status
	if route == "" {
		route = "other"
	}
	if status != http.StatusSwitchingProtocols { // a socket's whole life is no request's time
		s.metrics.request(method, route, status, took)
	}
	s.o.Logger.LogAttrs(r.Context(), slog.LevelDebug, "request", slog.String("request", requestID(r.Context())),
		slog.String("method", method), slog.String("route", route), slog.Int("status", status), slog.Duration("took", took))
}

// secureHeaders sets what every answer has. Pages set their own policy over it.
func (s *Server) secureHeaders(h http.Header, r *http.Request) {
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	if strings.HasPrefix(r.URL.Path, "/api/") {
		h.Set("Cache-Control", "no-store")
	}
	if strings.HasPrefix(r.URL.Path, chatPath) {
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Access-Control-Expose-Headers", "Retry-After, "+requestHeader)
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	}
	if s.secure() {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}
