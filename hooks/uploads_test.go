package hooks_test

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"campfire/internal/testapp"
)

// form is a multipart body with texts, and files where the value begins with "@".
func form(t *testing.T, values map[string]string) (body, kind string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, value := range values {
		var part io.Writer
		var err error
		if file, is := strings.CutPrefix(value, "@"); is {
			if part, err = w.CreateFormFile(name, "picture.png"); err == nil {
				_, err = part.Write([]byte(file))
			}
		} else {
			err = w.WriteField(name, value)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String(), w.FormDataContentType()
}

// upload sends a form and returns the answer.
func (c *camp) upload(as, method, path string, values map[string]string) testapp.Reply {
	c.t.Helper()
	body, kind := form(c.t, values)
	request, err := http.NewRequest(method, c.URL+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	request.Header.Set("Content-Type", kind)
	if as != "" {
		request.Header.Set("Authorization", as)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	reply := testapp.Reply{Status: response.StatusCode, Header: response.Header, Raw: string(raw)}
	_ = json.Unmarshal(raw, &reply.Body) // an answer without an object has none
	return reply
}

// TestEveryDoorRefusesFilesThatAreOff is DIS-06 for every way a file could come in.
func TestEveryDoorRefusesFilesThatAreOff(t *testing.T) {
	c := start(t)
	c.allowBatch()
	const picture = "@\x89PNG not really"
	batch := func(url string) map[string]string {
		return map[string]string{
			"@jsonPayload":          `{"requests":[{"method":"POST","url":"` + url + `","body":{"room":"` + c.Watercooler + `","body":"x"}}]}`,
			"requests.0.attachment": picture,
		}
	}
	message := map[string]string{"room": c.Watercooler, "body": "look", "attachment": picture}
	own := c.post(c.kevin, c.Watercooler, "mine").Text("id")
	doors := []struct {
		name, as, method, path string
		values                 map[string]string
		code                   string
	}{
		{"an upload", c.kevin, "POST", "/api/chat/uploads", message, "files_off"},
		{"an avatar", c.kevin, "POST", "/api/chat/avatar", map[string]string{"avatar": picture}, "avatars_off"},
		{"a logo", c.david, "POST", "/api/chat/logo", map[string]string{"logo": picture}, "avatars_off"},
		{"a preview", c.kevin, "POST", "/api/chat/unfurl", map[string]string{"url": "https://example.com"}, "previews_off"},
		{"a message with a file", c.kevin, "POST", messages, message, "files_off"},
		{"an edit with a file", c.kevin, "PATCH", messages + "/" + own, message, "files_off"},
		{"a bot's file", c.bender, "POST", messages, message, "files_off"},
		{"a room with a file", c.kevin, "POST", rooms, map[string]string{"kind": "open", "name": "X", "icon": picture}, "files_off"},
		{"a picture of oneself", c.kevin, "PATCH", users + "/" + c.Kevin, map[string]string{"avatar": picture, "name": "K"}, "avatars_off"},
		{"a picture of the account", c.david, "PATCH", account + "/campfireaccount", map[string]string{"logo": picture, "name": "K"}, "avatars_off"},
		{"a file by the collection's id", c.kevin, "POST", "/api/collections/" + c.collection("messages") + "/records", message, "files_off"},
		{"a file in a batch", c.kevin, "POST", "/api/batch", batch(messages), "files_off"},
	}
	try := func(code func(string) string, status int) {
		t.Helper()
		before := c.Stored(t)
		for _, d := range doors {
			reply := c.upload(d.as, d.method, d.path, d.values)
			if reply.Status != status || reply.Text("code") != code(d.code) {
				t.Errorf("%s answers %d %s", d.name, reply.Status, reply.Raw)
			}
			guest := c.upload("", d.method, d.path, d.values)
			if guest.Status != 401 {
				t.Errorf("%s by a guest answers %d %s", d.name, guest.Status, guest.Raw)
			}
		}
		if changed := before.Changed(c.Stored(t)); changed != nil {
			t.Errorf("changed %s", changed)
		}
		if files, err := os.ReadDir(filepath.Join(c.DataDir(), "storage")); err == nil && len(files) > 0 {
			t.Errorf("stored %v", files)
		}
	}
	try(func(code string) string { return code }, 403)
	if reply := c.upload(c.kevin, "POST", "/api/chat/logo", map[string]string{"logo": picture}); reply.Status != 403 || reply.Text("code") != "forbidden" {
		t.Errorf("a member's logo answers %d %s", reply.Status, reply.Raw)
	}
	c.flip(fields{"files_enabled": true, "avatars_enabled": true, "opengraph_enabled": true})
	try(func(string) string { return "not_built" }, 501)
}

func TestAFormWithoutAFileIsAMessage(t *testing.T) {
	c := start(t)
	long := strings.Repeat("word ", 2000)
	reply := c.upload(c.kevin, "POST", messages, map[string]string{"room": c.Watercooler, "body": long})
	if reply.Status != 200 || reply.Text("body_text") != strings.TrimSpace(long) {
		t.Errorf("a form answers %d %.200s", reply.Status, reply.Raw)
	}
}

// TestAHugeUploadIsRefusedForWhatItIs is over PocketBase's own limit, which would answer first.
func TestAHugeUploadIsRefusedForWhatItIs(t *testing.T) {
	c := start(t)
	request, err := http.NewRequest("POST", c.URL+"/api/chat/uploads", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", c.kevin)
	request.Body, request.ContentLength = io.NopCloser(io.LimitReader(endless{}, 64<<20)), 64<<20
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Skip("the connection closed before the answer could be read:", err) // allowed: nobody reads the body
	}
	defer response.Body.Close()
	if response.StatusCode != 403 {
		t.Errorf("64 MiB answer %d", response.StatusCode)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func (c *camp) collection(name string) string {
	c.t.Helper()
	found, err := c.FindCollectionByNameOrId(name)
	if err != nil {
		c.t.Fatal(err)
	}
	return found.Id
}

func TestAWishCountsOncePerPerson(t *testing.T) {
	c := start(t)
	const wishes = "/api/chat/wishes"
	for range 3 {
		c.ok(c.kevin, "POST", wishes, fields{"feature": "files"})
	}
	reply := c.ok(c.kevin, "POST", wishes, fields{"feature": "avatars"})
	if encode(t, reply.Get("wishes")) != `["avatars","files"]` {
		t.Errorf("Kevin's wishes are %s", reply.Raw)
	}
	c.ok(c.jason, "POST", wishes, fields{"feature": "files"})
	if reply := c.ok(c.david, "GET", wishes, nil); encode(t, reply.Get("wishes")) != "[]" {
		t.Errorf("David's wishes are %s", reply.Raw)
	}
	if list := c.ok(c.super, "GET", "/api/collections/wishes/records?filter=feature%3D%22files%22", nil); list.Number("totalItems") != 2 {
		t.Errorf("the dashboard counts %s", list.Raw)
	}
	c.refused([]attempt{
		{"a guest wishes", "", "POST", wishes, fields{"feature": "files"}, 401, "unauthorized"},
		{"a guest looks", "", "GET", wishes, nil, 401, "unauthorized"},
		{"a bot wishes", c.bender, "POST", wishes, fields{"feature": "files"}, 403, "forbidden"},
		{"for the moon", c.kevin, "POST", wishes, fields{"feature": "moon"}, 400, "invalid"},
		{"for nothing", c.kevin, "POST", wishes, fields{}, 400, "invalid"},
		{"for a number", c.kevin, "POST", wishes, fields{"feature": 7}, 400, "invalid"},
		{"a member reads who wants what", c.kevin, "GET", "/api/collections/wishes/records", nil, 403, ""},
	})
}
