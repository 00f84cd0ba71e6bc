package hooks

import (
	"time"

	"campfire/collections"
)

// bindCron is the clock of the day.
func (p *plugin) bindCron() {
	p.app.Cron().MustAdd("campfireSessions", "17 3 * * *", func() {
		if err := collections.DeleteExpiredSessions(p.app.NonconcurrentDB(), collections.Time(time.Now())); err != nil {
			p.app.Logger().Error("Failed to sweep expired sessions", "error", err)
		}
	})
}
