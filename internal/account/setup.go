// Package account is the one account of an installation: its first run, its join link.
package account

import (
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"strings"

	"campfire/collections"
	"campfire/internal/event"
	"campfire/internal/failpoint"

	validation "github.com/go-ozzo/ozzo-validation/v4"
	"github.com/go-ozzo/ozzo-validation/v4/is"
	"github.com/pocketbase/pocketbase/core"
)

var (
	// ErrDone means that the first run has happened.
	ErrDone = errors.New("this Campfire is already set up")
	// ErrWrongCode means that the join code is not, or no longer, the account's.
	ErrWrongCode = errors.New("wrong join code")
)

// DefaultName is what an account is called until somebody renames it.
const DefaultName = "Campfire"

// Form is what a person says about themselves, at the first run and when joining.
type Form struct {
	Name     string `json:"name"`
	Email    string `json:"email"`
	Password string `json:"password"`
}

// Validate tidies the form and judges it.
func (f *Form) Validate() error {
	f.Name = strings.TrimSpace(f.Name)
	f.Email = strings.ToLower(strings.TrimSpace(f.Email)) // an address in another case is the same person
	return validation.ValidateStruct(f,
		validation.Field(&f.Name, validation.Required.Error("Tell people your name."), validation.RuneLength(1, 100), validation.By(text)),
		validation.Field(&f.Email, validation.Required.Error("Your email address is how you sign in."), validation.Length(3, 255), is.EmailFormat),
		validation.Field(&f.Password, validation.Required.Error("Choose a password."),
			validation.Length(collections.PasswordMinBytes, collections.PasswordMaxBytes).Error("The password must have 8 to 71 characters."),
			validation.By(text)),
	)
}

func text(value any) error {
	if s, _ := value.(string); strings.ContainsRune(s, 0) || strings.ToValidUTF8(s, "") != s {
		return validation.NewError("validation_not_text", "Must be text.")
	}
	return nil
}

// NewUser returns an unsaved user. Its password is hashed here, outside any transaction: that takes a good part of a
// tenth of a second.
func NewUser(app core.App, f Form, role string) (*core.Record, error) {
	collection, err := app.FindCachedCollectionByNameOrId(collections.Users)
	if err != nil {
		return nil, err
	}
	user := core.NewRecord(collection)
	user.Set(collections.UserName, f.Name)
	user.SetEmail(f.Email)
	user.SetPassword(f.Password)
	user.Set(collections.UserRole, role)
	user.Set(collections.UserStatus, collections.StatusActive)
	return user, nil
}

// NewSuperuser returns an unsaved dashboard account with the same sign-in, or nil if there is one with that address.
func NewSuperuser(app core.App, f Form) (*core.Record, error) {
	if existing, err := app.FindAuthRecordByEmail(core.CollectionNameSuperusers, f.Email); err == nil && existing != nil {
		return nil, nil
	}
	collection, err := app.FindCachedCollectionByNameOrId(core.CollectionNameSuperusers)
	if err != nil {
		return nil, err
	}
	superuser := core.NewRecord(collection)
	superuser.SetEmail(f.Email)
	superuser.SetPassword(f.Password)
	return superuser, nil
}

// Create stores the account. Its fixed key lets it happen once: a second first run fails here and takes with it whatever
// else it did in the transaction (G35).
func Create(tx core.App) error {
	exists, err := collections.AccountExists(tx.DB())
	if err != nil {
		return err
	}
	if exists {
		return ErrDone
	}
	collection, err := tx.FindCachedCollectionByNameOrId(collections.Account)
	if err != nil {
		return err
	}
	record := core.NewRecord(collection)
	record.Id = collections.AccountID
	record.Set(collections.AccountName, DefaultName)
	record.Set(collections.AccountJoinCode, NewJoinCode())
	record.Set(collections.AccountJoinPolicy, collections.JoinByLink)
	if err := tx.Save(record); err != nil {
		return fmt.Errorf("store account: %w", err)
	}
	return failpoint.Hit("setup.step")
}

// Store saves the people of the first run; a missing superuser is skipped.
func Store(tx core.App, people ...*core.Record) error {
	for _, person := range people {
		if person == nil {
			continue
		}
		if err := tx.Save(person); err != nil {
			return fmt.Errorf("store %s: %w", person.Collection().Name, err)
		}
		if err := failpoint.Hit("setup.step"); err != nil {
			return err
		}
	}
	return nil
}

// Changed appends the event that tells everybody about a changed account.
func Changed(tx core.App) error {
	view, err := collections.FindAccount(tx.DB())
	if err != nil {
		return err
	}
	_, err = event.Append(tx, event.Event{Kind: event.AccountUpdated}, view)
	return err
}

// joinAlphabet leaves out what people misread.
const joinAlphabet = "ABCDEFGHJKMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789"

// NewJoinCode returns twelve random characters in three groups.
func NewJoinCode() string {
	var b strings.Builder
	for i := range 12 {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(joinAlphabet))))
		if err != nil {
			panic(err) // crypto/rand does not fail
		}
		b.WriteByte(joinAlphabet[n.Int64()])
	}
	return b.String()
}

// CheckJoinCode returns ErrWrongCode unless code is the account's.
func CheckJoinCode(app core.App, code string) error {
	view, err := collections.FindAccount(app.DB())
	if err != nil && !collections.IsNotFound(err) {
		return err
	}
	if !rightCode(view.JoinCode, code) {
		return ErrWrongCode
	}
	return nil
}
