package bot

import (
	"strings"

	"campfire/collections"
)

// User is somebody as the original shows them. There are no pictures, so the address of one is null.
type User struct {
	ID        string  `json:"id"`
	Name      string  `json:"name"`
	Role      string  `json:"role"`
	AvatarURL *string `json:"avatar_url"`
}

// Message is a message as the original shows it. Its id is one of ours: a text, where the original has a number.
type Message struct {
	ID        string `json:"id"`
	CreatedAt string `json:"created_at"`
	Body      Body   `json:"body"`
	Creator   User   `json:"creator"`
	Room      Room   `json:"room"`
	URL       string `json:"url"`
}

// Body is a text in both forms.
type Body struct {
	PlainText string `json:"plain_text"`
	HTML      string `json:"html"`
}

// Room is where a message is.
type Room struct {
	ID string `json:"id"`
}

// Boost is a boost as the original shows it.
type Boost struct {
	ID        string  `json:"id"`
	Content   string  `json:"content"`
	CreatedAt string  `json:"created_at"`
	Booster   User    `json:"booster"`
	Message   Boosted `json:"message"`
}

// Boosted is the message of a boost.
type Boosted struct {
	ID  string `json:"id"`
	URL string `json:"url"`
}

// View shows messages and boosts to one caller, who came to origin.
type View struct {
	Origin string
	Users  map[string]collections.UserView
}

// Message shows a message; url leads people to it, in its room.
func (v View) Message(m *collections.Message, url string) Message {
	return Message{
		ID: m.ID, CreatedAt: iso(m.Created), Body: Body{PlainText: m.BodyText, HTML: m.Body}, Creator: v.user(m.Author),
		Room: Room{ID: m.Room}, URL: v.Origin + url,
	}
}

// Boost shows a boost of the message at url.
func (v View) Boost(b *collections.Boost, url string) Boost {
	return Boost{
		ID: b.ID, Content: b.Content, CreatedAt: iso(b.Created), Booster: v.user(b.Booster), Message: Boosted{ID: b.Message, URL: v.Origin + url},
	}
}

func (v View) user(id string) User {
	u := v.Users[id]
	return User{ID: id, Name: u.Name, Role: u.Role}
}

// iso turns a stored time into ISO 8601, as the original writes times.
func iso(stored string) string { return strings.Replace(stored, " ", "T", 1) }
