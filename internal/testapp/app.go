// Package testapp gives tests a migrated app with the plugin on it and a cast with names. It is built once per process
// from the migrations and copied for each test, so there is no database file to keep in step. Only tests import it.
package testapp

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/fstest"

	"campfire/collections"
	"campfire/hooks"
	"campfire/internal/config"
	"campfire/internal/database"
	"campfire/internal/session"
	_ "campfire/pb_migrations" // registers ours

	"github.com/pocketbase/pocketbase/core"
	_ "github.com/pocketbase/pocketbase/migrations" // registers PocketBase's
)

// Password is everybody's.
const Password = "correct horse"

// JoinCode is the account's.
const JoinCode = "join-this-camp"

// Cast is who and what is there. David is the administrator and made everything; Jason and Kevin are members; Bender is a
// bot. Everybody is in Watercooler. Designers is closed and has David and Jason; Ping is between the same two. So Kevin is
// the stranger to both.
type Cast struct {
	David, Jason, Kevin, Bender  string
	Designers, Watercooler, Ping string
	// BenderKey is the bot's key.
	BenderKey string
}

// App is an app with the cast in it. Its plugin is registered, not serving: see Serve.
type App struct {
	core.App
	Cast
}

// template is the database that tests start from, as bytes.
var template = sync.OnceValues(build)

type seed struct {
	cast Cast
	data []byte
	logs []byte
}

// Files is the front end that the test server has.
var Files = fstest.MapFS{
	"index.html":              {Data: []byte("<!doctype html><title>Campfire</title>")},
	"assets/index-a1b2c3.js":  {Data: []byte("console.log('hello')")},
	"manifest.webmanifest":    {Data: []byte("{}")},
	"sounds/tada.mp3":         {Data: []byte("ta-da")},
	"assets/index-a1b2c3.css": {Data: []byte("body{}")},
}

// Settings are the defaults without rate limits, which tests would run into.
func Settings() hooks.Config {
	settings, err := config.Read(nil)
	if err != nil {
		panic(err)
	}
	settings.Limits = config.Limits{}
	return hooks.Config{Config: settings, Build: "test", Public: Files}
}

// New returns an app of the test's own. It is closed when the test ends.
func New(t testing.TB, changes ...func(*hooks.Config)) *App {
	t.Helper()
	from, err := template()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, content := range map[string][]byte{"data.db": from.data, "auxiliary.db": from.logs} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return &App{App: Open(t, dir, changes...), Cast: from.cast}
}

// Open returns the app of a data directory, as a start of the process would find it.
func Open(t testing.TB, dir string, changes ...func(*hooks.Config)) core.App {
	t.Helper()
	settings := Settings()
	for _, change := range changes {
		change(&settings)
	}
	app, err := open(dir, settings)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := app.ResetBootstrapState(); err != nil {
			t.Errorf("close the app: %v", err)
		}
	})
	return app
}

// Fresh returns a migrated app before its first run: there is nobody in it.
func Fresh(t testing.TB) *App {
	t.Helper()
	app := Open(t, t.TempDir())
	if err := app.RunAllMigrations(); err != nil {
		t.Fatal(err)
	}
	return &App{App: app}
}

// open starts an app. Tests do not pull the plug, so they need not wait for the disk.
func open(dir string, settings hooks.Config) (*core.BaseApp, error) {
	app := core.NewBaseApp(core.BaseAppConfig{
		DataDir: dir, DBConnect: database.Connect("OFF"),
		DataMaxOpenConns: database.MaxReaders, DataMaxIdleConns: database.IdleReaders,
		AuxMaxOpenConns: database.MaxLogReaders, AuxMaxIdleConns: database.IdleLogs,
	})
	if err := hooks.Register(app, settings); err != nil {
		return nil, err
	}
	return app, app.Bootstrap()
}

// User returns the record of a person or bot.
func (a *App) User(t testing.TB, id string) *core.Record {
	t.Helper()
	user, err := a.FindRecordById(collections.Users, id)
	if err != nil {
		t.Fatalf("find user %q: %v", id, err)
	}
	return user
}

// Token signs a person in and returns the token, which is bound to a session row like any other.
func (a *App) Token(t testing.TB, user string) string {
	t.Helper()
	token, _ := a.SignIn(t, user)
	return token
}

// SignIn signs a person in and returns the token and the id of its session.
func (a *App) SignIn(t testing.TB, user string) (token, id string) {
	t.Helper()
	record := a.User(t, user)
	id, err := session.Begin(a.App, record, session.Device{IP: "192.0.2.1", UserAgent: "Firefox/140.0 Linux"})
	if err != nil {
		t.Fatal(err)
	}
	if token, err = session.Token(record, id); err != nil {
		t.Fatal(err)
	}
	return token, id
}

// Superuser returns a token for the dashboard.
func (a *App) Superuser(t testing.TB) string {
	t.Helper()
	superuser, err := a.FindFirstRecordByFilter(core.CollectionNameSuperusers, "email != ''")
	if err != nil {
		t.Fatal(err)
	}
	token, err := superuser.NewAuthToken()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// Email returns the address that one of the cast signs in with.
func (a *App) Email(t testing.TB, user string) string {
	t.Helper()
	return a.User(t, user).Email()
}
