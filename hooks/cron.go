package hooks

import "time"

// bindCron is the clock of the day. It only promises: what there is to do is done by the queue (jobs.go).
func (p *plugin) bindCron() {
	p.app.Cron().MustAdd("campfireChores", "18 * * * *", func() {
		if p.jobs == nil {
			return // a command without a server
		}
		now := time.Now()
		if err := p.promiseChores(now, now); err != nil {
			p.app.Logger().Error("Failed to enqueue the chores", "error", err)
		}
	})
}
