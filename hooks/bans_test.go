package hooks_test

import (
	"fmt"
	"testing"
	"time"

	"campfire/internal/testapp"

	"github.com/google/uuid"
)

// proxied makes the server believe X-Forwarded-For, as behind a proxy, so that people come from different addresses.
func (c *camp) proxied() {
	c.t.Helper()
	settings := c.Settings()
	settings.TrustedProxy.Headers = []string{"X-Forwarded-For"}
	if err := c.Save(settings); err != nil {
		c.t.Fatal(err)
	}
}

func (c *camp) eventually(what string, is func() bool) {
	c.t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !is(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			c.t.Fatalf("after ten seconds: %s", what)
		}
	}
}

func banPath(user string) string { return "/api/chat/users/" + user + "/ban" }

func TestWhoMayBan(t *testing.T) {
	c := start(t)
	c.refused([]attempt{
		{"a guest", "", "POST", banPath(c.Kevin), nil, 401, "unauthorized"},
		{"a member", c.jason, "POST", banPath(c.Kevin), nil, 403, "forbidden"},
		{"a bot", c.bender, "POST", banPath(c.Kevin), nil, 403, "forbidden"},
		{"a member lifts one", c.jason, "DELETE", banPath(c.Kevin), nil, 403, "forbidden"},
		{"a guest lifts one", "", "DELETE", banPath(c.Kevin), nil, 401, "unauthorized"},
		{"an administrator themselves", c.david, "POST", banPath(c.David), nil, 400, "invalid"},
		{"themselves by the record API", c.david, "PATCH", users + "/" + c.David, fields{"status": "banned"}, 400, "invalid"},
		{"the last administrator by the dashboard", c.super, "POST", banPath(c.David), nil, 400, "invalid"},
		{"a bot is banned", c.david, "POST", banPath(c.Bender), nil, 400, "invalid"},
		{"a bot is banned by the record API", c.david, "PATCH", users + "/" + c.Bender, fields{"status": "banned"}, 400, "invalid"},
		{"nobody", c.david, "POST", banPath("nosuchuser00000"), nil, 404, "not_found"},
	})
}

func TestNobodyBansThemselves(t *testing.T) {
	c := start(t)
	c.ok(c.david, "PATCH", users+"/"+c.Jason, fields{"role": "administrator"}) // or David could not go for being the last
	c.refused([]attempt{
		{"by the route", c.david, "POST", banPath(c.David), nil, 400, "invalid"},
		{"by the record API", c.david, "PATCH", users + "/" + c.David, fields{"status": "banned"}, 400, "invalid"},
	})
	c.ok(c.jason, "POST", banPath(c.David), nil)
}

func TestABanTakesEverythingBack(t *testing.T) {
	c := start(t)
	c.post(c.david, c.Watercooler, "stays")
	for i := range 45 { // more than two slices
		c.post(c.kevin, c.Watercooler, fmt.Sprintf("spam %d", i))
	}
	ping := c.room(c.kevin, "direct", "", c.Jason)
	c.post(c.kevin, ping, "spam in a ping")
	kevins, socket := c.Socket(c.kevin).Live(), c.Socket(c.jason).Live()
	reply := c.ok(c.david, "POST", banPath(c.Kevin), nil)
	if reply.Text("user", "status") != "banned" || reply.Number("blocked") != 1 || reply.Number("not_blockable") != 0 {
		t.Errorf("the ban answers %s", reply.Raw)
	}
	if bye := kevins.Type("bye"); bye.Reason != "auth" {
		t.Errorf("their socket says %q", bye.Reason)
	}
	if reply := c.Call(c.kevin, "GET", "/api/chat/bootstrap", nil); reply.Status != 401 {
		t.Errorf("their token answers %d", reply.Status)
	}
	if reply := c.Call("", "POST", "/api/chat/session", fields{"identity": "kevin@example.com", "password": testapp.Password}); reply.Status != 401 {
		t.Errorf("signing in answers %d", reply.Status)
	}
	c.eventually("their messages are still there", func() bool {
		return c.Number(t, "SELECT COUNT(*) FROM messages WHERE author = ? AND deleted = FALSE", c.Kevin) == 0
	})
	c.eventually("there is still something to delete", func() bool { return c.Number(t, "SELECT COUNT(*) FROM bans WHERE pending") == 0 })
	socket.Wait("the last deletion", func(f testapp.Frame) bool { return f.Kind == "message.deleted" && f.Room == ping })
	deleted := 0
	for _, f := range socket.Events() {
		if f.Kind == "message.deleted" {
			deleted++
		}
	}
	if deleted != 46 {
		t.Errorf("the others learn of %d deletions, want 46", deleted)
	}
	if n := c.Number(t, "SELECT COUNT(*) FROM messages WHERE author = ? AND deleted = FALSE", c.David); n != 1 {
		t.Errorf("%d of another's messages are left", n)
	}
	if n := c.Number(t, "SELECT COUNT(*) FROM events WHERE data LIKE '%spam%'"); n != 0 {
		t.Errorf("the log still has %d of the texts", n)
	}
	if !c.isMember(c.Watercooler, c.Kevin) {
		t.Error("they lost their memberships")
	}
	if again := c.ok(c.david, "POST", banPath(c.Kevin), nil); again.Number("blocked") != 1 {
		t.Errorf("banning twice answers %s", again.Raw)
	}

	back := c.ok(c.david, "DELETE", banPath(c.Kevin), nil)
	if back.Text("user", "status") != "active" || c.Number(t, "SELECT COUNT(*) FROM bans") != 0 {
		t.Errorf("lifting it answers %s", back.Raw)
	}
	c.ok("", "POST", "/api/chat/session", fields{"identity": "kevin@example.com", "password": testapp.Password})
}

func TestABannedAddressReadsAndWritesNothing(t *testing.T) {
	c := start(t)
	c.proxied()
	const theirs, mine, other = "198.51.100.7", "203.0.113.9", "198.51.100.8"
	from := func(address string) []string { return []string{"X-Forwarded-For", address} }
	for address, want := range map[string]int64{theirs: 1, "::ffff:198.51.100.9": 1, "2001:db8::1": 1, mine: 0, "10.1.2.3": 0, "127.0.0.1": 0, "fe80::1": 0, "100.64.1.1": 0, "fd00::1": 0, "not an address": 0} {
		c.Exec(t, "DELETE FROM sessions WHERE user = ?", c.Kevin)
		_, id := c.SignIn(t, c.Kevin)
		c.Exec(t, "UPDATE sessions SET ip = ? WHERE id = ?", address, id)
		reply := c.ok(c.david, "POST", banPath(c.Kevin), nil, from(mine)...)
		if reply.Number("blocked") != want {
			t.Errorf("%s: the ban answers %s", address, reply.Raw)
		}
		c.ok(c.david, "DELETE", banPath(c.Kevin), nil, from(mine)...)
	}
	_, id := c.SignIn(t, c.Kevin)
	c.Exec(t, "UPDATE sessions SET ip = ? WHERE id = ?", theirs, id)
	c.ok(c.david, "POST", banPath(c.Kevin), nil, from(mine)...)
	c.eventually("there is still something to delete", func() bool { return c.Number(t, "SELECT COUNT(*) FROM bans WHERE pending") == 0 })
	send := fields{"room": c.Watercooler, "client_message_id": uuid.NewString(), "body": "hello"}
	for name, try := range map[string]struct {
		as, method, path string
		body             any
	}{
		"a member sends": {c.jason, "POST", messages, send}, "a bot sends": {c.bender, "POST", messages, send},
		"a guest signs in": {"", "POST", "/api/chat/session", fields{"identity": "jason@example.com", "password": testapp.Password}},
		"a guest joins":    {"", "POST", "/api/chat/join/" + testapp.JoinCode, fields{"name": "X", "email": "x@example.com", "password": "long enough"}},
		"a session ends":   {c.jason, "DELETE", "/api/chat/sessions", nil}, "the dashboard": {c.super, "PATCH", users + "/" + c.Jason, fields{"name": "X"}},
	} {
		before := c.Stored(t)
		for _, address := range []string{theirs, "::ffff:" + theirs} {
			if reply := c.Call(try.as, try.method, try.path, try.body, from(address)...); reply.Status != 429 || reply.Text("code") != "blocked" {
				t.Errorf("%s from %s: %d %s", name, address, reply.Status, reply.Raw)
			}
		}
		if changed := before.Changed(c.Stored(t)); changed != nil {
			t.Errorf("%s: changed %s", name, changed)
		}
	}
	c.ok(c.jason, "GET", "/api/chat/bootstrap", nil, from(theirs)...)
	c.ok("", "GET", "/api/chat/setup", nil, from(theirs)...)
	socket := c.Dial(c.jason, from(theirs)...)
	socket.Listen()
	socket.Live()
	socket.Send(fields{"type": "send", "client_message_id": uuid.NewString(), "room": c.Watercooler, "body": "by the socket"})
	if nack := socket.Type("nack"); nack.Code != "blocked" || nack.Retryable {
		t.Errorf("the socket answers %s", nack.Raw)
	}
	c.ok(c.jason, "POST", messages, send, from(other)...)
	c.ok(c.super, "DELETE", "/api/collections/bans/records/"+c.Text(t, "SELECT id FROM bans WHERE address = ?", theirs), nil, from(other)...)
	c.ok(c.jason, "PATCH", "/api/chat/me", fields{"bio": "again"}, from(theirs)...)
}

// TestABanGoesOnAfterACrash is a server that died between the ban and the last deletion.
func TestABanGoesOnAfterACrash(t *testing.T) {
	t.Parallel()
	app := testapp.New(t)
	server := testapp.Serve(t, app)
	kevin := app.Token(t, app.Kevin)
	for i := range 30 {
		if reply := server.Call(kevin, "POST", messages, fields{"room": app.Watercooler, "client_message_id": uuid.NewString(), "body": fmt.Sprint("spam ", i)}); reply.Status != 200 {
			t.Fatal(reply.Raw)
		}
	}
	server.Stop()
	app.Exec(t, "UPDATE users SET status = 'banned' WHERE id = ?", app.Kevin)
	app.Exec(t, "INSERT INTO bans (id, user, address, blockable, pending) VALUES ('aban00000000000', ?, '198.51.100.7', TRUE, TRUE)", app.Kevin)
	again := &testapp.App{Cast: app.Cast, App: testapp.Open(t, app.DataDir())}
	testapp.Serve(t, again)
	deadline := time.Now().Add(10 * time.Second)
	for again.Number(t, "SELECT COUNT(*) FROM messages WHERE author = ? AND deleted = FALSE", app.Kevin) > 0 || again.Number(t, "SELECT COUNT(*) FROM bans WHERE pending") > 0 {
		if time.Now().After(deadline) {
			t.Fatal("the rest is not deleted after the restart")
		}
		time.Sleep(10 * time.Millisecond)
	}
}
