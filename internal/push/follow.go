package push

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"campfire/collections"
	"campfire/internal/event"
	"campfire/internal/failpoint"
	"campfire/internal/job"
	"campfire/internal/presence"
	"campfire/internal/quiet"

	"github.com/pocketbase/pocketbase/core"
)

const cursor = event.Cursor("push")

const (
	// perCommit is how many jobs one transaction makes: a few milliseconds, then a sender may have its turn.
	perCommit = 100
	// restEvery is how often the cursor moves when there is nothing to push, and results are written down. Events that are
	// read twice make the same jobs, under the same keys.
	restEvery = time.Second
)

// Run follows the log until ctx ends.
func (p *Pusher) Run(ctx context.Context) error {
	after, err := cursor.Start(p.app.NonconcurrentDB())
	if err != nil {
		return err
	}
	p.cursor.Store(after)
	done := make(chan struct{})
	go func() { defer close(done); p.rest(ctx, after) }()
	p.log.Follow(ctx, after, p.apply)
	<-done
	return nil
}

// rest does once a second what is not worth a transaction each time, and what connections that were lost have missed.
func (p *Pusher) rest(ctx context.Context, stored int64) {
	ticker := time.NewTicker(restEvery)
	defer ticker.Stop()
	for {
		select {
		case m := <-p.missed:
			p.report("what was missed", p.makeUp(m))
			continue
		case <-ctx.Done():
		case <-ticker.C:
		}
		if seq := p.cursor.Load(); seq != stored {
			err := cursor.Move(p.app.NonconcurrentDB(), seq)
			p.report("the cursor", err)
			if err == nil {
				stored = seq
			}
		}
		p.report("results", p.noteResults())
		if ctx.Err() != nil {
			return
		}
	}
}

func (p *Pusher) report(what string, err error) {
	if err != nil {
		p.app.Logger().Error("Pushing has trouble", "task", what, "error", err)
	}
}

// apply makes the jobs that some events call for.
func (p *Pusher) apply(events []event.Event) error {
	if err := failpoint.Hit("push.beforeApply"); err != nil {
		return err
	}
	last := events[len(events)-1].Seq
	if p.doors.Enabled() {
		if err := p.push(events); err != nil {
			return err
		}
	}
	p.cursor.Store(last)
	return nil
}

func (p *Pusher) push(events []event.Event) error {
	if !slices.ContainsFunc(events, func(e event.Event) bool { return e.Kind == event.MessageCreated }) {
		return nil
	}
	if wanted, err := collections.AnyPushSubscription(p.app.ConcurrentDB()); err != nil || !wanted {
		return err
	}
	listeners := map[string][]collections.PushListener{} // of each room, read once for all these events
	var jobs []job.Job
	for i := range events {
		if events[i].Kind != event.MessageCreated {
			continue
		}
		var m collections.Message
		if err := json.Unmarshal([]byte(events[i].Data), &m); err != nil {
			return fmt.Errorf("read event %d: %w", events[i].Seq, err)
		}
		if m.Deleted || p.tooOld(m.Created) {
			continue
		}
		in, known := listeners[m.Room]
		if !known {
			var err error
			if in, err = collections.PushListeners(p.app.ConcurrentDB(), m.Room, p.keys.Public, collections.Time(p.now())); err != nil {
				return fmt.Errorf("read who listens: %w", err)
			}
			listeners[m.Room] = in
		}
		jobs = append(jobs, p.jobsFor(&m, in)...)
	}
	if len(jobs) == 0 {
		return nil // the cursor follows by itself
	}
	return p.promise(jobs, events[len(events)-1].Seq)
}

func (p *Pusher) tooOld(sent string) bool {
	at, err := time.Parse(collections.TimeLayout, sent)
	return err == nil && p.now().Sub(at) > ttl
}

// jobsFor decides about one message for everybody who listens.
func (p *Pusher) jobsFor(m *collections.Message, listeners []collections.PushListener) []job.Job {
	if len(listeners) == 0 {
		return nil
	}
	now := p.now()
	users := make([]string, len(listeners))
	for i := range listeners {
		users[i] = listeners[i].User
	}
	attention := p.doors.Attention(m.Room, users, now)
	var jobs []job.Job
	for i := range listeners {
		if Decide(caseOf(m, &listeners[i], attention[listeners[i].User], now)) == Push {
			jobs = p.add(jobs, m, &listeners[i])
		}
	}
	return jobs
}

func caseOf(m *collections.Message, l *collections.PushListener, attention presence.Attention, now time.Time) Case {
	return Case{
		RoomKind: l.RoomKind, Involvement: l.Involvement, Own: m.Author == l.User, Mentioned: slices.Contains(m.Mentions, l.User),
		Read: l.ReadRSeq >= m.RSeq, Attention: attention, Quiet: quiet.Parse(l.Quiet).Quiet(now),
	}
}

func (p *Pusher) add(jobs []job.Job, m *collections.Message, l *collections.PushListener) []job.Job {
	origin, err := p.endpoints.Check(l.Endpoint)
	if err != nil {
		return jobs // it was allowed when it was stored, and is not any more
	}
	o := order{Subscription: l.ID, Room: m.Room, RSeq: m.RSeq, At: m.Created}
	return append(jobs, o.job(fmt.Sprintf("push:%d:%s", m.Seq, l.ID), origin))
}

// promise stores jobs, and moves the cursor with the last of them.
func (p *Pusher) promise(jobs []job.Job, seq int64) error {
	for len(jobs) > 0 {
		some := jobs[:min(len(jobs), perCommit)]
		jobs = jobs[len(some):]
		err := p.app.RunInTransaction(func(tx core.App) error {
			if err := p.jobs.EnqueueAll(tx, some); err != nil {
				return err
			}
			if len(jobs) > 0 || seq == 0 {
				return nil
			}
			if err := failpoint.Hit("push.beforeMove"); err != nil {
				return err
			}
			return cursor.Move(tx.DB(), seq)
		})
		if err != nil {
			return err
		}
	}
	return failpoint.Hit("push.afterMove")
}
