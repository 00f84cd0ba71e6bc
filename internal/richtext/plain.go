package richtext

import (
	"strconv"
	"strings"
)

// maxIndent bounds how many levels of quote and of list a line shows, so that
// nesting cannot multiply the length of every line.
const maxIndent = 4

// plainText lays text out in lines. Breaks and spaces are owed until something
// shows after them, so that none is left at the end.
type plainText struct {
	out   []byte
	shows bool

	breaks   int // line breaks owed
	gapQuote int // quote level of the blank lines among them
	space    bool

	quotes int
	lists  []listLevel
	marker string // "- " or "1. ", owed to the next line

	preformatted int
	firstInPre   bool
}

type listLevel struct {
	ordered bool
	items   int
}

func (p *plainText) String() string {
	return strings.Trim(string(p.out), " \t\n\f")
}

func (p *plainText) start(layout layout) {
	switch layout {
	case inline:
		return
	case lineBreak:
		p.newLine()
		return
	}
	p.endLine()
	switch layout {
	case quote:
		p.quotes++
	case list, orderedList:
		p.lists = append(p.lists, listLevel{ordered: layout == orderedList})
	case item:
		p.startItem()
	case preformatted:
		p.preformatted++
		p.firstInPre = true
	case rule:
		p.put("---")
		p.shows = true
		p.endLine()
	}
}

func (p *plainText) end(layout layout) {
	if layout == inline {
		return
	}
	p.endLine()
	switch layout {
	case quote:
		p.quotes--
	case list, orderedList:
		p.lists = p.lists[:len(p.lists)-1]
	case item:
		p.marker = ""
	case preformatted:
		p.preformatted--
	}
}

func (p *plainText) startItem() {
	p.marker = "- "
	if len(p.lists) == 0 {
		return
	}
	level := &p.lists[len(p.lists)-1]
	level.items++
	if level.ordered {
		p.marker = strconv.Itoa(level.items) + ". "
	}
}

// write adds text; outside pre, a run of whitespace is one space.
func (p *plainText) write(s string) {
	p.shows = p.shows || shows(s)
	if p.preformatted > 0 {
		p.writeLines(s)
		return
	}
	for s != "" {
		word, width := cutWord(s)
		if word != "" {
			p.put(word)
		}
		if width > 0 {
			p.space = true
		}
		s = s[len(word)+width:]
	}
}

// cutWord returns the text up to the next space, and the width of that space.
// A no-break space counts: editors insert them where a person typed a space.
func cutWord(s string) (word string, width int) {
	for i := range len(s) {
		switch c := s[i]; {
		case c == ' ' || c == '\n' || c == '\t' || c == '\f':
			return s[:i], 1
		case c == 0xc2 && strings.HasPrefix(s[i:], "\u00a0"):
			return s[:i], len("\u00a0")
		}
	}
	return s, 0
}

func (p *plainText) writeLines(s string) {
	// HTML drops a line break right after <pre>.
	if p.firstInPre {
		s = strings.TrimPrefix(s, "\n")
		p.firstInPre = false
	}
	for line := range strings.Lines(s) {
		text, broken := strings.CutSuffix(line, "\n")
		if text != "" {
			p.put(text)
		}
		if broken {
			p.newLine()
		}
	}
}

func (p *plainText) put(s string) {
	switch {
	case p.atLineStart():
		p.payBreaks()
	case p.space:
		p.out = append(p.out, ' ')
	}
	p.space = false
	p.out = append(p.out, s...)
}

func (p *plainText) payBreaks() {
	if len(p.out) > 0 {
		gap := strings.TrimSpace(strings.Repeat("> ", p.gapQuote))
		for range p.breaks - 1 {
			p.out = append(append(p.out, '\n'), gap...)
		}
		p.out = append(p.out, '\n')
	}
	p.breaks = 0
	p.out = append(p.out, strings.Repeat("> ", min(p.quotes, maxIndent))...)
	p.out = append(p.out, strings.Repeat("  ", min(max(len(p.lists)-1, 0), maxIndent))...)
	p.out = append(p.out, p.marker...)
	p.marker = ""
}

func (p *plainText) atLineStart() bool { return len(p.out) == 0 || p.breaks > 0 }

// endLine makes sure that what follows starts on a line of its own.
func (p *plainText) endLine() {
	p.space = false
	if !p.atLineStart() {
		p.breaks = 1
		p.gapQuote = min(p.quotes, maxIndent)
	}
}

// newLine ends the line even when it is empty: twice makes a blank line.
func (p *plainText) newLine() {
	p.space = false
	if p.atLineStart() {
		p.gapQuote = min(p.gapQuote, p.quotes)
		p.breaks++
		return
	}
	p.endLine()
}
