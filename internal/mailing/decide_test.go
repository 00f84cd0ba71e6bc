package mailing_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"campfire/collections"
	"campfire/internal/mailing"
)

// The words of docs/notifications.md.
var (
	wordsKind = map[string]string{"an open room": "open", "a closed room": "closed", "a ping": "direct"}
	wordsBell = map[string]string{
		"everything": "everything", "mentions": "mentions", "nothing": "nothing", "invisible": "invisible", "never touched": "",
	}
)

// promised reads the table that people read: whether a message is mailed.
func promised(t *testing.T) map[collections.MailCase]bool {
	t.Helper()
	raw, err := os.ReadFile("../../docs/notifications.md")
	if err != nil {
		t.Fatal(err)
	}
	cases := map[collections.MailCase]bool{}
	for line := range strings.Lines(string(raw)) {
		parts := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for i := range parts {
			parts[i] = strings.TrimSpace(parts[i])
		}
		kind, ok := wordsKind[parts[0]]
		if !ok || len(parts) != 4 {
			continue
		}
		bell, known := wordsBell[parts[1]]
		if !known {
			t.Fatalf("the table has the row %q", parts)
		}
		for i, named := range []bool{true, false} {
			answer := parts[2+i]
			if answer != "yes" && answer != "no" {
				t.Fatalf("the table answers %q", answer)
			}
			cases[collections.MailCase{RoomKind: kind, Involvement: bell, Mentioned: named, Pace: "hourly"}] = answer == "yes"
		}
	}
	if want := len(wordsKind) * len(wordsBell) * 2; len(cases) != want {
		t.Fatalf("the table has %d cases, want %d", len(cases), want)
	}
	return cases
}

func TestWhoIsMailedIsWhatTheDocumentPromises(t *testing.T) {
	for c, want := range promised(t) {
		if got := mailing.Decide(c); (got == mailing.Mail) != want {
			t.Errorf("%+v: %s, want a mail: %v", c, got, want)
		}
		for verdict, change := range map[mailing.Verdict]func(*collections.MailCase){
			mailing.Own:  func(c *collections.MailCase) { c.Own = true },
			mailing.Read: func(c *collections.MailCase) { c.Read = true },
			mailing.Off:  func(c *collections.MailCase) { c.Pace = "never" },
		} {
			changed := c
			change(&changed)
			if got := mailing.Decide(changed); got != verdict {
				t.Errorf("%+v: %s, want %s", changed, got, verdict)
			}
		}
	}
}

func TestWhenALetterGoesOut(t *testing.T) {
	now := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	ago := func(minutes int) time.Time { return now.Add(-time.Duration(minutes) * time.Minute) }
	const after, hour, day = 15 * time.Minute, time.Hour, 24 * time.Hour
	for _, sample := range []struct {
		name string
		s    mailing.Standing
		want mailing.Verdict
	}{
		{"just written", mailing.Standing{Noted: ago(0), After: after, Pace: hour}, mailing.Early},
		{"unread for almost as long as it has to be", mailing.Standing{Noted: ago(14), After: after, Pace: hour}, mailing.Early},
		{"unread for as long as it has to be", mailing.Standing{Noted: ago(15), After: after, Pace: hour}, mailing.Mail},
		{"looks at a room now", mailing.Standing{Noted: ago(60), Seen: ago(0), After: after, Pace: hour}, mailing.Present},
		{"looked at a room a while ago", mailing.Standing{Noted: ago(60), Seen: ago(14), After: after, Pace: hour}, mailing.Present},
		{"has been away for long", mailing.Standing{Noted: ago(60), Seen: ago(15), After: after, Pace: hour}, mailing.Mail},
		{"had one this hour", mailing.Standing{Noted: ago(20), Sent: ago(59), After: after, Pace: hour}, mailing.TooSoon},
		{"had one the hour before", mailing.Standing{Noted: ago(20), Sent: ago(60), After: after, Pace: hour}, mailing.Mail},
		{"had one today", mailing.Standing{Noted: ago(20), Sent: ago(60), After: after, Pace: day}, mailing.TooSoon},
		{"had one yesterday", mailing.Standing{Noted: ago(20), Sent: ago(24 * 60), After: after, Pace: day}, mailing.Mail},
		{"wants to be left alone", mailing.Standing{Noted: ago(60), After: after, Pace: hour, Quiet: true}, mailing.LeftAlone},
	} {
		if got := mailing.Wait(sample.s, now); got != sample.want {
			t.Errorf("%s: %s, want %s", sample.name, got, sample.want)
		}
	}
}
