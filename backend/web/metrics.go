package web

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"relevo/backend/desk"
)

// metrics are the server's own. No label holds anything that a client made up: routes are patterns, codes are ours.
type metrics struct {
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	commands *prometheus.CounterVec
	logins   *prometheus.CounterVec
}

func newMetrics(registry prometheus.Registerer) (metrics, error) {
	m := metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "relevo_http_requests_total", Help: "Requests by method, route and status.",
		}, []string{"method", "route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "relevo_http_request_seconds", Help: "How long requests took, by route and class of status.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5},
		}, []string{"route", "class"}),
		commands: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "relevo_commands_total", Help: "Commands by name and outcome: ok, or the refusal's code.",
		}, []string{"command", "outcome"}),
		logins: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "relevo_logins_total", Help: "Attempts to sign in by outcome: ok, or the refusal's code.",
		}, []string{"outcome"}),
	}
	return m, errors.Join(registry.Register(m.requests), registry.Register(m.seconds), registry.Register(m.commands), registry.Register(m.logins))
}

// request counts one request.
func (m metrics) request(method, route string, status int, took time.Duration) {
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(route, strconv.Itoa(status/100)+"xx").Observe(took.Seconds())
}

// methodOf is a request's method, or "other" for one of the client's own making.
func methodOf(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return r.Method
	}
	return "other"
}

// count counts one command, or one attempt to sign in, by what became of it.
func (s *Server) count(c *call, err error) {
	switch {
	case c.route.command:
		s.metrics.commands.WithLabelValues(c.route.id, outcomeOf(err)).Inc()
	case c.route.id == signInID:
		s.metrics.logins.WithLabelValues(outcomeOf(err)).Inc()
	}
}

func outcomeOf(err error) string {
	if err == nil {
		return "ok"
	}
	if r, ok := errors.AsType[*desk.Error](err); ok {
		return string(r.Code)
	}
	if p, ok := errors.AsType[*problem](err); ok {
		return p.body.Code
	}
	return string(internal)
}
