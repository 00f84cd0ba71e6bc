package mailing

import (
	"encoding/json"
	"fmt"
	"time"

	"campfire/collections"
	"campfire/internal/failpoint"
	"campfire/internal/job"
	"campfire/internal/quiet"

	"github.com/pocketbase/pocketbase/core"
)

// order is the payload of a job: whose letter it is, and which one, not what it says.
type order struct {
	User   string `json:"user"`
	Letter int64  `json:"letter"`
}

// look promises a letter to everybody whose wait is over.
func (m *Mailer) look() error {
	waiting, err := collections.AnyMailPending(m.app.ConcurrentDB())
	if err != nil || !waiting {
		clear(m.seen)
		return err
	}
	rules, on, err := Rules(m.app)
	if err != nil {
		return err
	}
	if !on { // what is written while mail is off is not mailed when it is on again
		return collections.ForgetPendingMail(m.app.NonconcurrentDB())
	}
	now := m.now()
	for _, user := range m.doors.Present(now) {
		m.seen[user] = now
	}
	after := time.Duration(rules.After) * time.Minute
	due, err := collections.MailsWaiting(m.app.ConcurrentDB(), moments(now, after))
	if err != nil {
		return fmt.Errorf("read who waits: %w", err)
	}
	for _, one := range due {
		// The clock's part of the question was asked in SQL; these are the rest.
		s := Standing{Seen: m.seen[one.User], After: after, Quiet: m.quiet.at(one.Quiet, now)}
		if Wait(s, now) != Mail {
			continue
		}
		if err := m.promise(one); err != nil {
			return err
		}
	}
	return nil
}

func moments(now time.Time, after time.Duration) collections.MailMoments {
	ago := func(d time.Duration) string { return collections.Time(now.Add(-d)) }
	return collections.MailMoments{
		Noted: ago(after), Hourly: ago(paces[collections.PaceHourly]), Daily: ago(paces[collections.PaceDaily]), Stale: ago(promiseStale),
	}
}

// promise counts a letter together with its job, so that there is one exactly if there is the other.
func (m *Mailer) promise(one collections.MailWaits) error {
	o := order{User: one.User, Letter: one.Letter + 1}
	raw, _ := json.Marshal(o) // a string and a number always encode
	target := office(m.app).Target()
	err := m.app.RunInTransaction(func(tx core.App) error {
		counted, err := collections.PromiseLetter(tx.DB(), o.User, o.Letter, collections.Time(m.now()))
		if err != nil || !counted {
			return err
		}
		_, err = m.jobs.Enqueue(tx, job.Job{
			Kind: kindUnread, Target: target, Key: fmt.Sprintf("mail:%s:%d", o.User, o.Letter), Payload: raw,
		})
		if err != nil {
			return err
		}
		return failpoint.Hit("mail.beforePromise")
	})
	if err != nil {
		return fmt.Errorf("promise a letter: %w", err)
	}
	return failpoint.Hit("mail.afterPromise")
}

// quietUntil remembers until when stored quiet hours stay as they are: at night many sleep, and each look would work it out
// for all of them.
type quietUntil map[string]quiet.State

func (q quietUntil) at(stored string, now time.Time) bool {
	state, known := q[stored]
	if !known || state.Changes != "" && state.Changes <= collections.Time(now) {
		if len(q) >= mostRemembered {
			clear(q)
		}
		state = quiet.Parse(stored).At(now)
		q[stored] = state
	}
	return state.Quiet
}

const mostRemembered = 10_000
