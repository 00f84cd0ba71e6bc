package report

import (
	"context"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"
)

// slow is a log that takes nothing until it is let go.
type slow struct {
	slog.Handler
	gate  chan struct{}
	lines []slog.Record
}

func (s *slow) Enabled(context.Context, slog.Level) bool { return true }

func (s *slow) Handle(_ context.Context, r slog.Record) error {
	<-s.gate
	s.lines = append(s.lines, r)
	return nil
}

func TestE10ALogThatTakesNothingKeepsNobodyWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const said = 3 * backlog
		sink := &slow{gate: make(chan struct{})}
		q := start(sink)
		began := time.Now()
		for n := range said {
			q.logger.Error("failed", "n", n)
			synctest.Wait() // the queue has taken what it can
		}
		if took := time.Since(began); took != 0 {
			t.Fatalf("saying it took %v", took)
		}
		close(sink.gate)
		close(q.stop)
		<-q.done
		kept, dropped, last := 0, int64(0), int64(-1)
		for _, r := range sink.lines {
			r.Attrs(func(a slog.Attr) bool {
				if a.Key == "lines" {
					dropped += a.Value.Int64()
				} else if kept++; a.Value.Int64() <= last {
					t.Errorf("line %d comes after %d", a.Value.Int64(), last)
				} else {
					last = a.Value.Int64()
				}
				return true
			})
		}
		if kept != backlog+1 || dropped != said-backlog-1 {
			t.Errorf("%d lines are written down and %d are told as dropped, of %d", kept, dropped, said)
		}
	})
}
