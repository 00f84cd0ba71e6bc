package movein_test

import (
	"context"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"campfire/internal/fsck"
	"campfire/internal/movein"
	"campfire/internal/testapp"

	"golang.org/x/crypto/bcrypt"
)

// tables are those of the original that are read, and those that are counted.
const tables = `
CREATE TABLE accounts (id INTEGER PRIMARY KEY, name TEXT, join_code TEXT, custom_styles TEXT, settings TEXT, singleton_guard INTEGER, created_at TEXT, updated_at TEXT);
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email_address TEXT, password_digest TEXT, bio TEXT, role INTEGER, status INTEGER, bot_token TEXT, created_at TEXT, updated_at TEXT);
CREATE TABLE rooms (id INTEGER PRIMARY KEY, type TEXT, name TEXT, creator_id INTEGER, members_hash TEXT, created_at TEXT, updated_at TEXT);
CREATE TABLE memberships (id INTEGER PRIMARY KEY, room_id INTEGER, user_id INTEGER, involvement TEXT, unread_at TEXT, connections INTEGER, connected_at TEXT, created_at TEXT, updated_at TEXT);
CREATE TABLE messages (id INTEGER PRIMARY KEY, room_id INTEGER, creator_id INTEGER, client_message_id TEXT, created_at TEXT, updated_at TEXT);
CREATE TABLE action_text_rich_texts (id INTEGER PRIMARY KEY, name TEXT, body TEXT, record_type TEXT, record_id INTEGER, created_at TEXT, updated_at TEXT);
CREATE TABLE boosts (id INTEGER PRIMARY KEY, message_id INTEGER, booster_id INTEGER, content TEXT, created_at TEXT, updated_at TEXT);
CREATE TABLE searches (id INTEGER PRIMARY KEY, user_id INTEGER, query TEXT, created_at TEXT, updated_at TEXT);
CREATE TABLE webhooks (id INTEGER PRIMARY KEY, user_id INTEGER, url TEXT, created_at TEXT, updated_at TEXT);
CREATE TABLE bans (id INTEGER PRIMARY KEY, user_id INTEGER, ip_address TEXT, created_at TEXT, updated_at TEXT);
CREATE TABLE sessions (id INTEGER PRIMARY KEY, user_id INTEGER, token TEXT);
CREATE TABLE push_subscriptions (id INTEGER PRIMARY KEY, user_id INTEGER, endpoint TEXT);
CREATE TABLE active_storage_attachments (id INTEGER PRIMARY KEY, name TEXT, record_type TEXT, record_id INTEGER, blob_id INTEGER);
CREATE TABLE active_storage_blobs (id INTEGER PRIMARY KEY, filename TEXT, key TEXT);`

// sgid is a reference as Rails signs it; the signature is anything.
func sgid(user int) string {
	return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, `{"_rails":{"data":"gid://campfire/User/%d?expires_in","pur":"attachable"}}`, user)) + "--0123abcd"
}

// oldSGID is one of an older version, with an encoding in an encoding.
func oldSGID(user int) string {
	inner := base64.StdEncoding.EncodeToString(fmt.Appendf(nil, `"gid://campfire/User/%d"`, user))
	return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, `{"_rails":{"message":"%s","exp":null,"pur":"attachable"}}`, inner)) + "--0123abcd"
}

type original struct {
	t    *testing.T
	path string
	db   *sql.DB
	said int
}

func newOriginal(t *testing.T) *original {
	t.Helper()
	o := &original{t: t, path: filepath.Join(t.TempDir(), "db", "production.sqlite3")}
	if err := os.MkdirAll(filepath.Dir(o.path), 0o755); err != nil {
		t.Fatal(err)
	}
	var err error
	if o.db, err = sql.Open("sqlite", o.path+"?_pragma=synchronous(off)"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = o.db.Close() })
	hash, err := bcrypt.GenerateFromPassword([]byte("secret of ada"), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	o.exec(tables)
	const t0 = "2024-03-01 09:00:00.123456"
	o.exec("INSERT INTO accounts VALUES (1, 'Engine Room', 'Abcd-1234-Efgh', 'body { color: red }', '{\"restrict_room_creation_to_administrators\":true}', 0, ?, ?)", t0, t0)
	for _, u := range []struct {
		name, email  any
		role, status int
		token        any
	}{
		{"Ada", "Ada@Example.com", 1, 0, nil}, {"Grace", "grace@example.com", 0, 0, nil}, {"Left", "left@example.com", 0, 1, nil},
		{"Troll", "troll@example.com", 0, 2, nil}, {"Robo", nil, 2, 0, "sesame"},
	} {
		o.exec("INSERT INTO users (name, email_address, password_digest, bio, role, status, bot_token, created_at, updated_at) VALUES (?, ?, ?, 'bio', ?, ?, ?, ?, ?)",
			u.name, u.email, string(hash), u.role, u.status, u.token, t0, t0)
	}
	for _, r := range []struct{ kind, name string }{{"Rooms::Open", "All Talk"}, {"Rooms::Closed", "Engines"}, {"Rooms::Direct", ""}, {"Rooms::Future", "?"}} {
		o.exec("INSERT INTO rooms (type, name, creator_id, created_at, updated_at) VALUES (?, ?, 1, ?, ?)", r.kind, r.name, t0, t0)
	}
	for _, m := range []struct {
		room, user int
		level      string
		unread     any
	}{
		{1, 1, "everything", nil}, {1, 2, "mentions", "2024-03-02 09:00:02.000000"}, {1, 5, "mentions", nil},
		{2, 1, "invisible", nil}, {3, 1, "everything", nil}, {3, 2, "everything", nil},
	} {
		o.exec("INSERT INTO memberships (room_id, user_id, involvement, unread_at, connections, created_at, updated_at) VALUES (?, ?, ?, ?, 0, ?, ?)", m.room, m.user, m.level, m.unread, t0, t0)
	}
	o.say(1, 1, "<div>first<br>line</div>")
	o.say(1, 2, `<div>hello <action-text-attachment sgid="`+sgid(1)+`" content-type="application/vnd.campfire.mention"><img src="x">Ada</action-text-attachment> and <action-text-attachment sgid="`+oldSGID(5)+`" content-type="application/vnd.campfire.mention"></action-text-attachment></div>`)
	o.say(1, 1, `<div>see <action-text-attachment content-type="application/vnd.actiontext.opengraph-embed" href="https://example.com/a?b=c&amp;d" filename="A &lt;page&gt;"></action-text-attachment></div><script>alert(1)</script>`)
	o.say(3, 2, "/play tada")
	o.say(1, 4, "<div>spam</div>")
	o.say(2, 1, "")
	o.exec("INSERT INTO active_storage_blobs VALUES (1, 'plan <b>.pdf', 'k')")
	o.exec("INSERT INTO active_storage_attachments VALUES (1, 'attachment', 'Message', 6, 1)")
	o.say(2, 1, "<div> </div>")
	o.say(2, 1, "<div>"+strings.Repeat("x", 100_000)+"</div>")
	o.exec("INSERT INTO boosts VALUES (1, 1, 2, '👍', '2024-03-02 10:00:00', ''), (2, 7, 2, '👍', '2024-03-02 10:00:01', '')")
	o.exec("INSERT INTO searches VALUES (1, 1, 'engine', '', '2024-03-02 10:00:00')")
	o.exec("INSERT INTO webhooks VALUES (1, 5, 'https://bot.example.com/hook', '', '')")
	o.exec("INSERT INTO bans VALUES (1, 4, '203.0.113.9', '2024-03-02 10:00:00', '')")
	o.exec("INSERT INTO sessions VALUES (1, 1, 'x')")
	return o
}

func (o *original) exec(query string, args ...any) {
	o.t.Helper()
	if _, err := o.db.Exec(query, args...); err != nil {
		o.t.Fatalf("%s: %v", query, err)
	}
}

func (o *original) say(room, user int, body string) {
	o.t.Helper()
	at := fmt.Sprintf("2024-03-02 09:00:%02d.000000", o.said)
	o.said++
	o.exec("INSERT INTO messages (room_id, creator_id, client_message_id, created_at, updated_at) VALUES (?, ?, 'c', ?, ?)", room, user, at, at)
	o.exec("INSERT INTO action_text_rich_texts (name, body, record_type, record_id, created_at, updated_at) VALUES ('body', ?, 'Message', ?, ?, ?)", body, o.said, at, at)
}

func (o *original) moveInto(app *testapp.App, dry bool) string {
	o.t.Helper()
	report, err := movein.Campfire(context.Background(), app, filepath.Dir(filepath.Dir(o.path)), dry, func(int, int) {})
	if err != nil {
		o.t.Fatal(err)
	}
	return strings.Join(report.Lines(), "\n")
}

func sound(t *testing.T, app *testapp.App) {
	t.Helper()
	findings, err := fsck.Examine(context.Background(), app)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		if f.Broken > 0 {
			t.Errorf("broken afterwards: %s", f.Describe())
		}
	}
}

func TestAChatMovesInFromTheOriginal(t *testing.T) {
	o, app := newOriginal(t), testapp.Fresh(t)
	if says := o.moveInto(app, true); app.Number(t, "SELECT COUNT(*) FROM messages") != 0 || app.Number(t, "SELECT COUNT(*) FROM users") != 0 {
		t.Errorf("a dry run changed something: %s", says)
	}
	says := o.moveInto(app, false)
	for _, line := range []string{
		"7 messages", "4 people", "1 bots", "3 rooms and pings", "1 boosts", "1 keys of bots", "1 webhooks", "1 banned addresses",
		"1 left behind: files", "1 left behind: messages without a text that shows", "1 left behind: ends of texts", "1 left behind: boosts of messages",
		"1 left behind: sessions", "1 left behind: rooms of a kind that is not known here (Rooms::Future)",
	} {
		if !strings.Contains(says, line) {
			t.Errorf("the report does not say %q:\n%s", line, says)
		}
	}
	sound(t, app)
	if n := app.Number(t, "SELECT COUNT(*) FROM account WHERE name = 'Engine Room' AND join_code = 'Abcd-1234-Efgh' AND restrict_room_creation"); n != 1 {
		t.Error("the account is another one")
	}
	talk := app.Text(t, "SELECT id FROM rooms WHERE name = 'All Talk'")
	var bodies []string
	if err := app.DB().NewQuery("SELECT rseq || ' ' || created || ' ' || body FROM messages WHERE room = {:room} ORDER BY rseq").Bind(map[string]any{"room": talk}).Column(&bodies); err != nil {
		t.Fatal(err)
	}
	ada, robo := app.Text(t, "SELECT id FROM users WHERE name = 'Ada'"), app.Text(t, "SELECT id FROM users WHERE name = 'Robo'")
	for i, want := range []string{
		"1 2024-03-02 09:00:00.000Z <div>first<br>line</div>",
		`2 2024-03-02 09:00:01.000Z <div>hello <span class="mention" data-user="` + ada + `">@Ada</span> and <span class="mention" data-user="` + robo + `">@Robo</span></div>`,
		"https://example.com/a?b=c&amp;d", "4 2024-03-02 09:00:04.000Z <div>spam</div>",
	} {
		if i >= len(bodies) || !strings.Contains(bodies[i], want) || strings.Contains(bodies[i], "alert") {
			t.Errorf("message %d is %q, want %q", i+1, bodies, want)
		}
	}
	for query, want := range map[string]int64{
		"SELECT COUNT(*) FROM mentions WHERE user = '" + ada + "'":                                                           1,
		"SELECT read_rseq FROM memberships m JOIN users u ON u.id = m.user WHERE u.name = 'Ada' AND room = '" + talk + "'":   4,
		"SELECT read_rseq FROM memberships m JOIN users u ON u.id = m.user WHERE u.name = 'Grace' AND room = '" + talk + "'": 2,
		"SELECT COUNT(*) FROM messages WHERE kind = 'sound' AND sound = 'tada'":                                              1,
		"SELECT COUNT(*) FROM messages WHERE body LIKE '%plan &lt;b&gt;.pdf%'":                                               1,
		"SELECT COUNT(*) FROM memberships WHERE involvement = 'invisible'":                                                   1,
		"SELECT COUNT(*) FROM users WHERE status = 'banned' AND role = 'member'":                                             1,
		"SELECT COUNT(*) FROM searches WHERE query = 'engine'":                                                               1,
		"SELECT COUNT(*) FROM bans WHERE blockable AND NOT pending":                                                          1,
		"SELECT COUNT(*) FROM events": 1,
		"SELECT COUNT(*) FROM notification_seen WHERE seq IN (SELECT seq FROM boosts UNION SELECT seq FROM mentions)": 3, // listed, and no news
	} {
		if n := app.Number(t, query); n != want {
			t.Errorf("%s is %d, want %d", query, n, want)
		}
	}
	// What people do first.
	server := testapp.Serve(t, app)
	signedIn := server.Call("", "POST", "/api/collections/users/auth-with-password", map[string]any{"identity": "ada@example.com", "password": "secret of ada"})
	if signedIn.Status != 200 {
		t.Fatalf("sign in with the old password: %d %s", signedIn.Status, signedIn.Raw)
	}
	if reply := server.Call(signedIn.Text("token"), "POST", "/api/collections/messages/records", map[string]any{"room": talk, "body": "we are here"}); reply.Status != 200 || reply.Number("rseq") != 5 {
		t.Errorf("the next message: %d %s", reply.Status, reply.Raw)
	}
	if reply := server.Call("", "POST", "/rooms/"+talk+"/5-sesame/messages", "bot speaks", "Content-Type", "text/plain"); reply.Status != 201 {
		t.Errorf("the old key of the bot: %d %s", reply.Status, reply.Raw)
	}
	server.Stop()
	sound(t, app)
	// Repeated, it adds what is new and nothing else.
	o.say(1, 2, "<div>said afterwards</div>")
	if says := o.moveInto(app, false); !strings.Contains(says, "1 messages") || !strings.Contains(says, "7 messages were here already") || strings.Contains(says, "account\n") && !strings.Contains(says, "account were here") {
		t.Errorf("the second time: %s", says)
	}
	if n := app.Number(t, "SELECT rseq FROM messages WHERE body LIKE '%said afterwards%'"); n != 7 {
		t.Errorf("what is new has the number %d", n)
	}
	sound(t, app)
}

func TestAMoveThatIsCutOffIsBegunAgain(t *testing.T) {
	o, app := newOriginal(t), testapp.New(t)
	for i := range 1200 {
		at := fmt.Sprintf("2024-04-01 09:%02d:%02d.000000", i/60, i%60)
		o.exec("INSERT INTO messages (id, room_id, creator_id, client_message_id, created_at, updated_at) VALUES (?, 1, 1, 'c', ?, ?)", 100+i, at, at)
		o.exec("INSERT INTO action_text_rich_texts (name, body, record_type, record_id) VALUES ('body', ?, 'Message', ?)", fmt.Sprint("message ", i), 100+i)
	}
	ctx, cancel := context.WithCancel(context.Background())
	_, err := movein.Campfire(ctx, app, o.path, false, func(done, _ int) {
		if done > 400 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("it was not cut off: %v", err)
	}
	if n := app.Number(t, "SELECT COUNT(*) FROM messages"); n == 0 || n > 1100 {
		t.Fatalf("%d messages are here: the test proves nothing", n)
	}
	o.moveInto(app, false)
	sound(t, app)
	if n := app.Number(t, "SELECT COUNT(*) FROM messages WHERE body LIKE 'message %'"); n != 1200 {
		t.Errorf("%d of 1200 messages are here", n)
	}
	if n := app.Number(t, "SELECT COUNT(*) FROM messages a JOIN messages b ON a.room = b.room AND a.rseq = b.rseq - 1 WHERE a.seq >= b.seq"); n != 0 {
		t.Errorf("%d messages are out of order", n)
	}
	if n := app.Number(t, "SELECT COUNT(*) FROM account WHERE name = 'Engine Room'"); n != 0 {
		t.Error("the account that was here is another one")
	}
}

func TestWhatIsNoCampfireIsRefused(t *testing.T) {
	app, dir := testapp.New(t), t.TempDir()
	text, other := filepath.Join(dir, "text"), filepath.Join(dir, "other.sqlite3")
	if err := os.WriteFile(text, []byte(strings.Repeat("no database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", other)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("CREATE TABLE users (id INTEGER, name TEXT)"); err != nil {
		t.Fatal(err)
	}
	before := app.Stored(t)
	for _, path := range []string{text, other, dir, filepath.Join(dir, "nothing")} {
		if _, err := movein.Campfire(context.Background(), app, path, false, nil); err == nil {
			t.Errorf("%s is loaded", path)
		}
	}
	if changed := before.Changed(app.Stored(t)); len(changed) > 0 {
		t.Errorf("it changed %v", changed)
	}
}
