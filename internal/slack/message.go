package slack

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Written is what was written in a message of a workspace's export.
type Written struct {
	Text        string            `json:"text"`
	Blocks      []json.RawMessage `json:"blocks"`
	Attachments []json.RawMessage `json:"attachments"`
}

// HTML converts a message of an export. Unlike a payload, which can be sent again, it is shown as far as it can be: where the
// blocks cannot, the text says much of it in other words. whole says that nothing was left out.
func (w *Written) HTML(d Directory) (html string, whole bool) {
	out := &strings.Builder{}
	whole = w.blocks(d, out)
	if !whole && w.Text != "" || out.Len() == 0 {
		out.Reset()
		out.WriteString(d.mrkdwn(w.Text))
	}
	for i, raw := range w.Attachments {
		var a attachment
		inner := &strings.Builder{}
		switch err := json.Unmarshal(raw, &a); {
		case err != nil:
			whole = false
		case a.FromURL != "" && !a.Shared: // a preview of a link that stands in the text
		case a.write(d, inner, fmt.Sprintf("attachments[%d]", i)) == nil:
			out.WriteString(inner.String())
		default:
			whole = false
			if a.Fallback != "" {
				out.WriteString("<blockquote>" + plain(a.Fallback) + "</blockquote>")
			}
		}
	}
	return out.String(), whole
}

// blocks writes the blocks that can be shown, and says whether these are all.
func (w *Written) blocks(d Directory, out *strings.Builder) bool {
	whole := true
	for i, raw := range w.Blocks {
		var b block
		one := &strings.Builder{}
		if json.Unmarshal(raw, &b) != nil || b.write(d, one, fmt.Sprintf("blocks[%d]", i)) != nil {
			whole = false
			continue
		}
		out.WriteString(one.String())
	}
	return whole
}
