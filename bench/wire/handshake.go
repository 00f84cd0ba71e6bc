package wire

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"
)

const dialTimeout = 20 * time.Second

// Dial opens a TCP connection to address; local, if not empty, is the source address to use, so that a run with
// many thousand sockets does not exhaust the ports of one address.
func Dial(address, local string) (net.Conn, error) {
	dialer := net.Dialer{Timeout: dialTimeout}
	if local != "" {
		dialer.LocalAddr = &net.TCPAddr{IP: net.ParseIP(local)}
	}
	return dialer.Dial("tcp", address)
}

// Upgrade performs the WebSocket handshake and returns what the server sent behind it already.
func Upgrade(conn net.Conn, host, path, token string) (*bufio.Reader, error) {
	head := "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: Y2FtcGZpcmUtYmVuY2gtMQ==\r\n"
	if token != "" {
		head += "Authorization: " + token + "\r\n"
	}
	return request(conn, head+"\r\n", http.StatusSwitchingProtocols)
}

// OpenEvents asks for a stream of server-sent events.
func OpenEvents(conn net.Conn, host, path, token string) (*bufio.Reader, error) {
	head := "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nAccept: text/event-stream\r\n"
	if token != "" {
		head += "Authorization: " + token + "\r\n"
	}
	return request(conn, head+"\r\n", http.StatusOK)
}

// request sends a head and reads the head of the answer; the body stays in the returned reader.
func request(conn net.Conn, head string, want int) (*bufio.Reader, error) {
	_ = conn.SetDeadline(time.Now().Add(dialTimeout))
	defer conn.SetDeadline(time.Time{})
	if _, err := conn.Write([]byte(head)); err != nil {
		return nil, err
	}
	r := bufio.NewReaderSize(conn, 4096)
	status, err := r.ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("read status: %w", err)
	}
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return nil, fmt.Errorf("read head: %w", err)
		}
		if strings.TrimRight(line, "\r\n") == "" {
			break
		}
	}
	if !strings.HasPrefix(status, fmt.Sprintf("HTTP/1.1 %d", want)) {
		return nil, fmt.Errorf("answer %q, want %d", strings.TrimSpace(status), want)
	}
	return r, nil
}
