package hooks_test

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"testing"
)

const notifications = "/api/chat/notifications"

func naming(user, text string) string {
	return `<span class="mention" data-user="` + user + `">@you</span> ` + text
}

// told is a notification in a few words: its kind, its text or its boost, and a star when it is unread.
func (c *camp) told(as, filter string) (list []string) {
	c.t.Helper()
	for before := ""; ; {
		page := c.ok(as, "GET", notifications+"?limit=2&filter="+filter+"&before="+url.QueryEscape(before), nil)
		for _, n := range page.List("notifications") {
			text := n["kind"].(string) + " " + n["message"].(map[string]any)["body_text"].(string)
			if boost, ok := n["boost"].(map[string]any); ok {
				text += " " + boost["content"].(string)
			}
			if n["unread"] == true {
				text += " *"
			}
			list = append(list, text)
		}
		if before = page.Text("next"); before == "" {
			return list
		}
	}
}

func (c *camp) tells(when, as, filter string, want ...string) {
	c.t.Helper()
	if got := c.told(as, filter); !slices.Equal(got, want) {
		c.t.Errorf("%s: %q, want %q", when, got, want)
	}
}

// unreadNotifications is what the list and the bootstrap say about the count.
func (c *camp) unreadNotifications(as string) float64 {
	c.t.Helper()
	page, boot := c.ok(as, "GET", notifications+"?limit=1", nil), c.ok(as, "GET", "/api/chat/bootstrap", nil)
	state, _ := boot.Body["notifications"].(map[string]any)
	if state["unread"] != page.Body["unread"] || state["seen"] != page.Body["seen"] {
		c.t.Errorf("the bootstrap says %v, the list %s", state, page.Raw)
	}
	return page.Body["unread"].(float64)
}

func (c *camp) boost(as, message, content string) string {
	c.t.Helper()
	return c.ok(as, "POST", boosts, fields{"message": message, "content": content}).Text("id")
}

func TestNotificationsFollowWhatHappensToTheirMessages(t *testing.T) {
	c := start(t)
	named := c.post(c.david, c.Watercooler, naming(c.Kevin, "look")).Text("id")
	plain := c.post(c.david, c.Watercooler, "nothing").Text("id")
	mine := c.post(c.kevin, c.Watercooler, naming(c.Kevin, "to myself")).Text("id")
	first := c.boost(c.david, mine, "👍")
	c.boost(c.kevin, mine, "self")
	c.boost(c.kevin, named, "to David")
	c.tells("at first; his own message has read the room", c.kevin, "all", "boost @you to myself 👍 *", "mention @you look")
	c.tells("the mentions", c.kevin, "mentions", "mention @you look")
	c.tells("the boosts", c.kevin, "boosts", "boost @you to myself 👍 *")
	c.tells("David", c.david, "all", "boost @you look to David *")
	c.tells("Jason", c.jason, "all")

	c.ok(c.david, "PATCH", messages+"/"+plain, fields{"body": naming(c.Kevin, "after all")})
	c.ok(c.david, "PATCH", messages+"/"+named, fields{"body": naming(c.Kevin, "look here")})
	// Kevin's marker is past the message, so that an edit of it is where he has read.
	c.tells("an edit that names him is news, one that still does is none", c.kevin, "all",
		"boost @you to myself 👍 *", "mention @you after all", "mention @you look here")
	c.ok(c.david, "PATCH", messages+"/"+named, fields{"body": "nobody"})
	c.ok(c.david, "DELETE", boosts+"/"+first, nil)
	c.tells("an edit that does not, and a boost taken back", c.kevin, "all", "mention @you after all")
	c.ok(c.david, "DELETE", messages+"/"+plain, nil)
	c.boost(c.david, mine, "👏")
	c.ok(c.kevin, "DELETE", messages+"/"+mine, nil)
	c.tells("deleted", c.kevin, "all")
	if n := c.unreadNotifications(c.kevin); n != 0 {
		t.Errorf("%v are unread of none", n)
	}
}

func TestNotificationsAreOfRoomsThatOneIsIn(t *testing.T) {
	c := start(t)
	c.post(c.david, c.Designers, naming(c.Jason, "secret"))
	c.boost(c.david, c.post(c.jason, c.Designers, "clever").Text("id"), "🎉")
	c.post(c.david, c.Designers, naming(c.Jason, "again")+naming(c.Kevin, "who is not here"))
	c.tells("a member", c.jason, "all", "mention @you again@you who is not here *", "boost clever 🎉 *", "mention @you secret")
	c.tells("somebody who is not in it", c.kevin, "all")
	own := c.membership(c.Designers, c.Jason)
	c.ok(c.jason, "PATCH", memberships+"/"+own, fields{"involvement": "invisible"})
	if c.tells("invisible: listed, not counted", c.jason, "all", "mention @you again@you who is not here", "boost clever 🎉", "mention @you secret"); c.unreadNotifications(c.jason) != 0 {
		t.Error("an invisible room counts")
	}
	c.ok(c.jason, "PATCH", memberships+"/"+own, fields{"involvement": "nothing"})
	if n := c.unreadNotifications(c.jason); n != 2 {
		t.Errorf("a room whose bell says nothing counts %v, want 2", n)
	}
	c.ok(c.david, "DELETE", memberships+"/"+own, nil)
	c.tells("taken out", c.jason, "all")
	if n := c.unreadNotifications(c.jason); n != 0 {
		t.Errorf("taken out, %v are unread", n)
	}
}

func TestWhatWasSeenIsSeenOnEveryDevice(t *testing.T) {
	c := start(t)
	phone, stranger := c.Socket(c.kevin).Live(), c.Socket(c.jason).Live()
	mine := c.post(c.kevin, c.Watercooler, "mine").Text("id")
	for i := range 3 {
		c.boost(c.david, mine, fmt.Sprint("b", i))
		c.post(c.david, c.Watercooler, naming(c.Kevin, fmt.Sprint("m", i)))
	}
	page := c.ok(c.kevin, "GET", notifications, nil).List("notifications")
	seq := func(at int) float64 { return page[at]["seq"].(float64) }
	if len(page) != 6 || c.unreadNotifications(c.kevin) != 6 {
		t.Fatalf("need six unread ones: %v", page)
	}
	state := c.ok(c.kevin, "POST", notifications+"/seen", fields{"seq": seq(1), "only": true})
	if state.Body["unread"] != 5.0 || state.Body["seen"] != 0.0 {
		t.Errorf("one alone: %s", state.Raw)
	}
	c.tells("one alone goes to the others that were read", c.kevin, "all",
		"mention @you m2 *", "mention @you m1 *", "boost mine b1 *", "mention @you m0 *", "boost mine b0 *", "boost mine b2")
	before := c.events("seen.updated")
	c.ok(c.kevin, "POST", notifications+"/seen", fields{"seq": seq(1), "only": true})
	if c.events("seen.updated") != before {
		t.Error("the same again is an event")
	}
	c.ok(c.kevin, "POST", notifications+"/seen", fields{"seq": seq(3)})
	c.ok(c.kevin, "POST", notifications+"/seen", fields{"seq": seq(5)})
	state = c.ok(c.kevin, "POST", notifications+"/seen", fields{"seq": seq(4), "only": true})
	if state.Body["unread"] != 2.0 || state.Body["seen"] != seq(3) {
		t.Errorf("a marker went back: %s", state.Raw)
	}
	head := c.Number(t, "SELECT head_rseq FROM rooms WHERE id = ?", c.Watercooler)
	c.ok(c.kevin, "POST", "/api/chat/rooms/"+c.Watercooler+"/read", fields{"rseq": head})
	if n := c.unreadNotifications(c.kevin); n != 0 {
		t.Errorf("read in the room, %v mentions are unread", n)
	}
	c.ok(c.kevin, "POST", notifications+"/seen", fields{"seq": seq(0)})
	if n := c.Number(t, "SELECT COUNT(*) FROM notification_seen"); n != 0 {
		t.Errorf("%d seen one by one are kept behind the marker", n)
	}
	end := c.Number(t, "SELECT MAX(seq) FROM events")
	phone.Reach(end)
	stranger.Reach(end)
	var told []float64
	for _, f := range phone.Events() {
		if f.Kind == "seen.updated" {
			told = append(told, object(t, f)["unread"].(float64))
		}
	}
	if !slices.Equal(told, []float64{5, 2, 0}) {
		t.Errorf("the phone hears of %v unread", told)
	}
	for _, f := range stranger.Events() {
		if f.Kind == "seen.updated" {
			t.Error("somebody else hears what Kevin has seen")
		}
	}
	for name, as := range map[string]string{"Kevin": c.kevin, "Jason": c.jason} {
		polled := c.ok(as, "GET", "/api/chat/events?since=0&limit=500&epoch="+c.ok(as, "GET", "/api/chat/bootstrap", nil).Text("epoch"), nil)
		heard := 0
		for _, e := range polled.List("events") {
			if e["kind"] == "seen.updated" {
				heard++
			}
		}
		if (heard == 3) != (name == "Kevin") || name == "Jason" && heard > 0 {
			t.Errorf("%s polls %d events of what Kevin has seen", name, heard)
		}
	}
}

func TestWhoMayAskForNotifications(t *testing.T) {
	c := start(t)
	c.post(c.david, c.Designers, naming(c.Jason, "secret"))
	theirs := c.ok(c.jason, "GET", notifications, nil).List("notifications")[0]["seq"]
	c.ok(c.david, "GET", notifications, nil)
	c.ok(c.kevin, "GET", notifications, nil)
	var attempts []attempt
	for name, as := range map[string]string{"a guest": "", "the dashboard, which is nobody in the chat": c.super} {
		attempts = append(attempts, attempt{name, as, "GET", notifications, nil, 401, "unauthorized"},
			attempt{name + " marks", as, "POST", notifications + "/seen", fields{"seq": 1}, 401, "unauthorized"})
	}
	seen := func(name string, body any, status int, code string) {
		attempts = append(attempts, attempt{name, c.kevin, "POST", notifications + "/seen", body, status, code})
	}
	for _, query := range []string{"filter=pings", "before=x", "before=0", "before=-1", "before=unread.", "before=unread.01", "limit=0", "limit=x"} {
		attempts = append(attempts, attempt{query, c.kevin, "GET", notifications + "?" + query, nil, 400, "invalid"})
	}
	seen("another's notification", fields{"seq": theirs, "only": true}, 404, "not_found")
	seen("no seq", fields{}, 400, "invalid")
	seen("a text", fields{"seq": "5"}, 400, "invalid")
	seen("half of one", fields{"seq": 1.5}, 400, "invalid")
	seen("nothing", fields{"seq": 0}, 400, "invalid")
	seen("what is still to come", fields{"seq": 1 << 40}, 400, "invalid")
	seen("a number for a yes", fields{"seq": 1, "only": 1}, 400, "invalid")
	attempts = append(attempts, attempt{"a bot", c.bender, "GET", notifications, nil, 403, "forbidden"},
		attempt{"a bot marks", c.bender, "POST", notifications + "/seen", fields{"seq": 1}, 403, "forbidden"})
	c.refused(attempts)
}

// TestTheCountIsWhatAHandCounts takes random steps and counts anew, from the messages alone, after each.
func TestTheCountIsWhatAHandCounts(t *testing.T) {
	c := start(t)
	random := rand.New(rand.NewPCG(7, 7))
	mine := c.post(c.kevin, c.Watercooler, "mine").Text("id")
	w := &unreadWalk{camp: c, random: random, rseqs: map[string]int64{}}
	w.head = c.Number(t, "SELECT head_rseq FROM rooms WHERE id = ?", c.Watercooler)
	w.devices = []*device{{seen: w.head}}
	seen, single := int64(0), map[int64]bool{}
	highest := int64(0)
	for step := range 150 {
		what := "boost"
		switch n := random.IntN(10); n {
		case 0, 1:
			c.boost(c.david, mine, "👍")
		case 2:
			page := c.ok(c.kevin, "GET", notifications, nil).List("notifications")
			if len(page) == 0 {
				continue
			}
			what = "seen"
			one := int64(page[random.IntN(len(page))]["seq"].(float64))
			if only := random.IntN(4) > 0; only {
				single[one] = true
				c.ok(c.kevin, "POST", notifications+"/seen", fields{"seq": one, "only": true})
			} else {
				seen = max(seen, one)
				c.ok(c.kevin, "POST", notifications+"/seen", fields{"seq": one})
			}
		default:
			what = w.step()
		}
		if got, want := int64(c.unreadNotifications(c.kevin)), c.byHand(seen, single); got != want {
			t.Fatalf("step %d, %s: %d unread, by hand %d", step, what, got, want)
		} else {
			highest = max(highest, got)
		}
		unread := 0
		list := c.ok(c.kevin, "GET", notifications+"?limit=100", nil).List("notifications")
		for i, n := range list {
			if n["unread"] == true {
				unread++
			}
			if i > 0 && (list[i-1]["unread"] != true && n["unread"] == true || list[i-1]["unread"] == n["unread"] && list[i-1]["seq"].(float64) <= n["seq"].(float64)) {
				t.Fatalf("step %d: the order is wrong at %d", step, i)
			}
		}
		if int64(unread) != c.byHand(seen, single) {
			t.Fatalf("step %d, %s: %d unread are listed", step, what, unread)
		}
	}
	if highest < 5 {
		t.Errorf("there were never more than %d unread: the walk proves little", highest)
	}
}

// byHand counts every mention and boost that there is, one by one.
func (c *camp) byHand(seen int64, single map[int64]bool) (n int64) {
	c.t.Helper()
	read := c.Number(c.t, "SELECT read_rseq FROM memberships WHERE room = ? AND user = ?", c.Watercooler, c.Kevin)
	for _, seq := range c.Numbers(c.t, `SELECT n.seq FROM messages g JOIN mentions n ON n.room = g.room AND n.rseq = g.rseq
		WHERE g.deleted = FALSE AND g.author <> ? AND n.user = ? AND g.rseq > ?
		AND EXISTS (SELECT 1 FROM json_each(g.mentions) j WHERE j.value = n.user)
		UNION ALL SELECT b.seq FROM boosts b JOIN messages g ON g.id = b.message WHERE g.author = ? AND b.booster <> ?`,
		c.Kevin, c.Kevin, read, c.Kevin, c.Kevin) {
		if seq > seen && !single[seq] {
			n++
		}
	}
	return min(n, 100)
}
