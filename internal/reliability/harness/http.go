package harness

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// User is one account of the cast with its signed-in session.
type User struct {
	ID, Name, Email, Password, Token, Session string

	addr string
}

// Reply is what a call over HTTP came to; Status 0 means that no answer arrived.
type Reply struct {
	Status int
	Header http.Header
	Body   []byte
	Err    error
}

// Refusal is the error body of the API.
type Refusal struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

var transport = &http.Transport{MaxIdleConnsPerHost: 128, IdleConnTimeout: 5 * time.Second}

var browser = &http.Client{Transport: transport, Timeout: 20 * time.Second}

// Call sends one request as the user; body may be nil, a []byte taken as it is, or anything JSON can carry.
func (u *User) Call(method, path string, body any) Reply {
	var content []byte
	switch body := body.(type) {
	case nil:
	case []byte:
		content = body
	default:
		var err error
		if content, err = json.Marshal(body); err != nil {
			return Reply{Err: err}
		}
	}
	request, err := http.NewRequest(method, "http://"+u.addr+path, bytes.NewReader(content))
	if err != nil {
		return Reply{Err: err}
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if u.Token != "" {
		request.Header.Set("Authorization", u.Token)
	}
	answer, err := browser.Do(request)
	if err != nil {
		return Reply{Err: err}
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return Reply{Status: answer.StatusCode, Header: answer.Header, Body: text, Err: err}
}

// Into reads the JSON body into out; anything but a 2xx is an error that quotes the body.
func (r Reply) Into(out any) error {
	if r.Err != nil {
		return r.Err
	}
	if r.Status/100 != 2 {
		return fmt.Errorf("status %d: %.300s", r.Status, r.Body)
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(r.Body, out)
}

// Verdict is "ok" for 2xx and otherwise the stable code of the refusal.
func (r Reply) Verdict() string {
	if r.Err != nil {
		return "error: " + r.Err.Error()
	}
	if r.Status/100 == 2 {
		return "ok"
	}
	var refusal Refusal
	if json.Unmarshal(r.Body, &refusal) != nil || refusal.Code == "" {
		return fmt.Sprintf("status %d without a code: %.120s", r.Status, r.Body)
	}
	return refusal.Code
}

// Post sends a message by the record API.
func (u *User) Post(room, clientMessageID, body string) Reply {
	return u.Call("POST", "/api/collections/messages/records",
		map[string]string{"room": room, "client_message_id": clientMessageID, "body": body})
}

// Edit changes a message's body.
func (u *User) Edit(message, body string) Reply {
	return u.Call("PATCH", "/api/collections/messages/records/"+message, map[string]string{"body": body})
}

// Delete removes a message.
func (u *User) Delete(message string) Reply {
	return u.Call("DELETE", "/api/collections/messages/records/"+message, nil)
}

// Boost adds a boost; Unboost takes it back.
func (u *User) Boost(message, content string) Reply {
	return u.Call("POST", "/api/collections/boosts/records", map[string]string{"message": message, "content": content})
}

// Unboost removes a boost by its id.
func (u *User) Unboost(boost string) Reply {
	return u.Call("DELETE", "/api/collections/boosts/records/"+boost, nil)
}

// CreateRoom makes a room of the kind with these members beside the user.
func (u *User) CreateRoom(kind, name string, members ...*User) (Room, error) {
	ids := make([]string, 0, len(members))
	for _, member := range members {
		ids = append(ids, member.ID)
	}
	var room Room
	err := u.Call("POST", "/api/collections/rooms/records",
		map[string]any{"kind": kind, "name": name, "members": ids}).Into(&room)
	return room, err
}

// AddMember lets a user into a room.
func (u *User) AddMember(room string, member *User) Reply {
	return u.Call("POST", "/api/collections/memberships/records", map[string]string{"room": room, "user": member.ID})
}

// RemoveMember takes a user out of a closed room, or lets him leave it himself.
func (u *User) RemoveMember(room string, member *User) Reply {
	var found struct {
		Items []Membership `json:"items"`
	}
	filter := strings.NewReplacer(" ", "%20", `"`, "%22").Replace(
		fmt.Sprintf(`room="%s" %%26%%26 user="%s"`, room, member.ID))
	reply := u.Call("GET", "/api/collections/memberships/records?filter="+filter, nil)
	if err := reply.Into(&found); err != nil || len(found.Items) == 0 {
		return reply
	}
	return u.Call("DELETE", "/api/collections/memberships/records/"+found.Items[0].ID, nil)
}

// MarkRead moves the user's read marker.
func (u *User) MarkRead(room string, rseq int64) Reply {
	return u.Call("POST", "/api/chat/rooms/"+room+"/read", map[string]any{"rseq": rseq})
}

// Bootstrap fetches the state a client starts from.
func (u *User) Bootstrap() (Bootstrap, error) {
	var b Bootstrap
	return b, u.Call("GET", "/api/chat/bootstrap", nil).Into(&b)
}

// Page fetches one window of a room's history; query is for example "after=0&limit=100".
func (u *User) Page(room, query string) (Page, error) {
	var p Page
	return p, u.Call("GET", "/api/chat/rooms/"+room+"/messages?"+query, nil).Into(&p)
}

// History pages forward through everything after rseq.
func (u *User) History(room string, after int64) ([]Message, error) {
	var all []Message
	for {
		page, err := u.Page(room, fmt.Sprintf("after=%d&limit=100", after))
		if err != nil {
			return nil, err
		}
		all = append(all, page.Messages...)
		if !page.HasAfter || len(page.Messages) == 0 {
			return all, nil
		}
		after = page.Messages[len(page.Messages)-1].RSeq
	}
}
