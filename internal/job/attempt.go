package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
	"unicode/utf8"

	"campfire/collections"
	"campfire/internal/failpoint"
)

// maxWait bounds the wait between two attempts. With 12 attempts a target has about 14 hours to come back.
const maxWait = 6 * time.Hour

// maxOutcome is how much an attempt may tell; a longer report is not kept.
const maxOutcome = 32 << 10

// maxError is how much of an error is kept.
const maxError = 1000

// errNotTried is what the breaker hears of an attempt that was not made, or was broken off by us.
var errNotTried = errors.New("not tried")

type permanent struct{ error }

func (p permanent) Unwrap() error { return p.error }

// Permanent says that another attempt would fail as this one did.
func Permanent(err error) error { return permanent{err} }

type failed struct{ error }

func (f failed) Unwrap() error { return f.error }

// Failed says that the target is not well, and that another attempt might do twice what this one did: the job is dead at
// once, and the breaker counts it.
func Failed(err error) error { return failed{err} }

type later struct {
	error
	wait time.Duration
}

func (l later) Unwrap() error { return l.error }

// Later says that the target wants to be left alone for a while.
func Later(wait time.Duration, err error) error { return later{err, min(max(wait, 0), maxWait)} }

type paused struct {
	error
	wait time.Duration
}

func (p paused) Unwrap() []error { return []error{p.error, errNotTried} }

// Paused says that the target must not be asked now, for a reason of our own.
func Paused(wait time.Duration, err error) error { return paused{err, wait} }

// backoff is a random time in a span that doubles with each attempt ("full jitter"), so that what failed together does not
// come back together.
func backoff(first time.Duration, attempt int) time.Duration {
	span := first
	for range attempt - 1 {
		if span *= 2; span >= maxWait {
			span = maxWait
			break
		}
	}
	return rand.N(span) + 1
}

// attempt makes one attempt of a claimed job; how it went is written down with the next turn.
func (q *Queue) attempt(ctx context.Context, b *picked) {
	err := errors.New("given up: every attempt ended without an answer")
	if b.row.Attempts <= b.handler.Attempts {
		err = q.deliver(ctx, b)
	} // else the process died in each of them, or the limit was lowered
	if err != nil && ctx.Err() != nil {
		err = errNotTried // the process stops: the attempt does not count
	}
	row := q.outcome(b, err)
	row.Payload = "" // stays as it is
	q.mu.Lock()
	q.ended = append(q.ended, ending{b, row, err})
	q.mu.Unlock()
	q.rouse()
}

// tell keeps what an attempt reports, if it can be encoded and is not too much.
func (b *picked) tell(value any) {
	raw, err := json.Marshal(value)
	if err == nil && len(raw) <= maxOutcome {
		b.outcome = string(raw)
	}
}

func (q *Queue) deliver(ctx context.Context, b *picked) (err error) {
	ctx, cancel := context.WithTimeout(ctx, b.handler.Timeout)
	defer cancel()
	defer func() {
		if r := recover(); r != nil {
			q.app.Logger().Error("A job panicked", "kind", b.row.Kind, "job", b.row.ID, "error", r)
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	if err := failpoint.Hit("job.beforeDeliver"); err != nil {
		return err
	}
	err = b.handler.Deliver(ctx, Delivery{
		Key: b.row.Key, Target: b.row.Target, Payload: []byte(b.row.Payload), Attempt: b.row.Attempts, Report: b.tell,
	})
	if err != nil {
		return err
	}
	return failpoint.Hit("job.afterDeliver")
}

// clip cuts a text to at most so many bytes, at the end of a letter: what others answer may be in any language, or no text.
func clip(text string, most int) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most]
}

// outcome is the row after an attempt that ended with err.
func (q *Queue) outcome(b *picked, err error) collections.JobRow {
	row := b.row
	now := q.clock.Now()
	var never permanent
	var unwell failed
	var wait later
	var pause paused
	row.Outcome = b.outcome
	row.State, row.Error = collections.JobWaiting, ""
	if err != nil {
		row.Error = clip(err.Error(), maxError)
	}
	switch {
	case err == nil:
		row.State, row.Finished = collections.JobDone, collections.Time(now)
	case errors.As(err, &pause):
		row.Attempts--
		row.RunAt = collections.Time(now.Add(pause.wait))
	case errors.Is(err, errNotTried):
		row.Attempts-- // it stays where it was in the order
		row.Error = b.row.Error
	case errors.As(err, &never) || errors.As(err, &unwell) || row.Attempts >= b.handler.Attempts:
		row.State, row.Finished = collections.JobDead, collections.Time(now)
	case errors.As(err, &wait):
		row.RunAt = collections.Time(now.Add(wait.wait + rand.N(time.Second)))
	default:
		row.RunAt = collections.Time(now.Add(backoff(b.handler.Backoff, row.Attempts)))
	}
	q.count(row.State, err)
	return row
}
