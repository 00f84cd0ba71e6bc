package movein

import (
	"context"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"campfire/collections"
	"campfire/internal/account"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// slackReader reads the export of a workspace of Slack's.
type slackReader struct {
	*loader
	archive *archive
	users   []slackUser
	rooms   []*slackRoom
	byID    map[string]*slackRoom
	days    [][]dayFile
	total   int
	// people maps Slack's ids to ids here, names to what they are called, and strangers those to names who are not listed.
	people, names, strangers map[string]string
	owner                    string
	ownerRuns                bool
	// newest is the time of the last message of each room.
	newest map[*slackRoom]time.Time
	origin string
	now    string
}

// Slack loads a chat from the export of a workspace: the zip file as Slack makes it.
func Slack(ctx context.Context, app core.App, path string, dry bool, progress Progress) (*Report, error) {
	s := &slackReader{
		people: map[string]string{}, names: map[string]string{}, strangers: map[string]string{}, byID: map[string]*slackRoom{}, newest: map[*slackRoom]time.Time{},
		origin: origin(app), now: collections.Time(time.Now()),
	}
	var err error
	if s.archive, err = openArchive(path); err != nil {
		return nil, err
	}
	defer func() { _ = s.archive.zip.Close() }()
	unknown, err := s.validate(ctx, app)
	if err != nil {
		return nil, err
	}
	// Ids of Slack's are of one workspace in the world, so that a later export of the same one has the same.
	return run(app, "slack", dry, func(l *loader) error {
		s.loader = l
		if unknown > 0 {
			s.report.Left["files of conversations that the export does not list"] += unknown
		}
		for _, step := range []func(ctx context.Context, b *batch) error{
			func(_ context.Context, b *batch) error { return s.account(b, path) }, s.loadPeople, s.loadRooms,
		} {
			if err := l.batch(ctx, func(b *batch) error { return step(ctx, b) }); err != nil {
				return err
			}
		}
		if err := s.loadMessages(ctx, progress); err != nil {
			return err
		}
		return l.batch(ctx, func(b *batch) error { return b.everybodyIn(s.now) })
	})
}

// validate reads the whole export once, so that one that is not whole or makes no sense is refused before anything happens.
func (s *slackReader) validate(ctx context.Context, app core.App) (unknown int, err error) {
	found := false
	for _, name := range []string{"users.json", "org_users.json"} {
		if found {
			break
		}
		if found, err = s.archive.read(ctx, name, maxList, &s.users); err != nil {
			return 0, err
		}
	}
	if !found {
		return 0, fmt.Errorf("%w: it has no users.json", ErrNotSlack)
	}
	if len(s.users) == 0 {
		return 0, fmt.Errorf("%w: users.json lists nobody", ErrNotSlack)
	}
	for i := range s.users {
		if s.users[i].ID == "" {
			return 0, fmt.Errorf("%w: somebody in users.json has no id", ErrDamaged)
		}
	}
	if err := s.listRooms(ctx); err != nil {
		return 0, err
	}
	exists, err := collections.AccountExists(app.DB())
	if err != nil {
		return 0, err
	}
	if !exists && !s.anybodyRunsIt() {
		return 0, fmt.Errorf("%w: it has no administrator with an e-mail address, and nobody has completed the first run here; do that in a browser first", ErrNotSlack)
	}
	if s.days, unknown, err = s.archive.days(s.rooms); err != nil {
		return 0, err
	}
	for _, day := range s.days {
		for _, file := range day {
			messages, err := s.messagesOf(ctx, file)
			if err != nil {
				return 0, err
			}
			s.total += len(messages)
			for _, m := range messages {
				if p := m.UserProfile; s.strangers[m.User] == "" && p.DisplayName+p.RealName+p.Name != "" {
					s.strangers[m.User] = firstName(p.DisplayName, p.RealName, p.Name)
				}
			}
		}
	}
	return unknown, nil
}

func (s *slackReader) anybodyRunsIt() bool {
	for i := range s.users {
		if s.users[i].runsIt() {
			return true
		}
	}
	return false
}

func (s *slackReader) listRooms(ctx context.Context) error {
	listed := false
	for _, list := range []struct{ file, kind string }{
		{"channels.json", collections.RoomOpen}, {"groups.json", collections.RoomClosed}, {"mpims.json", collections.RoomDirect}, {"dms.json", collections.RoomDirect},
	} {
		var rooms []*slackRoom
		found, err := s.archive.read(ctx, list.file, maxList, &rooms)
		if err != nil {
			return err
		}
		listed = listed || found
		for _, r := range rooms {
			if r == nil || r.ID == "" {
				return fmt.Errorf("%w: a room in %s has no id", ErrDamaged, list.file)
			}
			if s.byID[r.ID] != nil {
				return fmt.Errorf("%w: the room %s is listed twice", ErrDamaged, r.ID)
			}
			r.kind = list.kind
			s.byID[r.ID] = r
			s.rooms = append(s.rooms, r)
		}
	}
	if !listed {
		return fmt.Errorf("%w: it lists no rooms (channels.json)", ErrNotSlack)
	}
	return nil
}

// account makes one, unless there is one here. The workspace's name is only in that of the file.
func (s *slackReader) account(b *batch, path string) error {
	name, _, named := strings.Cut(filepath.Base(path), " Slack export ")
	if name = clip(strings.TrimSpace(name), 100); !named || name == "" {
		name = account.DefaultName
	}
	return b.add("account", collections.Account, "id", dbx.Params{
		"id": collections.AccountID, collections.AccountName: name, collections.AccountJoinCode: account.NewJoinCode(), collections.AccountCustomStyles: "",
		collections.AccountRestrictRooms: false, collections.AccountJoinPolicy: collections.JoinByLink, "created": s.now, "updated": s.now,
	})
}

// origin is how the addresses of this chat begin; "" as long as nobody has said so.
func origin(app core.App) string {
	address := strings.TrimRight(app.Settings().Meta.AppURL, "/")
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.Hostname() == "localhost" {
		return ""
	}
	return address
}
