package reliability

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"campfire/internal/reliability/harness"
)

// Guards: a claim is stored before the attempt, and what ran when the process died is taken up at the start (internal/job
// begin and recover, collections ClaimJobs and RecoverJobs); the key of the row travels with every attempt.
func TestG42JobsSurviveTheDeathOfTheirProcess(t *testing.T) {
	t.Parallel()
	const each = 20
	w := harness.Start(t, nil)
	if _, err := w.Term(); err != nil {
		t.Fatal(err)
	}
	s := &sink{attempts: map[string]int{}, inside: map[string]int{}, told: map[string]int{}}
	server := httptest.NewServer(s)
	defer server.Close()
	var keys []string
	for _, target := range []string{"healthy", "flaky", "hurried", "hangs"} {
		for n := range each {
			key := fmt.Sprintf("%s:%d", target, n)
			deliverTo(w, target, key)
			keys = append(keys, key)
		}
	}
	program := courier(t)
	lives := 0
	for _, point := range []string{"job.beforeDeliver", "job.afterDeliver"} {
		for _, hit := range []int{1, 9} {
			lives++
			c := startCourier(t, program, w.Dir, server.URL, fmt.Sprintf("%s=crash@%d", point, hit))
			if err := waitExit(c, 2*arrival); err == nil || c.ProcessState.ExitCode() != -1 {
				t.Fatalf("%s=crash@%d did not strike: %v", point, hit, err)
			}
		}
	}
	c := startCourier(t, program, w.Dir, server.URL, "")
	lives++
	left := func() int64 {
		return w.Number("SELECT COUNT(*) FROM jobs WHERE kind = 'deliver' AND state != 'done' AND target != 'hangs'")
	}
	for deadline := time.Now().Add(20 * time.Second); left() > 0; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d jobs are not done: %v", left(), w.Column("SELECT key || ' ' || state || ' ' || attempts || ' ' || error FROM jobs WHERE kind = 'deliver' AND state != 'done' LIMIT 5"))
		}
	}
	_ = c.Process.Kill()
	_ = c.Wait()
	s.check(t, keys, each, lives)
	if n := w.Number("SELECT COUNT(*) FROM jobs WHERE kind = 'deliver' AND state = 'dead'"); n != 0 {
		t.Errorf("%d jobs are dead", n)
	}
	w.Restart()
	w.Client(w.Users[0])
	w.Check()
}

// Guards: as above, for the real server and its chores.
func TestG42AChoreSurvivesTheDeathOfTheServer(t *testing.T) {
	t.Parallel()
	w := harness.Start(t, nil)
	for n, point := range []string{"job.beforeDeliver", "job.afterDeliver"} {
		w.Arm(point + "=crash@1")
		if w.Running() {
			w.Kill9()
		}
		promise(w, "jobs.sweep", fmt.Sprint("jobs.sweep:test ", n))
		_ = w.Proc.Start() // it may die before it answers
		if !w.WaitExit(arrival) {
			t.Fatalf("%s never struck", point)
		}
		w.Arm("")
		w.Restart()
		key := fmt.Sprint("jobs.sweep:test ", n)
		for deadline := time.Now().Add(arrival); w.Number("SELECT COUNT(*) FROM jobs WHERE key = ? AND state = 'done' AND attempts = 2", key) != 1; {
			if time.Sleep(10 * time.Millisecond); time.Now().After(deadline) {
				t.Fatalf("after a crash at %s the chore is %v", point, w.Column("SELECT state || ' ' || attempts || ' ' || error FROM jobs WHERE key = ?", key))
			}
		}
	}
	w.Client(w.Users[0])
	w.Check()
}

// sink is four targets: one that works, one that fails twice, one that wants to be left alone at first, one that hangs.
type sink struct {
	mu       sync.Mutex
	attempts map[string]int // by key
	told     map[string]int // answers of 200 by key
	inside   map[string]int // attempts of a key that are under way
	overlaps []string
}

func (s *sink) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	key, target := r.Header.Get("Idempotency-Key"), strings.Trim(r.URL.Path, "/")
	s.mu.Lock()
	s.attempts[key]++
	n := s.attempts[key]
	if s.inside[key]++; s.inside[key] > 1 {
		s.overlaps = append(s.overlaps, key)
	}
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.inside[key]--
	}()
	switch {
	case target == "hangs":
		<-r.Context().Done()
		return
	case target == "flaky" && n <= 2 && strings.HasSuffix(key, "7"): // too seldom for a breaker
		rw.WriteHeader(http.StatusInternalServerError)
		return
	case target == "hurried" && n == 1 && strings.HasSuffix(key, "0"):
		rw.Header().Set("Retry-After", "10")
		rw.WriteHeader(http.StatusTooManyRequests)
		return
	}
	s.mu.Lock()
	s.told[key]++
	s.mu.Unlock()
}

// check: every promise was kept, by its own key, seldom twice, and never twice at once.
func (s *sink) check(t *testing.T, keys []string, each, lives int) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	hanging, again := 0, 0
	for key, n := range s.attempts {
		if !slices.Contains(keys, key) {
			t.Errorf("an attempt came with the key %q", key)
		}
		if strings.HasPrefix(key, "hangs") {
			hanging += n
		}
	}
	for _, key := range keys {
		switch told := s.told[key]; {
		case strings.HasPrefix(key, "hangs"):
		case told == 0:
			t.Errorf("%s was never delivered", key)
		default:
			again += told - 1
		}
	}
	t.Logf("%d promises over %d lives: %d delivered again after a crash, %d attempts on a target that hangs", 3*each, lives, again, hanging)
	if most := (lives - 1) * 6; again > most {
		t.Errorf("%d deliveries were repeated, at most two per target can be under way at a crash: %d", again, most)
	}
	if most := lives*6 + 10; hanging > most || hanging == 0 {
		t.Errorf("the target that hangs was asked %d times, want 1 to %d", hanging, most)
	}
	if len(s.overlaps) > 0 {
		t.Errorf("attempts overlapped: %v", s.overlaps)
	}
}

func deliverTo(w *harness.World, target, key string) {
	promise(w, "deliver", key)
	w.Exec("UPDATE jobs SET target = ? WHERE key = ?", target, key)
}

// courier builds the program that does the jobs.
func courier(t *testing.T) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "courier")
	build := exec.Command("go", "build", "-tags", "failpoint", "-o", out, "./courier")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if text, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, text)
	}
	return out
}

func startCourier(t *testing.T, program, dir, sink, failpoints string) *exec.Cmd {
	t.Helper()
	c := exec.Command(program, dir, sink)
	c.Env = append(os.Environ(), "FAILPOINTS="+failpoints)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill() })
	return c
}

func waitExit(c *exec.Cmd, limit time.Duration) error {
	stop := time.AfterFunc(limit, func() { _ = c.Process.Kill() })
	err := c.Wait()
	if !stop.Stop() {
		return nil
	}
	return err
}
