package session

import (
	"fmt"
	"strings"
	"time"

	"campfire/collections"
	"campfire/internal/event"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"
)

const (
	// nameLength makes guessing the name of a browser hopeless: more than 250 bits.
	nameLength = 43
	// devicesKept is how many devices of one person are remembered beyond those that they are signed in on.
	devicesKept = 30
)

// NewName returns what a browser may go by.
func NewName() string { return security.RandomString(nameLength) }

// ValidName reports whether a browser goes by a name that could be one of ours.
func ValidName(name string) bool {
	return len(name) == nameLength && strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == ""
}

// Arrival is a sign-in that has begun a session.
type Arrival struct {
	// Device is the row of what it came from.
	Device string
	// New says that the person is known to sign in on other devices, and not on this one.
	New bool
}

// Arrive stores a session of user that goes by an id, and remembers its device. Whoever signs in for the first time since
// devices are remembered has nothing to hear of it; later their other devices are told of one that is new.
func Arrive(tx core.App, user *core.Record, device Device, id string) (Arrival, error) {
	var arrival Arrival
	err := BeginAs(tx, user, device, id)
	if err != nil {
		return arrival, err
	}
	if arrival.Device, arrival.New, err = recognise(tx, user.Id, device, true); err != nil {
		return arrival, err
	}
	if err := collections.SetSessionDevice(tx.DB(), id, arrival.Device); err != nil {
		return arrival, fmt.Errorf("note the device of a session: %w", err)
	}
	if arrival.New {
		err = DevicesChanged(tx, user.Id)
	}
	return arrival, err
}

// Adopt remembers the device of a session that began before devices were remembered, as one that is known.
func Adopt(tx core.App, user, session string, device Device) error {
	id, _, err := recognise(tx, user, device, false)
	if err == nil {
		err = collections.SetSessionDevice(tx.DB(), session, id)
	}
	return err
}

// Disown forgets what a session of user is on, but for the device of the one that asks: whoever was signed out by somebody
// else's hand is new again when they come back.
func Disown(tx core.App, user, session, except string) error {
	wasNew, err := collections.ForgetDevice(tx.DB(), user, session, except)
	if err == nil && wasNew {
		err = DevicesChanged(tx, user)
	}
	return err
}

// DisownAll makes everything that user ever signed in on new again, but for the device of the session that stays, "" for
// none: after a new password or when all others are signed out, each sign-in is told of once more.
func DisownAll(tx core.App, user, except string) error {
	wasNew, err := collections.EstrangeDevices(tx.DB(), user, except, collections.Time(time.Now()))
	if err == nil && wasNew {
		err = DevicesChanged(tx, user)
	}
	return err
}

// recognise finds the device of somebody, or stores it; tell leaves one that is new to be confirmed.
func recognise(tx core.App, user string, device Device, tell bool) (id string, isNew bool, err error) {
	now := collections.Time(time.Now())
	mark := hash(user + " " + device.Name) // with the person: what two have signed in on does not show that it is the same
	id, err = collections.UseDevice(tx.DB(), mark, now)
	if !collections.IsNotFound(err) {
		return id, false, err
	}
	others, err := collections.HasDevices(tx.DB(), user)
	if err != nil {
		return "", false, fmt.Errorf("look for devices: %w", err)
	}
	row := collections.DeviceRow{
		ID: collections.NewID(), User: user, Mark: mark, IP: device.IP, UserAgent: device.agent(), Unseen: others && tell, Created: now,
	}
	if err := collections.InsertDevice(tx.DB(), row); err != nil {
		return "", false, fmt.Errorf("remember a device: %w", err)
	}
	if err := collections.TrimDevices(tx.DB(), user, devicesKept); err != nil {
		return "", false, fmt.Errorf("forget old devices: %w", err)
	}
	return row.ID, row.Unseen, nil
}

// DevicesChanged tells somebody's open devices to look again which are new.
func DevicesChanged(tx core.App, user string) error {
	_, err := event.Append(tx, event.Event{Kind: event.DevicesUpdated, User: user}, map[string]string{"user": user})
	return err
}
