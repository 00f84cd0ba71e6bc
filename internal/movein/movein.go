// Package movein loads the history of another chat: people, rooms and what was said, in its order and with its times. It
// loads past the log, in batches that each leave a whole chat, and gives everything an id made of where it comes from: a
// load that was cut off is simply begun again, and one that is repeated adds what is new.
package movein

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"campfire/collections"
	"campfire/internal/event"
	"campfire/internal/search"

	"github.com/google/uuid"
	"github.com/pocketbase/pocketbase/core"
)

// perBatch is how many messages one transaction holds.
const perBatch = 500

// Report is what a load did, or would do.
type Report struct {
	// Moved counts rows by what they are; Found those that were here already.
	Moved, Found map[string]int
	// Left is what stays behind, and why, with how often.
	Left map[string]int
}

func newReport() *Report {
	return &Report{Moved: map[string]int{}, Found: map[string]int{}, Left: map[string]int{}}
}

func (r *Report) note(what string, isNew bool) {
	if isNew {
		r.Moved[what]++
	} else {
		r.Found[what]++
	}
}

// Lines renders the report, each kind on a line of its own.
func (r *Report) Lines() (lines []string) {
	for _, part := range []struct {
		counts map[string]int
		format string
	}{{r.Moved, "%6d %s"}, {r.Found, "%6d %s were here already"}, {r.Left, "%6d left behind: %s"}} {
		names := make([]string, 0, len(part.counts))
		for name := range part.counts {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			lines = append(lines, fmt.Sprintf(part.format, part.counts[name], name))
		}
	}
	return lines
}

// Progress is told how many messages of how many have been looked at.
type Progress func(done, total int)

// id makes the id that a row of another chat has here.
func id(source, kind string, key any) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %s %v", source, kind, key))
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:]))[:15]
}

// clientID makes the client_message_id of a message of another chat.
func clientID(source string, key any) string {
	return uuid.NewSHA1(uuid.NameSpaceOID, fmt.Appendf(nil, "%s message %v", source, key)).String()
}

// loader writes into one chat.
type loader struct {
	app    core.App
	source string
	report *Report
}

// errTried rolls a dry run back.
var errTried = errors.New("tried")

// run calls load with a loader; a dry run does everything and undoes it.
func run(app core.App, source string, dry bool, load func(l *loader) error) (*Report, error) {
	l := &loader{app: app, source: source, report: newReport()}
	if !dry {
		if err := forgetIndex(app.DataDir()); err != nil {
			return nil, err
		}
		return l.report, load(l)
	}
	err := app.RunInTransaction(func(tx core.App) error {
		l.app = tx
		if err := load(l); err != nil {
			return err
		}
		return errTried
	})
	if errors.Is(err, errTried) {
		err = nil
	}
	return l.report, err
}

// batch runs fn in a transaction that takes up where the log ends, and lets the log begin anew behind it.
func (l *loader) batch(ctx context.Context, fn func(b *batch) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return l.app.RunInTransaction(func(tx core.App) error {
		b := &batch{tx: tx, loader: l}
		if err := tx.DB().NewQuery(event.SQLHead).Row(&b.seq); err != nil {
			return err
		}
		if err := fn(b); err != nil {
			return err
		}
		account, err := collections.FindAccount(tx.DB())
		if err != nil {
			return fmt.Errorf("read the account: %w", err)
		}
		return event.Restart(tx, b.seq+1, event.Event{Kind: event.AccountUpdated}, account)
	})
}

// forgetIndex removes the search index: it follows the log, past which messages come now. The next start builds it.
func forgetIndex(dir string) error {
	for _, name := range search.Files() {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	return nil
}
