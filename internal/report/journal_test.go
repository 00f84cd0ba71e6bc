package report_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"campfire/internal/report"
)

// page is a writer that can be read while it is written, and that may not take anything yet.
type page struct {
	mu   sync.Mutex
	text strings.Builder
	gate chan struct{}
}

func (p *page) Write(b []byte) (int, error) {
	if p.gate != nil {
		<-p.gate
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.Write(b)
}

func (p *page) String() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.String()
}

func TestTheJournalSaysWhatIsAskedFor(t *testing.T) {
	at := time.Date(2026, 11, 28, 15, 0, 0, 0, time.UTC)
	for format, want := range map[string]string{
		"text": "time=2026-11-28T15:00:00.000Z level=ERROR msg=failed path=/up task=\"the mail\"\n",
		"json": `{"time":"2026-11-28T15:00:00Z","level":"ERROR","msg":"failed","path":"/up","task":"the mail"}` + "\n",
	} {
		out := &page{}
		j := report.NewJournal(out, format, slog.LevelWarn)
		j.Tell(report.Line{At: at, Level: slog.LevelInfo, Message: "GET /up"})
		j.Tell(report.Line{At: at, Level: slog.LevelError, Message: "failed", Data: map[string]any{"task": "the mail", "path": "/up"}})
		j.Close(time.Minute)
		j.Tell(report.Line{At: at, Level: slog.LevelError, Message: "too late"}) // a logger may be slower than the stop
		if got := out.String(); got != want {
			t.Errorf("%s: %q, want %q", format, got, want)
		}
	}
}

func TestE10AnOutputThatNobodyReadsHoldsNobodyUp(t *testing.T) {
	out := &page{gate: make(chan struct{})}
	j := report.NewJournal(out, "text", slog.LevelWarn)
	for range 5000 {
		j.Tell(report.Line{Level: slog.LevelError, Message: "failed"}) // a deadlock if it waits
	}
	close(out.gate)
	j.Close(time.Minute)
	j.Tell(report.Line{})
	lines := strings.Count(out.String(), "msg=failed")
	if lines == 0 || lines >= 5000 || !strings.Contains(out.String(), "lines were dropped") {
		t.Errorf("%d of 5000 lines are there, and: %.300s", lines, out.String())
	}
}

func TestSentryHearsOfErrorsAndOfNothingAboutPeople(t *testing.T) {
	var mu sync.Mutex
	var heard []string
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		mu.Lock()
		defer mu.Unlock()
		heard = append(heard, string(body))
	}))
	defer collector.Close()
	s, err := report.NewSentry(strings.Replace(collector.URL, "://", "://key@", 1)+"/42", "v9", http.DefaultTransport)
	if err != nil {
		t.Fatal(err)
	}
	s.Tell(report.Line{At: time.Now(), Level: slog.LevelWarn, Message: "only a warning"})
	s.Tell(report.Line{At: time.Now(), Level: slog.LevelError, Message: "A background task failed", Data: map[string]any{
		"task": "mail", "error": strings.Repeat("é", 3000), "userIP": "203.0.113.7", "auth": "users", "userAgent": "Firefox", "referer": "http://x",
	}})
	s.Close(10 * time.Second)
	mu.Lock()
	defer mu.Unlock()
	if len(heard) != 1 || !strings.Contains(heard[0], "A background task failed") || !strings.Contains(heard[0], "campfire@v9") || !strings.Contains(heard[0], `"mail"`) {
		t.Fatalf("heard %d: %.500s", len(heard), heard)
	}
	for _, private := range []string{"203.0.113.7", "Firefox", "http://x", strings.Repeat("é", 2001)} {
		if strings.Contains(heard[0], private) {
			t.Errorf("it was told %.40s", private)
		}
	}
	if _, err := report.NewSentry("https://no-key.example", "v9", http.DefaultTransport); err == nil {
		t.Error("a DSN without a key is taken")
	}
}

func TestACollectorThatIsGoneHoldsNobodyUp(t *testing.T) {
	s, err := report.NewSentry("http://key@127.0.0.1:1/1", "v9", http.DefaultTransport)
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	for range 3000 {
		s.Tell(report.Line{Level: slog.LevelError, Message: "failed"})
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("3,000 errors took %v", took)
	}
	s.Close(100 * time.Millisecond)
}
