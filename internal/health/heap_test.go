package health_test

import (
	"testing"

	"campfire/internal/health"
)

func TestASmallHeapHasRoomAndALargeOneIsKeptTight(t *testing.T) {
	for live, want := range map[uint64]int{0: 400, 1 << 20: 400, 4 << 20: 200, 8 << 20: 100, 16 << 20: 50, 1 << 30: 50} {
		if got := health.Percent(live); got != want {
			t.Errorf("%d MB live: %d percent, want %d", live>>20, got, want)
		}
	}
}
