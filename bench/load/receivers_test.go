package load

import (
	"net"
	"sync"
	"testing"
	"time"

	"campfire/bench/wire"
)

// server writes each published message to every connection, with a fault for some.
type server struct {
	mu    sync.Mutex
	conns []net.Conn
	fault func(conn, k int) []int // what this connection gets instead of k
}

func (s *server) Publish(k int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, conn := range s.conns {
		for _, number := range s.fault(i, k) {
			text := `{"type":"event","data":{"body":"` + Body(number) + `"}}`
			_, _ = conn.Write(wire.AppendServerFrame(nil, wire.OpText, []byte(text)))
		}
	}
}

func (*server) Flush() error { return nil }

func connected(t *testing.T, count int, fault func(conn, k int) []int) (*Receivers, *server) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	set, err := NewReceivers(2)
	if err != nil {
		t.Fatal(err)
	}
	s := &server{fault: fault}
	for range count {
		conn, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		accepted, err := listener.Accept()
		if err != nil {
			t.Fatal(err)
		}
		s.conns = append(s.conns, accepted)
		if err := set.Add(conn, &wire.Stream{}); err != nil {
			t.Fatal(err)
		}
	}
	set.Run()
	t.Cleanup(set.Close)
	return set, s
}

func nothing() {}

func TestSaturateCountsEveryFrame(t *testing.T) {
	set, s := connected(t, 5, func(_, k int) []int { return []int{k} })
	found, err := set.Saturate(s, 3, 10*time.Millisecond, 50*time.Millisecond, nothing, nothing)
	if err != nil {
		t.Fatal(err)
	}
	if found.Lost+found.Late+found.Doubled+found.Closed > 0 || found.Stalled || found.PerSecond == 0 || found.Published == 0 {
		t.Errorf("%+v", found)
	}
}

func TestPaceFindsFaults(t *testing.T) {
	set, s := connected(t, 4, func(conn, k int) []int {
		switch {
		case conn == 1 && k == 3: // 4 before 3
			return nil
		case conn == 1 && k == 4:
			return []int{4, 3}
		case conn == 2 && k == 5:
			return []int{5, 5}
		}
		return []int{k}
	})
	found, err := set.Pace(s, 200, 0, 100*time.Millisecond, nothing, nothing)
	if err != nil {
		t.Fatal(err)
	}
	if found.Published != 20 || found.Late != 1 || found.Doubled != 1 || found.Lost != 0 || found.Stalled {
		t.Errorf("%+v", found)
	}
	if found.P99 <= 0 || found.P99 > 1_000 {
		t.Errorf("p99 %v ms", found.P99)
	}
}
