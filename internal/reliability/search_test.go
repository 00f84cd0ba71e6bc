package reliability

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"campfire/internal/reliability/harness"
	"campfire/internal/search"
)

// shelf is what a room should hold, message by message, and how often that was searched.
type shelf struct {
	w      *harness.World
	t      *testing.T
	room   string
	random *rand.Rand
	texts  map[string]string // id -> text
	ids    []string
	looks  int
	hits   int
}

var topics = strings.Fields("amber birch cedar delta ember fjord grove heron indigo juniper kelp larch")

func (s *shelf) text() string {
	return fmt.Sprintf("%s %s n%d", topics[s.random.IntN(len(topics))], topics[s.random.IntN(len(topics))], s.random.IntN(1_000_000))
}

// step changes one thing. A server that is struck in the middle of it answers nothing, and the step is told again by
// reading.
func (s *shelf) step() {
	s.t.Helper()
	switch n := s.random.IntN(10); {
	case n < 6 || len(s.ids) == 0:
		text := s.text()
		m := s.w.Post(s.w.Admin, s.room, text)
		s.texts[m.ID] = text
		s.ids = append(s.ids, m.ID)
	case n < 8:
		id := s.ids[s.random.IntN(len(s.ids))]
		text := s.text()
		if err := s.w.Admin.Edit(id, text).Into(nil); err != nil {
			s.t.Fatal(err)
		}
		s.texts[id] = text
	default:
		at := s.random.IntN(len(s.ids))
		if err := s.w.Admin.Delete(s.ids[at]).Into(nil); err != nil {
			s.t.Fatal(err)
		}
		delete(s.texts, s.ids[at])
		s.ids = slices.Delete(s.ids, at, at+1)
	}
}

type found struct {
	Results []struct {
		Message struct {
			ID       string `json:"id"`
			BodyText string `json:"body_text"`
		} `json:"message"`
	} `json:"results"`
	Next string `json:"next"`
}

// look searches for one topic and holds that nothing is shown that is not so. It returns every id.
func (s *shelf) look(topic string) []string {
	s.t.Helper()
	ids := []string{}
	for cursor := ""; ; {
		var page found
		path := "/api/chat/search?limit=100&q=" + url.QueryEscape(`"`+topic+`"`) + "&cursor=" + cursor
		if err := s.w.Admin.Call("GET", path, nil).Into(&page); err != nil {
			s.t.Fatal(err)
		}
		for _, r := range page.Results {
			text, there := s.texts[r.Message.ID]
			if !there || text != r.Message.BodyText || !slices.Contains(strings.Fields(text), topic) {
				s.t.Fatalf("%q finds %s %q, which is %q", topic, r.Message.ID, r.Message.BodyText, text)
			}
			ids = append(ids, r.Message.ID)
		}
		s.looks++
		s.hits += len(page.Results)
		if cursor = page.Next; cursor == "" {
			return ids
		}
	}
}

// drained waits until the index has caught up with the log, and holds that it finds everything (I9).
func (s *shelf) drained() {
	s.t.Helper()
	var health struct {
		Search struct {
			OK    bool `json:"ok"`
			Index struct {
				Applied int64 `json:"applied"`
			} `json:"index"`
		} `json:"search"`
	}
	head := s.w.Number("SELECT MAX(seq) FROM events")
	for end := time.Now().Add(20 * time.Second); health.Search.Index.Applied < head; time.Sleep(10 * time.Millisecond) {
		if err := s.w.Admin.Call("GET", "/health/detailed", nil).Into(&health); err != nil || time.Now().After(end) {
			s.t.Fatalf("the index stands at %d of %d (%v)", health.Search.Index.Applied, head, err)
		}
	}
	for _, topic := range topics {
		want := []string{}
		for id, text := range s.texts {
			if slices.Contains(strings.Fields(text), topic) {
				want = append(want, id)
			}
		}
		got := s.look(topic)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			s.t.Errorf("%q finds %d messages, there are %d", topic, len(got), len(want))
		}
	}
}

// Guards: the cursor in the transaction of the rows (internal/search apply), and reading every hit again (readHits).
func TestG40TheIndexFollowsTheLogThroughCrashes(t *testing.T) {
	t.Parallel()
	w := harness.Start(t, nil)
	s := &shelf{w: w, t: t, room: w.Room("Shelf", w.Users[0]), random: rand.New(rand.NewPCG(40, 40)), texts: map[string]string{}}
	const rounds, steps = 10, 500
	for round := range rounds {
		w.Arm([]string{"fts.beforeApply=error(0.2)", "fts.beforeApply=sleep(0ms..40ms)", ""}[round%3])
		for n := range steps {
			s.step()
			if n%25 == 0 {
				s.look(topics[s.random.IntN(len(topics))])
			}
		}
		// The next batch kills it, between the commit of a message and its place in the index.
		w.Arm("fts.beforeApply=crash")
		text := s.text()
		cid := harness.NewID()
		var m harness.Message
		if err := w.Admin.Post(s.room, cid, text).Into(&m); err == nil {
			w.Expect(w.Admin, s.room, cid, m.ID)
		}
		if !w.WaitExit(5 * time.Second) {
			t.Fatal("fts.beforeApply never fired: the test proves nothing")
		}
		w.Arm("")
		w.Restart()
		// Sent or not, and the same once more: it is there once.
		if err := w.Admin.Post(s.room, cid, text).Into(&m); err != nil {
			t.Fatal(err)
		}
		s.texts[m.ID] = text
		s.ids = append(s.ids, m.ID)
		s.drained()
	}
	if s.hits == 0 {
		t.Error("nothing was ever found: the test proves nothing")
	}
	w.Struck("fts.beforeApply")
	t.Logf("%d searches, %d results", s.looks, s.hits)
	w.Check()
}

// searchHealth is what health says of search: red is that the whole is not well because of it.
func (s *shelf) searchHealth() (red, building bool) {
	s.t.Helper()
	var health struct {
		Search struct {
			OK    bool `json:"ok"`
			Index struct {
				Building *float64 `json:"building"`
			} `json:"index"`
		} `json:"search"`
	}
	reply := s.w.Admin.Call("GET", "/health/detailed", nil)
	if err := json.Unmarshal(reply.Body, &health); err != nil {
		s.t.Fatalf("health answers %d: %v", reply.Status, err)
	}
	return reply.Status == http.StatusServiceUnavailable && !health.Search.OK, health.Search.Index.Building != nil
}

// stepUntil goes on changing things until it is so.
func (s *shelf) stepUntil(what string, is func() bool) {
	s.t.Helper()
	for end := time.Now().Add(30 * time.Second); !is(); s.step() {
		if time.Now().After(end) {
			s.t.Fatalf("waited in vain for %s\n%s", what, s.w.Log())
		}
	}
}

// Guards: isStale and isDamage (internal/search). Sends, edits and deletions go on through both builds, and nothing is lost.
func TestG40AnOutwornOrBrokenIndexIsBuiltAnewOnTheRunningServer(t *testing.T) {
	t.Parallel()
	const staleMin = 20
	w := harness.Start(t, map[string]string{"SEARCH_STALE_MIN": fmt.Sprint(staleMin)})
	s := &shelf{w: w, t: t, room: w.Room("Shelf", w.Users[0]), random: rand.New(rand.NewPCG(40, 41)), texts: map[string]string{}}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(w.Dir, search.FileName)+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	healed := func() bool {
		red, building := s.searchHealth()
		_, err := os.Stat(filepath.Join(w.Dir, search.ReadyName))
		return !red && !building && errors.Is(err, os.ErrNotExist) // built, and taken up
	}

	indexed(t, w)
	const slowly = "fts.beforeBuild=sleep(1500ms)" // health looks once a second
	w.Arm(slowly)
	s.stepUntil("the outworn index to be noticed", func() bool {
		_, building := s.searchHealth()
		return building
	})
	s.stepUntil("the first build", healed)
	s.drained()
	if len(s.texts) < staleMin {
		t.Errorf("only %d messages: this shows little", len(s.texts))
	}

	// note: this opens the connection, after the file took the place of the one before.
	if _, err := db.Exec("UPDATE words_data SET block = zeroblob(60) WHERE id > 10"); err != nil {
		t.Fatal(err)
	}
	s.stepUntil("health to turn red", func() bool {
		reply := w.Admin.Call("GET", "/api/chat/search?q=amber", nil)
		if reply.Status != http.StatusOK && reply.Status != http.StatusServiceUnavailable {
			t.Fatalf("a broken index answers %d %s", reply.Status, reply.Body)
		}
		red, _ := s.searchHealth()
		return red
	})
	s.stepUntil("the second build", healed)
	s.drained()
	if s.hits == 0 {
		t.Error("nothing was ever found: the test proves nothing")
	}
	w.Check()
}
