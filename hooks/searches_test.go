package hooks_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"campfire/hooks"
)

const searches = "/api/chat/searches"

func (c *camp) recent(as string) []string {
	c.t.Helper()
	queries := []string{}
	for _, s := range c.ok(as, "GET", searches, nil).List("searches") {
		queries = append(queries, s["query"].(string))
	}
	return queries
}

// found waits until a search finds as many messages.
func (c *camp) found(as, query string, want int) {
	c.t.Helper()
	n := -1
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if n = len(c.ok(as, "GET", "/api/chat/search?q="+query, nil).List("results")); n == want {
			return
		}
	}
	c.t.Errorf("%q finds %d messages, want %d", query, n, want)
}

func TestEverybodyFindsWhatIsSaidWhereTheyAre(t *testing.T) {
	c := start(t)
	c.post(c.david, c.Watercooler, "campfire stories")
	c.post(c.david, c.Designers, "campfire colours")
	c.post(c.david, c.Ping, "campfire secrets")
	for name, who := range map[string]struct {
		as   string
		want int
	}{"the administrator": {c.david, 3}, "a member": {c.jason, 3}, "a stranger": {c.kevin, 1}, "a bot": {c.bender, 1}} {
		t.Run(name, func(*testing.T) { c.found(who.as, "campfire", who.want) })
	}
	c.refused([]attempt{
		{"a guest", "", "GET", "/api/chat/search?q=campfire", nil, 401, "unauthorized"},
		{"the dashboard, which is nobody in the chat", c.super, "GET", "/api/chat/search?q=campfire", nil, 401, "unauthorized"},
		{"a stranger in a room", c.kevin, "GET", "/api/chat/search?q=campfire&room=" + c.Designers, nil, 404, "not_found"},
		{"a cursor that is none", c.kevin, "GET", "/api/chat/search?q=campfire&cursor=%27", nil, 400, "invalid"},
	})
	c.ok(c.david, "POST", memberships, fields{"room": c.Designers, "user": c.Kevin})
	c.found(c.kevin, "campfire", 2)
	c.ok(c.david, "DELETE", memberships+"/"+c.membership(c.Designers, c.Kevin), nil)
	if n := len(c.ok(c.kevin, "GET", "/api/chat/search?q=campfire", nil).List("results")); n != 1 {
		t.Errorf("right after leaving, %d messages are found", n)
	}
}

func TestAKeyForOneRoomFindsWhatIsSaidThereAndNowhereElse(t *testing.T) {
	s := startScoped(t)
	s.post(s.david, s.Watercooler, "campfire stories")
	s.post(s.david, s.Designers, "campfire colours")
	s.post(s.kevin, s.ping, "campfire secrets")
	s.found(s.bender, "campfire", 3) // the bot itself is in all of them
	for query, want := range map[string]int{
		"campfire": 1, "campf": 1, "ampfir": 1, "%22campfire+stories%22": 1, "colours": 0, "in:Designers": 0, "in:Designers+campfire": 0,
		"in:@Kevin": 0, "from:kevin": 0, "from:david": 1, "is:unread": 1, "campfire&from=" + s.Kevin: 0,
	} {
		reply := s.ok(s.cooler, "GET", "/api/chat/search?q="+query, nil)
		if list := reply.List("results"); len(list) != want || reply.Number("count") != int64(want) {
			t.Errorf("%q finds %s", query, reply.Raw)
		}
	}
	s.refused([]attempt{
		{"a room that the bot is in and the key is not", s.cooler, "GET", "/api/chat/search?q=campfire&room=" + s.Designers, nil, 404, "not_found"},
	})
}

func TestTheLastTenSearchesAreKept(t *testing.T) {
	c := start(t)
	for i := range 12 {
		c.ok(c.kevin, "POST", searches, fields{"query": fmt.Sprintf("  search   %d ", i)})
	}
	want := []string{"search 11", "search 10", "search 9", "search 8", "search 7", "search 6", "search 5", "search 4", "search 3", "search 2"}
	if got := c.recent(c.kevin); !slices.Equal(got, want) {
		t.Errorf("kept %q", got)
	}
	reply := c.ok(c.kevin, "POST", searches, fields{"query": "search 5"})
	if list := reply.List("searches"); len(list) != 10 || list[0]["query"] != "search 5" || list[1]["query"] != "search 11" {
		t.Errorf("the same search again: %s", reply.Raw)
	}
	if got := c.recent(c.jason); len(got) != 0 {
		t.Errorf("Jason sees %q", got)
	}
	id := c.ok(c.kevin, "GET", searches, nil).List("searches")[9]["id"].(string)
	c.ok(c.jason, "DELETE", searches+"/"+id, nil)
	if got := c.recent(c.kevin); len(got) != 10 {
		t.Errorf("after Jason's attempt Kevin has %q", got)
	}
	c.ok(c.kevin, "DELETE", searches+"/"+id, nil)
	c.ok(c.bender, "POST", searches, fields{"query": "a bot's"})
	if got := c.recent(c.kevin); len(got) != 9 {
		t.Errorf("without one of them: %q", got)
	}
	c.ok(c.kevin, "DELETE", searches, nil)
	if got := c.recent(c.kevin); len(got) != 0 || len(c.recent(c.bender)) != 1 {
		t.Errorf("after clearing: %q", got)
	}
}

func TestWhoMayTouchRecentSearches(t *testing.T) {
	c := start(t)
	c.ok(c.kevin, "POST", searches, fields{"query": "mine"})
	id := c.ok(c.kevin, "GET", searches, nil).List("searches")[0]["id"].(string)
	collection := "/api/collections/searches/records"
	c.refused([]attempt{
		{"a guest lists", "", "GET", searches, nil, 401, "unauthorized"},
		{"a guest searches", "", "POST", searches, fields{"query": "x"}, 401, "unauthorized"},
		{"a guest clears", "", "DELETE", searches, nil, 401, "unauthorized"},
		{"nothing", c.kevin, "POST", searches, fields{"query": " \t"}, 400, "invalid"},
		{"no field", c.kevin, "POST", searches, fields{}, 400, "invalid"},
		{"a number", c.kevin, "POST", searches, fields{"query": 5}, 400, "invalid"},
		{"a NUL", c.kevin, "POST", searches, fields{"query": "a\x00b"}, 400, "invalid"},
		{"a book", c.kevin, "POST", searches, fields{"query": strings.Repeat("é", 501)}, 400, "invalid"},
		{"another person reads", c.jason, "GET", collection + "/" + id, nil, 404, ""},
		{"another person deletes", c.jason, "DELETE", collection + "/" + id, nil, 404, ""},
		{"an administrator reads", c.david, "GET", collection + "/" + id, nil, 404, ""},
		{"its owner writes around the route", c.kevin, "PATCH", collection + "/" + id, fields{"query": "x"}, 0, ""},
		{"its owner creates around the route", c.kevin, "POST", collection, fields{"user": c.Kevin, "query": "x"}, 0, ""},
	})
	if items := c.ok(c.kevin, "GET", collection, nil).List("items"); len(items) != 1 || items[0]["turn"] != nil {
		t.Errorf("the owner sees %v", items)
	}
	c.ok(c.kevin, "DELETE", collection+"/"+id, nil)
}

func TestADeactivatedPersonsSearchesGo(t *testing.T) {
	c := start(t)
	c.ok(c.kevin, "POST", searches, fields{"query": "a way out"})
	c.ok(c.david, "PATCH", users+"/"+c.Kevin, fields{"status": "deactivated"})
	if n := c.Number(t, "SELECT COUNT(*) FROM searches"); n != 0 {
		t.Errorf("%d searches are left", n)
	}
}

func TestSearchThatIsOffIsOffAtEveryDoor(t *testing.T) {
	c := start(t)
	c.post(c.kevin, c.Watercooler, "hide and seek")
	c.found(c.kevin, "hide", 1)
	c.flip(fields{"search_enabled": false})
	c.refused([]attempt{
		{"search", c.kevin, "GET", "/api/chat/search?q=hide", nil, 403, "search_off"},
		{"the list", c.kevin, "GET", searches, nil, 403, "search_off"},
		{"remembering", c.kevin, "POST", searches, fields{"query": "hide"}, 403, "search_off"},
		{"clearing", c.kevin, "DELETE", searches, nil, 403, "search_off"},
		{"a guest", "", "GET", "/api/chat/search?q=hide", nil, 401, "unauthorized"},
	})
	c.post(c.kevin, c.Watercooler, "hide again")
	c.flip(fields{"search_enabled": true})
	c.found(c.kevin, "hide", 2) // the index went on meanwhile
}

func TestSearchesAreLimited(t *testing.T) {
	c := start(t, func(config *hooks.Config) { config.Limits.Searches = 1 })
	for range 10 {
		c.ok(c.kevin, "GET", "/api/chat/search?q=x", nil)
	}
	reply := c.Call(c.kevin, "GET", "/api/chat/search?q=x", nil)
	if reply.Status != 429 || reply.Text("code") != "rate_limited" || reply.Header.Get("Retry-After") == "" {
		t.Errorf("the eleventh search answers %d %s", reply.Status, reply.Raw)
	}
	c.ok(c.jason, "GET", "/api/chat/search?q=x", nil)
}
