package stats

import (
	"slices"
	"testing"
	"time"
)

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		in   []float64
		want float64
	}{
		{nil, 0},
		{[]float64{7}, 7},
		{[]float64{9, 1, 5}, 5},
		{[]float64{4, 1, 3, 2}, 2.5},
	} {
		in := slices.Clone(c.in)
		if got := Median(in); got != c.want {
			t.Errorf("Median(%v) = %v, want %v", c.in, got, c.want)
		}
		if !slices.Equal(in, c.in) {
			t.Errorf("Median changed its input to %v", in)
		}
	}
}

func TestPercentile(t *testing.T) {
	hundred := make([]int, 100)
	for i := range hundred {
		hundred[i] = i + 1
	}
	for p, want := range map[float64]int{0: 1, 1: 1, 50: 50, 95: 95, 99: 99, 99.5: 100, 100: 100} {
		if got := Percentile(hundred, p); got != want {
			t.Errorf("p%v = %d, want %d", p, got, want)
		}
	}
	if got := Percentile([]int{3}, 99); got != 3 {
		t.Errorf("p99 of one sample = %d", got)
	}
	if got := Percentile([]int(nil), 99); got != 0 {
		t.Errorf("p99 of nothing = %d", got)
	}
}

func TestLatency(t *testing.T) {
	p50, p99 := Latency([]time.Duration{3 * time.Millisecond, time.Millisecond, 2500 * time.Microsecond})
	if p50 != 2.5 || p99 != 3 {
		t.Errorf("p50 %v, p99 %v", p50, p99)
	}
}

func TestRatiosSkipMissingRounds(t *testing.T) {
	got := Ratios([]float64{10, 0, 9, 4}, []float64{5, 2, 3})
	if !slices.Equal(got, []float64{2, 3}) {
		t.Errorf("ratios %v", got)
	}
}
