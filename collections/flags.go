package collections

import (
	"encoding/json"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Flags is the collection of the one row of feature flags.
const Flags = "flags"

// FlagsID is the id of the only row; the migration makes it.
const FlagsID = "campfireflags00"

const (
	// FlagsVersion counts the changes. It is compared by whoever changes the row, and set by the server alone.
	FlagsVersion = "version"
	// FlagsEnvironment is what the environment said when the server last started, so that a command run elsewhere sees
	// the server's and not its own.
	FlagsEnvironment = "environment"
)

// The flags. Each is a field that holds the live override: "on", "off" or a number, and "" for none.
const (
	FlagFiles       = "files_enabled"
	FlagAvatars     = "avatars_enabled"
	FlagPreviews    = "opengraph_enabled"
	FlagMaxFileSize = "max_file_size"
	FlagSearch      = "search_enabled"
	FlagPush        = "push_notifications"
	FlagBots        = "bot_integrations"
)

// FlagOn and FlagOff are the stored values of a switch.
const (
	FlagOn  = "on"
	FlagOff = "off"
)

// FlagsRow is the stored row: by flag name, what is set.
type FlagsRow struct {
	Version     int64
	Environment map[string]string
	Overrides   map[string]string
}

func flagsSchema() *core.Collection {
	c := core.NewBaseCollection(Flags)
	c.Fields.Add(
		&core.NumberField{Name: FlagsVersion, OnlyInt: true, Required: true},
		&core.JSONField{Name: FlagsEnvironment, MaxSize: 4096},
	)
	for _, name := range []string{FlagFiles, FlagAvatars, FlagPreviews, FlagSearch, FlagPush, FlagBots} {
		c.Fields.Add(&core.SelectField{Name: name, Values: []string{FlagOn, FlagOff}, MaxSelect: 1})
	}
	c.Fields.Add(&core.TextField{Name: FlagMaxFileSize, Pattern: `^[0-9]{1,15}$`})
	c.Fields.Add(autodates()...)
	// No rules: the chat's route shows people the values, the dashboard lets superusers change the overrides.
	return c
}

// FindFlags returns the row.
func FindFlags(db dbx.Builder) (FlagsRow, error) {
	row := FlagsRow{Environment: map[string]string{}, Overrides: map[string]string{}}
	var stored struct {
		Version     int64  `db:"version"`
		Environment string `db:"environment"`
		Files       string `db:"files_enabled"`
		Avatars     string `db:"avatars_enabled"`
		Previews    string `db:"opengraph_enabled"`
		MaxFileSize string `db:"max_file_size"`
		Search      string `db:"search_enabled"`
		Push        string `db:"push_notifications"`
		Bots        string `db:"bot_integrations"`
	}
	err := db.NewQuery(`SELECT version, COALESCE(environment, '') AS environment, files_enabled, avatars_enabled, opengraph_enabled,
		max_file_size, search_enabled, push_notifications, bot_integrations FROM flags WHERE id = {:id}`).
		Bind(dbx.Params{"id": FlagsID}).One(&stored)
	if err != nil {
		return row, err
	}
	row.Version = stored.Version
	for name, value := range map[string]string{
		FlagFiles: stored.Files, FlagAvatars: stored.Avatars, FlagPreviews: stored.Previews, FlagMaxFileSize: stored.MaxFileSize,
		FlagSearch: stored.Search, FlagPush: stored.Push, FlagBots: stored.Bots,
	} {
		if value != "" {
			row.Overrides[name] = value
		}
	}
	if stored.Environment != "" && stored.Environment != "null" {
		err = json.Unmarshal([]byte(stored.Environment), &row.Environment)
	}
	return row, err
}

// FlagsVersionNow returns only the version.
func FlagsVersionNow(db dbx.Builder) (int64, error) {
	var version int64
	err := db.Select(FlagsVersion).From(Flags).Where(dbx.HashExp{"id": FlagsID}).Row(&version)
	return version, err
}
