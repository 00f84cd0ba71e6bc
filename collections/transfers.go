package collections

import (
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Transfers is the collection of one-time sign-in links.
const Transfers = "transfers"

const (
	TransferUser = "user"
	// TransferTokenHash is the SHA-256 of the token, in hex. The token itself is stored nowhere.
	TransferTokenHash = "token_hash"
	TransferExpires   = "expires"
	TransferUsed      = "used"
)

func transfersSchema(users string) *core.Collection {
	c := core.NewBaseCollection(Transfers)
	user := relation(TransferUser, users)
	user.CascadeDelete = true
	c.Fields.Add(
		user,
		&core.TextField{Name: TransferTokenHash, Required: true, Hidden: true},
		&core.DateField{Name: TransferExpires, Required: true},
		&core.DateField{Name: TransferUsed},
	)
	c.Fields.Add(autodates()...)
	c.AddIndex("transfers_token_hash", true, "`token_hash`", "")
	c.AddIndex("transfers_user", false, "`user`", "")
	// No rules: the link is the only way in.
	return c
}

// InsertTransfer stores a link and forgets those that have expired.
func InsertTransfer(db dbx.Builder, user, tokenHash, now, expires string) error {
	if _, err := db.NewQuery("DELETE FROM transfers WHERE expires <= {:now}").Bind(dbx.Params{"now": now}).Execute(); err != nil {
		return err
	}
	_, err := db.Insert(Transfers, dbx.Params{
		"id": NewID(), TransferUser: user, TransferTokenHash: tokenHash, TransferExpires: expires, TransferUsed: "",
		fieldCreated: now, fieldUpdated: now,
	}).Execute()
	return err
}

// UseTransfer marks a link as used and returns whose it is, or sql.ErrNoRows if it was used, has expired or never was.
func UseTransfer(db dbx.Builder, tokenHash, now string) (string, error) {
	var user string
	err := db.NewQuery(`UPDATE transfers SET used = {:now}, updated = {:now} WHERE token_hash = {:hash} AND used = '' AND expires > {:now}
		RETURNING user`).Bind(dbx.Params{"now": now, "hash": tokenHash}).Row(&user)
	return user, err
}

// DeleteTransfers ends the links of user.
func DeleteTransfers(db dbx.Builder, user string) error {
	_, err := db.Delete(Transfers, dbx.HashExp{TransferUser: user}).Execute()
	return err
}
