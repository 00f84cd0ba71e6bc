// Package moveout writes what is stored as files that people and programs read: one person's data, or the whole account's. It
// reads a copy of the database, a page at a time: nobody waits for it, and it takes the same memory for any chat. It names what
// goes out, never what stays, so that a secret that is stored one day is not in an export by default.
package moveout

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"campfire/collections"

	"github.com/pocketbase/dbx"
	_ "modernc.org/sqlite" // PocketBase's driver, for the copy
)

// Format and version say what the files are (docs/moving-out.md). The version counts up when what is there already changes
// its meaning, not when something is added.
const (
	format  = "campfire-export"
	version = 1
)

// longestRest is how long an export rests at most between two stretches.
const longestRest = 100 * time.Millisecond

// ErrNoAccount says that there is nothing yet.
var ErrNoAccount = errors.New("nobody has completed the first run yet: there is nothing to export")

// Progress is told how many messages of how many have been looked at.
type Progress func(done, total int)

// Report says what was written.
type Report struct {
	Messages, Rooms, People int
}

// Choice says what is written.
type Choice struct {
	// User is whose data; "" is the whole account's.
	User string
	// NoPings leaves direct rooms out of an account's.
	NoPings bool
}

// writer is one export.
type writer struct {
	ctx      context.Context
	db       dbx.Builder
	out      *Place
	person   string // whose, "" for everybody's
	account  collections.AccountView
	users    map[string]collections.UserView
	report   Report
	at       time.Time
	progress Progress
	done     int
	total    int
	began    time.Time // this stretch
}

// Write writes an export of the database at path, which nobody else has open, into a place, which its caller closes.
func Write(ctx context.Context, path string, out *Place, choice Choice, progress Progress) (Report, error) {
	db, err := dbx.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?mode=ro&_pragma=query_only(1)")
	if err != nil {
		return Report{}, err
	}
	defer func() { _ = db.Close() }()
	w := &writer{ctx: ctx, db: db, out: out, person: choice.User, at: time.Now().UTC(), began: time.Now(), progress: progress, users: map[string]collections.UserView{}}
	if w.account, err = collections.FindAccount(db); collections.IsNotFound(err) {
		return Report{}, ErrNoAccount
	} else if err != nil {
		return Report{}, fmt.Errorf("read the account: %w", err)
	}
	users, err := collections.AllUsers(db)
	if err != nil {
		return Report{}, fmt.Errorf("read the people: %w", err)
	}
	for _, u := range users {
		w.users[u.ID] = u
	}
	rooms, err := w.rooms(choice.NoPings)
	if err != nil {
		return Report{}, fmt.Errorf("read the rooms: %w", err)
	}
	if choice.User == "" {
		err = w.everybody(users, rooms, !choice.NoPings)
	} else {
		err = w.somebody(rooms)
	}
	return w.report, err
}

// summary is export.json: what the other files are.
type summary struct {
	Format   string `json:"format"`
	Version  int    `json:"version"`
	Account  string `json:"account"`
	Exported string `json:"exported"`
	// Person is the id of whose data these are; "" for the whole account.
	Person   string `json:"person"`
	Pings    bool   `json:"pings"`
	Messages int    `json:"messages"`
	Rooms    int    `json:"rooms"`
	People   int    `json:"people"`
}

func (w *writer) summary(pings bool) error {
	return w.json("export.json", summary{
		Format: format, Version: version, Account: w.account.Name, Exported: collections.Time(w.at), Person: w.person,
		Pings: pings, Messages: w.report.Messages, Rooms: w.report.Rooms, People: w.report.People,
	})
}

// tick says how far it has come, notices that it is to end, and rests for as long as it has worked: the messages that come
// meanwhile wait for the same disk and processor.
func (w *writer) tick(read int) error {
	w.done += read
	w.progress(min(w.done, w.total), w.total)
	select {
	case <-w.ctx.Done():
	case <-time.After(min(time.Since(w.began), longestRest)):
	}
	w.began = time.Now()
	return w.ctx.Err()
}
