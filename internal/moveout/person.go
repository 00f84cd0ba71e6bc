package moveout

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"campfire/collections"
)

// own is person.json: what is stored of somebody, besides what they wrote and boosted.
type own struct {
	person
	EmailVerified   bool                     `json:"email_verified"`
	Memberships     []membership             `json:"memberships"`
	Searches        []search                 `json:"searches"`
	Sessions        []session                `json:"sessions"`
	Subscriptions   []subscription           `json:"push_subscriptions"`
	Notifications   notifications            `json:"notifications"`
	SignInLinks     []collections.SignInLink `json:"sign_in_providers"`
	Wishes          []string                 `json:"wishes"`
	BannedAddresses []string                 `json:"banned_addresses"`
}

// membership is a room that somebody is in, and how.
type membership struct {
	Room        string `json:"room"`
	RoomName    string `json:"room_name"`
	Kind        string `json:"kind"`
	Involvement string `json:"involvement"`
	ReadRSeq    int64  `json:"read_rseq"`
	Since       string `json:"since"`
}

type search struct {
	Query string `json:"query"`
	Used  string `json:"used"`
}

// session is a device that is signed in. What it signs in with is not stored, and its number says nothing to anybody.
type session struct {
	Device     string `json:"device"`
	IP         string `json:"ip"`
	LastActive string `json:"last_active"`
	Expires    string `json:"expires"`
	Created    string `json:"created"`
}

// subscription is a browser that is notified, by way of the push service at origin. The rest of its address lets whoever has
// it write on the screen.
type subscription struct {
	Service     string `json:"service"`
	Browser     string `json:"browser"`
	Platform    string `json:"platform"`
	LastSuccess string `json:"last_success"`
	Created     string `json:"created"`
}

// notifications are the settings that are not a room's.
type notifications struct {
	Mail     string          `json:"mail"`
	Language string          `json:"language"`
	Quiet    json.RawMessage `json:"quiet"`
}

// given is a boost that somebody gave. What it is on somebody else may have written.
type given struct {
	Message  string `json:"message"`
	Room     string `json:"room"`
	RoomName string `json:"room_name"`
	Content  string `json:"content"`
	Created  string `json:"created"`
}

// somebody writes one person's data.
func (w *writer) somebody(rooms []room) error {
	named := map[string]*room{}
	for i := range rooms {
		named[rooms[i].ID] = &rooms[i]
	}
	mine, err := w.own(named)
	if err != nil {
		return fmt.Errorf("read the person: %w", err)
	}
	w.report.People = 1
	if err := w.json("person.json", mine); err != nil {
		return err
	}
	boosts := 0
	err = w.list("boosts.json", func(put func(any) error) error {
		return collections.EachBoostOf(w.db, w.person, func(b collections.Boost) error {
			boosts++
			g := given{Message: b.Message, Room: b.Room, Content: b.Content, Created: b.Created}
			if r := named[b.Room]; r != nil {
				g.RoomName = r.Name
			}
			return put(g)
		})
	})
	if err != nil {
		return err
	}
	for i := range rooms {
		if err := w.say(&rooms[i]); err != nil {
			return err
		}
	}
	if err := w.summary(true); err != nil {
		return err
	}
	return w.personIndex(mine, rooms, boosts)
}

func (w *writer) own(rooms map[string]*room) (o own, err error) {
	o = own{person: personOf(w.users[w.person]), Memberships: []membership{}, Searches: []search{}, Sessions: []session{}, Subscriptions: []subscription{}}
	memberships, err := collections.MembershipsOf(w.db, w.person)
	if err != nil {
		return o, err
	}
	for _, m := range memberships {
		if r := rooms[m.Room]; r != nil {
			o.Memberships = append(o.Memberships, membership{m.Room, r.Name, r.Kind, m.Involvement, m.ReadRSeq, m.Created})
		}
	}
	slices.SortFunc(o.Memberships, func(a, b membership) int { return strings.Compare(a.RoomName, b.RoomName) })
	searches, err := collections.SearchesOf(w.db, w.person)
	if err != nil {
		return o, err
	}
	for _, s := range searches {
		o.Searches = append(o.Searches, search{s.Query, s.Updated})
	}
	if err := w.devices(&o); err != nil {
		return o, err
	}
	if err := w.notices(&o); err != nil {
		return o, err
	}
	if o.EmailVerified, err = collections.EmailVerified(w.db, w.person); err != nil {
		return o, err
	}
	if o.SignInLinks, err = collections.SignInLinksOf(w.db, w.person); err != nil {
		return o, err
	}
	if o.Wishes, err = collections.WishesOf(w.db, w.person); err != nil {
		return o, err
	}
	o.BannedAddresses, err = collections.BannedAddressesOf(w.db, w.person)
	return o, err
}

func (w *writer) devices(o *own) error {
	sessions, err := collections.SessionsOf(w.db, w.person)
	if err != nil {
		return err
	}
	for _, s := range sessions {
		o.Sessions = append(o.Sessions, session{s.UserAgent, s.IP, s.LastActive, s.Expires, s.Created})
	}
	subscriptions, err := collections.PushSubscriptionsOf(w.db, w.person)
	if err != nil {
		return err
	}
	for _, s := range subscriptions {
		o.Subscriptions = append(o.Subscriptions, subscription{origin(s.Endpoint), s.Browser, s.Platform, s.LastSuccess, s.Created})
	}
	return nil
}

func (w *writer) notices(o *own) (err error) {
	if o.Notifications.Mail, err = collections.Pace(w.db, w.person); err != nil {
		return err
	}
	if o.Notifications.Language, err = collections.MailLanguage(w.db, w.person); err != nil {
		return err
	}
	quiet, err := collections.Quiet(w.db, w.person)
	if json.Valid([]byte(quiet)) {
		o.Notifications.Quiet = json.RawMessage(quiet)
	}
	return err
}
