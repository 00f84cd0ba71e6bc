package collections

import (
	"slices"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Devices is the collection of what people have signed in on: one row per person and browser.
const Devices = "devices"

const (
	DeviceUser = "user"
	// DeviceMark is the SHA-256 of the person and the name that the browser goes by, in hex. The name is in its cookie only.
	DeviceMark      = "mark"
	DeviceIP        = "ip"
	DeviceUserAgent = "user_agent"
	// DeviceUnseen says that the person has others, and has not said yet that they know of this one.
	DeviceUnseen   = "unseen"
	DeviceLastUsed = "last_used"
)

func devicesSchema(users string) *core.Collection {
	c := core.NewBaseCollection(Devices)
	user := relation(DeviceUser, users)
	user.CascadeDelete = true
	c.Fields.Add(
		user,
		&core.TextField{Name: DeviceMark, Required: true, Hidden: true},
		&core.TextField{Name: DeviceIP, Max: 64},
		&core.TextField{Name: DeviceUserAgent, Max: 500},
		&core.BoolField{Name: DeviceUnseen},
		&core.DateField{Name: DeviceLastUsed},
	)
	c.Fields.Add(autodates()...)
	c.AddIndex("devices_mark", true, "`mark`", "")
	c.AddIndex("devices_user", false, "`user`", "")
	c.AddIndex("devices_unseen", false, "`user`", "`unseen` = TRUE")
	// No rules: superusers only. People see and confirm their own new ones through the chat routes.
	return c
}

// DeviceRow is a stored device.
type DeviceRow struct {
	ID        string `db:"id"`
	User      string `db:"user"`
	Mark      string `db:"mark"`
	IP        string `db:"ip"`
	UserAgent string `db:"user_agent"`
	Unseen    bool   `db:"unseen"`
	Created   string `db:"created"`
}

// UseDevice notes a sign-in on the device with a mark and returns its id, or sql.ErrNoRows for one that is not known.
func UseDevice(db dbx.Builder, mark, now string) (string, error) {
	var id string
	err := db.NewQuery("UPDATE devices SET last_used = {:now}, updated = {:now} WHERE mark = {:mark} RETURNING id").
		Bind(dbx.Params{"mark": mark, "now": now}).Row(&id)
	return id, err
}

// HasDevices reports whether anything is known of what a user signs in on.
func HasDevices(db dbx.Builder, user string) (bool, error) {
	return exists(db.Select("(1)").From(Devices).Where(dbx.HashExp{DeviceUser: user}))
}

// InsertDevice stores a device.
func InsertDevice(db dbx.Builder, d DeviceRow) error {
	_, err := db.Insert(Devices, dbx.Params{
		"id": d.ID, DeviceUser: d.User, DeviceMark: d.Mark, DeviceIP: d.IP, DeviceUserAgent: d.UserAgent, DeviceUnseen: d.Unseen,
		DeviceLastUsed: d.Created, fieldCreated: d.Created, fieldUpdated: d.Created,
	}).Execute()
	return err
}

// TrimDevices forgets all but some devices of a user, those that were used last. Those that they are signed in on stay.
func TrimDevices(db dbx.Builder, user string, keep int) error {
	_, err := db.NewQuery(`DELETE FROM devices WHERE id IN (SELECT id FROM devices WHERE user = {:user}
		AND id NOT IN (SELECT device FROM sessions WHERE user = {:user}) ORDER BY last_used DESC, id DESC LIMIT -1 OFFSET {:keep})`).
		Bind(dbx.Params{"user": user, "keep": keep}).Execute()
	return err
}

// asked are the devices of a user that a session is asked about: those that are not confirmed. On a device that is not
// confirmed itself these are the ones that came after it, so that whoever comes with two cannot speak for both. An id begins
// with its time.
const asked = `user = {:user} AND unseen = TRUE AND NOT EXISTS (SELECT 1 FROM sessions s JOIN devices own ON own.id = s.device
	WHERE s.id = {:session} AND own.unseen = TRUE AND own.id >= devices.id)`

// NewDevices returns the devices that a session of a user is asked about, the newest first.
func NewDevices(db dbx.Builder, user, session string) ([]DeviceRow, error) {
	rows := []DeviceRow{}
	err := db.NewQuery("SELECT id, user, ip, user_agent, unseen, created FROM devices WHERE " + asked + " ORDER BY id DESC").
		Bind(dbx.Params{"user": user, "session": session}).All(&rows)
	return rows, err
}

// ConfirmDevice notes that a user knows of a device, and reports whether the session was asked about it.
func ConfirmDevice(db dbx.Builder, user, session, id, now string) (bool, error) {
	result, err := db.NewQuery("UPDATE devices SET unseen = FALSE, updated = {:now} WHERE id = {:id} AND " + asked).
		Bind(dbx.Params{"user": user, "session": session, "id": id, "now": now}).Execute()
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

// RefuseDevice forgets a device of which a user says that it is none of theirs, and reports whether the session was asked
// about it.
func RefuseDevice(db dbx.Builder, user, session, id string) (bool, error) {
	result, err := db.NewQuery("DELETE FROM devices WHERE id = {:id} AND " + asked).
		Bind(dbx.Params{"user": user, "session": session, "id": id}).Execute()
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

// ForgetDevice forgets what one of a user's sessions is on, unless another session is on it too. It reports whether that was new.
func ForgetDevice(db dbx.Builder, user, session, except string) (bool, error) {
	var unseen []bool
	err := db.NewQuery(`DELETE FROM devices WHERE user = {:user} AND id IN (SELECT device FROM sessions WHERE user = {:user} AND id = {:one})
		AND id != COALESCE((SELECT device FROM sessions WHERE id = {:session} AND user = {:user}), '') RETURNING unseen`).
		Bind(dbx.Params{"user": user, "one": session, "session": except}).Column(&unseen)
	return slices.Contains(unseen, true), err
}

// EstrangeDevices makes every device of a user new again when it comes back, but for that of one session, "" for none. It
// reports whether one among them was new. The rows stay: somebody of whom no device is known would hear nothing of the next.
func EstrangeDevices(db dbx.Builder, user, except, now string) (wasNew bool, err error) {
	others := dbx.And(dbx.HashExp{DeviceUser: user},
		dbx.NewExp("id != COALESCE((SELECT device FROM sessions WHERE id = {:session} AND user = {:user}), '')", dbx.Params{"session": except, "user": user}))
	if wasNew, err = exists(db.Select("(1)").From(Devices).Where(dbx.And(others, dbx.HashExp{DeviceUnseen: true}))); err != nil {
		return false, err
	}
	_, err = db.Update(Devices, dbx.Params{
		DeviceMark: dbx.NewExp("'gone ' || lower(hex(randomblob(16)))"), DeviceUnseen: false, fieldUpdated: now,
	}, others).Execute()
	return wasNew, err
}
