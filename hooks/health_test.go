package hooks_test

import (
	"strings"
	"testing"
	"time"

	"campfire/hooks"
)

const metricsToken = "look-but-do-not-touch"

func TestHealthTellsNoSecrets(t *testing.T) {
	c := start(t, func(s *hooks.Config) { s.MetricsToken = metricsToken })
	c.Socket(c.kevin).Live()
	before := c.Stored(t)
	health := c.ok("", "GET", "/health", nil)
	for _, part := range []string{"writer", "disk", "log", "memory", "jobs", "search"} {
		if health.Get(part, "ok") != true {
			t.Errorf("/health says of %s: %v", part, health.Get(part))
		}
	}
	if health.Number("websocket", "connections") != 1 || health.Text("durability") != "FULL" || health.Number("memory", "live_bytes") == 0 ||
		health.Number("disk", "free_bytes") == 0 || health.Get("writer", "probe_ms") == nil {
		t.Errorf("/health is %s", health.Raw)
	}
	for _, secret := range []string{"epoch", "head", "build", "goroutines", c.DataDir(), metricsToken, "error"} {
		if strings.Contains(health.Raw, secret) {
			t.Errorf("/health tells a guest %q: %s", secret, health.Raw)
		}
	}
	detailed := c.ok("", "GET", "/health/detailed", nil) // from the box itself
	if detailed.Text("log", "epoch") != c.epoch() || detailed.Text("build") != "test" || detailed.Get("jobs", "queue") == nil {
		t.Errorf("/health/detailed is %s", detailed.Raw)
	}
	if strings.Contains(detailed.Raw, metricsToken) {
		t.Error("/health/detailed tells the token")
	}
	if changed := before.Changed(c.Stored(t)); changed != nil {
		t.Errorf("looking left %s behind", changed)
	}
}

func TestTheDetailsOfHealthAreForTheOperator(t *testing.T) {
	c := start(t, func(s *hooks.Config) { s.MetricsToken = metricsToken })
	tokens := map[string]string{"guest": "", "member": c.kevin, "administrator": c.david, "wrong token": metricsToken + "!", "empty token": "Bearer "}
	for name, token := range tokens {
		for _, header := range []string{"X-Forwarded-For", "X-Real-Ip", "Forwarded", "Via"} {
			if reply := c.Call(token, "GET", "/health/detailed", nil, header, "203.0.113.9"); reply.Status != 403 || reply.Get("writer") != nil {
				t.Errorf("%s behind a proxy that sends %s gets %d", name, header, reply.Status)
			}
		}
	}
	c.ok(c.super, "GET", "/health/detailed", nil, "X-Forwarded-For", "203.0.113.9")
	c.ok(metricsToken, "GET", "/health/detailed", nil, "X-Forwarded-For", "203.0.113.9")
	c.ok("Bearer "+metricsToken, "GET", "/health/detailed", nil, "X-Forwarded-For", "203.0.113.9")
}

func TestHealthAnswersAtOnceHoweverOftenItIsAsked(t *testing.T) {
	c := start(t)
	c.ok("", "GET", "/health", nil)
	began := time.Now()
	const asked = 200
	for range asked {
		c.ok("", "GET", "/health", nil)
	}
	if reply := c.Call("Bearer ", "GET", "/health/detailed", nil, "Via", "proxy"); reply.Status != 403 {
		t.Errorf("where no token is set, none is a token: %d", reply.Status)
	}
	if took := time.Since(began) / asked; took > 50*time.Millisecond {
		t.Errorf("/health takes %v", took)
	}
}
