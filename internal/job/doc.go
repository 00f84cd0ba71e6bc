// Package job does what was promised: deliveries to others and our own chores, from a durable queue, at least once, each
// carrying the same key at every attempt, and never two attempts of one job at a time.
//
// # Using it
//
// A kind of job is a Handler, registered in hooks before the queue runs:
//
//	p.jobs.Handle("webhook.deliver", job.Handler{Deliver: hook.Deliver, Timeout: 7 * time.Second})
//
// A job enters the queue in one of two ways, and no other:
//
//   - in the transaction of its cause, with the transaction's app. It is there exactly if the cause is:
//
//     err := app.RunInTransaction(func(tx core.App) error {
//     ...
//     _, err := p.jobs.Enqueue(tx, job.Job{Kind: "push.deliver", Target: host, Key: "push:" + eventSeq + ":" + subscription, Payload: raw})
//     return err
//     })
//
//   - from a durable cursor of the event log: read on from event_cursors, and in one transaction enqueue what the events
//     call for and move the cursor. Whoever dies in between reads the same events again, and the keys take care of what
//     was enqueued before.
//
// # Keys
//
// Key names the promise, for example "webhook:<event seq>:<webhook id>". It is unique: a second Enqueue of it does
// nothing and reports false, for as long as the row is kept (keepDone). Deliver must hand it to the other side
// (webhook-id, Idempotency-Key, or the client_message_id of a reply), because a process that dies between the answer and
// the note of it delivers again after the restart.
//
// # What Deliver answers
//
// nil is done. Permanent(err) is dead at once: the target is well and says no. Later(wait, err) is tried again after
// wait, and holds back the target's other jobs for as long (429 with Retry-After). Paused(wait, err) is no
// attempt: nobody was asked, and it comes again after wait. Anything else is tried again after an
// exponential backoff with full jitter, and after Handler.Attempts attempts it is dead. A dead job stays in the
// collection, with its last error, until an administrator sets its state back to waiting in the dashboard, or for
// keepDead.
//
// # Targets
//
// Target names whom the job talks to: the host of a webhook, the origin of a push service. At most Handler.PerTarget
// attempts run on one target, and a circuit breaker stops asking a target that does not answer: it opens after 5 failures
// in a row, or when half of 20 fail, and then lets a single probe through, each time after a longer wait. Waiting for a
// breaker uses up no attempts.
//
// # Rules
//
// Deliver runs outside any transaction. Whoever calls the network there or anywhere else does it through Guard, which
// panics inside a transaction. Deliver returns when its context ends: that is the end of its lease, or of the process.
package job
