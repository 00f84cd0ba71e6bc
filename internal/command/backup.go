package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"campfire/internal/backup"

	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"
)

// daily is the schedule for people who do not want to choose one: at night in Europe and America.
const (
	daily     = "0 3 * * *"
	keepDaily = 7
)

// Backup packs a backup, also beside a running server, and sets when the server packs one by itself.
func Backup(app core.App) *cobra.Command {
	var keep int
	c := &cobra.Command{
		Use: "backup [FILE|DIR|-]", Short: "Packs everything into one file; safe while the server runs", Args: cobra.MaximumNArgs(1), SilenceUsage: true,
		Long: "Packs the whole chat, people, messages and settings, into one zip file. It is of one moment, holds everything that was\n" +
			"acknowledged before it began, and nobody waits for it. Without an argument it goes where the dashboard's backups go: the\n" +
			"directory backups in the data directory, or S3 if that is set up there. DIR gets a file with the time in its name, - is the\n" +
			"standard output. It has everybody's password hash in it: keep it where nobody else reads.",
		Example: "  campfire backup /mnt/backups --keep 14 --dir /var/lib/campfire\n" +
			"  campfire backup - --dir /var/lib/campfire | ssh elsewhere 'cat > campfire.zip'\n" +
			"  campfire backup schedule daily --keep 7",
		RunE: func(c *cobra.Command, args []string) error {
			ctx, cancel := signal.NotifyContext(c.Context(), os.Interrupt, syscall.SIGTERM)
			defer cancel()
			ctx = backup.Tell(ctx, func(what string) { fmt.Fprintln(os.Stderr, what+".") })
			beGentle()
			if keep < 0 || (keep > 0 && (len(args) == 0 || !isDir(args[0]))) {
				return errors.New("--keep goes with a directory, and says how many backups stay there; for the dashboard's see campfire backup schedule")
			}
			switch {
			case len(args) == 0:
				return backUpToStore(ctx, app, c.OutOrStdout())
			case args[0] == "-":
				return backup.Write(ctx, app, c.OutOrStdout())
			}
			path := args[0]
			if isDir(path) {
				path = filepath.Join(path, backup.Name())
			}
			if err := backUpToFile(ctx, app, c.OutOrStdout(), path); err != nil || keep == 0 {
				return err
			}
			return prune(c.OutOrStdout(), filepath.Dir(path), keep)
		},
	}
	c.Flags().IntVar(&keep, "keep", 0, "afterwards remove all but so many of the newest campfire_*.zip in DIR")
	c.AddCommand(scheduleBackups(app))
	return c
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return strings.HasSuffix(path, "/") || (err == nil && info.IsDir())
}

func backUpToStore(ctx context.Context, app core.App, out io.Writer) error {
	began, name := time.Now(), backup.Name()
	if err := app.CreateBackup(ctx, name); err != nil {
		return err
	}
	where := filepath.Join(app.DataDir(), core.LocalBackupsDirName, name)
	if s3 := app.Settings().Backups.S3; s3.Enabled {
		where = "s3://" + s3.Bucket + "/" + name
	}
	_, err := fmt.Fprintf(out, "%s in %s\n", where, time.Since(began).Round(time.Millisecond))
	return err
}

// backUpToFile writes a file that is there whole or not at all.
func backUpToFile(ctx context.Context, app core.App, out io.Writer, path string) (err error) {
	began := time.Now()
	if inside(app.DataDir(), path) {
		return fmt.Errorf("%s is in the data directory, and would be in the next backup too; name another place, or none", path)
	}
	if _, err := os.Stat(path); err == nil {
		return fmt.Errorf("%s is there already", path)
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".campfire-*.part") // for its owner only
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(file.Name())
		}
	}()
	err = backup.Write(ctx, app, file)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	info, err := os.Stat(file.Name())
	if err != nil {
		return err
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "%s, %.1f MB in %s\n", path, float64(info.Size())/(1<<20), time.Since(began).Round(time.Millisecond))
	return err
}

// inside reports whether path lies in the data directory, elsewhere than among its backups.
func inside(dataDir, path string) bool {
	dir, err := filepath.EvalSymlinks(dataDir)
	if err != nil {
		return false
	}
	parent, err := filepath.EvalSymlinks(filepath.Dir(path))
	if err != nil {
		return false
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return false
	}
	if parent, err = filepath.Abs(parent); err != nil {
		return false
	}
	relative, err := filepath.Rel(dir, parent)
	return err == nil && filepath.IsLocal(relative) && relative != core.LocalBackupsDirName
}

// prune removes the oldest backups of dir. Their names are times.
func prune(out io.Writer, dir string, keep int) error {
	names, err := filepath.Glob(filepath.Join(dir, "campfire_??????????????.zip"))
	if err != nil {
		return err
	}
	slices.Sort(names)
	for _, name := range names[:max(0, len(names)-keep)] {
		if err := os.Remove(name); err != nil {
			return err
		}
		if _, err := fmt.Fprintf(out, "%s removed\n", name); err != nil {
			return err
		}
	}
	return nil
}

func scheduleBackups(app core.App) *cobra.Command {
	var keep int
	c := &cobra.Command{
		Use: "schedule [daily|CRON|off]", Short: "Shows or sets when the server packs a backup by itself", Args: cobra.MaximumNArgs(1), SilenceUsage: true,
		Long: "Shows or sets when the server packs a backup by itself, in UTC, and how many of those stay. They go where the dashboard's\n" +
			"backups go (Settings, Backups: there S3 is set up too). A running server takes it over.",
		Example: "  campfire backup schedule daily\n  campfire backup schedule \"30 */6 * * *\" --keep 12\n  campfire backup schedule off",
		RunE: func(c *cobra.Command, args []string) error {
			settings := app.Settings()
			if len(args) == 1 {
				switch args[0] {
				case "off":
					settings.Backups.Cron = ""
				case "daily":
					settings.Backups.Cron, settings.Backups.CronMaxKeep = daily, keep
				default:
					settings.Backups.Cron, settings.Backups.CronMaxKeep = args[0], keep
				}
				if err := app.Save(settings); err != nil {
					return fmt.Errorf("%q cannot be the schedule: %w", args[0], err)
				}
			} else if c.Flags().Changed("keep") {
				return errors.New("--keep goes with a schedule")
			}
			if settings.Backups.Cron == "" {
				_, err := fmt.Fprintln(c.OutOrStdout(), "The server packs no backups by itself.")
				return err
			}
			_, err := fmt.Fprintf(c.OutOrStdout(), "The server packs a backup at %q (UTC) and keeps %d.\n", settings.Backups.Cron, settings.Backups.CronMaxKeep)
			return err
		},
	}
	c.Flags().IntVar(&keep, "keep", keepDaily, "how many backups of the schedule stay")
	return c
}
