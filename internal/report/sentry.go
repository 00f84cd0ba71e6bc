package report

import (
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/getsentry/sentry-go"
)

// told are the parts of a line that go to a collector, which may be somebody else's machine: what went wrong and where, and
// nothing about people. Paths come without their secrets.
var told = []string{"task", "error", "details", "path", "url", "method", "status", "meta", "ms", "operations"}

// maxTold bounds each of them.
const maxTold = 2000

// Sentry tells a collector of errors, one after the other, and drops them when it does not take them.
type Sentry struct{ client *sentry.Client }

// NewSentry returns the one for a DSN. Errors are sent through transport.
func NewSentry(dsn, build string, transport http.RoundTripper) (*Sentry, error) {
	client, err := sentry.NewClient(sentry.ClientOptions{
		Dsn: dsn, Release: "campfire@" + build, HTTPTransport: transport, MaxBreadcrumbs: -1, DisableClientReports: true,
		ServerName:   "campfire", // the name of the machine is nobody's business
		Integrations: func([]sentry.Integration) []sentry.Integration { return nil },
	})
	if err != nil {
		return nil, fmt.Errorf("set up Sentry: %w", err)
	}
	return &Sentry{client}, nil
}

// Tell sends a line that is an error. It does not wait.
func (s *Sentry) Tell(l Line) {
	if l.Level < slog.LevelError {
		return
	}
	event := sentry.NewEvent()
	event.Level, event.Message, event.Timestamp, event.Logger = sentry.LevelError, cut(l.Message), l.At, "campfire"
	event.Contexts["campfire"] = sentry.Context{}
	for _, name := range told {
		if value, is := l.Data[name]; is {
			event.Contexts["campfire"][name] = cut(fmt.Sprint(value))
		}
	}
	s.client.CaptureEvent(event, nil, nil)
}

func cut(text string) string {
	if runes := []rune(text); len(runes) > maxTold {
		return string(runes[:maxTold]) + "…"
	}
	return text
}

// Close waits for what is on its way, for at most so long.
func (s *Sentry) Close(within time.Duration) {
	s.client.Flush(within)
	s.client.Close()
}
