package health

import (
	"context"
	"sync"
	"time"
)

// What is remembered: an hour, in steps that a small drawing can show.
const (
	SampleEvery = 30 * time.Second
	samplesKept = 120
)

// Sample is how the server was for one step.
type Sample struct {
	At time.Time `json:"at"`
	// Sockets are those that were open at its end, Waiting the operations before the writer, Behind the events that the
	// slowest follower of the log had not read.
	Sockets int   `json:"sockets"`
	Waiting int64 `json:"waiting"`
	Behind  int64 `json:"behind"`
	// Messages were stored in it, each within MessageMS on average.
	Messages  int64   `json:"messages"`
	MessageMS float64 `json:"message_ms"`
	LiveBytes uint64  `json:"live_bytes"`
}

// History is the last hour, in memory: nobody looks further back here, and a restart begins anew.
type History struct {
	metrics *Metrics
	fill    func(*Sample)

	mu      sync.Mutex
	samples []Sample
	sent    int64
	took    time.Duration
}

// NewHistory returns an empty one. fill says what the metrics do not count.
func NewHistory(metrics *Metrics, fill func(*Sample)) *History {
	return &History{metrics: metrics, fill: fill}
}

// Keep takes samples until ctx ends.
func (h *History) Keep(ctx context.Context) {
	ticker := time.NewTicker(SampleEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-ticker.C:
			h.Take(now)
		}
	}
}

// Take takes one sample.
func (h *History) Take(now time.Time) {
	s := Sample{At: now.UTC()}
	h.fill(&s)
	sent, took := h.metrics.Sent()
	_, s.LiveBytes = Memory()
	h.mu.Lock()
	defer h.mu.Unlock()
	s.Messages = sent - h.sent
	if s.Messages > 0 {
		s.MessageMS = float64((took - h.took).Microseconds()) / 1000 / float64(s.Messages)
	}
	h.sent, h.took = sent, took
	if len(h.samples) == samplesKept {
		h.samples = append(h.samples[:0], h.samples[1:]...)
	}
	h.samples = append(h.samples, s)
}

// Samples returns the last hour, the oldest first.
func (h *History) Samples() []Sample {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]Sample{}, h.samples...)
}
