package slack_test

import (
	"encoding/json"
	"errors"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"campfire/internal/slack"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

func TestMarkup(t *testing.T) {
	for text, want := range map[string]string{
		"*bold* _italic_ ~gone~ `code`":     "<strong>bold</strong> <em>italic</em> <del>gone</del> <code>code</code>",
		"*bold _and italic_*":               "<strong>bold <em>and italic</em></strong>",
		"2*3*4 snake_case_name ~ * lonely":  "2*3*4 snake_case_name ~ * lonely",
		"*not\nbold*":                       "*not<br>bold*",
		"`*as is* &amp; <x>`":               "<code>*as is* &amp; &lt;x&gt;</code>",
		"a &amp; b &lt;b&gt; &copy;":        "a &amp; b &lt;b&gt; &amp;copy;",
		"<https://example.com|a &amp; b>":   `<a href="https://example.com">a &amp; b</a>`,
		"<https://example.com/?a=1&amp;b=>": `<a href="https://example.com/?a=1&amp;b=">https://example.com/?a=1&amp;b=</a>`,
		"<mailto:a@example.com>":            `<a href="mailto:a@example.com">a@example.com</a>`,
		"<javascript:alert(1)|click>":       "click (javascript:alert(1))",
		"<!channel> <!here|here> <@U123> <@U1|ann> <#C1|general> <!subteam^S1|@crew>": "@channel @here @U123 @ann #general @crew",
		"<!date^1392734382^{date}|Feb 18>":                                            "Feb 18",
		"1 < 2":                                                                       "1 &lt; 2",
		"<b>":                                                                         "&lt;b&gt;",
		"> one\n&gt; two\nthree":                                                      "<blockquote>one<br>two</blockquote>three",
		"say\n>>>all\nof it":                                                          "say<blockquote>all<br>of it</blockquote>",
		"• one\n- two\nrest":                                                          "<ul><li>one</li><li>two</li></ul>rest",
		"1. one\n2. two":                                                              "<ol><li>one</li><li>two</li></ol>",
		"before\n```\nif a < b {\n}\n```\nafter":                                      "before<pre>if a &lt; b {\n}</pre>after",
		":tada: done :wave::skin-tone-3: :wave::skin-tone-9: :-) 10:30:45": "🎉 done 👋🏼 👋:skin-tone-9: :-) 10:30:45",
		":not_one_of_these: `:tada:` a:+1:b ::tada: :heart":                ":not_one_of_these: <code>:tada:</code> a👍️b :🎉 :heart",
		"```open":     "```open",
		"Grüße *世界*!": "Grüße <strong>世界</strong>!",
	} {
		if got := convert(t, map[string]any{"text": text}); got != want {
			t.Errorf("%q\n becomes %q\n want    %q", text, got, want)
		}
	}
}

func convert(t *testing.T, payload any) string {
	t.Helper()
	raw, err := json.Marshal(payload)
	if err != nil {
		t.Fatal(err)
	}
	got, err := slack.HTML(raw)
	if err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	return got
}

func TestPayloads(t *testing.T) {
	for payload, want := range map[string]string{
		`{"text":"*as is*","mrkdwn":false}`: "*as is*",
		`{"text":"fallback","blocks":[{"type":"header","text":{"type":"plain_text","text":"Build *1*"}},{"type":"divider"},
			{"type":"section","text":{"type":"mrkdwn","text":"*ok*"},"fields":[{"type":"plain_text","text":"a"}],
			 "accessory":{"type":"image","image_url":"https://x.org/a.png","alt_text":"a cat"}},
			{"type":"context","elements":[{"type":"image","image_url":"https://x.org/b.png","alt_text":"b"},{"type":"mrkdwn","text":"_small_"}]},
			{"type":"image","image_url":"https://x.org/c.png","alt_text":"c","title":{"type":"plain_text","text":"c"}},
			{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Open"},"url":"https://x.org"}]}]}`: `<h1>Build *1*</h1><hr><p><strong>ok</strong></p><p>a</p><p><a href="https://x.org/a.png">a cat</a></p>` +
			`<p><a href="https://x.org/b.png">b</a> <em>small</em></p><p><a href="https://x.org/c.png">c</a></p><p><a href="https://x.org">Open</a></p>`,
		`{"text":"see","attachments":[{"fallback":"f","color":"#f00","pretext":"pre","title":"T","title_link":"https://x.org","text":"*t*",
			"fields":[{"title":"n","value":7,"short":true},{"title":"v","value":"x"}],"footer":"foot"}]}`: `see<p>pre</p><blockquote><p><strong><a href="https://x.org">T</a></strong></p><strong>t</strong>` +
			`<p><strong>n</strong><br>7</p><p><strong>v</strong><br>x</p><p>foot</p></blockquote>`,
		`{"attachments":[{"fallback":"only this"}]}`: `<blockquote>only this</blockquote>`,
		`{"blocks":[{"type":"rich_text","elements":[
			{"type":"rich_text_section","elements":[{"type":"text","text":"hi ","style":{"bold":true}},{"type":"link","url":"https://x.org","text":"x"},
				{"type":"emoji","name":"wave","unicode":"1f44b"},{"type":"user","user_id":"U1"},{"type":"broadcast","range":"here"}]},
			{"type":"rich_text_list","style":"ordered","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"one"}]}]},
			{"type":"rich_text_preformatted","elements":[{"type":"text","text":"a\nb"}]},
			{"type":"rich_text_quote","elements":[{"type":"text","text":"q"}]}]}]}`: `<p><strong>hi </strong><a href="https://x.org">x</a>👋@U1@here</p><ol><li>one</li></ol><pre>a` + "\n" + `b</pre><blockquote>q</blockquote>`,
		`{}`: "",
	} {
		if got, err := slack.HTML([]byte(payload)); err != nil || got != want {
			t.Errorf("%s\n becomes %s, %v\n want    %s", payload, got, err, want)
		}
	}
}

func TestWhatIsNotUnderstoodIsNamed(t *testing.T) {
	for payload, want := range map[string]string{
		`hello`:       "JSON object",
		`["a"]`:       "JSON object",
		`{"text": 7}`: "text has the wrong type",
		`{"blocks":[{"type":"divider"},{"type":"video"}]}`:                                            `blocks[1] has the type "video"`,
		`{"blocks":[{"type":"section","text":{"type":"html","text":"x"}}]}`:                           `"html"`,
		`{"blocks":[{"type":"section","accessory":{"type":"datepicker"}}]}`:                           "blocks[0].accessory",
		`{"blocks":[{"type":"actions","elements":[{"type":"button","text":{"text":"x"}}]}]}`:          "button without a url",
		`{"blocks":[{"type":"rich_text","elements":[{"type":"rich_text_table"}]}]}`:                   "rich_text_table",
		`{"attachments":[{"fields":[{"title":"x","value":{"a":1}}]}]}`:                                "attachments[0].fields[0].value",
		`{"attachments":[{"blocks":[{"type":"input"}]}]}`:                                             "attachments[0].blocks[0]",
		`{"blocks":[{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{}]}]}]}`: "elements[0]",
	} {
		_, err := slack.HTML([]byte(payload))
		var unclear slack.NotUnderstood
		if !errors.As(err, &unclear) || !strings.Contains(unclear.Where, want) {
			t.Errorf("%s: %v; want one with %q", payload, err, want)
		}
	}
}

var tags = regexp.MustCompile(`^(a|blockquote|br|code|del|em|h1|hr|li|ol|p|pre|strong|ul)$`)

// TestNoAttackGetsThrough puts every attack of the corpus in every place of a payload, and reads what comes out as a browser
// would.
func TestNoAttackGetsThrough(t *testing.T) {
	data, err := os.ReadFile("../richtext/testdata/xss.txt")
	if err != nil {
		t.Fatal(err)
	}
	attacks := strings.Split(string(data), "\n")
	if len(attacks) < 300 {
		t.Fatal("need the corpus")
	}
	for _, a := range append(attacks, `"><img src=x onerror=1>`, `https://x.org/"onclick="1`, "<https://x.org/\"><script>|x>") {
		for _, wrapped := range []string{a, "<" + a + ">", "<https://x.org|" + a + ">", "`" + a + "`", "```" + a + "```", "*" + a + "*", "> " + a, "• " + a} {
			judge(t, convert(t, map[string]any{
				"text": wrapped,
				"attachments": []any{map[string]any{
					"pretext": wrapped, "title": wrapped, "title_link": a, "text": wrapped, "author_name": a, "author_link": a, "image_url": a, "footer": a,
					"fields": []any{map[string]any{"title": wrapped, "value": wrapped}},
				}, map[string]any{"fallback": a}},
			}))
			text := map[string]any{"type": "mrkdwn", "text": wrapped}
			judge(t, convert(t, map[string]any{"blocks": []any{
				map[string]any{"type": "section", "text": text, "accessory": map[string]any{"type": "image", "image_url": a, "alt_text": a}},
				map[string]any{"type": "header", "text": map[string]any{"type": "plain_text", "text": a}},
				map[string]any{"type": "rich_text", "elements": []any{map[string]any{"type": "rich_text_section", "elements": []any{
					map[string]any{"type": "text", "text": a}, map[string]any{"type": "link", "url": a, "text": a}, map[string]any{"type": "user", "user_id": a},
				}}}},
			}}))
		}
	}
}

func judge(t *testing.T, out string) {
	t.Helper()
	roots, err := html.ParseFragment(strings.NewReader(out), &html.Node{Type: html.ElementNode, Data: "div", DataAtom: atom.Div})
	if err != nil {
		t.Fatal(err)
	}
	for _, root := range roots {
		judgeNode(t, root, out)
		for node := range root.Descendants() {
			judgeNode(t, node, out)
		}
	}
}

func judgeNode(t *testing.T, node *html.Node, out string) {
	t.Helper()
	if node.Type == html.TextNode {
		return
	}
	if node.Type != html.ElementNode || !tags.MatchString(node.Data) {
		t.Fatalf("a node %q in %q", node.Data, out)
	}
	for _, attribute := range node.Attr {
		scheme, _, _ := strings.Cut(strings.ToLower(attribute.Val), ":")
		if node.Data != "a" || attribute.Key != "href" || scheme != "http" && scheme != "https" && scheme != "mailto" {
			t.Fatalf("an attribute %s=%q of %s in %q", attribute.Key, attribute.Val, node.Data, out)
		}
	}
}

func TestAFloodOfMarksTakesNoLongerThanItsLength(t *testing.T) {
	for _, unit := range []string{"*a ", "a*", "<", "`", "```", "*_~", "a*a_", "_ *x", "> ", "<!a|", "*a`b_<"} {
		started := time.Now()
		convert(t, map[string]any{"text": strings.Repeat(unit, 64<<10/len(unit)) + "*!"})
		if took := time.Since(started); took > time.Second {
			t.Errorf("%q takes %v", unit, took)
		}
	}
}
