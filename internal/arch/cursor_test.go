package arch

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strconv"
	"testing"
)

// G13: two messages may share a millisecond and clocks step back. Cursors and orders are seq or rseq; a time is only
// ever shown. (An age, such as the log's, is compared in its own column, `at`.)

var timeCursors = []*regexp.Regexp{
	regexp.MustCompile("(?i)\\b(created|updated)\\b[`\"'\\]})]*\\s*(<|>)"),
	regexp.MustCompile(`(?i)\border\s+by\b[^;]*\b(created|updated)\b`),
	regexp.MustCompile(`(?i)^\s*([\w.]+\.)?(created|updated)\s+(asc|desc)\b`),
	regexp.MustCompile(`^-(created|updated)$`),
}

func TestG13NoCursorIsATime(t *testing.T) {
	for _, file := range goFiles(t) {
		if file.under("hooks", "internal", "collections") && !file.isTest() {
			for _, problem := range timeCursorUses(t, file.path, readSource(t, file.path)) {
				t.Error(problem)
			}
		}
	}
}

func TestG13FlagsATimeCursor(t *testing.T) {
	for literal, bad := range map[string]bool{
		"SELECT * FROM messages WHERE room = {:room} AND created < {:before}":     true,
		"messages.created >= {:since}":                                            true,
		"[[created]] > {:since}":                                                  true,
		"SELECT * FROM messages WHERE room = {:room} ORDER BY room, created DESC": true,
		"created DESC":       true,
		"-created":           true,
		"updated > {:since}": true,
		"SELECT id, created FROM messages WHERE rseq < {:before} ORDER BY rseq DESC": false,
		"INSERT INTO messages (id, created, updated) VALUES ({:id}, {:now}, {:now})": false,
		"message.created":                         false,
		"DELETE FROM events WHERE at < {:oldest}": false,
	} {
		source := fmt.Sprintf("package p\nvar query = %s\n", strconv.Quote(literal))
		if got := timeCursorUses(t, "sample.go", source); (len(got) > 0) != bad {
			t.Errorf("%q: got %q, want a problem: %v", literal, got, bad)
		}
	}
}

func timeCursorUses(t *testing.T, name, source string) (problems []string) {
	t.Helper()
	files := token.NewFileSet()
	parsed, err := parser.ParseFile(files, name, source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(parsed, func(node ast.Node) bool {
		literal, ok := node.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return true
		}
		text, err := strconv.Unquote(literal.Value)
		if err != nil {
			t.Fatal(err)
		}
		for _, pattern := range timeCursors {
			if pattern.MatchString(text) {
				problems = append(problems, fmt.Sprintf("%s: %q orders or cuts by a time; use seq or rseq",
					files.Position(literal.Pos()), text))
				break
			}
		}
		return true
	})
	return problems
}
