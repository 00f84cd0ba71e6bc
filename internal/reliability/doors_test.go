package reliability

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"campfire/internal/reliability/harness"

	"github.com/gobwas/ws"
)

// fields are raw JSON values of a send, so that a case may be wrong in any way; "-" leaves the field out.
type fields struct{ room, cid, body, more string }

// inputs is the one table for every door: $ROOM, $FOREIGN, $DELETED are rooms, $CID is a fresh id, $OTHER a user.
var inputs = []struct {
	name, verdict string
	fields
}{
	{"plain text", "ok", fields{}},
	{"room left out", "not_found", fields{room: `-`}},
	{"room empty", "not_found", fields{room: `""`}},
	{"room null", "not_found", fields{room: `null`}},
	{"room unknown", "not_found", fields{room: `"abcdefghijklmno"`}},
	{"room I am not in", "not_found", fields{room: `"$FOREIGN"`}},
	{"room deleted", "not_found", fields{room: `"$DELETED"`}},
	{"room id too short", "not_found", fields{room: `"x"`}},
	{"room id in capitals", "not_found", fields{room: `"ABCDEFGHIJKLMNO"`}},
	{"room id with a quote", "not_found", fields{room: `"' OR 1=1 --"`}},
	{"room id of 10,000 letters", "not_found", fields{room: `"` + strings.Repeat("a", 10_000) + `"`}},
	{"room id with NUL", "not_found", fields{room: `"abc\u0000def"`}},
	{"room id with a space around", "not_found", fields{room: `" $ROOM "`}},
	{"room a number", "invalid", fields{room: `5`}},
	{"room a huge number", "invalid", fields{room: `123456789012345678901234567890`}},
	{"room a boolean", "invalid", fields{room: `true`}},
	{"room a list", "invalid", fields{room: `["$ROOM"]`}},
	{"room an object", "invalid", fields{room: `{"id":"$ROOM"}`}},
	{"id UUID version 7", "ok", fields{cid: `"01890a5d-ac96-774b-bcce-$HEX"`}},
	{"id ULID", "ok", fields{cid: `"01ARZ3NDEKTSV4RRFFQ$ULID"`}},
	{"id left out", "ok", fields{cid: `-`}},
	{"id empty", "ok", fields{cid: `""`}},
	{"id null", "ok", fields{cid: `null`}},
	{"id one letter", "invalid", fields{cid: `"x"`}},
	{"id of 36 letters", "invalid", fields{cid: `"` + strings.Repeat("z", 36) + `"`}},
	{"id of 37 bytes", "invalid", fields{cid: `"` + strings.Repeat("a", 37) + `"`}},
	{"id of 10,000 bytes", "invalid", fields{cid: `"` + strings.Repeat("a", 10_000) + `"`}},
	{"id in braces", "invalid", fields{cid: `"{$CID}"`}},
	{"id as URN", "invalid", fields{cid: `"urn:uuid:$CID"`}},
	{"id with NUL", "invalid", fields{cid: `"$CIDSHORT\u0000"`}},
	{"id in Cyrillic", "invalid", fields{cid: `"абвгдежзиклмно"`}},
	{"id a number", "invalid", fields{cid: `7`}},
	{"id a boolean", "invalid", fields{cid: `false`}},
	{"id a list", "invalid", fields{cid: `["$CID"]`}},
	{"id an object", "invalid", fields{cid: `{"a":1}`}},
	{"body left out", "invalid", fields{body: `-`}},
	{"body empty", "invalid", fields{body: `""`}},
	{"body null", "invalid", fields{body: `null`}},
	{"body blank", "invalid", fields{body: `"   \n\t  "`}},
	{"body of no-break spaces", "invalid", fields{body: `"\u00a0\u00a0"`}},
	{"body of nothing visible", "invalid", fields{body: `"\u200b\u200b"`}},
	{"body an empty paragraph", "invalid", fields{body: `"<p></p>"`}},
	{"body line breaks", "invalid", fields{body: `"<br><br>"`}},
	{"body only a script", "invalid", fields{body: `"<script>alert(1)</script>"`}},
	{"body only a style", "invalid", fields{body: `"<style>*{}</style>"`}},
	{"body only a comment", "invalid", fields{body: `"<!-- nothing -->"`}},
	{"body a number", "invalid", fields{body: `5`}},
	{"body a boolean", "invalid", fields{body: `true`}},
	{"body a list", "invalid", fields{body: `["text"]`}},
	{"body an object", "invalid", fields{body: `{"text":"x"}`}},
	{"body with NUL", "invalid", fields{body: `"a\u0000b"`}},
	{"body with broken UTF-8", "invalid", fields{body: "\"a\xff\xfeb\""}},
	{"body cut inside a letter", "invalid", fields{body: "\"caf\xc3\""}},
	{"body with an overlong slash", "invalid", fields{body: "\"a\xc0\xafb\""}},
	{"body with a lone surrogate", "ok", fields{body: `"a\ud800b"`}},
	{"body over 64 KiB", "too_large", fields{body: `"` + strings.Repeat("a", 64<<10+1) + `"`}},
	{"body of 300 KB", "too_large", fields{body: `"` + strings.Repeat("a", 300_000) + `"`}},
	{"body that grows over 64 KiB when escaped", "too_large", fields{body: `"` + strings.Repeat("&", 20_000) + `"`}},
	{"body of 60 KB", "ok", fields{body: `"` + strings.Repeat("a", 60_000) + `"`}},
	{"body HTML", "ok", fields{body: `"<p>Hello <strong>you</strong></p>"`}},
	{"body with a script beside text", "ok", fields{body: `"hi<script>alert(1)</script>"`}},
	{"body with a handler", "ok", fields{body: `"<b onclick=alert(1)>hi</b>"`}},
	{"body with a javascript link", "ok", fields{body: `"<a href=\"javascript:alert(1)\">hi</a>"`}},
	{"body with unclosed tags", "ok", fields{body: `"<p><b>hi"`}},
	{"body nested 500 deep", "ok", fields{body: `"` + strings.Repeat("<blockquote>", 500) + `deep"`}},
	{"body an emoji", "ok", fields{body: `"👩‍👩‍👧‍👦"`}},
	{"body right to left", "ok", fields{body: `"مرحبا بالعالم"`}},
	{"body with a direction override", "ok", fields{body: `"abc\u202edef"`}},
	{"body a sound", "ok", fields{body: `"/play tada"`}},
	{"body an unknown sound", "ok", fields{body: `"/play ../../x"`}},
	{"body SQL", "ok", fields{body: `"'; DROP TABLE messages; --"`}},
	{"body a template", "ok", fields{body: `"{{.Secret}} ${secret} {:room}"`}},
	{"unknown field", "ok", fields{more: `,"colour":"red"`}},
	{"unknown deep field", "ok", fields{more: `,"deep":` + strings.Repeat("[", 200) + strings.Repeat("]", 200)}},
	{"author of somebody else", "ok", fields{more: `,"author":"$OTHER"`}},
	{"own seq", "ok", fields{more: `,"seq":999999`}},
	{"own rseq", "ok", fields{more: `,"rseq":999999`}},
	{"own huge rseq", "ok", fields{more: `,"rseq":12345678901234567890123`}},
	{"own version", "ok", fields{more: `,"version":77`}},
	{"own times", "ok", fields{more: `,"created":"1999-01-01 00:00:00.000Z","updated":"1999-01-01 00:00:00.000Z"`}},
	{"own row id", "ok", fields{more: `,"id":"aaaaaaaaaaaaaaa"`}},
	{"deleted from the start", "ok", fields{more: `,"deleted":true`}},
	{"own kind", "ok", fields{more: `,"kind":"notice"`}},
	{"own body hash", "ok", fields{more: `,"body_hash":"0"`}},
	{"own plain text and mentions", "ok", fields{more: `,"body_text":"other","mentions":["$OTHER"],"sound":"tada","edited":true`}},
	{"a number beyond floats", "invalid", fields{more: `,"x":1e999,"rseq":1e999`}},
	{"not JSON", "invalid", fields{more: `,"x":`}},
}

// Guards: one coordinator behind every door (hooks/messages.go, internal/realtime), which judges alone.
func TestE3EveryDoorGivesTheSameVerdict(t *testing.T) {
	w := harness.Start(t, nil)
	user, other := w.Users[0], w.Users[1]
	room, foreign, deleted := w.Room("Doors", user, other), w.Room("Foreign", other), w.Room("Deleted", user)
	if err := w.Admin.Call("DELETE", "/api/collections/rooms/records/"+deleted, nil).Into(nil); err != nil {
		t.Fatal(err)
	}
	w.Client(user)
	w.AllReady()
	doors := []struct {
		name string
		send func(string) string
	}{
		{"socket", func(in string) string { return socketVerdict(t, w, user, in) }},
		{"record API", func(in string) string {
			return user.Call("POST", "/api/collections/messages/records", []byte("{"+in+"}")).Verdict()
		}},
		{"batch API", func(in string) string { return batchVerdict(user, in) }},
		{"dashboard", func(in string) string {
			if !strings.Contains(in, `"author"`) {
				in += `,"author":"` + user.ID + `"`
			}
			return w.Superuser.Call("POST", "/api/collections/messages/records", []byte("{"+in+"}")).Verdict()
		}},
	}
	for _, c := range inputs {
		for _, door := range doors {
			cid := harness.NewID()
			in := strings.NewReplacer("$ROOM", room, "$FOREIGN", foreign, "$DELETED", deleted, "$OTHER", other.ID, "$CIDSHORT", cid[:20],
				"$CID", cid, "$HEX", cid[24:], "$ULID", strings.ToUpper(cid[29:])).Replace(c.json())
			rows := w.Number("SELECT COUNT(*) FROM messages")
			if got := door.send(in); got != c.verdict {
				t.Errorf("%s through the %s: %s, want %s", c.name, door.name, got, c.verdict)
			}
			stored := w.Number("SELECT COUNT(*) FROM messages") - rows
			if want := map[bool]int64{true: 1}[c.verdict == "ok"]; stored != want {
				t.Errorf("%s through the %s: %d rows stored, want %d", c.name, door.name, stored, want)
			}
		}
	}
	for _, bad := range []string{"id = 'aaaaaaaaaaaaaaa'", "version != 1", "rseq > 900000", "seq > 900000", "created < '2026-01-01'",
		"deleted", "kind = 'notice'", "body_text = 'other'", "body_hash = '0'", "edited", "mentions != '[]'",
		"body LIKE '%<script%' OR body LIKE '%onclick%' OR body LIKE '%javascript:%'"} {
		if n := w.Number("SELECT COUNT(*) FROM messages WHERE " + bad); n != 0 {
			t.Errorf("%d rows with %s were stored", n, bad)
		}
	}
	w.Check()
}

func (f fields) json() string {
	var parts []string
	for _, part := range []struct{ name, value, usual string }{
		{"room", f.room, `"$ROOM"`}, {"client_message_id", f.cid, `"$CID"`}, {"body", f.body, `"hello"`},
	} {
		switch part.value {
		case "-":
		case "":
			parts = append(parts, fmt.Sprintf("%q:%s", part.name, part.usual))
		default:
			parts = append(parts, fmt.Sprintf("%q:%s", part.name, part.value))
		}
	}
	return strings.Join(parts, ",") + f.more
}

// socketVerdict sends one frame over a connection of its own; a frame that is itself malformed may close it.
func socketVerdict(t *testing.T, w *harness.World, user *harness.User, in string) string {
	t.Helper()
	sock, err := harness.Dial(w.Addr, user)
	if err != nil {
		t.Fatal(err)
	}
	defer sock.Close()
	if err := sock.Send(map[string]string{"type": "resume"}); err != nil {
		t.Fatal(err)
	}
	if _, err := sock.ReadUntil(arrival, harness.TypeIs("caught_up")); err != nil {
		t.Fatal(err)
	}
	if err := sock.Write(ws.OpText, []byte(`{"type":"send",`+in+"}")); err != nil {
		return err.Error()
	}
	f, err := sock.ReadUntil(arrival, func(f harness.Frame) bool { return f.Type == "ack" || f.Type == "nack" })
	var closed *harness.CloseError
	switch {
	case errors.As(err, &closed) && closed.Code == 1007:
		return "invalid"
	case errors.As(err, &closed) && closed.Code == 1009:
		return "too_large"
	case err != nil:
		return err.Error()
	case f.Type == "ack":
		return "ok"
	}
	return f.Code
}

func batchVerdict(user *harness.User, in string) string {
	reply := user.Call("POST", "/api/batch",
		[]byte(`{"requests":[{"method":"POST","url":"/api/collections/messages/records","body":{`+in+`}}]}`))
	var failed struct {
		Data struct {
			Requests map[string]struct {
				Response struct {
					Data struct { // a batch wraps PocketBase's body, where our code can only be data's
						Code string `json:"code"`
					} `json:"data"`
				} `json:"response"`
			} `json:"requests"`
		} `json:"data"`
	}
	if json.Unmarshal(reply.Body, &failed) == nil && failed.Data.Requests["0"].Response.Data.Code != "" {
		return failed.Data.Requests["0"].Response.Data.Code
	}
	return reply.Verdict()
}
