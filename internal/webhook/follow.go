package webhook

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

	"github.com/pocketbase/pocketbase/core"
)

const cursor = event.Cursor("webhooks")

// restEvery and restEvents bound how far the stored cursor is behind when nobody is to be called.
const (
	restEvery  = 5 * time.Second
	restEvents = 256
)

// Run follows the log until ctx ends.
func (c *Caller) Run(ctx context.Context) error {
	after, err := cursor.Start(c.app.NonconcurrentDB())
	if err != nil {
		return err
	}
	stored, at := after, c.now()
	c.log.Follow(ctx, after, func(events []event.Event) error {
		last := events[len(events)-1].Seq
		jobs, err := c.jobsFor(events)
		if err != nil {
			return err
		}
		if len(jobs) == 0 && last-stored < restEvents && c.now().Sub(at) < restEvery {
			return nil // events that are read twice call nobody twice: the jobs have keys
		}
		if err := c.promise(jobs, last); err != nil {
			return err
		}
		stored, at = last, c.now()
		return nil
	})
	return nil
}

// promise stores jobs and moves the cursor, both or neither.
func (c *Caller) promise(jobs []job.Job, seq int64) error {
	err := c.app.RunInTransaction(func(tx core.App) error {
		if len(jobs) > 0 {
			if err := c.jobs.EnqueueAll(tx, jobs); err != nil {
				return err
			}
		}
		if err := failpoint.Hit("webhook.beforeMove"); err != nil {
			return err
		}
		return cursor.Move(tx.DB(), seq)
	})
	if err != nil {
		return fmt.Errorf("promise calls: %w", err)
	}
	return nil
}

// jobsFor decides who is called about some events.
func (c *Caller) jobsFor(events []event.Event) ([]job.Job, error) {
	if !c.doors.Enabled() || !slices.ContainsFunc(events, func(e event.Event) bool { return e.Kind == event.MessageCreated }) {
		return nil, nil
	}
	hooks, err := collections.ActiveWebhooks(c.app.ConcurrentDB())
	if err != nil || len(hooks) == 0 {
		return nil, err
	}
	var jobs []job.Job
	for i := range events {
		if events[i].Kind != event.MessageCreated {
			continue
		}
		var m collections.Message
		if err := json.Unmarshal([]byte(events[i].Data), &m); err != nil {
			return nil, fmt.Errorf("read event %d: %w", events[i].Seq, err)
		}
		more, err := c.calls(&m, hooks)
		if err != nil {
			return nil, err
		}
		jobs = append(jobs, more...)
	}
	return jobs, nil
}

func (c *Caller) calls(m *collections.Message, hooks []collections.Webhook) ([]job.Job, error) {
	kind, members, err := collections.ListeningBots(c.app.ConcurrentDB(), m.Room)
	if err != nil || len(members) == 0 || m.Deleted {
		return nil, err
	}
	if isReply(m.ClientMessageID) { // people choose these names too, so the author counts
		bots, err := collections.BotIDs(c.app.ConcurrentDB())
		if err != nil || slices.Contains(bots, m.Author) {
			return nil, err
		}
	}
	var jobs []job.Job
	for _, hook := range hooks {
		if slices.Contains(members, hook.User) && Wanted(hook, kind, m) {
			raw, _ := json.Marshal(order{Bot: hook.User, Room: m.Room, RSeq: m.RSeq}) // strings and numbers always encode
			jobs = append(jobs, job.Job{
				Kind: kindDeliver, Target: targetOf(hook), Key: "webhook:" + m.ID + ":" + hook.ID, Lane: hook.ID + ":" + m.Room, Payload: raw,
			})
		}
	}
	return jobs, nil
}

// Wanted is the one place that says whether a bot that is in a room is called about a message there.
func Wanted(hook collections.Webhook, kind string, m *collections.Message) bool {
	if m.Author == hook.User {
		return false
	}
	return kind == collections.RoomDirect || slices.Contains(m.Mentions, hook.User) || slices.Contains(hook.Rooms, m.Room)
}
