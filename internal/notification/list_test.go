package notification_test

import (
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"campfire/collections"
	"campfire/internal/notification"
	"campfire/internal/testapp"

	"github.com/pocketbase/dbx"
)

// fill stores messages in the Watercooler, of which every hundredth names Kevin and every fiftieth is Kevin's with a boost
// on it, half of all that after Kevin's markers.
func fill(t *testing.T, app *testapp.App, messages int) {
	t.Helper()
	const rows = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < ?)`
	app.Exec(t, `INSERT INTO messages (id, room, author, client_message_id, body, body_text, kind, sound, seq, rseq, version, edited,
		mentions, deleted, body_hash, event_seq, created, updated) `+rows+`
		SELECT printf('m%014d', i), ?, iif(i % 50 = 25, ?, ?), printf('c%d', i), 'hello', 'hello', 'text', '', 1000+i, i, 1, 0,
		iif(i % 100 = 0, json_array(?), '[]'), 0, '', 1000+i, '2026-01-01 00:00:00.000Z', '2026-01-01 00:00:00.000Z' FROM n`,
		messages, app.Watercooler, app.Kevin, app.David, app.Kevin)
	app.Exec(t, rows+` INSERT INTO mentions (user, room, rseq, seq) SELECT ?, ?, i, 1000+i FROM n WHERE i % 100 = 0`,
		messages, app.Kevin, app.Watercooler)
	app.Exec(t, rows+` INSERT INTO boosts (id, message, room, booster, author, content, seq, created, updated)
		SELECT printf('b%014d', i), printf('m%014d', i), ?, ?, ?, '👍', 1001+i, '', '' FROM n WHERE i % 50 = 25`,
		messages, app.Watercooler, app.David, app.Kevin)
	app.Exec(t, "UPDATE rooms SET head_rseq = ? WHERE id = ?", messages, app.Watercooler)
	app.Exec(t, "UPDATE memberships SET read_rseq = ? WHERE room = ? AND user = ?", messages/2, app.Watercooler, app.Kevin)
	app.Exec(t, "INSERT INTO notification_markers (user, seq) VALUES (?, ?)", app.Kevin, 1000+messages/2)
}

func list(t *testing.T, app *testapp.App, r notification.Request) notification.Page {
	t.Helper()
	r.User, r.Limit = app.Kevin, notification.PageDefault
	page, err := notification.List(app, r)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

// RELIABILITY_FULL=1 takes 250,000 messages and prints what a page costs: its median is to stay below 5 ms.
func TestAPageOfALongHistoryIsReadAtOnce(t *testing.T) {
	messages, most := 20_000, 100*time.Millisecond
	if os.Getenv("RELIABILITY_FULL") != "" {
		messages, most = 250_000, 5*time.Millisecond
	}
	app := testapp.New(t)
	fill(t, app, messages)
	for _, r := range []notification.Request{
		{Filter: notification.All}, {Filter: notification.Mentions}, {Filter: notification.Boosts},
		{Filter: notification.All, Before: "9000"}, {Filter: notification.Mentions, Before: "9000"},
	} {
		took := make([]time.Duration, 21)
		for i := range took {
			began := time.Now()
			page := list(t, app, r)
			took[i] = time.Since(began)
			if len(page.Notifications) != notification.PageDefault || page.Next == "" || page.Unread != 100 {
				t.Fatalf("%+v: %d notifications of %d unread", r, len(page.Notifications), page.Unread)
			}
		}
		slices.Sort(took)
		t.Logf("%d messages, %+v: median %v, slowest %v", messages, r, took[10], took[20])
		if took[10] > most {
			t.Errorf("%+v takes %v, want less than %v", r, took[10], most)
		}
	}
}

func TestEveryPageComesOnceAndInOrder(t *testing.T) {
	app := testapp.New(t)
	fill(t, app, 20_000)
	known, unread, last := map[int64]bool{}, true, int64(math.MaxInt64)
	r := notification.Request{Filter: notification.All}
	for pages := 0; ; pages++ {
		page := list(t, app, r)
		for _, n := range page.Notifications {
			if n.Unread != unread && !n.Unread {
				unread, last = false, math.MaxInt64
			}
			if known[n.Seq] || n.Unread != unread || n.Seq >= last {
				t.Fatalf("page %d: %d after %d", pages, n.Seq, last)
			}
			known[n.Seq], last = true, n.Seq
		}
		if r.Before = page.Next; r.Before == "" {
			break
		}
	}
	if len(known) != 600 || unread {
		t.Errorf("%d notifications, want 600", len(known))
	}
}

func TestNoListReadsAWholeTable(t *testing.T) {
	app := testapp.New(t)
	fill(t, app, 1000)
	db := app.ConcurrentDB().(*dbx.DB).DB()
	listed := []any{app.Kevin, 1500, 2000, 41}
	for name, q := range map[string]struct {
		query string
		args  []any
		want  string
		sorts bool
	}{
		// What is unread and in a room's order has to be sorted: it is what is unread, and not the history.
		"unread mentions": {collections.SQLUnreadMentions, listed, "PRIMARY KEY (user=? AND room=? AND rseq>?)", true},
		"read mentions":   {collections.SQLReadMentions, listed, "mentions_user_seq (user=? AND seq>? AND seq<?)", false},
		"unread boosts":   {collections.SQLUnreadBoosts, listed, "boosts_author (author=? AND seq>? AND seq<?)", false},
		"read boosts":     {collections.SQLReadBoosts, listed, "boosts_author (author=? AND seq<?)", false},
		"the count":       {collections.SQLNotificationsUnread, []any{app.Kevin, 1500, app.Kevin, 1500}, "boosts_author (author=? AND seq>?)", false},
		"one":             {collections.SQLNotificationIs, []any{app.Kevin, 1100, app.Kevin, 1100}, "mentions_user_seq (user=? AND seq=?)", false},
	} {
		plan := explain(t, db, q.query, q.args)
		if !strings.Contains(plan, q.want) || !q.sorts && strings.Contains(plan, "TEMP B-TREE") {
			t.Errorf("%s: want %q in\n%s", name, q.want, plan)
		}
		for line := range strings.SplitSeq(plan, "\n") {
			// A subquery or a constant row is scanned as a matter of course.
			if strings.HasPrefix(line, "SCAN ") && !strings.Contains(line, "CONSTANT") && !strings.Contains(line, "subquery") {
				t.Errorf("%s reads a table from end to end: %s", name, line)
			}
		}
	}
}
