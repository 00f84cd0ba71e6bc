package command

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"campfire/internal/database"
	"campfire/internal/fsck"

	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"
)

// Fsck looks for what must never be in the data, and mends what is safe to mend.
func Fsck(app core.App) *cobra.Command {
	var repair bool
	c := &cobra.Command{
		Use: "fsck", Short: "Checks every promise about the stored data; safe while the server runs", Args: cobra.NoArgs, SilenceUsage: true, SilenceErrors: true,
		Long: "Checks every promise about the stored data that can be checked: numbers without holes, heads, read markers, memberships,\n" +
			"what belongs to nothing, the event log and the search index against the messages, and the file itself. It reads one\n" +
			"moment and changes nothing.\n\n" +
			"With --repair it mends what can be mended without losing what somebody wrote. The server must be stopped; make a backup\n" +
			"before. Browsers load anew afterwards.\n\n" +
			"Exit codes: 0 all is well, 3 something was found (with --repair: is left), 1 it could not look.",
		RunE: func(c *cobra.Command, _ []string) error {
			ctx, cancel := signal.NotifyContext(c.Context(), os.Interrupt, syscall.SIGTERM)
			defer cancel()
			beGentle()
			err := upToDate(app)
			var findings []fsck.Finding
			if err == nil && repair {
				var lock *database.Lock
				if lock, err = database.Hold(app.DataDir()); err == nil {
					defer lock.Release()
					findings, err = fsck.Repair(ctx, app)
				}
			} else if err == nil {
				findings, err = fsck.Examine(ctx, app)
			}
			if err == nil {
				err = tell(c, findings)
			}
			if err != nil && !errors.Is(err, errFound) {
				c.PrintErrln("Error:", err)
			}
			return err
		},
	}
	c.Flags().BoolVar(&repair, "repair", false, "mend what can be mended; the server must be stopped")
	return c
}

// tell prints what was found, and answers errFound if that was anything.
func tell(c *cobra.Command, findings []fsck.Finding) error {
	out, broken, mendable := c.OutOrStdout(), 0, 0
	for _, f := range findings {
		switch {
		case f.Broken == 0:
			fmt.Fprintf(out, "ok     %s\n", f.Promise)
			continue
		case f.Mendable:
			mendable++
		}
		broken++
		fmt.Fprintf(out, "BROKEN %s\n", f.Describe())
	}
	switch {
	case broken == 0:
		_, err := fmt.Fprintf(out, "All %d promises are kept.\n", len(findings))
		return err
	case mendable > 0:
		fmt.Fprintf(out, "%d of %d promises are broken; --repair mends %d.\n", broken, len(findings), mendable)
	default:
		fmt.Fprintf(out, "%d of %d promises are broken, and only a person can decide what to do: see docs/backup.md.\n", broken, len(findings))
	}
	return errFound
}

// upToDate refuses a database that an older version left: a start of the server brings it up to date.
func upToDate(app core.App) error {
	for _, migration := range core.AppMigrations.Items() {
		var n int
		if err := app.DB().NewQuery("SELECT COUNT(*) FROM _migrations WHERE file = {:file}").Bind(map[string]any{"file": migration.File}).Row(&n); err != nil {
			return err
		}
		if n == 0 {
			return fmt.Errorf("%s is of an older version; start the server there once, which brings it up to date", app.DataDir())
		}
	}
	return nil
}
