package health_test

import (
	"runtime"
	"testing"
	"time"

	"campfire/internal/health"
)

func TestTheLastHourIsRemembered(t *testing.T) {
	metrics := health.NewMetrics(func() []health.Reading { return nil })
	sockets := 0
	h := health.NewHistory(metrics, func(s *health.Sample) { sockets++; s.Sockets = sockets })
	if got := h.Samples(); got == nil || len(got) != 0 {
		t.Errorf("at first there is %v", got)
	}
	now := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	runtime.GC() // before the first nothing is known to be alive
	metrics.Message("sent", 2*time.Millisecond)
	metrics.Message("sent", 4*time.Millisecond)
	metrics.Message("refused", time.Hour)
	h.Take(now)
	h.Take(now.Add(health.SampleEvery))
	got := h.Samples()
	if got[0].Messages != 2 || got[0].MessageMS != 3 || got[0].LiveBytes == 0 || got[0].Sockets != 1 || got[1].Messages != 0 || got[1].MessageMS != 0 {
		t.Errorf("two samples: %+v", got)
	}
	for n := range 200 {
		h.Take(now.Add(time.Duration(n+2) * health.SampleEvery))
	}
	got = h.Samples()
	if span := got[len(got)-1].At.Sub(got[0].At) + health.SampleEvery; span != time.Hour || got[len(got)-1].Sockets != 202 {
		t.Errorf("%d samples span %v", len(got), span)
	}
}
