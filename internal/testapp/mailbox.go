package testapp

import (
	"bufio"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// Mailbox is a mail server that takes everything and delivers nothing.
type Mailbox struct {
	t        testing.TB
	listener net.Listener

	mu    sync.Mutex
	mails []Mail
	fail  string
}

// Mail is what arrived.
type Mail struct {
	From, To, Subject string
	Header            mail.Header
	Raw, Text, HTML   string
}

// NewMailbox starts a mail server and makes app use it. It stops when the test ends.
func NewMailbox(t testing.TB, app core.App) *Mailbox {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	m := &Mailbox{t: t, listener: listener}
	go m.serve()
	settings := app.Settings()
	settings.SMTP.Enabled, settings.SMTP.Host = true, "127.0.0.1"
	settings.SMTP.Port = listener.Addr().(*net.TCPAddr).Port
	settings.Meta.AppURL, settings.Meta.SenderAddress = "https://chat.example.com", "campfire@example.com"
	if err := app.Save(settings); err != nil {
		t.Fatal(err)
	}
	return m
}

// Fail makes the server answer a line such as "451 later" to every mail, or take them again if it is empty.
func (m *Mailbox) Fail(line string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fail = line
}

// Mails returns what arrived so far.
func (m *Mailbox) Mails() []Mail {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]Mail(nil), m.mails...)
}

// Wait returns what arrived as soon as it is n mails.
func (m *Mailbox) Wait(n int) []Mail {
	m.t.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if mails := m.Mails(); len(mails) >= n {
			return mails
		}
	}
	m.t.Fatalf("%d mails arrived, want %d", len(m.Mails()), n)
	return nil
}

func (m *Mailbox) serve() {
	for {
		c, err := m.listener.Accept()
		if err != nil {
			return
		}
		go m.talk(c)
	}
}

// talk is as much of RFC 5321 as PocketBase's client uses.
func (m *Mailbox) talk(c net.Conn) {
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(30 * time.Second))
	lines := bufio.NewReader(c)
	say := func(line string) { _, _ = io.WriteString(c, line+"\r\n") }
	say("220 mailbox")
	var from, to string
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimRight(line, "\r\n")
		switch verb, rest, _ := strings.Cut(line, ":"); strings.ToUpper(strings.Fields(verb + " -")[0]) {
		case "MAIL":
			from = rest
			say("250 ok")
		case "RCPT":
			to = strings.Trim(rest, "<> ")
			say("250 ok")
		case "DATA":
			if refusal := m.refusal(); refusal != "" {
				say(refusal)
				continue
			}
			say("354 go on")
			m.take(from, to, readData(lines))
			say("250 ok")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func (m *Mailbox) refusal() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.fail
}

func readData(lines *bufio.Reader) string {
	var b strings.Builder
	for {
		line, err := lines.ReadString('\n')
		if err != nil || line == ".\r\n" {
			return b.String()
		}
		b.WriteString(strings.TrimPrefix(line, "."))
	}
}

func (m *Mailbox) take(from, to, raw string) {
	got := Mail{From: from, To: to, Raw: raw}
	if parsed, err := mail.ReadMessage(strings.NewReader(raw)); err == nil {
		got.Header = parsed.Header
		got.Subject, _ = new(mime.WordDecoder).DecodeHeader(parsed.Header.Get("Subject"))
		got.read(parsed.Header.Get("Content-Type"), parsed.Header.Get("Content-Transfer-Encoding"), parsed.Body)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.mails = append(m.mails, got)
}

// read finds the two texts in the parts.
func (g *Mail) read(kind, encoding string, body io.Reader) {
	media, params, _ := mime.ParseMediaType(kind)
	if strings.HasPrefix(media, "multipart/") {
		parts := multipart.NewReader(body, params["boundary"])
		for {
			// note: raw, because NextPart would undo the encoding and hide that it did.
			part, err := parts.NextRawPart()
			if err != nil {
				return
			}
			g.read(part.Header.Get("Content-Type"), part.Header.Get("Content-Transfer-Encoding"), part)
		}
	}
	if strings.EqualFold(encoding, "quoted-printable") {
		body = quotedprintable.NewReader(body)
	}
	raw, _ := io.ReadAll(body)
	switch media {
	case "text/plain":
		g.Text = string(raw)
	case "text/html":
		g.HTML = string(raw)
	}
}
