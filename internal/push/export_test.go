package push

import (
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// Subject is whom a push service may turn to.
func Subject(app core.App, said string) string { return subject(app, said) }

// Encode renders a payload in at most so many bytes.
func Encode(p Payload, most int) []byte { return p.encode(most) }

// RetryAfter reads the header.
func RetryAfter(header string, now time.Time) time.Duration { return retryAfter(header, now) }
