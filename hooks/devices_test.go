package hooks_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"campfire/collections"
	"campfire/internal/session"
	"campfire/internal/testapp"

	"github.com/pocketbase/pocketbase/core"
)

// asked is what somebody with a token is asked about.
func (c *camp) asked(token string) (names []string) {
	c.t.Helper()
	for _, d := range c.ok(token, "GET", "/api/chat/devices", nil).List("devices") {
		names = append(names, fmt.Sprintf("%v on %v", d["browser"], d["platform"]))
	}
	return names
}

const (
	chrome  = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
	firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
	iphone  = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 CriOS/140 Mobile Safari/604"
)

// Guards: recognise and the event in internal/session/arrive.go, and `asked` in collections/devices.go.
func TestASignInOnANewDeviceIsToldToTheOthers(t *testing.T) {
	c := start(t)
	m := testapp.NewMailbox(t, c.App)
	old := c.browser(firefox).signIn(c.Kevin)
	if asked := c.asked(c.kevin); asked != nil {
		t.Fatalf("the first sign-in since devices are remembered is told: %v", asked)
	}
	cookie := deviceOf(c.Call("", "POST", "/api/chat/session", fields{"identity": "jason@example.com", "password": testapp.Password}, "Origin", c.URL))
	if cookie == nil || !cookie.HttpOnly || cookie.SameSite != http.SameSiteStrictMode || cookie.MaxAge < 300*24*3600 || cookie.Path != "/api/" {
		t.Fatalf("the cookie is %v", cookie)
	}
	socket, jason := c.Socket(old.auth).Live(), c.Socket(c.jason).Live()

	fresh := c.browser(chrome).signIn(c.Kevin)
	told := socket.Wait("word of it", func(f testapp.Frame) bool { return f.Kind == "devices.updated" })
	if object(t, told)["user"] != c.Kevin || len(object(t, told)) != 1 {
		t.Errorf("the event says %v", object(t, told))
	}
	for name, token := range map[string]string{"the one before": old.auth, "one of before there were devices": c.kevin} {
		if asked := c.asked(token); len(asked) != 1 || asked[0] != "Chrome on Windows" {
			t.Errorf("%s is asked about %v", name, asked)
		}
		list := c.ok(token, "GET", "/api/chat/bootstrap", nil).List("devices")
		if len(list) != 1 || list[0]["ip"] != "127.0.0.1" || list[0]["created"] == "" {
			t.Errorf("the next page load of %s says %v", name, list)
		}
		for _, s := range c.ok(token, "GET", "/api/chat/sessions", nil).List("sessions") {
			if (s["id"] == fresh.id) != (s["new"] == true) {
				t.Errorf("the list of devices says %v", s)
			}
		}
	}
	for name, token := range map[string]string{"itself": fresh.auth, "somebody else": c.jason} {
		if asked := c.asked(token); asked != nil {
			t.Errorf("%s is asked about %v", name, asked)
		}
	}
	letter := m.Wait(1)[0]
	if letter.To != "kevin@example.com" || letter.Subject != "New sign-in: Chrome on Windows – Campfire" || !strings.Contains(letter.Text, "127.0.0.1") ||
		!strings.Contains(letter.Text, "https://chat.example.com/users/me/profile?devices") || strings.Contains(letter.Raw, fresh.name) {
		t.Errorf("the letter is\n%s", letter.Raw)
	}

	fresh.signIn(c.Kevin)
	old.signIn(c.Kevin)
	id := c.Text(t, "SELECT id FROM devices WHERE user = ? AND unseen = TRUE", c.Kevin)
	c.ok(old.auth, "POST", "/api/chat/devices/"+id+"/confirm", nil)
	if asked := c.asked(old.auth); asked != nil {
		t.Errorf("after the yes it is asked about %v", asked)
	}
	c.browser(iphone).signIn(c.Kevin)
	if asked := c.asked(fresh.auth); len(asked) != 1 || asked[0] != "Chrome on iPhone" {
		t.Errorf("who was confirmed is asked about %v", asked)
	}
	if subject := m.Wait(2)[1].Subject; subject != "New sign-in: Chrome on iPhone – Campfire" {
		t.Errorf("the second letter is %s", subject)
	}
	for _, frame := range jason.Events() {
		if frame.Kind == "devices.updated" {
			t.Error("Jason hears of it")
		}
	}
	if bare := c.Number(t, "SELECT COUNT(*) FROM devices WHERE mark IN (?, ?) OR user_agent = ?", old.name, fresh.name, fresh.name); bare != 0 {
		t.Error("the name of a browser is stored as it is")
	}
}

// Guards: every call of arrive in hooks, and that a first proof alone is no arrival (hooks/arrivals.go).
func TestEveryDoorTellsOfANewDeviceOnce(t *testing.T) {
	c := start(t)
	m := testapp.NewMailbox(t, c.App)
	p := testapp.NewProvider(t)
	p.Enable(t, c.App, false)
	c.Exec(t, "UPDATE users SET verified = TRUE WHERE id = ?", c.Kevin)
	p.Is(ria(fields{"sub": "k-1", "email": "kevin@example.com"}))
	password := fields{"identity": "kevin@example.com", "password": testapp.Password}
	protect := func(by func(users *core.Collection)) {
		t.Helper()
		users, err := c.FindCollectionByNameOrId(collections.Users)
		if err != nil {
			t.Fatal(err)
		}
		by(users)
		if err := c.Save(users); err != nil {
			t.Fatal(err)
		}
	}
	protect(func(users *core.Collection) { users.AuthAlert.Enabled = true }) // of PocketBase's: there is still one letter
	news := func(subject string) (n int) {
		for _, letter := range m.Mails() {
			if strings.Contains(letter.Subject, subject) {
				n++
			}
		}
		return n
	}
	old := c.browser(firefox).signIn(c.Kevin)
	for name, enter := range map[string]func(b *browser){
		"a password":               func(b *browser) { b.signIn(c.Kevin) },
		"a password, PocketBase's": func(b *browser) { b.send("POST", authDoor+"auth-with-password", password) },
		"a code":                   func(b *browser) { b.send("POST", "/api/chat/session", c.code(m, "kevin@example.com")) },
		"a code, PocketBase's": func(b *browser) {
			code := c.code(m, "kevin@example.com")
			b.send("POST", authDoor+"auth-with-otp", fields{"otpId": code["otp_id"], "password": code["code"]})
		},
		"a link": func(b *browser) { b.send("POST", transfers+"/"+c.link(old.auth, nil), nil) },
		"a provider": func(b *browser) {
			way := c.begin(p, "", nil)
			reply := c.Call("", "POST", "/api/chat/session", fields{"provider_code": way.code, "state": way.state},
				"Cookie", way.cookie+"; campfire_device="+session.NewName(), "Sec-Fetch-Site", "same-origin", "User-Agent", chrome)
			b.auth = reply.Text("token")
		},
		"two proofs": func(b *browser) {
			protect(func(users *core.Collection) { users.MFA.Enabled = true })
			defer protect(func(users *core.Collection) { users.MFA.Enabled = false })
			mfa := b.send("POST", "/api/chat/session", password).Text("data", "mfa_id")
			if mfa == "" || b.name != "" || c.asked(old.auth) != nil {
				t.Errorf("one proof of two: %q, a cookie %q", mfa, b.name)
			}
			b.send("POST", "/api/chat/session", with(c.code(m, "kevin@example.com"), fields{"mfa_id": mfa}))
		},
	} {
		before := news("New sign-in")
		b := c.browser(chrome + " " + name) // PocketBase tells them apart by that
		enter(b)
		if b.auth == "" {
			t.Errorf("%s leads nowhere", name)
			continue
		}
		if asked := c.asked(old.auth); len(asked) != 1 {
			t.Errorf("%s: the other device is asked about %v", name, asked)
		}
		for end := time.Now().Add(10 * time.Second); c.Number(t, "SELECT COUNT(*) FROM jobs WHERE kind = 'mail.device' AND state != 'done'") > 0 && time.Now().Before(end); {
			time.Sleep(5 * time.Millisecond)
		}
		if n := news("New sign-in") - before; n != 1 || news("location") != 0 {
			t.Errorf("%s: %d letters of ours, %d of PocketBase's", name, n, news("location"))
		}
		c.Exec(t, "UPDATE devices SET unseen = FALSE")
		if b.name != "" {
			c.browser(chrome).named(b.name).signIn(c.Kevin)
			if asked := c.asked(old.auth); asked != nil {
				t.Errorf("%s: the next sign-in there is new again: %v", name, asked)
			}
		}
	}
}

func TestWhatIsNoSignInOfAPersonTellsNobody(t *testing.T) {
	c := start(t)
	old := c.browser(firefox).signIn(c.Kevin)
	other := c.browser(chrome)
	other.send("POST", "/api/chat/session", fields{"identity": "kevin@example.com", "password": "wrong password"})
	c.ok(old.auth, "POST", authDoor+"auth-refresh", nil, "Sec-Fetch-Site", "same-origin")
	c.ok(c.super, "POST", "/api/collections/users/impersonate/"+c.Kevin, fields{"duration": 60}, "Sec-Fetch-Site", "same-origin")
	c.ok(c.bender, "GET", "/api/chat/bootstrap", nil)
	if asked := c.asked(old.auth); asked != nil || c.events("devices.updated") != 0 {
		t.Errorf("asked about %v", asked)
	}
	if n := c.Number(t, "SELECT COUNT(*) FROM devices"); n != 1 {
		t.Errorf("%d devices", n)
	}
	join := c.ok(c.david, "GET", "/api/chat/bootstrap", nil).Text("account", "join_code")
	reply := other.send("POST", "/api/chat/join/"+join, fields{"name": "Ria", "email": "ria@example.com", "password": testapp.Password})
	if reply.Status != 200 || c.events("devices.updated") != 0 || other.name == "" {
		t.Errorf("a newcomer: %d %s", reply.Status, reply.Raw)
	}
}

func TestACookieThatIsNotOneOfTheirsIsAnUnknownDevice(t *testing.T) {
	c := start(t)
	old, jason := c.browser(firefox).signIn(c.Kevin), c.browser(firefox).signIn(c.Jason)
	for name, value := range map[string]string{
		"nothing": "", "forged": strings.Repeat("x", 43), "cut short": old.name[:42], "longer": old.name + "x", "huge": strings.Repeat("a", 60_000),
		"the mark": c.Text(t, "SELECT mark FROM devices WHERE user = ?", c.Kevin), "another's": jason.name, "signs": strings.Repeat("%", 43),
	} {
		c.browser(chrome).named(value).signIn(c.Kevin)
		if asked := c.asked(old.auth); len(asked) != 1 {
			t.Errorf("%s: asked about %v", name, asked)
		}
		c.Exec(t, "UPDATE devices SET unseen = FALSE")
	}
	jason.signIn(c.Jason)
	if asked := c.asked(jason.auth); asked != nil || c.asked(c.jason) != nil {
		t.Errorf("who shares a browser with Kevin is asked about %v", asked)
	}
}

func TestAScriptIsRecognisedByItsAddressAndWhatItCallsItself(t *testing.T) {
	c := start(t)
	body := fields{"identity": "kevin@example.com", "password": testapp.Password}
	for n, headers := range [][]string{
		{"User-Agent", "cron/1"}, {"User-Agent", "cron/1"}, {"User-Agent", "cron/1", "Sec-Fetch-Site", "cross-site"}, {"User-Agent", "cron/1", "Origin", "null"},
	} {
		if reply := c.ok("", "POST", "/api/collections/users/auth-with-password", body, headers...); deviceOf(reply) != nil {
			t.Errorf("%d gets a cookie", n)
		}
	}
	if asked := c.asked(c.kevin); asked != nil {
		t.Fatalf("the same script is new: %v", asked)
	}
	c.ok("", "POST", "/api/chat/session", body, "User-Agent", "curl/8.5.0")
	if asked := c.asked(c.kevin); len(asked) != 1 || asked[0] != "curl on Unknown" {
		t.Errorf("another script: %v", asked)
	}
	c.Exec(t, `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
		INSERT INTO devices (id, user, mark, last_used) SELECT printf('%015d', i), ?, 'mark ' || i, '2001-01-01 00:00:00.000Z' FROM n`, c.Kevin)
	c.browser(chrome).signIn(c.Kevin)
	if n := c.Number(t, "SELECT COUNT(*) FROM devices WHERE user = ? AND id NOT IN (SELECT device FROM sessions)", c.Kevin); n < 29 || n > 30 {
		t.Errorf("%d devices are kept beyond those in use", n)
	}
}

// Guards: `own.id >= devices.id` in collections/devices.go.
func TestWhoComesWithTwoDevicesCannotSpeakForBoth(t *testing.T) {
	c := start(t)
	old := c.browser(firefox).signIn(c.Kevin)
	one := c.browser(chrome).signIn(c.Kevin)
	time.Sleep(2 * time.Millisecond) // an id begins with the millisecond
	two := c.browser(iphone).signIn(c.Kevin)
	id := func(session string) string { return c.Text(t, "SELECT device FROM sessions WHERE id = ?", session) }
	path := func(session, what string) string { return "/api/chat/devices/" + id(session) + what }
	c.refused([]attempt{
		{"the first of itself", one.auth, "POST", path(one.id, "/confirm"), nil, 404, "not_found"},
		{"the second of itself", two.auth, "POST", path(two.id, "/confirm"), nil, 404, "not_found"},
		{"the second of the first", two.auth, "POST", path(one.id, "/confirm"), nil, 404, "not_found"},
		{"the second ends the first", two.auth, "DELETE", path(one.id, ""), nil, 404, "not_found"},
		{"a guest", "", "POST", path(one.id, "/confirm"), nil, 401, "unauthorized"},
		{"a guest lists", "", "GET", "/api/chat/devices", nil, 401, "unauthorized"},
		{"a guest ends", "", "DELETE", path(one.id, ""), nil, 401, "unauthorized"},
		{"a stranger", c.jason, "POST", path(one.id, "/confirm"), nil, 404, "not_found"},
		{"a stranger ends", c.jason, "DELETE", path(one.id, ""), nil, 404, "not_found"},
		{"an administrator", c.david, "POST", path(one.id, "/confirm"), nil, 404, "not_found"},
		{"an administrator ends", c.david, "DELETE", path(one.id, ""), nil, 404, "not_found"},
		{"a bot", c.bender, "POST", path(one.id, "/confirm"), nil, 403, "forbidden"},
		{"a bot lists", c.bender, "GET", "/api/chat/devices", nil, 403, "forbidden"},
		{"a bot ends", c.bender, "DELETE", path(one.id, ""), nil, 403, "forbidden"},
		{"one that is not there", old.auth, "POST", "/api/chat/devices/nope/confirm", nil, 404, "not_found"},
		{"one that is known", one.auth, "DELETE", path(old.id, ""), nil, 404, "not_found"},
		{"a member reads the collection", old.auth, "GET", "/api/collections/devices/records", nil, 403, ""},
	})
	if asked := c.asked(one.auth); len(asked) != 1 || asked[0] != "Chrome on iPhone" {
		t.Errorf("the first is asked about %v", asked)
	}
	if asked := c.asked(old.auth); len(asked) != 2 || asked[0] != "Chrome on iPhone" {
		t.Errorf("the old one is asked about %v", asked)
	}
	shown := c.ok(c.super, "GET", "/api/collections/devices/records", nil).Raw
	if !strings.Contains(shown, "Chrome") {
		t.Errorf("the dashboard shows %s", shown)
	}
}

// Guards: Disown in endOwn and endOtherSessions, and refuseDevice.
func TestADeviceThatIsSignedOutByAnotherIsNewAgain(t *testing.T) {
	for name, end := range map[string]func(old, one *browser){
		"from the notice": func(old, one *browser) {
			one.c.ok(old.auth, "DELETE", "/api/chat/devices/"+one.c.Text(one.c.t, "SELECT device FROM sessions WHERE id = ?", one.id), nil)
		},
		"from the list": func(old, one *browser) { one.c.ok(old.auth, "DELETE", "/api/chat/sessions/"+one.id, nil) },
		"with all":      func(old, one *browser) { one.c.ok(old.auth, "DELETE", "/api/chat/sessions", nil) },
	} {
		t.Run(name, func(t *testing.T) {
			c := start(t)
			old := c.browser(firefox).signIn(c.Kevin)
			one := c.browser(chrome).signIn(c.Kevin)
			socket := c.Socket(one.auth).Live()
			c.ok(one.auth, "GET", "/api/chat/devices", nil) // the token is remembered
			end(old, one)
			if reply := c.Call(one.auth, "GET", "/api/chat/devices", nil); reply.Status != 401 {
				t.Errorf("its session answers %d", reply.Status)
			}
			socket.Closed(5 * time.Second)
			if asked := c.asked(old.auth); asked != nil || c.events("devices.updated") != 2 {
				t.Errorf("asked about %v after %d events", asked, c.events("devices.updated"))
			}
			one.signIn(c.Kevin)
			if asked := c.asked(old.auth); len(asked) != 1 {
				t.Errorf("back again, and asked about %v", asked)
			}
			one.c.ok(one.auth, "DELETE", "/api/chat/session", nil)
			if asked := c.asked(old.auth); len(asked) != 1 {
				t.Errorf("it has signed itself out, and the other is asked about %v", asked)
			}
			old.signIn(c.Kevin)
			if asked := c.asked(old.auth); len(asked) != 1 {
				t.Errorf("who ended it is new as well: %v", asked)
			}
		})
	}
}

// Guards: DisownAll in endSessions and endOtherSessions, and that it leaves the rows.
func TestAfterANewPasswordEveryOtherDeviceIsNewAgain(t *testing.T) {
	for name, end := range map[string]struct {
		by   func(c *camp, old *browser)
		kept bool
	}{
		"all others are signed out": {func(c *camp, old *browser) { c.ok(old.auth, "DELETE", "/api/chat/sessions", nil) }, true},
		"a new password of one's own": {func(c *camp, old *browser) {
			old.auth = c.ok(old.auth, "PATCH", "/api/chat/me", fields{"password": testapp.Password, "current_password": testapp.Password}).Text("token")
		}, true},
		"one that somebody else sets": {func(c *camp, _ *browser) {
			c.ok(c.super, "PATCH", "/api/collections/users/records/"+c.Kevin, fields{"password": testapp.Password, "passwordConfirm": testapp.Password})
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			c := start(t)
			old := c.browser(firefox).signIn(c.Kevin)
			one := c.browser(chrome).signIn(c.Kevin)
			c.ok(old.auth, "POST", "/api/chat/devices/"+c.Text(t, "SELECT device FROM sessions WHERE id = ?", one.id)+"/confirm", nil)
			one.signIn(c.Kevin)
			if asked := c.asked(old.auth); asked != nil {
				t.Fatalf("asked about %v, which is confirmed: the test proves nothing", asked)
			}
			c.ok(one.auth, "DELETE", "/api/chat/session", nil) // it is known, and not signed in
			end.by(c, old)
			one.signIn(c.Kevin)
			if n := c.Number(t, "SELECT COUNT(*) FROM devices d JOIN sessions s ON s.device = d.id WHERE d.unseen AND s.id = ?", one.id); n != 1 {
				t.Error("it comes back and is known")
			}
			old.signIn(c.Kevin)
			if n := c.Number(t, "SELECT COUNT(*) FROM devices d JOIN sessions s ON s.device = d.id WHERE d.unseen AND s.id = ?", old.id); (n == 0) != end.kept {
				t.Errorf("the one that it happened on is new %d times", n)
			}
		})
	}
}

// Guards: adopt in hooks/device_cookie.go.
func TestABrowserFromBeforeDevicesIsKnownFromItsNextVisit(t *testing.T) {
	c := start(t)
	visit := func(cookies string) *http.Cookie {
		return deviceOf(c.ok("", "GET", "/api/chat/bootstrap", nil, "Cookie", cookies, "User-Agent", firefox))
	}
	c.ok(c.kevin, "GET", "/api/chat/bootstrap", nil)
	if n := c.Number(t, "SELECT COUNT(*) FROM devices"); n != 0 {
		t.Error("a script is taken for a browser")
	}
	cookie := visit("campfire_session=" + c.kevin)
	if cookie == nil {
		t.Fatal("it gets no name")
	}
	if again := visit("campfire_session=" + c.kevin); again != nil {
		t.Error("who keeps no cookies gets a name each time")
	}
	if visit("campfire_session="+c.kevin+"; campfire_device="+cookie.Value) != nil {
		t.Error("a name is set anew at each visit")
	}
	c.browser(firefox).named(cookie.Value).signIn(c.Kevin)
	if asked := c.asked(c.kevin); asked != nil {
		t.Errorf("it is new: %v", asked)
	}
	c.browser(chrome).signIn(c.Kevin)
	if asked := c.asked(c.kevin); len(asked) != 1 {
		t.Errorf("another one is not: %v", asked)
	}
}
