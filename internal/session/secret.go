package session

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"campfire/collections"

	"github.com/pocketbase/pocketbase/core"
)

// SignWith makes what tokens are signed with from base, a secret of the operator's, and reports whether that is another
// than before: then whoever was signed in is not any more, and links under way are worth nothing. "" keeps what is in the
// database.
func SignWith(app core.App, base string) (changed bool, err error) {
	if base == "" {
		return false, nil
	}
	err = app.RunInTransaction(func(tx core.App) error {
		all, err := tx.FindAllCollections(core.CollectionTypeAuth)
		if err != nil {
			return err
		}
		for _, c := range all {
			if !setSecrets(c, base) {
				continue
			}
			changed = true
			if err := tx.Save(c); err != nil {
				return fmt.Errorf("store the secrets of %s: %w", c.Name, err)
			}
		}
		if !changed {
			return nil
		}
		return collections.DeleteSignedIn(tx.DB())
	})
	return changed, err
}

// setSecrets gives each kind of token of a collection a secret of its own, so that none can pass for another.
func setSecrets(c *core.Collection, base string) (changed bool) {
	for kind, token := range map[string]*core.TokenConfig{
		core.TokenTypeAuth: &c.AuthToken, core.TokenTypeFile: &c.FileToken, core.TokenTypeVerification: &c.VerificationToken,
		core.TokenTypePasswordReset: &c.PasswordResetToken, core.TokenTypeEmailChange: &c.EmailChangeToken,
	} {
		mac := hmac.New(sha256.New, []byte(base))
		_, _ = mac.Write([]byte(c.Id + " " + kind))
		if secret := hex.EncodeToString(mac.Sum(nil)); token.Secret != secret {
			token.Secret, changed = secret, true
		}
	}
	return changed
}
