package ratelimit_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"campfire/internal/ratelimit"
)

func newWindow(limit int, per time.Duration) (*ratelimit.Window, *clock) {
	clock := newClock()
	window := ratelimit.NewWindow(limit, per)
	window.SetClock(clock.now)
	return window, clock
}

func TestWindowAllows(t *testing.T) {
	for _, test := range []struct {
		name string
		then func(*ratelimit.Window, *clock) // after 3 attempts at once, of 3 a minute
		want int
	}{
		{"no more than its limit", func(w *ratelimit.Window, c *clock) {}, 0},
		{"nothing before the span is over", func(w *ratelimit.Window, c *clock) {
			c.forward(time.Minute - 1)
		}, 0},
		{"as many again once it is over", func(w *ratelimit.Window, c *clock) {
			c.forward(time.Minute)
		}, 3},
		{"as many again after a success", func(w *ratelimit.Window, c *clock) {
			w.Forget("david")
		}, 3},
		{"nothing more after the success of another", func(w *ratelimit.Window, c *clock) {
			w.Forget("kevin")
		}, 0},
		{"the owner back in, though someone kept knocking", func(w *ratelimit.Window, c *clock) {
			for range 60 {
				c.forward(time.Second - time.Millisecond)
				allowed(w, "david", 10)
			}
			c.forward(60 * time.Millisecond)
		}, 3},
	} {
		t.Run(test.name, func(t *testing.T) {
			window, clock := newWindow(3, time.Minute)
			if got := allowed(window, "david", 10); got != 3 {
				t.Fatalf("allowed %d at first, want 3", got)
			}
			test.then(window, clock)
			if got := allowed(window, "david", 10); got != test.want {
				t.Errorf("allowed %d, want %d", got, test.want)
			}
		})
	}
}

func TestWindowSlides(t *testing.T) {
	window, clock := newWindow(3, time.Minute)
	for range 3 {
		window.Allow("david")
		clock.forward(15 * time.Second)
	}
	ok, retryAfter := window.Allow("david")
	if ok || retryAfter != 15*time.Second {
		t.Fatalf("got %v, %v; want to wait 15 s for the oldest attempt", ok, retryAfter)
	}
	clock.forward(retryAfter)
	if got := allowed(window, "david", 10); got != 1 {
		t.Errorf("allowed %d when one attempt aged out, want 1", got)
	}
	if got := allowed(window, "kevin", 10); got != 3 {
		t.Errorf("allowed another key %d, want 3", got)
	}
}

func TestWindowIsBounded(t *testing.T) {
	window, clock := newWindow(2, time.Minute)
	for i := range ratelimit.MaxKeys + 100 {
		window.Allow(fmt.Sprint("key", i))
	}
	if got := window.Keys(); got != ratelimit.MaxKeys {
		t.Fatalf("%d keys are kept, want %d", got, ratelimit.MaxKeys)
	}
	clock.forward(time.Minute + 1)
	window.Allow("david")
	if got := window.Keys(); got != 1 {
		t.Errorf("%d keys are kept, want the one in use", got)
	}
}

func TestEndlessKeysShareALimitWithTheirBeginning(t *testing.T) {
	window, _ := newWindow(3, time.Minute)
	endless := strings.Repeat("a", 1<<20)
	for i, want := range []int{3, 0} {
		if got := allowed(window, endless+fmt.Sprint(i), 10); got != want {
			t.Errorf("key %d: allowed %d, want %d", i, got, want)
		}
	}
	window.Forget(endless)
	if got := window.Keys(); got != 0 {
		t.Errorf("%d keys are kept after the success", got)
	}
}

func BenchmarkWindowAllow(b *testing.B) {
	window := ratelimit.NewWindow(10, time.Minute)
	for b.Loop() {
		window.Allow("david")
	}
}
