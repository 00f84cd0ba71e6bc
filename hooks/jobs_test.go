package hooks_test

import (
	"testing"
	"time"

	"campfire/hooks"
	"campfire/internal/testapp"
)

// doChores makes every chore due now and waits until it is done.
func (c *camp) doChores() {
	c.t.Helper()
	c.Exec(c.t, "UPDATE jobs SET run_at = '2001-01-01 00:00:00.000Z' WHERE state = 'waiting'")
	for end := time.Now().Add(20 * time.Second); c.Number(c.t, "SELECT COUNT(*) FROM jobs WHERE state IN ('waiting', 'running')") > 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			c.t.Fatal("the chores are not done")
		}
	}
}

func TestTheChoresAreDone(t *testing.T) {
	c := start(t, func(s *hooks.Config) { s.EventLogAge = time.Hour })
	_, expired := c.SignIn(t, c.Kevin)
	c.Exec(t, "UPDATE sessions SET expires = '2001-01-01 00:00:00.000Z' WHERE id = ?", expired)
	c.Exec(t, "UPDATE events SET at = '2001-01-01 00:00:00.000Z' WHERE seq <= 3")
	c.Exec(t, `INSERT INTO jobs (id, kind, key, priority, state, finished, run_at, created, updated)
		VALUES ('olddonejob00001', 'k', 'k', 'normal', 'done', '2001-01-01 00:00:00.000Z', '2001-01-01', '', '')`)
	c.doChores()
	for what, query := range map[string]string{
		"the expired session is": "SELECT COUNT(*) FROM sessions WHERE id = '" + expired + "'",
		"the old events are":     "SELECT COUNT(*) FROM events WHERE seq <= 3",
		"the old job is":         "SELECT COUNT(*) FROM jobs WHERE id = 'olddonejob00001'",
		"a chore that died is":   "SELECT COUNT(*) FROM jobs WHERE state = 'dead'",
	} {
		if c.Number(t, query) != 0 {
			t.Errorf("%s still there", what)
		}
	}
	if n := c.Number(t, "SELECT COUNT(*) FROM jobs WHERE state = 'done'"); n != 4 {
		t.Errorf("%d chores were done", n)
	}
}

func TestChoresAreNotDoubledByARestart(t *testing.T) {
	t.Parallel()
	app := testapp.New(t)
	first := testapp.Serve(t, app)
	first.Stop()
	before := app.Number(t, "SELECT COUNT(*) FROM jobs")
	again := &testapp.App{App: testapp.Open(t, app.DataDir()), Cast: app.Cast}
	testapp.Serve(t, again)
	if n := again.Number(t, "SELECT COUNT(*) FROM jobs"); n != before || n != 4 {
		t.Errorf("%d chores after one start, %d after two", before, n)
	}
}

func TestOnlyASuperuserSeesJobsAndTriesThemAgain(t *testing.T) {
	c := start(t)
	c.doChores()
	c.Exec(t, "UPDATE jobs SET state = 'dead', attempts = 5, error = 'no' WHERE kind = 'sessions.sweep'")
	id := c.Text(t, "SELECT id FROM jobs WHERE kind = 'sessions.sweep'")
	path := "/api/collections/jobs/records/" + id
	for _, as := range []string{"", c.kevin, c.david, c.bender} {
		for _, method := range []string{"GET", "PATCH", "DELETE"} {
			if reply := c.Call(as, method, path, fields{"state": "waiting"}); reply.Status < 400 {
				t.Errorf("%s as a stranger to the dashboard answers %d", method, reply.Status)
			}
		}
	}
	if c.Text(t, "SELECT state FROM jobs WHERE id = ?", id) != "dead" {
		t.Fatal("a refused call changed the job")
	}
	c.ok(c.super, "PATCH", path, fields{"state": "waiting"})
	for end := time.Now().Add(10 * time.Second); c.Text(t, "SELECT state FROM jobs WHERE id = ?", id) != "done"; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("a job set back to waiting is not done")
		}
	}
	if n := c.Number(t, "SELECT attempts FROM jobs WHERE id = ?", id); n != 1 {
		t.Errorf("it counts %d attempts", n)
	}
	c.Exec(t, "UPDATE jobs SET state = 'running' WHERE id = ?", id)
	if reply := c.Call(c.super, "PATCH", path, fields{"state": "waiting"}); reply.Status != 409 {
		t.Errorf("taking back a running job answers %d", reply.Status)
	}
}
