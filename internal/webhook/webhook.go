// Package webhook calls bots where they want to be called. It follows the event log with a durable cursor and makes one job
// for each message and bot; the queue of internal/job delivers them, and what a bot answers becomes its message, once.
package webhook

import (
	"errors"
	"sync/atomic"
	"time"

	"campfire/internal/event"
	"campfire/internal/job"

	"github.com/pocketbase/pocketbase/core"
)

// kindDeliver is the job of one message at one bot.
const kindDeliver = "webhook.deliver"

const (
	// connectWithin and answerWithin are the original's.
	connectWithin = 7 * time.Second
	answerWithin  = 7 * time.Second
	// deliverWithin leaves time to post the reply.
	deliverWithin = connectWithin + answerWithin + 10*time.Second
	// perTarget is how many rooms of one bot are served at a time: within a room one delivery follows the other.
	perTarget = 4
)

// ErrAnswered is what Doors.Post returns if the reply is there already, or was and has been deleted.
var ErrAnswered = errors.New("answered before")

// Reply is what a bot says.
type Reply struct {
	Room, Bot string
	// ID is its client_message_id, which every attempt of a delivery makes alike.
	ID   string
	HTML string
}

// Doors are what the rest of the server does.
type Doors struct {
	// Post sends a reply as everybody's messages are sent. Blame reports whether it was refused for what it says.
	Post  func(Reply) error
	Blame func(error) bool
	// Enabled says whether there are bots here.
	Enabled func() bool
}

// Caller makes and delivers calls.
type Caller struct {
	app    core.App
	log    *event.Log
	jobs   *job.Queue
	doors  Doors
	client requester
	now    func() time.Time
	lookup lookup

	cursor atomic.Int64
}

// Stats are the gauges of webhooks.
type Stats struct {
	// Cursor is the newest event that was looked at.
	Cursor int64 `json:"cursor"`
}

// Stats reads the gauges.
func (c *Caller) Stats() Stats { return Stats{Cursor: c.cursor.Load()} }

// New returns a caller and registers its jobs. Run makes it follow the log.
func New(app core.App, log *event.Log, jobs *job.Queue, doors Doors) *Caller {
	c := &Caller{app: app, log: log, jobs: jobs, doors: doors, client: newClient(), now: time.Now, lookup: lookup{app: app}}
	jobs.Handle(kindDeliver, job.Handler{Deliver: c.deliver, Timeout: deliverWithin, PerTarget: perTarget})
	jobs.Handle(kindForget, job.Handler{Deliver: c.forget, Timeout: forgetWithin})
	return c
}

// order is the payload of a job: where the message is, not what it says.
type order struct {
	Bot     string `json:"bot"`
	Room    string `json:"room"`
	RSeq    int64  `json:"rseq"`
	Message string `json:"message"`
	Trigger string `json:"trigger"`
	// Hops is how many bots were called one because of the other before this one: none for what people say.
	Hops int `json:"hops,omitempty"`
}

// Target is whom the calls of a webhook talk to.
func Target(hook string) string { return "webhook:" + hook }

// keyOf begins the keys of all calls about a message.
func keyOf(message string) string { return "webhook:" + message + ":" }

func laneOf(hook, room string) string { return hook + ":" + room }
