package command

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"campfire/internal/database"
	"campfire/internal/movein"

	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"
)

// Import loads the history of another chat. No server may be running.
func Import(app core.App) *cobra.Command {
	c := &cobra.Command{
		Use: "import", Short: "Moves in from another chat; the server must be stopped", SilenceUsage: true,
		Annotations: map[string]string{dataNeed: dataAny},
		Long: "Moves in from another chat: people, rooms, messages in their order and with their times. See docs/moving-in.md.\n" +
			"It can be cut off and begun again, and repeated: what is here already stays as it is.",
	}
	c.AddCommand(importCampfire(app), importSlack(app))
	return c
}

// load is one way to move in.
type load func(ctx context.Context, app core.App, path string, dry bool, progress movein.Progress) (*movein.Report, error)

func importCampfire(app core.App) *cobra.Command {
	return importer(app, movein.Campfire, &cobra.Command{
		Use: "once-campfire PATH", Short: "Moves in from the original Campfire",
		Long: "Moves in from the database of the original Campfire (once-campfire), PATH, or from its storage directory. Passwords go on\n" +
			"working, and so do the keys of bots. Stop the original first, so that nothing is said there that would not come along.",
		Example: "  campfire import once-campfire /storage/db/production.sqlite3 --dry-run\n" +
			"  campfire import once-campfire /storage/db/production.sqlite3 --dir /var/lib/campfire",
	})
}

func importSlack(app core.App) *cobra.Command {
	return importer(app, movein.Slack, &cobra.Command{
		Use: "slack EXPORT.zip", Short: "Moves in from an export of a Slack workspace",
		Long: "Moves in from an export of a Slack workspace, the zip file as Slack makes it: people, channels, direct messages if it has\n" +
			"them, messages with their threads, reactions. Slack gives nobody's password away: people sign in with a code by mail, or by a\n" +
			"link that campfire user reset-password prints. Files stay at Slack; their names come, with links.",
		Example: "  campfire import slack \"Acme Slack export Jan 1 2020 - Nov 27 2026.zip\" --dry-run\n" +
			"  campfire import slack export.zip --dir /var/lib/campfire",
	})
}

func importer(app core.App, load load, c *cobra.Command) *cobra.Command {
	var dry bool
	c.Args, c.SilenceUsage = cobra.ExactArgs(1), true
	c.Flags().BoolVar(&dry, "dry-run", false, "say what would come and what not, and change nothing")
	c.RunE = func(c *cobra.Command, args []string) error {
		ctx, cancel := signal.NotifyContext(c.Context(), os.Interrupt, syscall.SIGTERM)
		defer cancel()
		lock, err := database.Hold(app.DataDir())
		if err != nil {
			return err
		}
		defer lock.Release()
		if err := app.RunAllMigrations(); err != nil {
			return fmt.Errorf("bring the database up to date: %w", err)
		}
		report, err := load(ctx, app, args[0], dry, progress(os.Stderr))
		if report != nil && err == nil {
			fmt.Fprintln(os.Stderr)
			for _, line := range report.Lines() {
				fmt.Fprintln(c.OutOrStdout(), line)
			}
		}
		switch {
		case err != nil:
			return err
		case dry:
			return say(c, nil, "Nothing was changed.\n")
		}
		return say(c, nil, "Moved in. The search index is made when the server starts.\n")
	}
	return c
}

// progress draws how far a load has come. It does not go by the command, whose errors PocketBase prints on the output.
func progress(out io.Writer) func(done, total int) {
	shown := -1
	return func(done, total int) {
		if percent := done * 100 / max(total, 1); percent != shown {
			shown = percent
			fmt.Fprintf(out, "\r%s %3d %%  %d of %d messages", bar(int64(percent)), percent, done, total)
		}
	}
}
