package movein

import (
	"cmp"
	"html"
	"net/url"
	"strconv"
	"strings"

	"campfire/collections"
	"campfire/internal/slack"

	"github.com/pocketbase/dbx"
)

// excerpt is how much of a message its answers quote, in characters: a thread has many answers, and each would carry all of it.
const excerpt = 200

func (s *slackReader) say(b *batch, m *slackMessage) error {
	switch {
	case isNotice(m.Subtype):
		s.report.Left["notices of Slack's, such as that somebody joined: there is no place for them"]++
		return nil
	case m.double:
		s.report.Left["messages that the export has twice"]++
		return nil
	case m.at.Before(s.newest[m.room]):
		s.report.Left["the place of messages that the export has on the wrong day: they are behind later ones"]++
	default:
		s.newest[m.room] = m.at
	}
	author, err := s.author(b, m)
	if err != nil {
		return err
	}
	body, whole := m.HTML(slack.Directory{Person: s.mention, Room: s.roomName})
	if !whole {
		s.report.Left["parts of messages of programs that cannot be shown"]++
	}
	if m.Subtype == "me_message" {
		body = "<em>" + body + "</em>"
	}
	for i := range m.Files {
		body += s.file(&m.Files[i])
	}
	quote, err := s.quote(b, m)
	if err != nil {
		return err
	}
	if body != "" && quote != "" {
		body = quote + "<div>" + body + "</div>"
	}
	text, ok := s.parse(body)
	if !ok {
		return nil
	}
	at, edited := m.edited()
	stored := collections.Message{
		ID: id(s.source, "message", m.key()), Room: m.room.here, Author: author, ClientMessageID: clientID(s.source, m.key()),
		Body: text.HTML, BodyText: text.Plain, Kind: collections.MessageText, Mentions: text.Mentions, Edited: edited,
		Created: collections.Time(m.at), Updated: at, BodyHash: "moved in",
	}
	isNew, err := b.message(&stored)
	if err != nil {
		return err
	}
	s.report.note("messages", isNew)
	if !isNew { // it may have been deleted here since, and then nobody boosts it
		err := b.tx.DB().NewQuery("SELECT author FROM messages WHERE id = {:id} AND deleted = FALSE").Bind(dbx.Params{"id": stored.ID}).Row(&stored.Author)
		if collections.IsNotFound(err) {
			return nil
		} else if err != nil {
			return err
		}
	}
	return s.react(b, m, &stored)
}

// author returns who said something: somebody, a program by its name, or somebody from another workspace.
func (s *slackReader) author(b *batch, m *slackMessage) (string, error) {
	if here := s.people[m.User]; here != "" {
		return here, nil
	}
	if m.User != "" && m.BotID == "" {
		return s.stranger(b, m.User, firstName(s.strangers[m.User]), collections.RoleMember)
	}
	name := firstName(m.Username, m.BotProfile.Name, "Bot")
	return s.stranger(b, "bot "+m.BotID+" "+name, name, collections.RoleBot)
}

// mention is how somebody is called in a text; "" for somebody nobody knows.
func (s *slackReader) mention(key string) string {
	if here := s.people[key]; here != "" {
		return `<span class="mention" data-user="` + here + `">@` + html.EscapeString(s.names[key]) + `</span>`
	}
	return ""
}

func (s *slackReader) roomName(key string) string {
	if r := s.byID[key]; r != nil && r.Name != "" && r.kind != collections.RoomDirect {
		return "#" + html.EscapeString(r.Name)
	}
	return ""
}

// file is the line that stands for a file: it is still at Slack, for as long as Slack has it.
func (s *slackReader) file(f *slackFile) string {
	name := cmp.Or(f.Title, f.Name)
	if name == "" {
		s.report.Left["files that the export has not even the names of"]++
		return ""
	}
	s.report.Left["files: there are none in this version, so their names stand in their place"]++
	address, err := url.Parse(cmp.Or(f.Permalink, f.URLPrivate))
	if err != nil || address.Scheme != "https" {
		return "<p>" + fileLine(name) + "</p>"
	}
	address.RawQuery, address.Fragment = "", "" // an export puts the key to all of the workspace's files there
	return `<p><a href="` + html.EscapeString(address.String()) + `">` + fileLine(name) + "</a></p>"
}

// quote is how an answer in a thread begins: with what it answers, as the interface's own answers do.
func (s *slackReader) quote(b *batch, m *slackMessage) (string, error) {
	if m.ThreadTS == "" || m.ThreadTS == m.TS {
		return "", nil
	}
	var rseq int64
	var text, name string
	err := b.tx.DB().NewQuery(`SELECT m.rseq, m.body_text, u.name FROM messages m JOIN users u ON u.id = m.author WHERE m.id = {:id} AND m.deleted = FALSE`).
		Bind(dbx.Params{"id": id(s.source, "message", m.room.ID+" "+m.ThreadTS)}).Row(&rseq, &text, &name)
	if collections.IsNotFound(err) {
		s.report.Left["quotes of what was answered, which the export has not"]++
		return "", nil
	} else if err != nil {
		return "", err
	}
	words := strings.Join(strings.Fields(text), " ")
	if short := clip(words, excerpt); short != words {
		words = short + "…"
	}
	link := ""
	if s.origin != "" {
		link = ` <a href="` + html.EscapeString(s.origin+"/rooms/"+m.room.here+"/@"+strconv.FormatInt(rseq, 10)) + `">#</a>`
	}
	return "<blockquote>" + html.EscapeString(words) + "</blockquote><cite>— " + html.EscapeString(name) + link + "</cite>", nil
}

// react turns reactions into boosts. When they were given the export does not say.
func (s *slackReader) react(b *batch, m *slackMessage, stored *collections.Message) error {
	for _, r := range m.Reactions {
		content := slack.Emoji(r.Name)
		if content == "" {
			content = clip(strings.TrimSpace(r.Name), collections.BoostMaxRunes) // an emoji of the workspace's own
		}
		for _, key := range r.Users {
			here := s.people[key]
			if here == "" || content == "" {
				s.report.Left["boosts of messages or people that are not here"]++
				continue
			}
			err := b.boost(collections.Boost{
				ID: id(s.source, "boost", m.key()+" "+r.Name+" "+key), Message: stored.ID, Room: stored.Room, Booster: here, Author: stored.Author,
				Content: content, Created: stored.Created,
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}
