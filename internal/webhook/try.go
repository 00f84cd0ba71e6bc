package webhook

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"campfire/collections"
)

// kindTest is a call that somebody tried. It is a job only so that the log of deliveries knows it.
const kindTest = "webhook.test"

// sample is what a test says.
const sample = "This is a test. Nobody sees an answer to it."

// Test calls a bot once, with a payload that says that it is a test, posts no reply, and returns how it went.
func (c *Caller) Test(ctx context.Context, hook collections.Webhook) (Delivery, error) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	var p payload
	p.User, p.Room.Name, p.Test = named{hook.User, hook.Name}, &hook.Name, true
	p.Message.Body.HTML, p.Message.Body.Plain = sample, sample
	body, err := json.Marshal(p)
	if err != nil {
		return Delivery{}, fmt.Errorf("compose a test: %w", err)
	}
	id, created := collections.NewID(), collections.Time(c.now())
	got, err := c.call(ctx, hook, "webhook:test:"+id, 0, body)
	told := tell(hook, body, got, err)
	row := collections.JobRow{
		ID: id, Kind: kindTest, Target: Target(hook.ID), Key: "webhook:test:" + id, Priority: collections.JobNormal, Attempts: 1,
		State: collections.JobDone, Error: told.Error, Created: created,
	}
	switch {
	case err != nil:
	case got.status == http.StatusOK:
		_, err = reply(got) // what it would say must make sense
	default:
		err = c.judge(got)
	}
	if err != nil {
		row.State = collections.JobDead
		if row.Error == "" {
			row.Error = err.Error()
		}
	} else {
		c.jobs.Forgive(row.Target) // it is well
	}
	payload, _ := json.Marshal(order{Bot: hook.User, Trigger: TriggerTest}) // strings always encode
	outcome, _ := json.Marshal(told)
	row.Payload, row.Outcome = string(payload), string(outcome)
	if err := collections.InsertEndedJob(c.app.NonconcurrentDB(), row, collections.Time(c.now())); err != nil {
		return Delivery{}, fmt.Errorf("store a test: %w", err)
	}
	return show(row), nil
}
