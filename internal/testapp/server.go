package testapp

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// Server is an app that serves on a real listener, as apis.Serve would.
type Server struct {
	*App
	URL string

	t        testing.TB
	listener *httptest.Server
	stop     sync.Once
}

// Serve starts the server of an app. It stops when the test ends, as a process that gets SIGTERM does.
func Serve(t testing.TB, app *App) *Server {
	t.Helper()
	router, err := apis.NewRouter(app.App)
	if err != nil {
		t.Fatal(err)
	}
	router.Bind(apis.CORS(apis.CORSConfig{AllowOrigins: []string{"*"}}))
	s := &Server{App: app, t: t}
	event := &core.ServeEvent{App: app.App, Router: router, Server: &http.Server{}}
	err = app.OnServe().Trigger(event, func(e *core.ServeEvent) error {
		mux, err := e.Router.BuildMux()
		if err != nil {
			return err
		}
		requests, cancel := context.WithCancel(context.Background())
		e.Server.Handler = mux
		// note: the plugin wraps the handler after this, as it does PocketBase's.
		s.listener = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			e.Server.Handler.ServeHTTP(w, r)
		}))
		s.listener.Config.BaseContext = func(net.Listener) context.Context { return requests }
		s.listener.Start()
		s.URL = s.listener.URL
		// note: at the same place among the handlers as PocketBase's own.
		e.App.OnTerminate().Bind(&hook.Handler[*core.TerminateEvent]{
			Id: "testServer", Priority: -9999, Func: func(e *core.TerminateEvent) error {
				cancel()
				s.listener.Close()
				return e.Next()
			},
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	return s
}

// Start is New and Serve.
func Start(t testing.TB) *Server {
	t.Helper()
	return Serve(t, New(t))
}

// Stop is a clean stop of the process; the database stays open.
func (s *Server) Stop() {
	s.stop.Do(func() {
		event := &core.TerminateEvent{App: s.App.App}
		if err := s.OnTerminate().Trigger(event, func(e *core.TerminateEvent) error { return e.Next() }); err != nil {
			s.t.Errorf("stop: %v", err)
		}
	})
}

// Reply is what the server answered.
type Reply struct {
	Status int
	Header http.Header
	Raw    string
	// Body is the answer, if it is a JSON object.
	Body map[string]any
}

// Call asks the server. as is a token or "" for a guest; body is nil, a string that is sent as it is, or a value that is
// sent as JSON; headers are name, value, name, value.
func (s *Server) Call(as, method, path string, body any, headers ...string) Reply {
	s.t.Helper()
	var content io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		content = strings.NewReader(b)
	default:
		raw, err := json.Marshal(b)
		if err != nil {
			s.t.Fatal(err)
		}
		content = strings.NewReader(string(raw))
	}
	request, err := http.NewRequest(method, s.URL+path, content)
	if err != nil {
		s.t.Fatal(err)
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if as != "" {
		request.Header.Set("Authorization", as)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := s.listener.Client().Do(request)
	if err != nil {
		s.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatalf("%s %s: %v", method, path, err)
	}
	reply := Reply{Status: response.StatusCode, Header: response.Header, Raw: string(raw)}
	_ = json.Unmarshal(raw, &reply.Body) // an answer without an object has none
	return reply
}

// Get returns a part of the answer: Get("data", "code"). It is nil if there is none.
func (r Reply) Get(path ...string) any {
	var at any = r.Body
	for _, key := range path {
		object, _ := at.(map[string]any)
		at = object[key]
	}
	return at
}

// Text is Get of a string.
func (r Reply) Text(path ...string) string {
	text, _ := r.Get(path...).(string)
	return text
}

// Number is Get of a number.
func (r Reply) Number(path ...string) int64 {
	number, _ := r.Get(path...).(float64)
	return int64(number)
}

// List is Get of an array of objects.
func (r Reply) List(path ...string) []map[string]any {
	items, _ := r.Get(path...).([]any)
	list := make([]map[string]any, len(items))
	for i, item := range items {
		list[i], _ = item.(map[string]any)
	}
	return list
}
