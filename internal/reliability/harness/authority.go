package harness

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"math/big"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"
)

// Authority is a certificate authority that speaks ACME (RFC 8555) and believes everybody: whoever orders a name has it.
type Authority struct {
	// URL is its directory, Roots what trusts its certificates.
	URL   string
	Roots *x509.CertPool

	t    testing.TB
	key  *ecdsa.PrivateKey
	root *x509.Certificate

	mu     sync.Mutex
	names  []string // every name that was ordered
	issued []byte   // the newest chain
}

// NewAuthority starts one; it ends with the test.
func NewAuthority(t testing.TB) *Authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Test authority"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageCertSign,
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	a := &Authority{t: t, key: key, Roots: x509.NewCertPool()}
	if a.root, err = x509.ParseCertificate(raw); err != nil {
		t.Fatal(err)
	}
	a.Roots.AddCert(a.root)
	server := httptest.NewServer(http.HandlerFunc(a.answer))
	t.Cleanup(server.Close)
	a.URL = server.URL
	return a
}

func (a *Authority) answer(w http.ResponseWriter, r *http.Request) {
	var envelope struct{ Payload string }
	var ask struct {
		Identifiers []struct{ Value string }
		CSR         string
	}
	if r.Method == http.MethodPost {
		_ = json.NewDecoder(r.Body).Decode(&envelope)
		raw, _ := base64.RawURLEncoding.DecodeString(envelope.Payload)
		_ = json.Unmarshal(raw, &ask) // some say nothing
	}
	order := map[string]any{
		"status": "ready", "authorizations": []string{a.URL + "/authorization"}, "finalize": a.URL + "/finalize", "certificate": a.URL + "/certificate",
	}
	answer := map[string]any{}
	status := http.StatusOK
	switch r.URL.Path {
	case "/":
		answer = map[string]any{"newNonce": a.URL + "/nonce", "newAccount": a.URL + "/account", "newOrder": a.URL + "/order"}
	case "/account":
		answer["status"], status = "valid", http.StatusCreated
		w.Header().Set("Location", a.URL+"/account/1")
	case "/order":
		a.mu.Lock()
		for _, name := range ask.Identifiers {
			a.names = append(a.names, name.Value)
		}
		a.mu.Unlock()
		answer, status = order, http.StatusCreated
		w.Header().Set("Location", a.URL+"/order/1")
	case "/order/1":
		answer = order
	case "/authorization":
		answer["status"] = "valid"
	case "/finalize":
		a.issue(ask.CSR)
		order["status"], answer = "valid", order
		w.Header().Set("Location", a.URL+"/order/1")
	}
	w.Header().Set("Replay-Nonce", "again")
	if r.URL.Path == "/certificate" {
		a.mu.Lock()
		defer a.mu.Unlock()
		_, _ = w.Write(a.issued)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(answer)
}

func (a *Authority) issue(csr string) {
	raw, _ := base64.RawURLEncoding.DecodeString(csr)
	request, err := x509.ParseCertificateRequest(raw)
	if err != nil {
		a.t.Errorf("the authority got no request: %v", err)
		return
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), DNSNames: request.DNSNames,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(90 * 24 * time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	leaf, err := x509.CreateCertificate(rand.Reader, template, a.root, request.PublicKey, a.key)
	if err != nil {
		a.t.Errorf("issue: %v", err)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.issued = append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: leaf}),
		pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.root.Raw})...)
}

// Ordered returns every name that somebody wanted a certificate for.
func (a *Authority) Ordered() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.names)
}
