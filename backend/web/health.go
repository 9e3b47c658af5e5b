package web

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"relevo/backend/desk"
)

// readyWithin is how long committing a probe may take before the server counts as not ready.
const readyWithin = 3 * time.Second

func (s *Server) mountHealth() {
	s.echo.GET("/healthz", func(c echo.Context) error { return c.String(http.StatusOK, "alive\n") })
	s.echo.GET("/readyz", s.ready)
	s.echo.GET("/metrics", echo.WrapHandler(promhttp.HandlerFor(s.o.Metrics, promhttp.HandlerOpts{})))
}

// ready answers whether an event could be committed now.
func (s *Server) ready(c echo.Context) error {
	ctx, cancel := context.WithTimeout(c.Request().Context(), readyWithin)
	defer cancel()
	if err := s.o.Log.Ready(ctx); err != nil {
		return desk.Refuse(desk.Unavailable, "No event can be committed right now.")
	}
	return c.String(http.StatusOK, "ready\n")
}

// metrics are the server's own.
type metrics struct {
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	commands *prometheus.CounterVec
}

func newMetrics(registry prometheus.Registerer) (metrics, error) {
	m := metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "relevo_http_requests_total", Help: "Requests by method, route and status.",
		}, []string{"method", "route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "relevo_http_request_seconds", Help: "How long requests took, by route.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5},
		}, []string{"route"}),
		commands: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "relevo_commands_total", Help: "Commands by name and outcome: ok, or the refusal's code.",
		}, []string{"command", "outcome"}),
	}
	return m, errors.Join(registry.Register(m.requests), registry.Register(m.seconds), registry.Register(m.commands))
}

// request counts one request. A method of the client's own making is no label of ours.
func (m metrics) request(method, route string, status int, took time.Duration) {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
	default:
		method = "other"
	}
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(route).Observe(took.Seconds())
}

// count counts one command by what became of it.
func (s *Server) count(c *call, err error) {
	if !c.route.command {
		return
	}
	outcome := "ok"
	if err != nil {
		outcome = string(internal)
		if r, ok := errors.AsType[*desk.Error](err); ok {
			outcome = string(r.Code)
		} else if p, ok := errors.AsType[*problem](err); ok {
			outcome = p.body.Code
		}
	}
	s.metrics.commands.WithLabelValues(c.route.id, outcome).Inc()
}
