package search_test

import (
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"campfire/internal/search"
	"campfire/internal/testapp"
)

func TestResultsAreNewestFirstAndMarked(t *testing.T) {
	c := start(t)
	c.post(c.kevin, c.Watercooler, "first coffee <b>now</b> &amp; later")
	c.post(c.david, c.Watercooler, "second coffee")
	c.caughtUp()
	reply := c.search(c.jason, "coffee")
	if got := texts(reply); !slices.Equal(got, []string{"second coffee", "first coffee now & later"}) {
		t.Fatalf("found %q", got)
	}
	last := reply.List("results")[1]
	if last["snippet"] != "first <mark>coffee</mark> now &amp; later" {
		t.Errorf("the snippet is %q", last["snippet"])
	}
	room, _ := last["room"].(map[string]any)
	message, _ := last["message"].(map[string]any)
	if room["id"] != c.Watercooler || room["name"] != "Watercooler" || room["kind"] != "open" || message["author"] != c.Kevin || message["rseq"] != 1.0 {
		t.Errorf("the result is %v", last)
	}
	if reply.Number("count") != 2 || reply.Get("many") != false || reply.Text("next") != "" {
		t.Errorf("the count is %s", reply.Raw)
	}
}

func TestAMatchWithinAWordIsMarkedWhereItIsWritten(t *testing.T) {
	c := start(t)
	c.post(c.kevin, c.Watercooler, "上海の天気は晴れです")
	c.post(c.kevin, c.Watercooler, "東京で、また東京に東京へ")
	c.post(c.kevin, c.Watercooler, "Die Straßenbahnhaltestelle")
	c.post(c.kevin, c.Watercooler, "An e\u0301cafe\u0301bar")
	c.caughtUp()
	for query, want := range map[string]string{
		"天気":    "上海の<mark>天気</mark>は晴れです",
		"です":    "上海の天気は晴れ<mark>です</mark>",
		"東京":    "<mark>東京</mark>で、また<mark>東京</mark>に<mark>東京</mark>へ",
		"bahn":  "Die Straßen<mark>bahn</mark>haltestelle",
		"assen": "Die Str<mark>aßen</mark>bahnhaltestelle",
		"cafe":  "An e\u0301<mark>cafe\u0301</mark>bar",
	} {
		results := c.search(c.david, query).List("results")
		if len(results) != 1 || results[0]["snippet"] != want {
			t.Errorf("%q finds %v, want %q", query, results, want)
		}
	}
}

func TestALongMessageIsCutBetweenCharacters(t *testing.T) {
	c := start(t)
	c.post(c.kevin, c.Watercooler, strings.Repeat("日本語 ", 200)+"needle <i>&lt;script&gt;</i> "+strings.Repeat("👩‍👩‍👧 é ", 200))
	c.caughtUp()
	snippet, _ := c.search(c.kevin, "needle").List("results")[0]["snippet"].(string)
	if !strings.HasPrefix(snippet, "…") || !strings.HasSuffix(snippet, "…") || !strings.Contains(snippet, "<mark>needle</mark> &lt;script&gt;") ||
		strings.ContainsRune(snippet, '\ufffd') {
		t.Errorf("the snippet is %q", snippet)
	}
	if n := len([]rune(snippet)); n > 300 {
		t.Errorf("the snippet has %d characters", n)
	}
}

func TestEditsAndDeletionsReachTheIndex(t *testing.T) {
	c := start(t)
	id := c.post(c.kevin, c.Watercooler, "the original words")
	gone := c.post(c.kevin, c.Watercooler, "the deleted words")
	c.caughtUp()
	c.expect(c.jason, "words", "the deleted words", "the original words")
	c.ok(c.kevin, "PATCH", records+"/"+id, map[string]any{"body": "the corrected sentence"})
	c.ok(c.kevin, "DELETE", records+"/"+gone, nil)
	// note: at once, before the index has followed: what is stale in it is not shown.
	c.expect(c.jason, "original")
	c.expect(c.jason, "deleted")
	c.caughtUp()
	if n := c.Call("", "GET", "/health/detailed", nil).Number("search", "index", "documents"); n != 1 {
		t.Errorf("the index has %d messages, want 1", n)
	}
	c.expect(c.jason, "corrected", "the corrected sentence")
	c.expect(c.jason, "original")
	c.expect(c.jason, "words")
	// note: the index still has the former keys, and counts none of them.
	if reply := c.search(c.jason, "original"); reply.Number("count") != 0 || reply.Get("many") != false {
		t.Errorf("a former text is counted: %s", reply.Raw)
	}
	c.ok(c.kevin, "PATCH", records+"/"+id, map[string]any{"body": "the original again"})
	c.caughtUp()
	c.expect(c.jason, "original", "the original again")
	c.expect(c.jason, "the", "the original again")
}

func TestAPingIsCalledByEverybodyInIt(t *testing.T) {
	c := start(t)
	ping := func(members ...string) string {
		return c.ok(c.jason, "POST", "/api/collections/rooms/records", map[string]any{"kind": "direct", "members": members}).Text("id")
	}
	c.post(c.jason, ping(c.Kevin), "apple for Kevin")
	c.post(c.jason, ping(c.Kevin, c.David), "apple for both")
	c.post(c.jason, ping(c.Jason), "apple for myself")
	c.post(c.jason, c.Ping, "apple for David")
	c.caughtUp()
	for query, want := range map[string][]string{
		"in:@Kevin apple":             {"apple for Kevin"},
		`in:"Kevin, David" apple`:     {"apple for both"},
		`in:"@David,@kevin" apple`:    {"apple for both"},
		"in:me apple":                 {"apple for myself"},
		"in:@Jason apple":             {"apple for myself"},
		`in:"Kevin, Kevin" apple`:     {}, // one Kevin is not two
		`in:"Kevin, Nobody" apple`:    {},
		`in:"Kevin, David, me" apple`: {},
		`in:"Kevin," apple`:           {},
		`in:"` + strings.Repeat("Kevin,", 150) + `Kevin" apple`: {},
	} {
		if got := c.find(c.jason, query); !slices.Equal(got, want) {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
	if got := c.find(c.kevin, `in:"Jason, David" apple`); !slices.Equal(got, []string{"apple for both"}) {
		t.Errorf("Kevin finds %q", got)
	}
}

func TestFilters(t *testing.T) {
	c := start(t)
	for _, said := range []struct{ as, room, body string }{
		{c.kevin, c.Watercooler, `apple <a href="https://example.com">pie</a>`},
		{c.jason, c.Watercooler, "apple <code>x := 1</code>"},
		{c.jason, c.Designers, `apple <span class="mention" data-user="` + c.David + `">@David</span>`},
		{c.david, c.Ping, "apple between us"},
		{c.kevin, c.Watercooler, "/play tada"},
	} {
		c.post(said.as, said.room, said.body)
	}
	c.caughtUp()
	link, code, mention, ping := "apple pie", "apple x := 1", "apple @David", "apple between us"
	tomorrow, yesterday := time.Now().UTC().AddDate(0, 0, 1).Format(time.DateOnly), time.Now().UTC().AddDate(0, 0, -1).Format(time.DateOnly)
	for query, want := range map[string][]string{
		"apple":                             {ping, mention, code, link},
		"apple from:kevin":                  {link},
		"from:@Jason apple":                 {mention, code},
		`from:"Jason"`:                      {mention, code},
		"from:me":                           {mention, code},
		"apple in:Watercooler":              {code, link},
		"apple in:#designers":               {mention},
		"in:@David apple":                   {ping},
		"in:Designers from:jason":           {mention},
		"has:link":                          {link},
		"has:code":                          {code},
		"has:mention":                       {mention},
		"has:link has:code":                 {},
		"after:" + yesterday + " has:link":  {link},
		"before:" + tomorrow + " has:link":  {link},
		"before:" + yesterday + " has:link": {},
		"after:" + tomorrow + " has:link":   {},
		"is:unread apple":                   {ping},
		"APPLE FROM:Kevin":                  {link},
		"from:nobody apple":                 {},
		"in:Nowhere apple":                  {},
		"in:Watercooler in:Designers apple": {},
		"from:":                             {},
	} {
		if got := c.find(c.jason, query); !slices.Equal(got, want) {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
	if sounds := c.search(c.jason, "has:sound").List("results"); len(sounds) != 1 {
		t.Errorf("has:sound finds %v", sounds)
	}
	if unknown := c.search(c.jason, "from:nobody has:legs is:open apple").Get("unknown"); len(unknown.([]any)) != 3 {
		t.Errorf("unknown filters are %v", unknown)
	}
	for name, more := range map[string][]string{
		link: {"from", c.Kevin}, mention: {"room", c.Designers}, code: {"has", "code"}, ping: {"unread", "1"},
	} {
		if got := c.find(c.jason, "apple", more...); !slices.Equal(got, []string{name}) {
			t.Errorf("%v finds %q, want %q", more, got, name)
		}
	}
}

func TestPagesGoThroughEverythingOnce(t *testing.T) {
	c := start(t)
	for i := range 95 {
		c.post(c.kevin, []string{c.Watercooler, c.Watercooler}[i%2], "plenty number "+strconv.Itoa(i))
		c.post(c.david, c.Designers, "plenty elsewhere")
	}
	c.caughtUp()
	for _, query := range []string{"plenty", `"plenty number"`, "plent", "lenty", "plenty from:kevin"} {
		var all []string
		cursor, pages := "", 0
		for {
			reply := c.search(c.kevin, query, "limit", "10", "cursor", cursor)
			if pages == 0 && query == "plenty from:kevin" && (reply.Number("count") != 95 || reply.Get("many") != false) {
				t.Errorf("%q counts %d, many %v", query, reply.Number("count"), reply.Get("many"))
			}
			all = append(all, texts(reply)...)
			c.post(c.kevin, c.Watercooler, "something else meanwhile")
			if cursor = reply.Text("next"); cursor == "" {
				break
			}
			if pages++; pages > 20 {
				t.Fatalf("%q never ends", query)
			}
		}
		for i := range all {
			if want := "plenty number " + strconv.Itoa(94-i); all[i] != want {
				t.Fatalf("%q: result %d is %q, want %q", query, i, all[i], want)
			}
		}
		if len(all) != 95 {
			t.Errorf("%q finds %d in all, want 95", query, len(all))
		}
	}
	if reply := c.search(c.jason, "plenty"); reply.Number("count") != 100 || reply.Get("many") != true {
		t.Errorf("190 results are counted %d, many %v", reply.Number("count"), reply.Get("many"))
	}
}

func TestARoomsIndexGoesWithTheRoom(t *testing.T) {
	c := start(t)
	c.post(c.david, c.Designers, "evidence here")
	c.post(c.david, c.Watercooler, "evidence there")
	c.caughtUp()
	c.expect(c.david, "evidence", "evidence there", "evidence here")
	c.ok(c.david, "DELETE", "/api/collections/rooms/records/"+c.Designers, nil)
	c.caughtUp()
	c.expect(c.david, "evidence", "evidence there")
	if n := c.Call("", "GET", "/health/detailed", nil).Number("search", "index", "documents"); n != 1 {
		t.Errorf("the index has %d messages, want 1", n)
	}
}

func TestSearchRefusesWhatMakesNoSense(t *testing.T) {
	c := start(t)
	for query, code := range map[string]string{
		"cursor=x": "invalid", "cursor=w.-1": "invalid", "cursor=z.5": "invalid", "limit=0": "invalid", "limit=x": "invalid", "before=yesterday": "invalid",
		"after=2026-13-01": "invalid", "has=legs": "invalid", "from=kevin": "invalid", "unread=maybe": "invalid", "room=" + c.Designers: "not_found",
		"room=nosuchroom00000": "not_found", "room=%00": "not_found",
	} {
		reply := c.Call(c.kevin, "GET", "/api/chat/search?q=apple&"+query, nil)
		if reply.Text("code") != code || reply.Status >= 500 {
			t.Errorf("%s answers %d %s", query, reply.Status, reply.Raw)
		}
	}
	if reply := c.Call("", "GET", "/api/chat/search?q="+url.QueryEscape("apple"), nil); reply.Status != 401 {
		t.Errorf("a guest is answered %d", reply.Status)
	}
}

func TestAFormerTextIsNotCountedAfterThePage(t *testing.T) {
	c := start(t)
	for i := range 5 {
		id := c.post(c.kevin, c.Watercooler, "quince "+strconv.Itoa(i))
		if i == 0 {
			c.ok(c.kevin, "PATCH", records+"/"+id, map[string]any{"body": "something else"})
		}
		if i == 1 {
			c.ok(c.kevin, "DELETE", records+"/"+id, nil)
		}
		if i == 2 {
			c.ok(c.kevin, "PATCH", records+"/"+id, map[string]any{"body": "quince 2, corrected"})
		}
	}
	c.caughtUp()
	reply := c.search(c.jason, "quince ", "limit", "1")
	if got := texts(reply); !slices.Equal(got, []string{"quince 4"}) || reply.Number("count") != 3 || reply.Get("many") != false {
		t.Errorf("found %q of %d, many %v; want quince 4 of 3", got, reply.Number("count"), reply.Get("many"))
	}
}

// Guards: the cursor behind hits that do not match (search.go, page).
func TestAPhraseIsFoundBehindManyMessagesWithItsWords(t *testing.T) {
	app := testapp.New(t)
	c := serve(t, app)
	c.post(c.kevin, c.Watercooler, "alpha beta")
	c.caughtUp()
	c.Stop()
	c.Exec(t, `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900) INSERT INTO messages
		(id, room, author, client_message_id, body, body_text, kind, seq, rseq, version, mentions, event_seq, created, updated)
		SELECT 'filling' || (10000000 + i), room, author, 'filling' || i, 'beta alpha', 'beta alpha', kind, seq + i, rseq + i, 1, '[]', seq + i, created, updated
		FROM messages, n WHERE body_text = 'alpha beta'`)
	c.Exec(t, "UPDATE rooms SET head_rseq = head_rseq + 900 WHERE id = ?", c.Watercooler)
	c.Exec(t, "DELETE FROM events WHERE seq < (SELECT MAX(seq) FROM events)")
	c.Exec(t, "UPDATE events SET seq = (SELECT MAX(seq) FROM messages) + 1")
	for _, name := range search.Files() {
		_ = os.Remove(filepath.Join(c.DataDir(), name))
	}
	again := serve(t, &testapp.App{App: testapp.Open(t, c.DataDir()), Cast: c.Cast})
	again.post(again.kevin, again.Watercooler, "something else")
	again.waitFor("an index", func(r testapp.Reply) bool { return isGreen(r) && r.Get("search", "building") == nil })
	again.caughtUp()
	cursor, found := "", []string{}
	for range 10 {
		reply := again.search(again.jason, `"alpha beta"`, "limit", "10", "cursor", cursor)
		found = append(found, texts(reply)...)
		if cursor = reply.Text("next"); cursor == "" {
			break
		}
	}
	if !slices.Equal(found, []string{"alpha beta"}) || cursor != "" {
		t.Errorf("found %q, and the cursor is %q", found, cursor)
	}
}
