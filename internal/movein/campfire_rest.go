package movein

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"campfire/collections"
	"campfire/internal/webhook"

	"github.com/pocketbase/dbx"
)

// loadRest brings searches, bans and webhooks, and counts what cannot come along.
func (c *campfire) loadRest(ctx context.Context, b *batch) error {
	for _, step := range []func(ctx context.Context, b *batch) error{c.loadSearches, c.loadBans, c.loadWebhooks} {
		if err := step(ctx, b); err != nil {
			return err
		}
	}
	for query, what := range map[string]string{
		"SELECT COUNT(*) FROM sessions":           "sessions: everybody signs in once more",
		"SELECT COUNT(*) FROM push_subscriptions": "push subscriptions: each browser asks again",
		"SELECT COUNT(*) FROM active_storage_attachments WHERE record_type IN ('User', 'Account')": "pictures of people and the logo: there are none in this version",
	} {
		var n int
		if err := c.db.QueryRowContext(ctx, query).Scan(&n); err == nil && n > 0 { // what does not come along need not be there
			c.report.Left[what] += n
		}
	}
	return b.everybodyIn(c.now)
}

func (c *campfire) loadSearches(ctx context.Context, b *batch) error {
	return c.each(ctx, "SELECT user_id, query, CAST(updated_at AS TEXT) FROM searches ORDER BY updated_at, id", func(rows *sql.Rows) error {
		var user int64
		var query, at string
		if err := rows.Scan(&user, &query, &at); err != nil {
			return err
		}
		here := c.people[user]
		if here == "" || query == "" || len([]rune(query)) > collections.SearchQueryMax {
			return nil
		}
		err := collections.RememberSearch(b.tx.DB(), here, query, when(at))
		if err == nil {
			c.report.Moved["searches (the last ten of each)"]++
		}
		return err
	})
}

func (c *campfire) loadBans(ctx context.Context, b *batch) error {
	return c.each(ctx, "SELECT user_id, ip_address, CAST(created_at AS TEXT) FROM bans", func(rows *sql.Rows) error {
		var user int64
		var address, at string
		if err := rows.Scan(&user, &address, &at); err != nil || c.people[user] == "" {
			return err
		}
		return b.add("banned addresses", collections.Bans, "user, address", dbx.Params{
			"id": id(c.source, "ban", address+c.people[user]), collections.BanUser: c.people[user], collections.BanAddress: address,
			collections.BanBlockable: blockable(address), collections.BanPending: false, "created": when(at), "updated": when(at),
		})
	})
}

func (c *campfire) loadWebhooks(ctx context.Context, b *batch) error {
	return c.each(ctx, "SELECT user_id, COALESCE(url, '') FROM webhooks", func(rows *sql.Rows) error {
		var user int64
		var url string
		if err := rows.Scan(&user, &url); err != nil || c.people[user] == "" || url == "" {
			return err
		}
		if len(url) > collections.WebhookURLMax {
			c.report.Left["webhooks whose address is too long"]++
			return nil
		}
		bot, secret := c.people[user], webhook.NewSecret()
		isNew, err := b.insert(collections.Webhooks, "user", dbx.Params{
			"id": id(c.source, "webhook", user), collections.WebhookUser: bot, collections.WebhookURL: url, collections.WebhookSecret: secret,
			collections.WebhookRooms: "[]", "created": c.now, "updated": c.now,
		})
		b.report.note("webhooks", isNew)
		if err != nil || !isNew {
			return err
		}
		key := webhook.PathKey(secret)
		_, err = b.insert(collections.Sessions, "id", dbx.Params{
			"id": id(c.source, "webhook key", user), collections.SessionUser: bot, collections.SessionKind: collections.SessionBot,
			collections.SessionKeyHash: keyHash(key), collections.SessionKeyTail: collections.KeyTail(key), collections.SessionName: "Webhook",
			collections.SessionScopes: collections.IDsJSON(collections.Scopes), collections.SessionRooms: "[]", "created": c.now, "updated": c.now,
		})
		return err
	})
}

// readMarkers sets how far people have read: to the message before what they had not seen there, or to the last one. A
// marker only moves on.
func (c *campfire) readMarkers(ctx context.Context, b *batch) error {
	return c.each(ctx, `SELECT m.room_id, m.user_id, m.unread_at IS NOT NULL, COALESCE((SELECT x.id FROM messages x
		WHERE x.room_id = m.room_id AND x.created_at < m.unread_at ORDER BY x.created_at DESC, x.id DESC LIMIT 1), 0) FROM memberships m`, func(rows *sql.Rows) error {
		var room, user, last int64
		var unread bool
		if err := rows.Scan(&room, &user, &unread, &last); err != nil {
			return err
		}
		read := "(SELECT r.head_rseq FROM rooms r WHERE r.id = memberships.room)"
		if unread {
			read = "COALESCE((SELECT x.rseq FROM messages x WHERE x.id = {:last}), 0)"
		}
		_, err := b.tx.DB().NewQuery("UPDATE memberships SET read_rseq = MAX(read_rseq, " + read + ") WHERE id = {:id}").
			Bind(dbx.Params{"id": c.membership(room, user), "last": id(c.source, "message", last)}).Execute()
		return err
	})
}

// membership is the id of a membership that came along. One that was here before keeps its marker.
func (c *campfire) membership(room, user int64) string {
	return id(c.source, "membership", strconv.FormatInt(room, 10)+" "+strconv.FormatInt(user, 10))
}

// keyHash is how a bot's key is kept.
func keyHash(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

// railsTimes are how Rails writes times, in UTC.
var railsTimes = []string{"2006-01-02 15:04:05.999999", "2006-01-02T15:04:05.999999Z", "2006-01-02 15:04:05 UTC", time.RFC3339Nano}

// when converts a time of Rails's; one that makes no sense becomes the beginning.
func when(text string) string {
	for _, layout := range railsTimes {
		if at, err := time.Parse(layout, text); err == nil {
			return collections.Time(at)
		}
	}
	return collections.Time(time.Unix(0, 0))
}

// clip cuts a text between letters.
func clip(text string, most int) string {
	letters := []rune(strings.ToValidUTF8(strings.ReplaceAll(text, "\x00", ""), ""))
	if len(letters) > most {
		letters = letters[:most]
	}
	return string(letters)
}
