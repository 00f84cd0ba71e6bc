package command

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"campfire/internal/backup"
	"campfire/internal/database"

	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"
)

// Restore puts a backup in the place of what is in the data directory, which no server may be using.
func Restore(app core.App) *cobra.Command {
	var check bool
	c := &cobra.Command{
		Use: "restore FILE|s3://BUCKET/NAME", Short: "Puts a backup back; the server must be stopped", Args: cobra.ExactArgs(1), SilenceUsage: true,
		Annotations: map[string]string{dataNeed: dataClosed},
		Long: "Puts a backup in the place of what is in the data directory. The backup is unpacked and looked at first: one that is damaged,\n" +
			"of something else or of a newer version changes nothing. What was there before is kept in the directory before-restore.\n" +
			"FILE may be the name of a backup of the dashboard. Every browser loads anew when the server is back.\n\n" +
			"s3://BUCKET/NAME is fetched first, among the backups of the data directory, with AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY,\n" +
			"AWS_REGION and AWS_ENDPOINT_URL from the environment: the settings that the dashboard had went with the chat.",
		Example: "  campfire restore --check campfire_20261128030000.zip\n  campfire restore campfire_20261128030000.zip --dir /var/lib/campfire\n" +
			"  campfire restore s3://backups/campfire_20261128030000.zip --dir /var/lib/campfire",
		RunE: func(c *cobra.Command, args []string) error {
			ctx, cancel := signal.NotifyContext(c.Context(), os.Interrupt, syscall.SIGTERM)
			defer cancel()
			archive, err := findBackup(ctx, app.DataDir(), args[0])
			if err != nil {
				return err
			}
			if check {
				contents, err := backup.Check(ctx, app.DataDir(), archive)
				return say(c, err, "%s is good: %s.\n", archive, describe(contents))
			}
			return restore(ctx, c, app.DataDir(), archive)
		},
	}
	c.Flags().BoolVar(&check, "check", false, "look at the backup and change nothing; also while the server runs")
	return c
}

func restore(ctx context.Context, c *cobra.Command, dir, archive string) error {
	lock, err := database.Hold(dir)
	if err != nil {
		return err
	}
	defer lock.Release()
	if backup.Interrupted(dir) {
		if err := backup.Resume(dir); err != nil {
			return fmt.Errorf("finish the restore that was interrupted: %w", err)
		}
	}
	contents, aside, err := backup.Restore(ctx, dir, archive)
	if err := say(c, err, "Restored %s into %s: %s.\n", archive, dir, describe(contents)); err != nil || aside == "" {
		return err
	}
	return say(c, nil, "What was there before is in %s; remove it when you miss nothing.\n", aside)
}

func say(c *cobra.Command, err error, format string, args ...any) error {
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(c.OutOrStdout(), format, args...)
	return err
}

func describe(c backup.Contents) string {
	newest := c.Newest
	if newest == "" {
		newest = "never"
	}
	return fmt.Sprintf("%s in %s, %s, the last word %s",
		many(c.Messages, "message", "messages"), many(c.Rooms, "room", "rooms"), many(c.People, "person or bot", "people and bots"), newest)
}

// many counts things as people do.
func many(n int64, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}

func findBackup(ctx context.Context, dataDir, name string) (string, error) {
	if _, there := strings.CutPrefix(name, inBucket); there {
		return fetchBackup(ctx, dataDir, name)
	}
	_, err := os.Stat(name)
	if err == nil || strings.ContainsRune(name, filepath.Separator) {
		return name, err
	}
	stored := filepath.Join(dataDir, core.LocalBackupsDirName, name)
	if _, err := os.Stat(stored); err != nil {
		return "", fmt.Errorf("there is no %s, neither here nor in %s", name, filepath.Dir(stored))
	}
	return stored, nil
}
