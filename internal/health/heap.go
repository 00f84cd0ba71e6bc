// Package health looks at the process itself.
package health

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

const (
	// headroom is the garbage that may lie around before it is collected, however small the live heap is: with a share
	// alone, a server of a few megabytes would collect a hundred times a second under load.
	headroom = 8 << 20
	// sharePercent is the least garbage as a share of the live heap, so that a large heap is not collected all the time.
	sharePercent = 50
	// maxPercent bounds the share for a tiny heap.
	maxPercent = 400
	heapEvery  = 2 * time.Second
)

// KeepHeap sets how eagerly memory is collected by how much is alive, until ctx ends.
func KeepHeap(ctx context.Context) {
	ticker := time.NewTicker(heapEvery)
	defer ticker.Stop()
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	set := 0
	for {
		metrics.Read(sample)
		if percent := Percent(sample[0].Value.Uint64()); percent != set {
			debug.SetGCPercent(percent)
			set = percent
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// Percent returns the GC percentage for a live heap.
func Percent(live uint64) int {
	if live == 0 {
		return maxPercent
	}
	return int(min(maxPercent, max(sharePercent, headroom*100/live)))
}
