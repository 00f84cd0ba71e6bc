package session

import (
	"context"
	"fmt"
	"time"

	"campfire/collections"

	"github.com/pocketbase/pocketbase/core"
)

// sweepSlice is how many sessions one statement removes: sends wait for its end.
const sweepSlice = 250

// Sweep removes what expired before now, a slice at a time.
func Sweep(ctx context.Context, app core.App, now time.Time) error {
	for ctx.Err() == nil {
		n, err := collections.DeleteExpiredSessions(app.NonconcurrentDB(), collections.Time(now), sweepSlice)
		if err != nil {
			return fmt.Errorf("sweep sessions: %w", err)
		}
		if n < sweepSlice {
			return nil
		}
	}
	return ctx.Err()
}
