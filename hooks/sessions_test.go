package hooks_test

import (
	"strings"
	"testing"
	"time"

	"campfire/collections"
	"campfire/hooks"
	"campfire/internal/testapp"

	"github.com/gobwas/ws"
)

func (c *camp) signIn(user string) testapp.Reply {
	c.t.Helper()
	return c.ok("", "POST", "/api/chat/session", fields{"identity": c.Email(c.t, user), "password": testapp.Password})
}

func TestASignInAnswersATokenAndACookieOfOneSession(t *testing.T) {
	c := start(t)
	reply := c.signIn(c.Kevin)
	cookie := cookieOf(reply)
	if cookie == nil || cookie.Value != reply.Text("token") || !cookie.HttpOnly {
		t.Fatalf("the cookie is %v", cookie)
	}
	if reply.Text("user", "email") != "kevin@example.com" || reply.Get("session", "current") != true {
		t.Errorf("the answer is %s", reply.Raw)
	}
	for _, headers := range [][]string{
		{"Authorization", cookie.Value}, {"Authorization", "Bearer " + cookie.Value}, {"Authorization", "bearer " + cookie.Value},
		{"Cookie", "campfire_session=" + cookie.Value},
	} {
		list := c.ok("", "GET", "/api/chat/sessions", nil, headers...).List("sessions")
		if len(list) != 2 {
			t.Errorf("%s: %d sessions, want the one of the cast and this one", headers[0], len(list))
		}
		for _, session := range list {
			if (session["id"] == reply.Text("session", "id")) != (session["current"] == true) {
				t.Errorf("the current session is not marked: %v", session)
			}
		}
	}
	if reply := c.Call("nonsense", "GET", "/api/chat/sessions", nil, "Cookie", "campfire_session="+cookie.Value); reply.Status != 401 {
		t.Errorf("a wrong header beside a good cookie answers %d: the header wins", reply.Status)
	}
}

func TestSignInIsRefusedWithOneSentence(t *testing.T) {
	c := start(t)
	c.ok(c.david, "PATCH", users+"/"+c.Kevin, fields{"status": "banned"})
	try := func(name string, identity, password any, status int) attempt {
		return attempt{name, "", "POST", "/api/chat/session", fields{"identity": identity, "password": password}, status, ""}
	}
	attempts := []attempt{
		try("wrong password", "jason@example.com", "wrong password", 401),
		try("unknown address", "nobody@example.com", testapp.Password, 401),
		try("somebody who is banned", "kevin@example.com", testapp.Password, 401),
		try("a bot", c.Email(t, c.Bender), testapp.Password, 401),
		try("nothing", "", "", 401),
		try("a very long password", "jason@example.com", strings.Repeat("a", 5000), 401),
		try("an identity that is a number", 7, "x", 400),
		try("a password that is an object", "jason@example.com", fields{"a": 1}, 400),
	}
	c.refused(attempts)
	sentence := ""
	for _, a := range attempts[:4] {
		message := c.Call("", a.method, a.path, a.body).Text("message")
		if sentence == "" {
			sentence = message
		}
		if message != sentence || message == "" {
			t.Errorf("%s: the sentence %q differs from %q, and so tells who is here", a.name, message, sentence)
		}
	}
}

func TestTheEleventhSignInIsTooMany(t *testing.T) {
	limited := func(s *hooks.Config) { s.Limits.SignIns = 10 }
	doors := map[string]string{"ours": "/api/chat/session", "PocketBase's": "/api/collections/users/auth-with-password"}
	for name, door := range doors {
		t.Run(name, func(t *testing.T) {
			c := start(t, limited)
			body := fields{"identity": "jason@example.com", "password": "wrong password"}
			for i := range 10 {
				if status := c.Call("", "POST", door, body).Status; status != 401 && status != 400 {
					t.Fatalf("attempt %d answers %d", i+1, status)
				}
			}
			body["password"] = testapp.Password
			for _, path := range doors {
				reply := c.Call("", "POST", path, body)
				if reply.Status != 429 || reply.Text("code") != "rate_limited" || reply.Header.Get("Retry-After") == "" {
					t.Errorf("the eleventh attempt at %s answers %d, Retry-After %q", path, reply.Status, reply.Header.Get("Retry-After"))
				}
			}
		})
	}
}

func TestAnEndedSessionIsRefusedAtOnceAndItsSocketCloses(t *testing.T) {
	endings := map[string]func(c *camp, token, session string){
		"sign-out": func(c *camp, token, _ string) { c.ok(token, "DELETE", "/api/chat/session", nil) },
		"sign-out by cookie": func(c *camp, token, _ string) {
			reply := c.ok("", "DELETE", "/api/chat/session", nil, "Cookie", "campfire_session="+token)
			if cookie := cookieOf(reply); cookie == nil || cookie.MaxAge >= 0 {
				c.t.Errorf("the cookie is not cleared: %v", cookie)
			}
		},
		"revoked from another device": func(c *camp, _, session string) {
			c.ok(c.kevin, "DELETE", "/api/chat/sessions/"+session, nil)
		},
		"all others revoked": func(c *camp, _, _ string) { c.ok(c.kevin, "DELETE", "/api/chat/sessions", nil) },
		"row deleted in the dashboard": func(c *camp, _, session string) {
			c.ok(c.super, "DELETE", "/api/collections/sessions/records/"+session, nil)
		},
		"password changed": func(c *camp, _, _ string) {
			c.ok(c.kevin, "PATCH", users+"/"+c.Kevin, fields{
				"oldPassword": testapp.Password, "password": "another password", "passwordConfirm": "another password",
			})
		},
		"password set by an administrator": func(c *camp, _, _ string) {
			c.ok(c.david, "PATCH", users+"/"+c.Kevin, fields{"password": "another password", "passwordConfirm": "another password"})
		},
		"deactivated": func(c *camp, _, _ string) { c.ok(c.david, "PATCH", users+"/"+c.Kevin, fields{"status": "deactivated"}) },
		"banned":      func(c *camp, _, _ string) { c.ok(c.david, "PATCH", users+"/"+c.Kevin, fields{"status": "banned"}) },
		"banned by our own code": func(c *camp, _, _ string) {
			user := c.User(c.t, c.Kevin)
			user.Set(collections.UserStatus, collections.StatusBanned)
			if err := c.Save(user); err != nil {
				c.t.Fatal(err)
			}
		},
	}
	for name, end := range endings {
		t.Run(name, func(t *testing.T) {
			c := start(t)
			token, session := c.SignIn(t, c.Kevin)
			c.ok(token, "GET", "/api/chat/sessions", nil) // the token works, and is remembered
			socket, stream := c.Socket(token).Live(), c.Stream()
			if reply := stream.Subscribe(token, "messages/*"); reply.Status != 204 {
				t.Fatalf("subscribe answers %d", reply.Status)
			}
			bystander := c.Socket(c.jason).Live()
			end(c, token, session)
			for path, method := range map[string]string{"/api/chat/sessions": "GET", "/api/chat/bootstrap": "GET", "/api/chat/session": "DELETE"} {
				if reply := c.Call(token, method, path, nil); reply.Status != 401 || reply.Text("code") != "unauthorized" {
					t.Errorf("%s answers %d after the end of the session", path, reply.Status)
				}
			}
			if list := c.Call(token, "GET", users, nil); list.Number("totalItems") != 0 {
				t.Errorf("the record API still answers %s", list.Raw)
			}
			if code := socket.Closed(time.Second); code != ws.StatusPolicyViolation {
				t.Errorf("the socket closes with %d", code)
			}
			if bye := socket.Type("bye"); bye.Reason != "auth" {
				t.Errorf("the goodbye says %q", bye.Reason)
			}
			stream.Closed(time.Second)
			if _, err := c.TryDial(token); err == nil {
				t.Error("the token opens another socket")
			}
			c.post(c.jason, c.Watercooler, "still here")
			bystander.Wait("message", func(f testapp.Frame) bool { return f.Kind == "message.created" })
		})
	}
}

func TestOnlyOnesOwnSessionsAreShownAndEnded(t *testing.T) {
	c := start(t)
	_, foreign := c.SignIn(t, c.Jason)
	c.refused([]attempt{
		{"guest lists", "", "GET", "/api/chat/sessions", nil, 401, "unauthorized"},
		{"guest ends one", "", "DELETE", "/api/chat/sessions/" + foreign, nil, 401, "unauthorized"},
		{"guest ends all", "", "DELETE", "/api/chat/sessions", nil, 401, "unauthorized"},
		{"guest signs out", "", "DELETE", "/api/chat/session", nil, 401, "unauthorized"},
		{"member ends another's", c.kevin, "DELETE", "/api/chat/sessions/" + foreign, nil, 404, "not_found"},
		{"administrator ends another's", c.david, "DELETE", "/api/chat/sessions/" + foreign, nil, 404, "not_found"},
		{"one that does not exist", c.kevin, "DELETE", "/api/chat/sessions/nope", nil, 404, "not_found"},
		{"member reads the collection", c.kevin, "GET", "/api/collections/sessions/records", nil, 403, ""},
		{"administrator reads the collection", c.david, "GET", "/api/collections/sessions/records", nil, 403, ""},
		{"member writes the collection", c.kevin, "POST", "/api/collections/sessions/records", fields{"user": c.Kevin, "kind": "person"}, 403, ""},
		{"member deletes from the collection", c.kevin, "DELETE", "/api/collections/sessions/records/" + foreign, nil, 403, ""},
	})
}
