package flag

import (
	"fmt"
	"maps"
	"slices"

	"campfire/collections"
	"campfire/internal/event"

	"github.com/pocketbase/pocketbase/core"
)

// Change sets and removes overrides, if version is still the present one. Saving the row goes through Advance and
// Announce, whichever door it came by.
func Change(app core.App, version int64, changes map[string]any) error {
	stored := map[string]string{}
	for name, value := range changes {
		text, err := Stored(name, value)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		stored[name] = text
	}
	return app.RunInTransaction(func(tx core.App) error {
		record, err := tx.FindRecordById(collections.Flags, collections.FlagsID)
		if err != nil {
			return fmt.Errorf("find flags: %w", err)
		}
		if int64(record.GetInt(collections.FlagsVersion)) != version {
			return ErrConflict
		}
		for name, text := range stored {
			record.Set(name, text)
		}
		return tx.Save(record)
	})
}

// Advance gives a row that is about to be saved the next version. It runs in the transaction of the save, and refuses a
// row that was read before somebody else's change.
func Advance(tx core.App, record *core.Record) error {
	version, err := collections.FlagsVersionNow(tx.DB())
	if err != nil {
		return fmt.Errorf("read flags version: %w", err)
	}
	if int64(record.Original().GetInt(collections.FlagsVersion)) != version {
		return ErrConflict
	}
	record.Set(collections.FlagsVersion, version+1)
	return nil
}

// Announce appends the event that tells everybody about changed flags. It runs in the transaction of the change.
func Announce(tx core.App) error {
	v, _, err := Read(tx.DB())
	if err != nil {
		return err
	}
	_, err = event.Append(tx, event.Event{Kind: event.FlagsUpdated}, v)
	return err
}

// Adopt stores what the environment says at a start. A change of it is a change of the flags, with a version of its own.
// Overrides stay; Adopt returns those that say something else than an environment that was changed.
func Adopt(app core.App, environment map[string]string) (kept []string, err error) {
	row, err := collections.FindFlags(app.DB())
	if err != nil {
		return nil, fmt.Errorf("find flags: %w", err)
	}
	if maps.Equal(row.Environment, environment) {
		return nil, nil
	}
	for name, value := range environment {
		if override := row.Overrides[name]; override != "" && override != value && row.Environment[name] != value {
			kept = append(kept, name)
		}
	}
	slices.Sort(kept)
	record, err := app.FindRecordById(collections.Flags, collections.FlagsID)
	if err != nil {
		return nil, fmt.Errorf("find flags: %w", err)
	}
	record.Set(collections.FlagsEnvironment, environment)
	return kept, app.Save(record)
}
