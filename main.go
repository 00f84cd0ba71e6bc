// Campfire is team chat for a small company: one binary, one data directory.
package main

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

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
		os.Exit(1)
	}
}

func run() error {
	settings, err := config.Read(os.Getenv)
	if err != nil {
		return err
	}
	files, err := fs.Sub(public, "pb_public")
	if err != nil {
		return err
	}
	app := pocketbase.NewWithConfig(pocketbase.Config{
		DefaultDataDir:   settings.DataDir,
		DBConnect:        database.Connect(settings.Synchronous),
		DataMaxOpenConns: database.MaxReaders, DataMaxIdleConns: database.IdleReaders,
		AuxMaxOpenConns: database.MaxLogReaders, AuxMaxIdleConns: database.IdleLogs,
	})
	if settings.Port != "" && len(os.Args) > 1 && os.Args[1] == "serve" && !slices.ContainsFunc(os.Args, isHTTPFlag) {
		os.Args = append(os.Args, "--http=0.0.0.0:"+settings.Port)
	}
	app.RootCmd.Short = "Team chat on one small box"
	app.RootCmd.Version = version
	hooks.MustRegister(app, hooks.Config{Config: settings, Build: version, Public: files})
	app.RootCmd.AddCommand(cmd.NewSuperuserCommand(app), cmd.NewServeCommand(app, true), command.Flags(app), command.Reindex(app),
		command.VAPID(app), command.User(app))
	verdict := command.Verdict(app.RootCmd)
	name, err := command.Named(app.RootCmd, os.Args[1:])
	if err != nil {
		return err
	}
	if name == "serve" {
		lock, err := database.Claim(app.DataDir(), database.Force{Ephemeral: settings.AllowEphemeral, Network: settings.AllowNetworkDisk})
		if err != nil {
			return err
		}
		defer lock.Release()
	}
	return verdict(app.Execute)
}

func isHTTPFlag(arg string) bool { return strings.HasPrefix(arg, "--http") }
