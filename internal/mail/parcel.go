package mail

import (
	"bytes"
	"fmt"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"time"
)

// Parcel is a letter with what is written on its outside. Names come from people: whatever they are, each of them is one
// word of one header.
type Parcel struct {
	Letter
	From, To mail.Address
	// ID is the Message-ID. The same letter carries the same one at every attempt, so that mail programs show it once.
	ID   string
	Date time.Time
	// Unsubscribe is the address at which one click ends these letters; "" for letters that somebody asked for.
	Unsubscribe string
}

// Bytes returns the parcel as it goes over the wire.
func (p Parcel) Bytes() ([]byte, error) {
	var b bytes.Buffer
	body := multipart.NewWriter(&b)
	header := func(name, value string) { fmt.Fprintf(&b, "%s: %s\r\n", name, value) }
	header("From", address(p.From))
	header("To", address(p.To))
	header("Subject", mime.QEncoding.Encode("utf-8", oneLine(p.Subject)))
	header("Date", p.Date.Format(time.RFC1123Z))
	header("Message-ID", oneLine(p.ID))
	header("Auto-Submitted", "auto-generated") // nobody's holiday answers it
	if p.Unsubscribe != "" {
		header("List-Unsubscribe", "<"+oneLine(p.Unsubscribe)+">")
		header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	header("MIME-Version", "1.0")
	header("Content-Type", mime.FormatMediaType("multipart/alternative", map[string]string{"boundary": body.Boundary()}))
	b.WriteString("\r\n")
	for _, part := range []struct{ kind, text string }{{"text/plain", p.Text}, {"text/html", p.HTML}} {
		w, err := body.CreatePart(textproto.MIMEHeader{
			"Content-Type": {part.kind + "; charset=utf-8"}, "Content-Transfer-Encoding": {"quoted-printable"},
		})
		if err != nil {
			return nil, fmt.Errorf("write mail: %w", err)
		}
		quoted := quotedprintable.NewWriter(w)
		if _, err := quoted.Write([]byte(part.text)); err != nil {
			return nil, fmt.Errorf("write mail: %w", err)
		}
		if err := quoted.Close(); err != nil {
			return nil, fmt.Errorf("write mail: %w", err)
		}
	}
	if err := body.Close(); err != nil {
		return nil, fmt.Errorf("write mail: %w", err)
	}
	return b.Bytes(), nil
}

func address(a mail.Address) string {
	a.Name, a.Address = oneLine(a.Name), oneLine(a.Address)
	return a.String()
}

// stockSender is PocketBase's name for who sends, before somebody chooses one.
const stockSender = "Support"

// Sender is the name that letters come from: what the operator chose, or the account's.
func Sender(chosen, account string) string {
	if chosen == "" || chosen == stockSender {
		return account
	}
	return chosen
}
