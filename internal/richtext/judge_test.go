package richtext_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// The judge knows what may be stored from the contract, not from the policy.

var permittedTags = strings.Fields(`a abbr acronym address b big blockquote br cite code dd del dfn div dl dt em
	figcaption figure h1 h2 h3 h4 h5 h6 hr i ins kbd li ol p pre samp small span strong sub sup time tt ul var`)

var permittedAttributes = map[string]*regexp.Regexp{
	"a href":         regexp.MustCompile(`\A(http|https|mailto):`),
	"a rel":          regexp.MustCompile(`\Anofollow noopener noreferrer\z`),
	"a target":       regexp.MustCompile(`\A_blank\z`),
	"code class":     regexp.MustCompile(`\Alanguage-[\w+#.-]+\z`),
	"span class":     regexp.MustCompile(`\Amention\z`),
	"span data-user": regexp.MustCompile(`\A[a-z0-9]{15}\z`),
}

// judge reads stored HTML as a browser would and names what must not be in it.
func judge(t *testing.T, stored string) (offences []string) {
	t.Helper()
	context := &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div}
	roots, err := html.ParseFragment(strings.NewReader(stored), context)
	if err != nil {
		t.Fatalf("parse %q: %v", stored, err)
	}
	for _, root := range roots {
		offences = append(offences, judgeNode(root)...)
		for node := range root.Descendants() {
			offences = append(offences, judgeNode(node)...)
		}
	}
	return offences
}

func judgeNode(node *html.Node) (offences []string) {
	switch node.Type {
	case html.TextNode:
		return nil
	case html.ElementNode:
		if node.Namespace != "" || !contains(permittedTags, node.Data) {
			offences = append(offences, "tag "+node.Namespace+":"+node.Data)
		}
		for _, attribute := range node.Attr {
			pattern := permittedAttributes[node.Data+" "+attribute.Key]
			if attribute.Namespace != "" || pattern == nil || !pattern.MatchString(attribute.Val) {
				offences = append(offences, fmt.Sprintf("attribute %s %s=%q", node.Data, attribute.Key, attribute.Val))
			}
		}
		return offences
	}
	return []string{fmt.Sprintf("node of type %d", node.Type)}
}

func contains(words []string, word string) bool {
	for _, known := range words {
		if known == word {
			return true
		}
	}
	return false
}
