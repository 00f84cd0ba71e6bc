package hooks_test

import (
	"strings"
	"testing"
)

func TestTheManifestHasTheAccountsNameAndIsForEverybody(t *testing.T) {
	c := start(t)
	account := c.Text(t, "SELECT id FROM account")
	c.ok(c.david, "PATCH", "/api/collections/account/records/"+account, fields{"name": "Büro <&>"})
	reply := c.ok("", "GET", "/webmanifest.json", nil)
	if reply.Text("name") != "Büro <&>" || reply.Text("display") != "standalone" || reply.Text("start_url") != "/" {
		t.Errorf("the manifest is %s", reply.Raw)
	}
	if kind := reply.Header.Get("Content-Type"); !strings.HasPrefix(kind, "application/manifest+json") {
		t.Errorf("its type is %s", kind)
	}
	purposes := map[any]bool{}
	for _, icon := range reply.List("icons") {
		purposes[icon["purpose"]] = true
	}
	if !purposes["any"] || !purposes["maskable"] || len(reply.List("shortcuts")) != 3 || len(reply.List("screenshots")) != 2 {
		t.Errorf("the manifest is %s", reply.Raw)
	}
	if target, _ := reply.Body["share_target"].(map[string]any); target["action"] != "/share" || target["method"] != "GET" {
		t.Errorf("texts are shared with %v", target)
	}
	german := c.ok("", "GET", "/webmanifest.json", nil, "Accept-Language", "de-AT,de;q=0.9")
	if german.List("shortcuts")[1]["name"] != "Mein Profil" {
		t.Errorf("in German: %s", german.Raw)
	}
}
