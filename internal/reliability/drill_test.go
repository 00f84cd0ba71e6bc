package reliability

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"campfire/internal/reliability/harness"
)

// campfire runs a command on the world's data directory.
func campfire(t *testing.T, w *harness.World, args ...string) (string, error) {
	t.Helper()
	binary, err := harness.Binary()
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(binary, append(args, "--dir", w.Dir)...).CombinedOutput()
	return string(out), err
}

// Guards: a restore moves the log's side file away with the old data (internal/backup/restore.go), and a backup of another
// process leaves the server alone.
func TestG12ARestoreDrill(t *testing.T) {
	t.Parallel()
	w := harness.Start(t, nil)
	room := w.Room("Restored", w.Users...)
	for _, u := range w.Users[:3] {
		w.Client(u)
	}
	w.AllReady()
	for i := range 20 {
		w.Post(w.Admin, room, fmt.Sprintf("kept %d", i))
	}
	archive := filepath.Join(t.TempDir(), "drill.zip")
	stop := load(w, w.Users[1], w.AllTalk, 50)
	out, err := campfire(t, w, "backup", archive)
	exported := filepath.Join(t.TempDir(), "export")
	if out, err := campfire(t, w, "export", exported, "--all"); err != nil {
		t.Errorf("an export beside the server: %v\n%s", err, out)
	}
	if raw, err := os.ReadFile(filepath.Join(exported, "rooms", room, "1.html")); err != nil || strings.Count(string(raw), "kept ") != 20 {
		t.Errorf("the export has not what was said before it (%v)", err)
	}
	stop()
	if err != nil {
		t.Fatalf("backup: %v\n%s", err, out)
	}
	for i := range 20 {
		w.Post(w.Admin, room, fmt.Sprintf("vanishes %d", i))
	}
	w.Quiesce()
	w.Forget()
	if out, err := campfire(t, w, "restore", archive); err == nil || !strings.Contains(out, "is serving from") {
		t.Errorf("a restore under a running server: %v\n%s", err, out)
	}
	if out, err := campfire(t, w, "import", "slack", archive); err == nil || !strings.Contains(out, "is serving from") {
		t.Errorf("an import under a running server: %v\n%s", err, out)
	}
	if out, err := campfire(t, w, "restore", "--check", archive); err != nil {
		t.Errorf("a look at the backup beside the server: %v\n%s", err, out)
	}
	checkRestored(t, w, room, func() {
		if code, err := w.Term(); code != 0 {
			t.Errorf("the server stops with %d, %v", code, err)
		}
		if out, err := campfire(t, w, "restore", archive); err != nil {
			t.Fatalf("restore: %v\n%s", err, out)
		}
		w.Restart()
		if kept, gone := w.Number("SELECT COUNT(*) FROM messages WHERE body LIKE 'kept%'"), w.Number("SELECT COUNT(*) FROM messages WHERE body LIKE 'vanishes%'"); kept != 20 || gone != 0 {
			t.Errorf("%d of 20 messages are back, and %d that the backup had not", kept, gone)
		}
	})
	if out, err := campfire(t, w, "fsck"); err != nil || !strings.Contains(out, "promises are kept") {
		t.Errorf("fsck beside the server: %v\n%s", err, out)
	}
	if out, err := campfire(t, w, "fsck", "--repair"); err == nil || !strings.Contains(out, "is serving from") {
		t.Errorf("a repair under a running server: %v\n%s", err, out)
	}
	if _, err := w.Term(); err != nil {
		t.Error(err)
	}
	w.Exec("UPDATE rooms SET head_rseq = head_rseq - 1 WHERE id = ?", room)
	var exit *exec.ExitError
	if out, err := campfire(t, w, "fsck"); !errors.As(err, &exit) || exit.ExitCode() != 3 || !strings.Contains(out, "BROKEN a room's head") {
		t.Errorf("fsck of a wrong head: %v\n%s", err, out)
	}
	if out, err := campfire(t, w, "fsck", "--repair"); err != nil {
		t.Errorf("its repair: %v\n%s", err, out)
	}
	if aside, err := filepath.Glob(filepath.Join(w.Dir, "before-restore", "*", "data.db")); err != nil || len(aside) != 1 {
		t.Errorf("what was there before is in %v (%v)", aside, err)
	}
}

// Guards: finish (internal/backup/restore.go) goes on where it ended, and nothing else starts on half of the data.
func TestG12ARestoreThatIsKilledIsFinishedByTheNextStart(t *testing.T) {
	t.Parallel()
	w := harness.Start(t, nil)
	w.Post(w.Admin, w.AllTalk, "kept")
	archive := filepath.Join(t.TempDir(), "drill.zip")
	if out, err := campfire(t, w, "backup", archive); err != nil {
		t.Fatalf("backup: %v\n%s", err, out)
	}
	binary, err := harness.Binary()
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []int{2, 5} { // there are four old files and two new ones
		w.Post(w.Admin, w.AllTalk, "vanishes")
		if _, err := w.Term(); err != nil {
			t.Fatal(err)
		}
		restore := exec.Command(binary, "restore", archive, "--dir", w.Dir)
		restore.Env = append(restore.Environ(), fmt.Sprintf("FAILPOINTS=backup.move=crash@%d", step))
		if out, err := restore.CombinedOutput(); err == nil {
			t.Fatalf("the restore was not killed at step %d: the test proves nothing\n%s", step, out)
		}
		if out, err := campfire(t, w, "flags", "list"); err == nil || !strings.Contains(out, "ended in the middle") {
			t.Errorf("a command on half of the data: %v\n%s", err, out)
		}
		w.Restart()
		kept, gone := w.Number("SELECT COUNT(*) FROM messages WHERE body LIKE '%kept%'"), w.Number("SELECT COUNT(*) FROM messages WHERE body LIKE '%vanishes%'")
		if kept != 1 || gone != 0 {
			t.Errorf("killed at step %d: %d messages of the backup and %d others are there", step, kept, gone)
		}
	}
}

// Guards: a backup keeps what is not finished where no other command removes it.
func TestABackupIsNotHurtByOtherCommands(t *testing.T) {
	t.Parallel()
	w := harness.Start(t, nil)
	binary, err := harness.Binary()
	if err != nil {
		t.Fatal(err)
	}
	backup := exec.Command(binary, "backup", filepath.Join(t.TempDir(), "b.zip"), "--dir", w.Dir)
	backup.Env = append(backup.Environ(), "FAILPOINTS=backup.beforePack=sleep(4s)")
	if err := backup.Start(); err != nil {
		t.Fatal(err)
	}
	snapshot := filepath.Join(w.Dir, ".work", "new", "data.db")
	for deadline := time.Now().Add(10 * time.Second); !exists(snapshot) && time.Now().Before(deadline); {
		time.Sleep(10 * time.Millisecond)
	}
	if out, err := campfire(t, w, "flags", "list"); err != nil {
		t.Errorf("flags: %v\n%s", err, out)
	}
	if out, err := campfire(t, w, "restore", "--check", snapshot); err == nil || !strings.Contains(out, "is under way") {
		t.Errorf("a look at a backup meanwhile: %v\n%s", err, out)
	}
	second := exec.Command(binary, "backup", "--dir", w.Dir)
	says, err := second.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := second.Start(); err != nil {
		t.Fatal(err)
	}
	if what, err := bufio.NewReader(says).ReadString('\n'); err != nil || !strings.Contains(what, "waits for it to end") {
		t.Errorf("a second backup meanwhile: %v\n%s", err, what)
	}
	if !exists(snapshot) {
		t.Error("another command removed the snapshot")
	}
	if err := backup.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if err := backup.Wait(); err == nil {
		t.Error("an interrupted backup ends with 0")
	}
	if err := second.Wait(); err != nil {
		t.Errorf("a second backup after it: %v", err)
	}
	if exists(filepath.Dir(snapshot)) {
		t.Error("a backup leaves its snapshot")
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
