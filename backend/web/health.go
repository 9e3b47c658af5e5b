package web

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
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
