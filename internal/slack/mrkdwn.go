package slack

import (
	"html"
	"regexp"
	"strings"
)

var (
	bullet  = regexp.MustCompile(`^\s*[•◦▪*-]\s+`)
	ordinal = regexp.MustCompile(`^\s*\d{1,3}[.)]\s+`)
)

// plain shows a text as it is, line by line.
func plain(text string) string {
	return strings.ReplaceAll(html.EscapeString(unescape(text)), "\n", "<br>")
}

// unescape undoes the three escapes that Slack asks for, and no other.
var unescaper = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">", "\r\n", "\n")

func unescape(text string) string { return unescaper.Replace(text) }

// mrkdwn converts Slack's markup: fences, then lines, then what is inside a line.
func (d Directory) mrkdwn(text string) string {
	parts := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "```")
	if len(parts)%2 == 0 { // the last fence is not closed: it is only three backticks
		last := len(parts) - 2
		parts = append(parts[:last], parts[last]+"```"+parts[last+1])
	}
	var out strings.Builder
	for i, part := range parts {
		if i%2 == 1 {
			out.WriteString("<pre>" + html.EscapeString(unescape(strings.TrimPrefix(strings.TrimSuffix(part, "\n"), "\n"))) + "</pre>")
			continue
		}
		if i > 0 {
			part = strings.TrimPrefix(part, "\n")
		}
		if i < len(parts)-1 {
			part = strings.TrimSuffix(part, "\n")
		}
		out.WriteString(d.lines(part))
	}
	return out.String()
}

// lines converts text without fences: quotes and lists are runs of lines, the others are separated by breaks.
func (d Directory) lines(text string) string {
	var out strings.Builder
	open := "" // the element around the run of lines
	rest := strings.Split(text, "\n")
	for i, line := range rest {
		tag, content := kindOf(line)
		if tag == "all" { // three quotes quote everything that follows
			tag, content = "blockquote", strings.Join(append([]string{content}, rest[i+1:]...), "\n")
			rest = rest[:i+1]
		}
		switch {
		case tag != open:
			if open != "" {
				out.WriteString("</" + open + ">")
			}
			if open = tag; tag != "" {
				out.WriteString("<" + tag + ">")
			}
		case i > 0 && tag != "ul" && tag != "ol":
			out.WriteString("<br>")
		}
		if tag == "ul" || tag == "ol" {
			out.WriteString("<li>" + d.inline(content) + "</li>")
		} else {
			out.WriteString(d.inline(content))
		}
		if len(rest) == i+1 {
			break
		}
	}
	if open != "" {
		out.WriteString("</" + open + ">")
	}
	return out.String()
}

func kindOf(line string) (tag, content string) {
	for _, mark := range []string{"&gt;&gt;&gt;", ">>>"} {
		if rest, found := strings.CutPrefix(line, mark); found {
			return "all", strings.TrimPrefix(rest, " ")
		}
	}
	for _, mark := range []string{"&gt;", ">"} {
		if rest, found := strings.CutPrefix(line, mark); found {
			return "blockquote", strings.TrimPrefix(rest, " ")
		}
	}
	if mark := bullet.FindString(line); mark != "" {
		return "ul", line[len(mark):]
	}
	if mark := ordinal.FindString(line); mark != "" {
		return "ol", line[len(mark):]
	}
	return "", line
}

// link is an anchor for an address that a browser may open, else its label with the address beside it.
func link(address, label string) string {
	scheme, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(address)), ":")
	switch {
	case address == "":
		return label
	case scheme != "http" && scheme != "https" && scheme != "mailto":
		return strings.TrimSpace(label + " " + plain("("+address+")"))
	}
	return `<a href="` + html.EscapeString(unescape(strings.TrimSpace(address))) + `">` + label + "</a>"
}
