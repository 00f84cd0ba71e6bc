// Package message is the coordinator: every message, edit, deletion and boost passes here, whichever door it came
// through, and gets its verdict and its numbers.
package message

import (
	"time"

	"campfire/collections"
	"campfire/internal/commit"
	"campfire/internal/failpoint"

	"github.com/pocketbase/pocketbase/core"
)

// Coordinator accepts messages and hands them to the writer.
type Coordinator struct {
	writer *commit.Writer
	rooms  *rooms // used inside transactions only, and there is one at a time
	now    func() time.Time
	watch  func(took time.Duration, duplicate bool, err error)
}

// New returns a coordinator that commits through writer.
func New(writer *commit.Writer) *Coordinator {
	return &Coordinator{writer: writer, rooms: newRooms(), now: time.Now, watch: func(time.Duration, bool, error) {}}
}

// Watch has watch told what came of every send, and when. It must be called before the first, and watch must not block.
func (c *Coordinator) Watch(watch func(took time.Duration, duplicate bool, err error)) {
	c.watch = watch
}

// Result is an accepted message.
type Result struct {
	Message collections.Message
	// JSON is the message as clients see it, encoded once for the answer and the log.
	JSON string
	// Duplicate says that an earlier send had stored it already.
	Duplicate bool
}

// Submit accepts a draft and returns; done is called after the commit, from the writer's goroutine, and must not block.
// When Submit fails, done is not called.
func (c *Coordinator) Submit(d Draft, done func(Result, error)) error {
	began := time.Now()
	p, err := c.accept(d)
	if err == nil {
		err = c.writer.Submit(commit.Messages, p.commit, func(err error) { done(p.answer(began, err)) })
	}
	if err != nil {
		c.watch(time.Since(began), false, err)
	}
	return err
}

// Send accepts a draft and waits for its commit. Inside a transaction of app it commits there.
func (c *Coordinator) Send(app core.App, d Draft) (Result, error) {
	began := time.Now()
	p, err := c.accept(d)
	if err != nil {
		c.watch(time.Since(began), false, err)
		return Result{}, err
	}
	return p.answer(began, c.writer.Do(app, commit.Messages, p.commit))
}

// answer is what the sender gets, after the commit.
func (p *pending) answer(began time.Time, err error) (Result, error) {
	if err == nil {
		err = failpoint.Hit("send.beforeAck")
	}
	p.coordinator.watch(time.Since(began), p.result.Duplicate, err)
	return p.result, err
}
