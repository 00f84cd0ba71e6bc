package slack

import (
	"encoding/json"
	"fmt"
	"strings"
)

// richElement is anything inside a block: what rich_text is made of, and the elements of context and actions.
type richElement struct {
	Type     string          `json:"type"`
	Text     json.RawMessage `json:"text"` // a string in rich_text, an object in a button
	URL      string          `json:"url"`
	Style    json.RawMessage `json:"style"` // an object on texts, a string on lists
	Elements []richElement   `json:"elements"`
	UserID   string          `json:"user_id"`
	Channel  string          `json:"channel_id"`
	Group    string          `json:"usergroup_id"`
	Range    string          `json:"range"`
	Name     string          `json:"name"`
	Unicode  string          `json:"unicode"`
	Fallback string          `json:"fallback"`
	Value    string          `json:"value"`
	image
}

type style struct {
	Bold   bool `json:"bold"`
	Italic bool `json:"italic"`
	Strike bool `json:"strike"`
	Code   bool `json:"code"`
}

// small shows an element of context or actions.
func (e *richElement) small(d Directory, where string) (string, error) {
	switch e.Type {
	case "mrkdwn", "plain_text":
		return (&text{Type: e.Type, Text: e.string()}).html(d, where)
	}
	other := element{Type: e.Type, URL: e.URL, image: e.image}
	if len(e.Text) > 0 && json.Unmarshal(e.Text, &other.Text) != nil {
		return "", notUnderstood("%s.text has the wrong type.", where)
	}
	return other.html(where)
}

// maxNesting is how deep rich text goes; Slack's own is two deep.
const maxNesting = 8

func (d Directory) writeRich(out *strings.Builder, elements []richElement, where string) error {
	for i := range elements {
		e, at := &elements[i], fmt.Sprintf("%s.elements[%d]", where, i)
		inner, err := e.spans(d, at, maxNesting)
		if err != nil {
			return err
		}
		switch e.Type {
		case "rich_text_section":
			out.WriteString("<p>" + inner + "</p>")
		case "rich_text_quote":
			out.WriteString("<blockquote>" + inner + "</blockquote>")
		case "rich_text_preformatted":
			out.WriteString("<pre>" + strings.ReplaceAll(inner, "<br>", "\n") + "</pre>")
		case "rich_text_list":
			tag := "ul"
			if string(e.Style) == `"ordered"` {
				tag = "ol"
			}
			out.WriteString("<" + tag + ">" + inner + "</" + tag + ">")
		default:
			return notUnderstood("%s has the type %q, which is not understood.", at, e.Type)
		}
	}
	return nil
}

// spans shows what is inside an element: texts, or the items of a list.
func (e *richElement) spans(d Directory, where string, depth int) (string, error) {
	if depth == 0 {
		return "", notUnderstood("%s is nested too deep.", where)
	}
	var b strings.Builder
	for i := range e.Elements {
		span, at := &e.Elements[i], fmt.Sprintf("%s.elements[%d]", where, i)
		if e.Type == "rich_text_list" {
			item, err := span.spans(d, at, depth-1)
			if err != nil {
				return "", err
			}
			b.WriteString("<li>" + item + "</li>")
			continue
		}
		html, err := span.span(d, at)
		if err != nil {
			return "", err
		}
		b.WriteString(html)
	}
	return b.String(), nil
}

func (e *richElement) span(d Directory, where string) (string, error) {
	var html string
	switch e.Type {
	case "text":
		html = plain(e.string())
	case "link":
		label := e.string()
		if label == "" {
			label = e.URL
		}
		html = link(e.URL, plain(label))
	case "emoji":
		html = plain(emoji(e.Unicode, e.Name))
	case "user":
		if html = d.known("@" + e.UserID); html == "" {
			html = plain("@" + e.UserID)
		}
	case "usergroup":
		html = plain("@" + e.Group)
	case "channel":
		if html = d.known("#" + e.Channel); html == "" {
			html = plain("#" + e.Channel)
		}
	case "broadcast":
		html = plain("@" + e.Range)
	case "date":
		html = plain(e.Fallback)
	case "color":
		html = plain(e.Value)
	default:
		return "", notUnderstood("%s has the type %q, which is not understood.", where, e.Type)
	}
	return e.styled(html), nil
}

func (e *richElement) string() string {
	var s string
	_ = json.Unmarshal(e.Text, &s) // nothing, where it is no string
	return s
}

func (e *richElement) styled(html string) string {
	var s style
	_ = json.Unmarshal(e.Style, &s) // a style that is none changes nothing
	for _, wrap := range []struct {
		on  bool
		tag string
	}{{s.Code, "code"}, {s.Strike, "del"}, {s.Italic, "em"}, {s.Bold, "strong"}} {
		if wrap.on {
			html = "<" + wrap.tag + ">" + html + "</" + wrap.tag + ">"
		}
	}
	return html
}
