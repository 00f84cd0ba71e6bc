package richtext

import (
	"maps"
	"regexp"
	"slices"

	"github.com/microcosm-cc/bluemonday"
)

// layout is what an element does to the lines of the plain text.
type layout uint8

const (
	inline layout = iota
	block
	item
	list
	orderedList
	quote
	preformatted
	lineBreak
	rule
)

// elements is the whole allow-list: Campfire's tags, and links, divs and mentions.
var elements = map[string]layout{
	"a": inline, "abbr": inline, "acronym": inline, "b": inline, "big": inline, "cite": inline,
	"code": inline, "del": inline, "dfn": inline, "em": inline, "i": inline, "ins": inline,
	"kbd": inline, "samp": inline, "small": inline, "span": inline, "strong": inline,
	"sub": inline, "sup": inline, "time": inline, "tt": inline, "var": inline,

	"address": block, "dd": block, "div": block, "dl": block, "dt": block, "figcaption": block,
	"figure": block, "h1": block, "h2": block, "h3": block, "h4": block, "h5": block, "h6": block,
	"p": block,

	"blockquote": quote, "br": lineBreak, "hr": rule, "li": item, "ol": orderedList,
	"pre": preformatted, "ul": list,
}

var (
	linkSchemes = []string{"http", "https", "mailto"}
	codeClass   = regexp.MustCompile(`^language-[A-Za-z0-9+#._-]{1,32}$`)
	mentionName = regexp.MustCompile(`^mention$`)
	userID      = regexp.MustCompile(`^[a-z0-9]{15}$`)
)

var policy = newPolicy()

func newPolicy() *bluemonday.Policy {
	names := slices.Collect(maps.Keys(elements))
	policy := bluemonday.NewPolicy()
	policy.AllowElements(names...)
	policy.AllowNoAttrs().OnElements("span")
	policy.AllowAttrs("href").OnElements("a")
	policy.AllowURLSchemes(linkSchemes...)
	policy.RequireParseableURLs(true)
	policy.AllowAttrs("class").Matching(codeClass).OnElements("code")
	policy.AllowAttrs("class").Matching(mentionName).OnElements("span")
	policy.AllowAttrs("data-user").Matching(userID).OnElements("span")

	// NB! bluemonday counts these tags to know when to show text again, so one
	// without its end ("List<Frame> x") would swallow the rest of the message.
	// Their text is kept, escaped; script and style are dropped before the count.
	policy.AllowElementsContent("frame", "frameset", "iframe", "noembed", "noframes",
		"noscript", "nostyle", "object", "title")
	return policy
}
