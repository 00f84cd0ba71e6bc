package ratelimit_test

import (
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"campfire/internal/ratelimit"
)

// clock is turned by hand.
type clock struct{ time time.Time }

func newClock() *clock                      { return &clock{time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)} }
func (c *clock) now() time.Time             { return c.time }
func (c *clock) forward(span time.Duration) { c.time = c.time.Add(span) }

func newLimiter(perSecond float64, burst int) (*ratelimit.Limiter, *clock) {
	clock := newClock()
	limiter := ratelimit.New(perSecond, burst)
	limiter.SetClock(clock.now)
	return limiter, clock
}

// allowed asks so many times and counts the times it was allowed.
func allowed(limiter interface {
	Allow(string) (bool, time.Duration)
}, key string, times int) (count int) {
	for range times {
		if ok, _ := limiter.Allow(key); ok {
			count++
		}
	}
	return count
}

func TestLimiterAllows(t *testing.T) {
	for _, test := range []struct {
		name      string
		perSecond float64
		burst     int
		wait      time.Duration // after 100 attempts
		first     int
		second    int
	}{
		{"a burst, then nothing", 1, 5, 0, 5, 0},
		{"one more after its time", 1, 5, time.Second, 5, 1},
		{"nothing just before its time", 1, 5, 999 * time.Millisecond, 5, 0},
		{"no more than a burst after a long time", 1, 5, time.Hour, 5, 5},
		{"a bot of 50 messages a second", 50, 50, time.Second, 50, 50},
		{"one at least, even with no burst", 10, 0, 100 * time.Millisecond, 1, 1},
		{"rates below one a second", 0.1, 2, 10 * time.Second, 2, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			limiter, clock := newLimiter(test.perSecond, test.burst)
			first := allowed(limiter, "david", 100)
			clock.forward(test.wait)
			second := allowed(limiter, "david", 100)
			if first != test.first || second != test.second {
				t.Errorf("allowed %d, then %d; want %d, then %d", first, second, test.first, test.second)
			}
		})
	}
}

func TestLimiterKeepsKeysApart(t *testing.T) {
	limiter, _ := newLimiter(1, 3)
	if got := allowed(limiter, "david", 10); got != 3 {
		t.Fatalf("allowed David %d times, want 3", got)
	}
	if got := allowed(limiter, "kevin", 10); got != 3 {
		t.Errorf("allowed Kevin %d times, want 3", got)
	}
}

func TestWhoeverWaitsAsToldIsLetIn(t *testing.T) {
	for _, perSecond := range []float64{0.07, 0.3, 1, 3, 7, 33, 999, 12345.678} {
		limiter, clock := newLimiter(perSecond, 2)
		allowed(limiter, "david", 2)
		for attempt := range 50 {
			ok, retryAfter := limiter.Allow("david")
			if ok || retryAfter <= 0 {
				t.Fatalf("%v a second: attempt %d gives %v, %v", perSecond, attempt, ok, retryAfter)
			}
			if longest := time.Duration(float64(time.Second)/perSecond) + time.Millisecond; retryAfter > longest {
				t.Fatalf("%v a second: told to wait %v, want at most %v", perSecond, retryAfter, longest)
			}
			clock.forward(retryAfter)
			if ok, again := limiter.Allow("david"); !ok {
				t.Fatalf("%v a second: waited %v and was told %v more", perSecond, retryAfter, again)
			}
			allowed(limiter, "david", 100)
		}
	}
}

func TestWithoutALimitEverythingIsAllowed(t *testing.T) {
	var noLimiter *ratelimit.Limiter
	var noWindow *ratelimit.Window
	for _, limiter := range []*ratelimit.Limiter{ratelimit.New(0, 10), ratelimit.New(-1, 10), noLimiter} {
		if got := allowed(limiter, "david", 1_000); got != 1_000 {
			t.Errorf("allowed %d of 1000", got)
		}
	}
	for _, window := range []*ratelimit.Window{ratelimit.NewWindow(0, time.Second), ratelimit.NewWindow(1, 0), noWindow} {
		window.Forget("david")
		if got := allowed(window, "david", 1_000); got != 1_000 {
			t.Errorf("allowed %d of 1000", got)
		}
	}
}

func TestLimiterForgetsIdleKeys(t *testing.T) {
	limiter, clock := newLimiter(10, 10)
	for i := range 5_000 {
		limiter.Allow(fmt.Sprint("key", i))
	}
	if limiter.Keys() != 5_000 {
		t.Fatalf("%d keys are kept, want 5000", limiter.Keys())
	}
	clock.forward(2 * time.Second)
	for i := range 1_000 {
		limiter.Allow(fmt.Sprint("new", i))
	}
	if got := limiter.Keys(); got != 1_000 {
		t.Errorf("%d keys are kept, want the 1000 in use", got)
	}
}

func TestLimiterIsBoundedAndDropsTheIdlestFirst(t *testing.T) {
	limiter, clock := newLimiter(0.001, 1)
	limiter.Allow("david")
	for i := range 20 * ratelimit.MaxKeys / 10 {
		clock.forward(time.Microsecond)
		limiter.Allow(fmt.Sprint("key", i))
		if i%100 == 0 {
			if ok, _ := limiter.Allow("david"); ok {
				t.Fatalf("a key in use was forgotten after %d others", i)
			}
		}
	}
	if got := limiter.Keys(); got > ratelimit.MaxKeys || got < ratelimit.MaxKeys*9/10 {
		t.Errorf("%d keys are kept, want about %d and no more", got, ratelimit.MaxKeys)
	}
	if ok, _ := limiter.Allow("key0"); !ok {
		t.Error("the idlest key was kept")
	}
}

func TestLimiterIsExactUnderConcurrency(t *testing.T) {
	limiter, _ := newLimiter(1, 100)
	var count atomic.Int64
	var work sync.WaitGroup
	for range 8 {
		work.Go(func() {
			for i := range 2_000 {
				count.Add(int64(allowed(limiter, strconv.Itoa(i%4), 1)))
			}
		})
	}
	work.Wait()
	if got := count.Load(); got != 400 {
		t.Errorf("allowed %d, want 400", got)
	}
}

func BenchmarkLimiterAllow(b *testing.B) {
	keys := make([]string, 1_024)
	for i := range keys {
		keys[i] = fmt.Sprintf("user%011d", i)
	}
	b.Run("one key", func(b *testing.B) {
		limiter := ratelimit.New(1e9, 100)
		for b.Loop() {
			limiter.Allow(keys[0])
		}
	})
	b.Run("refused", func(b *testing.B) {
		limiter := ratelimit.New(0.001, 1)
		for b.Loop() {
			limiter.Allow(keys[0])
		}
	})
	b.Run("1024 keys in parallel", func(b *testing.B) {
		limiter := ratelimit.New(1e9, 100)
		b.RunParallel(func(pb *testing.PB) {
			for i := 0; pb.Next(); i++ {
				limiter.Allow(keys[i%len(keys)])
			}
		})
	})
}
