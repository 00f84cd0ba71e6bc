package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// ears is what the bots hear, and when. It answers nothing, or something to every call if it talks.
type ears struct {
	server *http.Server
	url    string
	talks  atomic.Bool

	mu          sync.Mutex
	heard       map[string]time.Time // by the id of the call
	doubled     int
	first, last time.Time
}

func listen(address string) (*ears, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	e := &ears{url: "http://" + address, heard: map[string]time.Time{}}
	e.server = &http.Server{Handler: e, ReadHeaderTimeout: time.Minute}
	go func() { _ = e.server.Serve(listener) }()
	return e, nil
}

func (e *ears) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	id, now := r.Header.Get("Webhook-Id"), time.Now()
	e.mu.Lock()
	if _, twice := e.heard[id]; twice {
		e.doubled++
	}
	if len(e.heard) == 0 {
		e.first = now
	}
	e.heard[id], e.last = now, now
	e.mu.Unlock()
	if e.talks.Load() {
		w.Header().Set("Content-Type", "text/plain")
		_, _ = io.WriteString(w, "heard "+id)
	}
}

// forget begins anew.
func (e *ears) forget() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.heard, e.doubled = map[string]time.Time{}, 0
}

func (e *ears) count() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.heard)
}

// rate is calls a second from the first to the last.
func (e *ears) rate() float64 {
	e.mu.Lock()
	defer e.mu.Unlock()
	return float64(len(e.heard)-1) / e.last.Sub(e.first).Seconds()
}

// until waits for so many calls.
func (e *ears) until(calls int) error {
	for end := time.Now().Add(calledIn); e.count() < calls; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			return fmt.Errorf("%d calls of %d after %v", e.count(), calls, calledIn)
		}
	}
	return nil
}

// messageOf reads the message from the id of a call, "webhook:<message>:<webhook>".
func messageOf(call string) string {
	_, rest, _ := strings.Cut(call, ":")
	message, _, _ := strings.Cut(rest, ":")
	return message
}
