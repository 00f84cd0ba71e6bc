package push

import (
	"crypto/ecdh"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"campfire/collections"

	webpush "github.com/SherClockHolmes/webpush-go"
	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Keys are the pair that tells push services that it is us (VAPID). A browser subscribes with the public one, and no other
// pair can reach it afterwards.
type Keys struct {
	Public  string `db:"public"`
	Private string `db:"private"`
}

// ErrKeys means that the keys in the environment are no pair.
var ErrKeys = errors.New("VAPID_PRIVATE_KEY and VAPID_PUBLIC_KEY must be a pair as `campfire vapid --new` prints it; set both or neither")

// NewKeys makes a pair.
func NewKeys() (Keys, error) {
	private, public, err := webpush.GenerateVAPIDKeys()
	return Keys{Public: public, Private: private}, err
}

// LoadKeys returns the pair of the environment, or else the one that is kept in the database; the first time it makes one.
func LoadKeys(app core.App, public, private string) (Keys, error) {
	if public != "" || private != "" {
		keys := Keys{Public: strings.TrimRight(public, "="), Private: strings.TrimRight(private, "=")}
		if !keys.match() {
			return Keys{}, ErrKeys
		}
		return keys, nil
	}
	made, err := NewKeys()
	if err != nil {
		return Keys{}, fmt.Errorf("make VAPID keys: %w", err)
	}
	var keys Keys
	// note: whoever comes first stores its pair, and everybody reads that one.
	_, err = app.NonconcurrentDB().NewQuery("INSERT INTO push_keys (id, public, private) VALUES (1, {:public}, {:private}) ON CONFLICT (id) DO NOTHING").
		Bind(dbx.Params{"public": made.Public, "private": made.Private}).Execute()
	if err == nil {
		err = app.NonconcurrentDB().NewQuery("SELECT public, private FROM push_keys WHERE id = 1").One(&keys)
	}
	if err != nil {
		return Keys{}, fmt.Errorf("keep VAPID keys: %w", err)
	}
	return keys, nil
}

func (k Keys) match() bool {
	raw, err := base64.RawURLEncoding.DecodeString(k.Private)
	if err != nil {
		return false
	}
	private, err := ecdh.P256().NewPrivateKey(raw)
	return err == nil && base64.RawURLEncoding.EncodeToString(private.PublicKey().Bytes()) == k.Public
}

// subject is whom a push service may turn to: what the operator says, the address of this Campfire, or who its mails come
// from. webpush-go writes "mailto:" before whatever is no https address, and Apple refuses a doubled one.
func subject(app core.App, said string) string {
	meta := app.Settings().Meta
	for _, candidate := range []string{said, meta.AppURL} {
		if at, err := url.Parse(candidate); err == nil && at.Scheme == "https" && at.Hostname() != "localhost" && strings.Contains(at.Host, ".") {
			return candidate
		}
	}
	if said = strings.TrimSpace(said); len(said) >= len("mailto:") && strings.EqualFold(said[:len("mailto:")], "mailto:") {
		said = said[len("mailto:"):]
	}
	if strings.Contains(said, "@") {
		return said
	}
	return meta.SenderAddress
}

// CheckSubscription returns what is wrong with the keys of a browser, if anything.
func CheckSubscription(s collections.PushSubscription) error {
	point, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(s.P256dh, "="))
	if err == nil {
		_, err = ecdh.P256().NewPublicKey(point)
	}
	if err != nil {
		return ErrSubscription
	}
	secret, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(s.Auth, "="))
	if err != nil || len(secret) != authBytes {
		return ErrSubscription
	}
	return nil
}

// authBytes is the length of the secret that a browser shares with us.
const authBytes = 16
