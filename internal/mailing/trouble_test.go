package mailing_test

import (
	"net"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"campfire/internal/mailing"
	"campfire/internal/testapp"
)

// TestNamesAreOneWordOfOneHeader calls people, room and account what would begin headers of their own.
func TestNamesAreOneWordOfOneHeader(t *testing.T) {
	const evil = "x\r\nBcc: all@example.org\r\n\r\n<script>alert(1)</script>"
	d := open(t)
	d.Exec(t, "UPDATE account SET mail_text = TRUE, name = ?", evil)
	d.Exec(t, "UPDATE users SET name = ?", evil)
	d.Exec(t, "UPDATE rooms SET name = ?", evil)
	d.post(d.David, d.Watercooler, d.named(d.Jason, "Jason", "hello"))
	d.settled()
	m := d.mailbox.Wait(1)[0]
	if len(m.Header["Bcc"]) > 0 || m.To != "jason@example.com" {
		t.Errorf("a name has become a header:\n%s", m.Raw)
	}
	for _, line := range strings.Split(m.Raw, "\r\n") {
		if strings.HasPrefix(line, "Bcc:") || strings.Contains(line, "\r") {
			t.Errorf("a name begins the line %q", line)
		}
	}
	to, err := netmail.ParseAddress(m.Header.Get("To"))
	if err != nil || to.Address != "jason@example.com" || strings.ContainsAny(to.Name, "\r\n") {
		t.Errorf("to %v, %v", to, err)
	}
	if strings.ContainsAny(m.Subject, "\r\n") || !strings.HasPrefix(m.Subject, "x Bcc: all@example.org") {
		t.Errorf("the subject is %q", m.Subject)
	}
	if strings.Contains(m.HTML, "<script>") || !strings.Contains(m.HTML, "&lt;script&gt;") {
		t.Errorf("a name has become a tag:\n%s", m.HTML)
	}
}

func TestEveryMailCanBeEndedByOneClick(t *testing.T) {
	d := open(t)
	d.post(d.David, d.Ping, "lunch?")
	d.settled()
	m := d.mailbox.Wait(1)[0]
	address := strings.Trim(m.Header.Get("List-Unsubscribe"), "<>")
	path, ours := strings.CutPrefix(address, "https://chat.example.com")
	if !ours || m.Header.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" || !strings.Contains(m.Text, address) || !strings.Contains(m.HTML, address) {
		t.Fatalf("%v\n%s", m.Header, m.Text)
	}
	if m.Header.Get("Auto-Submitted") != "auto-generated" || !strings.HasSuffix(m.Header.Get("Message-Id"), "@example.com>") {
		t.Errorf("the header is %v", m.Header)
	}
	// As RFC 8058 has it: no cookie, no session, a form with one field.
	click := d.Call("", "POST", path, "List-Unsubscribe=One-Click", "Content-Type", "application/x-www-form-urlencoded")
	if click.Status != 204 {
		t.Fatalf("the click answers %d %s", click.Status, click.Raw)
	}
	if pace := d.Call(d.tokens[d.Jason], "GET", "/api/chat/mailing", nil).Text("pace"); pace != "never" {
		t.Errorf("the pace is %s", pace)
	}
	d.post(d.David, d.Ping, "lunch!")
	if n := d.settled(); n != 1 {
		t.Errorf("%d mails", n)
	}
}

func TestALetterInGerman(t *testing.T) {
	d := open(t)
	d.Exec(t, "INSERT INTO mailings (id, user, language) VALUES ('german000000000', ?, 'de')", d.Jason)
	d.post(d.David, d.Watercooler, d.named(d.Jason, "Jason", "hallo"))
	d.settled()
	m := d.mailbox.Wait(1)[0]
	if m.Subject != "David hat dich in Watercooler erwähnt – Campfire" || !strings.Contains(m.Text, "höchstens einmal in der Stunde") || !strings.Contains(m.HTML, `<html lang="de">`) {
		t.Errorf("%s\n%s", m.Subject, m.Text)
	}
}

func TestAMailServerThatRefusesIsAskedAgainUnlessItRefusesTheLetter(t *testing.T) {
	for line, want := range map[string]string{"451 later": "waiting", "554 spam": "dead"} {
		t.Run(line, func(t *testing.T) {
			d := open(t)
			d.mailbox.Fail(line)
			d.post(d.David, d.Ping, "lunch?")
			d.pass()
			d.until(1, "SELECT COUNT(*) FROM jobs WHERE kind = 'mail.unread' AND attempts = 1 AND state = ?", want)
			d.mailbox.Fail("")
			d.Exec(t, "UPDATE jobs SET run_at = ? WHERE state = 'waiting' AND kind = 'mail.unread'", longAgo)
			if want == "waiting" {
				if n := d.settled(); n != 1 {
					t.Errorf("%d mails", n)
				}
				return
			}
			d.post(d.David, d.Ping, "still there?")
			if n := d.settled(); n != 1 {
				t.Errorf("%d mails: the next letter is another one", n)
			}
		})
	}
}

func TestALetterThatIsGivenUpGoesIntoTheNextOne(t *testing.T) {
	d := open(t)
	d.mailbox.Fail("451 later")
	d.post(d.David, d.Ping, "lunch?")
	d.pass()
	d.until(1, "SELECT COUNT(*) FROM jobs WHERE kind = 'mail.unread' AND attempts = 1 AND state = 'waiting'")
	d.Exec(t, "UPDATE jobs SET attempts = 7, run_at = ? WHERE kind = 'mail.unread'", longAgo)
	d.until(1, "SELECT COUNT(*) FROM jobs WHERE kind = 'mail.unread' AND state = 'dead'")
	d.mailbox.Fail("")
	if n := d.settled(); n != 1 {
		t.Errorf("%d mails", n)
	}
}

// TestAMailServerThatHangsHoldsNobodyUp has one that takes the connection and says nothing.
func TestAMailServerThatHangsHoldsNobodyUp(t *testing.T) {
	d := open(t)
	hung, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = hung.Close() })
	settings := d.Settings()
	settings.SMTP.Port = hung.Addr().(*net.TCPAddr).Port
	if err := d.Save(settings); err != nil {
		t.Fatal(err)
	}
	d.post(d.David, d.Ping, "lunch?")
	d.pass()
	d.until(1, "SELECT COUNT(*) FROM jobs WHERE kind = 'mail.unread' AND state = 'running'")
	for range 20 {
		d.post(d.David, d.Ping, "still there?")
	}
	d.noted()
	if n := d.Number(t, "SELECT COUNT(*) FROM jobs WHERE kind = 'mail.unread' AND state = 'running'"); n != 1 {
		t.Errorf("%d letters are under way, so nothing was proved", n)
	}
	begun := time.Now()
	d.Stop() // the attempt is broken off, and does not count
	if took := time.Since(begun); took > 20*time.Second {
		t.Errorf("the stop took %v", took)
	}
	if n := d.Number(t, "SELECT COUNT(*) FROM jobs WHERE kind = 'mail.unread' AND state = 'waiting' AND attempts = 0"); n != 1 {
		t.Errorf("after the stop: %s", d.state())
	}
}

// TestALetterThatIsOverIsNotSentAgain plays what a death leaves behind: the letter is out and
// its job is still there. internal/reliability does it with a real one.
func TestALetterThatIsOverIsNotSentAgain(t *testing.T) {
	d := open(t)
	d.post(d.David, d.Ping, "lunch?")
	d.settled()
	d.until(1, "SELECT COUNT(*) FROM jobs WHERE kind = 'mail.unread' AND state = 'done'")
	d.post(d.David, d.Ping, "still there?") // there is something to say, and its time has not come
	d.noted()
	d.Exec(t, "UPDATE jobs SET state = 'waiting', finished = '' WHERE kind = 'mail.unread'")
	d.until(1, "SELECT COUNT(*) FROM jobs WHERE kind = 'mail.unread' AND state = 'done' AND attempts = 2")
	if n := len(d.mailbox.Mails()); n != 1 {
		t.Errorf("%d mails", n)
	}
}

func TestAPromiseThatNobodyKeepsIsMadeAnew(t *testing.T) {
	d := open(t)
	d.mailbox.Fail("451 later")
	d.post(d.David, d.Ping, "lunch?")
	d.pass()
	d.until(1, "SELECT COUNT(*) FROM jobs WHERE kind = 'mail.unread' AND attempts = 1 AND state = 'waiting'")
	d.Exec(t, "DELETE FROM jobs WHERE kind = 'mail.unread'")
	d.mailbox.Fail("")
	d.Exec(t, "UPDATE mailings SET promised = ?", longAgo)
	if n := d.settled(); n != 1 {
		t.Errorf("%d mails", n)
	}
}

func TestATokenIsForItsOwnerOnly(t *testing.T) {
	t.Parallel()
	app := testapp.New(t)
	key, err := mailing.LoadKey(app.App)
	if err != nil {
		t.Fatal(err)
	}
	again, err := mailing.LoadKey(app.App)
	if err != nil || string(again) != string(key) {
		t.Errorf("the key changes: %v", err)
	}
	token := key.Token(app.Jason)
	if user, err := key.User(token); err != nil || user != app.Jason {
		t.Errorf("%s is for %q, %v", token, user, err)
	}
	_, mark, _ := strings.Cut(token, ".")
	for _, wrong := range []string{
		"", ".", app.Jason, app.Jason + ".", app.Kevin + "." + mark, token + "x", token[:len(token)-1], strings.ToUpper(token), mark,
		mailing.Key(make([]byte, 32)).Token(app.Jason),
	} {
		if user, err := key.User(wrong); err == nil {
			t.Errorf("%q is for %s", wrong, user)
		}
	}
}
