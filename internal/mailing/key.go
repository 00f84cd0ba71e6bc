package mailing

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"campfire/collections"

	"github.com/pocketbase/pocketbase/core"
)

// ErrToken means that a link of a letter is not one of ours.
var ErrToken = errors.New("no such link")

// Key signs the links in letters. It is made once and kept: a letter may be years old when somebody has had enough.
type Key []byte

// keyBytes is the length of the key, markBytes that of a signature: 128 bits, which nobody guesses.
const (
	keyBytes  = 32
	markBytes = 16
)

// LoadKey returns the key that is kept in the database; the first time it makes one.
func LoadKey(app core.App) (Key, error) {
	made := make(Key, keyBytes)
	_, _ = rand.Read(made) // it never fails
	_, err := app.NonconcurrentDB().NewQuery("INSERT INTO mail_keys (id, secret) VALUES (1, {:secret}) ON CONFLICT (id) DO NOTHING").
		Bind(map[string]any{"secret": base64.RawURLEncoding.EncodeToString(made)}).Execute()
	var secret string
	if err == nil {
		err = app.NonconcurrentDB().NewQuery("SELECT secret FROM mail_keys WHERE id = 1").Row(&secret)
	}
	if err != nil {
		return nil, fmt.Errorf("keep the key of mails: %w", err)
	}
	key, err := base64.RawURLEncoding.DecodeString(secret)
	if err != nil || len(key) != keyBytes {
		return nil, errors.New("the key of mails in the database is none")
	}
	return key, nil
}

// mark signs what something is for.
func (k Key) mark(purpose, value string) string {
	mac := hmac.New(sha256.New, k)
	mac.Write([]byte(purpose + ":" + value))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:markBytes])
}

// Token is what ends the letters of one user, and nothing else.
func (k Key) Token(user string) string { return user + "." + k.mark("unsubscribe", user) }

// User returns whose letters a token ends, or ErrToken.
func (k Key) User(token string) (string, error) {
	user, mark, _ := strings.Cut(token, ".")
	if !collections.ValidID(user) || !hmac.Equal([]byte(mark), []byte(k.mark("unsubscribe", user))) {
		return "", ErrToken
	}
	return user, nil
}
