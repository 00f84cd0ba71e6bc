package reliability

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"campfire/internal/reliability/harness"
)

const ourName = "chat.campfire.test"

// front is a server that gets its certificates itself, as a browser sees it that believes the authority.
type front struct {
	*harness.Proc
	secure string // where it speaks TLS
	client *http.Client
}

func startFront(t *testing.T, dir string, authority *harness.Authority) front {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	secure := listener.Addr().String()
	listener.Close()
	f := front{Proc: harness.NewProc(dir, map[string]string{"SSL_DOMAIN": ourName, "ACME_DIRECTORY": authority.URL, "HEADER_TIMEOUT": "3s"}), secure: secure}
	f.Args = []string{"--https", secure}
	t.Cleanup(func() { f.Close(t) })
	if err := f.Spawn(); err != nil {
		t.Fatal(err)
	}
	f.client = &http.Client{
		Timeout:       5 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			TLSClientConfig: &tls.Config{RootCAs: authority.Roots},
			DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
				if strings.HasPrefix(address, ourName) {
					address = secure
				}
				return (&net.Dialer{}).DialContext(ctx, network, address)
			},
		},
	}
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		reply, err := f.client.Get("https://" + ourName + "/up")
		if err == nil {
			reply.Body.Close()
			if reply.StatusCode == http.StatusOK && reply.Header.Get("Strict-Transport-Security") != "" {
				return f
			}
		}
		if time.Now().After(deadline) {
			t.Fatalf("https answers %v, %v\n%s", reply, err, f.Log())
		}
	}
}

// Guards: Serve (internal/command/serve.go) and guardListener (hooks/security.go).
func TestCertificatesComeByThemselves(t *testing.T) {
	t.Parallel()
	authority, dir := harness.NewAuthority(t), t.TempDir()
	f := startFront(t, dir, authority)
	if names := authority.Ordered(); len(names) == 0 || slices.ContainsFunc(names, func(name string) bool { return name != ourName }) {
		t.Errorf("ordered: %q", names)
	}
	founder := `{"account_name":"Camp","name":"Ada","email":"ada@example.com","password":"correct horse battery"}`
	reply, err := f.client.Post("https://"+ourName+"/api/chat/setup", "application/json", strings.NewReader(founder))
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	cookie, _, _ := strings.Cut(reply.Header.Get("Set-Cookie"), ";")
	if !strings.Contains(reply.Header.Get("Set-Cookie"), "; Secure") {
		t.Errorf("the first run over TLS answers %d and the cookie %q", reply.StatusCode, reply.Header.Get("Set-Cookie"))
	}
	if line := f.upgrade(t, authority, cookie); !strings.Contains(line, " 101 ") {
		t.Errorf("a socket over TLS is answered %q", line)
	}
	plain, err := f.client.Get("http://" + f.Addr + "/rooms/abc?x=1")
	if err != nil {
		t.Fatal(err)
	}
	plain.Body.Close()
	if to := plain.Header.Get("Location"); plain.StatusCode != http.StatusFound || !strings.HasPrefix(to, "https://") || !strings.HasSuffix(to, "/rooms/abc?x=1") {
		t.Errorf("http answers %d to %q", plain.StatusCode, to)
	}
	slow, err := net.Dial("tcp", f.Addr)
	if err != nil {
		t.Fatal(err)
	}
	defer slow.Close()
	sayf(t, slow, "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
	slow.SetDeadline(time.Now().Add(10 * time.Second))
	if _, err := io.Copy(io.Discard, slow); err != nil && strings.Contains(err.Error(), "timeout") {
		t.Error("who dawdles at the door without TLS stays")
	}
	if conn, err := tls.Dial("tcp", f.secure, &tls.Config{ServerName: "evil.example", InsecureSkipVerify: true}); err == nil {
		_ = conn.Close()
		t.Error("there is a certificate for a name that is not ours")
	}
	if code, err := f.Term(); code != 0 {
		t.Errorf("the stop ended with %d (%v)", code, err)
	}
	before := len(authority.Ordered())
	startFront(t, dir, authority)
	if after := len(authority.Ordered()); after != before {
		t.Errorf("the next start orders again: %d, before %d", after, before)
	}
}

// Guards: guardCertificates (hooks/certificates.go). An operator whose name leads elsewhere has to hear of it.
func TestALackOfCertificatesIsSaid(t *testing.T) {
	t.Parallel()
	p := harness.NewProc(t.TempDir(), map[string]string{"SSL_DOMAIN": ourName, "ACME_DIRECTORY": "http://127.0.0.1:1/"})
	t.Cleanup(func() { p.Close(t) })
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.Args = []string{"--https", listener.Addr().String()}
	listener.Close()
	if err := p.Spawn(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(20 * time.Second); !strings.Contains(p.WholeLog(), "There is no certificate"); time.Sleep(20 * time.Millisecond) {
		if conn, err := tls.Dial("tcp", p.Args[1], &tls.Config{ServerName: ourName, InsecureSkipVerify: true}); err == nil {
			_ = conn.Close()
			t.Fatal("there is a certificate")
		}
		if time.Now().After(deadline) {
			t.Fatalf("the log says %s", p.Log())
		}
	}
}

// upgrade asks for the socket as a page of ours does and returns the first line of the answer.
func (f front) upgrade(t *testing.T, authority *harness.Authority, cookie string) string {
	t.Helper()
	raw, err := net.Dial("tcp", f.secure)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	raw.SetDeadline(time.Now().Add(5 * time.Second))
	conn := tls.Client(raw, &tls.Config{ServerName: ourName, RootCAs: authority.Roots})
	sayf(t, conn, "GET /api/chat/socket HTTP/1.1\r\nHost: %s\r\nOrigin: https://%s\r\nCookie: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n", ourName, ourName, cookie)
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return line
}

func sayf(t *testing.T, w io.Writer, format string, args ...any) {
	t.Helper()
	if _, err := fmt.Fprintf(w, format, args...); err != nil {
		t.Fatal(err)
	}
}

// Guards: guardListener (hooks/security.go).
func TestWhoDawdlesIsCutOff(t *testing.T) {
	t.Parallel()
	p := harness.NewProc(t.TempDir(), map[string]string{"HEADER_TIMEOUT": "300ms"})
	t.Cleanup(func() { p.Close(t) })
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	var slow []net.Conn
	for range 50 {
		conn, err := net.Dial("tcp", p.Addr)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close() })
		sayf(t, conn, "GET /up HTTP/1.1\r\nHost: x\r\nX-Slow: ")
		slow = append(slow, conn)
	}
	for i, conn := range slow {
		conn.SetDeadline(time.Now().Add(10 * time.Second))
		if _, err := io.Copy(io.Discard, conn); err != nil && strings.Contains(err.Error(), "timeout") {
			t.Fatalf("connection %d is still open after ten seconds", i)
		}
	}
	reply, err := http.Get("http://" + p.Addr + "/up")
	if err != nil || reply.StatusCode != http.StatusOK {
		t.Fatalf("afterwards the server says %v", err)
	}
	reply.Body.Close()
	conn, err := net.Dial("tcp", p.Addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	sayf(t, conn, "GET /up HTTP/1.1\r\nHost: x\r\nCookie: %s\r\n\r\n", strings.Repeat("a", 128<<10))
	conn.SetDeadline(time.Now().Add(10 * time.Second))
	if line, _ := bufio.NewReader(conn).ReadString('\n'); !strings.Contains(line, " 431 ") {
		t.Errorf("headers without end are answered %q", line)
	}
}

// TestAStartThatCannotBeSaysWhy holds one sentence, an exit code, and a data directory that is as it was.
func TestAStartThatCannotBeSaysWhy(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	foreign, readOnly := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(foreign, "data.db"), []byte("a letter to my mother, and not a database"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, start := range []struct {
		name, dir, addr string
		env             map[string]string
		code            int
		says            string
	}{
		{"a wrong value", "", "", map[string]string{"SQLITE_SYNCHRONOUS": "sometimes"}, 2, `campfire: SQLITE_SYNCHRONOUS is "sometimes"; set it to`},
		{"a slip in a name", "", "", map[string]string{"VAPID_PUBLC_KEY": "x"}, 2, "campfire: VAPID_PUBLC_KEY is no setting; rename it to VAPID_PUBLIC_KEY"},
		{"something else in place of the database", foreign, "", nil, 1, "data.db is not a SQLite database; put a backup"},
		{"a port that is taken", "", taken.Addr().String(), nil, 1, "address already in use"},
		{"a directory that cannot be written", readOnly, "", nil, 1, "is not writable"},
	} {
		t.Run(start.name, func(t *testing.T) {
			dir := start.dir
			if dir == "" {
				dir = filepath.Join(t.TempDir(), "data")
			}
			if start.dir == readOnly {
				if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", dir).CombinedOutput(); err != nil {
					t.Skipf("mount: %v %s", err, out)
				}
				t.Cleanup(func() { _ = exec.Command("umount", dir).Run() })
			}
			p := harness.NewProc(dir, start.env)
			if start.addr != "" {
				p.Addr = start.addr
			}
			t.Cleanup(func() { p.Close(t) })
			before := listing(dir)
			if err := p.Spawn(); err != nil {
				t.Fatal(err)
			}
			if !p.WaitExit(20 * time.Second) {
				t.Fatal("it runs")
			}
			if log := p.WholeLog(); p.ExitCode() != start.code || !strings.Contains(log, start.says) || strings.Contains(log, "panic") || strings.Contains(log, "goroutine") {
				t.Errorf("it ends with %d and says %q", p.ExitCode(), log)
			}
			if after := listing(dir); start.addr == "" && !slices.Equal(before, after) {
				t.Errorf("it left %q, before %q", after, before)
			}
		})
	}
}

func listing(dir string) (names []string) {
	entries, _ := os.ReadDir(dir) // none when there is no such directory
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}
