package hooks_test

import (
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"campfire/internal/testapp"

	"github.com/google/uuid"
)

// TestBadInputHasOneVerdictOnEveryDoor asks the same through the socket, the record API, the same API by the collection's
// id and the batch API (E3).
func TestBadInputHasOneVerdictOnEveryDoor(t *testing.T) {
	c := start(t)
	c.allowBatch()
	used, deleted := uuid.NewString(), uuid.NewString()
	c.ok(c.kevin, "POST", messages, fields{"room": c.Watercooler, "client_message_id": used, "body": "first"})
	gone := c.ok(c.kevin, "POST", messages, fields{"room": c.Watercooler, "client_message_id": deleted, "body": "gone"})
	c.ok(c.kevin, "DELETE", messages+"/"+gone.Text("id"), nil)

	good := func(changes fields) fields {
		return with(fields{"room": c.Watercooler, "client_message_id": uuid.NewString(), "body": "hello"}, changes)
	}
	without := func(field string) fields { f := good(nil); delete(f, field); return f }
	cases := []struct {
		name string
		body fields
		code string // "" is accepted
	}{
		{"good", good(nil), ""},
		{"unknown fields", good(fields{"colour": "red", "nested": fields{"a": []int{1}}}), ""},
		{"server's fields", good(fields{"seq": 1, "rseq": 99, "author": c.David, "version": 7, "created": "yesterday"}), ""},
		{"no client_message_id", without("client_message_id"), ""},
		{"an empty client_message_id", good(fields{"client_message_id": ""}), ""},
		{"a ULID", good(fields{"client_message_id": "01ARZ3NDEKTSV4RRFFQ69G5FAV"}), ""},
		{"60 KiB", good(fields{"body": strings.Repeat("a", 60<<10)}), ""},
		{"no room", without("room"), "not_found"},
		{"an empty room", good(fields{"room": ""}), "not_found"},
		{"a room that does not exist", good(fields{"room": "nosuchroom00000"}), "not_found"},
		{"a room one is not in", good(fields{"room": c.Designers}), "not_found"},
		{"a room in capitals", good(fields{"room": strings.ToUpper(c.Watercooler)}), "not_found"},
		{"a room with SQL", good(fields{"room": "' OR 1=1 --"}), "not_found"},
		{"a room that is null", good(fields{"room": nil}), "not_found"},
		{"a room that is a number", good(fields{"room": 7}), "invalid"},
		{"a room that is a list", good(fields{"room": []string{c.Watercooler}}), "invalid"},
		{"no body", without("body"), "invalid"},
		{"an empty body", good(fields{"body": ""}), "invalid"},
		{"spaces", good(fields{"body": " \t\r\n "}), "invalid"},
		{"spaces that look like nothing", good(fields{"body": "\u00a0\u200b\u2003\ufeff"}), "invalid"},
		{"markup without text", good(fields{"body": "<div><br></div>&nbsp;"}), "invalid"},
		{"only a script", good(fields{"body": "<script>alert(1)</script>"}), "invalid"},
		{"NUL", good(fields{"body": "a\x00b"}), "invalid"},
		{"a body that is a number", good(fields{"body": 1e300}), "invalid"},
		{"a body that is true", good(fields{"body": true}), "invalid"},
		{"a body that is an object", good(fields{"body": fields{"html": "x"}}), "invalid"},
		{"a client_message_id of 37 bytes", good(fields{"client_message_id": uuid.NewString() + "a"}), "invalid"},
		{"a client_message_id without form", good(fields{"client_message_id": "1"}), "invalid"},
		{"a client_message_id with SQL", good(fields{"client_message_id": "' OR '1'='1' OR '1'='1' OR '1'='1' OR"[:36]}), "invalid"},
		{"a client_message_id with a letter too far", good(fields{"client_message_id": "g" + uuid.NewString()[1:]}), "invalid"},
		{"a ULID too big", good(fields{"client_message_id": "81ARZ3NDEKTSV4RRFFQ69G5FAV"}), "invalid"},
		{"a client_message_id that is a number", good(fields{"client_message_id": 7}), "invalid"},
		{"a used client_message_id", good(fields{"client_message_id": used}), "cid_conflict"},
		{"a retry", good(fields{"client_message_id": used, "body": "first"}), ""},
		{"a retry of what was deleted", good(fields{"client_message_id": deleted, "body": "gone"}), "gone"},
		{"other text under the id of what was deleted", good(fields{"client_message_id": deleted}), "gone"},
	}
	socket := c.Socket(c.kevin).Live()
	byID := "/api/collections/" + c.collectionID("messages") + "/records"
	doors := map[string]func(fields) string{
		"record API":       func(f fields) string { return verdictOf(c.Call(c.kevin, "POST", messages, f)) },
		"record API by id": func(f fields) string { return verdictOf(c.Call(c.kevin, "POST", byID, f)) },
		"batch": func(f fields) string {
			reply := c.Call(c.kevin, "POST", "/api/batch", fields{"requests": []fields{{"method": "POST", "url": messages, "body": f}}})
			if reply.Status == 200 {
				return ""
			}
			code, _ := reply.Get("data", "requests", "0", "response", "data", "code").(string)
			return orRaw(code, reply)
		},
		"socket": func(f fields) string { return socketVerdict(socket, f) },
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			for name, door := range doors {
				if name == "batch" && strings.Contains(tc.name, " that is ") {
					continue // PocketBase reads a batch itself and makes of a value what its field takes
				}
				before, body := c.Stored(t), tc.body
				if tc.code == "" && tc.name != "a retry" && body["client_message_id"] != nil && body["client_message_id"] != "" {
					body = with(body, fields{"client_message_id": uuid.NewString()})
				}
				if got := door(body); got != tc.code {
					t.Errorf("%s says %q, want %q", name, got, tc.code)
				}
				if changed := before.Changed(c.Stored(t)); tc.code != "" && changed != nil {
					t.Errorf("%s refused and yet changed %s", name, changed)
				}
			}
		})
	}
	socket.Send(fields{"type": "send", "room": c.Watercooler, "client_message_id": used, "body": "first"})
	socket.Wait("an ack", func(f testapp.Frame) bool { return f.Type == "ack" && f.ClientMessageID == used && f.Duplicate })
}

func verdictOf(reply testapp.Reply) string {
	if reply.Status == 200 {
		return ""
	}
	return orRaw(reply.Text("code"), reply)
}

func orRaw(code string, reply testapp.Reply) string {
	if code == "" {
		return fmt.Sprint(reply.Status, " ", reply.Raw)
	}
	return code
}

// socketVerdict sends and waits for the next answer to a send.
func socketVerdict(socket *testapp.Socket, f fields) string {
	before := len(answers(socket))
	socket.Send(with(f, fields{"type": "send"}))
	for range 500 {
		if all := answers(socket); len(all) > before {
			if all[before].Type == "ack" {
				return ""
			}
			return all[before].Code
		}
		time.Sleep(5 * time.Millisecond)
	}
	return "silence"
}

func answers(socket *testapp.Socket) []testapp.Frame {
	var all []testapp.Frame
	for _, f := range socket.Frames() {
		if f.Type == "ack" || f.Type == "nack" {
			all = append(all, f)
		}
	}
	return all
}

func TestARequestThatIsNotJSONIsRefused(t *testing.T) {
	c := start(t)
	byID := "/api/collections/" + c.collectionID("messages") + "/records"
	var attempts []attempt
	for _, path := range []string{messages, byID, boosts, rooms, memberships, "/api/chat/session", "/api/chat/rooms/" + c.Watercooler + "/read", "/api/chat/bots"} {
		for name, raw := range map[string]string{
			"half an object": `{"room":`, "an array": `[]`, "a string": `"x"`, "null": `null`, "a number": `1`,
			"broken UTF-8": "{\"body\":\"\xff\xfe\",\"room\":\"" + c.Watercooler + "\"}", "broken UTF-8 in a key": "{\"\xff\":1}",
			"very deep": strings.Repeat("[", 100_000),
		} {
			code := "invalid"
			if strings.HasPrefix(path, "/api/collections/") && path != messages {
				code = "" // PocketBase reads the body first; TestEveryRefusalCarriesACode is about its refusals
			}
			attempts = append(attempts, attempt{name + " to " + path, c.david, "POST", path, raw, 400, code})
		}
	}
	attempts = append(attempts, attempt{"a megabyte", c.kevin, "POST", messages, `{"body":"` + strings.Repeat("a", 1<<20) + `"}`, 413, "too_large"})
	c.refused(attempts)
}

func TestAMessageHasAtMost64KiB(t *testing.T) {
	c := start(t)
	for name, tc := range map[string]struct {
		body   string
		status int
	}{
		"64 KiB": {strings.Repeat("a", 65536), 200}, "one byte more": {strings.Repeat("a", 65537), 413},
		"one byte more, of snowmen": {strings.Repeat("☃", 21845) + "aa", 413}, "64 KiB of snowmen": {strings.Repeat("☃", 21845) + "a", 200},
	} {
		reply := c.Call(c.kevin, "POST", messages, fields{"room": c.Watercooler, "body": tc.body})
		if reply.Status != tc.status || tc.status == 413 && reply.Text("code") != "too_large" {
			t.Errorf("%s answers %d %.200s", name, reply.Status, reply.Raw)
		}
	}
	for _, door := range []int{64 << 10, 64<<10 + 1} {
		socket := c.Socket(c.kevin).Live()
		frame := `{"type":"send","room":"` + c.Watercooler + `","body":"`
		socket.Send(frame + strings.Repeat("a", door-len(frame)-2) + `"}`)
		if door == 64<<10 {
			socket.Type("ack")
		} else if code := socket.Closed(time.Second); code != 1009 {
			t.Errorf("a frame of %d bytes closes with %d", door, code)
		}
	}
}

// TestWhatFollowsARefusedBodyIsNotARequest holds that the rest of a body that nobody read is never taken for the next
// request of the connection. Behind a proxy that shares connections it would be somebody else's.
func TestWhatFollowsARefusedBodyIsNotARequest(t *testing.T) {
	c := start(t)
	for _, path := range []string{messages, boosts, "/api/chat/rooms/" + c.Watercooler + "/read", "/api/chat/session", "/up"} {
		t.Run(path, func(t *testing.T) {
			conn, err := net.Dial("tcp", strings.TrimPrefix(c.URL, "http://"))
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			hidden := strings.Repeat("GET /api/chat/setup HTTP/1.1\r\nHost: x\r\nX: "+strings.Repeat("a", 1000)+"\r\n\r\n", 1500)
			go func() {
				_, _ = fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: %s\r\nContent-Length: %d\r\n\r\n%s",
					path, c.kevin, len(hidden), hidden)
			}()
			_ = conn.SetReadDeadline(time.Now().Add(300 * time.Millisecond))
			raw, _ := io.ReadAll(conn) // until the server closes, or for as long as one waits for an answer too many
			if n := strings.Count(string(raw), "HTTP/1.1 "); n != 1 {
				t.Errorf("one request gets %d answers: what is left of its body is carried out", n)
			}
		})
	}
}

func TestMarkupIsCleanedOnEveryDoor(t *testing.T) {
	c := start(t)
	const nasty = `<p onclick="x()">Hi<script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)">link</a></p>`
	socket := c.Socket(c.kevin).Live()
	id := uuid.NewString()
	socket.Send(fields{"type": "send", "room": c.Watercooler, "client_message_id": id, "body": nasty})
	socket.Wait("ack", func(f testapp.Frame) bool { return f.Type == "ack" && f.ClientMessageID == id })
	posted := c.post(c.kevin, c.Watercooler, nasty)
	c.ok(c.kevin, "PATCH", messages+"/"+posted.Text("id"), fields{"body": nasty})
	bodies := c.ok(c.kevin, "GET", "/api/chat/rooms/"+c.Watercooler+"/messages", nil).List("messages")
	for _, message := range bodies {
		body, _ := message["body"].(string)
		for _, evil := range []string{"script", "onclick", "onerror", "javascript:", "alert"} {
			if strings.Contains(body, evil) {
				t.Errorf("%q is left in %q", evil, body)
			}
		}
		if !strings.Contains(body, "Hi") || body != bodies[0]["body"] {
			t.Errorf("the doors clean differently: %q and %q", body, bodies[0]["body"])
		}
	}
}
