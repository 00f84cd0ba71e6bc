package push_test

import (
	"os"
	"strings"
	"testing"

	"campfire/internal/presence"
	"campfire/internal/push"
)

// The words of docs/notifications.md.
var (
	wordsKind = map[string]string{"an open room": "open", "a closed room": "closed", "a ping": "direct"}
	wordsBell = map[string]string{
		"everything": "everything", "mentions": "mentions", "nothing": "nothing", "invisible": "invisible", "never touched": "",
	}
	wordsNamed = map[string]bool{"names you": true, "does not name you": false}
	columns    = []presence.Attention{presence.Watching, presence.Elsewhere, presence.Closed, presence.Lost}
)

type cell struct {
	where string
	c     push.Case
	push  bool
}

// promised reads the table that people read.
func promised(t *testing.T) (cells []cell) {
	t.Helper()
	raw, err := os.ReadFile("../../docs/notifications.md")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		parts := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for i := range parts {
			parts[i] = strings.TrimSpace(parts[i])
		}
		kind, ok := wordsKind[parts[0]]
		if !ok || len(parts) != 3+len(columns) {
			continue
		}
		bell, known := wordsBell[parts[1]]
		named, said := wordsNamed[parts[2]]
		if !known || !said {
			t.Fatalf("the table has the row %q", parts)
		}
		for i, attention := range columns {
			answer := parts[3+i]
			if answer != "yes" && answer != "no" {
				t.Fatalf("the table answers %q", answer)
			}
			c := push.Case{RoomKind: kind, Involvement: bell, Mentioned: named, Attention: attention}
			cells = append(cells, cell{strings.Join(parts[:3], ", "), c, answer == "yes"})
		}
	}
	if want := len(wordsKind) * len(wordsBell) * len(wordsNamed) * len(columns); len(cells) != want {
		t.Fatalf("the table has %d cells, want %d", len(cells), want)
	}
	return cells
}

func TestG44WhoIsPushedIsWhatTheDocumentPromises(t *testing.T) {
	seen := map[push.Case]bool{}
	for _, one := range promised(t) {
		if seen[one.c] {
			t.Errorf("%s stands there twice", one.where)
		}
		seen[one.c] = true
		if got := push.Decide(one.c); (got == push.Push) != one.push {
			t.Errorf("%s, attention %d: %s, want a push: %v", one.where, one.c.Attention, got, one.push)
		}
		for what, change := range map[push.Verdict]func(*push.Case){
			push.LeftAlone: func(c *push.Case) { c.Quiet = true },
			push.Own:       func(c *push.Case) { c.Own = true },
			push.Read:      func(c *push.Case) { c.Read = true },
		} {
			c := one.c
			change(&c)
			got := push.Decide(c)
			if got == push.Push || one.push && got != what {
				t.Errorf("%s, attention %d, %s: %s", one.where, c.Attention, what, got)
			}
		}
	}
}
