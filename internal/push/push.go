package push

import (
	"encoding/json"
	"sync"
	"sync/atomic"
	"time"

	"campfire/collections"
	"campfire/internal/event"
	"campfire/internal/job"
	"campfire/internal/presence"

	webpush "github.com/SherClockHolmes/webpush-go"
	"github.com/pocketbase/pocketbase/core"
)

// kindDeliver is the job of one message at one browser.
const kindDeliver = "push.deliver"

const (
	// perService is how many deliveries one push service gets at a time: with 100 ms for each, 500 browsers take under 2 s.
	perService = 32
	// deliverWithin bounds one delivery.
	deliverWithin = 10 * time.Second
	// attempts and firstBackoff: a service that is down for an hour is told in time; later the message is old.
	attempts     = 10
	firstBackoff = 10 * time.Second
	// ttl is how long a message is worth a push, here and at the push service. A phone that was off for a day shows what it
	// missed when Campfire is opened.
	ttl = 24 * time.Hour
	// testTTL is the same for a test, which somebody is waiting for.
	testTTL = 5 * time.Minute
)

// Settings are what the operator says.
type Settings struct {
	Keys Keys
	// Subject is whom a push service may turn to; "" for the address of this Campfire.
	Subject string
	// Allowed are addresses of push services that are trusted although they are not public.
	Allowed []string
}

// Doors are what the rest of the server knows.
type Doors struct {
	// Attention says which of some users look at a room.
	Attention func(room string, users []string, now time.Time) map[string]presence.Attention
	// Enabled says whether there are pushes here.
	Enabled func() bool
}

// Pusher makes and delivers pushes.
type Pusher struct {
	app       core.App
	log       *event.Log
	jobs      *job.Queue
	doors     Doors
	keys      Keys
	subject   string
	endpoints Endpoints
	client    webpush.HTTPClient
	now       func() time.Time

	cursor atomic.Int64
	missed chan missed
	counts counters

	mu      sync.Mutex
	results map[string]collections.PushResult
}

// counters are deliveries since the start of the process, by how they ended.
type counters struct {
	sent, failed, expired, stale, gone atomic.Int64
}

// Stats are the gauges of pushing.
type Stats struct {
	// Cursor is the newest event that was looked at.
	Cursor int64 `json:"cursor"`
	Sent   int64 `json:"sent"`
	Failed int64 `json:"failed"`
	// Expired are messages that were too old when their turn came, Stale those that were read or deleted by then.
	Expired int64 `json:"expired"`
	Stale   int64 `json:"stale"`
	// Gone are subscriptions that their push service did not know any more.
	Gone int64 `json:"gone"`
}

// New returns a pusher and registers its jobs. Run makes it follow the log.
func New(app core.App, log *event.Log, jobs *job.Queue, settings Settings, doors Doors) *Pusher {
	endpoints := Endpoints{Allowed: settings.Allowed}
	p := &Pusher{
		app: app, log: log, jobs: jobs, doors: doors, keys: settings.Keys, subject: settings.Subject, endpoints: endpoints,
		client: endpoints.client(), now: time.Now, missed: make(chan missed, maxMissed), results: map[string]collections.PushResult{},
	}
	jobs.Handle(kindDeliver, job.Handler{
		Deliver: p.deliver, Timeout: deliverWithin, Attempts: attempts, PerTarget: perService, Backoff: firstBackoff,
	})
	return p
}

// PublicKey is what browsers subscribe with.
func (p *Pusher) PublicKey() string { return p.keys.Public }

// Stats reads the gauges.
func (p *Pusher) Stats() Stats {
	return Stats{
		Cursor: p.cursor.Load(), Sent: p.counts.sent.Load(), Failed: p.counts.failed.Load(), Expired: p.counts.expired.Load(),
		Stale: p.counts.stale.Load(), Gone: p.counts.gone.Load(),
	}
}

// order is the payload of a job: where the message is, not what it says.
type order struct {
	Subscription string `json:"subscription"`
	Room         string `json:"room,omitempty"`
	RSeq         int64  `json:"rseq,omitempty"`
	// At is when the message was sent, for its age.
	At   string `json:"at"`
	Test bool   `json:"test,omitempty"`
}

func (o order) job(key, origin string) job.Job {
	raw, _ := json.Marshal(o) // strings and numbers always encode
	return job.Job{Kind: kindDeliver, Target: origin, Key: key, Priority: job.Urgent, Payload: raw}
}

// Test promises a push that says only that pushes arrive.
func (p *Pusher) Test(app core.App, s collections.PushSubscription) error {
	origin, err := p.endpoints.Check(s.Endpoint)
	if err != nil {
		return err
	}
	o := order{Subscription: s.ID, At: collections.Time(p.now()), Test: true}
	_, err = p.jobs.Enqueue(app, o.job("push:test:"+collections.NewID(), origin))
	return err
}
