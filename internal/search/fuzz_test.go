package search_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"campfire/collections"
	"campfire/internal/event"
	"campfire/internal/search"
)

// beside opens the index of a served app a second time, to ask it without HTTP.
func (c *camp) beside() *search.Index {
	c.t.Helper()
	log, err := event.Open(c.App, "FULL")
	if err != nil {
		c.t.Fatal(err)
	}
	x, err := search.Open(c.App, log)
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { _ = x.Close() })
	return x
}

// scraps are what queries are thrown together from.
var scraps = []string{
	"foo", "bar", "foo-bar", "c++", "C#", "the", "上海", "é", "🎉", "👩‍👩‍👧", "מחר", "غدا", "\x00", "\xff", "\u202e", "\ufeff", "'", `"`, "“", "”", "`", "(", ")", "[", "]",
	"{", "}", "*", "^", ":", ";", ",", ".", "-", "+", "/", "\\", "|", "&", "&&", "||", "!", "?", "%", "_", "#", "@", "$", "~", "=", "<", ">", "<mark>", " ", "\t", "\n",
	" AND ", " OR ", " NOT ", "NEAR(", "NEAR/2", "words:", "text:", "room:", "from:", "in:", "before:", "after:", "has:", "is:", "from:\"", "before:2026-01-01",
	"after:9999-99-99", "has:link", "is:unread", "from:me", "room:x", "rank", "rowid", "--", "/*", "*/", "' OR 1=1 --", "0", "1e309", "-1", "ﬀ", "İ", "ß", "\u0301", "ｆ",
}

func nonsense(random *rand.Rand) string {
	var b strings.Builder
	for range 1 + random.IntN(8) {
		if random.IntN(3) == 0 {
			b.WriteRune(rune(random.IntN(0x11000)))
		} else {
			b.WriteString(scraps[random.IntN(len(scraps))])
		}
	}
	return b.String()
}

// Guards: quote (expression.go).
func TestG41FiftyThousandStringsAreNeverAnError(t *testing.T) {
	c := start(t)
	for _, text := range said {
		c.post(c.kevin, c.Watercooler, escape(text))
		c.post(c.david, c.Designers, escape("secret "+text))
	}
	c.caughtUp()
	x := c.beside()
	random := rand.New(rand.NewPCG(41, 41))
	strange := []string{strings.Repeat("x", 10_000), strings.Repeat("a ", 5_000), strings.Repeat(`"`, 10_000), strings.Repeat("上", 4_000), strings.Repeat("from:", 2_000)}
	for i := range 128 {
		strange = append(strange, string(rune(i)), "foo"+string(rune(i)), string(rune(i))+"foo", "foo"+string(rune(i))+"bar")
	}
	took := make([]time.Duration, 0, 50_000)
	for i := range 50_000 {
		text := nonsense(random)
		if i < len(strange) {
			text = strange[i]
		}
		began := time.Now()
		answer, err := x.Search(context.Background(), search.Request{User: c.Kevin, Text: text, Limit: 10})
		took = append(took, time.Since(began))
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		for _, result := range answer.Results {
			if result.Message.Room != c.Watercooler || strings.Contains(result.Message.Body, "secret") {
				t.Fatalf("%q shows Kevin %q", text, result.Message.Body)
			}
		}
		if i%25 == 0 { // and through the door
			if reply := c.Call(c.kevin, "GET", "/api/chat/search?q="+url.QueryEscape(text), nil); reply.Status != 200 {
				t.Fatalf("%q answers %d %s", text, reply.Status, reply.Raw)
			}
		}
	}
	slices.Sort(took)
	if p99 := took[len(took)*99/100]; p99 > 20*time.Millisecond {
		t.Errorf("p99 of nonsense is %v", p99)
	}
}

// TestG41NobodyFindsWhatIsSaidWhereTheyAreNot lets people come and go at random, and compares with a plain model.
// Guards: the rooms that are asked (SQLReadableRooms) and the membership that a hit is read with (SQLMessagesAt); either alone holds.
func TestG41NobodyFindsWhatIsSaidWhereTheyAreNot(t *testing.T) {
	c := start(t)
	rooms := []string{c.Watercooler, c.Designers, c.Ping}
	for i := range 5 {
		rooms = append(rooms, c.ok(c.david, "POST", "/api/collections/rooms/records", map[string]any{"kind": "closed", "name": fmt.Sprint("Room ", i)}).Text("id"))
	}
	said := map[string]int{}
	for _, room := range rooms {
		for range 1 + len(said)%3 {
			c.post(c.david, room, "whisper in "+room)
			said[room]++
		}
	}
	c.caughtUp()
	x := c.beside()
	random := rand.New(rand.NewPCG(1000, 3))
	people := []string{c.Jason, c.Kevin, c.Bender}
	found := 0
	for history := range 1000 {
		user := people[random.IntN(len(people))]
		for range 1 + random.IntN(6) {
			room := rooms[random.IntN(len(rooms))]
			if random.IntN(2) == 0 {
				c.Exec(t, "DELETE FROM memberships WHERE room = ? AND user = ?", room, user)
			} else {
				c.Exec(t, "INSERT INTO memberships (id, room, user, involvement) VALUES (?, ?, ?, 'mentions') ON CONFLICT DO NOTHING", collections.NewID(), room, user)
			}
		}
		want := 0
		for room, n := range said {
			want += n * int(c.Number(t, "SELECT COUNT(*) FROM memberships WHERE room = ? AND user = ?", room, user))
		}
		for _, text := range []string{"whisper", "whisp", "hispe", `"whisper in"`, "from:david whisper"} {
			answer, err := x.Search(context.Background(), search.Request{User: user, Text: text, Limit: 100})
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range answer.Results {
				if c.Number(t, "SELECT COUNT(*) FROM memberships WHERE room = ? AND user = ?", r.Message.Room, user) != 1 || r.Room.ID != r.Message.Room {
					t.Fatalf("history %d: %q shows somebody a room they are not in", history, text)
				}
			}
			if len(answer.Results) != want || answer.Count != want || answer.Many {
				t.Fatalf("history %d: %q finds %d and counts %d, want %d", history, text, len(answer.Results), answer.Count, want)
			}
			found += want
		}
		other := rooms[random.IntN(len(rooms))]
		_, err := x.Search(context.Background(), search.Request{User: user, Text: "whisper", Room: other, Limit: 10})
		if inside := c.Number(t, "SELECT COUNT(*) FROM memberships WHERE room = ? AND user = ?", other, user) == 1; inside == errors.Is(err, search.ErrNotFound) {
			t.Fatalf("history %d: member %v, a search in the room answers %v", history, inside, err)
		}
	}
	if found == 0 {
		t.Fatal("nobody was in any room: this shows nothing")
	}
}
