package mailing

import (
	"context"
	"sync/atomic"
	"time"

	"campfire/collections"
	"campfire/internal/event"
	"campfire/internal/job"
	"campfire/internal/mail"

	"github.com/pocketbase/pocketbase/core"
)

// kindUnread is the job of one letter to one person.
const kindUnread = "mail.unread"

const (
	// perServer is how many letters a mail server gets at a time. Nobody waits for them, and many servers take no more.
	perServer = 2
	// postWithin bounds one handing over.
	postWithin = 30 * time.Second
	// attempts and firstBackoff: some two hours. Then the letter is given up, and what it was about goes into the next one.
	attempts     = 8
	firstBackoff = time.Minute
	// promiseStale is after which time a promise that nobody kept or gave up is made anew: its job was deleted, or waits for
	// a mail server that is away for days.
	promiseStale = 24 * time.Hour
	// lookEvery is how often it is looked whose wait is over.
	lookEvery = 2 * time.Second
)

// paces are the distances between two letters.
var paces = map[string]time.Duration{collections.PaceHourly: time.Hour, collections.PaceDaily: 24 * time.Hour}

// Doors are what the rest of the server knows.
type Doors struct {
	// Present names those who look at a room now.
	Present func(now time.Time) []string
}

// Mailer makes the letters about what is unread, and those about new devices.
type Mailer struct {
	app   core.App
	log   *event.Log
	jobs  *job.Queue
	doors Doors
	keys  Key
	now   func() time.Time

	cursor atomic.Int64
	// seen is when those who wait for a letter looked at a room last, as far as this process knows. One goroutine has it.
	seen  map[string]time.Time
	quiet quietUntil

	sent, failed atomic.Int64
}

// Stats are the gauges of mailing.
type Stats struct {
	// Cursor is the newest event that was looked at.
	Cursor int64 `json:"cursor"`
	Sent   int64 `json:"sent"`
	Failed int64 `json:"failed"`
}

// New returns a mailer and registers its jobs. Run makes it follow the log.
func New(app core.App, log *event.Log, jobs *job.Queue, key Key, doors Doors) *Mailer {
	m := &Mailer{
		app: app, log: log, jobs: jobs, doors: doors, keys: key, now: time.Now, seen: map[string]time.Time{}, quiet: quietUntil{},
	}
	for kind, deliver := range map[string]func(context.Context, job.Delivery) error{kindUnread: m.deliver, kindDevice: m.deliverArrival} {
		jobs.Handle(kind, job.Handler{Deliver: deliver, Timeout: postWithin, Attempts: attempts, PerTarget: perServer, Backoff: firstBackoff})
	}
	return m
}

// Stats reads the gauges.
func (m *Mailer) Stats() Stats {
	return Stats{Cursor: m.cursor.Load(), Sent: m.sent.Load(), Failed: m.failed.Load()}
}

// CanSend reports whether this server can send mail at all.
func CanSend(app core.App) bool { return app.Settings().SMTP.Enabled && app.Settings().SMTP.Host != "" }

// Rules returns what the account says of mails, and whether there are any.
func Rules(app core.App) (rules collections.MailRules, on bool, err error) {
	rules, err = collections.FindMailRules(app.ConcurrentDB())
	return rules, rules.Notices && CanSend(app), err
}

func office(app core.App) mail.Office {
	smtp := app.Settings().SMTP
	return mail.Office{
		Host: smtp.Host, Port: smtp.Port, Username: smtp.Username, Password: smtp.Password, TLS: smtp.TLS,
		Login: smtp.AuthMethod == "LOGIN", Name: smtp.LocalName,
	}
}
