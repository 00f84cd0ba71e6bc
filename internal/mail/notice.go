package mail

import (
	"strings"
)

// Paces of the letters about what is unread.
const (
	Hourly = "hourly"
	Daily  = "daily"
)

// The pages that those letters lead to; of the second a token follows.
const (
	ProfilePage     = "/users/me/profile"
	UnsubscribePage = "/unsubscribe/"
)

// mostEntries is how many messages one letter tells of, and quoteMost how much of each, in letters: a letter is read to
// find out whether to look, not in place of looking.
const (
	mostEntries = 20
	quoteMost   = 400
)

// Notice is what somebody has not read.
type Notice struct {
	Items []Item
	// Pace is how often these letters come, Hourly or Daily.
	Pace string
	// Page is where everything can be read, such as /rooms/<id>.
	Page string
	// Token ends these letters.
	Token string
}

// Item is one message. Its text is left out where mail is not to say what was written.
type Item struct {
	Author, Room string
	Ping         bool
	Text         string
}

// Unread is the letter about what somebody has not read.
func Unread(r Reader, n Notice) (Letter, error) {
	w := speak(r.Language).notice
	entries := n.entries(w)
	title := w.several(len(n.Items))
	if len(n.Items) == 1 {
		title = n.Items[0].sentence(w)
	}
	s := r.sheet(title+" – "+r.Account, title)
	if len(n.Items) == 1 {
		entries[0].Title = "" // the letter's own says it
	}
	s.Entries = entries[:min(len(entries), mostEntries)]
	if rest := len(entries) - len(s.Entries); rest > 0 {
		s.Entries = append(s.Entries, entry{Title: w.more(rest)})
	}
	s.Button, s.Link = w.open, r.URL+n.Page
	s.Foot = append([]string{w.why[n.Pace]}, s.Foot...)
	s.FootLinks = []link{{w.change, r.URL + ProfilePage}, {w.never, r.Unsubscribe(n.Token)}}
	return s.letter()
}

// Unsubscribe is the address at which a token ends these letters.
func (r Reader) Unsubscribe(token string) string { return r.URL + UnsubscribePage + token }

func (i Item) sentence(w noticeWords) string {
	author, room := oneLine(i.Author), oneLine(i.Room)
	if i.Ping {
		return w.wrote(author, room)
	}
	return w.named(author, room)
}

// entries says each message, or where nothing of it may be said, how many there are of each kind.
func (n Notice) entries(w noticeWords) []entry {
	var entries []entry
	times, at := map[string]int{}, map[string]int{}
	for _, item := range n.Items {
		e := entry{Title: item.sentence(w), Quote: quote(item.Text)}
		if e.Quote == "" {
			if times[e.Title]++; times[e.Title] > 1 {
				continue
			}
			at[e.Title] = len(entries)
		}
		entries = append(entries, e)
	}
	for title, i := range at {
		if times[title] > 1 {
			entries[i].Title = w.times(title, times[title])
		}
	}
	return entries
}

// quote cuts a text to what a letter shows, and takes out what is no text.
func quote(text string) string {
	var lines []string
	left := quoteMost
	for line := range strings.Lines(text) {
		line = oneLine(line)
		if line == "" {
			continue
		}
		if runes := []rune(line); len(runes) > left {
			return strings.Join(append(lines, string(runes[:left])+"…"), "\n")
		}
		left -= len([]rune(line))
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}
