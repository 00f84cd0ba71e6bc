package moveout

import (
	_ "embed"
	"fmt"
	"hash/fnv"
	"html/template"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"campfire/collections"
	"campfire/internal/richtext"
)

//go:embed page.html
var pageHTML string

//go:embed page.css
var pageCSS string

var pages = template.Must(template.New("").Funcs(template.FuncMap{
	"style":   func() template.CSS { return template.CSS(pageCSS) }, //nolint:gosec // is a file of this package
	"safe":    safe,
	"day":     func(at string) string { return shown(at, "2 January 2006") },
	"days":    days,
	"clock":   func(at string) string { return shown(at, "15:04") },
	"iso":     func(at string) string { return shown(at, time.RFC3339) },
	"hue":     hue,
	"initial": initial,
	"count":   count,
	"title":   title,
	"kind":    kind,
	"last":    last,
}).Parse(pageHTML))

func (w *writer) html(name, page string, data any) error {
	return w.out.add(name, func(out io.Writer) error { return pages.ExecuteTemplate(out, page, data) })
}

// safe is the markup of a message. What is stored went through the sanitiser, of some version: it goes through this one's too.
func safe(m message) template.HTML {
	text, err := richtext.Parse(m.Body)
	if err != nil {
		return template.HTML(template.HTMLEscapeString(m.BodyText)) //nolint:gosec // escaped
	}
	return template.HTML(text.HTML) //nolint:gosec // sanitised
}

// day is what was said on one day.
type day struct {
	Day      string
	Messages []message
}

func (w *writer) roomPage(r room, p page, messages []message, isLast bool) error {
	var byDay []day
	for _, m := range messages {
		at := shown(m.Created, "Monday, 2 January 2006")
		if len(byDay) == 0 || byDay[len(byDay)-1].Day != at {
			byDay = append(byDay, day{Day: at})
		}
		byDay[len(byDay)-1].Messages = append(byDay[len(byDay)-1].Messages, m)
	}
	later := p.Number + 1
	if isLast {
		later = 0
	}
	return w.html(fmt.Sprintf("rooms/%s/%d.html", r.ID, p.Number), "messages", map[string]any{
		"Account": w.account.Name, "Title": title(r), "Page": p, "Days": byDay, "Earlier": p.Number - 1, "Later": later,
	})
}

func (w *writer) roomIndex(r room) error {
	members := r.Members
	if w.person != "" { // who else is in a room is nobody's own data
		members = nil
	}
	return w.html(fmt.Sprintf("rooms/%s/index.html", r.ID), "room", map[string]any{
		"Account": w.account.Name, "Title": title(r), "Room": r, "Members": members, "Pages": r.pages,
	})
}

func (w *writer) accountIndex(people []person, rooms []room, pings bool) error {
	return w.html("index.html", "account", map[string]any{
		"Title": w.account.Name, "At": collections.Time(w.at), "Pings": pings, "Report": w.report, "People": people, "Rooms": rooms,
	})
}

func (w *writer) personIndex(mine own, rooms []room, boosts int) error {
	var spoken []room
	for _, r := range rooms {
		if r.Messages > 0 {
			spoken = append(spoken, r)
		}
	}
	return w.html("index.html", "person", map[string]any{
		"Account": w.account.Name, "Title": mine.Name, "At": collections.Time(w.at), "Report": w.report, "Own": mine, "Rooms": spoken, "Boosts": boosts,
	})
}

// title is what a room is called for people.
func title(r room) string {
	switch {
	case r.hidden:
		return "A room that was left"
	case r.Name == "":
		return "A room without a name"
	}
	return r.Name
}

func kind(kind string) string {
	switch kind {
	case collections.RoomDirect:
		return "Ping"
	case collections.RoomClosed:
		return "Closed room"
	}
	return "Open room"
}

// last is when the last message was written that an export has of a room.
func last(r room) string {
	if len(r.pages) == 0 {
		return ""
	}
	return r.pages[len(r.pages)-1].To
}

// days is from when to when a page goes.
func days(p page) string {
	from, to := shown(p.From, "2 January 2006"), shown(p.To, "2 January 2006")
	if from == to {
		return from
	}
	return from + " to " + to
}

func shown(at, layout string) string {
	when, err := time.Parse(collections.TimeLayout, at)
	if err != nil {
		return at
	}
	return when.Format(layout)
}

func count(n int, what string) string {
	switch {
	case n == 1:
		return "1 " + what
	case what == "person":
		what = "people"
	default:
		what += "s"
	}
	digits := fmt.Sprint(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits + " " + what
}

// hue is somebody's colour.
func hue(id string) int {
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(id))
	return int(sum.Sum32() % 360)
}

func initial(name string) string {
	letter, _ := utf8.DecodeRuneInString(strings.TrimSpace(name))
	if letter == utf8.RuneError {
		return "?"
	}
	return strings.ToUpper(string(letter))
}
