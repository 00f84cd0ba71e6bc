package webhook_test

import (
	"fmt"
	"testing"

	"campfire/collections"
	"campfire/internal/testapp"
	"campfire/internal/webhook"
)

// Guards: what is asked for at once is not mixed up, and one that is gone takes nothing from the others.
func TestCallsThatAreLookedUpTogetherAreNotMixedUp(t *testing.T) {
	t.Parallel()
	app := testapp.New(t)
	app.Exec(t, "UPDATE users SET role = 'bot' WHERE id = ?", app.Kevin)
	for _, bot := range []string{app.Bender, app.Kevin} {
		app.Exec(t, "INSERT INTO webhooks (id, user, url, secret) VALUES (?, ?, ?, 'whsec_')", bot, bot, "http://localhost/"+bot)
	}
	for n := range 3 {
		app.Exec(t, `INSERT INTO messages (id, room, author, client_message_id, body, body_text, kind, rseq, seq, deleted) VALUES (?, ?, ?, ?, ?, '', 'text', ?, ?, ?)`,
			collections.NewID(), app.Watercooler, app.Jason, fmt.Sprint(n), fmt.Sprint("text ", n), n+1, n+1, n == 1)
	}
	call := func(bot, room string, rseq int64) collections.Calling {
		return collections.Calling{Bot: bot, Room: room, RSeq: rseq}
	}
	calls, err := webhook.FindTogether(app, []collections.Calling{
		call(app.Kevin, app.Watercooler, 3), call(app.Bender, app.Watercooler, 2), call(app.Bender, app.Watercooler, 1), call(app.Bender, app.Designers, 1),
		call(app.Jason, app.Watercooler, 1), call(app.Kevin, app.Watercooler, 1), call(app.Kevin, app.Watercooler, 9),
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{app.Kevin + " text 2", "", app.Bender + " text 0", "", "", app.Kevin + " text 0", ""} // deleted, not there, no bot, no such message
	for i, found := range calls {
		got := ""
		if found.Message != "" {
			got = found.User + " " + found.Body
		}
		if got != want[i] || got != "" && found.URL != "http://localhost/"+found.User {
			t.Errorf("call %d is %q to %q, want %q", i, got, found.URL, want[i])
		}
	}
}
