package moveout

import (
	"fmt"
	"slices"
	"strings"

	"campfire/collections"
)

const (
	// readAtOnce is how many messages are read at once, and perPage and pageBytes bound a page, whichever comes first.
	readAtOnce = 200
	perPage    = 500
	pageBytes  = 1 << 20
)

// room is a room as an export has it.
type room struct {
	ID            string `json:"id"`
	Kind          string `json:"kind"`
	Name          string `json:"name"`
	Creator       name   `json:"creator"`
	Members       []who  `json:"members"`
	Messages      int    `json:"messages"`
	LastMessageAt string `json:"last_message_at"`
	Created       string `json:"created"`

	// hidden says that the person whose data these are is not in the room, and may not know what it is called.
	hidden bool
	head   int64
	pages  []page
}

// who is a member of a room.
type who struct {
	name
	Since string `json:"since"`
}

// rooms reads the rooms that are looked through. For a person these are all, for they may have left some; how they are
// called only those know who are in them.
func (w *writer) rooms(noPings bool) ([]room, error) {
	views, err := collections.AllRooms(w.db)
	if err != nil {
		return nil, err
	}
	rooms := make([]room, 0, len(views))
	for _, view := range views {
		if noPings && view.Kind == collections.RoomDirect {
			continue
		}
		members, err := collections.MembersOf(w.db, view.ID)
		if err != nil {
			return nil, err
		}
		r := room{
			ID: view.ID, Kind: view.Kind, Name: view.Name, Creator: w.name(view.Creator), Members: []who{}, head: view.HeadRSeq,
			LastMessageAt: view.LastMessageAt, Created: view.Created,
		}
		inside := w.person == "" || view.Kind == collections.RoomOpen
		for _, m := range members {
			r.Members = append(r.Members, who{w.name(m.User), m.Created})
			inside = inside || m.User == w.person
		}
		switch {
		case !inside:
			r.Name, r.hidden = "", true
		case view.Kind == collections.RoomDirect:
			r.Name = w.pingName(r.Members)
		}
		slices.SortFunc(r.Members, func(a, b who) int { return strings.Compare(a.Name, b.Name) })
		w.total += int(view.HeadRSeq)
		rooms = append(rooms, r)
	}
	slices.SortStableFunc(rooms, func(a, b room) int { // pings come last
		switch direct := collections.RoomDirect; {
		case a.Kind != direct && b.Kind == direct:
			return -1
		case a.Kind == direct && b.Kind != direct:
			return 1
		}
		return 0
	})
	return rooms, nil
}

// pingName calls a direct room by who is in it.
func (w *writer) pingName(members []who) string {
	var names []string
	for _, m := range members {
		if m.ID != w.person {
			names = append(names, m.Name)
		}
	}
	if len(names) == 0 { // with oneself
		return w.users[w.person].Name
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// page is one page of a room that was written: from when to when, and how much.
type page struct {
	Number, Messages int
	From, To         string
}

// say writes what was said in a room, page by page, and then the list of its pages. A page is written when there is a
// message for the next one, so that it knows whether it is the last.
func (w *writer) say(r *room) error {
	var ready []message
	size := 0
	flush := func(last bool) error {
		p := page{Number: len(r.pages) + 1, Messages: len(ready), From: ready[0].Created, To: ready[len(ready)-1].Created}
		r.pages = append(r.pages, p)
		r.Messages += p.Messages
		if err := w.list(fmt.Sprintf("rooms/%s/%d.json", r.ID, p.Number), func(put func(any) error) error { return each(ready, put) }); err != nil {
			return err
		}
		err := w.roomPage(*r, p, ready, last)
		ready, size = ready[:0], 0
		return err
	}
	for after := int64(0); after < r.head; {
		found, err := collections.History(w.db, r.ID, w.person, after, readAtOnce)
		if err != nil {
			return fmt.Errorf("read the room %s: %w", r.ID, err)
		}
		for i := range found {
			m := w.message(*r, &found[i])
			if len(ready) == perPage || len(ready) > 0 && size+len(m.Body) > pageBytes {
				if err := flush(false); err != nil {
					return err
				}
			}
			ready, size = append(ready, m), size+len(m.Body)
		}
		next := r.head
		if len(found) == readAtOnce {
			next = found[len(found)-1].RSeq
		}
		if err := w.tick(int(next - after)); err != nil {
			return err
		}
		after = next
	}
	if len(ready) > 0 {
		if err := flush(true); err != nil {
			return err
		}
	}
	w.report.Messages += r.Messages
	if r.Messages > 0 || w.person == "" {
		w.report.Rooms++
		return w.roomIndex(*r)
	}
	return nil
}
