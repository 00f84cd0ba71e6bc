package asset_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"campfire/internal/asset"
)

var script = []byte(strings.Repeat("console.log('planted');\n", 500))

func gzipped(t *testing.T, plain []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// brotlied stands for what the build makes: only its bytes are passed on.
var brotlied = []byte("the same script in Brotli")

func planted(t *testing.T) *asset.Files {
	t.Helper()
	files, err := asset.Open(fstest.MapFS{
		"assets/index-a1.js":    {Data: script},
		"assets/index-a1.js.br": {Data: brotlied},
		"assets/index-a1.js.gz": {Data: gzipped(t, script)},
		"sounds/tada.mp3":       {Data: []byte("0123456789")},
		"alone.gz":              {Data: []byte("a file of its own")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func ask(t *testing.T, files *asset.Files, method, name string, headers ...string) *http.Response {
	t.Helper()
	request := httptest.NewRequest(method, "/"+name, nil)
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	recorder := httptest.NewRecorder()
	if err := files.Serve(recorder, request, name); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return recorder.Result()
}

func body(t *testing.T, response *http.Response) []byte {
	t.Helper()
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestAFileIsServedInTheBestFormThatTheBrowserTakes(t *testing.T) {
	files := planted(t)
	tags := map[string]string{}
	for accepted, want := range map[string]string{
		"":                                "",
		"identity":                        "",
		"gzip":                            "gzip",
		"gzip, deflate, br, zstd":         "br",
		"BR;q=1.0, gzip;q=0.5":            "br",
		"br;q=0, gzip":                    "gzip",
		"br;q=0,gzip;q=0":                 "",
		"brotli":                          "",
		"br;q=nonsense":                   "",
		strings.Repeat("x,", 1000) + "br": "br",
	} {
		response := ask(t, files, "GET", "assets/index-a1.js", "Accept-Encoding", accepted)
		form := map[string][]byte{"": script, "gzip": gzipped(t, script), "br": brotlied}[want]
		header := response.Header
		if header.Get("Content-Encoding") != want || !bytes.Equal(body(t, response), form) {
			t.Errorf("%.30q gets the encoding %q, want %q", accepted, header.Get("Content-Encoding"), want)
		}
		if header.Get("Vary") != "Accept-Encoding" || !strings.HasPrefix(header.Get("Content-Type"), "text/javascript") ||
			header.Get("Content-Length") != fmt.Sprint(len(form)) || header.Get("ETag") == "" {
			t.Errorf("%.30q gets the headers %v", accepted, header)
		}
		tags[want] = header.Get("ETag")
		again := ask(t, files, "GET", "assets/index-a1.js", "Accept-Encoding", accepted, "If-None-Match", tags[want])
		if again.StatusCode != http.StatusNotModified || len(body(t, again)) != 0 {
			t.Errorf("%.30q: the known one is answered %d", accepted, again.StatusCode)
		}
		head := ask(t, files, "HEAD", "assets/index-a1.js", "Accept-Encoding", accepted)
		if head.StatusCode != 200 || head.Header.Get("Content-Length") != fmt.Sprint(len(form)) || len(body(t, head)) != 0 {
			t.Errorf("%.30q: HEAD answers %d %v", accepted, head.StatusCode, head.Header)
		}
	}
	if tags[""] == tags["br"] || tags["gzip"] == tags["br"] || len(tags) != 3 {
		t.Errorf("the forms share a tag: %v", tags)
	}
}

// Guards: a request for a part gets the file itself (choose).
func TestAPartIsAPartOfTheFileItself(t *testing.T) {
	files := planted(t)
	part := ask(t, files, "GET", "assets/index-a1.js", "Accept-Encoding", "br, gzip", "Range", "bytes=8-18")
	if got := body(t, part); part.StatusCode != http.StatusPartialContent || !bytes.Equal(got, script[8:19]) || part.Header.Get("Content-Encoding") != "" ||
		part.Header.Get("Content-Range") != fmt.Sprintf("bytes 8-18/%d", len(script)) {
		t.Errorf("a part answers %d %q %v", part.StatusCode, got, part.Header)
	}
	for asked, want := range map[string]struct {
		status int
		text   string
	}{"bytes=2-4": {206, "234"}, "bytes=-3": {206, "789"}, "bytes=0-": {206, "0123456789"}, "bytes=50-": {416, ""}, "nonsense": {416, ""}} {
		response := ask(t, files, "GET", "sounds/tada.mp3", "Range", asked)
		if got := body(t, response); response.StatusCode != want.status || want.status == 206 && string(got) != want.text {
			t.Errorf("%s answers %d %q", asked, response.StatusCode, got)
		}
	}
	whole := ask(t, files, "GET", "sounds/tada.mp3")
	if got := body(t, whole); string(got) != "0123456789" || whole.Header.Get("Accept-Ranges") != "bytes" || whole.Header.Get("Vary") != "" || whole.Header.Get("Content-Type") != "audio/mpeg" {
		t.Errorf("a sound has the headers %v", whole.Header)
	}
	stale := ask(t, files, "GET", "sounds/tada.mp3", "Range", "bytes=2-4", "If-Range", `"another"`)
	if got := body(t, stale); stale.StatusCode != 200 || string(got) != "0123456789" {
		t.Errorf("a part of what is no longer there answers %d %q", stale.StatusCode, got)
	}
}

func TestOnlyFilesAreThere(t *testing.T) {
	files := planted(t)
	for name, want := range map[string]bool{
		"assets/index-a1.js": true, "sounds/tada.mp3": true, "alone.gz": true,
		"assets/index-a1.js.br": false, "assets/index-a1.js.gz": false, "assets": false, "": false, ".": false,
		"sounds/../assets/index-a1.js": false, "../go.mod": false, "/sounds/tada.mp3": false, "sounds/tada.mp3/": false, "sounds/TADA.mp3": false,
	} {
		if files.Has(name) != want {
			t.Errorf("there is a %q: %v", name, !want)
		}
		recorder := httptest.NewRecorder()
		if err := files.Serve(recorder, httptest.NewRequest("GET", "/", nil), name); (err == nil) != want {
			t.Errorf("%q is served: %v", name, err)
		}
	}
}

// E4: what is served is not copied to the heap. Every clip, a thousand times.
// Guards: files are opened, never kept (serve).
func TestServingEverySoundLeavesTheHeapAlone(t *testing.T) {
	files, err := asset.Open(os.DirFS("../../frontend/public"))
	if err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob("../../frontend/public/sounds/*.mp3")
	if err != nil || len(names) < 59 {
		t.Fatalf("%d clips (%v)", len(names), err)
	}
	sink := &discard{header: http.Header{}}
	round := func() {
		for _, name := range names {
			clear(sink.header)
			if err := files.Serve(sink, httptest.NewRequest("GET", "/", nil), "sounds/"+filepath.Base(name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	round()
	before := heap()
	once := sink.bytes
	for range 1000 {
		round()
	}
	if sink.bytes != 1001*once || once < 500_000 {
		t.Fatalf("%d bytes were served, %d the first time", sink.bytes, once)
	}
	after := heap()
	if grown := int64(after.HeapInuse) - int64(before.HeapInuse); grown > 2<<20 {
		t.Errorf("the heap grew by %d KB", grown>>10)
	}
	// io.Copy's buffer of 32 KB is the most that one answer may cost.
	if each := (after.TotalAlloc - before.TotalAlloc) / uint64(1000*len(names)); each > 40<<10 {
		t.Errorf("each answer allocates %d bytes", each)
	}
}

func heap() (stats runtime.MemStats) {
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return stats
}

type discard struct {
	header http.Header
	bytes  int64
}

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) WriteHeader(int)             {}
func (d *discard) Write(b []byte) (int, error) { d.bytes += int64(len(b)); return len(b), nil }

func TestAFileThatCannotBeReadIsAnError(t *testing.T) {
	if _, err := asset.Open(broken{}); err == nil {
		t.Error("a broken folder opens")
	}
}

type broken struct{}

func (broken) Open(string) (fs.File, error) { return nil, fs.ErrPermission }
