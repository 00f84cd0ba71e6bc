package hooks_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"campfire/hooks"
	"campfire/internal/testapp"

	"github.com/gobwas/ws"
)

const testPatience = 2e9 // two seconds

func TestStaticFiles(t *testing.T) {
	c := start(t)
	for _, tc := range []struct {
		path          string
		status        int
		kind, contain string
	}{
		{"/", 200, "text/html", "Campfire"}, {"/rooms/" + c.Watercooler, 200, "text/html", "Campfire"}, {"/index.html", 200, "text/html", "Campfire"},
		{"/join/some-code", 200, "text/html", "Campfire"}, {"/assets/index-a1b2c3.js", 200, "text/javascript", "hello"},
		{"/assets/index-a1b2c3.css", 200, "text/css", "body"}, {"/manifest.webmanifest", 200, "", "{}"}, {"/sounds/tada.mp3", 200, "audio", "ta-da"},
		{"/assets/missing.js", 404, "application/json", ""}, {"/assets/", 404, "application/json", ""},
		{"/api/nope", 404, "application/json", "not_found"}, {"/api/chat/nope", 404, "application/json", "not_found"},
		{"/api/collections/messages/records/../../../../etc/passwd", 0, "", ""},
		{"/up", 200, "text/plain", "OK"},
	} {
		reply := c.Call("", "GET", tc.path, nil)
		if tc.status != 0 && reply.Status != tc.status || !strings.HasPrefix(reply.Header.Get("Content-Type"), tc.kind) || !strings.Contains(reply.Raw, tc.contain) {
			t.Errorf("GET %s answers %d %s %.80q", tc.path, reply.Status, reply.Header.Get("Content-Type"), reply.Raw)
		}
		page := strings.HasPrefix(tc.kind, "text/html")
		if policy := reply.Header.Get("Content-Security-Policy"); page && (!strings.Contains(policy, "default-src 'self'") ||
			!strings.Contains(policy, "frame-ancestors 'none'") || !strings.Contains(policy, "object-src 'none'") || strings.Contains(policy, "script-src") || strings.Contains(policy, "unsafe-eval") ||
			strings.Count(policy, "unsafe-inline") != 1 || !strings.Contains(policy, "connect-src 'self' ws://127.0.0.1:")) {
			t.Errorf("GET %s has the policy %q", tc.path, policy)
		}
		if control := reply.Header.Get("Cache-Control"); reply.Status == 404 && strings.Contains(control, "immutable") {
			t.Errorf("GET %s answers 404 to be kept for ever: %q", tc.path, control)
		} else if strings.HasPrefix(tc.path, "/assets/") && reply.Status == 200 && !strings.Contains(control, "immutable") || page && control != "no-cache" {
			t.Errorf("GET %s has Cache-Control %q", tc.path, control)
		}
		if page && (reply.Header.Get("X-Frame-Options") != "DENY" || reply.Header.Get("Cross-Origin-Opener-Policy") != "same-origin") {
			t.Errorf("GET %s may be framed or reached by its opener: %v", tc.path, reply.Header)
		}
		if reply.Header.Get("X-Content-Type-Options") != "nosniff" || reply.Header.Get("Referrer-Policy") == "" ||
			!strings.Contains(reply.Header.Get("Permissions-Policy"), "camera=(), ") {
			t.Errorf("GET %s lacks security headers: %v", tc.path, reply.Header)
		}
	}
	tag := c.ok("", "GET", "/", nil).Header.Get("ETag")
	if reply := c.Call("", "GET", "/", nil, "If-None-Match", tag); reply.Status != 304 || tag == "" {
		t.Errorf("the same page answers %d", reply.Status)
	}
}

func TestWithoutAFrontEndTheAPIWorks(t *testing.T) {
	c := start(t, func(s *hooks.Config) { s.Public = fstest.MapFS{} })
	if reply := c.Call("", "GET", "/", nil); reply.Status != 404 || !strings.Contains(reply.Raw, "make build") {
		t.Errorf("the page answers %d %q", reply.Status, reply.Raw)
	}
	c.ok(c.kevin, "GET", "/api/chat/bootstrap", nil)
}

func TestAWriteWithTheCookieComesFromOurOwnPages(t *testing.T) {
	c := start(t)
	cookie := []string{"Cookie", "campfire_session=" + c.kevin}
	body := func() fields { return fields{"room": c.Watercooler, "body": "hello"} }
	foreign := [][]string{
		{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}, {"Origin", "null"},
		{"Origin", c.URL + ".evil.example"},
	}
	for _, headers := range foreign {
		before := c.Stored(t)
		for path, method := range map[string]string{messages: "POST", rooms: "POST", users + "/" + c.Kevin: "PATCH", "/api/chat/session": "DELETE",
			"/api/chat/rooms/" + c.Watercooler + "/read": "POST", "/api/realtime": "POST"} {
			reply := c.Call("", method, path, body(), append(cookie, headers...)...)
			if reply.Status != 403 || reply.Text("code") != "forbidden" {
				t.Errorf("%s %s with the cookie and %v answers %d", method, path, headers, reply.Status)
			}
		}
		for _, path := range []string{"/api/chat/session", "/api/chat/setup", "/api/chat/join/" + testapp.JoinCode} {
			if reply := c.Call("", "POST", path, founder, headers...); reply.Status != 403 {
				t.Errorf("POST %s with %v, which could set the cookie, answers %d", path, headers, reply.Status)
			}
		}
		if changed := before.Changed(c.Stored(t)); changed != nil {
			t.Errorf("%v changed %s", headers, changed)
		}
		if _, err := c.TryDial("", append(cookie, headers...)...); headers[0] == "Origin" && err == nil {
			t.Errorf("a page of %v opens a socket with the cookie", headers)
		}
	}
	for _, headers := range [][]string{{"Sec-Fetch-Site", "same-origin"}, {"Origin", c.URL}, {}} {
		if reply := c.Call("", "POST", messages, body(), append(cookie, headers...)...); reply.Status != 200 {
			t.Errorf("our own page with %v gets %d %s", headers, reply.Status, reply.Raw)
		}
		if _, err := c.TryDial("", append(cookie, headers...)...); err != nil {
			t.Errorf("our own page with %v opens no socket: %v", headers, err)
		}
	}
	c.ok(c.kevin, "POST", messages, body(), "Origin", "https://sdk.example") // a token in the header is no cookie
	if _, err := c.TryDial(c.kevin, "Origin", "https://sdk.example"); err != nil {
		t.Errorf("a token in the header opens no socket: %v", err)
	}
	for _, token := range []string{"", "nonsense", c.super} {
		_, err := c.TryDial(token)
		var status ws.StatusError
		if !errors.As(err, &status) || int(status) != 401 {
			t.Errorf("a socket for %.10q says %v", token, err)
		}
	}
}

func TestRatesAreLimited(t *testing.T) {
	t.Run("sends, over all doors", func(t *testing.T) {
		c := start(t, func(s *hooks.Config) { s.Limits.Sends = 1 })
		socket := c.Socket(c.kevin).Live()
		for i := range 10 { // the burst
			c.post(c.kevin, c.Watercooler, fmt.Sprint("message ", i))
		}
		reply := c.Call(c.kevin, "POST", messages, fields{"room": c.Watercooler, "body": "one too many"})
		if reply.Status != 429 || reply.Text("code") != "rate_limited" || reply.Header.Get("Retry-After") != "1" {
			t.Errorf("one too many answers %d, Retry-After %q", reply.Status, reply.Header.Get("Retry-After"))
		}
		socket.Send(fields{"type": "send", "room": c.Watercooler, "client_message_id": "01ARZ3NDEKTSV4RRFFQ69G5FAV", "body": "one too many"})
		if nack := socket.Type("nack"); nack.Code != "rate_limited" || !nack.Retryable || nack.ClientMessageID != "01ARZ3NDEKTSV4RRFFQ69G5FAV" {
			t.Errorf("on the socket it is %s", nack.Raw)
		}
		c.post(c.jason, c.Watercooler, "others are not limited")
	})
	t.Run("requests of an address", func(t *testing.T) {
		c := start(t, func(s *hooks.Config) { s.Limits.Requests = 1 })
		status := map[int]int{}
		for range 15 {
			status[c.Call("", "GET", "/up", nil).Status]++
		}
		if status[200] < 10 || status[429] < 4 {
			t.Errorf("fifteen requests answer %v", status)
		}
	})
	t.Run("frames of a socket", func(t *testing.T) {
		c := start(t, func(s *hooks.Config) { s.Limits.Frames = 1 })
		socket := c.Socket(c.kevin).Live()
		for range 20 {
			socket.Send(fields{"type": "here", "room": c.Watercooler})
		}
		if code := socket.Closed(testPatience); code != ws.StatusPolicyViolation {
			t.Errorf("too many frames close with %d", code)
		}
	})
}

func TestBehindAProxyThatSpeaksTLSTheCookieIsSecure(t *testing.T) {
	c := start(t)
	for proto, secure := range map[string]bool{"": false, "http": false, "https": true} {
		reply := c.Call("", "POST", "/api/chat/session", fields{"identity": "kevin@example.com", "password": testapp.Password}, "X-Forwarded-Proto", proto)
		if got := strings.Contains(reply.Header.Get("Set-Cookie"), "; Secure"); got != secure || reply.Status != 200 {
			t.Errorf("forwarded from %q: the cookie is secure: %v (%d)", proto, got, reply.Status)
		}
		if got := reply.Header.Get("Strict-Transport-Security") != ""; got != secure {
			t.Errorf("forwarded from %q: the browser is told to stay with TLS: %v", proto, got)
		}
	}
}
