// Package stats turns samples of a benchmark into the few numbers worth printing.
package stats

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// Median returns the middle value (the mean of the two middle ones for an even count), 0 without values.
func Median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

// Percentile returns the nearest-rank percentile (p in 0..100) of sorted values, the zero value without any.
func Percentile[T cmp.Ordered](sorted []T, p float64) T {
	var zero T
	if len(sorted) == 0 {
		return zero
	}
	rank := int(math.Ceil(p/100*float64(len(sorted)))) - 1
	return sorted[min(max(rank, 0), len(sorted)-1)]
}

// Milliseconds is how tables and JSON of the bench quote a duration.
func Milliseconds(d time.Duration) float64 {
	return float64(d) / float64(time.Millisecond)
}

// Latency sorts the samples in place and returns their median and 99th percentile in milliseconds.
func Latency(samples []time.Duration) (p50, p99 float64) {
	slices.Sort(samples)
	return Milliseconds(Percentile(samples, 50)), Milliseconds(Percentile(samples, 99))
}

// Ratios divides round by round, so that drift of the machine between rounds cancels out.
// Rounds in which either side is missing or zero are left out.
func Ratios(a, b []float64) []float64 {
	var out []float64
	for i := range min(len(a), len(b)) {
		if a[i] > 0 && b[i] > 0 {
			out = append(out, a[i]/b[i])
		}
	}
	return out
}
