package hooks

import (
	"log/slog"
	"net/http"
	"os"
	"regexp"

	"campfire/internal/config"
	"campfire/internal/job"
	"campfire/internal/report"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
	"github.com/pocketbase/pocketbase/tools/security"
	"github.com/spf13/cast"
)

// logOff is the LOG_LEVEL that keeps standard error quiet.
const logOff = "off"

// bindLogs tells whoever watches what PocketBase is about to store in its log: standard error, and Sentry.
func (p *plugin) bindLogs() error {
	if p.config.LogLevel != "" && p.config.LogLevel != logOff {
		p.journal = report.NewJournal(os.Stderr, p.config.LogFormat, levelOf(p.config.Config))
	}
	if p.config.SentryDSN != "" {
		var err error
		if p.sentry, err = report.NewSentry(p.config.SentryDSN, p.config.Build, job.Guard(http.DefaultTransport)); err != nil {
			return err
		}
	}
	p.app.OnModelCreate(core.LogsTableName).BindFunc(p.tellLine)
	// PocketBase stores what is left of its log at -999.
	p.app.OnTerminate().Bind(&hook.Handler[*core.TerminateEvent]{Id: "campfireLogs", Priority: -998, Func: p.endLogs})
	return nil
}

func levelOf(c config.Config) slog.Level {
	level := slog.LevelWarn
	_ = level.UnmarshalText([]byte(c.LogLevel)) // it was checked when it was read; in tests nothing is
	return level
}

// tellLine runs before the line is stored: when the disk is full, this is where it is seen.
func (p *plugin) tellLine(e *core.ModelEvent) error {
	if l, is := e.Model.(*core.Log); is {
		p.hideBucket(l)
		line := report.Line{At: l.Created.Time(), Level: levelFor(l), Message: l.Message, Data: l.Data}
		if p.journal != nil {
			p.journal.Tell(line)
		}
		if p.sentry != nil {
			p.sentry.Tell(line)
		}
	}
	return e.Next()
}

// levelFor is how much a line matters. PocketBase logs every refused request as an error: a wrong password is none of ours.
func levelFor(l *core.Log) slog.Level {
	if l.Data["type"] == "request" && cast.ToInt(l.Data["status"]) < http.StatusInternalServerError {
		return min(slog.Level(l.Level), slog.LevelInfo)
	}
	return slog.Level(l.Level)
}

func (p *plugin) endLogs(e *core.TerminateEvent) error {
	err := e.Next()
	if p.journal != nil {
		p.journal.Close(settleWithin)
	}
	if p.sentry != nil {
		p.sentry.Close(settleWithin)
	}
	return err
}

// requestID is the header that names a request, in both directions.
const requestID = "X-Request-Id"

var sensibleID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// newRequestID is about as long as a UUID and needs no dashes.
func newRequestID() string { return security.PseudorandomString(20) }

// bindRequestIDs gives each request a name, the proxy's if it has a sensible one, so that a line of the log, the answer and
// the proxy's own log can be laid side by side.
func bindRequestIDs(se *core.ServeEvent) {
	se.Router.Bind(&hook.Handler[*core.RequestEvent]{
		Id: "campfireRequestID", Priority: apis.DefaultActivityLoggerMiddlewarePriority - 1,
		Func: func(e *core.RequestEvent) error {
			id := e.Request.Header.Get(requestID)
			if !sensibleID.MatchString(id) {
				id = newRequestID()
			}
			e.Response.Header().Set(requestID, id)
			e.Set(apis.RequestEventKeyLogMeta, map[string]string{"request": id})
			return e.Next()
		},
	})
}
