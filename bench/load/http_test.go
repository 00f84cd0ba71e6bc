package load

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestHTTPConnKeepsAlive(t *testing.T) {
	long := strings.Repeat("z", 200_000)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("ETag", `"tag"`)
		switch {
		case r.Header.Get("If-None-Match") != "":
			w.WriteHeader(http.StatusNotModified)
		case r.URL.Path == "/chunked":
			_, _ = io.WriteString(w, "one,")
			w.(http.Flusher).Flush()
			_, _ = io.WriteString(w, long)
		default:
			_, _ = io.WriteString(w, r.Method+r.Header.Get("Authorization")+string(body))
		}
	}))
	defer server.Close()
	address := server.Listener.Addr().String()
	c, err := DialHTTP(address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	for _, step := range []struct {
		req    Request
		status int
		want   string
	}{
		{Request{Method: "POST", Path: "/", Token: "t", Body: []byte("{}")}, 200, "POSTt{}"},
		{Request{Method: "GET", Path: "/chunked"}, 200, "one," + long},
		{Request{Method: "GET", Path: "/", Header: "If-None-Match: x\r\n"}, 304, ""},
		{Request{Method: "GET", Path: "/"}, 200, "GET"},
	} {
		status, body, err := c.Do(address, step.req)
		if err != nil || status != step.status || string(body) != step.want || c.ETag() != `"tag"` {
			t.Fatalf("%s: %d, %d bytes, ETag %s, %v", step.req.Path, status, len(body), c.ETag(), err)
		}
	}
}
