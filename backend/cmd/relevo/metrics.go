package main

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"relevo/backend/lara"
	"relevo/backend/ledger"
)

// This file holds the metrics that no room serves itself. All names are in docs/operations.md.

// newRegistry holds the process's own figures from the beginning.
func newRegistry() *prometheus.Registry {
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return registry
}

// countLara counts what becomes of Lara's work. Every outcome is there from the start, so that its rate is known to be nothing.
func countLara(registry *prometheus.Registry) func(lara.Outcome) {
	outcomes := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "relevo_lara_outcomes_total", Help: "What became of the things that Lara set out to do.",
	}, []string{"outcome"})
	registry.MustRegister(outcomes)
	for _, o := range lara.Outcomes {
		outcomes.WithLabelValues(string(o))
	}
	return func(o lara.Outcome) { outcomes.WithLabelValues(string(o)).Inc() }
}

// watchWriter shows what the log's writer does.
func watchWriter(registry *prometheus.Registry, l *ledger.Ledger) {
	w := &writerWatch{
		commit: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "relevo_commit_seconds", Help: "How long transactions took, from their first unit to the disk.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5},
		}, []string{"outcome"}),
		batch: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "relevo_batch_commands", Help: "How many units of work a transaction held.", Buckets: []float64{1, 2, 4, 8, 16, 32, 64, 128, 256},
		}),
		shed: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "relevo_commands_shed_total", Help: "Commands that were told to come back because the writer was too far behind.",
		}),
	}
	w.commit.WithLabelValues("kept")
	w.commit.WithLabelValues("failed")
	registry.MustRegister(w.commit, w.batch, w.shed,
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "relevo_commands_waiting", Help: "Units of work that wait for the writer."}, func() float64 {
			waiting, _ := l.Waiting()
			return float64(waiting)
		}),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "relevo_writer_behind_seconds", Help: "How far behind the writer is."}, func() float64 {
			_, behind := l.Waiting()
			return behind.Seconds()
		}))
	l.Observe(w)
}

// writerWatch counts for the ledger.
type writerWatch struct {
	commit *prometheus.HistogramVec
	batch  prometheus.Histogram
	shed   prometheus.Counter
}

// Transaction counts a transaction.
func (w *writerWatch) Transaction(units int, took time.Duration, kept bool) {
	outcome := "kept"
	if !kept {
		outcome = "failed"
	}
	w.commit.WithLabelValues(outcome).Observe(took.Seconds())
	if units > 0 {
		w.batch.Observe(float64(units))
	}
}

// Shed counts a command that was sent away.
func (w *writerWatch) Shed() { w.shed.Inc() }
