// Package session binds every token to a row (D8): a person's signed token carries the row's id, a bot's key is found by
// its hash. Ending the row ends the token, at once and on open sockets too.
package session

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"campfire/collections"

	"github.com/golang-jwt/jwt/v5"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"
	"github.com/spf13/cast"
)

// ErrInvalid means that a token is unknown, expired, or that its session has ended.
var ErrInvalid = errors.New("no such session")

// Claim is the claim of a token that names its session row.
const Claim = "sid"

const agentMax = 500

// Device is where a sign-in comes from.
type Device struct {
	IP, UserAgent string
	// Name is what it is recognised by, where that matters.
	Name string
}

// agent is the user agent as it is stored.
func (d Device) agent() string {
	return strings.ToValidUTF8(d.UserAgent[:min(len(d.UserAgent), agentMax)], "")
}

// Begin stores a session of user, and remembers nothing of its device.
func Begin(tx core.App, user *core.Record, device Device) (string, error) {
	id := collections.NewID()
	return id, BeginAs(tx, user, device, id)
}

// BeginAs is Begin of a session that goes by an id.
func BeginAs(tx core.App, user *core.Record, device Device, id string) error {
	record, err := newRow(tx, user.Id, collections.SessionPerson)
	if err != nil {
		return err
	}
	record.Id = id
	now := time.Now()
	record.Set(collections.SessionIP, device.IP)
	record.Set(collections.SessionUserAgent, device.agent())
	record.Set(collections.SessionLastActive, collections.Time(now))
	record.Set(collections.SessionExpires, collections.Time(now.Add(user.Collection().AuthToken.DurationTime())))
	if err := tx.Save(record); err != nil {
		return fmt.Errorf("store session: %w", err)
	}
	return nil
}

func newRow(tx core.App, user, kind string) (*core.Record, error) {
	collection, err := tx.FindCachedCollectionByNameOrId(collections.Sessions)
	if err != nil {
		return nil, err
	}
	record := core.NewRecord(collection)
	record.Set(collections.SessionUser, user)
	record.Set(collections.SessionKind, kind)
	return record, nil
}

// Token returns a PocketBase auth token for user that names session.
func Token(user *core.Record, session string) (string, error) {
	return sign(user, session, user.Collection().AuthToken.DurationTime(), true)
}

// Bind returns a token like one that PocketBase made for user, which also names session: it ends at the same time, and
// can be refreshed if that one could.
func Bind(user *core.Record, session, token string) (string, error) {
	claims, err := security.ParseUnverifiedJWT(token)
	if err != nil {
		return "", fmt.Errorf("read token: %w", err)
	}
	// note: tokens count whole seconds and cut off the rest; half a second more lands on the same one.
	life := time.Until(time.Unix(cast.ToInt64(claims["exp"]), 0)) + time.Second/2
	return sign(user, session, life, cast.ToBool(claims[core.TokenClaimRefreshable]))
}

func sign(user *core.Record, session string, life time.Duration, refreshable bool) (string, error) {
	return security.NewJWT(jwt.MapClaims{
		core.TokenClaimType: core.TokenTypeAuth, core.TokenClaimId: user.Id, core.TokenClaimCollectionId: user.Collection().Id,
		core.TokenClaimRefreshable: refreshable, Claim: session,
	}, user.TokenKey()+user.Collection().AuthToken.Secret, life)
}

func hash(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}
