package reliability

import (
	"fmt"
	"net/http"
	"os/exec"
	"path/filepath"
	"testing"

	"campfire/internal/reliability/harness"
)

// Guards: internal/backup opens no file that SQLite has open. To close one takes SQLite's locks on it away; the command
// after it then deletes the write-ahead log under the server, and what is acknowledged from there on is in no file.
func TestG08ABackupLetsGoOfNoLock(t *testing.T) {
	t.Parallel()
	w := harness.Start(t, nil)
	room := w.Room("Backed up", w.Users...)
	w.Client(w.Users[0])
	w.AllReady()
	stop := load(w, w.Users[1], room, 100)
	for n := range 3 {
		first := w.Post(w.Admin, room, fmt.Sprintf("before backup %d", n))
		name := fmt.Sprintf("backup%d.zip", n)
		if r := w.Superuser.Call(http.MethodPost, "/api/backups", form{"name": name}); r.Status != http.StatusNoContent {
			t.Fatalf("backup: %d %s", r.Status, r.Body)
		}
		held(t, w, name, first)
		binary, err := harness.Binary()
		if err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command(binary, "flags", "list", "--dir", w.Dir).CombinedOutput(); err != nil {
			t.Fatalf("flags: %v\n%s", err, out)
		}
		w.Post(w.Admin, room, fmt.Sprintf("after backup %d", n))
	}
	stop()
	w.Kill9()
	w.Restart()
	w.Check() // everything that was acknowledged is there
}

// held fails the test unless the backup has the message, which was acknowledged before the backup began.
func held(t *testing.T, w *harness.World, name string, m harness.Message) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "pb_data")
	unpack(t, dir, filepath.Join(w.Dir, "backups", name))
	aside := harness.Empty(t, dir)
	if n := aside.Number("SELECT COUNT(*) FROM messages WHERE id = ?", m.ID); n != 1 {
		t.Errorf("%s lacks a message that was acknowledged before it", name)
	}
}
