package backup_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"campfire/internal/backup"
	"campfire/internal/testapp"
)

func TestABucketThatIsSilentIsGivenUp(t *testing.T) {
	restore := backup.Silence(50 * time.Millisecond)
	defer restore()
	end := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-end:
		case <-r.Context().Done():
		}
	}))
	defer server.Close()
	defer close(end)
	if err := backup.Create(context.Background(), into(t, server.URL), "", nil); err == nil || err.Error() != "store the backup in the bucket b: it does not answer" {
		t.Errorf("a bucket that takes nothing: %v", err)
	}
	from := backup.Bucket{Name: "b", Region: "r", Endpoint: server.URL, AccessKey: "k", Secret: "s"}
	if _, err := backup.Fetch(context.Background(), t.TempDir(), from, "a.zip"); err == nil || !strings.HasSuffix(err.Error(), "it does not answer") {
		t.Errorf("a bucket that gives nothing: %v", err)
	}
}

// into is the cast with a bucket for its backups.
func into(t *testing.T, endpoint string) *testapp.App {
	app := testapp.New(t)
	s3 := &app.Settings().Backups.S3
	s3.Enabled, s3.Bucket, s3.Region, s3.Endpoint, s3.AccessKey, s3.Secret, s3.ForcePathStyle = true, "b", "r", endpoint, "k", "s", true
	return app
}

func TestABackupIsLookedForInItsBucket(t *testing.T) {
	for _, c := range []struct {
		name   string
		status int
		length string
		says   string
	}{
		{"a key that may only write", http.StatusForbidden, "0", ""},
		{"one that has nothing", http.StatusNotFound, "0", "store the backup in the bucket b: it took the backup and does not have it"},
		{"one that has another", http.StatusOK, "7", "store the backup in the bucket b: it has 7 bytes of "},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodHead {
				out.Header().Set("Content-Length", c.length)
				out.WriteHeader(c.status)
			}
		}))
		err := backup.Create(context.Background(), into(t, server.URL), "", nil)
		if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.HasPrefix(err.Error(), c.says)) {
			t.Errorf("%s: %v", c.name, err)
		}
		server.Close()
	}
}

func TestWhatABucketSaysIsOneSentence(t *testing.T) {
	for _, c := range []struct{ name, says, plain string }{
		{"with its XML", "403 AccessDenied: No\n(RAW: <?xml?>\n<Error><AWSAccessKeyId>THEKEY00</AWSAccessKeyId> (x)</Error>)", "403 AccessDenied: No"},
		{"two of them", "404 A: no\n(RAW: <Error>THEKEY00</Error>)\nmultipart upload error: 403 B: No", "404 A: no; multipart upload error: 403 B: No"},
		{"a page of a proxy", "XML syntax error\n502 S3ResponseError\n(RAW: <html>(THEKEY00)\n</html>)", "XML syntax error; 502 S3ResponseError"},
		{"with a key", "THEKEY00 is unknown", "*** is unknown"},
		{"at length", strings.Repeat("ä", 400), strings.Repeat("ä", 150) + "..."},
	} {
		if got := backup.Plain(c.says, "THEKEY00", "", "n"); got != c.plain {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}
