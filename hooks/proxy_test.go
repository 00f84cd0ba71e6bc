package hooks_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"campfire/hooks"
	"campfire/internal/testapp"
)

// seenAs signs Kevin in and returns which address the server believes he has.
func (c *camp) seenAs(headers ...string) string {
	c.t.Helper()
	reply := c.Call("", "POST", "/api/chat/session", fields{"identity": "kevin@example.com", "password": testapp.Password}, headers...)
	if reply.Status != 200 {
		c.t.Fatalf("signing in with %q answers %d %s", headers, reply.Status, reply.Raw)
	}
	return reply.Text("session", "ip")
}

// Guards: fromProxies (hooks/proxy.go).
func TestOnlyTrustedProxiesAreBelieved(t *testing.T) {
	ranges := func(texts ...string) (all []netip.Prefix) {
		for _, text := range texts {
			all = append(all, netip.MustParsePrefix(text))
		}
		return all
	}
	for _, world := range []struct {
		name    string
		trusted []netip.Prefix
		said    map[string]string // X-Forwarded-For and who is then seen
	}{
		{"the proxy is on the machine", ranges("127.0.0.0/8"), map[string]string{
			"203.0.113.9": "203.0.113.9", "198.51.100.1, 203.0.113.9": "203.0.113.9", "198.51.100.1,203.0.113.9,127.0.0.1": "203.0.113.9",
			"2001:db8::1": "2001:0db8:0000:0000:0000:0000:0000:0001", "[2001:db8::1]:4711": "2001:0db8:0000:0000:0000:0000:0000:0001", "203.0.113.9:80": "203.0.113.9", "::ffff:203.0.113.9": "203.0.113.9",
			"": "127.0.0.1", "unknown": "127.0.0.1", "203.0.113.9, <script>": "127.0.0.1", "<script>, 203.0.113.9": "203.0.113.9",
			strings.Repeat("198.51.100.1, ", 2000) + "203.0.113.9": "203.0.113.9",
		}},
		{"there is another one before it", ranges("127.0.0.0/8", "10.0.0.0/8"), map[string]string{
			"203.0.113.9, 10.0.0.7": "203.0.113.9", "198.51.100.1, 203.0.113.9, 10.0.0.7": "203.0.113.9", "10.0.0.7": "10.0.0.7",
		}},
		{"none is trusted", nil, map[string]string{"203.0.113.9": "127.0.0.1", "127.0.0.2": "127.0.0.1"}},
	} {
		t.Run(world.name, func(t *testing.T) {
			c := start(t, func(s *hooks.Config) { s.TrustedProxies = world.trusted })
			for said, want := range world.said {
				if got := c.seenAs("X-Forwarded-For", said, "X-Real-Ip", "192.0.2.66", "Forwarded", "for=192.0.2.66", "X-Forwarded-Host", "evil.example"); got != want {
					t.Errorf("X-Forwarded-For: %.60s is seen as %s, want %s", said, got, want)
				}
			}
		})
	}
}

func TestWhoIsNotTrustedCannotSpeakForAnybody(t *testing.T) {
	c := start(t, func(s *hooks.Config) { s.TrustedProxies = nil; s.MetricsToken = metricsToken })
	settings := c.Settings()
	settings.TrustedProxy.Headers = []string{"Cf-Connecting-Ip"}
	if err := c.Save(settings); err != nil {
		t.Fatal(err)
	}
	if got := c.seenAs("Cf-Connecting-Ip", "203.0.113.9"); got != "127.0.0.1" {
		t.Errorf("with a header that the dashboard names one is seen as %s", got)
	}
	reply := c.Call("", "GET", "/", nil, "X-Forwarded-Proto", "https")
	if reply.Header.Get("Strict-Transport-Security") != "" {
		t.Error("whoever says https is believed")
	}
	// A proxy on the machine that nobody named: what it passes on does not come from the machine.
	c.ok("", "GET", "/health/detailed", nil)
	for _, header := range []string{"X-Forwarded-For", "X-Real-Ip", "Forwarded", "Cf-Connecting-Ip", "Via"} {
		if reply := c.Call("", "GET", "/health/detailed", nil, header, "203.0.113.9"); reply.Status != 403 {
			t.Errorf("behind a proxy that sends %s a guest gets %d", header, reply.Status)
		}
	}
}

func TestADashboardHeaderOfATrustedProxyCounts(t *testing.T) {
	c := start(t)
	settings := c.Settings()
	settings.TrustedProxy.Headers = []string{"Cf-Connecting-Ip"}
	if err := c.Save(settings); err != nil {
		t.Fatal(err)
	}
	if got := c.seenAs("Cf-Connecting-Ip", "203.0.113.9"); got != "203.0.113.9" {
		t.Errorf("one is seen as %s", got)
	}
}

func TestWithoutTLSNobodyIsToldToInsistOnIt(t *testing.T) {
	c := start(t, func(s *hooks.Config) { s.DisableSSL = true })
	reply := c.Call("", "POST", "/api/chat/session", fields{"identity": "kevin@example.com", "password": testapp.Password}, "X-Forwarded-Proto", "https")
	if cookie := reply.Header.Get("Set-Cookie"); reply.Status != 200 || strings.Contains(cookie, "Secure") || !strings.Contains(cookie, "HttpOnly") ||
		reply.Header.Get("Strict-Transport-Security") != "" {
		t.Errorf("with DISABLE_SSL the cookie is %q, and %v", cookie, reply.Header)
	}
}

// Guards: guardDashboard (hooks/dashboard.go).
func TestTheDashboardIsWhereTheOperatorWantsIt(t *testing.T) {
	away := []string{"X-Forwarded-For", "203.0.113.9"}
	for _, world := range []struct {
		dashboard   string
		here, there bool
	}{{"on", true, true}, {"local", true, false}, {"off", false, false}} {
		t.Run(world.dashboard, func(t *testing.T) {
			c := start(t, func(s *hooks.Config) { s.Dashboard = world.dashboard })
			superusers, err := c.FindCollectionByNameOrId("_superusers")
			if err != nil {
				t.Fatal(err)
			}
			for _, from := range []struct {
				headers []string
				open    bool
			}{{nil, world.here}, {away, world.there}} {
				for _, ask := range []struct{ as, method, path string }{
					{c.super, "GET", "/api/collections/users/records"}, {c.super, "GET", "/api/settings"}, {c.super, "GET", "/"},
					{"", "POST", "/api/collections/_superusers/auth-with-password"}, {"", "GET", "/api/collections/_superusers/auth-methods"},
					{"", "POST", "/api/collections/" + superusers.Id + "/auth-with-password"}, {"", "POST", "/api/collections/_SUPERUSERS/request-password-reset"},
				} {
					reply := c.Call(ask.as, ask.method, ask.path, fields{}, from.headers...)
					if closed := reply.Status == 404 && reply.Text("code") == "not_found"; closed == from.open {
						t.Errorf("%s %s with %v answers %d %s", ask.method, ask.path, from.headers, reply.Status, reply.Raw)
					}
				}
				if reply := c.Call("", "GET", "/_/", nil, from.headers...); !from.open && reply.Status != 404 {
					t.Errorf("the dashboard answers %d with %v", reply.Status, from.headers)
				}
			}
			c.ok(c.david, "GET", "/api/chat/bootstrap", nil, away...) // administrators are no superusers
			c.ok("", "GET", "/up", nil, away...)
		})
	}
}

func TestNewcomersOfOneAddressAreLimited(t *testing.T) {
	c := start(t, func(s *hooks.Config) { s.Limits.Joins = 3 })
	from := func(address string) []string { return []string{"X-Forwarded-For", address} }
	join := func(n int, headers []string) testapp.Reply {
		person := fields{"name": "New", "email": fmt.Sprintf("new%d@example.com", n), "password": testapp.Password}
		return c.Call("", "POST", "/api/chat/join/"+testapp.JoinCode, person, headers...)
	}
	c.Call("", "GET", "/api/chat/join/guess", nil, from("203.0.113.9")...)
	for n := range 2 {
		if reply := join(n, from("203.0.113.9")); reply.Status != 200 {
			t.Fatalf("newcomer %d gets %d %s", n, reply.Status, reply.Raw)
		}
	}
	if reply := join(3, from("203.0.113.9")); reply.Status != 429 || reply.Header.Get("Retry-After") == "" {
		t.Errorf("one too many gets %d %s", reply.Status, reply.Raw)
	}
	if reply := c.Call("", "GET", "/api/chat/join/guess", nil, from("203.0.113.9")...); reply.Status != 429 {
		t.Errorf("a guess too many gets %d", reply.Status)
	}
	if reply := join(4, from("203.0.113.10")); reply.Status != 200 {
		t.Errorf("somebody from elsewhere gets %d %s", reply.Status, reply.Raw)
	}
}
