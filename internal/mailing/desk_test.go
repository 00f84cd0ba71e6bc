package mailing_test

import (
	"fmt"
	"testing"
	"time"

	"campfire/internal/testapp"

	"github.com/google/uuid"
)

// desk is a served app that mails what is unread to a mail server of the test's own.
type desk struct {
	*testapp.Server
	t       *testing.T
	mailbox *testapp.Mailbox
	tokens  map[string]string
}

func open(t *testing.T) *desk {
	t.Helper()
	t.Parallel()
	app := testapp.New(t)
	mailbox := testapp.NewMailbox(t, app.App)
	app.Exec(t, "UPDATE account SET mail_notices = TRUE")
	d := &desk{Server: testapp.Serve(t, app), t: t, mailbox: mailbox, tokens: map[string]string{}}
	for _, user := range []string{app.David, app.Jason, app.Kevin} {
		d.tokens[user] = app.Token(t, user)
	}
	// note: the first time a follower begins at the end of the log, wherever that is when it comes to it.
	d.until(1, "SELECT COUNT(*) FROM event_cursors WHERE name = 'mail'")
	return d
}

func (d *desk) post(user, room, body string) testapp.Reply {
	d.t.Helper()
	reply := d.Call(d.tokens[user], "POST", "/api/collections/messages/records", map[string]any{
		"room": room, "client_message_id": uuid.NewString(), "body": body,
	})
	if reply.Status != 200 {
		d.t.Fatalf("post: %d %s", reply.Status, reply.Raw)
	}
	return reply
}

func (d *desk) named(user, name, text string) string {
	return `<span class="mention" data-user="` + user + `">@` + name + `</span> ` + text
}

// until waits for a question of SQL to be answered with a number.
func (d *desk) until(want int64, question string, args ...any) {
	d.t.Helper()
	for end := time.Now().Add(20 * time.Second); d.Number(d.t, question, args...) != want; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			d.t.Fatalf("%s %v is %d, want %d: %s", question, args, d.Number(d.t, question, args...), want, d.state())
		}
	}
}

func (d *desk) state() string {
	return d.Text(d.t, "SELECT COALESCE(json_group_array(json_object('user', user, 'pending', pending, 'noted', noted, 'letter', letter, 'delivered', delivered, 'sent', sent)), '') FROM mailings") +
		d.Text(d.t, "SELECT COALESCE(json_group_array(json_object('key', key, 'state', state, 'error', error)), '') FROM jobs WHERE kind = 'mail.unread'")
}

// noted waits until everything that was written is noted by the mailer.
func (d *desk) noted() {
	d.t.Helper()
	d.until(0, "SELECT COUNT(*) FROM events WHERE seq > (SELECT seq FROM event_cursors WHERE name = 'mail')")
}

const longAgo = "2001-01-01 00:00:00.000Z"

// pass lets the time pass that something has to be unread, and that lies between two letters.
func (d *desk) pass() {
	d.t.Helper()
	d.noted()
	d.Exec(d.t, "UPDATE mailings SET noted = ?, sent = CASE WHEN sent != '' THEN ? ELSE '' END", longAgo, longAgo)
}

// settled lets the time pass until nobody waits for a letter any more, and returns how many came.
func (d *desk) settled() int {
	d.t.Helper()
	d.pass()
	d.until(0, "SELECT COUNT(*) FROM mailings WHERE pending > 0 OR letter != delivered")
	return len(d.mailbox.Mails())
}

// looked waits until the mailer has looked whose wait is over, some times since now: whoever it has not written to by then
// it had no reason to. It goes by a letter to somebody else.
func (d *desk) looked() {
	d.t.Helper()
	for range 2 { // within one look others may come after Kevin
		before := d.Number(d.t, "SELECT COALESCE(MAX(letter), 0) FROM mailings WHERE user = ?", d.Kevin)
		d.Exec(d.t, `INSERT INTO mailings (id, user, pending, latest, noted, created, updated) VALUES (?, ?, 1, 1, ?, ?, ?)
			ON CONFLICT (user) DO UPDATE SET pending = 1, noted = excluded.noted, sent = ''`, fmt.Sprintf("%015d", before), d.Kevin, longAgo, longAgo, longAgo)
		d.until(before+1, "SELECT delivered FROM mailings WHERE user = ?", d.Kevin)
	}
}
