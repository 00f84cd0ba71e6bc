package hooks_test

import (
	"strings"
	"testing"
)

func TestEveryAnswerNamesItsRequest(t *testing.T) {
	c := start(t)
	for sent, kept := range map[string]bool{
		"": false, "proxy-7f.3_A": true, strings.Repeat("a", 64): true, strings.Repeat("a", 65): false, "two words": false, "<script>": false, "a\tb": false,
	} {
		for _, path := range []string{"/up", "/api/chat/bootstrap", "/nowhere/at/all"} {
			got := c.Call("", "GET", path, nil, "X-Request-Id", sent).Header.Get("X-Request-Id")
			if kept && got != sent || !kept && (got == sent || len(got) != 20) {
				t.Errorf("%s asked as %q is named %q", path, sent, got)
			}
		}
	}
}
