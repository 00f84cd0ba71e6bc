package hooks

import (
	"database/sql"
	"errors"
	"time"

	"campfire/internal/commit"
	"campfire/internal/health"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// openMetrics has the parts tell what cannot be asked for later.
func (p *plugin) openMetrics() {
	p.metrics = health.NewMetrics(p.readings)
	p.history = health.NewHistory(p.metrics, p.sample)
	p.writer.Watch(p.metrics.Transaction)
	p.messages.Watch(func(took time.Duration, duplicate bool, err error) { p.metrics.Message(resultOf(duplicate, err), took) })
}

// resultOf tells what the sender could have done better from what is our fault.
func resultOf(duplicate bool, err error) string {
	if err == nil {
		if duplicate {
			return "duplicate"
		}
		return "sent"
	}
	if errors.Is(err, commit.ErrBusy) {
		return "busy"
	}
	if v, known := judge(err); known && v.status < 500 {
		return "refused"
	}
	return "failed"
}

func (p *plugin) tellMetrics(e *core.RequestEvent) error {
	if !p.isOperator(e) {
		return refuse(e, errForbidden)
	}
	p.metrics.Handler().ServeHTTP(e.Response, e.Request)
	return nil
}

// readings are what the parts keep by themselves, as of now.
func (p *plugin) readings() []health.Reading {
	all := append(make([]health.Reading, 0, 32), []health.Reading{
		{Name: "campfire_info", Help: "1, with the build.", Label: "build", Of: p.config.Build, Value: 1},
		{Name: "campfire_writer_queue", Help: "Operations that wait for the writer.", Value: float64(p.writer.Depth())},
	}...)
	for _, part := range []func() []health.Reading{p.readSockets, p.readLog, p.readDatabase, p.readJobs, p.readMail, p.readFindings} {
		all = append(all, part()...)
	}
	return all
}

func (p *plugin) readSockets() []health.Reading {
	opened, ended := p.hub.Counts()
	all := append(make([]health.Reading, 0, 2+len(ended)), []health.Reading{
		{Name: "campfire_sockets", Help: "Sockets that are open.", Value: float64(p.hub.Connections())},
		{Name: "campfire_sockets_opened_total", Help: "Sockets that were let in.", Counts: true, Value: float64(opened)},
	}...)
	for how, n := range ended {
		all = append(all, health.Reading{
			Name: "campfire_sockets_ended_total", Help: "Sockets by how they ended: closed by the client, broken, silent (no sign of life), slow, and the reasons of a goodbye.",
			Counts: true, Label: "how", Of: how, Value: float64(n),
		})
	}
	return all
}

func (p *plugin) readLog() []health.Reading {
	head := p.log.Head()
	all := append(make([]health.Reading, 0, 5), []health.Reading{
		{Name: "campfire_log_head", Help: "Number of the newest event.", Value: float64(head)},
		{Name: "campfire_log_events", Help: "Events that are kept for those who come back.", Value: float64(max(head-p.log.Floor(), 0))},
	}...)
	for follower, behind := range p.behind(head) {
		all = append(all, health.Reading{
			Name: "campfire_log_behind", Help: "Events that a follower of the log has not read.", Label: "follower", Of: follower, Value: float64(behind),
		})
	}
	return all
}

// behind is how many events each follower of the log has not read.
func (p *plugin) behind(head int64) map[string]int64 {
	behind := map[string]int64{"search": p.index.Status().Behind}
	for follower, at := range map[string]int64{
		"fanout": p.hub.Published(), "push": p.pusher.Stats().Cursor, "webhooks": p.caller.Stats().Cursor, "mail": p.mailer.Stats().Cursor,
	} {
		behind[follower] = max(head-at, 0)
	}
	return behind
}

// readMail counts the letters that come without being asked for.
func (p *plugin) readMail() (all []health.Reading) {
	s := p.mailer.Stats()
	for result, n := range map[string]int64{"sent": s.Sent, "failed": s.Failed} {
		all = append(all, health.Reading{
			Name: "campfire_mails_total", Help: "Mails that nobody waits for, about what is unread and about new devices: sent, or failed for good.",
			Counts: true, Label: "result", Of: result, Value: float64(n),
		})
	}
	return all
}

func (p *plugin) readDatabase() (all []health.Reading) {
	for pool, db := range map[string]dbx.Builder{"read": p.app.ConcurrentDB(), "write": p.app.NonconcurrentDB()} {
		s := db.(*dbx.DB).DB().Stats()
		all = append(all, poolReadings(pool, s)...)
	}
	return all
}

func poolReadings(pool string, s sql.DBStats) []health.Reading {
	return []health.Reading{
		{Name: "campfire_database_connections", Help: "Connections to the database that are open.", Label: "pool", Of: pool, Value: float64(s.OpenConnections)},
		{Name: "campfire_database_connections_in_use", Help: "Connections to the database that are in use.", Label: "pool", Of: pool, Value: float64(s.InUse)},
		{Name: "campfire_database_waits_total", Help: "Times that a connection was waited for.", Counts: true, Label: "pool", Of: pool, Value: float64(s.WaitCount)},
		{Name: "campfire_database_wait_seconds_total", Help: "For how long connections were waited for.", Counts: true, Label: "pool", Of: pool, Value: s.WaitDuration.Seconds()},
	}
}
