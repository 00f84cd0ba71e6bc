package moveout

import (
	"net/url"

	"campfire/collections"
	"campfire/internal/account"
)

// settings are the account's. The join code is not among them: it lets people in.
type settings struct {
	Name          string `json:"name"`
	RestrictRooms bool   `json:"restrict_room_creation"`
	CustomStyles  string `json:"custom_styles"`
	JoinPolicy    string `json:"join_policy"`
	JoinDomains   string `json:"join_domains"`
	MailNotices   bool   `json:"mail_notices"`
	MailText      bool   `json:"mail_text"`
	MailAfter     int    `json:"mail_after"`
}

// person is somebody, as the account knows them.
type person struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Email   string `json:"email"`
	Bio     string `json:"bio"`
	Role    string `json:"role"`
	Status  string `json:"status"`
	Created string `json:"created"`
	Updated string `json:"updated"`
	// Bot is what there is to say of a bot.
	Bot *bot `json:"bot,omitempty"`
}

// bot says where a bot is called, without the path, which may be a secret, and which keys it has, without the keys.
type bot struct {
	Webhook string `json:"webhook"`
	Keys    []key  `json:"keys"`
}

type key struct {
	Name     string   `json:"name"`
	Scopes   []string `json:"scopes"`
	Rooms    []string `json:"rooms"`
	LastUsed string   `json:"last_used"`
	Created  string   `json:"created"`
}

func personOf(u collections.UserView) person {
	p := person{
		ID: u.ID, Name: u.Name, Email: account.FormerEmail(u.Email), Bio: u.Bio, Role: u.Role, Status: u.Status, Created: u.Created, Updated: u.Updated,
	}
	if u.Role == collections.RoleBot {
		p.Email = "" // is made up
	}
	return p
}

// everybody writes the whole account.
func (w *writer) everybody(users []collections.UserView, rooms []room, pings bool) error {
	if err := w.json("account.json", settings{
		w.account.Name, w.account.RestrictRooms, w.account.CustomStyles, w.account.JoinPolicy, w.account.JoinDomains,
		w.account.MailNotices, w.account.MailText, w.account.MailAfter,
	}); err != nil {
		return err
	}
	people, err := w.people(users)
	if err != nil {
		return err
	}
	w.report.People = len(people)
	if err := w.list("people.json", func(put func(any) error) error { return each(people, put) }); err != nil {
		return err
	}
	for i := range rooms {
		if err := w.say(&rooms[i]); err != nil {
			return err
		}
	}
	if err := w.list("rooms.json", func(put func(any) error) error { return each(rooms, put) }); err != nil {
		return err
	}
	if err := w.summary(pings); err != nil {
		return err
	}
	return w.accountIndex(people, rooms, pings)
}

func each[T any](list []T, put func(any) error) error {
	for _, element := range list {
		if err := put(element); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) people(users []collections.UserView) ([]person, error) {
	keys, err := collections.BotKeys(w.db)
	if err != nil {
		return nil, err
	}
	called := map[string]string{}
	bots, err := collections.ActiveBots(w.db)
	if err != nil {
		return nil, err
	}
	for _, b := range bots {
		called[b.ID] = origin(b.WebhookURL)
	}
	people := make([]person, 0, len(users))
	for _, u := range users {
		p := personOf(u)
		if u.Role == collections.RoleBot {
			p.Bot = &bot{Webhook: called[u.ID], Keys: []key{}}
			for _, k := range keys[u.ID] {
				p.Bot.Keys = append(p.Bot.Keys, key{k.Name, k.Scopes, k.Rooms, k.LastUsed, k.Created})
			}
		}
		people = append(people, p)
	}
	return people, nil
}

// origin is the part of an address that is no secret.
func origin(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return ""
	}
	return u.Scheme + "://" + u.Host
}
