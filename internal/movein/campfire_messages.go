package movein

import (
	"context"
	"database/sql"
	"encoding/base64"
	"errors"
	"html"
	"regexp"
	"strconv"
	"strings"

	"campfire/collections"
	"campfire/internal/richtext"
	"campfire/internal/sound"

	nethtml "golang.org/x/net/html"
)

// said is a message there.
type said struct {
	key, room, creator int64
	body, file         string
	created, updated   string
}

// loadMessages brings the messages in the order of their times, batch by batch.
func (c *campfire) loadMessages(ctx context.Context, progress Progress) error {
	var total, done int
	if err := c.db.QueryRowContext(ctx, "SELECT COUNT(*) FROM messages").Scan(&total); err != nil {
		return err
	}
	var pending []said
	flush := func() error {
		if len(pending) == 0 {
			return nil
		}
		err := c.batch(ctx, func(b *batch) error {
			for _, m := range pending {
				if err := c.say(b, m); err != nil {
					return err
				}
			}
			return nil
		})
		done += len(pending)
		pending = pending[:0]
		progress(done, total)
		return err
	}
	err := c.each(ctx, `SELECT m.id, m.room_id, m.creator_id, COALESCE(t.body, ''), CAST(m.created_at AS TEXT), CAST(m.updated_at AS TEXT),
		COALESCE((SELECT b.filename FROM active_storage_attachments a JOIN active_storage_blobs b ON b.id = a.blob_id
			WHERE a.record_type = 'Message' AND a.record_id = m.id AND a.name = 'attachment'), '')
		FROM messages m LEFT JOIN action_text_rich_texts t ON t.record_type = 'Message' AND t.record_id = m.id AND t.name = 'body'
		ORDER BY m.created_at, m.id`, func(rows *sql.Rows) error {
		var m said
		if err := rows.Scan(&m.key, &m.room, &m.creator, &m.body, &m.created, &m.updated, &m.file); err != nil {
			return err
		}
		pending = append(pending, m)
		if len(pending) < perBatch {
			return nil
		}
		return flush()
	})
	return errors.Join(err, flush())
}

func (c *campfire) say(b *batch, m said) error {
	room, author := c.rooms[m.room], c.people[m.creator]
	if room == "" || author == "" {
		c.report.Left["messages of people or rooms that stay behind"]++
		return nil
	}
	body := c.translate(m.body)
	if m.file != "" {
		body += fileLine(m.file)
		c.report.Left["files: there are none in this version, so their names stand in their place"]++
	}
	text, ok := c.parse(body)
	if !ok {
		return nil
	}
	stored := collections.Message{
		ID: id(c.source, "message", m.key), Room: room, Author: author, ClientMessageID: clientID(c.source, m.key),
		Body: text.HTML, BodyText: text.Plain, Kind: collections.MessageText, Mentions: text.Mentions,
		Created: when(m.created), Updated: when(m.created), BodyHash: "moved in",
	}
	if stored.Sound = sound.Played(text.Plain); stored.Sound != "" {
		stored.Kind = collections.MessageSound
	}
	isNew, err := b.message(&stored)
	if err == nil {
		b.report.note("messages", isNew)
	}
	return err
}

// parse sanitises a text, the beginning of one that is too long, and says whether there is anything to store.
func (l *loader) parse(body string) (richtext.Text, bool) {
	text, err := richtext.Parse(body)
	if errors.Is(err, richtext.ErrTooLarge) {
		l.report.Left["ends of texts of more than 64 KiB"]++
		text, err = richtext.Parse(cut(plainOf(body)))
	}
	if err != nil {
		l.report.Left["messages without a text that shows"]++
	}
	return text, err == nil
}

// translate turns what ActionText embeds into what we have: mentions stay mentions, previews become links.
func (c *campfire) translate(body string) string {
	if !strings.Contains(body, "<action-text-attachment") {
		return body
	}
	var out strings.Builder
	z := nethtml.NewTokenizer(strings.NewReader(body))
	inside := 0 // what an attachment contains is made from it, and stays out
	for {
		kind := z.Next()
		if kind == nethtml.ErrorToken {
			return out.String()
		}
		raw := string(z.Raw())
		token := z.Token()
		switch {
		case token.Data != "action-text-attachment":
			if inside == 0 {
				out.WriteString(raw)
			}
		case kind == nethtml.StartTagToken:
			if inside++; inside == 1 {
				out.WriteString(c.attachment(token))
			}
		case kind == nethtml.SelfClosingTagToken && inside == 0:
			out.WriteString(c.attachment(token))
		case kind == nethtml.EndTagToken && inside > 0:
			inside--
		}
	}
}

func (c *campfire) attachment(token nethtml.Token) string {
	attributes := map[string]string{}
	for _, a := range token.Attr {
		attributes[a.Key] = a.Val
	}
	if user, ok := userOf(attributes["sgid"]); ok {
		name := "somebody"
		_ = c.db.QueryRow("SELECT name FROM users WHERE id = ?", user).Scan(&name) // gone: nobody knows the name
		if here := c.people[user]; here != "" {
			return `<span class="mention" data-user="` + here + `">@` + html.EscapeString(name) + `</span>`
		}
		return "@" + html.EscapeString(name)
	}
	if href := attributes["href"]; href != "" {
		title := attributes["filename"]
		if title == "" {
			title = href
		}
		return `<a href="` + html.EscapeString(href) + `">` + html.EscapeString(title) + `</a>`
	}
	c.report.Left["things in a text that are not known here"]++
	return ""
}

var globalID = regexp.MustCompile(`gid://[^/"]+/User/(\d+)`)

// userOf reads whom a signed reference of Rails's is about. Its signature cannot be checked here, and need not be: the
// database that it comes from is trusted.
func userOf(signed string) (int64, bool) {
	text, _, _ := strings.Cut(signed, "--")
	for range 3 { // older versions wrap one encoding in another
		found := globalID.FindStringSubmatch(text)
		if found != nil {
			key, err := strconv.ParseInt(found[1], 10, 64)
			return key, err == nil
		}
		if inner := wrapped.FindStringSubmatch(text); inner != nil {
			text = inner[1]
		}
		text = decode(text)
	}
	return 0, false
}

// wrapped finds the encoded message in an envelope of Rails's.
var wrapped = regexp.MustCompile(`"(?:message|data)":"([A-Za-z0-9+/_=-]+)"`)

func decode(text string) string {
	text = strings.TrimRight(text, "=")
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		if raw, err := encoding.DecodeString(text); err == nil {
			return string(raw)
		}
	}
	return ""
}

// plainOf takes the markup out of a text that is too long to be stored with it.
func plainOf(body string) string {
	var out strings.Builder
	for z := nethtml.NewTokenizer(strings.NewReader(body)); ; {
		switch z.Next() {
		case nethtml.ErrorToken:
			return out.String()
		case nethtml.TextToken:
			out.WriteString(z.Token().Data + " ")
		}
	}
}

// cut leaves room for the escapes that a text may need.
func cut(text string) string {
	return html.EscapeString(clip(text, richtext.MaxBytes/8))
}
