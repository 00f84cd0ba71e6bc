package mailing_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"campfire/collections"
)

func TestWhatIsUnreadComesByMailOnce(t *testing.T) {
	d := open(t)
	d.post(d.David, d.Watercooler, d.named(d.Jason, "Jason", "look at this"))
	d.post(d.David, d.Ping, "lunch?")
	d.post(d.David, d.Watercooler, "nothing that is for anybody")
	if n := d.settled(); n != 1 {
		t.Fatalf("%d mails for two messages", n)
	}
	m := d.mailbox.Mails()[0]
	if m.To != "jason@example.com" || m.Subject != "2 messages wait for you – Campfire" || !strings.Contains(m.From, "campfire@example.com") {
		t.Errorf("to %s, from %s: %s", m.To, m.From, m.Subject)
	}
	for _, part := range []string{m.Text, m.HTML} {
		for _, want := range []string{"David mentioned you in Watercooler", "David wrote to you", "at most one such mail an hour", "https://chat.example.com/"} {
			if !strings.Contains(part, want) {
				t.Errorf("%q is missing in\n%s", want, part)
			}
		}
		for _, secret := range []string{"look at this", "lunch"} {
			if strings.Contains(part, secret) {
				t.Errorf("the mail says what was written: %q", secret)
			}
		}
	}
	d.post(d.David, d.Ping, "still there?")
	if n := d.settled(); n != 2 {
		t.Fatalf("%d mails", n)
	}
	if m := d.mailbox.Mails()[1]; m.Subject != "David wrote to you – Campfire" {
		t.Errorf("the second tells of the first again: %s\n%s", m.Subject, m.Text)
	}
}

func TestAMailSaysWhatWasWrittenWhereThatIsAllowed(t *testing.T) {
	d := open(t)
	d.Exec(t, "UPDATE account SET mail_text = TRUE")
	d.Exec(t, "UPDATE users SET name = 'Ada <b>&\"' WHERE id = ?", d.David)
	d.post(d.David, d.Ping, "first<br>second &amp; last")
	gone := d.post(d.David, d.Ping, "a slip")
	d.noted()
	if reply := d.Call(d.tokens[d.David], "DELETE", "/api/collections/messages/records/"+gone.Text("id"), nil); reply.Status != 204 {
		t.Fatal(reply.Raw)
	}
	d.settled()
	m := d.mailbox.Wait(1)[0]
	if m.Subject != "Ada <b>&\" wrote to you – Campfire" || !strings.Contains(m.Text, "  > first\r\n  > second & last\r\n") {
		t.Errorf("%s\n%s", m.Subject, m.Text)
	}
	if !strings.Contains(m.HTML, "Ada &lt;b&gt;&amp;") || !strings.Contains(m.HTML, "second &amp; last") || strings.Contains(m.Raw, "slip") {
		t.Errorf("the page says\n%s", m.HTML)
	}
	if !strings.Contains(m.Text, "https://chat.example.com/rooms/"+d.Ping) {
		t.Errorf("it does not lead to the room:\n%s", m.Text)
	}
}

func TestWhoeverHasReadOrIsGoneGetsNoMail(t *testing.T) {
	for name, before := range map[string]func(d *desk){
		"has read it": func(d *desk) {
			reply := d.post(d.David, d.Ping, "later")
			d.Call(d.tokens[d.Jason], "POST", "/api/chat/rooms/"+d.Ping+"/read", map[string]any{"rseq": reply.Number("rseq")})
		},
		"was deactivated": func(d *desk) { d.Exec(d.t, "UPDATE users SET status = 'deactivated' WHERE id = ?", d.Jason) },
		"was banned":      func(d *desk) { d.Call(d.tokens[d.David], "POST", "/api/chat/users/"+d.Jason+"/ban", nil) },
		"has unsubscribed": func(d *desk) {
			d.Call(d.tokens[d.Jason], "PATCH", "/api/chat/mailing", map[string]any{"pace": "never"})
		},
		"has muted the room": func(d *desk) {
			d.Exec(d.t, "UPDATE memberships SET involvement = 'nothing' WHERE user = ?", d.Jason)
		},
		"has left the room": func(d *desk) { d.Exec(d.t, "DELETE FROM memberships WHERE user = ? AND room = ?", d.Jason, d.Ping) },
		"is in a Campfire that mails no more": func(d *desk) {
			d.Exec(d.t, "UPDATE account SET mail_notices = FALSE")
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t)
			d.post(d.David, d.Ping, "lunch?")
			d.noted()
			if d.Number(t, "SELECT pending FROM mailings WHERE user = ?", d.Jason) == 0 {
				t.Fatal("need somebody who is to be mailed for this test to mean anything")
			}
			before(d)
			if n := d.settled(); n != 0 {
				t.Errorf("%d mails", n)
			}
		})
	}
}

func TestAMailWaitsForTheEndOfQuietHours(t *testing.T) {
	d := open(t)
	now := time.Now().UTC()
	quiet := fmt.Sprintf(`{"zone":"UTC","days":[],"paused_until":%q}`, collections.Time(now.Add(time.Hour)))
	d.Exec(t, "UPDATE users SET quiet = ? WHERE id = ?", quiet, d.Jason)
	d.post(d.David, d.Ping, "lunch?")
	d.pass()
	d.looked()
	if n := len(d.mailbox.Mails()); n != 0 {
		t.Fatalf("%d mails in a pause", n)
	}
	d.Exec(t, "UPDATE users SET quiet = '' WHERE id = ?", d.Jason)
	d.mailbox.Wait(1)
}

func TestTheNextMailKeepsItsDistance(t *testing.T) {
	for pace, distance := range map[string]time.Duration{"hourly": time.Hour, "daily": 24 * time.Hour} {
		t.Run(pace, func(t *testing.T) {
			d := open(t)
			if reply := d.Call(d.tokens[d.Jason], "PATCH", "/api/chat/mailing", map[string]any{"pace": pace}); reply.Text("pace") != pace {
				t.Fatal(reply.Raw)
			}
			d.post(d.David, d.Ping, "one")
			d.settled()
			d.post(d.David, d.Ping, "two")
			d.noted()
			sent := func(ago time.Duration) {
				d.Exec(t, "UPDATE mailings SET noted = ?, sent = ? WHERE user = ?", longAgo, collections.Time(time.Now().Add(-ago)), d.Jason)
			}
			sent(distance - time.Minute)
			d.looked()
			if n := len(d.mailbox.Mails()); n != 1 {
				t.Fatalf("%d mails, and the last one was a minute short of %v ago", n, distance)
			}
			sent(distance)
			d.mailbox.Wait(2)
		})
	}
}

func TestWhoeverLooksAtARoomGetsNoMail(t *testing.T) {
	d := open(t)
	d.Socket(d.tokens[d.Jason]).Live().Send(map[string]any{"type": "here", "room": d.Watercooler, "visible": true})
	d.post(d.David, d.Ping, "lunch?")
	d.pass()
	d.looked()
	if n := len(d.mailbox.Mails()); n != 0 {
		t.Errorf("%d mails to somebody who is here", n)
	}
}
