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
	// quietBytes is how little a moment allocates when nothing goes on, and burstBytes what makes it worth giving memory
	// back after a burst: the runtime would keep it for minutes.
	quietBytes = 1 << 20
	burstBytes = 4 << 20
)

// KeepHeap sets how eagerly memory is collected by how much is alive, and gives it back when a burst is over, until ctx
// ends.
func KeepHeap(ctx context.Context) {
	ticker := time.NewTicker(heapEvery)
	defer ticker.Stop()
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}, {Name: "/gc/heap/allocs:bytes"}}
	set := 0
	var last, freed uint64
	for {
		metrics.Read(sample)
		if percent := Percent(sample[0].Value.Uint64()); percent != set {
			debug.SetGCPercent(percent)
			set = percent
		}
		allocated := sample[1].Value.Uint64()
		if allocated-last < quietBytes && allocated-freed > burstBytes {
			debug.FreeOSMemory()
			freed = allocated
		}
		last = allocated
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
