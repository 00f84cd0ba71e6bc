package reliability

import (
	"os"
	"strconv"
	"testing"
	"time"

	"campfire/internal/reliability/harness"
)

const schedules = 200

// Guards: everything above at once. RELIABILITY_SEED repeats a run, RELIABILITY_SCHEDULES makes it longer.
func TestRandomSchedulesBreakNoInvariant(t *testing.T) {
	t.Parallel()
	w := harness.Start(t, nil)
	var clients []*harness.Client
	for _, u := range w.Users {
		clients = append(clients, w.Client(u))
	}
	w.Client(w.Admin)
	w.AllReady()
	count, seed := number("RELIABILITY_SCHEDULES", schedules), number("RELIABILITY_SEED", time.Now().UnixNano()%1e9)
	t.Logf("%d schedules from RELIABILITY_SEED=%d", count, seed)
	for i := range count {
		if w.RunSchedule(uint64(seed+i), clients); t.Failed() {
			t.Fatalf("schedule %d; repeat it with RELIABILITY_SEED=%d", i, seed+i)
		}
	}
}

// size is how much of something a test takes: the normal run is short, and RELIABILITY_FULL=1 takes what the promise says.
func size(normal, full int) int {
	if os.Getenv("RELIABILITY_FULL") != "" {
		return full
	}
	return normal
}

func number(name string, fallback int64) int64 {
	n, err := strconv.ParseInt(os.Getenv(name), 10, 64)
	if err != nil {
		return fallback
	}
	return n
}
