package hooks_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// list asks for records with parameters: name, value, name, value.
func (c *camp) list(as, path string, parameters ...string) (status int, items []map[string]any, raw string) {
	c.t.Helper()
	query := url.Values{}
	for i := 0; i+1 < len(parameters); i += 2 {
		query.Set(parameters[i], parameters[i+1])
	}
	reply := c.Call(as, "GET", path+"?"+query.Encode(), nil)
	return reply.Status, reply.List("items"), reply.Raw
}

func texts(items []map[string]any) []string {
	found := make([]string, len(items))
	for i, item := range items {
		found[i], _ = item["body_text"].(string)
	}
	return found
}

func TestMessagesAreListedByRoomAndNumber(t *testing.T) {
	c := start(t)
	for _, text := range []string{"one", "two", "three"} {
		c.post(c.david, c.Watercooler, text)
		c.post(c.david, c.Designers, "secret "+text)
	}
	// A clock that was set back: the order of the room is by number.
	c.Exec(t, "UPDATE messages SET created = '2020-01-01 00:00:00.000Z' WHERE body_text LIKE '%three'")
	room := fmt.Sprintf("room = %q", c.Watercooler)
	for _, q := range []struct {
		name, as, filter, sort string
		want                   []string
	}{
		{"a room, unsorted, is in its order", c.kevin, room, "", []string{"one", "two", "three"}},
		{"newest first", c.kevin, room, "-rseq", []string{"three", "two", "one"}},
		{"created means the order of sending", c.kevin, room, "-created", []string{"three", "two", "one"}},
		{"behind a number", c.kevin, room + " && rseq > 1", "rseq", []string{"two", "three"}},
		{"since a time", c.kevin, room + ` && created >= "2026-01-01"`, "", []string{"one", "two"}},
		{"by author and text", c.kevin, room + ` && author.name = "David" && (body_text ~ "tw" || body_text ~ "thr")`, "", []string{"two", "three"}},
		{"a bot, like its owner", c.bender, room, "seq", []string{"one", "two", "three"}},
		{"every room one is in", c.kevin, "", "-created", []string{"three", "two", "one"}},
		{"every room of a member", c.jason, "", "-id", []string{"secret three", "three", "secret two", "two", "secret one", "one"}},
		{"either room, as far as one is in it", c.kevin, room + fmt.Sprintf(" || room = %q", c.Designers), "created", []string{"one", "two", "three"}},
		{"another's room", c.kevin, fmt.Sprintf("room = %q", c.Designers), "", []string{}},
		{"a guest", "", room, "", []string{}},
		{"a text that looks like a relation", c.kevin, `body_text = "messages_via_author"`, "", []string{}},
	} {
		status, items, raw := c.list(q.as, messages, "filter", q.filter, "sort", q.sort)
		if got := texts(items); status != 200 || !slices.Equal(got, q.want) {
			t.Errorf("%s: %d %q, want %q: %s", q.name, status, got, q.want, raw)
		}
	}
	_, items, raw := c.list(c.kevin, messages, "filter", room, "expand", "author,room", "perPage", "1", "page", "2", "skipTotal", "1",
		"fields", "rseq,expand.author.name,expand.room.name")
	if len(items) != 1 || encode(t, items[0]) != `{"expand":{"author":{"name":"David"},"room":{"name":"Watercooler"}},"rseq":2}` {
		t.Errorf("expand and fields answer %s", raw)
	}
}

func TestAListTellsNothingThatItsReaderMayNotSee(t *testing.T) {
	c := start(t)
	c.post(c.david, c.Designers, "the secret plan")
	c.post(c.david, c.Watercooler, "hello")
	c.room(c.david, "closed", "Topsecret")
	everyone := []string{c.kevin, c.bender}
	for _, q := range []struct {
		path, filter, seen string
		seers              []string
	}{
		// Each question finds something for whoever may see it, and nothing for the others.
		{users, `rooms_via_creator.name ?= "Topsecret"`, "David", []string{c.david}},
		{users, `memberships_via_user.room.name ?= "Designers"`, "David", []string{c.david, c.jason}},
		{rooms, `creator.rooms_via_creator.name ?= "Topsecret"`, "Watercooler", []string{c.david}},
		{memberships, `room.name = "Designers"`, c.Designers, []string{c.david, c.jason}},
		{messages, `body_text ~ "secret"`, "the secret plan", []string{c.david, c.jason}},
		{messages, `author.name = "David"`, "hello", []string{c.david, c.jason, c.kevin, c.bender}},
		{users, `email ~ "avid@"`, "David", []string{c.super}},
		{messages, `author.email ~ "avid@"`, "hello", []string{c.super}},
	} {
		for _, as := range q.seers {
			if status, _, raw := c.list(as, q.path, "filter", q.filter); status != 200 || !strings.Contains(raw, q.seen) {
				t.Errorf("need somebody who finds %s for this test to mean anything: %d %s", q.filter, status, raw)
			}
		}
		for _, as := range append([]string{""}, everyone...) {
			if slices.Contains(q.seers, as) {
				continue
			}
			if _, items, raw := c.list(as, q.path, "filter", q.filter); len(items) > 0 {
				t.Errorf("%s finds %s", q.filter, raw)
			}
		}
	}
}

func TestAListRefusesWhatItsReaderMayNotAsk(t *testing.T) {
	c := start(t)
	var attempts []attempt
	ask := func(path, name, value string, status int) {
		for _, as := range []string{c.jason, c.david, c.bender} {
			attempts = append(attempts, attempt{
				name: name + " " + value, as: as, method: "GET", path: path + "?" + url.Values{name: {value}}.Encode(), status: status,
			})
		}
	}
	for _, field := range []string{"email", "-email:lower", "name,-email"} {
		ask(users, "sort", field, 400)
	}
	ask(messages, "sort", "author.email", 400)
	ask(memberships, "sort", "user.email", 400)
	for _, field := range []string{"tokenKey", "password", "sessions_via_user.ip", "webhooks_via_bot.url", "nothing"} {
		ask(users, "filter", field+` ~ "a"`, 400)
		ask(users, "sort", field, 400)
	}
	for _, field := range []string{"deleted", "body_hash", "event_seq", "room.direct_key", "room.changed_seq"} {
		ask(messages, "filter", field+` != ""`, 400)
		ask(messages, "sort", field, 400)
	}
	for _, field := range []string{"involvement", "read_rseq", "marked_unread", "room.memberships_via_room.read_rseq"} {
		ask(memberships, "filter", field+` != ""`, 400)
	}
	for _, field := range []string{"body", "author", "@random", "rseq"} {
		ask(messages, "sort", field, 400)
	}
	ask(messages, "filter", `@collection.sessions.ip ~ "1"`, 403)
	ask(users, "filter", `messages_via_author.body_text ?~ "a"`, 400)
	ask(users, "filter", `name = "x" || (strftime("%Y", messages_via_author.created) = "2026")`, 400)
	ask(users, "expand", "messages_via_author", 400)
	ask(rooms, "expand", "boosts_via_room", 400)
	for _, name := range []string{"sessions", "flags", "jobs", "bans", "wishes", "transfers", "webhooks", "_superusers"} {
		ask("/api/collections/"+name+"/records", "filter", "", 403)
	}
	c.refused(attempts)
}

func TestExpandShowsOnlyWhatItsReaderMaySee(t *testing.T) {
	c := start(t)
	c.post(c.david, c.Designers, "secret")
	_, _, all := c.list(c.jason, users, "expand", "rooms_via_creator,memberships_via_user.room")
	if !strings.Contains(all, c.Designers) {
		t.Fatal("need somebody who sees the room for this test to mean anything")
	}
	_, _, raw := c.list(c.kevin, users, "expand", "rooms_via_creator,memberships_via_user.room")
	for _, hidden := range []string{c.Designers, "david@example.com"} {
		if strings.Contains(raw, hidden) {
			t.Errorf("%s shows in %s", hidden, raw)
		}
	}
	if !strings.Contains(raw, c.Watercooler) {
		t.Errorf("the own rooms do not show in %s", raw)
	}
}

func TestAListOfALongHistoryReadsOnePage(t *testing.T) {
	c := start(t)
	c.Exec(t, `INSERT INTO messages (id, room, author, client_message_id, body, body_text, kind, sound, seq, rseq, version, edited,
		mentions, deleted, body_hash, event_seq, created, updated)
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 40000)
		SELECT printf('m%014d', i), ?, ?, printf('c%d', i), 'hello', 'hello', 'text', '', 1000+i, i, 1, 0, '[]', 0, '', 1000+i,
		'2026-01-01 00:00:00.000Z', '2026-01-01 00:00:00.000Z' FROM n`, c.Watercooler, c.David)
	room := fmt.Sprintf("room = %q", c.Watercooler)
	for _, q := range [][]string{
		{"sort", "-created"}, {"sort", "-rseq", "filter", room}, {"sort", "-created", "filter", room},
		{"sort", "rseq", "filter", room + " && rseq > 39000"},
	} {
		began := time.Now()
		status, items, raw := c.list(c.kevin, messages, append(q, "skipTotal", "1")...)
		// Sorting them all takes a second, a page some milliseconds.
		if took := time.Since(began); status != 200 || len(items) != 30 || took > 250*time.Millisecond {
			t.Errorf("%q: %d with %d items in %v: %.200s", q, status, len(items), took, raw)
		}
	}
}
