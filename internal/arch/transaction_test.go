package arch

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"testing"
)

// G39: PocketBase writes through one connection. Inside a transaction the outer app waits for the transaction it
// is in, until its deadline. Only the app that the transaction hands over may be used there.

func TestG39TransactionsUseOnlyTheirOwnApp(t *testing.T) {
	for _, file := range goFiles(t) {
		if file.under("hooks", "internal", "collections") && !file.isTest() {
			for _, problem := range outerAppUses(t, file.path, readSource(t, file.path)) {
				t.Error(problem)
			}
		}
	}
}

func TestG39FlagsTheOuterApp(t *testing.T) {
	for _, sample := range []struct {
		name, receiver, body string
		problems             int
	}{
		{"the transaction's app", "app", "return tx.Save(record)", 0},
		{"the receiver itself", "app", "return app.Save(record)", 1},
		{"the event's app", "e.App", "return e.App.Save(record)", 1},
		{"another app in reach", "e.App", "return p.app.Save(record)", 1},
		{"the app handed on", "p.app", "return save(p.app, record)", 1},
		{"a nested function", "app", "return func() error { return app.Save(record) }()", 1},
		{"the event moved into the transaction first", "e.App", "e.App = tx; return e.App.Save(record)", 0},
		{"the event moved in too late", "e.App", "_ = e.App.Save(record); e.App = tx; return nil", 1},
		{"a local variable that hides it", "app", "app := tx; return app.Save(record)", 0},
		{"a captured variable named app", "e.App", "return app.Save(record)", 1},
		{"a key named app", "e.App", "return save(form{app: tx})", 0},
		{"the type core.App", "app", "return func(other core.App) error { return nil }(tx)", 0},
		{"a variable of another kind of name", "original", "return original.Save(record)", 1},
	} {
		t.Run(sample.name, func(t *testing.T) {
			source := fmt.Sprintf("package p\nfunc f() error { return %s.RunInTransaction(func(tx core.App) error { %s }) }\n",
				sample.receiver, sample.body)
			if got := outerAppUses(t, "sample.go", source); len(got) != sample.problems {
				t.Errorf("got %q, want %d problems", got, sample.problems)
			}
		})
	}
}

// outerAppUses names every use of an app other than the transaction's own, in the function literals given to
// RunInTransaction. It reads names, not types: what a called method does with an app of its own, it cannot see.
func outerAppUses(t *testing.T, name, source string) (problems []string) {
	t.Helper()
	files := token.NewFileSet()
	parsed, err := parser.ParseFile(files, name, source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(parsed, func(node ast.Node) bool {
		receiver, body, own := transaction(node)
		if body == nil {
			return true
		}
		inside := &scope{receiver: receiver, own: map[string]bool{own: true}, mere: map[ast.Node]bool{}}
		ast.Inspect(body, func(node ast.Node) bool {
			if used := inside.outer(node); used != "" {
				problems = append(problems, fmt.Sprintf("%s: %s is used inside its own transaction; use %s",
					files.Position(node.Pos()), used, own))
			}
			return true
		})
		return true
	})
	return problems
}

// transaction takes X.RunInTransaction(func(own core.App) error {...}) apart.
func transaction(node ast.Node) (receiver string, body *ast.BlockStmt, own string) {
	call, ok := node.(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return "", nil, ""
	}
	method, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || !strings.HasSuffix(method.Sel.Name, "RunInTransaction") {
		return "", nil, ""
	}
	literal, ok := call.Args[0].(*ast.FuncLit)
	if !ok || len(literal.Type.Params.List) != 1 || len(literal.Type.Params.List[0].Names) != 1 {
		return "", nil, ""
	}
	return types.ExprString(method.X), literal.Body, literal.Type.Params.List[0].Names[0].Name
}

// scope follows which names stand for the transaction's app, in the order of the source.
type scope struct {
	receiver string
	own      map[string]bool
	mere     map[ast.Node]bool // names that only name: a field after its dot, a literal's key, the target of own
}

// outer answers the outer app that node uses, or nothing.
func (s *scope) outer(node ast.Node) string {
	s.learn(node)
	used, ok := node.(ast.Expr)
	if !ok || s.mere[node] {
		return ""
	}
	name := types.ExprString(used)
	if s.own[name] || (name != s.receiver && !looksLikeApp(used)) {
		return ""
	}
	return name
}

func (s *scope) learn(node ast.Node) {
	switch node := node.(type) {
	case *ast.SelectorExpr:
		s.mere[node.Sel] = true
	case *ast.KeyValueExpr:
		s.mere[node.Key] = true
	case *ast.AssignStmt:
		if len(node.Lhs) != len(node.Rhs) {
			return
		}
		for i, left := range node.Lhs {
			if s.own[types.ExprString(node.Rhs[i])] {
				s.own[types.ExprString(left)] = true
				s.mere[left] = true
			}
		}
	}
}

// looksLikeApp knows an app by its name, as everybody here writes it: app, p.app, e.App.
func looksLikeApp(used ast.Expr) bool {
	switch used := used.(type) {
	case *ast.Ident:
		return used.Name == "app"
	case *ast.SelectorExpr:
		return types.ExprString(used) != "core.App" && (used.Sel.Name == "app" || used.Sel.Name == "App")
	default:
		return false
	}
}
