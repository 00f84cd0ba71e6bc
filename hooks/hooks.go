// Package hooks says when: one PocketBase plugin that attaches the chat to routes, record events, the clock and the
// process. What happens lives in internal/<noun>; here is only the order of moments.
package hooks

import (
	"context"
	"io/fs"
	"net/http"
	"time"

	"campfire/internal/ban"
	"campfire/internal/commit"
	"campfire/internal/config"
	"campfire/internal/event"
	"campfire/internal/flag"
	"campfire/internal/health"
	"campfire/internal/job"
	"campfire/internal/mailing"
	"campfire/internal/message"
	"campfire/internal/notification"
	"campfire/internal/push"
	"campfire/internal/ratelimit"
	"campfire/internal/realtime"
	"campfire/internal/report"
	"campfire/internal/room"
	"campfire/internal/search"
	"campfire/internal/session"
	"campfire/internal/webhook"

	"github.com/pocketbase/pocketbase/core"
)

// Config is what the plugin needs from main.
type Config struct {
	config.Config
	// Build names this binary for clients.
	Build string
	// Public is the built front end; without it the server has only its API.
	Public fs.FS
}

// signInWindow is the time over which sign-ins and newcomers are counted.
const signInWindow = 3 * time.Minute

// burst is how many seconds' worth of a rate may come at once.
const burst = 10

type plugin struct {
	app    core.App
	config Config

	log      *event.Log
	writer   *commit.Writer
	messages *message.Coordinator
	readers  *room.Readers
	watchers *notification.Watchers
	sessions *session.Keeper
	sweeper  *message.Sweeper
	flags    *flag.Board
	blocked  *ban.Blocklist
	hub      *realtime.Hub
	jobs     *job.Queue
	index    *search.Index
	pusher   *push.Pusher
	caller   *webhook.Caller
	mailer   *mailing.Mailer
	mailKey  mailing.Key
	monitor  *health.Monitor
	metrics  *health.Metrics
	history  *health.History
	backups  lastBackup
	journal  *report.Journal
	sentry   *report.Sentry
	pages    *message.Reader
	cache    *pageCache
	origin   *http.CrossOriginProtection

	sends    *ratelimit.Limiter
	searches *ratelimit.Limiter
	requests *ratelimit.Limiter
	bots     *ratelimit.Limiter
	frames   *ratelimit.Limiter
	signIns  *ratelimit.Window
	joins    *ratelimit.Window

	handler   http.Handler                   // everything that a request passes
	stop      func(deadline time.Time) error // ends the goroutines that lifecycle.go started
	started   time.Time
	stopBy    time.Time
	closeDoor func(context.Context) error // stops listening and waits for requests
}

// MustRegister is Register for main, where there is nothing to do about an error.
func MustRegister(app core.App, config Config) {
	if err := Register(app, config); err != nil {
		panic(err)
	}
}

// Register attaches the chat to app.
func Register(app core.App, config Config) error {
	limits := config.Limits
	p := &plugin{
		app: app, config: config, cache: newPageCache(), origin: http.NewCrossOriginProtection(),
		sends:    ratelimit.New(limits.Sends, int(limits.Sends*burst)),
		searches: ratelimit.New(limits.Searches, int(limits.Searches*burst)),
		requests: ratelimit.New(limits.Requests, int(limits.Requests*burst)),
		bots:     ratelimit.New(limits.Bots, int(limits.Bots*burst)),
		frames:   ratelimit.New(limits.Frames, int(limits.Frames*burst)),
		signIns:  ratelimit.NewWindow(limits.SignIns, signInWindow),
		joins:    ratelimit.NewWindow(limits.Joins, signInWindow),
	}
	p.flags, p.blocked = flag.NewBoard(app, p.flagsChanged), &ban.Blocklist{}
	if err := p.bindLogs(); err != nil {
		return err
	}
	p.bindLifecycle()
	p.bindMessages()
	p.bindBoosts()
	p.bindRooms()
	p.bindMemberships()
	p.bindUsers()
	p.bindWebhooks()
	p.bindAccount()
	p.bindFlags()
	p.bindBans()
	p.bindSessions()
	p.bindCodes()
	p.bindProviders()
	p.bindMail()
	p.bindBatches()
	p.bindRealtime()
	p.bindJobs()
	p.bindCron()
	return nil
}
