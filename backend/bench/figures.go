package bench

import (
	"math"
	"slices"
	"time"
)

// sample is what one side did in one round.
type sample struct {
	items   float64       // commands, deliveries
	seconds float64       // of the clock
	cpu     time.Duration // of the side's own process
}

func (s sample) rate() float64 { return ratio(s.items, s.seconds) }

// perItem is the CPU time that one item took, in microseconds.
func (s sample) perItem() float64 { return ratio(float64(s.cpu.Nanoseconds())/1e3, s.items) }

// ratio is a quotient, NaN where there is nothing to divide by.
func ratio(a, b float64) float64 {
	if b == 0 {
		return math.NaN()
	}
	return a / b
}

// median is the middle of the values, or the mean of the two in the middle.
func median(values []float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

// percentile is the smallest value that p percent of all values don't exceed.
func percentile(values []time.Duration, p float64) time.Duration {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	rank := int(math.Ceil(p / 100 * float64(len(sorted))))
	return sorted[min(max(rank, 1), len(sorted))-1]
}

// millis is a duration in milliseconds.
func millis(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1e6 }

// medianOf is the median of something of every sample.
func medianOf(samples []sample, of func(sample) float64) float64 {
	values := make([]float64, len(samples))
	for i, s := range samples {
		values[i] = of(s)
	}
	return median(values)
}

// ratioOf is the median over the rounds of one side's rate by the other's: a machine that drifts takes both along.
func ratioOf(ours, theirs []sample) float64 {
	values := make([]float64, min(len(ours), len(theirs)))
	for i := range values {
		values[i] = ratio(ours[i].rate(), theirs[i].rate())
	}
	return median(values)
}

// side is one of those that take turns.
type side func() (sample, error)

// interleave lets the sides take turns, each round in the reverse order of the one before. A first round warms up and
// is not counted.
func interleave(rounds int, sides ...side) ([][]sample, error) {
	all := make([][]sample, len(sides))
	for round := range rounds + 1 {
		for n := range sides {
			i := n
			if round%2 == 1 {
				i = len(sides) - 1 - n
			}
			s, err := sides[i]()
			if err != nil {
				return nil, err
			}
			if round > 0 {
				all[i] = append(all[i], s)
			}
		}
	}
	return all, nil
}
