package testapp

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"campfire/collections"
	"campfire/internal/account"
	"campfire/internal/database"
	"campfire/internal/room"
	"campfire/internal/session"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// build migrates an empty directory, lets the cast in by the doors that people use and keeps the files.
func build() (seed, error) {
	dir, err := os.MkdirTemp("", "campfire-cast")
	if err != nil {
		return seed{}, err
	}
	defer os.RemoveAll(dir)
	app, err := open(dir, Settings())
	if err != nil {
		return seed{}, err
	}
	cast, err := migrateAndCast(app)
	if err != nil {
		return seed{}, fmt.Errorf("build the cast: %w", err)
	}
	for _, db := range []dbx.Builder{app.NonconcurrentDB(), app.AuxNonconcurrentDB()} {
		if err := database.Fold(db.(*dbx.DB).DB()); err != nil {
			return seed{}, err
		}
	}
	if err := app.ResetBootstrapState(); err != nil {
		return seed{}, err
	}
	made := seed{cast: cast}
	if made.data, err = os.ReadFile(filepath.Join(dir, "data.db")); err != nil {
		return seed{}, err
	}
	made.logs, err = os.ReadFile(filepath.Join(dir, "auxiliary.db"))
	return made, err
}

func migrateAndCast(app core.App) (cast Cast, err error) {
	if err := app.RunAllMigrations(); err != nil {
		return cast, err
	}
	if err := account.Create(app); err != nil {
		return cast, err
	}
	row, err := app.FindRecordById(collections.Account, collections.AccountID)
	if err != nil {
		return cast, err
	}
	row.Set(collections.AccountJoinCode, JoinCode)
	if err := app.Save(row); err != nil {
		return cast, err
	}
	superuser, err := account.NewSuperuser(app, form("Dashboard"))
	if err != nil {
		return cast, err
	}
	if err := account.Store(app, superuser); err != nil {
		return cast, err
	}
	for _, person := range []struct {
		id         *string
		name, role string
	}{
		{&cast.David, "David", collections.RoleAdministrator}, {&cast.Jason, "Jason", collections.RoleMember},
		{&cast.Kevin, "Kevin", collections.RoleMember}, {&cast.Bender, "Bender", collections.RoleBot},
	} {
		record, err := account.NewUser(app, form(person.name), person.role)
		if err != nil {
			return cast, err
		}
		if err := app.Save(record); err != nil {
			return cast, err
		}
		*person.id = record.Id
	}
	if cast.BenderKey, _, err = session.NewKey(app, cast.Bender, session.KeyForm{}); err != nil {
		return cast, err
	}
	return cast, openRooms(app, &cast)
}

func form(name string) account.Form {
	return account.Form{Name: name, Email: strings.ToLower(name) + "@example.com", Password: Password}
}

func openRooms(app core.App, cast *Cast) error {
	for _, made := range []struct {
		id   *string
		form room.Form
	}{
		{&cast.Watercooler, room.Form{Kind: collections.RoomOpen, Name: "Watercooler"}},
		{&cast.Designers, room.Form{Kind: collections.RoomClosed, Name: "Designers", Members: []string{cast.Jason}}},
		{&cast.Ping, room.Form{Kind: collections.RoomDirect, Members: []string{cast.Jason}}},
	} {
		err := app.RunInTransaction(func(tx core.App) (err error) {
			*made.id, err = room.Create(tx, room.Actor{User: cast.David, Administrator: true}, made.form)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
