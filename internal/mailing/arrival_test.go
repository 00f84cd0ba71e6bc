package mailing_test

import (
	netmail "net/mail"
	"strings"
	"testing"

	"campfire/internal/testapp"
)

const device = "mail.device"

// enter signs Jason in as a browser that goes by a name, which is a script's to the server.
func (d *desk) enter(agent string, headers ...string) {
	d.t.Helper()
	reply := d.Call("", "POST", "/api/chat/session", map[string]any{"identity": d.Email(d.t, d.Jason), "password": testapp.Password},
		append(headers, "User-Agent", agent)...)
	if reply.Status != 200 {
		d.t.Fatalf("sign-in: %d %s", reply.Status, reply.Raw)
	}
}

// TestALetterAboutADeviceNamesWhoeverItIs has names and a user agent that would begin headers of their own.
func TestALetterAboutADeviceNamesWhoeverItIs(t *testing.T) {
	const evil = "x\r\nBcc: all@example.org\r\n\r\n<script>alert(1)</script>"
	d := open(t)
	d.Exec(t, "UPDATE account SET mail_notices = FALSE, name = ?", evil) // that is about what is unread
	d.Exec(t, "UPDATE users SET name = ?, quiet = ? WHERE id = ?", evil, `{"zone":"Asia/Tokyo","days":[],"paused_until":"2999-01-01 00:00:00.000Z"}`, d.Jason)
	d.Exec(t, "INSERT INTO mailings (id, user, language, pace) VALUES ('german000000000', ?, 'de', 'never')", d.Jason)
	d.enter("Firefox/140.0 Linux")
	d.enter("Chrome/140.0 Windows <script>alert(2)</script> Bcc: all@example.org")
	m := d.mailbox.Wait(1)[0]
	if m.Subject != "Neue Anmeldung: Chrome auf Windows – x Bcc: all@example.org <script>alert(1)</script>" || !strings.Contains(m.Text, "Uhr (JST)") {
		t.Errorf("%s\n%s", m.Subject, m.Text)
	}
	if len(m.Header["Bcc"]) > 0 || m.Header.Get("List-Unsubscribe") != "" || m.Header.Get("Auto-Submitted") != "auto-generated" {
		t.Errorf("the header is %v", m.Header)
	}
	to, err := netmail.ParseAddress(m.Header.Get("To"))
	if err != nil || to.Address != "jason@example.com" || m.To != "jason@example.com" {
		t.Errorf("to %v, %v", to, err)
	}
	if strings.Contains(m.HTML, "<script>") || strings.Contains(m.Raw, "alert(2)") {
		t.Errorf("a name has become a tag, or the user agent is repeated:\n%s", m.HTML)
	}
	if stats := d.Number(t, "SELECT COUNT(*) FROM jobs WHERE kind = ?", device); stats != 1 {
		t.Errorf("%d letters were promised", stats)
	}
}

// TestALetterAboutADeviceWaitsForTheMailServer goes to the address of the moment of the sign-in: whoever came in may have
// changed it meanwhile.
func TestALetterAboutADeviceWaitsForTheMailServer(t *testing.T) {
	d := open(t)
	d.mailbox.Fail("451 later")
	d.enter("Firefox/140.0 Linux")
	d.enter("Chrome/140.0 Windows")
	d.until(1, "SELECT COUNT(*) FROM jobs WHERE kind = ? AND attempts = 1 AND state = 'waiting'", device)
	d.Exec(t, "UPDATE users SET email = 'thief@example.org' WHERE id = ?", d.Jason)
	d.mailbox.Fail("")
	d.Exec(t, "UPDATE jobs SET run_at = ? WHERE kind = ?", longAgo, device)
	d.until(1, "SELECT COUNT(*) FROM jobs WHERE kind = ? AND state = 'done'", device)
	mails := d.mailbox.Mails()
	if len(mails) != 1 || mails[0].To != "jason@example.com" {
		t.Errorf("%d mails: %v", len(mails), mails)
	}
}

func TestNoLetterAboutADeviceGoesOutForNothing(t *testing.T) {
	d := open(t)
	d.mailbox.Fail("451 later")
	d.enter("Firefox/140.0 Linux")
	d.enter("Chrome/140.0 Windows")
	d.until(1, "SELECT COUNT(*) FROM jobs WHERE kind = ? AND attempts = 1 AND state = 'waiting'", device)
	d.mailbox.Fail("")
	d.Exec(t, "UPDATE users SET status = 'deactivated' WHERE id = ?", d.Jason)
	d.Exec(t, "UPDATE jobs SET run_at = ? WHERE kind = ?", longAgo, device)
	d.until(1, "SELECT COUNT(*) FROM jobs WHERE kind = ? AND state = 'done'", device)
	d.Exec(t, "UPDATE users SET status = 'active' WHERE id = ?", d.Jason)
	settings := d.Settings()
	settings.SMTP.Enabled = false
	if err := d.Save(settings); err != nil {
		t.Fatal(err)
	}
	d.enter("Safari/605 iPhone")
	if n := d.Number(t, "SELECT COUNT(*) FROM jobs WHERE kind = ?", device); n != 1 || len(d.mailbox.Mails()) != 0 {
		t.Errorf("%d letters were promised, %d came", n, len(d.mailbox.Mails()))
	}
	if n := d.Number(t, "SELECT COUNT(*) FROM devices WHERE unseen = TRUE"); n != 2 {
		t.Errorf("%d devices wait to be confirmed in the app", n)
	}
}
