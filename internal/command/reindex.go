package command

import (
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"campfire/internal/search"

	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"
)

const (
	// adoptWithin is how long a running server may take to put a new index in place.
	adoptWithin = 5 * time.Second
	barWidth    = 40
)

// Reindex builds the search index anew, also beside a running server, which answers from the old one until the new one is
// complete.
func Reindex(app core.App) *cobra.Command {
	return &cobra.Command{
		Use: "reindex", Short: "Builds the search index anew from the messages; safe while the server runs", Args: cobra.NoArgs, SilenceUsage: true,
		RunE: func(c *cobra.Command, _ []string) error { return reindex(c, app) },
	}
}

func reindex(c *cobra.Command, app core.App) error {
	if !app.HasTable("messages") {
		return fmt.Errorf("%s holds no messages; start the server there once", app.DataDir())
	}
	ctx, cancel := signal.NotifyContext(c.Context(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	out := c.OutOrStdout()
	began := time.Now()
	shown := int64(-1)
	err := search.Build(ctx, app, search.Swift, func(done, total int64) {
		if percent := done * 100 / max(total, 1); percent != shown || done == total {
			shown = percent
			fmt.Fprintf(out, "\r%s %3d %%  %d of %d messages", bar(percent), percent, done, total)
		}
	})
	fmt.Fprintln(out)
	if err != nil {
		return fmt.Errorf("the index in use is as it was: %w", err)
	}
	fmt.Fprintf(out, "Built in %s.\n", time.Since(began).Round(time.Millisecond))
	sayWhere(out, app.DataDir())
	return nil
}

func bar(percent int64) string {
	full := int(percent) * barWidth / 100
	return "[" + strings.Repeat("#", full) + strings.Repeat(".", barWidth-full) + "]"
}

// sayWhere waits a moment for a server to take the index up.
func sayWhere(out io.Writer, dir string) {
	for end := time.Now().Add(adoptWithin); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if _, err := os.Stat(filepath.Join(dir, search.ReadyName)); os.IsNotExist(err) {
			fmt.Fprintln(out, "The running server uses it now.")
			return
		}
	}
	fmt.Fprintln(out, "No server is running; the next one to start uses it.")
}
