package arch

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"testing"
)

// G39: whoever talks to others does it through a client whose transport is job.Guard, which panics inside a transaction.
// A client that is made or borrowed elsewhere has no guard.

// unguarded are the ways around it.
var unguarded = []string{
	"http.Get", "http.Post", "http.PostForm", "http.Head", "http.DefaultClient", "http.DefaultTransport", "http.Client", "http.Transport",
	"net.Dial", "net.DialTimeout", "net.Dialer", "tls.Dial", "smtp.SendMail",
}

// guards are the calls that make a client of them, or a connection: what stands among their arguments, or in a client that
// they are part of, is guarded.
var guards = []string{"job.Guard", "job.GuardDial"}

func TestG39TheNetworkIsReachedThroughTheGuard(t *testing.T) {
	for _, file := range goFiles(t) {
		if file.under("hooks", "internal", "collections") && !file.isTest() && !file.under("internal/testapp", "internal/reliability") {
			for _, problem := range unguardedUses(t, file.path, readSource(t, file.path)) {
				t.Error(problem)
			}
		}
	}
}

func TestG39FlagsAClientWithoutTheGuard(t *testing.T) {
	for _, sample := range []struct {
		name, code string
		problems   int
	}{
		{"a borrowed client", `http.Get("https://example.com")`, 1},
		{"the default client", `http.DefaultClient.Do(r)`, 1},
		{"a client of one's own", `_ = &http.Client{Timeout: time.Second}`, 1},
		{"a dial", `net.Dial("tcp", "example.com:25")`, 1},
		{"a client with the guard", `_ = &http.Client{Transport: job.Guard(http.DefaultTransport), Timeout: time.Second}`, 0},
		{"a transport with the guard", `_ = job.Guard(&http.Transport{DialContext: (&net.Dialer{}).DialContext})`, 0},
		{"a dial with the guard", `job.GuardDial((&net.Dialer{}).DialContext)`, 0},
		{"a guard that is somewhere else", `_ = job.Guard(x); _ = &http.Client{Transport: x}`, 1},
		{"a handler", `http.Error(w, "no", http.StatusNotFound)`, 0},
	} {
		t.Run(sample.name, func(t *testing.T) {
			source := fmt.Sprintf("package p\nfunc f() { %s }\n", sample.code)
			if got := unguardedUses(t, "sample.go", source); len(got) != sample.problems {
				t.Errorf("got %q, want %d problems", got, sample.problems)
			}
		})
	}
}

func unguardedUses(t *testing.T, name, source string) (problems []string) {
	t.Helper()
	files := token.NewFileSet()
	parsed, err := parser.ParseFile(files, name, source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(parsed, func(node ast.Node) bool {
		if isGuarded(node) {
			return false
		}
		if used, ok := node.(*ast.SelectorExpr); ok && slices.Contains(unguarded, types.ExprString(used)) {
			problems = append(problems, fmt.Sprintf("%s: %s without job.Guard", files.Position(node.Pos()), types.ExprString(used)))
		}
		return true
	})
	return problems
}

// isGuarded knows job.Guard(...), and http.Client{Transport: job.Guard(...)}.
func isGuarded(node ast.Node) bool {
	switch node := node.(type) {
	case *ast.CallExpr:
		return slices.Contains(guards, types.ExprString(node.Fun))
	case *ast.CompositeLit:
		return slices.ContainsFunc(node.Elts, func(element ast.Expr) bool {
			pair, ok := element.(*ast.KeyValueExpr)
			return ok && types.ExprString(pair.Key) == "Transport" && isGuarded(pair.Value)
		})
	}
	return false
}
