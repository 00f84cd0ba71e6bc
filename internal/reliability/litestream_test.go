package reliability

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"campfire/internal/reliability/harness"
)

// Guards: that deploy/litestream.yml and docs/backup.md say what works, and foldWait (internal/database/checkpoint.go). It needs Litestream (LITESTREAM names it, or the
// path has it), which CI has not.
func TestADiskThatIsLostComesBackFromLitestream(t *testing.T) {
	t.Parallel()
	litestreamSettings(t, "/nowhere", t.TempDir()) // also where there is no Litestream
	binary := os.Getenv("LITESTREAM")
	if binary == "" {
		var err error
		if binary, err = exec.LookPath("litestream"); err != nil {
			t.Skip("there is no litestream here: go install github.com/benbjohnson/litestream/cmd/litestream@v0.5.18")
		}
	}
	w := harness.Start(t, nil)
	elsewhere := t.TempDir()
	settings := litestreamSettings(t, w.Dir, elsewhere)
	room := w.Room("Replicated", w.Users[0], w.Users[1])
	w.Post(w.Users[0], room, "from before")
	follower := exec.Command(binary, "replicate", "-config", settings)
	follower.Stdout, follower.Stderr = &strings.Builder{}, &strings.Builder{}
	follower.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := follower.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { _ = follower.Wait(); close(ended) }()
	t.Cleanup(func() { _ = follower.Process.Kill(); <-ended })

	// A stop beside it is in time and clean, a kill is a kill, and a backup has nothing of it.
	took := sendMany(w, w.Users[0], room, "first", 1500)
	began := time.Now()
	if code, err := w.Term(); code != 0 || time.Since(began) > 8*time.Second {
		t.Errorf("beside litestream a stop took %v and ended with %d, %v", time.Since(began), code, err)
	}
	w.Restart()
	took = append(took, sendMany(w, w.Users[0], room, "second", 1500)...)
	w.Kill9()
	w.Restart()
	if out, err := campfire(t, w, "backup", filepath.Join(t.TempDir(), "beside.zip")); err != nil {
		t.Errorf("backup: %v\n%s", err, out)
	}
	took = append(took, sendMany(w, w.Users[1], room, "third", 1500)...)
	slices.Sort(took)
	t.Logf("%d sends beside litestream: p50 %v p99 %v, worst %v", len(took), at(took, 50), at(took, 99), took[len(took)-1])
	time.Sleep(3 * time.Second) // what it may lag behind, by its settings: a second to look, and one to send
	safe := w.Number("SELECT COUNT(*) FROM messages")
	sendMany(w, w.Users[1], room, "in doubt", 50)
	w.Kill9() // the machine is gone, litestream with it
	_ = follower.Process.Kill()
	<-ended
	all := w.Number("SELECT COUNT(*) FROM messages")

	dir := filepath.Join(t.TempDir(), "pb_data")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	restore := exec.Command(binary, "restore", "-config", settings, "-o", filepath.Join(dir, "data.db"), filepath.Join(w.Dir, "data.db"))
	if out, err := restore.CombinedOutput(); err != nil {
		t.Fatalf("restore: %v\n%s", err, out)
	}
	back := w.Elsewhere(dir)
	defer back.Close(t)
	if got := back.Number("SELECT COUNT(*) FROM messages"); got < safe || got > all {
		t.Errorf("%d messages came back; %d were safe, %d were there", got, safe, all)
	} else {
		t.Logf("%d of %d messages came back, %d of them older than three seconds", got, all, safe)
	}
	if out, err := campfire(t, back, "fsck"); err != nil {
		t.Errorf("fsck: %v\n%s", err, out)
	}
	before, after := w.Column("SELECT value FROM event_state WHERE key = 'epoch'"), back.Column("SELECT value FROM event_state WHERE key = 'epoch'")
	if slices.Equal(before, after) {
		t.Error("the epoch stayed: browsers would not notice that time went back")
	}
	again, err := back.Users[0].SignIn()
	if err != nil {
		t.Fatal(err)
	}
	if r := again.Post(room, harness.NewID(), "the first afterwards"); r.Status != 200 {
		t.Errorf("after it: %d %s", r.Status, r.Body)
	}
}

// litestreamSettings is deploy/litestream.yml for this directory, with a directory as the place to send to.
func litestreamSettings(t *testing.T, dir, elsewhere string) string {
	t.Helper()
	raw, err := os.ReadFile("../../deploy/litestream.yml")
	if err != nil {
		t.Fatal(err)
	}
	text := string(raw)
	for from, to := range map[string]string{
		"/var/lib/campfire/data.db": filepath.Join(dir, "data.db"), "s3://my-bucket/campfire": "file://" + filepath.Join(elsewhere, "replica"),
	} {
		if strings.Count(text, from) != 1 {
			t.Fatalf("deploy/litestream.yml has %s %d times", from, strings.Count(text, from))
		}
		text = strings.Replace(text, from, to, 1)
	}
	path := filepath.Join(elsewhere, "litestream.yml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func sendMany(w *harness.World, user *harness.User, room, what string, n int) (took []time.Duration) {
	for i := range n {
		began := time.Now()
		w.Post(user, room, fmt.Sprintf("%s %d", what, i))
		took = append(took, time.Since(began))
	}
	return took
}
