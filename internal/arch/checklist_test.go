package arch

import (
	"cmp"
	"os"
	"path"
	"strings"
	"testing"
)

const checklist = "docs/checklist.md"

// rows of the checklist by what they begin with, and how many of each there are.
var checklistRows = map[string]int{"DEP": 11, "IMG": 4, "ENV": 10, "FLG": 8, "OBS": 8, "ALT": 5}

func TestEveryRowOfTheChecklistNamesATestThatExists(t *testing.T) {
	found := map[string]int{}
	for line := range strings.Lines(readSource(t, checklist)) {
		id, _, _ := strings.Cut(strings.TrimPrefix(line, "| "), " |")
		kind, _, is := strings.Cut(id, "-")
		if !is || checklistRows[kind] == 0 {
			continue
		}
		found[kind]++
		named := promiseTest.FindAllStringSubmatch(line, -1)
		if len(named) == 0 {
			t.Errorf("%s names no test", id)
		}
		for _, test := range named {
			if _, err := os.Stat(path.Join(root, test[1])); err != nil {
				t.Errorf("%s: %v", id, err)
			} else if !strings.Contains(readSource(t, test[1]), cmp.Or(test[3], "func "+test[2]+"(")) {
				t.Errorf("%s: %s has no %s%s", id, test[1], test[2], test[3])
			}
		}
	}
	for kind, rows := range checklistRows {
		if found[kind] != rows {
			t.Errorf("%d rows of %s, want %d", found[kind], kind, rows)
		}
	}
}
