package arch

import (
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// The budgets, in lines. Over one means that a noun is missing: split by noun or verb. Raising one takes an ADR.
const (
	mainLines         = 80
	goLines           = 300
	hookLines         = 150
	testLines         = 400
	readmeLines       = 80
	contributingLines = 120
	decisionLines     = 40
)

func TestFilesStayInTheirBudget(t *testing.T) {
	for _, file := range goFiles(t) {
		checkBudget(t, file.path, goBudget(file))
	}
	checkBudget(t, "README.md", readmeLines)
	checkBudget(t, "CONTRIBUTING.md", contributingLines)

	decisions, err := filepath.Glob(filepath.Join(root, "docs", "adr", "*.md"))
	if err != nil || len(decisions) == 0 {
		t.Fatalf("no ADRs found (%v)", err)
	}
	for _, decision := range decisions {
		checkBudget(t, path.Join("docs/adr", filepath.Base(decision)), decisionLines)
	}
}

func TestBudgetOfAFile(t *testing.T) {
	for name, want := range map[string]int{
		"main.go":                       mainLines,
		"hooks/messages.go":             hookLines,
		"hooks/messages_test.go":        testLines,
		"internal/event/append.go":      goLines,
		"internal/event/append_test.go": testLines,
		"pb_migrations/1700000000_a.go": 0,
	} {
		if got := goBudget(goFile{name}); got != want {
			t.Errorf("budget of %s is %d, want %d", name, got, want)
		}
	}
}

// goBudget answers 0 for no limit: a migration is frozen history and is as long as the schema it wrote.
func goBudget(file goFile) int {
	switch {
	case file.under("pb_migrations"):
		return 0
	case file.isTest():
		return testLines
	case file.path == "main.go":
		return mainLines
	case file.under("hooks"):
		return hookLines
	default:
		return goLines
	}
}

func checkBudget(t *testing.T, name string, limit int) {
	t.Helper()
	if lines := strings.Count(readSource(t, name), "\n"); limit > 0 && lines > limit {
		t.Errorf("%s has %d lines, its budget is %d", name, lines, limit)
	}
}
