package movein

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"html"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"campfire/collections"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	_ "modernc.org/sqlite" // PocketBase's driver, for the other chat's file
)

// ErrNotCampfire says that a file is no database of the original Campfire.
var ErrNotCampfire = errors.New("this is no database of Campfire (once-campfire)")

// campfire reads the database of the original.
type campfire struct {
	*loader
	db *sql.DB
	// people and rooms map keys there to ids here.
	people, rooms map[int64]string
	now           string
}

// places are where the original keeps its database, seen from its storage directory and from what is above it.
var places = []string{"production.sqlite3", "db/production.sqlite3", "storage/db/production.sqlite3", "storage/production.sqlite3"}

// Campfire loads a chat from the database of the original, or from the directory that has it.
func Campfire(ctx context.Context, app core.App, path string, dry bool, progress Progress) (*Report, error) {
	db, err := openCampfire(ctx, path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = db.Close() }()
	source, err := sourceOf(ctx, db)
	if err != nil {
		return nil, err
	}
	return run(app, source, dry, func(l *loader) error {
		c := &campfire{loader: l, db: db, people: map[int64]string{}, rooms: map[int64]string{}, now: collections.Time(time.Now())}
		for _, step := range []func(ctx context.Context, b *batch) error{c.account, c.loadPeople, c.loadRooms, c.loadMemberships} {
			if err := l.batch(ctx, func(b *batch) error { return step(ctx, b) }); err != nil {
				return err
			}
		}
		if err := c.loadMessages(ctx, progress); err != nil {
			return err
		}
		for _, step := range []func(ctx context.Context, b *batch) error{c.loadBoosts, c.loadRest, c.readMarkers} {
			if err := l.batch(ctx, func(b *batch) error { return step(ctx, b) }); err != nil {
				return err
			}
		}
		return nil
	})
}

func openCampfire(ctx context.Context, path string) (*sql.DB, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		dir := path
		for _, place := range places {
			if _, err := os.Stat(filepath.Join(dir, place)); err == nil {
				path = filepath.Join(dir, place)
				break
			}
		}
		if path == dir {
			return nil, fmt.Errorf("%w: %s has no production.sqlite3", ErrNotCampfire, dir)
		}
	}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?mode=ro&_pragma=busy_timeout(10000)&_pragma=query_only(1)")
	if err != nil {
		return nil, err
	}
	// Every column that is read, so that a version with others is refused before anything has happened.
	for _, columns := range []string{
		"name, join_code, custom_styles FROM accounts", "id, name, email_address, password_digest, bio, role, status, bot_token, created_at, updated_at FROM users",
		"id, type, name, creator_id, created_at, updated_at FROM rooms", "room_id, user_id, involvement, unread_at, created_at, updated_at FROM memberships",
		"id, room_id, creator_id, client_message_id, created_at, updated_at FROM messages", "record_type, record_id, name, body FROM action_text_rich_texts",
		"message_id, booster_id, content, created_at FROM boosts", "user_id, query, updated_at FROM searches", "user_id, url FROM webhooks",
		"user_id, ip_address, created_at FROM bans", "record_type, record_id, name, blob_id FROM active_storage_attachments", "id, filename FROM active_storage_blobs",
	} {
		rows, err := db.QueryContext(ctx, "SELECT "+columns+" LIMIT 0")
		if err != nil {
			_ = db.Close()
			return nil, fmt.Errorf("%w of a version that is known here: %w", ErrNotCampfire, err)
		}
		_ = rows.Close()
	}
	return db, nil
}

// sourceOf names the other chat by what does not change in it, so that its rows have the same ids here every time.
func sourceOf(ctx context.Context, db *sql.DB) (string, error) {
	var created string
	err := db.QueryRowContext(ctx, "SELECT CAST(created_at AS TEXT) FROM accounts ORDER BY id LIMIT 1").Scan(&created)
	if errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("%w: it has no account", ErrNotCampfire)
	}
	return "once-campfire " + created, err
}

// account takes the other one's over, unless there is one here.
func (c *campfire) account(ctx context.Context, b *batch) error {
	var name, code, styles string
	err := c.db.QueryRowContext(ctx, "SELECT name, join_code, COALESCE(custom_styles, '') FROM accounts ORDER BY id LIMIT 1").Scan(&name, &code, &styles)
	if err != nil {
		return err
	}
	var restricted bool
	// note: older versions have no settings.
	_ = c.db.QueryRowContext(ctx, "SELECT COALESCE(json_extract(settings, '$.restrict_room_creation_to_administrators'), 0) FROM accounts ORDER BY id LIMIT 1").Scan(&restricted)
	return b.add("account", collections.Account, "id", dbx.Params{
		"id": collections.AccountID, collections.AccountName: clip(name, 100), collections.AccountJoinCode: clip(code, 32), collections.AccountCustomStyles: clip(styles, 100_000),
		collections.AccountRestrictRooms: restricted, collections.AccountJoinPolicy: collections.JoinByLink, "created": c.now, "updated": c.now,
	})
}

var (
	campfireRoles    = []string{collections.RoleMember, collections.RoleAdministrator, collections.RoleBot}
	campfireStatuses = []string{collections.StatusActive, collections.StatusDeactivated, collections.StatusBanned}
)

func (c *campfire) loadPeople(ctx context.Context, b *batch) error {
	return c.each(ctx, `SELECT id, name, COALESCE(email_address, ''), COALESCE(password_digest, ''), COALESCE(bio, ''), role, status, COALESCE(bot_token, ''),
		CAST(created_at AS TEXT), CAST(updated_at AS TEXT) FROM users ORDER BY id`, func(rows *sql.Rows) error {
		var key int64
		var role, status int
		var token string
		var p person
		if err := rows.Scan(&key, &p.name, &p.email, &p.passwordHash, &p.bio, &role, &status, &token, &p.created, &p.updated); err != nil {
			return err
		}
		if role < 0 || role >= len(campfireRoles) || status < 0 || status >= len(campfireStatuses) {
			c.report.Left["people of a role or status that is not known here"]++
			return nil
		}
		p.key, p.role, p.status = key, campfireRoles[role], campfireStatuses[status]
		p.name, p.bio, p.email = clip(strings.TrimSpace(p.name), 100), clip(p.bio, 200), strings.ToLower(strings.TrimSpace(p.email))
		p.created, p.updated = when(p.created), when(p.updated)
		here, err := b.person(p)
		if err != nil {
			return err
		}
		c.people[key] = here
		if p.role != collections.RoleBot || token == "" {
			return nil
		}
		// The key goes on working: here too it is found by its hash.
		return b.add("keys of bots", collections.Sessions, "id", dbx.Params{
			"id": id(c.source, "key", key), collections.SessionUser: here, collections.SessionKind: collections.SessionBot,
			collections.SessionKeyHash: keyHash(fmt.Sprintf("%d-%s", key, token)), collections.SessionKeyTail: collections.KeyTail(token), collections.SessionName: "Campfire",
			collections.SessionScopes: collections.IDsJSON(collections.Scopes), collections.SessionRooms: "[]", "created": p.created, "updated": p.updated,
		})
	})
}

var campfireRooms = map[string]string{
	"Rooms::Open": collections.RoomOpen, "Rooms::Closed": collections.RoomClosed, "Rooms::Direct": collections.RoomDirect,
}

func (c *campfire) loadRooms(ctx context.Context, b *batch) error {
	members := map[int64][]string{}
	err := c.each(ctx, "SELECT room_id, user_id FROM memberships", func(rows *sql.Rows) error {
		var room, user int64
		err := rows.Scan(&room, &user)
		if here, ok := c.people[user]; ok {
			members[room] = append(members[room], here)
		}
		return err
	})
	if err != nil {
		return err
	}
	return c.each(ctx, `SELECT id, type, COALESCE(name, ''), creator_id, CAST(created_at AS TEXT), CAST(updated_at AS TEXT) FROM rooms ORDER BY id`, func(rows *sql.Rows) error {
		var key, creator int64
		var kind string
		var r chamber
		if err := rows.Scan(&key, &kind, &r.name, &creator, &r.created, &r.updated); err != nil {
			return err
		}
		r.key, r.kind, r.creator, r.members = key, campfireRooms[kind], c.people[creator], members[key]
		r.created, r.updated, r.name = when(r.created), when(r.updated), clip(r.name, 100)
		switch {
		case r.kind == "":
			c.report.Left["rooms of a kind that is not known here ("+kind+")"]++
			return nil
		case r.kind == collections.RoomDirect && len(r.members) == 0:
			c.report.Left["pings that nobody is in"]++
			return nil
		case r.creator == "":
			if r.creator = firstOf(r.members); r.creator == "" {
				c.report.Left["rooms whose creator is gone, and that nobody is in"]++
				return nil
			}
		}
		here, err := b.room(r)
		c.rooms[key] = here
		return err
	})
}

func firstOf(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func (c *campfire) loadMemberships(ctx context.Context, b *batch) error {
	known := map[string]bool{}
	for _, level := range collections.Involvements {
		known[level] = true
	}
	return c.each(ctx, "SELECT room_id, user_id, COALESCE(involvement, ''), CAST(created_at AS TEXT), CAST(updated_at AS TEXT) FROM memberships ORDER BY id", func(rows *sql.Rows) error {
		var room, user int64
		var level, created, updated string
		if err := rows.Scan(&room, &user, &level, &created, &updated); err != nil {
			return err
		}
		if c.rooms[room] == "" || c.people[user] == "" {
			c.report.Left["memberships of people or rooms that stay behind"]++
			return nil
		}
		if !known[level] {
			level = collections.InvolvementMentions
		}
		return b.member(dbx.Params{
			"id": c.membership(room, user), collections.MembershipRoom: c.rooms[room], collections.MembershipUser: c.people[user],
			collections.MembershipInvolvement: level, collections.MembershipReadRSeq: 0, collections.MembershipMarkedUnread: false,
			"created": when(created), "updated": when(updated),
		})
	})
}

func (c *campfire) loadBoosts(ctx context.Context, b *batch) error {
	return c.each(ctx, "SELECT id, message_id, booster_id, content, CAST(created_at AS TEXT) FROM boosts ORDER BY created_at, id", func(rows *sql.Rows) error {
		var key, message, booster int64
		var content, created string
		if err := rows.Scan(&key, &message, &booster, &content, &created); err != nil {
			return err
		}
		here := id(c.source, "message", message)
		var room, author string
		err := b.tx.DB().NewQuery("SELECT room, author FROM messages WHERE id = {:id} AND deleted = FALSE").Bind(dbx.Params{"id": here}).Row(&room, &author)
		if collections.IsNotFound(err) || err == nil && c.people[booster] == "" {
			c.report.Left["boosts of messages or people that are not here"]++
			return nil
		} else if err != nil {
			return err
		}
		return b.boost(collections.Boost{
			ID: id(c.source, "boost", key), Message: here, Room: room, Booster: c.people[booster], Author: author, Content: content, Created: when(created),
		})
	})
}

// each calls fn for the rows of a query on the other chat.
func (c *campfire) each(ctx context.Context, query string, fn func(rows *sql.Rows) error) error {
	rows, err := c.db.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := fn(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// blockable reports whether an address is one person's and not an office's.
func blockable(address string) bool {
	ip, err := netip.ParseAddr(address)
	return err == nil && ip.IsGlobalUnicast() && !ip.IsPrivate()
}

// fileLine is what stands for a file that stays behind.
func fileLine(name string) string { return "<em>" + html.EscapeString(name) + "</em>" }
