package account

import (
	"net/url"
	"slices"
	"strings"

	"campfire/collections"

	validation "github.com/go-ozzo/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"
)

// Bot is what an administrator says about a bot; nil leaves a part as it is.
type Bot struct {
	Name *string `json:"name"`
	// WebhookURL is where the bot wants to be called; "" for nowhere.
	WebhookURL *string `json:"webhook_url"`
	// WebhookRooms are rooms of which the bot wants to be told everything.
	WebhookRooms *[]string `json:"webhook_rooms"`
}

// Validate tidies the form and judges it.
func (b *Bot) Validate() error {
	tidy(b.Name, strings.TrimSpace)
	tidy(b.WebhookURL, strings.TrimSpace)
	return validation.ValidateStruct(b,
		validation.Field(&b.Name, validation.NilOrNotEmpty.Error("Name the bot."), validation.RuneLength(1, 100), validation.By(textAt)),
		validation.Field(&b.WebhookURL, validation.Length(0, collections.WebhookURLMax), validation.By(textAt), validation.By(webAddress)),
		validation.Field(&b.WebhookRooms, validation.By(roomIDs)),
	)
}

func webAddress(value any) error {
	s, ok := value.(*string)
	if !ok || s == nil || *s == "" {
		return nil
	}
	address, err := url.Parse(*s)
	if err != nil || address.Scheme != "http" && address.Scheme != "https" || address.Hostname() == "" {
		return validation.NewError("validation_web_address", "Must be an address that begins with https:// or http://.")
	}
	return nil
}

func roomIDs(value any) error {
	list, ok := value.(*[]string)
	if !ok || list == nil {
		return nil
	}
	if len(*list) > collections.WebhookRoomsMax || slices.ContainsFunc(*list, func(id string) bool { return !collections.ValidID(id) }) {
		return validation.NewError("validation_rooms", "Must be the ids of at most 200 rooms.")
	}
	return nil
}

// NewBot returns an unsaved bot.
func NewBot(app core.App, name string) (*core.Record, error) {
	// note: an auth record needs an address and a password; nobody can use these, and the auth rule keeps bots from
	// signing in with one.
	return NewUser(app, Form{
		Name: name, Email: strings.ToLower(security.RandomString(20)) + "@bots.invalid", Password: security.RandomString(40),
	}, collections.RoleBot)
}
