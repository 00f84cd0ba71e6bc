package hooks_test

import (
	"crypto/ecdh"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"testing"
	"time"

	"campfire/hooks"
	"campfire/internal/testapp"
)

const subscriptions = "/api/chat/push_subscriptions"

// browserKeys makes what a browser subscribes with.
func browserKeys(t *testing.T) fields {
	t.Helper()
	private, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return fields{"p256dh": base64.RawURLEncoding.EncodeToString(private.PublicKey().Bytes()), "auth": base64.RawURLEncoding.EncodeToString(make([]byte, 16))}
}

func (c *camp) subscribe(as, endpoint string, keys fields) string {
	c.t.Helper()
	return c.ok(as, "POST", subscriptions, fields{"endpoint": endpoint, "keys": keys}).Text("id")
}

func (c *camp) subscribed() int64 { return c.Number(c.t, "SELECT COUNT(*) FROM push_subscriptions") }

const somewhere = "https://push.example.com/"

func TestPushSubscriptionsAreRefused(t *testing.T) {
	c := start(t)
	keys := browserKeys(t)
	id := c.subscribe(c.kevin, somewhere+"kevin", keys)
	good := fields{"endpoint": somewhere + "new", "keys": keys}
	wrong := func(name, value string) fields { return with(good, fields{"keys": with(keys, fields{name: value})}) }
	off := base64.RawURLEncoding.EncodeToString(append([]byte{4}, make([]byte, 64)...))
	attempts := []attempt{
		{"a guest subscribes", "", "POST", subscriptions, good, 401, "unauthorized"},
		{"a guest lists", "", "GET", subscriptions, nil, 401, "unauthorized"},
		{"a bot subscribes", c.bender, "POST", subscriptions, good, 403, "forbidden"},
		{"another's is deleted", c.jason, "DELETE", subscriptions + "/" + id, nil, 404, "not_found"},
		{"an administrator deletes another's", c.david, "DELETE", subscriptions + "/" + id, nil, 404, "not_found"},
		{"another's is tested", c.jason, "POST", subscriptions + "/" + id + "/test", nil, 404, "not_found"},
		{"somebody else's endpoint with other keys", c.jason, "POST", subscriptions, fields{"endpoint": somewhere + "kevin", "keys": browserKeys(t)}, 409, "taken"},
		{"plain http", c.kevin, "POST", subscriptions, with(good, fields{"endpoint": "http://push.example.com/x"}), 400, "invalid"},
		{"loopback", c.kevin, "POST", subscriptions, with(good, fields{"endpoint": "https://127.0.0.1/x"}), 400, "invalid"},
		{"link-local", c.kevin, "POST", subscriptions, with(good, fields{"endpoint": "https://169.254.169.254/x"}), 400, "invalid"},
		{"no endpoint", c.kevin, "POST", subscriptions, fields{"keys": keys}, 400, "invalid"},
		{"an endpoint that is a number", c.kevin, "POST", subscriptions, with(good, fields{"endpoint": 7}), 400, "invalid"},
		{"no keys", c.kevin, "POST", subscriptions, fields{"endpoint": somewhere + "new"}, 400, "invalid"},
		{"a point beside the curve", c.kevin, "POST", subscriptions, wrong("p256dh", off), 400, "invalid"},
		{"a short secret", c.kevin, "POST", subscriptions, wrong("auth", "AAAA"), 400, "invalid"},
		{"the record API", c.kevin, "GET", "/api/collections/push_subscriptions/records", nil, 403, ""},
		{"the record API of one", c.kevin, "PATCH", "/api/collections/push_subscriptions/records/" + id, fields{"endpoint": somewhere}, 0, ""},
	}
	c.refused(attempts)
	c.ok(c.david, "PATCH", flags, fields{"version": c.ok(c.david, "GET", flags, nil).Number("version"), "changes": fields{"push_notifications": false}})
	c.refused([]attempt{{"while pushes are off", c.kevin, "POST", subscriptions, good, 403, "push_off"}})
	c.ok(c.kevin, "DELETE", subscriptions+"/"+id, nil)
}

func TestAListShowsOnesOwnAndNoSecret(t *testing.T) {
	c := start(t)
	keys := browserKeys(t)
	c.subscribe(c.kevin, somewhere+"kevin", keys)
	reply := c.ok(c.kevin, "GET", subscriptions, nil)
	list := reply.List("subscriptions")
	if len(list) != 1 || list[0]["endpoint"] != somewhere+"kevin" || reply.Text("public_key") == "" || list[0]["session"] != reply.Text("session") {
		t.Errorf("the list is %s", reply.Raw)
	}
	for _, secret := range []string{"auth", "p256dh", "key"} {
		if _, there := list[0][secret]; there {
			t.Errorf("the list shows %s", secret)
		}
	}
	if list := c.ok(c.jason, "GET", subscriptions, nil).List("subscriptions"); len(list) != 0 {
		t.Errorf("jason sees %v", list)
	}
}

func TestOneBrowserHasOneSubscription(t *testing.T) {
	c := start(t)
	keys := browserKeys(t)
	first := c.subscribe(c.kevin, somewhere+"old", keys)
	if again := c.subscribe(c.kevin, somewhere+"old", keys); again != first {
		t.Errorf("the same again is %s, was %s", again, first)
	}
	c.subscribe(c.kevin, somewhere+"new", browserKeys(t))
	if n := c.subscribed(); n != 1 {
		t.Errorf("a session has %d subscriptions after its browser got another", n)
	}
	// The same browser, in which somebody else signs in: it shows the same keys.
	c.subscribe(c.jason, somewhere+"old", keys)
	c.subscribe(c.david, somewhere+"old", keys)
	if list := c.ok(c.jason, "GET", subscriptions, nil).List("subscriptions"); len(list) != 0 {
		t.Errorf("jason kept %v", list)
	}
	for i := range 25 {
		c.subscribe(c.Token(t, c.Jason), somewhere+fmt.Sprint("many", i), browserKeys(t))
	}
	if list := c.ok(c.jason, "GET", subscriptions, nil).List("subscriptions"); len(list) != 20 || list[0]["endpoint"] != somewhere+"many24" {
		t.Errorf("%d are kept", len(list))
	}
}

func TestASubscriptionEndsWithItsSession(t *testing.T) {
	for name, end := range map[string]func(c *camp, token, session string){
		"signed out": func(c *camp, token, _ string) { c.ok(token, "DELETE", "/api/chat/session", nil) },
		"revoked": func(c *camp, _, session string) {
			c.ok(c.kevin, "DELETE", "/api/chat/sessions/"+session, nil)
		},
		"all others revoked": func(c *camp, _, _ string) { c.ok(c.kevin, "DELETE", "/api/chat/sessions", nil) },
		"banned":             func(c *camp, _, _ string) { c.ok(c.david, "PATCH", users+"/"+c.Kevin, fields{"status": "banned"}) },
		"deactivated":        func(c *camp, _, _ string) { c.ok(c.david, "PATCH", users+"/"+c.Kevin, fields{"status": "deactivated"}) },
		"a new password": func(c *camp, _, _ string) {
			c.ok(c.kevin, "PATCH", "/api/chat/me", fields{"password": "another horse", "current_password": testapp.Password})
		},
		"the dashboard": func(c *camp, _, session string) {
			c.ok(c.super, "DELETE", "/api/collections/sessions/records/"+session, nil)
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := start(t)
			token, session := c.SignIn(t, c.Kevin)
			c.subscribe(token, somewhere+"kevin", browserKeys(t))
			c.subscribe(c.jason, somewhere+"jason", browserKeys(t))
			end(c, token, session)
			if n := c.subscribed(); n != 1 {
				t.Errorf("%d subscriptions are left, want jason's", n)
			}
		})
	}
}

// A name may lead to our own network, whatever it looks like: the address counts, when it is dialled.
func TestANameThatLeadsHomeIsNotFollowed(t *testing.T) {
	c := start(t)
	id := c.subscribe(c.kevin, "https://localhost/push", browserKeys(t))
	c.ok(c.kevin, "POST", subscriptions+"/"+id+"/test", nil)
	const failed = "SELECT COUNT(*) FROM jobs WHERE kind = 'push.deliver' AND state = 'dead' AND error LIKE '%not a public https address%'"
	for end := time.Now().Add(10 * time.Second); c.Number(t, failed) != 1; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("the job is %s", c.Text(t, "SELECT state || ': ' || error FROM jobs WHERE kind = 'push.deliver'"))
		}
	}
}

func TestQuietHoursAreOnesOwn(t *testing.T) {
	c := start(t, func(*hooks.Config) {})
	const quiet = "/api/chat/quiet"
	nights := fields{"zone": "Europe/Berlin", "days": []int{1, 2}, "from": "22:00", "until": "07:00"}
	c.refused([]attempt{
		{"a guest", "", "GET", quiet, nil, 401, "unauthorized"},
		{"a guest changes", "", "PATCH", quiet, nights, 401, "unauthorized"},
		{"a bot", c.bender, "PATCH", quiet, nights, 403, "forbidden"},
		{"no such zone", c.kevin, "PATCH", quiet, with(nights, fields{"zone": "Mars/Olympus"}), 400, "invalid"},
		{"no such day", c.kevin, "PATCH", quiet, with(nights, fields{"days": []int{9}}), 400, "invalid"},
		{"days in words", c.kevin, "PATCH", quiet, with(nights, fields{"days": "monday"}), 400, "invalid"},
		{"no such time", c.kevin, "PATCH", quiet, with(nights, fields{"from": "ten"}), 400, "invalid"},
		{"no such pause", c.kevin, "PATCH", quiet, fields{"pause": "for ever"}, 400, "invalid"},
	})
	// PocketBase answers 200 to a field that its caller may not set, and leaves it alone.
	c.ok(c.kevin, "PATCH", users+"/"+c.Kevin, fields{"quiet": fields{"paused_until": "2099-01-01 00:00:00.000Z"}})
	if reply := c.ok(c.kevin, "GET", quiet, nil); reply.Get("quiet") != false || reply.Text("changes") != "" {
		t.Errorf("at first: %s", reply.Raw)
	}
	if reply := c.ok(c.kevin, "PATCH", quiet, nights); reply.Text("zone") != "Europe/Berlin" || reply.Text("changes") == "" {
		t.Errorf("after the change: %s", reply.Raw)
	}
	if reply := c.ok(c.kevin, "PATCH", quiet, fields{"pause": "hour"}); reply.Get("quiet") != true || reply.Text("from") != "22:00" {
		t.Errorf("a pause: %s", reply.Raw)
	}
	if reply := c.ok(c.kevin, "PATCH", quiet, fields{"pause": ""}); reply.Text("paused_until") != "" {
		t.Errorf("the end of a pause: %s", reply.Raw)
	}
	for _, as := range []string{c.jason, c.david} {
		if reply := c.ok(as, "GET", users+"/"+c.Kevin, nil); reply.Get("quiet") != nil {
			t.Errorf("another sees %s", reply.Raw)
		}
	}
}
