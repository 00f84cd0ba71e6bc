package session_test

import (
	"testing"

	"campfire/collections"
	"campfire/internal/session"
	"campfire/internal/testapp"

	"github.com/pocketbase/pocketbase/core"
)

func TestASecretOfTheOperatorsSignsTokens(t *testing.T) {
	app := testapp.New(t)
	token := func() string { return app.Token(t, app.Kevin) }
	valid := func(token string) bool {
		_, err := app.FindAuthRecordByToken(token, core.TokenTypeAuth)
		return err == nil
	}
	sign := func(base string, want bool) {
		t.Helper()
		if changed, err := session.SignWith(app, base); err != nil || changed != want {
			t.Fatalf("signing with %q changes: %v (%v), want %v", base, changed, err, want)
		}
	}
	count := func(what string) (n int) {
		t.Helper()
		if err := app.DB().NewQuery("SELECT COUNT(*) FROM " + what).Row(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	own := token()
	sign("", false)
	if !valid(own) {
		t.Fatal("without a secret of the operator's a token ends")
	}
	if err := collections.InsertTransfer(app.DB(), app.Kevin, "hash", "2026-01-01 00:00:00.000Z", "2099-01-01 00:00:00.000Z"); err != nil {
		t.Fatal(err)
	}
	bots := count("sessions WHERE kind != '" + collections.SessionPerson + "'")
	sign("first", true)
	if valid(own) || count("transfers") != 0 || count("sessions WHERE kind = '"+collections.SessionPerson+"'") != 0 {
		t.Error("with a new secret what was signed before is still good")
	}
	if n := count("sessions WHERE kind != '" + collections.SessionPerson + "'"); n != bots || bots == 0 {
		t.Errorf("of %d keys of bots %d are left", bots, n)
	}
	first := token()
	sign("first", false)
	sign("", false)
	if !valid(first) {
		t.Error("a token ends though the secret stayed")
	}
	sign("second", true)
	if valid(first) {
		t.Error("another secret signs the same")
	}
	users, err := app.FindCollectionByNameOrId(collections.Users)
	if err != nil || users.AuthToken.Secret == users.PasswordResetToken.Secret || len(users.AuthToken.Secret) != 64 {
		t.Errorf("kinds of tokens share a secret (%v)", err)
	}
}
