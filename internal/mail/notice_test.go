package mail_test

import (
	"fmt"
	"strings"
	"testing"

	"campfire/internal/mail"
)

var reader = mail.Reader{Language: "en", Account: "Camp", URL: "https://chat.example.com"}

func unread(t *testing.T, items ...mail.Item) mail.Letter {
	t.Helper()
	letter, err := mail.Unread(reader, mail.Notice{Items: items, Pace: mail.Hourly, Page: "/", Token: "token"})
	if err != nil {
		t.Fatal(err)
	}
	return letter
}

func TestOneMessageIsSaidOnce(t *testing.T) {
	for text, want := range map[string]int{"": 0, "lunch?": 1} {
		l := unread(t, mail.Item{Author: "Ada", Ping: true, Text: text})
		if n := strings.Count(l.Text, "Ada wrote to you"); n != 1 || strings.Count(l.HTML, "<h1") != 1 || strings.Count(l.Text, "lunch?") != want {
			t.Errorf("%q is announced %d times:\n%s", text, n, l.Text)
		}
	}
}

func TestWhatIsNotSaidIsCounted(t *testing.T) {
	bo := mail.Item{Author: "Bo", Ping: true}
	l := unread(t, bo, mail.Item{Author: "Ada", Room: "Lounge"}, bo, bo)
	if l.Subject != "4 messages wait for you – Camp" || !strings.Contains(l.Text, "* Bo wrote to you, 3 times\n") || !strings.Contains(l.Text, "* Ada mentioned you in Lounge\n") {
		t.Errorf("%s\n%s", l.Subject, l.Text)
	}
}

func TestALetterEndsSomewhere(t *testing.T) {
	var items []mail.Item
	for n := range 50 {
		items = append(items, mail.Item{Author: "Ada", Room: "Lounge", Text: fmt.Sprintf("no. %d %s", n, strings.Repeat("ä", 5000))})
	}
	l := unread(t, items...)
	if !strings.Contains(l.Text, "no. 19 ") || strings.Contains(l.Text, "no. 20 ") || !strings.Contains(l.Text, "And 30 more.") || len(l.Text) > 30_000 {
		t.Errorf("%d bytes of\n%.2000s", len(l.Text), l.Text)
	}
}
