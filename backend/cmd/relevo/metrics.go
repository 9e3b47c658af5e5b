package main

import (
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"relevo/backend/lara"
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
