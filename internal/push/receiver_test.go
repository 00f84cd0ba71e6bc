package push_test

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"campfire/internal/push"
)

// browser is what subscribes: its own keys, and how its push service answers. It decrypts by RFC 8291 and RFC 8188, written
// here from the standard library and without the library that encrypts.
type browser struct {
	t       *testing.T
	id      string
	private *ecdh.PrivateKey
	auth    []byte
	service *service
}

// delivery is one push as the browser understood it.
type delivery struct {
	browser string
	header  http.Header
	payload push.Payload
	raw     []byte
	size    int
	claims  map[string]any
	at      time.Time
}

// service is a push service: it takes deliveries for browsers and answers what it is told to.
type service struct {
	*httptest.Server
	t      *testing.T
	mu     sync.Mutex
	known  map[string]*browser
	got    []delivery
	calls  map[string]int
	answer func(browser string, call int, size int) (status int, headers map[string]string)
}

func newService(t *testing.T) *service {
	s := &service{t: t, known: map[string]*browser{}, calls: map[string]int{}}
	s.Server = httptest.NewServer(http.HandlerFunc(s.take))
	t.Cleanup(s.Close)
	return s
}

// host is what PUSH_ENDPOINTS_ALLOWED names.
func (s *service) host() string { return strings.TrimPrefix(s.URL, "http://") }

func (s *service) browser(id string) *browser {
	private, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		s.t.Fatal(err)
	}
	b := &browser{t: s.t, id: id, private: private, auth: make([]byte, 16), service: s}
	_, _ = rand.Read(b.auth) // never fails
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known[id] = b
	return b
}

func (b *browser) endpoint() string { return b.service.URL + "/push/" + b.id }

func (b *browser) p256dh() string {
	return base64.RawURLEncoding.EncodeToString(b.private.PublicKey().Bytes())
}

// subscription is what PushSubscription.toJSON gives.
func (b *browser) subscription() map[string]any {
	return map[string]any{"endpoint": b.endpoint(), "keys": map[string]any{
		"p256dh": b.p256dh(), "auth": base64.RawURLEncoding.EncodeToString(b.auth),
	}}
}

func (s *service) take(w http.ResponseWriter, r *http.Request) {
	id := strings.TrimPrefix(r.URL.Path, "/push/")
	body, err := io.ReadAll(r.Body)
	s.mu.Lock()
	b, answer := s.known[id], s.answer
	s.calls[id]++
	call := s.calls[id]
	s.mu.Unlock()
	if err != nil || b == nil {
		http.Error(w, "no such browser", http.StatusNotFound)
		return
	}
	status := http.StatusCreated
	if answer != nil {
		var headers map[string]string
		status, headers = answer(id, call, len(body))
		for name, value := range headers {
			w.Header().Set(name, value)
		}
	}
	d := delivery{browser: id, header: r.Header, size: len(body), at: time.Now()}
	if d.raw, err = b.decrypt(body); err == nil {
		err = json.Unmarshal(d.raw, &d.payload)
	}
	if err == nil {
		d.claims, err = verify(r.Header.Get("Authorization"))
	}
	if err != nil {
		s.t.Errorf("%s cannot read what it got: %v", id, err)
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	if status < 300 {
		s.mu.Lock()
		s.got = append(s.got, d)
		s.mu.Unlock()
	}
	w.WriteHeader(status)
}

// derive is HKDF of RFC 5869 with SHA-256.
func derive(secret, salt []byte, info string, length int) []byte {
	key, err := hkdf.Key(sha256.New, secret, salt, info, length)
	if err != nil {
		panic(err)
	}
	return key
}

func (b *browser) decrypt(body []byte) ([]byte, error) {
	if len(body) < 21 {
		return nil, errors.New("no header")
	}
	salt, record, length := body[:16], binary.BigEndian.Uint32(body[16:20]), int(body[20])
	if len(body) < 21+length || len(body) > int(record) {
		return nil, fmt.Errorf("%d bytes for one record of %d", len(body), record)
	}
	sender, err := ecdh.P256().NewPublicKey(body[21 : 21+length])
	if err != nil {
		return nil, err
	}
	shared, err := b.private.ECDH(sender)
	if err != nil {
		return nil, err
	}
	info := "WebPush: info\x00" + string(b.private.PublicKey().Bytes()) + string(sender.Bytes())
	secret := derive(shared, b.auth, info, 32)
	block, err := aes.NewCipher(derive(secret, salt, "Content-Encoding: aes128gcm\x00", 16))
	if err != nil {
		return nil, err
	}
	sealed, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	plain, err := sealed.Open(nil, derive(secret, salt, "Content-Encoding: nonce\x00", 12), body[21+length:], nil)
	if err != nil {
		return nil, err
	}
	text := strings.TrimRight(string(plain), "\x00")
	if !strings.HasSuffix(text, "\x02") {
		return nil, errors.New("the last record does not say that it is")
	}
	return []byte(text[:len(text)-1]), nil
}

// verify checks a VAPID header (RFC 8292) and returns its claims and, as "key", who signed.
func verify(header string) (map[string]any, error) {
	token, key, ok := strings.Cut(strings.TrimPrefix(header, "vapid t="), ", k=")
	parts := strings.Split(token, ".")
	if !ok || len(parts) != 3 {
		return nil, fmt.Errorf("the header is %q", header)
	}
	point, err := base64.RawURLEncoding.DecodeString(key)
	if err != nil {
		return nil, err
	}
	public, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	if err != nil {
		return nil, err
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil || len(signature) != 64 {
		return nil, errors.New("the signature has another form")
	}
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if !ecdsa.Verify(public, sum[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])) {
		return nil, errors.New("the signature is wrong")
	}
	claims := map[string]any{}
	raw, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err == nil {
		err = json.Unmarshal(raw, &claims)
	}
	claims["key"] = key
	return claims, err
}

// deliveries waits until there are so many and returns them.
func (s *service) deliveries(want int) []delivery {
	s.t.Helper()
	for end := time.Now().Add(20 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		s.mu.Lock()
		got := append([]delivery(nil), s.got...)
		s.mu.Unlock()
		if len(got) >= want {
			return got
		}
		if time.Now().After(end) {
			s.t.Fatalf("%d deliveries of %d came", len(got), want)
		}
	}
}

func (s *service) called(id string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[id]
}

func (s *service) answers(answer func(browser string, call, size int) (int, map[string]string)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = answer
}
