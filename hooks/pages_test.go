package hooks_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"campfire/internal/testapp"
)

func numbers(reply testapp.Reply) []int64 {
	var all []int64
	for _, message := range reply.List("messages") {
		number, _ := message["rseq"].(float64)
		all = append(all, int64(number))
	}
	return all
}

func span(from, to int64) []int64 {
	var all []int64
	for n := from; n <= to; n++ {
		all = append(all, n)
	}
	return all
}

func TestHistoryPages(t *testing.T) {
	c := start(t)
	var ids []string
	for i := range 130 {
		ids = append(ids, c.post(c.david, c.Watercooler, fmt.Sprint("message ", i+1)).Text("id"))
	}
	path := "/api/chat/rooms/" + c.Watercooler + "/messages"
	for _, tc := range []struct {
		query         string
		want          []int64
		before, after bool
	}{
		{"", span(91, 130), true, false}, {"?limit=100", span(31, 130), true, false}, {"?limit=1", span(130, 130), true, false}, {"?limit=500", span(31, 130), true, false},
		{"?before=41", span(1, 40), false, true}, {"?before=42", span(2, 41), true, true}, {"?before=1", nil, false, true},
		{"?before=0", nil, false, true}, {"?before=131&limit=3", span(128, 130), true, false}, {"?before=9999&limit=2", span(129, 130), true, false},
		{"?after=90", span(91, 130), true, false}, {"?after=89", span(90, 129), true, true}, {"?after=0&limit=2", span(1, 2), false, true},
		{"?after=130", nil, true, false}, {"?after=9999", nil, true, false}, {"?after=9223372036854775807", nil, true, false},
		{"?around=65&limit=4", span(64, 67), true, true}, {"?around=65&limit=5", span(63, 67), true, true}, {"?around=1&limit=4", span(1, 3), false, true},
		{"?around=130&limit=4", span(129, 130), true, false}, {"?around=9223372036854775807&limit=2", span(130, 130), true, false},
		{"?before=9223372036854775807&limit=1", span(130, 130), true, false}, {"?before=5&limit=2&flavour=odd", span(3, 4), true, true},
	} {
		page := c.ok(c.kevin, "GET", path+tc.query, nil)
		if got := numbers(page); !slices.Equal(got, tc.want) {
			t.Errorf("%q: the page has %v, want %v", tc.query, got, tc.want)
		}
		if page.Get("has_before") != tc.before || page.Get("has_after") != tc.after {
			t.Errorf("%q: has_before %v, has_after %v; want %v, %v", tc.query, page.Get("has_before"), page.Get("has_after"), tc.before, tc.after)
		}
		if page.Get("messages") == nil {
			t.Errorf("%q: messages is null", tc.query)
		}
	}
	for _, id := range ids[10:20] {
		c.ok(c.david, "DELETE", messages+"/"+id, nil)
	}
	if got := numbers(c.ok(c.kevin, "GET", path+"?before=23&limit=4", nil)); !slices.Equal(got, []int64{9, 10, 21, 22}) {
		t.Errorf("around the deleted ones the page is %v", got)
	}
	var attempts []attempt
	for _, query := range []string{"?limit=0", "?limit=-1", "?limit=x", "?limit=1e2", "?limit=99999999999999999999", "?before=x", "?before=-1",
		"?before=1.5", "?after=%20", "?around=9223372036854775808", "?before=1&after=2", "?around=1&before=2"} {
		attempts = append(attempts, attempt{query, c.kevin, "GET", path + query, nil, 400, "invalid"})
	}
	attempts = append(attempts,
		attempt{"guest", "", "GET", path, nil, 401, "unauthorized"},
		attempt{"stranger", c.kevin, "GET", "/api/chat/rooms/" + c.Designers + "/messages", nil, 404, "not_found"},
		attempt{"bot elsewhere", c.bender, "GET", "/api/chat/rooms/" + c.Designers + "/messages", nil, 404, "not_found"},
		attempt{"nowhere", c.kevin, "GET", "/api/chat/rooms/nosuchroom00000/messages", nil, 404, "not_found"})
	c.refused(attempts)
}

func TestAPageIsSentAgainOnlyWhenItChanged(t *testing.T) {
	c := start(t)
	path := "/api/chat/rooms/" + c.Watercooler + "/messages"
	message := c.post(c.david, c.Watercooler, "first").Text("id")
	tag := ""
	fresh := func(what string) {
		t.Helper()
		page := c.Call(c.kevin, "GET", path, nil, "If-None-Match", tag)
		if page.Status != 200 || page.Header.Get("ETag") == tag || page.Header.Get("ETag") == "" {
			t.Errorf("after %s the page answers %d with the tag %s", what, page.Status, page.Header.Get("ETag"))
		}
		tag = page.Header.Get("ETag")
		same := c.Call(c.kevin, "GET", path, nil, "If-None-Match", tag)
		if same.Status != 304 || same.Raw != "" {
			t.Errorf("after %s the same page answers %d %q", what, same.Status, same.Raw)
		}
		if cached := c.ok(c.jason, "GET", path, nil); cached.Raw != page.Raw {
			t.Errorf("after %s two members see different pages", what)
		}
	}
	fresh("the first message")
	c.ok(c.david, "PATCH", messages+"/"+message, fields{"body": "edited"})
	fresh("an edit")
	boost := c.ok(c.jason, "POST", boosts, fields{"message": message, "content": "ok"}).Text("id")
	fresh("a boost")
	c.ok(c.jason, "DELETE", boosts+"/"+boost, nil)
	fresh("a boost taken back")
	second := c.post(c.david, c.Watercooler, "second").Text("id")
	fresh("a message")
	c.ok(c.david, "DELETE", messages+"/"+second, nil)
	fresh("a deletion")
	if reply := c.Call(c.kevin, "GET", path+"?limit=1", nil, "If-None-Match", tag); reply.Status != 200 {
		t.Errorf("another page answers %d to the tag of this one", reply.Status)
	}
	if reply := c.Call("", "GET", path, nil, "If-None-Match", tag); reply.Status != 401 {
		t.Errorf("a guest with the right tag gets %d", reply.Status)
	}
	c.post(c.david, c.Designers, "elsewhere")
	if reply := c.Call(c.kevin, "GET", path, nil, "If-None-Match", tag); reply.Status != 304 {
		t.Errorf("a message in another room makes this page answer %d", reply.Status)
	}
	if control := c.ok(c.kevin, "GET", path, nil).Header.Get("Cache-Control"); control != "private, no-cache" {
		t.Errorf("Cache-Control is %q", control)
	}
}

func TestEventsByPollingAreThoseOfTheSocket(t *testing.T) {
	c := start(t)
	socket := c.Socket(c.kevin)
	socket.Send(fields{"type": "resume", "epoch": c.epoch(), "seq": 0})
	socket.Type("caught_up")
	for i := range 12 {
		c.post(c.david, c.Watercooler, fmt.Sprint("open ", i))
		c.post(c.jason, c.Designers, fmt.Sprint("secret ", i))
	}
	head := c.Number(t, "SELECT MAX(seq) FROM events")
	socket.Reach(head)
	var polled []string
	since, more := int64(0), true
	for more {
		page := c.ok(c.kevin, "GET", fmt.Sprintf("/api/chat/events?epoch=%s&since=%d&limit=5", c.epoch(), since), nil)
		if page.Number("seq") <= since {
			t.Fatalf("the cursor stands at %d: %s", since, page.Raw)
		}
		var raw struct{ Events []json.RawMessage }
		if err := json.Unmarshal([]byte(page.Raw), &raw); err != nil || len(raw.Events) > 5 {
			t.Fatalf("%d events on a page of 5, %v", len(raw.Events), err)
		}
		for _, e := range raw.Events {
			polled = append(polled, string(e))
		}
		since, more = page.Number("seq"), page.Get("more") == true
	}
	if since != head {
		t.Errorf("polling ends at %d, the log at %d", since, head)
	}
	var pushed []string
	for _, f := range socket.Events() {
		pushed = append(pushed, f.Raw)
	}
	if !slices.Equal(polled, pushed) || len(polled) < 12 {
		t.Errorf("polling has %d events, the socket %d", len(polled), len(pushed))
	}
	events := "/api/chat/events?epoch=" + c.epoch()
	for query, reason := range map[string]string{"/api/chat/events?since=1": "epoch", "/api/chat/events?epoch=other&since=1": "epoch", events + "&since=99999": "ahead", events + "&since=-1": "ahead"} {
		if reply := c.ok(c.kevin, "GET", query, nil); reply.Text("resync") != reason || reply.Text("epoch") != c.epoch() || reply.Number("seq") != head {
			t.Errorf("%s answers %s, want resync %q", query, reply.Raw, reason)
		}
	}
	var attempts []attempt
	for _, query := range []string{"", "&since=", "&since=x", "&since=1.5", "&since=99999999999999999999", "&since=1&limit=0", "&since=1&limit=501", "&since=1&limit=x"} {
		attempts = append(attempts, attempt{query, c.kevin, "GET", events + query, nil, 400, "invalid"})
	}
	c.refused(append(attempts, attempt{"guest", "", "GET", events + "&since=1", nil, 401, "unauthorized"}))
}
