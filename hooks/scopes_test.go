package hooks_test

import (
	"net/url"
	"strings"
	"testing"

	"campfire/collections"
	"campfire/internal/session"
	"campfire/internal/testapp"
)

// scoped lets Bender into Designers and a ping and returns keys of his: for reading only, for writing only, for the
// Watercooler only, and one for everything.
type scoped struct {
	*camp
	reader, writer, cooler string
	ping                   string
}

func startScoped(t *testing.T) *scoped {
	c := start(t)
	s := &scoped{camp: c}
	c.ok(c.david, "POST", memberships, fields{"room": c.Designers, "user": c.Bender})
	s.ping = c.room(c.bender, "direct", "", c.Kevin)
	s.reader = c.key(c.Bender, []string{"read"})
	s.writer = c.key(c.Bender, []string{"write"})
	s.cooler = c.key(c.Bender, []string{"read", "write"}, c.Watercooler)
	return s
}

// key makes a key of a bot by the door that administrators use.
func (c *camp) key(bot string, scopes []string, rooms ...string) string {
	c.t.Helper()
	made := c.ok(c.david, "POST", "/api/chat/bots/"+bot+"/keys", fields{"name": "test", "scopes": scopes, "rooms": append([]string{}, rooms...)})
	return made.Text("key")
}

func (s *scoped) stream(as string, topics ...string) *testapp.Stream {
	s.t.Helper()
	stream := s.Stream()
	if reply := stream.Subscribe(as, topics...); reply.Status != 204 {
		s.t.Fatalf("subscribing answers %d: %s", reply.Status, reply.Raw)
	}
	return stream
}

func TestAKeyForReadingChangesNothing(t *testing.T) {
	s := startScoped(t)
	sent := s.post(s.bender, s.Watercooler, "mine").Text("id")
	boost := s.ok(s.bender, "POST", boosts, fields{"message": sent, "content": "+1"}).Text("id")
	s.refused([]attempt{
		{"sends", s.reader, "POST", messages, fields{"room": s.Watercooler, "body": "x"}, 403, "forbidden"},
		{"edits", s.reader, "PATCH", messages + "/" + sent, fields{"body": "x"}, 403, "forbidden"},
		{"deletes", s.reader, "DELETE", messages + "/" + sent, nil, 403, "forbidden"},
		{"boosts", s.reader, "POST", boosts, fields{"message": sent, "content": "x"}, 403, "forbidden"},
		{"takes a boost back", s.reader, "DELETE", boosts + "/" + boost, nil, 403, "forbidden"},
		{"pings", s.reader, "POST", rooms, fields{"kind": "direct", "members": []string{s.Jason}}, 403, "forbidden"},
		{"leaves", s.reader, "DELETE", memberships + "/" + s.membership(s.Designers, s.Bender), nil, 403, "forbidden"},
		{"mutes", s.reader, "PATCH", memberships + "/" + s.membership(s.Designers, s.Bender), fields{"involvement": "nothing"}, 403, "forbidden"},
		{"marks as read", s.reader, "POST", "/api/chat/rooms/" + s.Watercooler + "/read", fields{"rseq": 1}, 403, "forbidden"},
		{"remembers a search", s.reader, "POST", "/api/chat/searches", fields{"query": "x"}, 403, "forbidden"},
		{"renames its bot", s.reader, "PATCH", users + "/" + s.Bender, fields{"name": "x"}, 403, "forbidden"},
		{"sends in a batch", s.reader, "POST", "/api/batch", fields{"requests": []fields{
			{"method": "POST", "url": messages, "body": fields{"room": s.Watercooler, "body": "x"}},
		}}, 403, "forbidden"},
		{"sends through the path", "", "POST", "/rooms/" + s.Watercooler + "/" + s.reader + "/messages", "x", 403, "forbidden"},
		{"sends through the hook", "", "POST", "/hooks/" + s.reader, fields{"text": "x"}, 403, "forbidden"},
		{"ends its session", s.reader, "DELETE", "/api/chat/session", nil, 403, "forbidden"},
	})
	for _, path := range []string{
		messages, rooms, memberships, boosts, "/api/chat/bootstrap", "/api/chat/rooms/" + s.Watercooler + "/messages", "/api/chat/search?q=mine",
		"/api/chat/rooms/" + s.Watercooler + "/members", "/rooms/" + s.Watercooler + "/" + s.reader + "/messages",
	} {
		s.ok(s.reader, "GET", path, nil)
	}
	socket := s.Socket(s.reader).Live()
	for _, frame := range []fields{
		{"type": "send", "client_message_id": "6a1c1e52-58a4-4fd5-b0a8-000000000001", "room": s.Watercooler, "body": "x"},
		{"type": "typing", "room": s.Watercooler, "active": true},
	} {
		socket.Send(frame)
		nack := socket.Wait("a refusal", func(f testapp.Frame) bool { return f.Type == "nack" && f.Code == "forbidden" })
		if id, _ := frame["client_message_id"].(string); id != "" && nack.ClientMessageID != id {
			t.Errorf("the refusal is %s", nack.Raw)
		}
	}
	s.post(s.david, s.Watercooler, "still delivered")
	socket.Wait("a message", func(f testapp.Frame) bool { return f.Field("body") == "still delivered" })
	stream := s.stream(s.reader, "messages/*")
	s.post(s.david, s.Watercooler, "and on topics")
	stream.Wait("a message", func(f testapp.Frame) bool { return strings.Contains(f.Raw, "and on topics") })
}

func TestAKeyForWritingIsShownNothing(t *testing.T) {
	s := startScoped(t)
	sent := s.post(s.writer, s.Watercooler, "secret of mine").Text("id")
	s.refused([]attempt{
		{"lists messages", s.writer, "GET", messages, nil, 403, "forbidden"},
		{"reads one", s.writer, "GET", messages + "/" + sent, nil, 403, "forbidden"},
		{"reads rooms", s.writer, "GET", rooms, nil, 403, "forbidden"},
		{"reads people", s.writer, "GET", users, nil, 403, "forbidden"},
		{"reads a page", s.writer, "GET", "/api/chat/rooms/" + s.Watercooler + "/messages", nil, 403, "forbidden"},
		{"bootstraps", s.writer, "GET", "/api/chat/bootstrap", nil, 403, "forbidden"},
		{"polls", s.writer, "GET", "/api/chat/events?since=0", nil, 403, "forbidden"},
		{"searches", s.writer, "GET", "/api/chat/search?q=secret", nil, 403, "forbidden"},
		{"reads members", s.writer, "GET", "/api/chat/rooms/" + s.Watercooler + "/members", nil, 403, "forbidden"},
		{"reads through the path", "", "GET", "/rooms/" + s.Watercooler + "/" + s.writer + "/messages", nil, 403, "forbidden"},
		{"subscribes", s.writer, "POST", "/api/realtime", fields{"clientId": "x", "subscriptions": []string{"messages/*"}}, 403, "forbidden"},
		{"expands", s.writer, "PATCH", memberships + "/" + s.membership(s.Watercooler, s.Bender) + "?expand=room", fields{"involvement": "nothing"}, 403, "forbidden"},
		{"expands in a batch", s.writer, "POST", "/api/batch", fields{"requests": []fields{
			{"method": "PATCH", "url": memberships + "/" + s.membership(s.Watercooler, s.Bender) + "?expand=room", "body": fields{"involvement": "nothing"}},
		}}, 403, "forbidden"},
	})
	socket := s.Socket(s.writer)
	socket.Send(fields{"type": "resume"})
	socket.Wait("a refusal", func(f testapp.Frame) bool { return f.Type == "nack" && f.Code == "forbidden" })
	socket.Send(fields{"type": "here", "room": s.Watercooler})
	id := "6a1c1e52-58a4-4fd5-b0a8-000000000002"
	socket.Send(fields{"type": "send", "client_message_id": id, "room": s.Watercooler, "body": "by socket"})
	socket.Wait("the ack", func(f testapp.Frame) bool { return f.Type == "ack" && f.ClientMessageID == id })
	for _, f := range socket.Frames() {
		if f.Type == "event" || f.Type == "presence" || f.Type == "caught_up" {
			t.Errorf("it was shown %s", f.Raw)
		}
	}
}

// elsewhere are requests about a room that is none of the key's.
func (s *scoped) elsewhere(t *testing.T, room, message, boost string) {
	t.Helper()
	s.refused([]attempt{
		{"sends", s.cooler, "POST", messages, fields{"room": room, "body": "x"}, 404, "not_found"},
		{"reads one", s.cooler, "GET", messages + "/" + message, nil, 404, "not_found"},
		{"edits", s.cooler, "PATCH", messages + "/" + message, fields{"body": "x"}, 404, "not_found"},
		{"deletes", s.cooler, "DELETE", messages + "/" + message, nil, 404, "not_found"},
		{"boosts", s.cooler, "POST", boosts, fields{"message": message, "content": "x"}, 404, "not_found"},
		{"takes a boost back", s.cooler, "DELETE", boosts + "/" + boost, nil, 404, "not_found"},
		{"reads the room", s.cooler, "GET", rooms + "/" + room, nil, 404, "not_found"},
		{"changes the room", s.cooler, "PATCH", rooms + "/" + room, fields{"name": "x"}, 404, "not_found"},
		{"deletes the room", s.cooler, "DELETE", rooms + "/" + room, nil, 404, "not_found"},
		{"invites", s.cooler, "POST", memberships, fields{"room": room, "user": s.Kevin}, 404, "not_found"},
		{"leaves", s.cooler, "DELETE", memberships + "/" + s.membership(room, s.Bender), nil, 404, "not_found"},
		{"mutes", s.cooler, "PATCH", memberships + "/" + s.membership(room, s.Bender), fields{"involvement": "nothing"}, 404, "not_found"},
		{"reads a page", s.cooler, "GET", "/api/chat/rooms/" + room + "/messages", nil, 404, "not_found"},
		{"reads members", s.cooler, "GET", "/api/chat/rooms/" + room + "/members", nil, 404, "not_found"},
		{"marks as read", s.cooler, "POST", "/api/chat/rooms/" + room + "/read", fields{"rseq": 1}, 404, "not_found"},
		{"searches it", s.cooler, "GET", "/api/chat/search?q=secret&room=" + room, nil, 404, "not_found"},
		{"a batch that says otherwise", s.cooler, "POST", "/api/batch", fields{"requests": []fields{{
			"method": "DELETE", "url": messages + "/" + message, "headers": fields{"campfire-rooms": "", "campfire_rooms": "", "CampfireRooms": ""},
		}}}, 0, ""},
		{"a page by the path", "", "GET", "/rooms/" + room + "/" + s.cooler + "/messages", nil, 404, "not_found"},
		{"a message by the path", "", "POST", "/rooms/" + room + "/" + s.cooler + "/messages", "x", 404, "not_found"},
	})
}

func TestARoomOutsideTheKeysRoomsDoesNotExist(t *testing.T) {
	s := startScoped(t)
	for _, room := range []string{s.Designers, s.ping} {
		sent := s.post(s.bender, room, "secret of mine").Text("id")
		boost := s.ok(s.bender, "POST", boosts, fields{"message": sent, "content": "+1"}).Text("id")
		s.elsewhere(t, room, sent, boost)
	}
	s.refused([]attempt{
		{"a new ping", s.cooler, "POST", rooms, fields{"kind": "direct", "members": []string{s.Jason}}, 403, "forbidden"},
		{"its bot's name", s.cooler, "PATCH", users + "/" + s.Bender, fields{"name": "x"}, 403, "forbidden"},
	})
	mine := s.post(s.cooler, s.Watercooler, "in my room").Text("id")
	s.ok(s.cooler, "PATCH", messages+"/"+mine, fields{"body": "still in my room"})
}

func TestWhatAKeyForOneRoomIsShown(t *testing.T) {
	s := startScoped(t)
	live, stream := s.Socket(s.cooler).Live(), s.stream(s.cooler, "messages/*", "chat")
	before := s.Socket(s.cooler)
	epoch, seq := before.Type("hello").Epoch, before.Type("hello").Seq
	for _, room := range []string{s.Designers, s.ping} {
		s.post(s.bender, room, "secret")
	}
	s.ok(s.bender, "PATCH", memberships+"/"+s.membership(s.Designers, s.Bender), fields{"involvement": "everything"})
	s.post(s.david, s.Watercooler, "seen")
	seen := func(f testapp.Frame) bool { return strings.Contains(f.Raw, `"seen"`) }
	live.Wait("the message", seen)
	stream.Wait("the message", seen)
	before.Send(fields{"type": "resume", "epoch": epoch, "seq": seq})
	before.Type("caught_up")
	raw := ""
	for _, f := range append(append(live.Frames(), stream.Frames()...), before.Frames()...) {
		raw += f.Raw
	}
	late := s.Socket(s.cooler)
	late.Send(fields{"type": "here", "room": s.Designers, "visible": true})
	late.Send(fields{"type": "typing", "room": s.Designers, "active": true})
	late.Wait("a refusal", func(f testapp.Frame) bool { return f.Type == "nack" && f.Code == "not_found" })
	for _, f := range late.Frames() {
		if f.Type == "presence" {
			t.Errorf("it sees who is there: %s", f.Raw)
		}
	}
	query := "?filter=" + url.QueryEscape("body ~ 'secret' || body ~ 'seen'")
	for _, path := range []string{
		messages + query, messages + "?perPage=200", rooms, memberships, "/api/chat/bootstrap", "/api/chat/search?q=secret", "/api/chat/search?q=seen",
		rooms + "?expand=memberships_via_room", users + "?expand=memberships_via_user&filter=" + url.QueryEscape("memberships_via_user.room ?= '"+s.Designers+"'"),
		"/api/chat/events?epoch=" + epoch + "&since=0",
	} {
		reply := s.ok(s.cooler, "GET", path, nil, "campfire_rooms", s.Designers, "CampfireRooms", "")
		raw += reply.Raw
		if strings.HasPrefix(path, messages+query) && reply.Number("totalItems") != 1 {
			t.Errorf("%s counts %d", path, reply.Number("totalItems"))
		}
		if strings.HasPrefix(path, users) && reply.Number("totalItems") != 0 {
			t.Errorf("a filter across collections finds %s", reply.Raw)
		}
	}
	for name, trace := range map[string]string{"a text": "secret", "a room": s.Designers, "a ping": s.ping} {
		if at := strings.Index(raw, trace); at >= 0 {
			t.Errorf("%s of another room was shown: …%s", name, raw[max(0, at-300):min(len(raw), at+60)])
		}
	}
	if !strings.Contains(raw, "seen") {
		t.Error("need something to be shown for this test to mean anything")
	}
}

func TestAKeyThatChangesInTheDashboardIsJudgedAnew(t *testing.T) {
	s := startScoped(t)
	socket := s.Socket(s.reader).Live()
	id := s.Text(t, "SELECT id FROM sessions WHERE scopes = '[\"read\"]'")
	s.ok(s.super, "PATCH", "/api/collections/sessions/records/"+id, fields{"scopes": []string{"write"}, "rooms": []string{s.Watercooler}})
	socket.Closed(testPatience)
	if reply := s.Call(s.reader, "GET", messages, nil); reply.Status != 403 {
		t.Errorf("it still reads: %d", reply.Status)
	}
	s.post(s.reader, s.Watercooler, "and writes")
	s.ok(s.super, "DELETE", "/api/collections/sessions/records/"+id, nil)
	if reply := s.Call(s.reader, "GET", "/api/chat/bootstrap", nil); reply.Status != 401 {
		t.Errorf("after its end it answers %d", reply.Status)
	}
}

func TestADeletedRoomDoesNotWidenItsKeys(t *testing.T) {
	s := startScoped(t)
	room := s.room(s.david, "closed", "Short", s.Bender)
	key := s.key(s.Bender, []string{"read", "write"}, room)
	s.post(key, room, "here")
	s.ok(s.david, "DELETE", rooms+"/"+room, nil)
	if reply := s.Call(key, "POST", messages, fields{"room": s.Watercooler, "body": "x"}); reply.Status != 404 {
		t.Errorf("it writes elsewhere: %d", reply.Status)
	}
}

func TestABotMadeInTheDashboardGetsAKey(t *testing.T) {
	c := start(t)
	made := c.ok(c.super, "POST", users, fields{
		"name": "Dash", "email": "dash@bots.invalid", "password": testapp.Password, "passwordConfirm": testapp.Password, "role": "bot",
	})
	key := c.ok(c.super, "POST", "/api/chat/bots/"+made.Text("id")+"/keys", fields{"name": "CI"}).Text("key")
	c.post(key, c.Watercooler, "from the dashboard's bot")
}

func TestABotHasABoundedNumberOfKeys(t *testing.T) {
	c := start(t)
	for range 49 {
		if _, _, err := session.NewKey(c.App, c.Bender, session.KeyForm{}); err != nil {
			t.Fatal(err)
		}
	}
	c.refused([]attempt{{"one more", c.david, "POST", "/api/chat/bots/" + c.Bender + "/keys", fields{"name": "x"}, 400, "invalid"}})
	if n, err := collections.CountKeys(c.DB(), c.Bender); err != nil || n != 50 {
		t.Errorf("%d keys, %v", n, err)
	}
}
