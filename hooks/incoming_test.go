package hooks_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"campfire/hooks"
	"campfire/internal/testapp"
)

func TestASlackIntegrationPosts(t *testing.T) {
	c := start(t)
	hook := "/hooks/" + c.key(c.Bender, []string{"write"}, c.Watercooler)
	socket := c.Socket(c.kevin).Live()
	form := url.Values{"payload": {`{"text":"from a *form*"}`}}.Encode()
	for _, test := range []struct {
		body any
		kind string
		want string
	}{
		{fields{"text": "Build <https://ci.example.com/7|#7> *passed*"}, "application/json", `Build <a href="https://ci.example.com/7" rel="nofollow noopener noreferrer" target="_blank">#7</a> <strong>passed</strong>`},
		{form, "application/x-www-form-urlencoded", "from a <strong>form</strong>"},
		{`{"text":"a hurried curl"}`, "application/x-www-form-urlencoded", "a hurried curl"},
		{fields{"attachments": []fields{{"fallback": "x", "title": "Alert", "text": "disk"}}}, "application/json", "<blockquote><p><strong>Alert</strong></p>disk</blockquote>"},
		{fields{"text": "/play tada"}, "application/json", "/play tada"},
	} {
		reply := c.ok("", "POST", hook, test.body, "Content-Type", test.kind)
		if reply.Status != 200 || reply.Raw != "ok" || !strings.HasPrefix(reply.Header.Get("Content-Type"), "text/plain") {
			t.Errorf("it answers %d %q %v", reply.Status, reply.Raw, reply.Header)
		}
		socket.Wait("the message "+test.want, func(f testapp.Frame) bool { return f.Field("body") == test.want && f.Field("author") == c.Bender })
	}
	for range 2 {
		c.ok("", "POST", hook, fields{"text": "retried"}, "Idempotency-Key", "7")
	}
	if n := c.Number(t, "SELECT COUNT(*) FROM messages WHERE body = 'retried'"); n != 1 {
		t.Errorf("a repeated delivery is stored %d times", n)
	}
}

func TestAnIncomingWebhookIsRefused(t *testing.T) {
	c := start(t)
	c.ok(c.david, "POST", memberships, fields{"room": c.Designers, "user": c.Bender})
	hook := "/hooks/" + c.key(c.Bender, []string{"write"}, c.Watercooler)
	closed := "/hooks/" + c.key(c.Bender, []string{"write"}, c.Designers)
	two := "/hooks/" + c.key(c.Bender, []string{"write"}, c.Designers, c.Watercooler)
	c.ok(c.david, "DELETE", memberships+"/"+c.membership(c.Designers, c.Bender), nil)
	c.refused([]attempt{
		{"nothing", "", "POST", hook, nil, 400, "invalid"},
		{"an empty object", "", "POST", hook, fields{}, 400, "invalid"},
		{"an empty text", "", "POST", hook, fields{"text": " "}, 400, "invalid"},
		{"no JSON", "", "POST", hook, "hello", 400, "invalid"},
		{"bad UTF-8", "", "POST", hook, "{\"text\":\"a\xff\"}", 400, "invalid"},
		{"an unknown block", "", "POST", hook, fields{"blocks": []fields{{"type": "video"}}}, 400, "invalid"},
		{"a text that is a number", "", "POST", hook, fields{"text": 7}, 400, "invalid"},
		{"10 MB", "", "POST", hook, fields{"text": strings.Repeat("x", 10<<20)}, 413, "too_large"},
		{"65 KB of text", "", "POST", hook, fields{"text": strings.Repeat("x", 65<<10)}, 413, "too_large"},
		{"a room that its bot left", "", "POST", closed, fields{"text": "x"}, 404, "not_found"},
		{"a key for two rooms", "", "POST", two, fields{"text": "x"}, 403, "forbidden"},
		{"a key for all rooms", "", "POST", "/hooks/" + c.bender, fields{"text": "x"}, 403, "forbidden"},
		{"a person's token", "", "POST", "/hooks/" + c.kevin, fields{"text": "x"}, 401, "unauthorized"},
		{"reading", "", "GET", "/api/chat/rooms/" + c.Watercooler + "/messages", nil, 401, ""},
	})
	if reply := c.Call("", "POST", hook, fields{"blocks": []fields{{"type": "divider"}, {"type": "video"}}}); !strings.Contains(reply.Text("message"), `blocks[1] has the type "video"`) {
		t.Errorf("the refusal says %s", reply.Raw)
	}
}

func TestAnIncomingWebhookIsLimited(t *testing.T) {
	c := start(t, func(s *hooks.Config) { s.Limits.Sends = 1 })
	hook := "/hooks/" + c.key(c.Bender, []string{"write"}, c.Watercooler)
	limited, sent := 0, int64(0)
	for range 20 {
		switch reply := c.Call("", "POST", hook, fields{"text": "x"}); {
		case reply.Status == http.StatusTooManyRequests && reply.Header.Get("Retry-After") != "":
			limited++
		case reply.Status == 200:
			sent++
		}
	}
	if limited < 5 || c.Number(t, "SELECT COUNT(*) FROM messages") != sent {
		t.Errorf("%d refused, %d sent", limited, sent)
	}
}
