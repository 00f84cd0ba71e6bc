package webhook

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"campfire/collections"
	"campfire/internal/event"
	"campfire/internal/job"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// kindForget is the job that takes calls out of the log of deliveries whose bot or room is gone. They hold texts.
const kindForget = "webhook.forget"

const (
	forgetWithin = 10 * time.Minute
	// forgetSlice bounds how many rows go in one write, because senders wait for it.
	forgetSlice = 500
)

// gone is what some events say is no more: messages, as beginnings of keys, and rooms.
type gone struct{ messages, rooms []string }

func (g gone) none() bool { return len(g.messages) == 0 && len(g.rooms) == 0 }

// goneIn reads what was deleted, as far as there are calls about it: stored ones, or new ones among the same events.
func (c *Caller) goneIn(events []event.Event, fresh bool) (gone, error) {
	var g gone
	for i := range events {
		switch events[i].Kind {
		case event.MessageDeleted:
			var m struct{ ID string }
			if err := json.Unmarshal([]byte(events[i].Data), &m); err != nil {
				return g, fmt.Errorf("read event %d: %w", events[i].Seq, err)
			}
			g.messages = append(g.messages, keyOf(m.ID))
		case event.RoomDeleted:
			g.rooms = append(g.rooms, events[i].Room)
		}
	}
	if len(g.messages) > 0 && !fresh {
		known, err := collections.HasJobsWith(c.app.ConcurrentDB(), g.messages)
		if err != nil {
			return g, err
		}
		if !known {
			g.messages = nil
		}
	}
	return g, nil
}

func (c *Caller) forgetAbout(tx core.App, g gone) error {
	if len(g.messages) > 0 {
		if err := collections.DeleteJobsWith(tx.DB(), g.messages); err != nil {
			return fmt.Errorf("forget calls about messages: %w", err)
		}
	}
	for _, room := range g.rooms {
		if err := c.enqueueForget(tx, leaving{Room: room}, room); err != nil {
			return err
		}
	}
	return nil
}

// leaving is the payload of a job that forgets: the calls of a webhook, or those about a room.
type leaving struct {
	Target string `json:"target,omitempty"`
	Room   string `json:"room,omitempty"`
}

// Forget ends and forgets the calls of a webhook whose bot is gone, once tx commits.
func (c *Caller) Forget(tx core.App, hook string) error {
	return c.enqueueForget(tx, leaving{Target: Target(hook)}, hook+":"+collections.NewID()) // it may come back, and go again
}

func (c *Caller) enqueueForget(tx core.App, what leaving, key string) error {
	raw, _ := json.Marshal(what) // strings always encode
	_, err := c.jobs.Enqueue(tx, job.Job{Kind: kindForget, Key: kindForget + ":" + key, Payload: raw})
	return err
}

func (c *Caller) forget(ctx context.Context, d job.Delivery) error {
	var what leaving
	if err := json.Unmarshal(d.Payload, &what); err != nil {
		return job.Permanent(fmt.Errorf("read what to forget: %w", err))
	}
	remove := func(db dbx.Builder) (int64, error) { return collections.DeleteJobsOf(db, what.Target, forgetSlice) }
	if what.Room != "" {
		hooks, err := collections.WebhookIDs(c.app.ConcurrentDB())
		if err != nil {
			return err
		}
		lanes := make([]string, len(hooks))
		for i, hook := range hooks {
			lanes[i] = laneOf(hook, what.Room)
		}
		remove = func(db dbx.Builder) (int64, error) { return collections.DeleteJobsIn(db, lanes, forgetSlice) }
	}
	for ctx.Err() == nil {
		if n, err := remove(c.app.NonconcurrentDB()); err != nil || n < forgetSlice {
			return err
		}
	}
	return ctx.Err()
}
