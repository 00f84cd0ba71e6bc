package reliability

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"campfire/internal/reliability/harness"

	"github.com/google/uuid"
)

// mailSink is a mail server that takes everything and remembers each letter's Message-ID.
type mailSink struct {
	net.Listener

	mu  sync.Mutex
	ids []string
}

func newMailSink(t *testing.T) *mailSink {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	s := &mailSink{Listener: listener}
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			go s.talk(c)
		}
	}()
	return s
}

func (s *mailSink) talk(c net.Conn) {
	defer c.Close()
	say := func(line string) { _, _ = io.WriteString(c, line+"\r\n") }
	say("220 sink")
	inData := false
	for lines := bufio.NewScanner(c); lines.Scan(); {
		line := lines.Text()
		switch {
		case inData:
			if id, found := strings.CutPrefix(line, "Message-ID: "); found {
				s.mu.Lock()
				s.ids = append(s.ids, id)
				s.mu.Unlock()
			}
			if inData = line != "."; !inData {
				say("250 ok")
			}
		case line == "DATA":
			inData = true
			say("354 go on")
		default:
			say("250 ok")
		}
	}
}

func (s *mailSink) letters() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.ids)
}

// Guards: what is to be mailed is noted in the transaction that moves the cursor (internal/mailing note), a letter is
// counted in the one that stores its job (promise), and whoever hands it over notes that before its job is done (end).
func TestG42AMailSurvivesTheDeathOfTheServer(t *testing.T) {
	t.Parallel()
	s := newMailSink(t)
	w := harness.Start(t, nil)
	author, reader := w.Users[0], w.Users[1]
	smtp := map[string]any{"enabled": true, "host": "127.0.0.1", "port": s.Addr().(*net.TCPAddr).Port}
	for path, body := range map[string]any{
		"/api/settings": map[string]any{"smtp": smtp, "meta": map[string]any{
			"appName": "Campfire", "appURL": "https://chat.example.com", "senderName": "Campfire", "senderAddress": "campfire@example.com",
		}},
		"/api/collections/account/records/campfireaccount": map[string]any{"mail_notices": true},
	} {
		if reply := w.Superuser.Call("PATCH", path, body); reply.Status != 200 {
			t.Fatalf("%s: %+v", path, reply)
		}
	}
	mention := fmt.Sprintf(`<span class="mention" data-user="%s">@reader</span> before `, reader.ID)
	const over = "SELECT COUNT(*) FROM mailings WHERE pending = 0 AND letter = delivered AND letter = "
	for n, point := range []string{"mail.beforeNote", "mail.beforePromise", "mail.afterPromise", "mail.afterPost", "job.afterDeliver"} {
		w.Arm(point + "=crash@1")
		_ = author.Post(w.AllTalk, uuid.NewString(), mention+point) // the answer may not get out in time
		if n > 0 {
			passTime(t, w, n)
		}
		if !w.WaitExit(2 * arrival) {
			t.Fatalf("%s never struck", point)
		}
		w.Arm("")
		w.Restart()
		passTime(t, w, n)
		for deadline := time.Now().Add(2 * arrival); w.Number(fmt.Sprint(over, n+1)) != 1; time.Sleep(20 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("after %s: %v, %v", point, w.Column("SELECT json_object('pending', pending, 'letter', letter, 'delivered', delivered) FROM mailings"),
					w.Column("SELECT key || ' ' || state || ' ' || error FROM jobs WHERE kind = 'mail.unread'"))
			}
		}
	}
	letters := s.letters()
	slices.Sort(letters)
	if different := len(slices.Compact(slices.Clone(letters))); different != 5 || len(letters) > 6 {
		t.Errorf("%d letters, %d different ones, of 5: only the one that the process died after may come twice", len(letters), different)
	}
	arriveAndDie(t, w, s, reader)
	w.Client(author)
	w.Check()
}

// arriveAndDie signs somebody in on three devices, and the server dies over each.
// Guards: a device is remembered in the transaction that promises the letter about it and stores its session (hooks arrive).
func arriveAndDie(t *testing.T, w *harness.World, s *mailSink, reader *harness.User) {
	t.Helper()
	enter := func(agent string) {
		body := fmt.Sprintf(`{"identity": %q, "password": %q}`, reader.Email, reader.Password)
		request, err := http.NewRequest(http.MethodPost, "http://"+w.Addr+"/api/chat/session", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("User-Agent", agent)
		if reply, err := http.DefaultClient.Do(request); err == nil { // or it died over it
			_ = reply.Body.Close()
		}
	}
	before := len(s.letters())
	for n, point := range []string{"device.beforePromise", "mail.afterPost", "job.afterDeliver"} {
		agent := "Chrome " + point
		w.Arm(point + "=crash@1")
		enter(agent)
		if !w.WaitExit(2 * arrival) {
			t.Fatalf("%s never struck", point)
		}
		w.Arm("")
		w.Restart()
		if point == "device.beforePromise" {
			if w.Number("SELECT (SELECT COUNT(*) FROM devices WHERE user_agent = ?) + (SELECT COUNT(*) FROM sessions WHERE user_agent = ?)", agent, agent) != 0 {
				t.Error("half a sign-in is stored")
			}
			enter(agent)
		}
		for deadline := time.Now().Add(2 * arrival); w.Number("SELECT COUNT(*) FROM jobs WHERE kind = 'mail.device' AND state = 'done'") != int64(n+1); time.Sleep(20 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("after %s: %v", point, w.Column("SELECT key || ' ' || state || ' ' || error FROM jobs WHERE kind = 'mail.device'"))
			}
		}
	}
	letters := s.letters()[before:]
	slices.Sort(letters)
	if different := len(slices.Compact(slices.Clone(letters))); different != 3 || len(letters) > 5 {
		t.Errorf("%d letters about devices, %d different ones, of 3: only those that the process died after may come twice", len(letters), different)
	}
}

// passTime makes what is noted old enough to be mailed, and the last letter too, unless the letter after n others is over.
func passTime(t *testing.T, w *harness.World, n int) {
	t.Helper()
	const ago = "2001-01-01 00:00:00.000Z"
	for deadline := time.Now().Add(2 * arrival); w.Number("SELECT COUNT(*) FROM mailings WHERE pending > 0 OR delivered > ?", n) == 0; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("nothing is noted")
		}
	}
	w.Exec("UPDATE mailings SET noted = ?, sent = CASE WHEN sent != '' THEN ? ELSE '' END", ago, ago)
}
