package hooks_test

import (
	"testing"

	"campfire/internal/testapp"

	"github.com/google/uuid"
)

// playDoors are the ways a message gets in; each returns the stored record.
func (c *camp) playDoors() map[string]func(body string) testapp.Reply {
	c.allowBatch()
	socket := c.Socket(c.jason).Live()
	record := func(author, id string) testapp.Reply {
		c.t.Helper()
		where := "room='" + c.Watercooler + "' && author='" + author + "' && client_message_id='" + id + "'"
		message, err := c.FindFirstRecordByFilter("messages", where)
		if err != nil {
			c.t.Fatal(err)
		}
		return c.ok(c.kevin, "GET", messages+"/"+message.Id, nil)
	}
	return map[string]func(string) testapp.Reply{
		"record API": func(body string) testapp.Reply { return c.post(c.kevin, c.Watercooler, body) },
		"bot":        func(body string) testapp.Reply { return c.post(c.bender, c.Watercooler, body) },
		"batch": func(body string) testapp.Reply {
			id := uuid.NewString()
			draft := fields{"room": c.Watercooler, "client_message_id": id, "body": body}
			c.ok(c.kevin, "POST", "/api/batch", fields{"requests": []fields{{"method": "POST", "url": messages, "body": draft}}})
			return record(c.Kevin, id)
		},
		"socket": func(body string) testapp.Reply {
			id := uuid.NewString()
			socket.Send(fields{"type": "send", "room": c.Watercooler, "client_message_id": id, "body": body})
			socket.Wait("the ack", func(f testapp.Frame) bool { return f.Type == "ack" && f.ClientMessageID == id })
			return record(c.Jason, id)
		},
	}
}

func TestPlayIsASoundByEveryDoor(t *testing.T) {
	c := start(t)
	for door, send := range c.playDoors() {
		for body, want := range map[string]struct{ kind, sound, text string }{
			"/play tada":               {"sound", "tada", "/play tada"},
			"<p>/play&nbsp;bell</p>":   {"sound", "bell", "/play bell"},
			"<b>/play</b> 56k":         {"sound", "56k", "/play 56k"},
			"/play unheardof":          {"text", "", "/play unheardof"},
			"/play ../../x":            {"text", "", "/play ../../x"},
			"please /play tada":        {"text", "", "please /play tada"},
			"/play tada<br>/play bell": {"text", "", "/play tada\n/play bell"},
		} {
			got := send(body)
			if got.Text("kind") != want.kind || got.Text("sound") != want.sound || got.Text("body_text") != want.text {
				t.Errorf("%s: %q is stored as %s", door, body, got.Raw)
			}
		}
	}
}

func TestAnEditFollowsTheRuleOfASend(t *testing.T) {
	c := start(t)
	listening := c.Socket(c.jason).Live()
	id := c.post(c.kevin, c.Watercooler, "/play tada").Text("id")
	for _, step := range []struct{ body, kind, sound string }{
		{"never mind", "text", ""}, {"/play bell", "sound", "bell"}, {"/play yodel", "sound", "yodel"}, {"/play unheardof", "text", ""},
	} {
		answered := c.ok(c.kevin, "PATCH", messages+"/"+id, fields{"body": step.body})
		stored := c.ok(c.jason, "GET", messages+"/"+id, nil)
		heard := listening.Wait("the edit to "+step.body, func(f testapp.Frame) bool { return f.Kind == "message.updated" && f.Field("body_text") == step.body })
		for where, got := range map[string][2]string{
			"answer": {answered.Text("kind"), answered.Text("sound")}, "row": {stored.Text("kind"), stored.Text("sound")},
			"event": {heard.Field("kind"), heard.Field("sound")},
		} {
			if got != [2]string{step.kind, step.sound} {
				t.Errorf("edited to %q, the %s is a %s of %q", step.body, where, got[0], got[1])
			}
		}
	}
}

func TestAnEditLeavesANoticeANotice(t *testing.T) {
	c := start(t)
	id := c.post(c.kevin, c.Watercooler, "renamed the room").Text("id")
	c.Exec(t, "UPDATE messages SET kind = 'notice' WHERE id = ?", id)
	if got := c.ok(c.kevin, "PATCH", messages+"/"+id, fields{"body": "/play tada"}); got.Text("kind") != "notice" || got.Text("sound") != "" {
		t.Errorf("an edited notice is %s", got.Raw)
	}
}

// Guards: keepForEver (hooks/public.go).
func TestASoundIsServedForEverAndNothingBesideIt(t *testing.T) {
	c := start(t)
	whole := c.ok("", "GET", "/sounds/tada.mp3?v=0123abcd", nil)
	if whole.Raw != "ta-da" || whole.Header.Get("Content-Type") != "audio/mpeg" || whole.Header.Get("Accept-Ranges") != "bytes" ||
		whole.Header.Get("Cache-Control") != "public, max-age=31536000, immutable" {
		t.Errorf("a sound is %q with %v", whole.Raw, whole.Header)
	}
	if again := c.Call("", "GET", "/sounds/tada.mp3", nil, "If-None-Match", whole.Header.Get("ETag")); again.Status != 304 || whole.Header.Get("ETag") == "" {
		t.Errorf("the known sound is answered %d", again.Status)
	}
	if part := c.Call("", "GET", "/sounds/tada.mp3", nil, "Range", "bytes=1-2"); part.Status != 206 || part.Raw != "a-" {
		t.Errorf("a part of it is answered %d %q", part.Status, part.Raw)
	}
	for _, path := range []string{
		"/sounds/", "/sounds/unheardof.mp3", "/sounds/tada", "/sounds/TADA.mp3", "/sounds/tada.mp3/", "/sounds/tada.mp3%00", "/sounds/..%2findex.html",
		"/sounds/..%2f..%2fetc%2fpasswd", "/sounds/..%5c..%5cindex.html", "/sounds/%2e%2e%2findex.html", "/sounds/%2fetc%2fpasswd",
		"/sounds/.%2ftada.mp3", "/assets/..%2findex.html",
	} {
		if reply := c.Call("", "GET", path, nil); reply.Status != 404 || reply.Text("code") != "not_found" || reply.Header.Get("Cache-Control") != "" {
			t.Errorf("GET %s answers %d %.60q", path, reply.Status, reply.Raw)
		}
	}
}
