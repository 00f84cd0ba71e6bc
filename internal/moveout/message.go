package moveout

import (
	"campfire/collections"
)

// name is somebody, as others know them.
type name struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// boost is a reaction to a message.
type boost struct {
	By      name   `json:"by"`
	Content string `json:"content"`
	Created string `json:"created"`
}

// message is what was said. The names are the API's.
type message struct {
	ID       string  `json:"id"`
	Room     string  `json:"room"`
	RoomName string  `json:"room_name"`
	RSeq     int64   `json:"rseq"`
	Author   name    `json:"author"`
	Body     string  `json:"body"`
	BodyText string  `json:"body_text"`
	Kind     string  `json:"kind"`
	Sound    string  `json:"sound,omitempty"`
	Edited   bool    `json:"edited"`
	Mentions []name  `json:"mentions"`
	Boosts   []boost `json:"boosts"`
	Created  string  `json:"created"`
	Updated  string  `json:"updated"`
}

func (w *writer) name(id string) name { return name{id, w.users[id].Name} }

func (w *writer) message(r room, m *collections.Message) message {
	out := message{
		ID: m.ID, Room: m.Room, RoomName: r.Name, RSeq: m.RSeq, Author: w.name(m.Author), Body: m.Body, BodyText: m.BodyText, Kind: m.Kind,
		Sound: m.Sound, Edited: m.Edited, Mentions: []name{}, Boosts: []boost{}, Created: m.Created, Updated: m.Updated,
	}
	for _, id := range m.Mentions {
		out.Mentions = append(out.Mentions, w.name(id))
	}
	if r.hidden {
		return out // who boosts what is the business of those who are in the room
	}
	for _, b := range m.Boosts {
		out.Boosts = append(out.Boosts, boost{w.name(b.Booster), b.Content, b.Created})
	}
	return out
}
