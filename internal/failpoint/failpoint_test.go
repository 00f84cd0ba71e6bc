//go:build failpoint

package failpoint_test

import (
	"errors"
	"testing"
	"time"

	"campfire/internal/failpoint"
)

func TestActions(t *testing.T) {
	t.Cleanup(func() { _ = failpoint.Set("") })
	if err := failpoint.Set("a=error;b=error@2;c=sleep(20ms);d=error(0)"); err != nil {
		t.Fatal(err)
	}
	if err := failpoint.Hit("a"); !errors.Is(err, failpoint.ErrInjected) {
		t.Errorf("an armed point answered %v", err)
	}
	if err := failpoint.Hit("b"); err != nil {
		t.Errorf("first hit of b@2 answered %v", err)
	}
	if err := failpoint.Hit("b"); err == nil {
		t.Error("second hit of b@2 answered nothing")
	}
	start := time.Now()
	if err := failpoint.Hit("c"); err != nil || time.Since(start) < 20*time.Millisecond {
		t.Errorf("sleep answered %v after %v", err, time.Since(start))
	}
	if err := errors.Join(failpoint.Hit("d"), failpoint.Hit("unarmed")); err != nil {
		t.Errorf("points that never fire answered %v", err)
	}
}

func TestBadSpecsAreRefused(t *testing.T) {
	for _, spec := range []string{"a", "a=explode", "a=error(2)", "a=crash@0", "a=sleep(x)", "a=sleep(5ms..1ms)"} {
		if failpoint.Set(spec) == nil {
			t.Errorf("%q was accepted", spec)
		}
	}
}
