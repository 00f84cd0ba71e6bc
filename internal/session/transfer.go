package session

import (
	"errors"
	"fmt"
	"time"

	"campfire/collections"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"
)

// ErrTransfer covers a sign-in link that was used, has expired, was cut short or never existed: nobody learns which.
var ErrTransfer = errors.New("no such sign-in link")

const (
	// transferLife is long enough to find the other device.
	transferLife = 5 * time.Minute
	// transferLength makes guessing hopeless: more than 250 bits.
	transferLength = 43
)

// BeginTransfer returns a token that signs user in once. Only its hash is kept.
func BeginTransfer(app core.App, user string) (token string, expires time.Time, err error) {
	now := time.Now()
	token, expires = security.RandomString(transferLength), now.Add(transferLife)
	err = collections.InsertTransfer(app.DB(), user, hash(token), collections.Time(now), collections.Time(expires))
	if err != nil {
		return "", expires, fmt.Errorf("store sign-in link: %w", err)
	}
	return token, expires, nil
}

// Redeem uses a sign-in link up and returns whose it is. It runs in the transaction that begins the session: of many who
// come at once, one row is one winner's (G25).
func Redeem(tx core.App, token string) (*core.Record, error) {
	id, err := collections.UseTransfer(tx.DB(), hash(token), collections.Time(time.Now()))
	if collections.IsNotFound(err) {
		return nil, ErrTransfer
	}
	if err != nil {
		return nil, fmt.Errorf("use sign-in link: %w", err)
	}
	user, err := tx.FindRecordById(collections.Users, id)
	if err != nil || !MaySignIn(user) {
		return nil, ErrTransfer
	}
	return user, nil
}

// MaySignIn is the collection's auth rule for doors of our own.
func MaySignIn(user *core.Record) bool {
	return user.GetString(collections.UserStatus) == collections.StatusActive && user.GetString(collections.UserRole) != collections.RoleBot
}
