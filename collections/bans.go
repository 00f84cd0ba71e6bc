package collections

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Bans is the collection of the network addresses of banned people. Everybody who is banned has at least one row.
const Bans = "bans"

const (
	BanUser = "user"
	// BanAddress is an address that a session of theirs came from; "" if none is known.
	BanAddress = "address"
	// BanBlockable says that nobody can write from the address. Private addresses are noted and not blocked: behind one
	// of those is a proxy or an office.
	BanBlockable = "blockable"
	// BanPending says that messages of theirs may be left to delete.
	BanPending = "pending"
)

func bansSchema(users string) *core.Collection {
	c := core.NewBaseCollection(Bans)
	user := relation(BanUser, users)
	user.CascadeDelete = true
	c.Fields.Add(
		user,
		&core.TextField{Name: BanAddress, Max: 64},
		&core.BoolField{Name: BanBlockable},
		&core.BoolField{Name: BanPending},
	)
	c.Fields.Add(autodates()...)
	c.AddIndex("bans_user_address", true, "`user`, `address`", "")
	// No rules: administrators ban through the chat's route. In the dashboard a superuser may delete a row, which lets
	// that address in again at once.
	return c
}

// InsertBan notes an address of a banned person.
func InsertBan(db dbx.Builder, user, address string, blockable bool, now string) error {
	_, err := db.Insert(Bans, dbx.Params{
		"id": NewID(), BanUser: user, BanAddress: address, BanBlockable: blockable, BanPending: true, fieldCreated: now, fieldUpdated: now,
	}).Execute()
	return err
}

// CountBans returns how many addresses of a banned person are blocked, and how many cannot be.
func CountBans(db dbx.Builder, user string) (blocked, not int, err error) {
	err = db.NewQuery(`SELECT COALESCE(SUM(blockable), 0), COALESCE(SUM(NOT blockable), 0) FROM bans WHERE user = {:user} AND address != ''`).
		Bind(dbx.Params{"user": user}).Row(&blocked, &not)
	return blocked, not, err
}

// DeleteBans forgets the addresses of user, and that there was anything to delete.
func DeleteBans(db dbx.Builder, user string) error {
	_, err := db.Delete(Bans, dbx.HashExp{BanUser: user}).Execute()
	return err
}

// BlockedAddresses returns the addresses that nobody can write from.
func BlockedAddresses(db dbx.Builder) ([]string, error) {
	var addresses []string
	err := db.Select(BanAddress).Distinct(true).From(Bans).Where(dbx.HashExp{BanBlockable: true}).Column(&addresses)
	return addresses, err
}

// PendingBans returns the banned people who may have messages left.
func PendingBans(db dbx.Builder) ([]string, error) {
	var users []string
	err := db.Select(BanUser).Distinct(true).From(Bans).Where(dbx.HashExp{BanPending: true}).OrderBy(BanUser).Column(&users)
	return users, err
}

// SQLBanPending asks whether messages of a user are still to be deleted; SQLBanDone says that none are left.
const (
	SQLBanPending = `SELECT EXISTS (SELECT 1 FROM bans WHERE user = ? AND pending = TRUE)`
	SQLBanDone    = `UPDATE bans SET pending = FALSE WHERE user = ?`
)
