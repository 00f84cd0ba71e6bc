package main

import (
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/gobwas/ws"
	"golang.org/x/sys/unix"

	"campfire/bench/wire"
)

const (
	logSize    = 32 << 20 // a subscriber further behind is dropped
	upgradeBy  = 10 * time.Second
	retryAfter = 200 * time.Microsecond // a full socket buffer is tried again after this
)

// frameLog is one shared run of ready WebSocket frames. Every subscriber is a position in it, so that whatever is
// pending for it goes out in one write of shared memory: nothing per subscriber is built, copied or queued.
type frameLog struct {
	ring    []byte
	head    atomic.Int64 // bytes ever appended
	frame   []byte
	writers []*writer
}

type subscriber struct {
	fd     int
	cursor int64
}

type writer struct {
	log   *frameLog
	wake  chan struct{}
	mu    sync.Mutex
	added []*subscriber
	all   []*subscriber
}

func serveFanout(address string, size, writers int) error {
	l := &frameLog{ring: make([]byte, logSize)}
	mark := `{"type":"event","data":{"body":"` + wire.Marker(0)
	payload := mark + strings.Repeat("x", max(0, size-len(mark)-3)) + `"}}`
	l.frame = wire.AppendServerFrame(nil, wire.OpText, []byte(payload))
	for range writers {
		w := &writer{log: l, wake: make(chan struct{}, 1)}
		l.writers = append(l.writers, w)
		go w.run()
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	for n := 0; ; n++ {
		conn, err := listener.Accept()
		if err != nil {
			return err
		}
		go l.serve(conn, l.writers[n%writers])
	}
}

func (l *frameLog) serve(conn net.Conn, w *writer) {
	path := ""
	upgrader := ws.Upgrader{OnRequest: func(uri []byte) error { path = string(uri); return nil }}
	_ = conn.SetDeadline(time.Now().Add(upgradeBy))
	cursor := l.head.Load() // before the client learns that it is connected: it must miss nothing from then on
	if _, err := upgrader.Upgrade(conn); err != nil {
		_ = conn.Close()
		return
	}
	_ = conn.SetDeadline(time.Time{})
	if path == "/publish" {
		l.publishFrom(conn)
		return
	}
	raw, err := conn.(syscall.Conn).SyscallConn()
	if err != nil {
		return
	}
	// A descriptor of our own, away from Go's poller: the writers only ever need write(2).
	_ = raw.Control(func(p uintptr) {
		if fd, err := unix.FcntlInt(p, unix.F_DUPFD_CLOEXEC, 0); err == nil {
			w.mu.Lock()
			w.added = append(w.added, &subscriber{fd: fd, cursor: cursor})
			w.mu.Unlock()
		}
	})
	_ = conn.Close()
	w.rouse()
}

// publishFrom takes the same send frames as our server and broadcasts one prepared frame for each.
func (l *frameLog) publishFrom(conn net.Conn) {
	defer conn.Close()
	var stream wire.Stream
	var marker wire.MarkerScanner
	buffer := make([]byte, 64<<10)
	for {
		n, err := conn.Read(buffer)
		if err != nil {
			return
		}
		err = stream.Feed(buffer[:n], func(_ byte, payload []byte) {
			if k, ok := marker.Find(payload); ok {
				l.append(k)
			} else {
				// the resume frame: there is nothing to replay
				_, _ = conn.Write(wire.AppendServerFrame(nil, wire.OpText, []byte(`{"type":"caught_up","seq":0}`)))
			}
		})
		if err != nil {
			return
		}
		for _, w := range l.writers {
			w.rouse()
		}
	}
}

func (l *frameLog) append(k int) {
	wire.PatchMarker(l.frame, k)
	head := l.head.Load()
	at := int(head % logSize)
	n := copy(l.ring[at:], l.frame)
	copy(l.ring, l.frame[n:])
	l.head.Store(head + int64(len(l.frame)))
}

func (w *writer) rouse() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

func (w *writer) run() {
	for range w.wake {
		for w.pass() {
		}
	}
}

// pass offers every subscriber what it lacks and reports whether there is more to do.
func (w *writer) pass() bool {
	w.mu.Lock()
	w.all = append(w.all, w.added...)
	w.added = w.added[:0]
	w.mu.Unlock()
	full := false
	kept := w.all[:0]
	for _, s := range w.all {
		behind, alive := w.write(s)
		full = full || behind
		if alive {
			kept = append(kept, s)
		} else {
			_ = unix.Close(s.fd)
		}
	}
	w.all = kept
	if full {
		time.Sleep(retryAfter)
	}
	return full
}

func (w *writer) write(s *subscriber) (behind, alive bool) {
	for {
		head := w.log.head.Load()
		if s.cursor == head {
			return false, true
		}
		if head-s.cursor > logSize/2 {
			return false, false
		}
		from := int(s.cursor % logSize)
		to := min(from+int(head-s.cursor), logSize)
		n, err := unix.Write(s.fd, w.log.ring[from:to])
		switch {
		case err == unix.EAGAIN:
			return true, true
		case err == unix.EINTR:
		case err != nil:
			return false, false
		default:
			s.cursor += int64(n)
		}
	}
}
