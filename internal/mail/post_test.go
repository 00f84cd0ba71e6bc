package mail_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"campfire/internal/mail"
)

func TestAServerThatSaysNothingIsLeftInTime(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	office := mail.Office{Host: "127.0.0.1", Port: listener.Addr().(*net.TCPAddr).Port}
	parcel := mail.Parcel{From: netmail.Address{Address: "a@example.com"}, To: netmail.Address{Address: "b@example.com"}, Date: time.Now()}
	for _, tls := range []bool{false, true} {
		office.TLS = tls
		ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
		begun := time.Now()
		err = office.Post(ctx, parcel)
		cancel()
		if took := time.Since(begun); err == nil || errors.Is(err, mail.ErrRejected) || took > 10*time.Second {
			t.Errorf("it took %v, and ended with %v", took, err)
		}
	}
}

func TestAnAddressIsOneLine(t *testing.T) {
	t.Parallel()
	raw, err := mail.Parcel{
		Letter: mail.Letter{Subject: "s\r\nX-One: 1", Text: "t", HTML: "h"},
		From:   netmail.Address{Name: "n\r\nX-Two: 2", Address: "a@example.com"},
		To:     netmail.Address{Name: "m", Address: "b@example.com>\r\nX-Three: 3\r\n"},
		ID:     "<i>\r\nX-Four: 4", Unsubscribe: "https://example.com/\r\nX-Five: 5", Date: time.Now(),
	}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	for name := range parsed.Header {
		if strings.HasPrefix(name, "X-") {
			t.Errorf("there is a header %s:\n%s", name, raw)
		}
	}
	if len(parsed.Header) != 10 {
		t.Errorf("%d headers:\n%s", len(parsed.Header), raw)
	}
}
