package reliability

import (
	"fmt"
	"net/http"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"campfire/internal/reliability/harness"
)

// noticed is how soon a running server acts on flags that another process changed.
const noticed = 2 * time.Second

type form = map[string]any

// Guards: one UPDATE ... WHERE used = ” in the transaction that begins the session (internal/session Redeem).
func TestG25OneSignInLinkIsOneSession(t *testing.T) {
	w := harness.Start(t, nil)
	user := w.Users[0]
	var link struct{ URL string }
	if err := user.Call(http.MethodPost, "/api/chat/transfers", nil).Into(&link); err != nil {
		t.Fatal(err)
	}
	token := link.URL[strings.LastIndex(link.URL, "/")+1:]
	before := w.Number("SELECT COUNT(*) FROM sessions WHERE user = ?", user.ID)
	var wait sync.WaitGroup
	verdicts := make([]string, 50)
	for i := range verdicts {
		wait.Go(func() {
			verdicts[i] = harness.Guest(w.Addr).Call(http.MethodPost, "/api/chat/transfers/"+token, nil).Verdict()
		})
	}
	wait.Wait()
	count := map[string]int{}
	for _, v := range verdicts {
		count[v]++
	}
	if count["ok"] != 1 || count["not_found"] != 49 {
		t.Errorf("fifty at once got %v", count)
	}
	if n := w.Number("SELECT COUNT(*) FROM sessions WHERE user = ?", user.ID); n != before+1 {
		t.Errorf("%d sessions began", n-before)
	}
	w.Restart()
	if verdict := harness.Guest(w.Addr).Call(http.MethodPost, "/api/chat/transfers/"+token, nil).Verdict(); verdict != "not_found" {
		t.Errorf("after a restart the link answers %s", verdict)
	}
}

// Guards: what is left to delete is stored with the ban and looked for at the start (internal/message Sweeper.Run), and
// each slice is a transaction with its events.
func TestABanThatCrashesIsFinished(t *testing.T) {
	t.Parallel()
	w := harness.Start(t, nil)
	room := w.Room("Spam", w.Users...)
	spammer, reader := w.Users[0], w.Client(w.Users[1])
	w.AllReady()
	kept := w.Post(w.Users[1], room, "kept")
	for n := range 90 {
		w.Post(spammer, room, fmt.Sprintf("spam %d", n))
	}
	left := func() int64 {
		return w.Number("SELECT COUNT(*) FROM messages WHERE author = ? AND deleted = FALSE", spammer.ID)
	}
	w.Arm("sweep.slice=crash@2")
	w.Admin.Call(http.MethodPost, "/api/chat/users/"+spammer.ID+"/ban", nil) // its answer may be lost with the process
	if !w.WaitExit(arrival) {
		t.Fatal("sweep.slice=crash never struck: is failpoint.Hit called there?")
	}
	w.Arm("")
	if n := left(); n != 70 {
		t.Errorf("after the crash in the second slice %d messages are left, want 70", n)
	}
	w.Restart()
	for deadline := time.Now().Add(arrival); left() > 0 || w.Number("SELECT COUNT(*) FROM bans WHERE pending") > 0; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d messages are left %v after the restart", left(), arrival)
		}
	}
	if !reader.Ready(arrival) {
		t.Fatal("the reader did not come back")
	}
	if n := w.Number("SELECT COUNT(*) FROM events WHERE kind = 'message.deleted'"); n != 90 {
		t.Errorf("90 deletions are %d events", n)
	}
	if n := w.Number("SELECT COUNT(*) FROM messages WHERE id = ? AND deleted = FALSE", kept.ID); n != 1 {
		t.Error("another's message is gone")
	}
	if verdict := spammer.Call(http.MethodGet, "/api/chat/bootstrap", nil).Verdict(); verdict != "unauthorized" {
		t.Errorf("the banned person's token answers %s", verdict)
	}
	w.Check() // the reader shows what is stored
}

// Guards: the version that every change compares and raises (internal/flag Advance), the poll of a running server
// (internal/flag Board.Keep) and the environment as a change of its own (internal/flag Adopt).
func TestG46FlagsOfTheCommandLineAndTheEnvironment(t *testing.T) {
	t.Parallel()
	w := harness.Start(t, nil)
	client := w.Client(w.Users[0])
	w.AllReady()
	binary, err := harness.Binary()
	if err != nil {
		t.Fatal(err)
	}
	command := func(args ...string) {
		t.Helper()
		if out, err := exec.Command(binary, append(append([]string{"flags"}, args...), "--dir", w.Dir)...).CombinedOutput(); err != nil {
			t.Fatalf("flags %v: %v\n%s", args, err, out)
		}
	}
	type flags struct {
		Version int64
		Files   bool `json:"files_enabled"`
	}
	now := func() (f flags) {
		t.Helper()
		if err := w.Users[0].Call(http.MethodGet, "/api/chat/flags", nil).Into(&f); err != nil {
			t.Fatal(err)
		}
		return f
	}
	upload := func() string { return w.Users[0].Call(http.MethodPost, "/api/chat/uploads", nil).Verdict() }
	first := now().Version
	for n, value := range []string{"on", "off", "on", "off"} {
		want := map[string]string{"on": "not_built", "off": "files_off"}[value]
		command("set", "files_enabled", value)
		began := time.Now()
		for upload() != want {
			if time.Since(began) > noticed {
				t.Fatalf("%v after files_enabled is %s the door answers %s", noticed, value, upload())
			}
			time.Sleep(10 * time.Millisecond)
		}
		if f := now(); f.Version != first+int64(n)+1 || f.Files != (value == "on") {
			t.Errorf("after %d changes: %+v", n+1, f)
		}
	}
	if stale := w.Admin.Call(http.MethodPatch, "/api/chat/flags", form{"version": first, "changes": form{"files_enabled": true}}); stale.Verdict() != "conflict" {
		t.Errorf("a version of before answers %s", stale.Verdict())
	}
	_, err = w.Term()
	if err != nil {
		t.Fatal(err)
	}
	command("set", "search_enabled", "off") // a stopped server is no hindrance
	w.Setenv("FILES_ENABLED", "true")
	w.Restart()
	if f := now(); f.Files || f.Version != first+6 {
		t.Errorf("the override is gone, or the version stood still: %+v", f)
	}
	if !client.Ready(arrival) {
		t.Fatal("the client did not come back")
	}
	heard := 0
	for _, f := range client.Log() {
		if f.Kind == "flags.updated" {
			heard++
		}
	}
	if heard != 6 {
		t.Errorf("the client heard of %d changes, want 6", heard)
	}
	w.Check()
}
