package reliability

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"campfire/internal/reliability/harness"
)

// Guards: database.CannotStore in hooks/errors.go, and the loops that outlive a disk that takes nothing
// (internal/event KeepHead, internal/database Checkpoint).
func TestAFullDiskRefusesInWordsAndIsForgottenWhenThereIsRoom(t *testing.T) {
	tmp := tmpfs(t, "96m")
	w := harness.StartIn(t, tmp, nil)
	room := w.Room("Full", w.Users...)
	client := w.Client(w.Users[0])
	w.AllReady()
	first := w.Post(w.Admin, room, "before")
	free := fill(t, tmp)
	refused := fillLog(t, w, room)
	if refused.Status != http.StatusServiceUnavailable || refused.Verdict() != "storage" || refused.Header.Get("Retry-After") == "" {
		t.Errorf("a send is answered with %d %s, Retry-After %q", refused.Status, refused.Body, refused.Header.Get("Retry-After"))
	}
	tables := []string{"messages", "events", "rooms", "memberships", "boosts", "sessions"}
	before, stored := counts(w, tables), 0
	for what, reply := range map[string]harness.Reply{
		"a send":  w.Admin.Post(room, harness.NewID(), strings.Repeat("refused ", 1000)),
		"an edit": w.Admin.Edit(first.ID, strings.Repeat("edited ", 1000)), "a deletion": w.Admin.Delete(first.ID),
		"a boost": w.Users[1].Boost(first.ID, "+1"), "a marker": w.Users[1].MarkRead(room, first.RSeq),
		"a room":     w.Admin.Call("POST", "/api/collections/rooms/records", form{"kind": "open", "name": "No room"}),
		"a sign-in":  harness.Guest(w.Addr).Call("POST", "/api/chat/session", form{"identity": w.Users[2].Email, "password": w.Users[2].Password}),
		"a new name": w.Users[3].Call("PATCH", "/api/collections/users/records/"+w.Users[3].ID, form{"name": "Nameless"}),
	} {
		switch reply.Verdict() {
		case "storage":
		case "ok": // a checkpoint has made room in the log
			stored++
		default:
			t.Errorf("%s is answered with %d %s", what, reply.Status, reply.Body)
		}
	}
	if after := counts(w, tables); stored == 0 && after != before {
		t.Errorf("refusals stored something: %s, before %s", after, before)
	}
	var waiting []*harness.Outgoing
	for range 20 {
		waiting = append(waiting, client.Send(room, strings.Repeat("waits for room ", 2000)))
	}
	refusals := func() (n int) {
		for _, f := range client.Log() {
			if f.Type == "nack" {
				n++
				if f.Code != "storage" || !f.Retryable || f.RetryAfterMS == 0 {
					t.Errorf("on the socket: %+v", f)
				}
			}
		}
		return n
	}
	for deadline := time.Now().Add(arrival); refusals() == 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("on the socket nothing is refused")
		}
	}
	if _, err := w.Users[1].Page(room, "limit=1"); err != nil {
		t.Errorf("reading: %v", err)
	}
	time.Sleep(sideFileDelay) // the side file is behind, and its writer has failed
	free()
	w.Check()
	for _, o := range waiting {
		if o.Message == "" {
			t.Errorf("what waited for room is lost, or was given up: %q", o.Refused)
		}
	}
	time.Sleep(sideFileDelay)
	side, err := os.ReadFile(filepath.Join(w.Dir, "log_head"))
	if head := w.Number("SELECT MAX(seq) FROM events"); err != nil || !strings.Contains(string(side), fmt.Sprintf(" %d ", head)) {
		t.Errorf("the side file says %q (%v), the log ends at %d", side, err, head)
	}
	if code, err := w.Term(); code != 0 {
		t.Errorf("the stop ended with %d (%v)", code, err)
	}
}

// fillLog sends until the write-ahead log, which may have room of its own, has none, and returns the last refusal.
func fillLog(t *testing.T, w *harness.World, room string) (refused harness.Reply) {
	t.Helper()
	for _, words := range []int{2000, 200, 1} {
		refused = harness.Reply{}
		for n := 0; n < 2000 && refused.Status == 0; n++ {
			cid := harness.NewID()
			reply := w.Admin.Post(room, cid, strings.Repeat("fills the log ", words))
			var m harness.Message
			if reply.Into(&m) != nil {
				refused = reply
				continue
			}
			w.Expect(w.Admin, room, cid, m.ID)
		}
	}
	if refused.Status == 0 {
		t.Fatal("the disk is not full")
	}
	return refused
}

func counts(w *harness.World, tables []string) (all string) {
	for _, table := range tables {
		all += fmt.Sprintf("%s %d ", table, w.Number("SELECT COUNT(*) FROM "+table))
	}
	return all
}
