// Package notification is what was said to one person, wherever that was: mentions of them, and boosts on what they wrote.
// Nothing of it is stored twice: it is read from the messages and boosts that are there, so that edits, deletions and who is
// in which room hold without being followed. Stored is only how far its person has seen it.
package notification

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"campfire/collections"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// PageDefault and PageMax are how many notifications a page has.
const (
	PageDefault = 40
	PageMax     = 100
)

// Filters.
const (
	All      = "all"
	Mentions = "mentions"
	Boosts   = "boosts"
)

// Kinds of notifications.
const (
	kindMention = "mention"
	kindBoost   = "boost"
)

// What can be wrong with a request.
var (
	ErrFilter = errors.New("no such filter")
	ErrCursor = errors.New("malformed cursor")
)

// Request is what somebody asks.
type Request struct {
	User   string
	Filter string
	// Before is the cursor of an earlier answer, "" for the first page.
	Before string
	Limit  int
}

// Notification is a message that names its reader, or a boost on a message of theirs.
type Notification struct {
	Kind string `json:"kind"`
	// Seq is the event that made it.
	Seq     int64               `json:"seq"`
	Unread  bool                `json:"unread"`
	Message collections.Message `json:"message"`
	Boost   *collections.Boost  `json:"boost,omitempty"`
}

// Page is a part of the list: what is unread first, and the newest first in both halves.
type Page struct {
	Notifications []Notification `json:"notifications"`
	// Next is the cursor of the next page, "" on the last one.
	Next string `json:"next"`
	collections.NotificationState
}

// List answers a page, out of one snapshot.
func List(app core.App, r Request) (Page, error) {
	page := Page{Notifications: []Notification{}}
	at, err := readCursor(r.Before)
	if err != nil {
		return page, err
	}
	if r.Filter != All && r.Filter != Mentions && r.Filter != Boosts {
		return page, ErrFilter
	}
	tx, err := app.ConcurrentDB().(*dbx.DB).Begin()
	if err != nil {
		return page, err
	}
	defer func() { _ = tx.Rollback() }() // it only read
	if page.NotificationState, err = collections.NotificationsOf(tx, r.User); err != nil {
		return page, fmt.Errorf("count notifications: %w", err)
	}
	l := listing{db: tx, Request: r, seen: page.Seen}
	err = l.read(at, page.Unread > 0)
	if err == nil {
		page.Notifications, err = l.notifications()
	}
	page.Next = l.next
	return page, err
}

// cursor is where a page begins: in the half of what is unread, or in that of what is not.
type cursor struct {
	unread bool
	before int64
}

const unreadCursor = "unread."

func (c cursor) String() string {
	if c.unread {
		return unreadCursor + strconv.FormatInt(c.before, 10)
	}
	return strconv.FormatInt(c.before, 10)
}

func readCursor(text string) (c cursor, err error) {
	if text == "" {
		return cursor{unread: true, before: math.MaxInt64}, nil
	}
	number, unread := strings.CutPrefix(text, unreadCursor)
	before, err := strconv.ParseInt(number, 10, 64)
	if err != nil || before < 1 || number != strconv.FormatInt(before, 10) {
		return c, ErrCursor
	}
	return cursor{unread, before}, nil
}

type place struct {
	collections.NotificationPlace
	unread bool
}

// listing is one page while it is read.
type listing struct {
	Request
	db     dbx.Builder
	seen   int64
	places []place
	next   string
}

func (l *listing) read(at cursor, some bool) error {
	if at.unread {
		if some {
			more, err := l.half(at, collections.SQLUnreadMentions, collections.SQLUnreadBoosts)
			if err != nil || more {
				return err
			}
		}
		at = cursor{before: math.MaxInt64}
		if len(l.places) == l.Limit {
			l.next = at.String()
			return nil
		}
	}
	_, err := l.half(at, collections.SQLReadMentions, collections.SQLReadBoosts)
	return err
}

// half adds from one half of the list what the page still has place for, and says whether there is more of it.
func (l *listing) half(at cursor, mentions, boosts string) (more bool, err error) {
	lists := []string{mentions, boosts}
	switch l.Filter {
	case Mentions:
		lists = lists[:1]
	case Boosts:
		lists = lists[1:]
	}
	room := l.Limit - len(l.places)
	var found []place
	for _, list := range lists {
		places, err := collections.NotificationPlaces(l.db, list, l.User, l.seen, at.before, room+1)
		if err != nil {
			return false, fmt.Errorf("list notifications: %w", err)
		}
		for _, p := range places {
			found = append(found, place{p, at.unread})
		}
	}
	slices.SortFunc(found, func(a, b place) int { return cmp.Compare(b.Seq, a.Seq) })
	if more = len(found) > room; more {
		found = found[:room]
		at.before = found[room-1].Seq
		l.next = at.String()
	}
	l.places = append(l.places, found...)
	return more, nil
}

// notifications reads what stands at the places. What is on its way after a room that is gone is left out.
func (l *listing) notifications() ([]Notification, error) {
	list := []Notification{}
	if len(l.places) == 0 {
		return list, nil
	}
	found, err := collections.MessagesAt(l.db, l.where(), l.User)
	if err != nil {
		return nil, fmt.Errorf("read messages: %w", err)
	}
	at := make(map[string]*collections.Message, len(found))
	for i := range found {
		at[key(found[i].Room, found[i].RSeq)] = &found[i]
	}
	for i := range l.places {
		p := &l.places[i]
		m := at[key(p.Room, p.RSeq)]
		if m == nil {
			continue
		}
		n := Notification{Kind: kindMention, Seq: p.Seq, Unread: p.unread, Message: *m}
		if p.Boost != "" {
			n.Kind = kindBoost
			at := slices.IndexFunc(m.Boosts, func(b collections.Boost) bool { return b.ID == p.Boost })
			if at < 0 {
				continue
			}
			n.Boost = &m.Boosts[at]
		}
		list = append(list, n)
	}
	return list, nil
}

func key(room string, rseq int64) string { return room + "/" + strconv.FormatInt(rseq, 10) }

// where renders the places as a JSON object of room to numbers, each once. Ids need no escaping.
func (l *listing) where() string {
	rooms, known := map[string][]string{}, map[string]bool{}
	for i := range l.places {
		p := &l.places[i]
		if k := key(p.Room, p.RSeq); !known[k] {
			known[k] = true
			rooms[p.Room] = append(rooms[p.Room], strconv.FormatInt(p.RSeq, 10))
		}
	}
	parts := make([]string, 0, len(rooms))
	for room, numbers := range rooms {
		parts = append(parts, `"`+room+`":[`+strings.Join(numbers, ",")+`]`)
	}
	return "{" + strings.Join(parts, ",") + "}"
}
