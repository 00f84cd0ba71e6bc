// Package slack turns what is written for Slack's incoming webhooks into our HTML. What it makes is safe by construction:
// every text is escaped, and tags and attributes are its own; the coordinator sanitises it all the same.
package slack

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// NotUnderstood says which part of a payload has no meaning here. Nothing of such a payload is shown: half a message is a
// lost one.
type NotUnderstood struct{ Where string }

func (e NotUnderstood) Error() string { return e.Where }

func notUnderstood(format string, args ...any) error {
	return NotUnderstood{fmt.Sprintf(format, args...)}
}

type payload struct {
	Text        string       `json:"text"`
	Markup      *bool        `json:"mrkdwn"`
	Blocks      []block      `json:"blocks"`
	Attachments []attachment `json:"attachments"`
}

// Directory says who and what Slack's ids stand for here, as HTML; "" for what is not known. The zero value knows nobody.
type Directory struct {
	Person, Room func(id string) string
}

// known returns whom or what a reference with its sign is to.
func (d Directory) known(reference string) string {
	switch id := reference[min(1, len(reference)):]; {
	case d.Person != nil && strings.HasPrefix(reference, "@"):
		return d.Person(id)
	case d.Room != nil && strings.HasPrefix(reference, "#"):
		return d.Room(id)
	}
	return ""
}

// HTML converts a payload. Blocks are shown in place of the text, as Slack does, and attachments after either.
func HTML(raw []byte) (string, error) {
	var p payload
	if err := json.Unmarshal(raw, &p); err != nil {
		return "", malformed(err)
	}
	out, d := &strings.Builder{}, Directory{}
	switch {
	case len(p.Blocks) > 0:
		if err := d.writeBlocks(out, p.Blocks, "blocks"); err != nil {
			return "", err
		}
	case p.Markup != nil && !*p.Markup:
		out.WriteString(plain(p.Text))
	default:
		out.WriteString(d.mrkdwn(p.Text))
	}
	for i := range p.Attachments {
		if err := p.Attachments[i].write(d, out, fmt.Sprintf("attachments[%d]", i)); err != nil {
			return "", err
		}
	}
	return out.String(), nil
}

func malformed(err error) error {
	var wrongType *json.UnmarshalTypeError
	if errors.As(err, &wrongType) && wrongType.Field != "" {
		return notUnderstood("%s has the wrong type: %s.", wrongType.Field, wrongType.Value)
	}
	return notUnderstood("The payload must be a JSON object.")
}

// attachment is the older form; its color and the like are decoration.
type attachment struct {
	Fallback   string  `json:"fallback"`
	Pretext    string  `json:"pretext"`
	AuthorName string  `json:"author_name"`
	AuthorLink string  `json:"author_link"`
	Title      string  `json:"title"`
	TitleLink  string  `json:"title_link"`
	Text       string  `json:"text"`
	Fields     []field `json:"fields"`
	ImageURL   string  `json:"image_url"`
	Footer     string  `json:"footer"`
	Blocks     []block `json:"blocks"`

	// In an export: what a preview is of, and whether it is no preview but a message that somebody handed on.
	FromURL string `json:"from_url"`
	Shared  bool   `json:"is_msg_unfurl"`
}

type field struct {
	Title string `json:"title"`
	Value any    `json:"value"`
}

func (a *attachment) write(d Directory, out *strings.Builder, where string) error {
	if a.Pretext != "" {
		out.WriteString("<p>" + d.mrkdwn(a.Pretext) + "</p>")
	}
	inner := &strings.Builder{}
	paragraph := func(html string) {
		if html != "" {
			inner.WriteString("<p>" + html + "</p>")
		}
	}
	paragraph(link(a.AuthorLink, plain(a.AuthorName)))
	if a.Title != "" {
		paragraph("<strong>" + link(a.TitleLink, d.inline(a.Title)) + "</strong>")
	}
	inner.WriteString(d.mrkdwn(a.Text))
	for i, f := range a.Fields {
		value, err := f.value(fmt.Sprintf("%s.fields[%d]", where, i))
		if err != nil {
			return err
		}
		paragraph("<strong>" + d.inline(f.Title) + "</strong><br>" + d.mrkdwn(value))
	}
	if err := d.writeBlocks(inner, a.Blocks, where+".blocks"); err != nil {
		return err
	}
	if a.ImageURL != "" {
		paragraph(link(a.ImageURL, plain(a.ImageURL)))
	}
	paragraph(d.inline(a.Footer))
	if inner.Len() == 0 && a.Pretext == "" {
		inner.WriteString(plain(a.Fallback))
	}
	if inner.Len() > 0 {
		out.WriteString("<blockquote>" + inner.String() + "</blockquote>")
	}
	return nil
}

// value is a text; numbers and truths are common enough to be one.
func (f field) value(where string) (string, error) {
	switch v := f.Value.(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	case float64, bool:
		return fmt.Sprint(v), nil
	}
	return "", notUnderstood("%s.value must be a text.", where)
}
