package web

import (
	"errors"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"relevo/backend/cast"
	"relevo/backend/hub"
)

// newSockets makes the registry with its figures.
func newSockets(o Options) (*sockets, error) {
	lag := prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: "relevo_fanout_seconds", Help: "From the news of a commit until its events were handed to the last socket of a round.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
	})
	all := &sockets{
		live: o.Live, log: o.Logger, now: o.Now, stop: make(chan struct{}), open: map[*socket]bool{}, held: map[string]int{},
		closes: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "relevo_socket_closes_total", Help: "Live sockets that were closed by the server, by code.",
		}, []string{"code"}),
		cast: cast.New(cast.Options{QueueBytes: o.Live.QueueBytes, Now: o.Now, Lag: func(d time.Duration) { lag.Observe(d.Seconds()) }}),
	}
	collectors := []prometheus.Collector{
		all.closes, lag,
		all.gauge("relevo_sockets", "Open live sockets, customers' included.", func(cast.Queue) int { return 1 }),
		all.gauge("relevo_queue_bytes", "Bytes of frames that wait to be written, on all sockets.", func(q cast.Queue) int { return q.Bytes }),
		all.gauge("relevo_stuck_sockets", "Sockets whose clients do not take what was written.", func(q cast.Queue) int {
			if q.Stuck {
				return 1
			}
			return 0
		}),
	}
	if o.Live.Hub != nil {
		collectors = append(collectors,
			hubCount(o.Live.Hub, "relevo_hub_events_total", "Events that the hub read and encoded.", func(s hub.Stats) int64 { return s.Events }),
			hubCount(o.Live.Hub, "relevo_hub_frames_total", "Frames of events that were handed to sockets.", func(s hub.Stats) int64 { return s.Frames }),
			hubCount(o.Live.Hub, "relevo_hub_resyncs_total", "Clients that had to fetch the snapshot anew.", func(s hub.Stats) int64 { return s.Resyncs }),
		)
	}
	var errs []error
	for _, c := range collectors {
		errs = append(errs, o.Metrics.Register(c))
	}
	return all, errors.Join(errs...)
}

// gauge is a sum over all open sockets, made when somebody asks.
func (all *sockets) gauge(name, help string, of func(cast.Queue) int) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, func() float64 {
		sum := 0
		for _, k := range all.everyone() {
			sum += of(k.line.Queue())
		}
		return float64(sum)
	})
}

// hubCount is a figure that the hub counts.
func hubCount(h *hub.Hub, name, help string, figure func(hub.Stats) int64) prometheus.Collector {
	return prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help}, func() float64 { return float64(figure(h.Stats())) })
}
