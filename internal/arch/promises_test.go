package arch

import (
	"fmt"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const promises = "docs/reliability.md"

var (
	promiseTest = regexp.MustCompile("`([^`]+(?:_test\\.go|\\.test\\.tsx?))` (?:(Test\\w+)|\"([^\"]+)\")")
	promisePath = regexp.MustCompile("`([A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)+)`")
)

func TestEveryPromiseNamesATestThatExists(t *testing.T) {
	table := readSource(t, promises)
	for _, problem := range checkPromises(table, func(file string) (string, bool) {
		full := path.Join(root, file)
		if info, err := os.Stat(full); err != nil || info.IsDir() {
			return "", err == nil
		}
		return readSource(t, file), true
	}) {
		t.Error(problem)
	}
}

func TestThePromiseCheckFindsWhatIsMissing(t *testing.T) {
	var whole strings.Builder
	for _, id := range promiseIDs() {
		fmt.Fprintf(&whole, "| %s | fails | `a/b.go` | `a/b_test.go` TestB; `c/d.test.ts` \"says d\" | T2 | |\n", id)
	}
	files := map[string]string{"a/b.go": "", "a/b_test.go": "func TestB(t *testing.T) {", "c/d.test.ts": `it("says d", () => {`}
	read := func(file string) (string, bool) { text, ok := files[file]; return text, ok }
	if got := checkPromises(whole.String(), read); len(got) != 0 {
		t.Fatalf("a whole table has problems: %q", got[0])
	}
	for _, planted := range []struct{ what, from, to string }{
		{"a row is gone", "| G47 |", "| X47 |"},
		{"a row is there twice", "| G47 |", "| G46 |"},
		{"a file is gone", "| G01 | fails | `a/b.go`", "| G01 | fails | `a/gone.go`"},
		{"a test has another name", "TestB; `c", "TestBe; `c"},
		{"a title is another", "\"says d\"", "\"says e\""},
		{"no test and no word about it", "`a/b_test.go` TestB; `c/d.test.ts` \"says d\" | T2 |", " | T2 |"},
	} {
		if got := checkPromises(strings.Replace(whole.String(), planted.from, planted.to, 1), read); len(got) == 0 {
			t.Errorf("%s, and nobody noticed", planted.what)
		}
	}
}

func promiseIDs() (ids []string) {
	for n := range 47 {
		ids = append(ids, fmt.Sprintf("G%02d", n+1))
	}
	for n := range 12 {
		ids = append(ids, fmt.Sprintf("E%d", n+1))
	}
	return ids
}

// checkPromises names the rows of the table that are missing, and what they name that does not exist.
func checkPromises(table string, read func(file string) (string, bool)) (problems []string) {
	var seen []string
	for line := range strings.Lines(table) {
		cells := strings.Split(line, " | ")
		id := strings.TrimPrefix(cells[0], "| ")
		if len(cells) > 4 && slices.Contains(promiseIDs(), id) {
			seen = append(seen, id)
			if !promiseTest.MatchString(cells[3]) && !strings.Contains(cells[3], "not yet") {
				problems = append(problems, id+" has neither a test nor a \"not yet\"")
			}
		}
		for _, named := range promisePath.FindAllStringSubmatch(line, -1) {
			if _, ok := read(named[1]); !ok {
				problems = append(problems, fmt.Sprintf("%s names %s, which does not exist", id, named[1]))
			}
		}
		for _, test := range promiseTest.FindAllStringSubmatch(line, -1) {
			text, _ := read(test[1])
			if test[2] != "" && !strings.Contains(text, "func "+test[2]+"(") || test[3] != "" && !strings.Contains(text, `"`+test[3]+`"`) {
				problems = append(problems, fmt.Sprintf("%s: %s has no test %s%s", id, test[1], test[2], test[3]))
			}
		}
	}
	slices.Sort(seen)
	want := promiseIDs()
	slices.Sort(want)
	if !slices.Equal(seen, want) {
		problems = append(problems, fmt.Sprintf("the rows are %v", seen))
	}
	return problems
}
