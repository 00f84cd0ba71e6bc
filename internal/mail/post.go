package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/smtp"
	"net/textproto"
	"strconv"
	"strings"
	"time"

	"campfire/internal/job"
)

// Office is the mail server that letters are handed to.
type Office struct {
	Host               string
	Port               int
	Username, Password string
	// TLS begins with encryption; without it the connection is encrypted as soon as the server offers to.
	TLS bool
	// Login uses AUTH LOGIN in place of AUTH PLAIN.
	Login bool
	// Name is how we introduce ourselves; "" is localhost.
	Name string
}

// ErrRejected means that the mail server takes mail, and not this one: nobody has the address, or it does not like the
// letter. Another attempt would fail as well.
var ErrRejected = errors.New("the mail server rejected the letter")

// Target names the office for the queue of jobs.
func (o Office) Target() string { return "smtp://" + o.address() }

func (o Office) address() string { return net.JoinHostPort(o.Host, strconv.Itoa(o.Port)) }

var dial = job.GuardDial((&net.Dialer{}).DialContext)

// Post hands a parcel over, and returns when the server has it, says no, or ctx ends.
// note: not through PocketBase's mailer, which waits for a server that says nothing for ever.
func (o Office) Post(ctx context.Context, p Parcel) error {
	data, err := p.Bytes()
	if err != nil {
		return err
	}
	wire, err := dial(ctx, "tcp", o.address())
	if err != nil {
		return fmt.Errorf("reach the mail server: %w", err)
	}
	defer wire.Close()
	// A server that says nothing is left when our time is over, and that is over at once when the process stops.
	stop := context.AfterFunc(ctx, func() { _ = wire.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	conn := wire
	if o.TLS {
		conn = tls.Client(wire, &tls.Config{ServerName: o.Host, MinVersion: tls.VersionTLS12})
	}
	client, err := smtp.NewClient(conn, o.Host)
	if err != nil {
		return fmt.Errorf("greet the mail server: %w", err)
	}
	if err := o.enter(client); err != nil {
		return err
	}
	return hand(client, p, data)
}

// enter introduces us, encrypts and signs in.
func (o Office) enter(client *smtp.Client) error {
	name := o.Name
	if name == "" {
		name = "localhost"
	}
	if err := client.Hello(name); err != nil {
		return fmt.Errorf("greet the mail server: %w", err)
	}
	if offered, _ := client.Extension("STARTTLS"); offered && !o.TLS {
		if err := client.StartTLS(&tls.Config{ServerName: o.Host, MinVersion: tls.VersionTLS12}); err != nil {
			return fmt.Errorf("encrypt: %w", err)
		}
	}
	if o.Username == "" && o.Password == "" {
		return nil
	}
	auth := smtp.PlainAuth("", o.Username, o.Password, o.Host)
	if o.Login {
		auth = login{auth, o.Username, o.Password}
	}
	if err := client.Auth(auth); err != nil {
		return fmt.Errorf("sign in at the mail server: %w", err)
	}
	return nil
}

func hand(client *smtp.Client, p Parcel, data []byte) error {
	if err := client.Mail(p.From.Address); err != nil {
		return fmt.Errorf("name the sender: %w", err)
	}
	if err := client.Rcpt(p.To.Address); err != nil {
		return judge("name the reader", err)
	}
	w, err := client.Data()
	if err != nil {
		return judge("hand the letter over", err)
	}
	if _, err := w.Write(data); err != nil {
		return fmt.Errorf("hand the letter over: %w", err)
	}
	if err := w.Close(); err != nil {
		return judge("hand the letter over", err)
	}
	_ = client.Quit() // it has the letter
	return nil
}

// judge tells a no to this letter from trouble that passes.
func judge(what string, err error) error {
	var said *textproto.Error
	if errors.As(err, &said) && said.Code >= 500 {
		return fmt.Errorf("%w: %s: %w", ErrRejected, what, err)
	}
	return fmt.Errorf("%s: %w", what, err)
}

// login is AUTH LOGIN, which some servers know and no other. Start of AUTH PLAIN refuses where a password would be read by
// others.
type login struct {
	smtp.Auth
	username, password string
}

func (l login) Start(server *smtp.ServerInfo) (string, []byte, error) {
	if _, _, err := l.Auth.Start(server); err != nil {
		return "", nil, err
	}
	return "LOGIN", nil, nil
}

func (l login) Next(asked []byte, more bool) ([]byte, error) {
	if !more {
		return nil, nil
	}
	if strings.Contains(strings.ToLower(string(asked)), "user") {
		return []byte(l.username), nil
	}
	return []byte(l.password), nil
}
