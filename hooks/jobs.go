package hooks

import (
	"context"
	"errors"
	"strings"
	"time"

	"campfire/collections"
	"campfire/internal/database"
	"campfire/internal/event"
	"campfire/internal/job"
	"campfire/internal/room"
	"campfire/internal/session"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// The chores: jobs that the clock asks for.
const (
	choreTrim     = "log.trim"
	choreSessions = "sessions.sweep"
	choreCheck    = "database.check"
	choreJobs     = "jobs.sweep"
)

// emptyRoom is the job that removes what was said in a room that is gone.
const emptyRoom = "room.empty"

// night is how long after midnight, UTC, the day's chores are due.
const night = 3*time.Hour + 17*time.Minute

// settleFor is how long after the start the chores begin that were missed: people come first.
const settleFor = time.Minute

// choreTimeout bounds one chore. The check of a large database takes minutes.
const choreTimeout = 30 * time.Minute

// bindJobs lets an administrator try a dead job again in the dashboard: by setting its state back to waiting.
func (p *plugin) bindJobs() {
	p.app.OnRecordUpdateRequest(collections.Jobs).BindFunc(p.retryJob)
}

func (p *plugin) retryJob(e *core.RecordRequestEvent) error {
	before := e.Record.Original().GetString(collections.JobState)
	if before == collections.JobRunning {
		return verdict{409, "running", collections.JobState, "This job is running. Try again when it has ended."}.apiError()
	}
	if e.Record.GetString(collections.JobState) == collections.JobWaiting && before != collections.JobWaiting {
		e.Record.Set(collections.JobAttempts, 0)
		e.Record.Set(collections.JobRunAt, collections.Time(time.Now()))
		e.Record.Set(collections.JobFinished, "")
	}
	if err := e.Next(); err != nil {
		return err
	}
	p.jobs.Wake()
	return nil
}

// openJobs makes the queue, names who does what, and promises what was missed while the server was down.
func (p *plugin) openJobs() error {
	p.jobs = job.New(p.app, job.Wall{})
	bounds := event.Bounds{Bytes: p.config.EventLogBytes, Age: p.config.EventLogAge}
	chore := func(kind string, do func(ctx context.Context) error) {
		p.jobs.Handle(kind, job.Handler{
			Deliver: func(ctx context.Context, _ job.Delivery) error { return do(ctx) }, Timeout: choreTimeout, Attempts: 5,
		})
	}
	chore(choreTrim, func(ctx context.Context) error { return p.log.Trim(ctx, bounds, time.Now()) })
	chore(choreSessions, func(ctx context.Context) error { return session.Sweep(ctx, p.app, time.Now()) })
	chore(choreJobs, p.jobs.Sweep)
	chore(choreCheck, func(ctx context.Context) error {
		err := database.Check(ctx, p.app.ConcurrentDB().(*dbx.DB).DB())
		if errors.Is(err, database.ErrCorrupt) {
			return job.Permanent(err) // it will not heal by being looked at again
		}
		return err
	})
	p.jobs.Handle(emptyRoom, job.Handler{
		Deliver: func(ctx context.Context, d job.Delivery) error {
			return room.Empty(ctx, p.app, strings.TrimPrefix(d.Key, emptyRoom+":"))
		},
		Timeout: choreTimeout,
	})
	now := time.Now()
	return p.promiseChores(now, now.Add(settleFor))
}

// promiseEmpty lives and dies with the end of the room.
func (p *plugin) promiseEmpty(tx core.App, id string) error {
	_, err := p.jobs.Enqueue(tx, job.Job{Kind: emptyRoom, Key: emptyRoom + ":" + id})
	return err
}

// promiseChores enqueues what the clock asks for at now: each chore once per hour or day, whoever asks how often, also
// when the server was down at that moment.
func (p *plugin) promiseChores(now time.Time, begin time.Time) error {
	hour, day := now.UTC().Format("2006-01-02T15"), now.UTC().Add(-night).Format(time.DateOnly)
	for kind, when := range map[string]string{choreTrim: hour, choreSessions: day, choreJobs: day, choreCheck: day} {
		chore := job.Job{Kind: kind, Key: kind + ":" + when, Priority: job.Background, RunAt: begin}
		if _, err := p.jobs.Enqueue(p.app, chore); err != nil {
			return err
		}
	}
	return nil
}
