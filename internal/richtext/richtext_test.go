package richtext_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"campfire/internal/richtext"
)

const (
	kevin = "kevin0000000000"
	jason = "jason0000000000"
)

func mention(user, name string) string {
	return `<span class="mention" data-user="` + user + `">@` + name + `</span>`
}

func TestParseStores(t *testing.T) {
	const link = `" rel="nofollow noopener noreferrer" target="_blank">`
	for _, test := range []struct{ name, body, html string }{
		{"plain text as it is", `Hello there`, `Hello there`},
		{"quotes and apostrophes as typed", `don't say "no"`, `don't say "no"`},
		{"quotes as typed next to markup", `<b>don't</b> say "no"`, `<b>don't</b> say "no"`},
		{"escaped quotes as quotes", `don&#39;t &quot;x&quot;`, `don't "x"`},
		{"a bare less-than escaped", `a < b`, `a &lt; b`},
		{"an arrow escaped", `a -> b`, `a -&gt; b`},
		{"a bare ampersand escaped", `Q&A`, `Q&amp;A`},
		{"an escaped tag still escaped", `&lt;b&gt;`, `&lt;b&gt;`},
		{"formatting as it is", `<strong>a</strong><em>b</em><del>c</del>`, `<strong>a</strong><em>b</em><del>c</del>`},
		{"unknown tags as their text", `<font color=red>a</font><img src=x>b`, `ab`},
		{"no text of scripts and styles", `a<script>x</script><style>y</style>b`, `ab`},
		{"the rest of a message after an unclosed frame", `List<Frame> and more`, `List and more`},
		{"an open element closed", `<b>a`, `<b>a</b>`},
		{"a stray end tag dropped", `a</b></div>b`, `ab`},
		{"crossed tags uncrossed", `<b><i>a</b>b</i>`, `<b><i>a</i></b>b`},
		{"a self-closed element as an open one", `<b/>a`, `<b>a</b>`},
		{"list items side by side", `<ul><li>a<li>b</ul>`, `<ul><li>a</li><li>b</li></ul>`},
		{"a nested list inside its item", `<ul><li>a<ul><li>b</ul><li>c</ul>`, `<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>`},
		{"paragraphs side by side", `<p>a<p>b<div>c`, `<p>a</p><p>b</p><div>c</div>`},
		{"a link with a fixed rel and target", `<a href='https://x.org/?a=1&b="' rel=opener>x</a>`, `<a href="https://x.org/?a=1&amp;b=&quot;` + link + `x</a>`},
		{"a mail link", `<a href=mailto:a@x.org>x</a>`, `<a href="mailto:a@x.org` + link + `x</a>`},
		{"a relative link as its text", `<a href=/rooms/1>x</a>`, `x`},
		{"a link within a link side by side", `<a href=http://x.org>x<a href=http://y.org>y</a>`, `<a href="http://x.org` + link + `x</a><a href="http://y.org` + link + `y</a>`},
		{"the language of code", `<pre><code class="language-c++">x</code></pre>`, `<pre><code class="language-c++">x</code></pre>`},
		{"no other class of code", `<code class="composer">x</code>`, `<code>x</code>`},
		{"a mention", mention(kevin, "Kevin"), mention(kevin, "Kevin")},
		{"half a mention as a bare span", `<span class=mention>@x</span><span data-user=` + kevin + `>@y</span>`, `<span>@x</span><span>@y</span>`},
	} {
		t.Run(test.name, func(t *testing.T) {
			text, err := richtext.Parse(test.body)
			if err != nil || text.HTML != test.html {
				t.Errorf("Parse(%q)\ngot  %q, %v\nwant %q", test.body, text.HTML, err, test.html)
			}
		})
	}
}

func TestParseReads(t *testing.T) {
	for _, test := range []struct{ name, body, plain string }{
		{"entities", `a &lt; b &amp;&nbsp;&eacute;`, `a < b & é`},
		{"runs of whitespace as a space", "<b> a \n\t b\u00a0 c </b>", `a b c`},
		{"lines of a text without a tag as lines", "deployed\r\nin 48s & counting\n", "deployed\nin 48s & counting"},
		{"a break as a line", `a<br>b<br/>c`, "a\nb\nc"},
		{"blocks as lines", `<div>a</div><p>b</p>c<h1>d</h1>`, "a\nb\nc\nd"},
		{"two breaks as a blank line", `<div>a<br><br>b</div>`, "a\n\nb"},
		{"an empty line of an editor", `<div>a</div><div><br></div><div>b</div>`, "a\n\nb"},
		{"no break at either end", `<br><p> a </p><br>`, "a"},
		{"a bullet list", `<p>x</p><ul><li>a</li><li>b</li></ul>y`, "x\n- a\n- b\ny"},
		{"a numbered list", `<ol><li>a</li><li><b>b</b></li></ol>`, "1. a\n2. b"},
		{"a list in a list", `<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>`, "1. a\n  - b\n2. c"},
		{"an item without a list", `<li>a</li>`, "- a"},
		{"no marker for an item that shows nothing", `a<ul><li></li></ul>b`, "a\nb"},
		{"a quote", `<blockquote>a<br>b</blockquote>c`, "> a\n> b\nc"},
		{"a quote in a quote", `<blockquote>a<blockquote>b</blockquote></blockquote>`, "> a\n> > b"},
		{"a blank line within a quote", `<blockquote>a<br><br>b</blockquote>`, "> a\n>\n> b"},
		{"a blank line around a quote", `a<br><br><blockquote>b</blockquote><br>c`, "a\n\n> b\n\nc"},
		{"whitespace in pre", "x<pre>\na\n  b\n\nc\n</pre>y", "x\na\n  b\n\nc\ny"},
		{"code in a line", `use <code>a  b</code>.`, "use a b."},
		{"a rule", `a<hr>b`, "a\n---\nb"},
		{"nothing but a rule", `<hr>`, "---"},
		{"words across tags", `<b>a</b>b <i> c</i>`, "ab c"},
		{"a mention by its name", `Hi ` + mention(kevin, "Kevin") + `!`, "Hi @Kevin!"},
		{"a link by its text", `<a href=http://x.org>here</a>`, "here"},
		{"an emoji sequence whole", "<b>\U0001f468\u200d\U0001f469\u200d\U0001f467</b>", "\U0001f468\u200d\U0001f469\u200d\U0001f467"},
	} {
		t.Run(test.name, func(t *testing.T) {
			text, err := richtext.Parse(test.body)
			if err != nil || text.Plain != test.plain {
				t.Errorf("Parse(%q)\ngot  %q, %v\nwant %q", test.body, text.Plain, err, test.plain)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for _, test := range []struct {
		name, body string
		want       error
	}{
		{"nothing", ``, richtext.ErrEmpty},
		{"whitespace", " \n\t\u00a0\u3000", richtext.ErrEmpty},
		{"zero widths", "\u200b\u200d\ufeff\u2060\u00ad", richtext.ErrEmpty},
		{"fillers and blank Braille", "\u3164\u115f\u2800\ufe0f\U000e0020", richtext.ErrEmpty},
		{"escaped spaces", `&nbsp;&#8203;`, richtext.ErrEmpty},
		{"markup around nothing", `<div><br></div><b> </b>`, richtext.ErrEmpty},
		{"a list of zero widths", "<ul><li>\u200b</li></ul>", richtext.ErrEmpty},
		{"a script and nothing else", `<script>x</script>`, richtext.ErrEmpty},
		{"a mention that shows nothing", `<span class="mention" data-user="` + kevin + `"></span>`, richtext.ErrEmpty},
		{"a NUL", "a\x00b", richtext.ErrEncoding},
		{"a NUL in markup", "<b>a\x00b", richtext.ErrEncoding},
		{"half a rune", "a\xc3", richtext.ErrEncoding},
		{"a surrogate", "\xed\xa0\x80", richtext.ErrEncoding},
		{"one byte too many", strings.Repeat("a", richtext.MaxBytes+1), richtext.ErrTooLarge},
		{"text that outgrows the limit when escaped", strings.Repeat(">", richtext.MaxBytes), richtext.ErrTooLarge},
		{"links that outgrow the limit when fixed", strings.Repeat("<a href=http:a>x", 4_000), richtext.ErrTooLarge},
		{"quotes that outgrow the limit when read", strings.Repeat("<blockquote>", 4) + strings.Repeat("x<br>", 13_000), richtext.ErrTooLarge},
	} {
		t.Run(test.name, func(t *testing.T) {
			if text, err := richtext.Parse(test.body); !errors.Is(err, test.want) {
				t.Errorf("got %.40q, %v; want %v", text.HTML, err, test.want)
			}
		})
	}
	if _, err := richtext.Parse(strings.Repeat("a", richtext.MaxBytes)); err != nil {
		t.Errorf("a body of exactly MaxBytes: %v", err)
	}
}

func TestParseFindsMentions(t *testing.T) {
	var crowd strings.Builder
	var first50 []string
	for i := range 60 {
		user := fmt.Sprintf("user%011d", i)
		crowd.WriteString(mention(user, "x") + " ")
		if i < 50 {
			first50 = append(first50, user)
		}
	}
	for _, test := range []struct {
		name, body string
		want       []string
	}{
		{"none in plain text", `@Kevin`, nil},
		{"one", mention(kevin, "Kevin"), []string{kevin}},
		{"each once, in order", mention(kevin, "K") + mention(jason, "J") + mention(kevin, "K"), []string{kevin, jason}},
		{"inside other markup", `<ul><li><b>` + mention(jason, "J") + `</b></ul>`, []string{jason}},
		{"not in escaped markup", strings.ReplaceAll(mention(kevin, "Kevin"), "<", "&lt;"), nil},
		{"not of a malformed id", mention("kevin", "Kevin") + mention(strings.ToUpper(kevin), "K"), nil},
		{"not on another element", `<div class="mention" data-user="` + kevin + `">x</div>`, nil},
		{"the first fifty of a crowd", crowd.String(), first50},
	} {
		t.Run(test.name, func(t *testing.T) {
			text, err := richtext.Parse(test.body)
			if err != nil || !reflect.DeepEqual(text.Mentions, test.want) {
				t.Errorf("got %v, %v; want %v", text.Mentions, err, test.want)
			}
		})
	}
}

func TestNoUnknownTagSwallowsTheRestOfAMessage(t *testing.T) {
	for _, tag := range strings.Fields("frame frameset iframe noembed noframes noscript nostyle object title svg math template select") {
		for _, body := range []string{"a<%s>b</%[1]s>c", "a</%s><%[1]s>b</%[1]s>c"} {
			text, err := richtext.Parse(fmt.Sprintf(body, tag))
			if err != nil || text.Plain != "abc" {
				t.Errorf("%s: %q reads %q, %v", tag, body, text.Plain, err)
			}
		}
	}
}

func TestNestingStaysBounded(t *testing.T) {
	text, err := richtext.Parse(strings.Repeat("<blockquote>", 4_000) + "a<br>b")
	if err != nil {
		t.Fatal(err)
	}
	if depth := strings.Count(text.HTML, "<blockquote>"); depth > 32 {
		t.Errorf("stored %d levels, want at most 32", depth)
	}
	if want := "> > > > a\n> > > > b"; text.Plain != want {
		t.Errorf("plain text is %q, want %q", text.Plain, want)
	}
}

func BenchmarkParse(b *testing.B) {
	line := strings.Repeat("Let's look at this after lunch. ", 4)[:120]
	for _, bench := range []struct{ name, body string }{
		{"plain 120 bytes", line},
		{"plain 120 bytes with emoji", line[:116] + "\U0001f600"},
		{"arrow", line[:118] + "->"},
		{"ampersand", line[:119] + "&"},
		{"small rich", `<div>Hi ` + mention(kevin, "Kevin") + `, <strong>see</strong> <a href="https://x.org/a?b=c">this</a>:<br><pre><code class="language-go">x := 1</code></pre></div>`},
		{"list", `<p>Todo</p><ul><li>one</li><li>two <em>now</em></li><li>three</li></ul>`},
		{"64 KiB of tags", strings.Repeat("<b>a</b>", 8<<10)},
		{"64 KiB of open tags", strings.Repeat("<ol>", 16<<10-8) + "x"},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := richtext.Parse(bench.body); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
