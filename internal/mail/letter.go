// Package mail writes the letters that the server sends: to sign in, to choose another password, to prove an address, to
// tell of what is unread or of a sign-in on a new device. Each has a text and an HTML part in the reader's language. PocketBase sends those that somebody
// waits for; the others go out through Post, which waits for nobody longer than it is told to.
package mail

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"strings"
)

// Letter is a mail that is ready to go.
type Letter struct{ Subject, Text, HTML string }

// Reader is who gets a letter, and where from.
type Reader struct {
	// Language is "en" or "de"; anything else is read as English.
	Language string
	// Account is the name of this Campfire, URL its address without a slash at the end.
	Account, URL string
}

// sheet is what a letter is made of, from top to bottom. What is empty is left out.
type sheet struct {
	Language, Account, URL string
	Subject, Title         string
	Lines                  []string
	Entries                []entry
	Code                   string
	Button, Link           string
	Foot                   []string
	FootLinks              []link
}

// entry is one of several things that a letter tells, with the words of somebody else.
type entry struct{ Title, Quote string }

type link struct{ Name, To string }

//go:embed letter.html
var page string

var pages = template.Must(template.New("letter").Parse(page))

func (s sheet) letter() (Letter, error) {
	s.Subject = oneLine(s.Subject)
	var html bytes.Buffer
	if err := pages.Execute(&html, s); err != nil {
		return Letter{}, fmt.Errorf("write letter: %w", err)
	}
	return Letter{Subject: s.Subject, Text: s.text(), HTML: html.String()}, nil
}

// text is the same for those who read plain text.
func (s sheet) text() string {
	var b strings.Builder
	say := func(lines ...string) {
		for _, line := range lines {
			if line != "" {
				b.WriteString(oneLine(line) + "\n\n")
			}
		}
	}
	say(s.Title)
	say(s.Lines...)
	for _, e := range s.Entries {
		if e.Title != "" {
			b.WriteString("* " + oneLine(e.Title) + "\n")
		}
		for line := range strings.Lines(e.Quote) {
			b.WriteString("  > " + oneLine(line) + "\n")
		}
		if e.Title != "" || e.Quote != "" {
			b.WriteString("\n")
		}
	}
	say(s.Code)
	if s.Link != "" {
		b.WriteString(s.Button + ":\n" + s.Link + "\n\n")
	}
	b.WriteString("-- \n")
	say(s.Foot...)
	for _, l := range s.FootLinks {
		b.WriteString(l.Name + ":\n" + l.To + "\n\n")
	}
	return b.String()
}

// oneLine takes out what would begin a line of its own: names come from people, and headers from names.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029 }), " ")
}
