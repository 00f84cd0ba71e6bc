package deploy_test

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"campfire/internal/reliability/harness"
)

const name = "chat.example.com"

// visitor is a browser at another address of this machine, which reaches the proxy by the name of the examples.
type visitor struct {
	t       *testing.T
	address string // of the proxy
	client  *http.Client
	dialer  *net.Dialer
	tls     *tls.Config
}

const visitorAddress = "127.0.0.2"

func newVisitor(t *testing.T, address string, roots *x509.CertPool) *visitor {
	v := &visitor{t: t, address: address, tls: &tls.Config{RootCAs: roots, ServerName: name}}
	v.dialer = &net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(visitorAddress)}}
	v.client = &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{
		TLSClientConfig: v.tls,
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return v.dialer.DialContext(ctx, network, address)
		},
	}}
	return v
}

// certificate writes a certificate for the name of the examples and returns whom to trust.
func certificate(t *testing.T, dir string) *x509.CertPool {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	chain := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw})
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(chain)
	if err := errFirst(os.WriteFile(filepath.Join(dir, "fullchain.pem"), chain, 0o600),
		os.WriteFile(filepath.Join(dir, "privkey.pem"), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), 0o600)); err != nil {
		t.Fatal(err)
	}
	return roots
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// replaced is an example with its addresses made those of a test; each must be in it.
func replaced(t *testing.T, text string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("the example lacks %q", pairs[i])
		}
		text = strings.ReplaceAll(text, pairs[i], pairs[i+1])
	}
	return text
}

func nginx(t *testing.T, dir, upstream, address string) *exec.Cmd {
	server := replaced(t, read(t, "deploy/nginx.conf"), "127.0.0.1:8090", upstream, "listen 443 ssl", "listen "+address+" ssl",
		"\tlisten [::]:443 ssl http2;\n", "", "\tlisten 80;\n\tlisten [::]:80;\n", "\tlisten "+freeAddress(t)+";\n", "/etc/letsencrypt/live/"+name, dir)
	conf := fmt.Sprintf("daemon off; master_process off; pid %[1]s/pid; error_log stderr; events {}\nhttp {\naccess_log off; client_body_temp_path %[1]s/b; "+
		"proxy_temp_path %[1]s/p; fastcgi_temp_path %[1]s/f; uwsgi_temp_path %[1]s/u; scgi_temp_path %[1]s/s;\n%[2]s}\n", dir, server)
	path := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(path, []byte(conf), 0o600); err != nil {
		t.Fatal(err)
	}
	return exec.Command("nginx", "-c", path)
}

func caddy(t *testing.T, dir, upstream, address string) *exec.Cmd {
	_, port, _ := net.SplitHostPort(address)
	site := replaced(t, read(t, "deploy/Caddyfile"), "127.0.0.1:8090", upstream, name+" {",
		fmt.Sprintf("{\n\tadmin off\n\tauto_https disable_redirects\n}\n%s:%s {\n\tbind 127.0.0.1\n\ttls %s/fullchain.pem %s/privkey.pem", name, port, dir, dir))
	path := filepath.Join(dir, "Caddyfile")
	if err := os.WriteFile(path, []byte(site), 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.Command("caddy", "run", "--adapter", "caddyfile", "--config", path)
	command.Env = append(os.Environ(), "XDG_DATA_HOME="+dir, "XDG_CONFIG_HOME="+dir)
	return command
}

// Guards: deploy/nginx.conf and deploy/Caddyfile, and fromProxies (hooks/proxy.go).
func TestTheExamplesOfProxiesPassEverythingOn(t *testing.T) {
	for tool, start := range map[string]func(t *testing.T, dir, upstream, address string) *exec.Cmd{"nginx": nginx, "caddy": caddy} {
		t.Run(tool, func(t *testing.T) {
			if _, err := exec.LookPath(tool); err != nil {
				t.Skipf("SKIPPED: no %s here", tool)
			}
			t.Parallel()
			server := harness.NewProc(filepath.Join(t.TempDir(), "data"), nil)
			t.Cleanup(func() { server.Close(t) })
			if err := server.Start(); err != nil {
				t.Fatal(err)
			}
			dir, address := t.TempDir(), freeAddress(t)
			roots := certificate(t, dir)
			command := start(t, dir, server.Addr, address)
			command.Stdout, command.Stderr = t.Output(), t.Output()
			command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
			if err := command.Start(); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = command.Process.Kill(); _ = command.Wait() })
			v := newVisitor(t, address, roots)
			for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
				if reply, err := v.client.Get("https://" + name + "/up"); err == nil && reply.Body.Close() == nil && reply.StatusCode == http.StatusOK {
					break
				} else if time.Now().After(deadline) {
					t.Fatalf("%s answers %v", tool, err)
				}
			}
			v.look()
		})
	}
}

// look does what a browser does, and lies about where it comes from.
func (v *visitor) look() {
	founder := `{"account_name":"Camp","name":"Ada","email":"ada@example.com","password":"correct horse battery"}`
	request, err := http.NewRequest("POST", "https://"+name+"/api/chat/setup", strings.NewReader(founder))
	if err != nil {
		v.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("X-Forwarded-For", "198.51.100.66")
	request.Header.Set("X-Forwarded-Proto", "http")
	reply, err := v.client.Do(request)
	if err != nil {
		v.t.Fatal(err)
	}
	defer reply.Body.Close()
	var answer struct{ Session struct{ IP string } }
	if err := json.NewDecoder(reply.Body).Decode(&answer); err != nil || answer.Session.IP != visitorAddress {
		v.t.Errorf("the first run answers %d; the visitor is seen as %q (%v)", reply.StatusCode, answer.Session.IP, err)
	}
	set := reply.Header.Get("Set-Cookie")
	if !strings.Contains(set, "; Secure") || reply.Header.Get("Strict-Transport-Security") == "" {
		v.t.Errorf("the server does not know of TLS: %q", set)
	}
	cookie, _, _ := strings.Cut(set, ";")
	if line := v.first("GET /api/chat/socket HTTP/1.1", "Origin: https://"+name+"\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nCookie: "+cookie+"\r\n", " 101 "); line == "" {
		v.t.Error("no socket is opened")
	}
	if line := v.first("GET /api/realtime HTTP/1.1", "Accept: text/event-stream\r\nCookie: "+cookie+"\r\n", "PB_CONNECT"); line == "" {
		v.t.Error("the first event does not arrive")
	}
	health, err := v.client.Get("https://" + name + "/health/detailed")
	if err != nil {
		v.t.Fatal(err)
	}
	health.Body.Close()
	if health.StatusCode != http.StatusForbidden {
		v.t.Errorf("who comes through the proxy is taken for the machine itself: %d", health.StatusCode)
	}
}

// first asks and returns the first line of the answer that has what in it; the answer itself does not end.
func (v *visitor) first(ask, headers, what string) string {
	raw, err := v.dialer.Dial("tcp", v.address)
	if err != nil {
		v.t.Fatal(err)
	}
	defer raw.Close()
	raw.SetDeadline(time.Now().Add(10 * time.Second))
	conn := tls.Client(raw, v.tls)
	if _, err := fmt.Fprintf(conn, "%s\r\nHost: %s\r\n%s\r\n", ask, name, headers); err != nil {
		v.t.Fatal(err)
	}
	for lines := bufio.NewScanner(conn); lines.Scan(); {
		if strings.Contains(lines.Text(), what) {
			return lines.Text()
		}
	}
	return ""
}
