package hooks_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unsafe"

	"campfire/internal/openapi"
	"campfire/internal/testapp"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// described is the OpenAPI document: the operations by "METHOD /path".
type described struct {
	document   map[string]any
	operations map[string]map[string]any
	used       map[string]bool
}

func describe(t *testing.T) *described {
	t.Helper()
	raw, err := openapi.Document("test")
	if err != nil {
		t.Fatal(err)
	}
	d := &described{operations: map[string]map[string]any{}, used: map[string]bool{}}
	if err := json.Unmarshal(raw, &d.document); err != nil {
		t.Fatal(err)
	}
	for path, methods := range d.document["paths"].(map[string]any) {
		for method, operation := range methods.(map[string]any) {
			d.operations[strings.ToUpper(method)+" "+path] = operation.(map[string]any)
		}
	}
	return d
}

// routesOf lists what a router serves. It keeps its routes to itself, and there is no other list of them.
func routesOf(group *router.RouterGroup[*core.RequestEvent], prefix string) (routes []string) {
	prefix += group.Prefix
	field := reflect.ValueOf(group).Elem().FieldByName("children")
	children := reflect.NewAt(field.Type(), unsafe.Pointer(field.UnsafeAddr())).Elem().Interface().([]any)
	for _, child := range children {
		switch c := child.(type) {
		case *router.RouterGroup[*core.RequestEvent]:
			routes = append(routes, routesOf(c, prefix)...)
		case *router.Route[*core.RequestEvent]:
			routes = append(routes, c.Method+" "+prefix+c.Path)
		}
	}
	return routes
}

// pocketBase are PocketBase's own routes: of those the description names what the chat's clients use.
func pocketBase(route string) bool {
	_, path, _ := strings.Cut(route, " ")
	return strings.HasPrefix(path, "/_/") || strings.HasPrefix(path, "/api/") && !strings.HasPrefix(path, "/api/chat/")
}

// files are the pages and files of the interface.
func files(route string) bool {
	return strings.HasSuffix(route, "{path...}") || route == " /"
}

func TestTheDescriptionNamesEveryRouteAndNoOther(t *testing.T) {
	app := testapp.New(t)
	var live []string
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		err := e.Next()
		live = routesOf(e.Router.RouterGroup, "")
		return err
	})
	testapp.Serve(t, app)
	d := describe(t)
	if len(live) < 100 || len(d.operations) < 70 {
		t.Fatalf("need routes for this test to mean anything: %d live, %d described", len(live), len(d.operations))
	}
	for _, route := range live {
		if d.operations[route] == nil && !pocketBase(route) && !files(route) {
			t.Errorf("%s is not described: add its row in internal/openapi", route)
		}
	}
	for route := range d.operations {
		if !slices.ContainsFunc(live, func(pattern string) bool { return pattern == route || pocketBase(pattern) && covers(pattern, route) }) {
			t.Errorf("%s is described and not served", route)
		}
	}
}

// covers reports whether a pattern with {collection} serves a described route of one collection.
func covers(pattern, route string) bool {
	parts, wanted := strings.Split(pattern, "/"), strings.Split(route, "/")
	if len(parts) != len(wanted) {
		return false
	}
	for i := range parts {
		if parts[i] != wanted[i] && parts[i] != "{collection}" {
			return false
		}
	}
	return true
}

// close lets no object have a field that is not described. Clients do not mind one; the description must know it.
func closeObjects(schema any) {
	switch s := schema.(type) {
	case map[string]any:
		if s["properties"] != nil && s["type"] == "object" {
			s["additionalProperties"] = false
		}
		for _, inner := range s {
			closeObjects(inner)
		}
	case []any:
		for _, inner := range s {
			closeObjects(inner)
		}
	}
}

// fits holds an answer against its description.
func (d *described) fits(t *testing.T, route string, reply testapp.Reply) {
	t.Helper()
	operation := d.operations[route]
	if operation == nil {
		t.Errorf("%s is not described", route)
		return
	}
	status := strconv.Itoa(reply.Status)
	response, known := operation["responses"].(map[string]any)[status].(map[string]any)
	if !known {
		t.Errorf("%s answers %s, which is not described: %s", route, status, reply.Raw)
		return
	}
	d.used[route+" "+status] = true
	content, _ := response["content"].(map[string]any)
	if len(content) == 0 {
		if reply.Raw != "" {
			t.Errorf("%s %s answers %q and is described without a body", route, status, reply.Raw)
		}
		return
	}
	media, _, _ := strings.Cut(reply.Header.Get("Content-Type"), ";")
	body, known := content[media].(map[string]any)
	if !known {
		t.Errorf("%s %s answers %s, described are %v", route, status, media, slices.Collect(maps.Keys(content)))
		return
	}
	if media != "application/json" {
		return
	}
	schema := map[string]any{"components": d.document["components"], "allOf": []any{body["schema"]}}
	closeObjects(schema)
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("answer.json", schema); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("answer.json")
	if err != nil {
		t.Fatalf("%s: %v", route, err)
	}
	answer, err := jsonschema.UnmarshalJSON(strings.NewReader(reply.Raw))
	if err == nil {
		err = compiled.Validate(answer)
	}
	if err != nil {
		t.Errorf("%s %s does not fit its description: %v\n%.600s", route, status, err, reply.Raw)
	}
}

func TestTheDescriptionIsServedToAnyone(t *testing.T) {
	c := start(t)
	reply := c.ok("", "GET", "/api/chat/openapi.json", nil)
	if reply.Text("openapi") != "3.1.0" || reply.Text("info", "version") != "test" || reply.Header.Get("Cache-Control") != "public, max-age=300" {
		t.Errorf("it answers %.200s with %v", reply.Raw, reply.Header)
	}
	again := c.Call("", "GET", "/api/chat/openapi.json", nil, "If-None-Match", reply.Header.Get("ETag"))
	if again.Status != http.StatusNotModified {
		t.Errorf("the tag answers %d", again.Status)
	}
}
