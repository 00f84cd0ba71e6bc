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
	c.cursor.Store(after)
	c.log.Follow(ctx, after, func(events []event.Event) error {
		last := events[len(events)-1].Seq
		jobs, err := c.jobsFor(events)
		if err != nil {
			return err
		}
		gone, err := c.goneIn(events, len(jobs) > 0)
		if err != nil {
			return err
		}
		idle := len(jobs) == 0 && gone.none()
		if idle {
			c.cursor.Store(last)
		}
		if idle && last-stored < restEvents && c.now().Sub(at) < restEvery {
			return nil // events that are read twice call nobody twice: the jobs have keys
		}
		if err := c.promise(jobs, gone, last); err != nil {
			return err
		}
		stored, at = last, c.now()
		c.cursor.Store(last)
		return nil
	})
	return nil
}

// promise stores jobs, forgets calls about what is gone and moves the cursor, all or nothing.
func (c *Caller) promise(jobs []job.Job, gone gone, seq int64) error {
	err := c.app.RunInTransaction(func(tx core.App) error {
		if len(jobs) > 0 {
			if err := c.jobs.EnqueueAll(tx, jobs); err != nil {
				return err
			}
		}
		if err := c.forgetAbout(tx, gone); err != nil {
			return err
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
	rooms := map[string]listeners{} // those of a batch are read once
	var jobs []job.Job
	for i := range events {
		if events[i].Kind != event.MessageCreated {
			continue
		}
		var m collections.Message
		if err := json.Unmarshal([]byte(events[i].Data), &m); err != nil {
			return nil, fmt.Errorf("read event %d: %w", events[i].Seq, err)
		}
		more, err := c.calls(&m, hooks, rooms)
		if err != nil {
			return nil, err
		}
		jobs = append(jobs, more...)
	}
	return jobs, nil
}

// listeners are the bots in a room that may be called, and what kind of room it is.
type listeners struct {
	kind string
	bots []string
}

func (c *Caller) listeners(room string, known map[string]listeners) (l listeners, err error) {
	l, found := known[room]
	if !found {
		l.kind, l.bots, err = collections.ListeningBots(c.app.ConcurrentDB(), room)
		known[room] = l
	}
	return l, err
}

func (c *Caller) calls(m *collections.Message, hooks []collections.Webhook, rooms map[string]listeners) ([]job.Job, error) {
	if isReply(m.ClientMessageID) && slices.ContainsFunc(hooks, func(h collections.Webhook) bool { return h.User == m.Author }) {
		return nil, nil // most messages of a bot that talks; hops says why it calls nobody
	}
	in, err := c.listeners(m.Room, rooms)
	if err != nil || len(in.bots) == 0 || m.Deleted {
		return nil, err
	}
	var called []collections.Webhook
	var triggers []string
	for _, hook := range hooks {
		if trigger := Trigger(hook, in.kind, m); trigger != "" && slices.Contains(in.bots, hook.User) {
			called, triggers = append(called, hook), append(triggers, trigger)
		}
	}
	if len(called) == 0 {
		return nil, nil
	}
	hops, err := c.hops(m, hooks)
	if err != nil || hops > maxHops {
		return nil, err
	}
	jobs := make([]job.Job, len(called))
	for i, hook := range called {
		raw, _ := json.Marshal(order{hook.User, m.Room, m.RSeq, m.ID, triggers[i], hops}) // strings and numbers always encode
		jobs[i] = job.Job{
			Kind: kindDeliver, Target: Target(hook.ID), Key: keyOf(m.ID) + hook.ID, Lane: laneOf(hook.ID, m.Room), Payload: raw,
		}
	}
	return jobs, nil
}

// What makes a bot be called: it is named, the room is a ping with it, its webhook wants the whole room, or somebody tries it.
const (
	TriggerMention = "mention"
	TriggerDirect  = "direct"
	TriggerRoom    = "room"
	TriggerTest    = "test"
)

// Trigger is the one place that says whether a bot that is in a room is called about a message there, and why: "" if not.
func Trigger(hook collections.Webhook, kind string, m *collections.Message) string {
	switch {
	case m.Author == hook.User:
		return ""
	case kind == collections.RoomDirect:
		return TriggerDirect
	case slices.Contains(m.Mentions, hook.User):
		return TriggerMention
	case slices.Contains(hook.Rooms, m.Room):
		return TriggerRoom
	}
	return ""
}
