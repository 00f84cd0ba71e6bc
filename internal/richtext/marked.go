package richtext

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
)

const (
	// maxDepth of open elements; deeper tags are dropped, their text stays.
	// Closing what was left open then costs a bounded number of bytes.
	maxDepth = 32

	// maxMentions bounds how many people one message can call.
	maxMentions = 50

	linkAttributes = `" rel="nofollow noopener noreferrer" target="_blank">`
)

// document rewrites sanitised markup in its one canonical form, with every
// element closed, and reads it as plain text on the way. bluemonday decides what
// is safe; it leaves tags unbalanced and escapes quotes that need no escape.
type document struct {
	html     strings.Builder
	plain    plainText
	open     []string
	mentions []string
}

func marked(input string) (text Text, shows bool) {
	clean := policy.Sanitize(input)
	var doc document
	doc.html.Grow(len(clean))
	tokens := html.NewTokenizer(strings.NewReader(clean))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			doc.closeFrom(0)
			return Text{HTML: doc.html.String(), Plain: doc.plain.String(), Mentions: doc.mentions}, doc.plain.shows
		case html.TextToken:
			doc.text(string(tokens.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			doc.start(tokens)
		case html.EndTagToken:
			name, _ := tokens.TagName()
			if i := doc.innermost(string(name)); i >= 0 {
				doc.closeFrom(i)
			}
		}
	}
}

func (d *document) text(s string) {
	// An escaped CR survives until here, but not another reading.
	if strings.Contains(s, "\r") {
		s = strings.ReplaceAll(s, "\r", "\n")
	}
	textEscaper.WriteString(&d.html, s)
	d.plain.write(s)
}

func (d *document) start(tokens *html.Tokenizer) {
	tag, hasAttributes := tokens.TagName()
	name := string(tag)
	layout, allowed := elements[name]
	if !allowed {
		return
	}
	d.closeImplied(name, layout)
	if layout == lineBreak || layout == rule {
		d.html.WriteString("<" + name + ">")
		d.plain.start(layout)
		return
	}
	if len(d.open) == maxDepth {
		return
	}
	d.open = append(d.open, name)
	d.plain.start(layout)
	d.html.WriteString("<" + name)
	d.attributes(name, tokens, hasAttributes)
}

// attributes writes the few that mean something, in a fixed form, and the ">".
func (d *document) attributes(name string, tokens *html.Tokenizer, more bool) {
	values := map[string]string{}
	for more {
		var key, value []byte
		key, value, more = tokens.TagAttr()
		if _, repeated := values[string(key)]; !repeated {
			values[string(key)] = string(value)
		}
	}
	href, class, user := values["href"], values["class"], values["data-user"]
	switch {
	case name == "a":
		d.html.WriteString(` href="`)
		attributeEscaper.WriteString(&d.html, href)
		d.html.WriteString(linkAttributes)
	case name == "code" && class != "":
		d.html.WriteString(` class="` + class + `">`)
	case name == "span" && class != "" && user != "":
		d.html.WriteString(` class="mention" data-user="` + user + `">`)
		d.mention(user)
	default:
		d.html.WriteString(">")
	}
}

func (d *document) mention(user string) {
	if len(d.mentions) < maxMentions && !slices.Contains(d.mentions, user) {
		d.mentions = append(d.mentions, user)
	}
}

// closeImplied ends the elements whose end tags people leave out, as a browser would.
func (d *document) closeImplied(name string, layout layout) {
	switch {
	case name == "a":
		d.closeInnermost("a")
	case name == "li":
		d.closeInnermost("li", "ol", "ul")
	case name == "dt" || name == "dd":
		d.closeInnermost("dt", "dl")
		d.closeInnermost("dd", "dl")
	}
	if layout != inline && layout != lineBreak {
		d.closeInnermost("p")
	}
}

// closeInnermost closes the named element unless a limit was opened inside it.
func (d *document) closeInnermost(name string, limits ...string) {
	i := d.innermost(name)
	if i < 0 {
		return
	}
	isLimit := func(open string) bool { return slices.Contains(limits, open) }
	if !slices.ContainsFunc(d.open[i+1:], isLimit) {
		d.closeFrom(i)
	}
}

func (d *document) innermost(name string) int {
	for i, open := range slices.Backward(d.open) {
		if open == name {
			return i
		}
	}
	return -1
}

func (d *document) closeFrom(index int) {
	for _, name := range slices.Backward(d.open[index:]) {
		d.html.WriteString("</" + name + ">")
		d.plain.end(elements[name])
	}
	d.open = d.open[:index]
}

// Quotes need no escape in text; stored text should read as it was typed.
var (
	textEscaper      = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	attributeEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")
)
