package slack

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"
)

var marks = map[byte]string{'*': "strong", '_': "em", '~': "del"}

// scanner goes through a text once. It remembers where there is no end of a mark, so that a flood of beginnings costs no
// more than their length.
type scanner struct {
	Directory
	text    string
	at      int
	out     strings.Builder
	endless map[byte]int // mark -> up to where there is no end of it
}

// inline converts what is inside a line; a line break stays one.
func (d Directory) inline(text string) string {
	s := scanner{Directory: d, text: text, endless: map[byte]int{}}
	for s.at < len(text) {
		s.step()
	}
	return s.out.String()
}

func (s *scanner) step() {
	c := s.text[s.at]
	switch c {
	case '\n':
		s.out.WriteString("<br>")
		s.at++
		return
	case '`':
		if strings.HasPrefix(s.text[s.at:], "``") {
			break // the marks of a fence that is not closed
		}
		if end := s.find(c, anywhere); end > 0 {
			s.out.WriteString("<code>" + html.EscapeString(unescape(s.text[s.at+1:end])) + "</code>")
			s.at = end + 1
			return
		}
	case '<':
		if end := s.find('>', anywhere); end > 0 {
			s.out.WriteString(s.reference(s.text[s.at+1 : end]))
			s.at = end + 1
			return
		}
	case ':':
		if sign, length := emojiAt(s.text[s.at:]); length > 0 {
			s.out.WriteString(sign)
			s.at += length
			return
		}
	case '*', '_', '~':
		if !s.begins() {
			break
		}
		if end := s.find(c, s.ends); end > 0 {
			s.out.WriteString("<" + marks[c] + ">" + s.inline(s.text[s.at+1:end]) + "</" + marks[c] + ">")
			s.at = end + 1
			return
		}
	}
	next := s.at + 1
	for next < len(s.text) && strings.IndexByte("\n`<*_~:", s.text[next]) < 0 {
		next++
	}
	s.out.WriteString(html.EscapeString(unescape(s.text[s.at:next])))
	s.at = next
}

// find returns where a mark that begins here ends on its line, or -1.
func (s *scanner) find(mark byte, ends func(int) bool) int {
	if s.at < s.endless[mark] {
		return -1
	}
	for i := s.at + 1; i < len(s.text) && s.text[i] != '\n'; i++ {
		if s.text[i] == mark && i > s.at+1 && ends(i) {
			return i
		}
	}
	line := strings.IndexByte(s.text[s.at:], '\n')
	if line < 0 {
		line = len(s.text) - s.at
	}
	s.endless[mark] = s.at + line
	return -1
}

// begins reports whether a mark here may open: not inside a word, and right before something.
func (s *scanner) begins() bool {
	before, _ := utf8.DecodeLastRuneInString(s.text[:s.at])
	after, _ := utf8.DecodeRuneInString(s.text[s.at+1:])
	return !isWord(before, s.at > 0) && s.at+1 < len(s.text) && !unicode.IsSpace(after)
}

// ends reports whether a mark at i may close: right after something, and not inside a word.
func (s *scanner) ends(i int) bool {
	before, _ := utf8.DecodeLastRuneInString(s.text[:i])
	after, _ := utf8.DecodeRuneInString(s.text[i+1:])
	return !unicode.IsSpace(before) && !isWord(after, i+1 < len(s.text))
}

func anywhere(int) bool { return true }

func isWord(r rune, exists bool) bool {
	return exists && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// reference shows what stands in angle brackets: a link, somebody, a channel, a command. Whom nobody here is known by, and
// commands, are texts.
func (d Directory) reference(inner string) string {
	target, label, labelled := strings.Cut(inner, "|")
	if html := d.known(target); html != "" {
		return html
	}
	name := func(sign, fallback string) string {
		if labelled && label != "" {
			return plain(sign + strings.TrimPrefix(label, sign))
		}
		return plain(sign + fallback)
	}
	switch {
	case strings.HasPrefix(target, "@"):
		return name("@", target[1:])
	case strings.HasPrefix(target, "#"):
		return name("#", target[1:])
	case strings.HasPrefix(target, "!date"):
		return plain(label)
	case strings.HasPrefix(target, "!"):
		command, _, _ := strings.Cut(target[1:], "^")
		return name("@", command)
	}
	scheme, _, found := strings.Cut(target, ":")
	if !found || strings.ContainsAny(scheme, " <") {
		return plain("<" + inner + ">")
	}
	if !labelled || label == "" {
		label = strings.TrimPrefix(target, "mailto:")
	}
	return link(target, plain(label))
}
