package load

import (
	"errors"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"campfire/bench/wire"
)

// window bounds how many messages may be on their way: per-message state lives in rings of this size.
const window = 4096

// Receivers are many subscribed connections read by a few threads with epoll and one shared buffer per thread,
// so that reading costs the generator little more than the system call.
type Receivers struct {
	KeepOrder bool // remember the sequence each receiver saw (only affordable at plain PocketBase's speed)

	workers   []*worker
	added     int
	doneBy    [window]atomic.Int32
	sentAt    [window]atomic.Int64
	timing    atomic.Bool
	completed chan int // message numbers that reached every receiver
	start     time.Time
	running   sync.WaitGroup
	closing   sync.Once
}

type decoder interface {
	Feed(data []byte, handle func(op byte, payload []byte)) error
}

type receiver struct {
	fd      int
	decoder decoder
	track   Tracker
	lastSeq int64
	order   []int
}

type worker struct {
	set       *Receivers
	epoll     int
	wake      [2]int
	receivers map[int32]*receiver
	current   *receiver
	now       time.Duration
	marker    wire.MarkerScanner
	seq       wire.NumberScanner
	seen      [window]int32
	done      []int
	frames    int64
	bytes     int64
	unsorted  int64
	samples   []time.Duration

	published atomic.Int64 // frames, readable while the worker runs
	closed    atomic.Int64
	reason    atomic.Value
}

// NewReceivers starts the given number of reading threads.
func NewReceivers(threads int) (*Receivers, error) {
	set := &Receivers{completed: make(chan int, window), start: time.Now()}
	for range threads {
		epoll, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
		if err != nil {
			return nil, err
		}
		w := &worker{set: set, epoll: epoll, receivers: map[int32]*receiver{}, seq: wire.NumberScanner{Key: `"seq":`}}
		if err := unix.Pipe2(w.wake[:], unix.O_CLOEXEC|unix.O_NONBLOCK); err != nil {
			return nil, err
		}
		if err := w.watch(w.wake[0]); err != nil {
			return nil, err
		}
		set.workers = append(set.workers, w)
	}
	return set, nil
}

// Add hands a subscribed connection over. The descriptor is duplicated away from Go's own poller, which would
// otherwise wake for every frame as well. Add everything before Run.
func (s *Receivers) Add(conn net.Conn, decode decoder) error {
	raw, err := conn.(syscall.Conn).SyscallConn()
	if err != nil {
		return err
	}
	fd, dupErr := -1, error(nil)
	if err := raw.Control(func(p uintptr) { fd, dupErr = unix.FcntlInt(p, unix.F_DUPFD_CLOEXEC, 0) }); err != nil {
		return err
	}
	if dupErr != nil {
		return dupErr
	}
	_ = conn.Close()
	w := s.workers[s.added%len(s.workers)]
	s.added++
	w.receivers[int32(fd)] = &receiver{fd: fd, decoder: decode}
	return w.watch(fd)
}

// Len returns how many receivers there are.
func (s *Receivers) Len() int { return s.added }

// Run starts reading.
func (s *Receivers) Run() {
	for _, w := range s.workers {
		s.running.Go(w.run)
	}
}

// Close stops reading and closes every connection.
func (s *Receivers) Close() {
	s.closing.Do(func() {
		for _, w := range s.workers {
			_, _ = unix.Write(w.wake[1], []byte{1})
		}
		s.running.Wait()
		for _, w := range s.workers {
			for _, r := range w.receivers {
				_ = unix.Close(r.fd)
			}
			for _, fd := range []int{w.epoll, w.wake[0], w.wake[1]} {
				_ = unix.Close(fd)
			}
		}
	})
}

// Frames returns how many messages were received so far, over all receivers.
func (s *Receivers) Frames() (total int64) {
	for _, w := range s.workers {
		total += w.published.Load()
	}
	return total
}

// Closed returns how many connections the server ended, and the last reason it gave.
func (s *Receivers) Closed() (total int64, reason string) {
	for _, w := range s.workers {
		total += w.closed.Load()
		if text, ok := w.reason.Load().(string); ok {
			reason = text
		}
	}
	return total, reason
}

func (w *worker) watch(fd int) error {
	return unix.EpollCtl(w.epoll, unix.EPOLL_CTL_ADD, fd, &unix.EpollEvent{Events: unix.EPOLLIN, Fd: int32(fd)})
}

func (w *worker) run() {
	events := make([]unix.EpollEvent, 512)
	buffer := make([]byte, 256<<10)
	for {
		n, err := unix.EpollWait(w.epoll, events, -1)
		if err != nil && !errors.Is(err, unix.EINTR) {
			w.reason.Store(err.Error())
			return
		}
		for _, event := range events[:max(n, 0)] {
			if int(event.Fd) == w.wake[0] {
				return
			}
			if r := w.receivers[event.Fd]; r != nil {
				w.read(r, buffer)
			}
		}
		w.published.Store(w.frames)
		// Reported together, so that messages which arrived together are also followed by as many new ones at once.
		for _, k := range w.done {
			w.set.workerDone(k)
		}
		w.done = w.done[:0]
	}
}

func (w *worker) read(r *receiver, buffer []byte) {
	n, err := unix.Read(r.fd, buffer)
	if errors.Is(err, unix.EAGAIN) || errors.Is(err, unix.EINTR) {
		return
	}
	if err == nil && n > 0 {
		w.current, w.now = r, time.Since(w.set.start)
		if err = r.decoder.Feed(buffer[:n], w.frame); err == nil {
			return
		}
	}
	w.closed.Add(1)
	if err != nil {
		w.reason.Store(err.Error())
	}
	_ = unix.EpollCtl(w.epoll, unix.EPOLL_CTL_DEL, r.fd, nil)
}

func (w *worker) frame(op byte, payload []byte) {
	r := w.current
	switch op {
	case wire.OpPing:
		_, _ = unix.Write(r.fd, wire.AppendClientFrame(nil, wire.OpPong, payload))
		return
	case wire.OpClose:
		w.reason.Store(fmt.Sprintf("close frame %q", payload))
		return
	}
	k, ok := w.marker.Find(payload)
	if !ok {
		if string(wire.Text(payload, `"type":"`)) == "bye" {
			w.reason.Store(string(payload))
		}
		return
	}
	w.frames++
	w.bytes += int64(len(payload))
	if seq, ok := w.seq.Find(payload); ok {
		if seq <= r.lastSeq {
			w.unsorted++
		}
		r.lastSeq = seq
	}
	if w.set.KeepOrder {
		r.order = append(r.order, k)
	}
	if !r.track.Note(k) {
		return
	}
	slot := k % window
	if w.set.timing.Load() {
		w.samples = append(w.samples, w.now-time.Duration(w.set.sentAt[slot].Load()))
	}
	if w.seen[slot]++; int(w.seen[slot]) == len(w.receivers) {
		w.seen[slot] = 0
		w.done = append(w.done, k)
	}
}

func (s *Receivers) workerDone(k int) {
	slot := k % window
	if int(s.doneBy[slot].Add(1)) == min(len(s.workers), s.added) {
		s.doneBy[slot].Store(0)
		s.completed <- k
	}
}
