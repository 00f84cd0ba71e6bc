package moveout_test

import (
	"archive/zip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"campfire/internal/backup"
	"campfire/internal/moveout"
	"campfire/internal/testapp"

	"github.com/pocketbase/pocketbase/core"
)

// camp is an app in which messages are simply there.
type camp struct {
	*testapp.App
	t    *testing.T
	said int
}

func newCamp(t *testing.T) *camp { return &camp{App: testapp.New(t), t: t} }

// say stores a message as it is, also what the sanitiser would not let through, and returns its id.
func (c *camp) say(room, author, body string) string {
	c.t.Helper()
	c.said++
	id := fmt.Sprintf("m%014d", c.said)
	at := fmt.Sprintf("2026-03-%02d 09:%02d:00.000Z", 1+c.said/60%28, c.said%60)
	c.Exec(c.t, "UPDATE rooms SET head_rseq = head_rseq + 1, last_message_at = ? WHERE id = ?", at, room)
	c.Exec(c.t, `INSERT INTO messages (id, room, author, client_message_id, body, body_text, kind, seq, rseq, version, mentions, created, updated)
		SELECT ?, r.id, ?, ?, ?, ?, 'text', ?, r.head_rseq, 1, '[]', ?, ? FROM rooms r WHERE r.id = ?`,
		id, author, id, body, "plain of "+body, 100+c.said, at, at, room)
	return id
}

func (c *camp) boost(message, room, booster, author, content string) {
	c.Exec(c.t, "INSERT INTO boosts (id, message, room, booster, author, content, seq, created, updated) VALUES (?, ?, ?, ?, ?, ?, 1, '2026-03-01 10:00:00.000Z', '')",
		"b"+message[1:], message, room, booster, author, content)
}

// files are what an export holds, by name.
type files map[string]string

// exported writes an export into a directory, and checks that a zip file would hold the same names.
func (c *camp) exported(choice moveout.Choice) files {
	c.t.Helper()
	before := c.Stored(c.t)
	dir, archive := filepath.Join(c.t.TempDir(), "out"), filepath.Join(c.t.TempDir(), "out.zip")
	for _, path := range []string{dir, archive} {
		c.write(path, choice)
	}
	if changed := before.Changed(c.Stored(c.t)); len(changed) > 0 {
		c.t.Errorf("an export changes %v", changed)
	}
	found := read(c.t, os.DirFS(dir))
	z, err := zip.OpenReader(archive)
	if err != nil {
		c.t.Fatal(err)
	}
	defer z.Close()
	for name := range read(c.t, z) {
		if _, ok := found[name]; !ok {
			c.t.Errorf("%s is in the zip file only", name)
		}
	}
	if len(z.File) != len(found) {
		c.t.Errorf("the zip file has %d files, the directory %d", len(z.File), len(found))
	}
	for _, path := range []string{dir, archive, filepath.Join(dir, "index.html")} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm()&0o077 != 0 {
			c.t.Errorf("others may read %s: %v %v", path, info.Mode(), err)
		}
	}
	return found
}

func (c *camp) write(path string, choice moveout.Choice) moveout.Report {
	c.t.Helper()
	out, err := moveout.Open(path)
	if err != nil {
		c.t.Fatal(err)
	}
	report, err := writeFrom(context.Background(), c, out, choice, func(done, total int) {
		if done > total {
			c.t.Errorf("%d of %d messages", done, total)
		}
	})
	if err = out.Close(err); err != nil {
		c.t.Fatal(err)
	}
	return report
}

// writeFrom writes an export as the command does.
func writeFrom(ctx context.Context, app core.App, out *moveout.Place, choice moveout.Choice, progress moveout.Progress) (report moveout.Report, err error) {
	err = backup.Copy(ctx, app, func(copied string) (err error) {
		report, err = moveout.Write(ctx, copied, out, choice, progress)
		return err
	})
	return report, err
}

func read(t *testing.T, dir fs.FS) files {
	t.Helper()
	found := files{}
	err := fs.WalkDir(dir, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		file, err := dir.Open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		raw, err := io.ReadAll(file)
		found[path] = string(raw)
		if err == nil && strings.HasSuffix(path, ".json") && !json.Valid(raw) {
			t.Errorf("%s is no JSON: %s", path, raw)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func (f files) all() string {
	var b strings.Builder
	for name, text := range f {
		b.WriteString(name + "\n" + text + "\n")
	}
	return b.String()
}

// has checks which words an export has, and which not.
func (f files) has(t *testing.T, want, not []string) {
	t.Helper()
	all := f.all()
	for _, word := range want {
		if !strings.Contains(all, word) {
			t.Errorf("%q is missing", word)
		}
	}
	for _, word := range not {
		if strings.Contains(all, word) {
			t.Errorf("%q is there", word)
		}
	}
}

func TestTheWholeAccountIsWrittenOut(t *testing.T) {
	c := newCamp(t)
	c.Exec(t, "UPDATE rooms SET name = 'Draw <b>&</b> talk' WHERE id = ?", c.Designers)
	first := c.say(c.Designers, c.Jason, `<p>an <strong>idea</strong></p><script>alert(1)</script><img src=x onerror=alert(2)>`)
	c.say(c.Ping, c.David, "between us")
	c.say(c.Watercooler, c.Bender, "beep")
	gone := c.say(c.Watercooler, c.Kevin, "regretted")
	c.Exec(t, "UPDATE messages SET deleted = TRUE WHERE id = ?", gone)
	c.boost(first, c.Designers, c.David, c.Jason, "🎉")
	all := c.exported(moveout.Choice{})
	all.has(t, []string{"between us", "beep", "🎉", "david@example.com", "Draw &lt;b&gt;&amp;&lt;/b&gt; talk", "an <strong>idea</strong>"}, []string{"regretted"})
	for name, text := range all {
		if strings.HasSuffix(name, ".html") && regexp.MustCompile(`<script|onerror|<img|<b>&`).MatchString(text) {
			t.Errorf("%s has markup that nobody let in: %s", name, text)
		}
	}
	var page []struct {
		ID, Body, Created string
		RoomName          string `json:"room_name"`
		Author            struct{ ID, Name string }
		Boosts            []struct {
			By      struct{ Name string }
			Content string
		}
	}
	if err := json.Unmarshal([]byte(all["rooms/"+c.Designers+"/1.json"]), &page); err != nil || len(page) != 1 || page[0].ID != first || page[0].Author.Name != "Jason" ||
		page[0].RoomName != "Draw <b>&</b> talk" || len(page[0].Boosts) != 1 || page[0].Boosts[0].By.Name != "David" {
		t.Errorf("the room is %+v, %v", page, err)
	}
	var summary struct{ Messages, Rooms, People, Version int }
	if err := json.Unmarshal([]byte(all["export.json"]), &summary); err != nil || summary.Messages != 3 || summary.Rooms != 3 || summary.People != 4 || summary.Version != 1 {
		t.Errorf("the summary is %+v, %v", summary, err)
	}
	c.exported(moveout.Choice{NoPings: true}).has(t, []string{"beep", "an <strong>idea</strong>", "without pings"}, []string{"between us", c.Ping})
}

func TestAPersonsExportHasNobodyElsesWords(t *testing.T) {
	c := newCamp(t)
	mine := c.say(c.Watercooler, c.Kevin, "kevin said this")
	c.say(c.Watercooler, c.Jason, "jason said that")
	left := c.say(c.Designers, c.Kevin, "before I went") // he is not in it any more
	c.say(c.Ping, c.Jason, "a secret of two")
	theirs := c.say(c.Watercooler, c.David, "words of an administrator")
	c.boost(mine, c.Watercooler, c.Jason, c.Kevin, "from a friend")
	c.boost(left, c.Designers, c.David, c.Kevin, "behind his back")
	c.boost(theirs, c.Watercooler, c.Kevin, c.David, "his own boost")
	c.Exec(t, "INSERT INTO searches (id, user, query, turn, created, updated) VALUES ('s1', ?, 'looked for', 1, '', ''), ('s2', ?, 'not his search', 1, '', '')", c.Kevin, c.Jason)
	c.Token(t, c.Kevin)
	c.exported(moveout.Choice{User: c.Kevin}).has(t,
		[]string{"kevin said this", "before I went", "from a friend", "his own boost", "looked for", "kevin@example.com", "Watercooler", "Firefox/140.0 Linux", "192.0.2.1", "A room that was left"},
		[]string{"jason said that", "a secret of two", "words of an administrator", "behind his back", "not his search", "Designers", "jason@example.com", c.Ping})
	jason := c.exported(moveout.Choice{User: c.Jason})
	jason.has(t, []string{"jason said that", "a secret of two", "Designers"}, []string{"kevin said this", "before I went", "his own boost"})
	if page := jason["rooms/"+c.Ping+"/index.html"]; !strings.Contains(page, "<h1 dir=\"auto\">David</h1>") {
		t.Errorf("the ping with David is called otherwise: %s", page)
	}
}

func TestNoSecretIsWrittenOut(t *testing.T) {
	c := newCamp(t)
	c.say(c.Watercooler, c.Kevin, "hello")
	_, session := c.SignIn(t, c.Kevin)
	for _, statement := range []string{
		"UPDATE account SET join_code = 'planted-join-code'",
		"UPDATE users SET password = 'planted-password-' || id, tokenKey = 'planted-token-' || id",
		"UPDATE sessions SET key_hash = 'planted-hash-' || id WHERE key_hash != ''",
		"INSERT INTO webhooks (id, user, url, secret, rooms, created, updated) VALUES ('w', '" + c.Bender + "', 'https://bots.example.com/planted-path?key=planted-query', 'planted-secret', '[]', '', '')",
		"INSERT INTO push_subscriptions (id, user, session, endpoint, p256dh, auth, key, browser, created, updated) VALUES ('p', '" + c.Kevin + "', '" + session + "', 'https://push.example.com/planted-endpoint', 'planted-p256dh', 'planted-auth', 'planted-key', 'Firefox', '', '')",
		"INSERT INTO transfers (id, user, token_hash, expires, created, updated) VALUES ('t', '" + c.Kevin + "', 'planted-transfer', '2099-01-01 00:00:00.000Z', '', '')",
		"INSERT INTO _externalAuths (id, collectionRef, recordRef, provider, providerId, created, updated) VALUES ('e', (SELECT id FROM _collections WHERE name = 'users'), '" + c.Kevin + "', 'google', 'g-77', '', '')",
	} {
		c.Exec(t, statement)
	}
	for name, choice := range map[string]moveout.Choice{"a person's": {User: c.Kevin}, "the account's": {}} {
		all := c.exported(choice)
		all.has(t, nil, []string{"planted", session, c.BenderKey, testapp.JoinCode, testapp.Password})
		if name == "a person's" {
			all.has(t, []string{"https://push.example.com", "google", "g-77", "Firefox"}, nil)
		} else {
			all.has(t, []string{"https://bots.example.com"}, []string{"192.0.2.1"})
		}
	}
}

func TestALongRoomHasPages(t *testing.T) {
	c := newCamp(t)
	for i := range 1201 {
		c.say(c.Watercooler, c.Kevin, fmt.Sprintf("number %d.", i))
	}
	for range 40 { // 40 times 60 KB are over one page, and under two
		c.say(c.Designers, c.David, strings.Repeat("x", 40_000))
	}
	all := c.exported(moveout.Choice{})
	room := func(page string) string { return all["rooms/"+c.Watercooler+"/"+page] }
	for page, want := range map[string][2]string{"1.html": {"number 0.", "number 499."}, "2.html": {"number 500.", "number 999."}, "3.html": {"number 1000.", "number 1200."}} {
		if !strings.Contains(room(page), want[0]) || !strings.Contains(room(page), want[1]) || !strings.Contains(room("index.html"), `href="`+page) {
			t.Errorf("%s is %.300q", page, room(page))
		}
	}
	if strings.Contains(room("1.html"), "Earlier") || !strings.Contains(room("1.html"), `href="2.html" rel="next"`) ||
		!strings.Contains(room("2.html"), `href="1.html" rel="prev"`) || strings.Contains(room("3.html"), "Later") || room("4.html") != "" {
		t.Error("the pages do not lead from one to the next")
	}
	if all["rooms/"+c.Designers+"/2.json"] == "" || all["rooms/"+c.Designers+"/3.json"] != "" {
		t.Error("long messages do not make two pages")
	}
	if report := c.write(filepath.Join(t.TempDir(), "x.ZIP"), moveout.Choice{User: c.Kevin}); report.Messages != 1201 || report.Rooms != 1 {
		t.Errorf("Kevin's are %+v", report)
	}
}

func TestAnExportIsOfOneMoment(t *testing.T) {
	c := newCamp(t)
	c.say(c.Designers, c.David, "before") // is read first
	c.say(c.Watercooler, c.Kevin, "before")
	path := filepath.Join(t.TempDir(), "out")
	out, err := moveout.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	meanwhile := false
	_, err = writeFrom(context.Background(), c, out, moveout.Choice{}, func(int, int) {
		if !meanwhile {
			meanwhile = true
			for _, room := range []string{c.Designers, c.Ping, c.Watercooler} {
				c.say(room, c.David, "meanwhile") // nobody waits: the writer is another connection
			}
		}
	})
	if err := out.Close(err); err != nil || !meanwhile {
		t.Fatal(err, meanwhile)
	}
	read(t, os.DirFS(path)).has(t, []string{"before"}, []string{"meanwhile"})
}

func TestAnExportIsThereWholeOrNotAtAll(t *testing.T) {
	c := newCamp(t)
	c.say(c.Watercooler, c.Kevin, "hello")
	dir := t.TempDir()
	for _, path := range []string{filepath.Join(dir, "out"), filepath.Join(dir, "out.zip")} {
		out, err := moveout.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		_, err = writeFrom(ctx, c, out, moveout.Choice{}, func(int, int) { cancel() })
		if err := out.Close(err); !errors.Is(err, context.Canceled) {
			t.Errorf("it was not cut off: %v", err)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left over: %v %v", left, err)
	}
	there := filepath.Join(dir, "there")
	if err := os.Mkdir(there, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{there, filepath.Join(dir, "nowhere", "out")} {
		if _, err := moveout.Open(path); err == nil {
			t.Errorf("%s can be written", path)
		}
	}
	out, err := moveout.Open(filepath.Join(dir, "fresh"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = writeFrom(context.Background(), testapp.Fresh(t), out, moveout.Choice{}, func(int, int) {})
	if err := out.Close(err); !errors.Is(err, moveout.ErrNoAccount) {
		t.Errorf("before the first run: %v", err)
	}
}
