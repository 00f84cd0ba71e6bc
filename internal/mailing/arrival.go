package mailing

import (
	"context"
	"encoding/json"
	"fmt"
	netmail "net/mail"
	"strings"
	"time"

	"campfire/collections"
	"campfire/internal/failpoint"
	"campfire/internal/job"
	"campfire/internal/mail"
	"campfire/internal/quiet"

	"github.com/pocketbase/pocketbase/core"
)

// kindDevice is the job of the letter about one new device.
const kindDevice = "mail.device"

// Arrival is a sign-in on a device that is new to somebody.
type Arrival struct {
	Device string `json:"device"`
	User   string `json:"user"`
	// To is their address at that moment: whoever signed in may have put another one in its place before the letter goes.
	To       string    `json:"to"`
	Browser  string    `json:"browser"`
	Platform string    `json:"platform"`
	IP       string    `json:"ip"`
	At       time.Time `json:"at"`
}

// TellOfDevice promises the letter about a new device in the transaction that remembers it, where there is a mail server. It
// waits for no pace, asks for no presence and cannot be ended: it is about the account.
func (m *Mailer) TellOfDevice(tx core.App, a Arrival) error {
	if !CanSend(tx) || a.To == "" {
		return nil
	}
	raw, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("promise a letter: %w", err)
	}
	_, err = m.jobs.Enqueue(tx, job.Job{Kind: kindDevice, Target: office(m.app).Target(), Key: "device:" + a.Device, Payload: raw})
	if err != nil {
		return err
	}
	return failpoint.Hit("device.beforePromise")
}

// deliverArrival hands the letter over, if mail is still on and its reader may come.
func (m *Mailer) deliverArrival(ctx context.Context, d job.Delivery) error {
	var a Arrival
	if err := json.Unmarshal(d.Payload, &a); err != nil {
		return job.Permanent(err)
	}
	if !CanSend(m.app) {
		return nil
	}
	user, err := m.app.FindRecordById(collections.Users, a.User)
	if collections.IsNotFound(err) || err == nil && user.GetString(collections.UserStatus) != collections.StatusActive {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read whose letter it is: %w", err)
	}
	parcel, err := m.arrivalParcel(user, a, d.Key)
	if err != nil {
		return err
	}
	return m.hand(ctx, parcel, d.Attempt)
}

func (m *Mailer) arrivalParcel(user *core.Record, a Arrival, key string) (mail.Parcel, error) {
	language, err := collections.MailLanguage(m.app.ConcurrentDB(), user.Id)
	if err != nil {
		return mail.Parcel{}, fmt.Errorf("read the language of a letter: %w", err)
	}
	from, reader, err := m.sender(language)
	if err != nil {
		return mail.Parcel{}, err
	}
	name := user.GetString(collections.UserName)
	letter, err := mail.NewDevice(reader, mail.SignIn{
		Browser: a.Browser, Platform: a.Platform, IP: a.IP, At: quiet.Parse(user.GetString(collections.UserQuiet)).Local(a.At),
	})
	if err != nil {
		return mail.Parcel{}, job.Permanent(err)
	}
	_, domain, _ := strings.Cut(from.Address, "@")
	return mail.Parcel{
		Letter: letter, From: from, To: netmail.Address{Name: name, Address: a.To}, Date: m.now(),
		ID: "<" + m.keys.mark("letter", key) + "@" + domain + ">",
	}, nil
}
