package hooks_test

import (
	"strings"
	"testing"

	"campfire/internal/mailing"
	"campfire/internal/testapp"
)

const mailings = "/api/chat/mailing"

func TestMailingIsRefused(t *testing.T) {
	c := start(t)
	key, err := mailing.LoadKey(c.App)
	if err != nil {
		t.Fatal(err)
	}
	token := key.Token(c.Kevin)
	_, mark, _ := strings.Cut(token, ".")
	daily := fields{"pace": "daily"}
	c.refused([]attempt{
		{"a guest looks", "", "GET", mailings, nil, 401, "unauthorized"},
		{"a guest changes", "", "PATCH", mailings, daily, 401, "unauthorized"},
		{"a bot looks", c.bender, "GET", mailings, nil, 403, "forbidden"},
		{"a bot changes", c.bender, "PATCH", mailings, daily, 403, "forbidden"},
		{"a superuser, who is nobody here", c.super, "PATCH", mailings, daily, 401, "unauthorized"},
		{"a pace that there is not", c.kevin, "PATCH", mailings, fields{"pace": "weekly"}, 400, "invalid"},
		{"a pace that is a number", c.kevin, "PATCH", mailings, fields{"pace": 1}, 400, "invalid"},
		{"no pace", c.kevin, "PATCH", mailings, fields{}, 400, "invalid"},
		{"the record API", c.kevin, "GET", "/api/collections/mailings/records", nil, 403, ""},
		{"the record API for an administrator", c.david, "POST", "/api/collections/mailings/records", fields{"user": c.Kevin, "pace": "never"}, 403, ""},
		{"a link that is another's", "", "POST", "/unsubscribe/" + c.Jason + "." + mark, nil, 404, "not_found"},
		{"a link cut short", "", "POST", "/unsubscribe/" + token[:len(token)-1], nil, 404, "not_found"},
		{"a link without a signature", "", "POST", "/unsubscribe/" + c.Kevin, nil, 404, "not_found"},
		{"a link of somebody who never was", "", "POST", "/unsubscribe/" + key.Token("aaaaaaaaaaaaaaa"), nil, 404, "not_found"},
		{"a wait of two days", c.david, "PATCH", theAccount, fields{"mail_after": 2 * 24 * 60}, 400, ""},
		{"a wait below nothing", c.david, "PATCH", theAccount, fields{"mail_after": -1}, 400, ""},
		{"a member switches mail on", c.kevin, "PATCH", theAccount, fields{"mail_notices": true}, 404, ""},
		{"a bot switches mail on", c.bender, "PATCH", theAccount, fields{"mail_notices": true}, 404, ""},
		{"a guest switches mail on", "", "PATCH", theAccount, fields{"mail_notices": true}, 0, ""},
	})
}

const theAccount = "/api/collections/account/records/campfireaccount"

func TestMailIsOffUntilThereIsAServerAndAYes(t *testing.T) {
	c := start(t)
	says := func(on, canSend bool) {
		t.Helper()
		for _, as := range []string{c.david, c.kevin} {
			if reply := c.ok(as, "GET", mailings, nil); reply.Get("on") != on || reply.Get("can_send") != canSend || reply.Text("pace") != "hourly" {
				t.Errorf("on %v, can send %v: %s", on, canSend, reply.Raw)
			}
		}
	}
	says(false, false)
	c.ok(c.david, "PATCH", theAccount, fields{"mail_notices": true})
	says(false, false)
	testapp.NewMailbox(t, c.App)
	says(true, true)
	account := c.ok(c.david, "GET", "/api/chat/bootstrap", nil)
	if account.Get("account", "mail_text") != false || account.Number("account", "mail_after") != 15 {
		t.Errorf("the account begins as %v", account.Get("account"))
	}
	c.ok(c.david, "PATCH", theAccount, fields{"mail_notices": false})
	says(false, true)
}

func TestALookAtALinkEndsNothing(t *testing.T) {
	c := start(t)
	key, err := mailing.LoadKey(c.App)
	if err != nil {
		t.Fatal(err)
	}
	path := "/unsubscribe/" + key.Token(c.Kevin)
	page := c.ok("", "GET", path, nil)
	if page.Header.Get("Referrer-Policy") != "no-referrer" || !strings.Contains(page.Raw, "<!doctype html>") {
		t.Errorf("the page is %v\n%s", page.Header, page.Raw)
	}
	if pace := c.ok(c.kevin, "GET", mailings, nil).Text("pace"); pace != "hourly" {
		t.Errorf("a look made it %s", pace)
	}
	c.ok(c.jason, "POST", path, nil) // whoever is signed in there: the link says whose mails they are
	if kevin, jason := c.ok(c.kevin, "GET", mailings, nil).Text("pace"), c.ok(c.jason, "GET", mailings, nil).Text("pace"); kevin != "never" || jason != "hourly" {
		t.Errorf("Kevin's pace is %s, Jason's %s", kevin, jason)
	}
	if c.ok(c.kevin, "PATCH", mailings, fields{"pace": "daily"}).Text("pace") != "daily" {
		t.Error("it cannot be taken back")
	}
}

func TestTheLanguageOfABrowserIsNoted(t *testing.T) {
	c := start(t)
	known := func() string {
		return c.Text(t, "SELECT COALESCE(MAX(language), '') FROM mailings WHERE user = ?", c.Kevin)
	}
	c.ok(c.kevin, "GET", "/api/chat/bootstrap", nil, "Accept-Language", "de-AT,de;q=0.9")
	if known() != "" {
		t.Error("a script is taken for a person")
	}
	for _, one := range []struct{ said, want string }{{"fr", ""}, {"de-AT,de;q=0.9", "de"}, {"fr", "de"}, {"", "de"}, {"en-US", "en"}} {
		c.ok("", "GET", "/api/chat/bootstrap", nil, "Cookie", "campfire_session="+c.kevin, "Accept-Language", one.said)
		if known() != one.want {
			t.Errorf("%q: written to in %q", one.said, known())
		}
	}
}
