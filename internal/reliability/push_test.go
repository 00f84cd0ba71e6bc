package reliability

import (
	"crypto/ecdh"
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"campfire/internal/reliability/harness"

	"github.com/google/uuid"
)

// Guards: the cursor moves in the transaction that stores the jobs, or later (internal/push promise), and a job's key is
// the message and the browser.
func TestG44APushSurvivesTheDeathOfTheServer(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	calls := 0
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		calls++
		w.WriteHeader(http.StatusCreated)
	}))
	defer service.Close()
	w := harness.Start(t, map[string]string{"PUSH_ENDPOINTS_ALLOWED": strings.TrimPrefix(service.URL, "http://")})
	private, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	author, reader := w.Users[0], w.Users[1]
	w.Exec("UPDATE memberships SET involvement = 'everything' WHERE user = ? AND room = ?", reader.ID, w.AllTalk)
	reply := reader.Call("POST", "/api/chat/push_subscriptions", map[string]any{
		"endpoint": service.URL + "/push", "keys": map[string]string{
			"p256dh": base64.RawURLEncoding.EncodeToString(private.PublicKey().Bytes()), "auth": base64.RawURLEncoding.EncodeToString(make([]byte, 16)),
		},
	})
	if reply.Status != http.StatusOK {
		t.Fatalf("subscribe: %+v", reply)
	}
	const jobs = "SELECT COUNT(*) FROM jobs WHERE kind = 'push.deliver'"
	for n, point := range []string{"push.beforeApply", "push.beforeMove", "push.afterMove", "job.afterDeliver"} {
		w.Arm(point + "=crash@1")
		_ = author.Post(w.AllTalk, uuid.NewString(), "a message before "+point) // the answer may not get out in time
		if !w.WaitExit(arrival) {
			t.Fatalf("%s never struck", point)
		}
		w.Arm("")
		w.Restart()
		for deadline := time.Now().Add(2 * arrival); w.Number(jobs+" AND state = 'done'") != int64(n+1); time.Sleep(20 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("after %s the jobs are %v", point, w.Column("SELECT key || ' ' || state || ' ' || error FROM jobs WHERE kind = 'push.deliver'"))
			}
		}
	}
	if n := w.Number(jobs); n != 4 {
		t.Errorf("%d jobs for four messages and one browser", n)
	}
	mu.Lock()
	defer mu.Unlock()
	if calls < 4 || calls > 5 {
		t.Errorf("%d deliveries of 4: only the one that the process died after may come twice", calls)
	}
	w.Client(author)
	w.Check()
}
