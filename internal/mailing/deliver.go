package mailing

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	netmail "net/mail"
	"slices"
	"strings"

	"campfire/collections"
	"campfire/internal/failpoint"
	"campfire/internal/job"
	"campfire/internal/mail"
	"campfire/internal/quiet"
)

// deliver hands one letter over, unless there is no reason for it any more.
func (m *Mailer) deliver(ctx context.Context, d job.Delivery) error {
	var o order
	if err := json.Unmarshal(d.Payload, &o); err != nil {
		return job.Permanent(err)
	}
	to, err := collections.FindMailing(m.app.ConcurrentDB(), o.User)
	if collections.IsNotFound(err) || err == nil && (to.Letter != o.Letter || to.Delivered >= o.Letter) {
		return nil // somebody is gone, or this letter went out, or another one took its place
	}
	if err != nil {
		return fmt.Errorf("read whose letter it is: %w", err)
	}
	rules, on, err := Rules(m.app)
	if err != nil {
		return fmt.Errorf("read the rules of mails: %w", err)
	}
	if !on || to.Pending == 0 || to.Status != collections.StatusActive || to.Email == "" {
		return m.end(o, to.Latest, false)
	}
	if quiet.Parse(to.Quiet).Quiet(m.now()) { // the mail server was away, and now it is night
		return m.end(o, 0, false)
	}
	items, err := m.items(to)
	if err != nil {
		return err
	}
	if len(items) == 0 {
		return m.end(o, to.Latest, false)
	}
	parcel, err := m.parcel(to, rules, items, d.Key)
	if err != nil {
		return job.Permanent(err)
	}
	return m.post(ctx, d, o, to, parcel)
}

func (m *Mailer) post(ctx context.Context, d job.Delivery, o order, to collections.Mailing, parcel mail.Parcel) error {
	err := m.hand(ctx, parcel, d.Attempt)
	switch {
	case err == nil:
		return m.end(o, to.Latest, true)
	case errors.Is(err, mail.ErrRejected): // nor would it take the next one about the same
		return errors.Join(err, m.end(o, to.Latest, true))
	case d.Attempt >= attempts:
		return errors.Join(err, m.end(o, 0, true))
	}
	return err
}

// hand gives a parcel to the mail server, and counts what becomes of it.
func (m *Mailer) hand(ctx context.Context, parcel mail.Parcel, attempt int) error {
	err := office(m.app).Post(ctx, parcel)
	switch {
	case err == nil:
		m.sent.Add(1)
		return failpoint.Hit("mail.afterPost")
	case errors.Is(err, mail.ErrRejected):
		m.failed.Add(1)
		return job.Permanent(err)
	case attempt >= attempts:
		m.failed.Add(1)
	}
	return err
}

// end writes down that a letter is over: up to upto everything was said, and sent keeps the next one at its distance.
func (m *Mailer) end(o order, upto int64, sent bool) error {
	now, at := collections.Time(m.now()), ""
	if sent {
		at = now
	}
	if err := collections.EndLetter(m.app.NonconcurrentDB(), o.User, o.Letter, upto, at, now); err != nil {
		return fmt.Errorf("end a letter: %w", err)
	}
	return nil
}

// items are what the letter tells of, as things are now.
func (m *Mailer) items(to collections.Mailing) ([]collections.MailItem, error) {
	items, err := collections.MailItems(m.app.ConcurrentDB(), to.User, to.Pending, to.Latest)
	if err != nil {
		return nil, fmt.Errorf("read what is unread: %w", err)
	}
	return slices.DeleteFunc(items, func(i collections.MailItem) bool {
		i.Pace = to.Pace
		return Decide(i.MailCase) != Mail
	}), nil
}

func (m *Mailer) parcel(to collections.Mailing, rules collections.MailRules, items []collections.MailItem, key string) (mail.Parcel, error) {
	from, reader, err := m.sender(to.Language)
	if err != nil {
		return mail.Parcel{}, err
	}
	token := m.keys.Token(to.User)
	letter, err := mail.Unread(reader, mail.Notice{Items: told(items, rules.Text), Pace: to.Pace, Page: page(items), Token: token})
	if err != nil {
		return mail.Parcel{}, err
	}
	_, domain, _ := strings.Cut(from.Address, "@")
	return mail.Parcel{
		Letter: letter, From: from, To: netmail.Address{Name: to.Name, Address: to.Email}, Date: m.now(),
		ID: "<" + m.keys.mark("letter", key) + "@" + domain + ">", Unsubscribe: reader.Unsubscribe(token),
	}, nil
}

// sender is who letters come from, and how their readers are written to.
func (m *Mailer) sender(language string) (netmail.Address, mail.Reader, error) {
	account, err := collections.FindAccount(m.app.ConcurrentDB())
	if err != nil {
		return netmail.Address{}, mail.Reader{}, fmt.Errorf("read the account: %w", err)
	}
	meta := m.app.Settings().Meta
	from := netmail.Address{Name: mail.Sender(meta.SenderName, account.Name), Address: meta.SenderAddress}
	return from, mail.Reader{Language: language, Account: account.Name, URL: strings.TrimRight(meta.AppURL, "/")}, nil
}

func told(items []collections.MailItem, text bool) []mail.Item {
	told := make([]mail.Item, len(items))
	for i, item := range items {
		told[i] = mail.Item{Author: item.Author, Room: item.RoomName, Ping: item.RoomKind == collections.RoomDirect}
		if text {
			told[i].Text = item.Text
		}
	}
	return told
}

// page is the room that everything was written in, or where all of them are.
func page(items []collections.MailItem) string {
	for _, item := range items {
		if item.Room != items[0].Room {
			return "/"
		}
	}
	return "/rooms/" + items[0].Room
}
