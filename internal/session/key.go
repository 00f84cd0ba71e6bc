package session

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"campfire/collections"

	validation "github.com/go-ozzo/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"
)

const (
	// keyPrefix makes a leaked key findable. Nothing hangs on it: keys that come from elsewhere have another form.
	keyPrefix = "campfire_bot_"
	keyLength = 40
	// maxKeys and maxKeyRooms bound what one bot has and what one key lists.
	maxKeys     = 50
	maxKeyRooms = 100
)

// ErrTooManyKeys means that the bot has as many keys as one may have.
var ErrTooManyKeys = errors.New("too many keys")

// KeyForm is what an administrator says about a bot's key; nil leaves a part as it is.
type KeyForm struct {
	Name *string `json:"name"`
	// Scopes is what the key may do: read, write or both.
	Scopes *[]string `json:"scopes"`
	// Rooms are the only ones that the key is for; empty stands for every room of the bot.
	Rooms *[]string `json:"rooms"`
}

// Validate tidies the form and judges it. A key without a word about its scopes may do everything that its bot may.
func (f *KeyForm) Validate() error {
	if f.Name != nil {
		*f.Name = strings.TrimSpace(*f.Name)
	}
	return validation.ValidateStruct(f,
		validation.Field(&f.Name, validation.NilOrNotEmpty.Error("Name the key."), validation.RuneLength(1, collections.SessionNameMax), validation.By(printable)),
		validation.Field(&f.Scopes, validation.NilOrNotEmpty.Error("A key is for reading, for writing, or for both."), validation.By(knownScopes)),
		validation.Field(&f.Rooms, validation.Length(0, maxKeyRooms)),
	)
}

func printable(value any) error {
	if s, ok := value.(*string); ok && s != nil && (strings.ContainsRune(*s, 0) || !utf8.ValidString(*s)) {
		return validation.NewError("validation_not_text", "Must be text.")
	}
	return nil
}

func knownScopes(value any) error {
	list, ok := value.(*[]string)
	if !ok || list == nil {
		return nil
	}
	for _, scope := range *list {
		if !slices.Contains(collections.Scopes, scope) {
			return validation.NewError("validation_scope", "Must be read or write.")
		}
	}
	return nil
}

// NewKey gives a bot another key and returns it, the only time that anybody sees it: its hash is kept.
func NewKey(tx core.App, bot string, form KeyForm) (key, id string, err error) {
	have, err := collections.CountKeys(tx.DB(), bot)
	if err != nil {
		return "", "", fmt.Errorf("count keys: %w", err)
	}
	if have >= maxKeys {
		return "", "", ErrTooManyKeys
	}
	record, err := newRow(tx, bot, collections.SessionBot)
	if err != nil {
		return "", "", err
	}
	record.Set(collections.SessionName, "Key")
	record.Set(collections.SessionScopes, collections.Scopes)
	record.Set(collections.SessionRooms, []string{})
	key = newKey(record)
	err = ChangeKey(tx, record, form)
	return key, record.Id, err
}

// ChangeKey stores what the form says about a key.
func ChangeKey(tx core.App, record *core.Record, form KeyForm) error {
	if form.Name != nil {
		record.Set(collections.SessionName, *form.Name)
	}
	if form.Scopes != nil {
		record.Set(collections.SessionScopes, *form.Scopes)
	}
	if form.Rooms != nil {
		if err := checkRooms(tx, record.GetString(collections.SessionUser), *form.Rooms); err != nil {
			return err
		}
		record.Set(collections.SessionRooms, *form.Rooms)
	}
	if err := tx.Save(record); err != nil {
		return fmt.Errorf("store key: %w", err)
	}
	return nil
}

// checkRooms holds that a key is for rooms that its bot is in.
func checkRooms(tx core.App, bot string, rooms []string) error {
	own, err := collections.RoomIDsOf(tx.DB(), bot)
	if err != nil {
		return fmt.Errorf("read rooms: %w", err)
	}
	for _, room := range rooms {
		if !slices.Contains(own, room) {
			return validation.Errors{"rooms": validation.NewError("validation_rooms", "The bot must be in every room named.")}
		}
	}
	return nil
}

// RotateKey puts a new key in the place of one, with the same name, scopes and rooms. The old one ends.
func RotateKey(tx core.App, record *core.Record) (string, error) {
	key := newKey(record)
	if err := tx.Save(record); err != nil {
		return "", fmt.Errorf("store key: %w", err)
	}
	return key, nil
}

func newKey(record *core.Record) string {
	key := keyPrefix + security.RandomString(keyLength)
	setKey(record, key)
	record.Set(collections.SessionLastActive, "") // nobody has used it yet
	return key
}

// setKey keeps what a key is known by: its hash for the server, how it ends for people.
func setKey(record *core.Record, key string) {
	record.Set(collections.SessionKeyHash, hash(key))
	record.Set(collections.SessionKeyTail, collections.KeyTail(key))
}
