package movein_test

import (
	"archive/zip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"campfire/internal/movein"
	"campfire/internal/testapp"
)

type object = map[string]any

type list = []any

// workspace is an export of Slack's, by the names of its files.
type workspace struct {
	t     *testing.T
	path  string
	files map[string]any
}

// newWorkspace is one of six people and two programs. What is in a file of it is JSON already, or made into it.
func newWorkspace(t *testing.T) *workspace {
	t.Helper()
	w := &workspace{t: t, path: filepath.Join(t.TempDir(), "Engine Room Slack export Mar 1 2024 - Mar 2 2024.zip"), files: map[string]any{
		"users.json": list{
			object{"id": "U1", "name": "ada", "is_owner": true, "profile": object{"display_name": "Ada", "email": "Ada@Example.com", "title": "counts"}},
			object{"id": "U2", "name": "grace", "real_name": "Grace", "profile": object{"display_name": "", "email": "grace@example.com"}},
			object{"id": "U3", "name": "left", "deleted": true, "is_admin": true, "profile": object{"email": "left@example.com"}},
			object{"id": "U4", "name": "guest", "is_restricted": true, "profile": object{"email": "guest@example.com"}},
			object{"id": "U5", "name": "robo", "is_bot": true, "profile": object{"real_name": "Robo"}},
			object{"id": "U6", "name": "nomail", "profile": object{}}, object{"id": "USLACKBOT", "name": "slackbot", "profile": object{}},
		},
		"channels.json": list{
			object{"id": "C1", "name": "general", "created": 1700000000, "creator": "U1", "is_general": true, "members": list{"U1", "U2", "U5"}, "topic": object{"value": "all of us"}},
			object{"id": "C2", "name": "engines", "created": 1700000000, "creator": "U2", "members": list{"U1"}},
			object{"id": "C3", "name": "old", "is_archived": true, "creator": "U9", "members": list{}},
		},
		"groups.json":           list{object{"id": "G1", "name": "secret", "creator": "U1", "members": list{"U1", "U2"}}},
		"dms.json":              list{object{"id": "D1", "members": list{"U1", "U2"}}, object{"id": "D2", "members": list{"U1", "U9"}}},
		"mpims.json":            list{object{"id": "M1", "name": "mpdm-ada--grace--left-1", "members": list{"U1", "U2", "U3"}}},
		"integration_logs.json": list{},
		"general/2024-03-02.json": list{
			object{"type": "message", "user": "U2", "ts": "1709371201.000200", "thread_ts": "1709284800.000100", "text": "thanks <@U1> :wave::skin-tone-3:"},
			object{"type": "message", "subtype": "channel_join", "user": "U2", "ts": "1709371202.000000", "text": "<@U2> has joined"},
			object{"type": "message", "user": "U9", "ts": "1709371203.000000", "text": "from elsewhere", "user_profile": object{"display_name": "Eve"}},
			object{"type": "message", "subtype": "bot_message", "bot_id": "B7", "username": "CI <b>", "ts": "1709371204.000000", "text": "",
				"attachments": list{object{"fallback": "f", "title": "build 7", "text": "*failed*"}, object{"from_url": "https://example.com", "title": "a preview"}}},
			object{"type": "message", "user": "U1", "ts": "1709371205.000000", "text": "", "files": list{object{"name": "plan <b>.pdf",
				"permalink": "https://acme.slack.com/files/plan.pdf", "url_private": "https://files.slack.com/plan?t=xoxe-planted"}, object{"mode": "tombstone"}}},
			object{"type": "message", "user": "U1", "ts": "1709371206.000000", "text": "twice"}, object{"type": "message", "user": "U1", "ts": "1709371206.000000", "text": "twice"},
			object{"type": "message", "user": "U1", "ts": "1709371207.000000", "thread_ts": "1600000000.000000", "text": "an answer to nothing"},
		},
		"general/2024-03-01.json": list{
			object{"type": "message", "user": "U1", "ts": "1709284800.000100", "thread_ts": "1709284800.000100", "text": "*first* line &amp; <https://example.com/?a=1&amp;b=2|a link>\nsee <#C2|engines>",
				"edited":    object{"user": "U1", "ts": "1709284900.000000"},
				"reactions": list{object{"name": "tada", "users": list{"U2", "U3"}, "count": 2}, object{"name": "party_parrot", "users": list{"U1", "U99"}}}},
		},
		"engines/2024-03-01.json": list{
			object{"type": "message", "user": "U1", "ts": "1709284805.000000", "text": "in blocks", "blocks": list{object{"type": "rich_text", "elements": list{object{"type": "rich_text_section", "elements": list{
				object{"type": "text", "text": "bold", "style": object{"bold": true}}, object{"type": "user", "user_id": "U2"}, object{"type": "emoji", "name": "heart"}}}}}}},
			object{"type": "message", "user": "U1", "ts": "1709284806.000000", "text": "words instead", "blocks": list{object{"type": "hologram"}}},
			object{"type": "message", "subtype": "me_message", "user": "U1", "ts": "1709284807.000000", "text": "waves"},
			object{"type": "message", "user": "U1", "ts": "1709284808.000000", "text": "<script>alert(1)</script> " + strings.Repeat("x", 100_000)},
		},
		"D1/2024-03-01.json":                      list{object{"type": "message", "user": "U1", "ts": "1709284802.000000", "text": "between us"}},
		"mpdm-ada--grace--left-1/2024-03-01.json": list{object{"type": "message", "user": "U3", "ts": "1709284803.000000", "text": "of three"}},
		"secret/2024-03-01.json":                  list{object{"type": "message", "user": "U2", "ts": "1709284804.000000", "text": "quiet"}},
		"nowhere/2024-03-01.json":                 list{},
	}}
	return w
}

// pack writes the zip file.
func (w *workspace) pack() string {
	w.t.Helper()
	file, err := os.Create(w.path)
	if err != nil {
		w.t.Fatal(err)
	}
	z := zip.NewWriter(file)
	for name, content := range w.files {
		raw, ready := content.(string)
		if !ready {
			made, err := json.Marshal(content)
			if err != nil {
				w.t.Fatal(err)
			}
			raw = string(made)
		}
		out, err := z.Create(name)
		if err != nil {
			w.t.Fatal(err)
		}
		if _, err := out.Write([]byte(raw)); err != nil {
			w.t.Fatal(err)
		}
	}
	if err := errors.Join(z.Close(), file.Close()); err != nil {
		w.t.Fatal(err)
	}
	return w.path
}

func (w *workspace) moveInto(app *testapp.App, dry bool) string {
	w.t.Helper()
	report, err := movein.Slack(context.Background(), app, w.pack(), dry, func(int, int) {})
	if err != nil {
		w.t.Fatal(err)
	}
	return strings.Join(report.Lines(), "\n")
}

func TestAChatMovesInFromSlack(t *testing.T) {
	w, app := newWorkspace(t), testapp.Fresh(t)
	if says := w.moveInto(app, true); app.Number(t, "SELECT COUNT(*) FROM messages") != 0 || app.Number(t, "SELECT COUNT(*) FROM users") != 0 {
		t.Errorf("a dry run changed something: %s", says)
	}
	says := w.moveInto(app, false)
	for _, line := range []string{
		"14 messages", "6 people", "3 bots", "7 rooms and pings", "3 boosts", "1 left behind: notices", "1 left behind: messages that the export has twice",
		"1 left behind: files: there are none", "1 left behind: files that the export has not even", "1 left behind: files of conversations", "1 left behind: rights of guests",
		"1 left behind: e-mail addresses", "1 left behind: quotes of what was answered", "1 left behind: parts of messages of programs", "1 left behind: ends of texts",
		"1 left behind: boosts of messages or people", "1 left behind: the archive", "1 left behind: topics",
	} {
		if !strings.Contains(says, line) {
			t.Errorf("the report does not say %q:\n%s", line, says)
		}
	}
	sound(t, app)
	room := func(name string) string { return app.Text(t, "SELECT id FROM rooms WHERE name = ?", name) }
	ada, grace := app.Text(t, "SELECT id FROM users WHERE name = 'Ada'"), app.Text(t, "SELECT id FROM users WHERE name = 'Grace'")
	mention := func(id, name string) string {
		return `<span class="mention" data-user="` + id + `">@` + name + `</span>`
	}
	for name, want := range map[string][]string{
		"general": {
			`2024-03-01 09:20:00.000Z <strong>first</strong> line &amp; <a href="https://example.com/?a=1&amp;b=2"`,
			"2024-03-02 09:20:01.000Z <blockquote>first line &amp; a link see #engines</blockquote><cite>— Ada</cite><div>thanks " + mention(ada, "Ada") + " 👋🏼</div>",
			"from elsewhere", "<strong>build 7</strong>", `<p><a href="https://acme.slack.com/files/plan.pdf" rel="nofollow noopener noreferrer" target="_blank"><em>plan &lt;b&gt;.pdf</em></a></p>`,
			"twice", "an answer to nothing",
		},
		"engines": {"<p><strong>bold</strong>" + mention(grace, "Grace") + "❤️</p>", "words instead", "<em>waves</em>", "&lt;script&gt;alert(1)&lt;/script&gt; xxx"},
		"secret":  {"quiet"}, "old": {},
	} {
		var bodies []string
		if err := app.DB().NewQuery("SELECT created || ' ' || body FROM messages WHERE room = {:room} ORDER BY rseq").Bind(map[string]any{"room": room(name)}).Column(&bodies); err != nil {
			t.Fatal(err)
		}
		for i, part := range want {
			if len(bodies) != len(want) || !strings.Contains(bodies[i], part) {
				t.Fatalf("message %d of %s is not %q: %q", i+1, name, part, bodies)
			}
		}
	}
	for query, want := range map[string]int64{
		"SELECT COUNT(*) FROM account WHERE name = 'Engine Room' AND length(join_code) = 14":                                       1,
		"SELECT COUNT(*) FROM users WHERE role = 'administrator' AND status = 'active' AND email = 'ada@example.com'":              1,
		"SELECT COUNT(*) FROM users WHERE status = 'deactivated' AND name IN ('left', 'guest', 'Eve')":                             3,
		"SELECT COUNT(*) FROM users WHERE role = 'bot' AND name IN ('Robo', 'slackbot', 'CI <b>')":                                 3,
		"SELECT COUNT(*) FROM messages WHERE body LIKE '%planted%' OR body LIKE '%preview%'":                                       0,
		"SELECT COUNT(*) FROM messages WHERE edited AND updated = '2024-03-01 09:21:40.000Z'":                                      1,
		"SELECT COUNT(*) FROM boosts WHERE content = '🎉'":                                                                          2,
		"SELECT COUNT(*) FROM boosts WHERE content = 'party_parrot'":                                                               1,
		"SELECT COUNT(*) FROM rooms WHERE kind = 'open'":                                                                           3,
		"SELECT COUNT(*) FROM rooms WHERE kind = 'closed' AND name = 'secret'":                                                     1,
		"SELECT COUNT(*) FROM memberships WHERE user = '" + grace + "' AND involvement = 'invisible'":                              2, // engines, old
		"SELECT COUNT(*) FROM memberships WHERE room = '" + room("secret") + "'":                                                   2,
		"SELECT COUNT(*) FROM memberships m JOIN rooms r ON r.id = m.room WHERE m.read_rseq != r.head_rseq":                        0,
		"SELECT COUNT(*) FROM messages a JOIN messages b ON a.seq = b.seq - 1 WHERE a.created > b.created":                         0,
		"SELECT COUNT(*) FROM messages WHERE room IN (SELECT id FROM rooms WHERE kind = 'direct') AND body != ''":                  2,
		"SELECT COUNT(*) FROM mentions n JOIN messages m ON m.room = n.room AND m.rseq = n.rseq AND m.seq = n.seq":                 2,
		"SELECT COUNT(*) FROM boosts b JOIN messages m ON m.id = b.message AND m.author = b.author WHERE b.author = '" + ada + "'": 3,
	} {
		if n := app.Number(t, query); n != want {
			t.Errorf("%s is %d, want %d", query, n, want)
		}
	}
	// What people do first: nobody has a password, and what is old is no news.
	server := testapp.Serve(t, app)
	if reply := server.Call("", "POST", "/api/collections/users/auth-with-password", object{"identity": "ada@example.com", "password": "!"}); reply.Status != 400 {
		t.Errorf("somebody signs in without a password: %d", reply.Status)
	}
	token := app.Token(t, ada)
	if reply := server.Call(token, "GET", "/api/chat/notifications", nil); reply.Status != 200 || reply.Number("unread") != 0 || len(reply.List("notifications")) != 3 {
		t.Errorf("Ada's notifications: %d %s", reply.Status, reply.Raw)
	}
	if reply := server.Call(token, "POST", "/api/collections/messages/records", object{"room": room("general"), "body": "we are here"}); reply.Status != 200 || reply.Number("rseq") != 8 {
		t.Errorf("the next message: %d %s", reply.Status, reply.Raw)
	}
	server.Stop()
	sound(t, app)
	// Repeated, it adds what is new and nothing else, and what somebody deleted here stays deleted.
	app.Exec(t, "DELETE FROM boosts WHERE message IN (SELECT id FROM messages WHERE body LIKE '%first%' AND rseq = 1)")
	app.Exec(t, "UPDATE messages SET deleted = TRUE, body = '', body_text = '' WHERE body LIKE '%first%' AND rseq = 1")
	// Whoever was taken out of a room stays out, also of one that was open there; who is new there comes.
	app.Exec(t, "DELETE FROM memberships WHERE user = '"+grace+"' AND room = '"+room("secret")+"'")
	app.Exec(t, "UPDATE rooms SET kind = 'closed' WHERE id = '"+room("engines")+"'")
	app.Exec(t, "DELETE FROM memberships WHERE user IN ('"+grace+"', '"+ada+"') AND room = '"+room("engines")+"'")
	w.files["users.json"] = append(w.files["users.json"].(list), object{"id": "U10", "name": "late", "profile": object{"email": "late@example.com"}})
	w.files["groups.json"] = list{object{"id": "G1", "name": "secret", "creator": "U1", "members": list{"U1", "U2", "U10"}}}
	w.files["general/2024-03-03.json"] = list{object{"type": "message", "user": "U2", "ts": "1709457600.000000", "text": "said afterwards"}}
	if says := w.moveInto(app, false); !strings.Contains(says, "     1 messages\n") || !strings.Contains(says, "14 messages were here already") || !strings.Contains(says, "1 account were here") ||
		!strings.Contains(says, "2 left behind: people of rooms that were here already") {
		t.Errorf("the second time: %s", says)
	}
	for query, want := range map[string]int64{
		"SELECT rseq FROM messages WHERE body = 'said afterwards'": 9, "SELECT COUNT(*) FROM boosts": 0,
		"SELECT read_rseq FROM memberships WHERE user = '" + ada + "' AND room = '" + room("general") + "'":                                                        9,
		"SELECT read_rseq FROM memberships WHERE user = '" + grace + "' AND room = '" + room("general") + "'":                                                      7, // has not read what Ada wrote here
		"SELECT COUNT(*) FROM memberships m JOIN users u ON u.id = m.user WHERE u.name IN ('Ada', 'Grace', 'late') AND room = '" + room("engines") + "'":           0,
		"SELECT COUNT(*) FROM memberships WHERE user = '" + grace + "' AND room = '" + room("secret") + "'":                                                        0,
		"SELECT COUNT(*) FROM memberships m JOIN users u ON u.id = m.user JOIN rooms r ON r.id = m.room WHERE u.name = 'late' AND r.name IN ('secret', 'general')": 2,
	} {
		if n := app.Number(t, query); n != want {
			t.Errorf("%s is %d, want %d", query, n, want)
		}
	}
	sound(t, app)
}

func TestAMoveFromSlackThatIsCutOffIsBegunAgain(t *testing.T) {
	w, app := newWorkspace(t), testapp.New(t)
	for day := range 3 {
		var said list
		for i := range 600 {
			said = append(said, object{"type": "message", "user": "U1", "ts": fmt.Sprintf("%d.%06d", 1710000000+86400*day, 600-i), "text": fmt.Sprintf("number %d", day*600+600-i)})
		}
		w.files[fmt.Sprintf("engines/2024-03-%02d.json", 9+day)] = said
	}
	ctx, cancel := context.WithCancel(context.Background())
	_, err := movein.Slack(ctx, app, w.pack(), false, func(done, _ int) {
		if done > 700 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("it was not cut off: %v", err)
	}
	if n := app.Number(t, "SELECT COUNT(*) FROM messages WHERE body LIKE 'number %'"); n == 0 || n == 1800 {
		t.Fatalf("%d messages are here: the test proves nothing", n)
	}
	w.moveInto(app, false)
	sound(t, app)
	for query, want := range map[string]int64{
		"SELECT COUNT(DISTINCT body) FROM messages WHERE body LIKE 'number %'": 1800, "SELECT COUNT(*) FROM messages WHERE body LIKE 'number %'": 1800,
		"SELECT COUNT(*) FROM messages a JOIN messages b ON a.room = b.room AND a.rseq = b.rseq - 1 WHERE a.body LIKE 'number %' AND b.body != 'number ' || (substr(a.body, 8) + 1)": 0,
		"SELECT COUNT(*) FROM account WHERE name = 'Engine Room'": 0, "SELECT COUNT(*) FROM users WHERE email = 'david@example.com' AND role = 'administrator'": 1,
	} {
		if n := app.Number(t, query); n != want {
			t.Errorf("%s is %d, want %d", query, n, want)
		}
	}
}
