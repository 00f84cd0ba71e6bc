package pb_migrations_test

import (
	"encoding/json"
	"testing"

	"campfire/collections"
	_ "campfire/pb_migrations"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tests"
)

// emptyApp returns an app on a new database with every migration applied.
func emptyApp(t *testing.T) *tests.TestApp {
	t.Helper()
	app, err := tests.NewTestApp(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(app.Cleanup)
	return app
}

// comparable renders a collection without what differs between two equal ones: times and generated secrets.
func comparable(t *testing.T, c *core.Collection) string {
	t.Helper()
	raw, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var value map[string]any
	if err := json.Unmarshal(raw, &value); err != nil {
		t.Fatal(err)
	}
	delete(value, "created")
	delete(value, "updated")
	// The order of fields says nothing; by name they compare.
	fields := map[string]any{}
	for _, f := range value["fields"].([]any) {
		fields[f.(map[string]any)["name"].(string)] = f
	}
	value["fields"] = fields
	out, err := json.MarshalIndent(value, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestMigrationsMatchSchema(t *testing.T) {
	app := emptyApp(t)
	users, err := app.FindCollectionByNameOrId(collections.Users)
	if err != nil {
		t.Fatal(err)
	}
	// The fields of users that are ours are taken out first, so that a field missing in the migration shows.
	present, err := app.FindCollectionByNameOrId(collections.Users)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{collections.UserBio, collections.UserRole, collections.UserStatus, collections.UserQuiet} {
		users.Fields.RemoveByName(name)
	}
	all := collections.Schema(users)
	collections.ApplyRules(all)
	for _, want := range all {
		got := present
		if want.Name != collections.Users {
			if got, err = app.FindCollectionByNameOrId(want.Name); err != nil {
				t.Errorf("%s: %v: is a migration missing?", want.Name, err)
				continue
			}
		}
		if g, w := comparable(t, got), comparable(t, want); g != w {
			t.Errorf("%s: the migrations and collections/%s.go differ.\nmigrated:\n%s\nschema:\n%s", want.Name, want.Name, g, w)
		}
	}
}

func TestMigrationsGoDownAndUpAgain(t *testing.T) {
	app := emptyApp(t)
	runner := core.NewMigrationsRunner(app, core.AppMigrations)
	all := len(core.AppMigrations.Items())
	down, err := runner.Down(all)
	if err != nil || len(down) != all {
		t.Fatalf("down: %v %v", down, err)
	}
	if _, err := app.FindCollectionByNameOrId(collections.Messages); err == nil {
		t.Fatal("the messages collection survived the way down")
	}
	if up, err := runner.Up(); err != nil || len(up) != all {
		t.Fatalf("up: %v %v", up, err)
	}
}
