package hooks_test

import (
	"strings"
	"testing"

	"campfire/internal/testapp"
)

const me = "/api/chat/me"

func TestOnesOwnProfileIsRefused(t *testing.T) {
	c := start(t)
	change := func(name string, body any) attempt { return attempt{name, c.kevin, "PATCH", me, body, 400, "invalid"} }
	c.refused([]attempt{
		{"a guest", "", "PATCH", me, fields{"name": "X"}, 401, "unauthorized"},
		{"a bot", c.bender, "PATCH", me, fields{"name": "X"}, 403, "forbidden"},
		{"the dashboard, who is nobody", c.super, "PATCH", me, fields{"name": "X"}, 401, "unauthorized"},
		change("a blank name", fields{"name": " "}),
		change("101 letters", fields{"name": strings.Repeat("ä", 101)}),
		change("a name with NUL", fields{"name": "a\x00"}),
		change("a name that is a number", fields{"name": 7}),
		change("201 letters of bio", fields{"bio": strings.Repeat("ä", 201)}),
		change("a bio with NUL", fields{"bio": "a\x00"}),
		change("no address", fields{"email": "", "current_password": testapp.Password}),
		change("half an address", fields{"email": "kevin@", "current_password": testapp.Password}),
		change("a short password", fields{"password": "short", "current_password": testapp.Password}),
		change("a long password", fields{"password": strings.Repeat("x", 72), "current_password": testapp.Password}),
		change("an address without the password", fields{"email": "new@example.com"}),
		change("an address with a wrong password", fields{"email": "new@example.com", "current_password": "wrong"}),
		change("a password without the old one", fields{"password": "another one"}),
		change("a password with a wrong one", fields{"password": "another one", "current_password": "another one"}),
		{"somebody else's address", c.kevin, "PATCH", me, fields{"email": "JASON@example.com", "current_password": testapp.Password}, 400, "email_taken"},
		change("good name, wrong password", fields{"name": "Kev", "password": "another one", "current_password": "wrong"}),
	})
}

func TestAProfileIsChanged(t *testing.T) {
	c := start(t)
	socket := c.Socket(c.jason).Live()
	reply := c.ok(c.kevin, "PATCH", me, fields{"name": " Kev ", "bio": " hello ", "email": " KEVIN@example.com ", "password": "", "role": "administrator", "status": "banned"})
	if reply.Text("user", "name") != "Kev" || reply.Text("user", "bio") != "hello" || reply.Text("user", "role") != "member" || reply.Get("token") != nil {
		t.Errorf("the answer is %s", reply.Raw)
	}
	if news := socket.Wait("user.updated", func(f testapp.Frame) bool { return f.Kind == "user.updated" }); news.Field("name") != "Kev" || news.Field("email") != "" {
		t.Errorf("the news is %s", news.Raw)
	}
	c.ok(c.kevin, "GET", "/api/chat/bootstrap", nil)
	if reply := c.ok(c.kevin, "PATCH", me, fields{"bio": ""}); reply.Text("user", "bio") != "" || reply.Text("user", "name") != "Kev" {
		t.Errorf("without the bio: %s", reply.Raw)
	}
}

// TestANewSignInKeepsThisSessionAndEndsTheOthers is for the password and for the address: both change the key that tokens
// are signed with.
func TestANewSignInKeepsThisSessionAndEndsTheOthers(t *testing.T) {
	for name, change := range map[string]fields{
		"password": {"password": "another one"}, "address": {"email": "kev@example.com"},
	} {
		t.Run(name, func(t *testing.T) {
			c := start(t)
			here, session := c.SignIn(t, c.Kevin)
			socket, other := c.Socket(here).Live(), c.Socket(c.kevin).Live()
			reply := c.ok("", "PATCH", me, with(change, fields{"current_password": testapp.Password}), "Cookie", "campfire_session="+here)
			token := reply.Text("token")
			if cookie := cookieOf(reply); cookie == nil || cookie.Value != token || sessionOf(t, token) != session {
				t.Fatalf("the answer is %s with %v", reply.Raw, cookie)
			}
			if bye := other.Type("bye"); bye.Reason != "auth" {
				t.Errorf("the other device hears %q", bye.Reason)
			}
			c.post(c.david, c.Watercooler, "still there?")
			socket.Wait("the message", func(f testapp.Frame) bool { return f.Kind == "message.created" })
			c.ok(token, "GET", "/api/chat/bootstrap", nil)
			for _, old := range []string{here, c.kevin} {
				if reply := c.Call(old, "GET", "/api/chat/bootstrap", nil); reply.Status != 401 {
					t.Errorf("an old token answers %d", reply.Status)
				}
			}
			sign := func(identity, password string) int {
				return c.Call("", "POST", "/api/chat/session", fields{"identity": identity, "password": password}).Status
			}
			if name == "password" && (sign("kevin@example.com", testapp.Password) != 401 || sign("kevin@example.com", "another one") != 200) {
				t.Error("the password is not the new one")
			}
			if name == "address" && (sign("kevin@example.com", testapp.Password) != 401 || sign("kev@example.com", testapp.Password) != 200) {
				t.Error("the address is not the new one")
			}
		})
	}
}

func TestWhoLeavesMayJoinAgain(t *testing.T) {
	c := start(t)
	c.post(c.jason, c.Watercooler, "I was here")
	mine := c.room(c.jason, "closed", "Diary")
	c.ok(c.david, "PATCH", users+"/"+c.Jason, fields{"status": "deactivated"})
	if name := c.Text(t, "SELECT name FROM users WHERE id = ?", c.Jason); name != "Jason" {
		t.Errorf("the name is now %q", name)
	}
	if !c.isMember(mine, c.Jason) || c.isMember(c.Watercooler, c.Jason) {
		t.Error("a room that would be empty is kept, the others are left")
	}
	again := c.ok("", "POST", "/api/chat/join/"+testapp.JoinCode, fields{"name": "Jason II", "email": "jason@example.com", "password": "long enough"})
	c.ok(c.david, "PATCH", users+"/"+c.Jason, fields{"status": "active"})
	if email := c.Email(t, c.Jason); email == "jason@example.com" || !strings.HasPrefix(email, "jason-deactivated-") {
		t.Errorf("the address was taken meanwhile, and yet it is %s", email)
	}
	second := again.Text("user", "id")
	for range 2 {
		c.ok(c.david, "PATCH", users+"/"+second, fields{"status": "deactivated"})
		c.ok(c.david, "PATCH", users+"/"+second, fields{"status": "active"})
	}
	if email := c.Email(t, second); email != "jason@example.com" {
		t.Errorf("who comes back has the address %s", email)
	}
	c.ok("", "POST", "/api/chat/session", fields{"identity": "jason@example.com", "password": "long enough"})
}
