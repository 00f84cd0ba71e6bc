package movein_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"campfire/internal/movein"
	"campfire/internal/testapp"
)

// Each of these is refused in one sentence that says what is wrong, and nothing is here afterwards.
func TestWhatIsNoGoodExportOfSlackIsRefused(t *testing.T) {
	said := func(message object) func(w *workspace) {
		return func(w *workspace) { w.files["general/2024-03-01.json"] = list{message} }
	}
	app := testapp.New(t)
	before := app.Stored(t)
	for name, one := range map[string]struct {
		change func(w *workspace)
		says   string
	}{
		"a path out of it":       {func(w *workspace) { w.files["../../etc/2024-03-01.json"] = list{} }, "it names"},
		"an absolute path":       {func(w *workspace) { w.files["/etc/passwd"] = list{} }, "it names"},
		"a path of Windows's":    {func(w *workspace) { w.files[`general\2024-03-01.json`] = list{} }, "it names"},
		"a name that is no text": {func(w *workspace) { w.files["gen\xffral/2024-03-01.json"] = list{} }, "it names"},
		"nobody":                 {func(w *workspace) { delete(w.files, "users.json") }, "no users.json"},
		"nobody in the list":     {func(w *workspace) { w.files["users.json"] = list{} }, "lists nobody"},
		"somebody without an id": {func(w *workspace) { w.files["users.json"] = list{object{"name": "x"}} }, "has no id"},
		"no rooms":               {func(w *workspace) { w.files = map[string]any{"users.json": w.files["users.json"]} }, "channels.json"},
		"a room twice":           {func(w *workspace) { w.files["groups.json"] = w.files["channels.json"] }, "listed twice"},
		"a room that is none":    {func(w *workspace) { w.files["groups.json"] = "[null]" }, "has no id"},
		"half a file":            {func(w *workspace) { w.files["general/2024-03-02.json"] = `[{"type":"mess` }, "general/2024-03-02.json cannot be read"},
		"an empty file":          {func(w *workspace) { w.files["general/2024-03-02.json"] = "" }, "cannot be read"},
		"an object for a list":   {func(w *workspace) { w.files["general/2024-03-02.json"] = object{} }, "cannot be read"},
		"bytes that are no text": {func(w *workspace) {
			w.files["general/2024-03-02.json"] = `[{"ts":"1709371201.0","text":"` + "\xff\xfe" + `"}]`
		}, "not in UTF-8"},
		"a number beyond all":     {func(w *workspace) { w.files["channels.json"] = `[{"id":"C1","created":1e400}]` }, "cannot be read"},
		"a message that is none":  {func(w *workspace) { w.files["general/2024-03-02.json"] = "[null]" }, "no message"},
		"no time":                 {said(object{"text": "x"}), "no time that makes sense"},
		"a time that is none":     {said(object{"ts": "tomorrow"}), "no time that makes sense"},
		"a time below nothing":    {said(object{"ts": "-5.0"}), "no time that makes sense"},
		"a time after the end":    {said(object{"ts": "999999999999.0"}), "no time that makes sense"},
		"a time beyond all":       {said(object{"ts": strings.Repeat("9", 400)}), "no time that makes sense"},
		"a text that is a number": {said(object{"ts": "1709371201.0", "text": 5}), "cannot be read"},
		"people nested too deep":  {func(w *workspace) { w.files["users.json"] = strings.Repeat("[", 20_000) }, "cannot be read"},
		"zeroes, well packed":     {func(w *workspace) { w.files["general/2024-03-02.json"] = "[" + strings.Repeat(" ", 70<<20) + "]" }, "too much for one file"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorkspace(t)
			one.change(w)
			report, err := movein.Slack(context.Background(), app, w.pack(), false, func(int, int) {})
			if err == nil || !strings.Contains(err.Error(), one.says) || strings.Contains(err.Error(), "\n") {
				t.Errorf("it says %v, want %q (%v)", err, one.says, report)
			}
		})
	}
	dir := t.TempDir()
	whole, err := os.ReadFile(newWorkspace(t).pack())
	if err != nil {
		t.Fatal(err)
	}
	// The header of a file that nothing can do without, its name 30 bytes in: a bent one that nobody reads is no reason
	// to refuse, and the files of a package come in any order.
	bent := bytes.Clone(whole)
	bent[bytes.Index(bent, []byte("users.json"))-30]++
	for name, content := range map[string]string{"empty.zip": "", "text.zip": strings.Repeat("no zip ", 100), "half.zip": string(whole[:len(whole)/2]), "bent.zip": string(bent)} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := movein.Slack(context.Background(), app, path, false, func(int, int) {}); !errors.Is(err, movein.ErrNotSlack) && !errors.Is(err, movein.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, path := range []string{dir, filepath.Join(dir, "nothing.zip")} {
		if _, err := movein.Slack(context.Background(), app, path, false, func(int, int) {}); err == nil {
			t.Errorf("%s is loaded", path)
		}
	}
	if changed := before.Changed(app.Stored(t)); len(changed) > 0 {
		t.Errorf("it changed %v", changed)
	}
}

func TestAnEmptyChatNeedsSomebodyWhoRunsIt(t *testing.T) {
	w, app := newWorkspace(t), testapp.Fresh(t)
	w.files["users.json"] = list{object{"id": "U1", "name": "ada", "is_owner": true, "profile": object{}}, object{"id": "U2", "name": "grace", "profile": object{"email": "grace@example.com"}}}
	if _, err := movein.Slack(context.Background(), app, w.pack(), false, func(int, int) {}); err == nil || !strings.Contains(err.Error(), "first run") {
		t.Errorf("it says %v", err)
	}
	if n := app.Number(t, "SELECT (SELECT COUNT(*) FROM users) + (SELECT COUNT(*) FROM account)"); n != 0 {
		t.Errorf("%d rows are here", n)
	}
	if report := w.moveInto(testapp.New(t), false); !strings.Contains(report, "messages") {
		t.Errorf("into a chat that has an administrator: %s", report)
	}
}

// A zip file that was packed again by hand has a directory on top.
func TestAnExportInADirectoryIsFound(t *testing.T) {
	w, app := newWorkspace(t), testapp.New(t)
	inside := map[string]any{"__MACOSX/._users.json": "x"}
	for name, content := range w.files {
		inside["acme/"+name] = content
	}
	w.files = inside
	if report := w.moveInto(app, false); !strings.Contains(report, "14 messages") {
		t.Errorf("it says %s", report)
	}
}
