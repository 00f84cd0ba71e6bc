package reliability

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"campfire/internal/reliability/harness"

	"github.com/gobwas/ws"
)

const (
	redWithin   = 5 * time.Second
	greenWithin = 5 * time.Second
)

// tmpfs is a small disk that goes with the test.
func tmpfs(t *testing.T, size string) string {
	t.Helper()
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size="+size, "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("mount: %v %s", err, out)
	}
	t.Cleanup(func() { _ = exec.Command("umount", "-l", dir).Run() })
	return dir
}

// fill leaves no byte free on the disk of dir until it is called back.
func fill(t *testing.T, dir string) (free func()) {
	t.Helper()
	path := filepath.Join(dir, "ballast")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for size := 1 << 20; size > 0; {
		if _, err := file.Write(make([]byte, size)); errors.Is(err, syscall.ENOSPC) {
			size /= 2
		} else if err != nil {
			t.Fatal(err)
		}
	}
	return func() {
		if err := os.Remove(path); err != nil {
			t.Error(err)
		}
	}
}

// lockDirectory lets nobody make a file in dir, not even root.
func lockDirectory(t *testing.T, dir string) (unlock func()) {
	t.Helper()
	if out, err := exec.Command("chattr", "+i", dir).CombinedOutput(); err != nil {
		t.Skipf("chattr: %v %s", err, out)
	}
	unlock = func() { _ = exec.Command("chattr", "-i", dir).Run() }
	t.Cleanup(unlock)
	return unlock
}

// hold makes the server keep memory for n connections that are in the middle of a frame.
func hold(t *testing.T, w *harness.World, n int) (release func()) {
	t.Helper()
	part := ws.MaskFrameInPlace(ws.NewFrame(ws.OpText, false, make([]byte, 60<<10)))
	raw := ws.MustCompileFrame(part)
	sockets := make([]*harness.Socket, n)
	var group sync.WaitGroup
	for i := range sockets {
		group.Go(func() {
			sock, err := harness.Dial(w.Addr, w.Users[i%len(w.Users)])
			if err != nil {
				t.Error(err)
				return
			}
			sockets[i] = sock
			_ = sock.WriteRaw(raw)
		})
	}
	group.Wait()
	return func() {
		for _, sock := range sockets {
			if sock != nil {
				sock.Close()
			}
		}
	}
}

// expectHealth waits until the public status and what fails in detail are as they should be.
func expectHealth(t *testing.T, w *harness.World, when string, status int, failing ...string) {
	t.Helper()
	within := greenWithin
	if len(failing) > 0 {
		within = redWithin
	}
	guest := harness.Guest(w.Addr)
	var last string
	for began := time.Now(); time.Since(began) < within; time.Sleep(100 * time.Millisecond) {
		public, detailed := guest.Call(http.MethodGet, "/health", nil), guest.Call(http.MethodGet, "/health/detailed", nil)
		var names struct{ Failing []string }
		if err := json.Unmarshal(detailed.Body, &names); err != nil {
			t.Fatalf("%s: %s", when, detailed.Body)
		}
		red := http.StatusOK
		if len(failing) > 0 {
			red = http.StatusServiceUnavailable
		}
		if public.Status == status && detailed.Status == red && slices.Equal(names.Failing, failing) {
			return
		}
		last = fmt.Sprintf("%d and %d %s", public.Status, detailed.Status, detailed.Body)
	}
	t.Errorf("%s, after %v: %s", when, within, last)
}

// indexed waits until the index is built that a new epoch asks for: a build that the faults hit is tried again later than
// health is looked at.
func indexed(t *testing.T, w *harness.World) {
	t.Helper()
	for end := time.Now().Add(arrival); ; time.Sleep(10 * time.Millisecond) {
		if body := harness.Guest(w.Addr).Call(http.MethodGet, "/health/detailed", nil).Body; !bytes.Contains(body, []byte(`"building"`)) {
			return
		}
		if time.Now().After(end) {
			t.Fatal("the index is still being built")
		}
	}
}

// Guards: every look in hooks/checks.go, and the deadline in internal/health.
func TestG47CHealthNamesWhatIsWrongAndWhenItIsOver(t *testing.T) {
	t.Parallel() // it mostly waits
	tmp := tmpfs(t, "120m")
	w := harness.StartIn(t, tmp, map[string]string{"GOMEMLIMIT": "48MiB"})
	expectHealth(t, w, "at the start", http.StatusOK)
	indexed(t, w)

	w.Arm("bus.beforeFanout=error;fts.beforeApply=error")
	w.Post(w.Admin, w.AllTalk, "nobody hears of it")
	unlock := lockDirectory(t, w.Dir)
	release := hold(t, w, 640)
	expectHealth(t, w, "with four faults", http.StatusServiceUnavailable, "disk", "log", "memory", "search")
	w.Arm("")
	unlock()
	release()
	expectHealth(t, w, "without them", http.StatusOK)

	free := fill(t, tmp)
	expectHealth(t, w, "with a full disk", http.StatusServiceUnavailable, "writer", "disk")
	free()
	expectHealth(t, w, "with room again", http.StatusOK)

	w.Arm("send.inTx=sleep(4s)@1")
	expectHealth(t, w, "with a writer that stands still", http.StatusServiceUnavailable, "writer")
	w.Arm("")
	expectHealth(t, w, "with a writer that goes on", http.StatusOK)
	w.Check()
}

// Guards: the breakers in hooks/checks.go lookAtJobs; that they are not vital is ADR 0014.
func TestG47CAnOpenBreakerIsNamedAndTheChatStaysUp(t *testing.T) {
	t.Parallel()
	w := harness.Start(t, nil)
	if _, err := w.Term(); err != nil {
		t.Fatal(err)
	}
	for n := range 5 {
		w.Exec(`INSERT INTO jobs (id, kind, target, key, priority, payload, state, attempts, run_at, created, updated)
			VALUES (?, 'jobs.sweep', 'dead.example', ?, 'normal', '', 'waiting', 0, '2020-01-01 00:00:00.000Z', '', '')`, fmt.Sprint("breaker", n), fmt.Sprint("breaker", n))
	}
	w.Arm("job.beforeDeliver=error")
	w.Restart()
	for end := time.Now().Add(arrival); !strings.Contains(w.Log(), " at job.beforeDeliver,") && time.Now().Before(end); {
		time.Sleep(5 * time.Millisecond) // that the jobs are overdue makes health yellow too
	}
	w.Struck("job.beforeDeliver")
	expectHealth(t, w, "with a target that does not answer", http.StatusOK, "jobs")
	w.Arm("")
	w.Restart()
	expectHealth(t, w, "with a target that answers", http.StatusOK)
}
