package slack

import (
	"fmt"
	"strings"
)

// block is any layout block; which fields it uses depends on its type.
type block struct {
	Type      string        `json:"type"`
	Text      *text         `json:"text"`
	Fields    []text        `json:"fields"`
	Accessory *element      `json:"accessory"`
	Elements  []richElement `json:"elements"`
	image
}

type text struct {
	Type string `json:"type"`
	Text string `json:"text"`
}

type image struct {
	ImageURL string `json:"image_url"`
	AltText  string `json:"alt_text"`
}

// element is what stands beside or inside a block: an image, a button.
type element struct {
	Type string `json:"type"`
	URL  string `json:"url"`
	Text *text  `json:"text"`
	image
}

func (d Directory) writeBlocks(out *strings.Builder, blocks []block, where string) error {
	for i := range blocks {
		if err := blocks[i].write(d, out, fmt.Sprintf("%s[%d]", where, i)); err != nil {
			return err
		}
	}
	return nil
}

func (b *block) write(d Directory, out *strings.Builder, where string) error {
	switch b.Type {
	case "section":
		return b.section(d, out, where)
	case "header":
		if b.Text == nil {
			return notUnderstood("%s has no text.", where)
		}
		out.WriteString("<h1>" + plain(b.Text.Text) + "</h1>")
	case "divider":
		out.WriteString("<hr>")
	case "context", "actions":
		return b.row(d, out, where)
	case "image":
		out.WriteString("<p>" + b.image.html() + "</p>")
	case "rich_text":
		return d.writeRich(out, b.Elements, where)
	default:
		return notUnderstood("%s has the type %q, which is not understood.", where, b.Type)
	}
	return nil
}

func (b *block) section(d Directory, out *strings.Builder, where string) error {
	texts := b.Fields
	if b.Text != nil {
		texts = append([]text{*b.Text}, texts...)
	}
	for _, t := range texts {
		html, err := t.html(d, where)
		if err != nil {
			return err
		}
		out.WriteString("<p>" + html + "</p>")
	}
	if b.Accessory == nil {
		return nil
	}
	html, err := b.Accessory.html(where + ".accessory")
	if err != nil {
		return err
	}
	out.WriteString("<p>" + html + "</p>")
	return nil
}

// row is small print, or buttons: side by side.
func (b *block) row(d Directory, out *strings.Builder, where string) error {
	parts := make([]string, len(b.Elements))
	for i := range b.Elements {
		html, err := b.Elements[i].small(d, fmt.Sprintf("%s.elements[%d]", where, i))
		if err != nil {
			return err
		}
		parts[i] = html
	}
	out.WriteString("<p>" + strings.Join(parts, " ") + "</p>")
	return nil
}

func (t *text) html(d Directory, where string) (string, error) {
	switch t.Type {
	case "mrkdwn":
		return d.mrkdwn(t.Text), nil
	case "plain_text":
		return plain(t.Text), nil
	}
	return "", notUnderstood("A text of %s has the type %q: it must be mrkdwn or plain_text.", where, t.Type)
}

// html shows a picture as a link with its description, since files are somewhere else, and a button as the link it is. A
// button without one would do nothing here.
func (e *element) html(where string) (string, error) {
	switch {
	case e.Type == "image":
		return e.image.html(), nil
	case e.Type == "button" && e.URL != "" && e.Text != nil:
		return link(e.URL, plain(e.Text.Text)), nil
	case e.Type == "button":
		return "", notUnderstood("%s is a button without a url: only links work here.", where)
	}
	return "", notUnderstood("%s has the type %q, which is not understood.", where, e.Type)
}

func (i *image) html() string {
	description := i.AltText
	if description == "" {
		description = i.ImageURL
	}
	return link(i.ImageURL, plain(description))
}
