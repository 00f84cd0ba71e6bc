package hooks_test

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

const transfers = "/api/chat/transfers"

// link asks for a sign-in link and returns its token.
func (c *camp) link(as string, body any) string {
	c.t.Helper()
	reply := c.ok(as, "POST", transfers, body)
	address, err := url.Parse(reply.Text("url"))
	if err != nil || "http://"+address.Host != c.URL {
		c.t.Fatalf("the link is %s", reply.Raw)
	}
	token, found := strings.CutPrefix(address.Path, "/session/transfers/")
	if !found || len(token) < 40 {
		c.t.Fatalf("the link is %s", reply.Raw)
	}
	return token
}

func TestASignInLinkWorksOnce(t *testing.T) {
	c := start(t)
	for _, try := range []struct {
		as, whom string
		body     any
	}{{c.kevin, c.Kevin, nil}, {c.kevin, c.Kevin, fields{"user": c.Kevin}}, {c.david, c.Jason, fields{"user": c.Jason}}, {c.super, c.Jason, fields{"user": c.Jason}}} {
		token := c.link(try.as, try.body)
		if n := c.Number(t, "SELECT COUNT(*) FROM transfers WHERE token_hash = ?", token); n != 0 {
			t.Error("the token is stored as it is")
		}
		if page := c.Call("", "GET", "/session/transfers/"+token, nil); page.Status != 200 || page.Header.Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("its page answers %d with the policy %q", page.Status, page.Header.Get("Referrer-Policy"))
		}
		reply := c.ok("", "POST", transfers+"/"+token, nil) // opening the page did not use it up
		if reply.Text("user", "id") != try.whom || cookieOf(reply) == nil {
			t.Errorf("the link signs in %s", reply.Raw)
		}
		c.ok(reply.Text("token"), "GET", "/api/chat/bootstrap", nil)
		if again := c.Call("", "POST", transfers+"/"+token, nil); again.Status != 404 {
			t.Errorf("the second use answers %d", again.Status)
		}
	}
}

func TestASignInLinkIsRefused(t *testing.T) {
	c := start(t)
	used, expired, ended, closed := c.link(c.kevin, nil), c.link(c.kevin, nil), c.link(c.david, fields{"user": c.Jason}), c.link(c.kevin, nil)
	c.ok("", "POST", transfers+"/"+used, nil)
	c.Exec(t, "UPDATE transfers SET expires = '2001-01-01 00:00:00.000Z' WHERE user = ? AND used = ''", c.Kevin)
	c.ok(c.david, "PATCH", users+"/"+c.Jason, fields{"status": "deactivated"})
	made := c.link(c.david, nil)
	want := c.Call("", "POST", transfers+"/"+strings.Repeat("x", 43), nil).Raw
	c.refused([]attempt{
		{"a guest makes one", "", "POST", transfers, nil, 401, "unauthorized"},
		{"a bot makes one", c.bender, "POST", transfers, nil, 403, "forbidden"},
		{"a member for another", c.kevin, "POST", transfers, fields{"user": c.David}, 403, "forbidden"},
		{"for somebody who left", c.david, "POST", transfers, fields{"user": c.Jason}, 404, "not_found"},
		{"for a bot", c.david, "POST", transfers, fields{"user": c.Bender}, 404, "not_found"},
		{"for nobody", c.david, "POST", transfers, fields{"user": "nosuchuser00000"}, 404, "not_found"},
		{"for a number", c.david, "POST", transfers, fields{"user": 7}, 400, "invalid"},
		{"the dashboard for itself", c.super, "POST", transfers, nil, 401, "unauthorized"},
	})
	for name, token := range map[string]string{
		"used": used, "expired": expired, "expired too": closed, "of somebody who left": ended, "cut short": made[:42],
		"longer": made + "x", "another case": strings.ToUpper(made), "made up": strings.Repeat("y", 43), "a hash": strings.Repeat("0", 64),
	} {
		if reply := c.Call("", "POST", transfers+"/"+token, nil); reply.Status != 404 || reply.Raw != want {
			t.Errorf("%s: answers %d %s", name, reply.Status, reply.Raw)
		}
	}
	if reply := c.Call("", "POST", transfers+"/"+made, nil, "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"); reply.Status != 403 {
		t.Errorf("another site uses a link: %d", reply.Status)
	}
	c.ok("", "POST", transfers+"/"+made, nil)
}

// TestG25OfFiftyWhoUseALinkOneIsSignedIn is the race for one link.
// Guards: `used = ”` in UseTransfer (collections/transfers.go).
func TestG25OfFiftyWhoUseALinkOneIsSignedIn(t *testing.T) {
	c := start(t)
	token := c.link(c.kevin, nil)
	before := c.Number(t, "SELECT COUNT(*) FROM sessions WHERE user = ?", c.Kevin)
	answers := make(chan int, 50)
	for range 50 {
		go func() { answers <- c.Call("", "POST", transfers+"/"+token, nil).Status }()
	}
	count := map[int]int{}
	for range 50 {
		count[<-answers]++
	}
	if count[200] != 1 || count[404] != 49 {
		t.Errorf("fifty at once got %v", count)
	}
	if n := c.Number(t, "SELECT COUNT(*) FROM sessions WHERE user = ?", c.Kevin); n != before+1 {
		t.Errorf("%d sessions began", n-before)
	}
}

func TestANewPasswordEndsTheSignInLinks(t *testing.T) {
	c := start(t)
	token := c.link(c.kevin, nil)
	c.ok(c.kevin, "PATCH", "/api/chat/me", fields{"password": "another one", "current_password": "correct horse"})
	if reply := c.Call("", "POST", transfers+"/"+token, nil); reply.Status != 404 {
		t.Errorf("a link from before answers %d", reply.Status)
	}
}

// TestASignInLinkIsNotLogged reads PocketBase's request log, which keeps addresses of failed requests and where they came
// from (E10).
// Guards: secretPaths (hooks/secrets.go).
func TestASignInLinkIsNotLogged(t *testing.T) {
	c := start(t)
	token := c.link(c.kevin, nil)
	page := c.URL + "/session/transfers/" + token
	c.ok("", "POST", transfers+"/"+token, nil, "Referer", page)
	c.Call("", "POST", transfers+"/"+token, nil, "Referer", page)
	c.Call("", "GET", "/api/chat/bootstrap", nil, "Referer", page)
	c.Call("", "DELETE", "/session/transfers/"+token, nil)
	c.Call("", "GET", "/api/collections/nope/records", nil)
	deadline := time.Now().Add(10 * time.Second)
	logged := func(like string) int64 {
		var n int64
		if err := c.AuxDB().NewQuery("SELECT COUNT(*) FROM _logs WHERE message LIKE {:l} OR data LIKE {:l}").Bind(map[string]any{"l": "%" + like + "%"}).Row(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	for logged("/api/collections/nope") == 0 {
		if time.Now().After(deadline) {
			t.Fatal("need a request log for this test to mean anything")
		}
		time.Sleep(50 * time.Millisecond)
	}
	if logged("transfers/hidden") == 0 {
		t.Error("the requests are not in the log at all")
	}
	if n := logged(token); n != 0 {
		t.Errorf("%d lines of the log hold the token", n)
	}
}
