package session_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"campfire/collections"
	"campfire/internal/session"
	"campfire/internal/testapp"
)

func anywhere() session.Device {
	return session.Device{IP: "192.0.2.7", UserAgent: "Chrome/140.0 Windows"}
}

func TestAKeeperForgetsWhatItIsToldTo(t *testing.T) {
	app := testapp.New(t)
	keeper := session.NewKeeper(app)
	token, id := app.SignIn(t, app.Kevin)
	other := app.Token(t, app.Jason)
	check := func(token string) error { _, err := keeper.Check(token, anywhere); return err }
	if err := errors.Join(check(token), check(other), check(app.BenderKey)); err != nil {
		t.Fatal(err)
	}
	app.Exec(t, "DELETE FROM sessions")
	if err := check(token); err != nil {
		t.Error("need a keeper that remembers for this test to mean anything")
	}
	keeper.Forget(app.Kevin)
	if err := check(token); !errors.Is(err, session.ErrInvalid) {
		t.Errorf("after Forget: %v", err)
	}
	if err := check(other); err != nil {
		t.Errorf("another's session was forgotten too: %v", err)
	}
	if keeper.Valid(id) {
		t.Error("Valid believes in a row that is gone")
	}
	keeper.Forget(app.Bender)
	if err := check(app.BenderKey); !errors.Is(err, session.ErrInvalid) {
		t.Errorf("a bot's key without a row: %v", err)
	}
}

// TestAnEndDuringACheckIsNotOverlooked ends sessions while others check them: an answer that was read before the end must
// not be remembered after it.
func TestAnEndDuringACheckIsNotOverlooked(t *testing.T) {
	app := testapp.New(t)
	keeper := session.NewKeeper(app)
	for round := range 200 {
		token, id := app.SignIn(t, app.Kevin)
		keeper.Forget(app.Kevin)
		var wait sync.WaitGroup
		for range 2 {
			wait.Go(func() { _, _ = keeper.Check(token, anywhere) }) // whatever it says now
		}
		time.Sleep(time.Duration(round%20) * 20 * time.Microsecond)
		if ok, err := collections.DeleteSession(app.DB(), app.Kevin, id); err != nil || !ok {
			t.Fatal(err)
		}
		keeper.Forget(app.Kevin)
		wait.Wait()
		if _, err := keeper.Check(token, anywhere); !errors.Is(err, session.ErrInvalid) {
			t.Fatal("a check that was on its way brought an ended session back")
		}
	}
}

func TestUseOfASessionIsWrittenDownNowAndThen(t *testing.T) {
	app := testapp.New(t)
	keeper := session.NewKeeper(app)
	token, id := app.SignIn(t, app.Kevin)
	app.Exec(t, "UPDATE sessions SET last_active = '2001-01-01 00:00:00.000Z', expires = '2001-04-01 00:00:00.000Z' WHERE id = ?", id)
	for range 20 {
		if _, err := keeper.Check(token, anywhere); err != nil {
			t.Fatal(err)
		}
	}
	deadline := time.Now().Add(3 * time.Second)
	for time.Now().Before(deadline) && app.Text(t, "SELECT ip FROM sessions WHERE id = ?", id) != "192.0.2.7" {
		time.Sleep(10 * time.Millisecond)
	}
	row, err := collections.FindSession(app.DB(), id)
	if err != nil || row.IP != "192.0.2.7" || !strings.HasPrefix(row.UserAgent, "Chrome") || row.LastActive < "2020" || row.Expires < row.LastActive {
		t.Errorf("the row says %+v, %v", row, err)
	}
	app.Exec(t, "UPDATE sessions SET ip = 'kept' WHERE id = ?", id)
	for range 20 {
		_, _ = keeper.Check(token, anywhere)
	}
	time.Sleep(50 * time.Millisecond)
	if ip := app.Text(t, "SELECT ip FROM sessions WHERE id = ?", id); ip != "kept" {
		t.Error("every use is written down")
	}
}

func TestATokenLastsNoLongerThanItShould(t *testing.T) {
	app := testapp.New(t)
	keeper := session.NewKeeper(app)
	_, id := app.SignIn(t, app.Kevin)
	kevin := app.User(t, app.Kevin)
	stock, err := kevin.NewStaticAuthToken(2 * time.Second)
	if err != nil {
		t.Fatal(err)
	}
	short, err := session.Bind(kevin, id, stock)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := keeper.Check(short, anywhere); err != nil {
		t.Fatal(err)
	}
	time.Sleep(2600 * time.Millisecond) // tokens count whole seconds
	if _, err := keeper.Check(short, anywhere); !errors.Is(err, session.ErrInvalid) {
		t.Errorf("an expired token that is remembered: %v", err)
	}
}

func TestARotatedKeyEndsTheOldOneAndNoOther(t *testing.T) {
	app := testapp.New(t)
	keeper := session.NewKeeper(app)
	second, id, err := session.NewKey(app, app.Bender, session.KeyForm{})
	if err != nil {
		t.Fatal(err)
	}
	row, err := app.FindRecordById(collections.Sessions, id)
	if err != nil {
		t.Fatal(err)
	}
	key, err := session.RotateKey(app, row)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := keeper.Check(second, anywhere); !errors.Is(err, session.ErrInvalid) {
		t.Errorf("the old key: %v", err)
	}
	for _, valid := range []string{key, app.BenderKey} {
		if s, err := keeper.Check(valid, anywhere); err != nil || s.User.Id != app.Bender || !s.Expires.IsZero() {
			t.Errorf("a key: %+v, %v", s, err)
		}
	}
	if n := app.Number(t, "SELECT COUNT(*) FROM sessions WHERE key_hash = ?", key); n != 0 {
		t.Error("the key is stored as it is")
	}
}

func TestAKeyOfAnotherFormIsFoundByItsHash(t *testing.T) {
	app := testapp.New(t)
	sum := sha256.Sum256([]byte("42-a1B2c3D4e5F6"))
	app.Exec(t, "UPDATE sessions SET key_hash = ? WHERE kind = 'bot'", hex.EncodeToString(sum[:]))
	if s, err := session.NewKeeper(app).Check("42-a1B2c3D4e5F6", anywhere); err != nil || s.User.Id != app.Bender {
		t.Errorf("a key that came from elsewhere: %+v, %v", s, err)
	}
}

func TestAKeyWithoutScopesOrWithBrokenRoomsIsGoodForNothing(t *testing.T) {
	app := testapp.New(t)
	app.Exec(t, "UPDATE sessions SET scopes = '[]' WHERE kind = 'bot'")
	s, err := session.NewKeeper(app).Check(app.BenderKey, anywhere)
	if err != nil || s.Scope == nil || s.Scope.MayRead() || s.Scope.MayWrite() {
		t.Errorf("without scopes: %+v, %v", s.Scope, err)
	}
	app.Exec(t, "UPDATE sessions SET rooms = '\"all\"' WHERE kind = 'bot'")
	if _, err := session.NewKeeper(app).Check(app.BenderKey, anywhere); !errors.Is(err, session.ErrInvalid) {
		t.Errorf("with rooms that are no list: %v", err)
	}
}

func TestADeviceHasALabel(t *testing.T) {
	for agent, want := range map[string][2]string{
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.4 Safari/605.1.15":  {"Safari", "macOS"},
		"Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0":              {"Edge", "Windows"},
		"Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36":                        {"Chrome", "Windows"},
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605 CriOS/140 Mobile Safari/604": {"Chrome", "iPhone"},
		"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0":                             {"Firefox", "Linux"},
		"Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36":               {"Chrome", "Android"},
		"curl/8.5.0": {"curl", "Unknown"}, "": {"Unknown", "Unknown"},
	} {
		if browser, platform := session.Describe(agent); browser != want[0] || platform != want[1] {
			t.Errorf("%q is %s on %s", agent, browser, platform)
		}
	}
}

func TestALongOrBrokenUserAgentIsStoredShortAndWhole(t *testing.T) {
	app := testapp.New(t)
	for _, agent := range []string{strings.Repeat("☃", 400), "a\xffb", strings.Repeat("x", 5000)} {
		id, err := session.Begin(app, app.User(t, app.Kevin), session.Device{UserAgent: agent})
		if err != nil {
			t.Errorf("%.10q: %v", agent, err)
			continue
		}
		row, err := collections.FindSession(app.DB(), id)
		if err != nil || len(row.UserAgent) > 500 || strings.ToValidUTF8(row.UserAgent, "") != row.UserAgent {
			t.Errorf("%.10q is stored with %d bytes, %v", agent, len(row.UserAgent), err)
		}
	}
}
