// Campfire is team chat for a small company: one binary, one data directory.
package main

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"campfire/hooks"
	"campfire/internal/command"
	"campfire/internal/config"
	"campfire/internal/database"
	_ "campfire/pb_migrations"

	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/cmd"
)

// version is set by the build.
var version = "dev"

//go:embed all:pb_public
var public embed.FS

func main() {
	if err := run(); err != nil {
		if !errors.Is(err, command.ErrSaid) {
			fmt.Fprintln(os.Stderr, "campfire:", err)
		}
		os.Exit(command.Code(err))
	}
}

func run() error {
	settings, err := config.Read(os.Environ())
	if err != nil {
		return err
	}
	files, err := fs.Sub(public, "pb_public")
	if err != nil {
		return err
	}
	app := pocketbase.NewWithConfig(pocketbase.Config{
		DefaultDataDir:   cmp.Or(settings.DataDir, database.DefaultDir("/")),
		DBConnect:        database.Connect(settings.Synchronous),
		DataMaxOpenConns: database.MaxReaders, DataMaxIdleConns: database.IdleReaders,
		AuxMaxOpenConns: database.MaxLogReaders, AuxMaxIdleConns: database.IdleLogs,
	})
	app.RootCmd.Short = "Team chat on one small box"
	app.RootCmd.Version = version
	hooks.MustRegister(app, hooks.Config{Config: settings, Build: version, Public: files})
	app.RootCmd.AddCommand(cmd.NewSuperuserCommand(app), command.Serve(app, settings), command.Flags(app), command.Reindex(app),
		command.VAPID(app, settings), command.User(app), command.Config(settings, app.DataDir), command.Backup(app), command.Restore(app),
		command.Fsck(app), command.Import(app), command.Export(app), command.Version(version), command.Completion(app.RootCmd), command.Help(app.RootCmd))
	verdict := command.Verdict(app.RootCmd)
	execute, leave, err := command.Enter(app, settings)
	if err != nil {
		return err
	}
	defer leave()
	return verdict(execute)
}
