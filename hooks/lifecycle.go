package hooks

import (
	"context"
	"path/filepath"
	"sync"
	"time"

	"campfire/internal/commit"
	"campfire/internal/database"
	"campfire/internal/event"
	"campfire/internal/health"
	"campfire/internal/message"
	"campfire/internal/notification"
	"campfire/internal/realtime"
	"campfire/internal/room"
	"campfire/internal/search"
	"campfire/internal/session"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
	"github.com/pocketbase/pocketbase/tools/routine"
)

// bindLifecycle starts the parts when the server does and stops them in the order in which they depend on each other:
// clients, requests (PocketBase), writer, log.
func (p *plugin) bindLifecycle() {
	p.app.OnServe().Bind(&hook.Handler[*core.ServeEvent]{Id: "campfireServe", Func: p.serve})
	// note: PocketBase cancels every request at priority -9999; goodbyes have to go out before that.
	p.app.OnTerminate().Bind(&hook.Handler[*core.TerminateEvent]{Id: "campfireBye", Priority: -10000, Func: p.sayBye})
	// PocketBase writes its log down at -999, and what was said to ours has to be in it.
	p.app.OnTerminate().Bind(&hook.Handler[*core.TerminateEvent]{Id: "campfireReport", Priority: -1000, Func: stopReport})
	p.app.OnTerminate().Bind(&hook.Handler[*core.TerminateEvent]{Id: "campfireStop", Func: p.halt})
	p.app.OnBackupCreate().BindFunc(p.backUp)
}

func (p *plugin) serve(e *core.ServeEvent) error {
	if changed, err := session.SignWith(p.app, p.config.SecretKeyBase); err != nil {
		return err
	} else if changed {
		p.app.Logger().Warn("Tokens are signed with a new SECRET_KEY_BASE: whoever was signed in has to sign in again")
	}
	log, err := event.Open(p.app, p.config.Synchronous)
	if err != nil {
		return err
	}
	p.log = log
	p.writer = commit.NewWriter(p.app, log)
	p.messages = message.New(p.writer)
	p.openMetrics()
	p.sweeper = message.NewSweeper(p.app, p.messages)
	p.readers = room.NewReaders(p.writer)
	p.watchers = notification.NewWatchers(p.writer)
	if p.pages, err = message.NewReader(p.app); err != nil {
		return err
	}
	p.sessions = session.NewKeeper(p.app)
	p.hub = realtime.New(p.app, log, p.doors())
	if err := p.hub.Start(); err != nil {
		return err
	}
	if p.index, err = search.Open(p.app, log); err != nil {
		return err
	}
	if err := p.adoptFlags(); err != nil {
		return err
	}
	if err := p.blocked.Refresh(p.app.ConcurrentDB()); err != nil {
		return err
	}
	if err := p.openJobs(); err != nil {
		return err
	}
	if err := p.openPush(); err != nil {
		return err
	}
	if err := p.openWebhooks(); err != nil {
		return err
	}
	if err := p.openMailings(); err != nil {
		return err
	}
	p.start()
	if err := p.bindRoutes(e); err != nil {
		return err
	}
	p.guardListener(e)
	// The first run has a page of its own; PocketBase's installer would open a second one.
	e.InstallerFunc = nil
	if err := e.Next(); err != nil {
		return err
	}
	p.handler = ownRequest(e.Server.Handler)
	e.Server.Handler = fromProxies(p.app, p.config.TrustedProxies, p.config.DisableSSL, p.handler)
	p.closeDoor = e.Server.Shutdown
	return nil
}

// start runs what goes on beside requests. Each goroutine ends when its context does; the writer last, because the
// others may still hand it work.
func (p *plugin) start() {
	ctx, cancel := context.WithCancel(context.Background())
	writing, endWriting := context.WithCancel(context.Background())
	var others, writer sync.WaitGroup
	run := func(group *sync.WaitGroup, fn func()) {
		group.Add(1)
		routine.FireAndForget(func() { defer group.Done(); fn() })
	}
	report := func(what string, err error) {
		if err != nil {
			p.app.Logger().Error("A background task failed", "task", what, "error", err)
		}
	}
	data := p.app.ConcurrentDB().(*dbx.DB).DB()
	run(&writer, func() { p.writer.Run(writing) })
	run(&others, func() { p.hub.Run(ctx) })
	run(&others, func() { p.hub.Keep(ctx) })
	run(&others, func() { p.flags.Keep(ctx) })
	run(&others, func() { p.index.Run(ctx) })
	run(&others, func() { report("pushes", p.pusher.Run(ctx)) })
	run(&others, func() { report("webhooks", p.caller.Run(ctx)) })
	run(&others, func() { report("mails", p.mailer.Run(ctx)) })
	run(&others, func() { p.sweeper.Run(ctx) })
	run(&others, func() { health.KeepHeap(ctx) })
	run(&others, func() { p.history.Keep(ctx) })
	run(&others, func() { report("jobs", p.jobs.Run(ctx)) })
	run(&others, func() { p.log.KeepHead(ctx) })
	run(&others, func() { report("log trim", p.log.KeepTrimmed(ctx, event.Bounds{Bytes: p.config.EventLogBytes})) })
	run(&others, func() {
		database.Checkpoint(ctx, data, filepath.Join(p.app.DataDir(), "data.db"), func(err error) { report("checkpoint", err) })
	})
	p.stop = func(deadline time.Time) error {
		cancel()
		idle := ended(&others, deadline)
		endWriting()
		if written := ended(&writer, deadline); !written || !idle {
			return errUntidy
		}
		return nil
	}
}
