package hooks

import (
	"net/http"

	"campfire/collections"
	"campfire/internal/session"

	"github.com/pocketbase/pocketbase/core"
)

// readKey returns what an administrator says about a key, and the bot that the address names.
func readKey(e *core.RequestEvent) (*core.Record, session.KeyForm, error) {
	var form session.KeyForm
	if err := requireAdministrator(e); err != nil {
		return nil, form, err
	}
	bot, err := findBot(e)
	if err != nil {
		return nil, form, err
	}
	body, err := readBody(e)
	if err != nil {
		return nil, form, err
	}
	if _, present := body["name"]; present {
		name, err := text(body, "name")
		if err != nil {
			return nil, form, err
		}
		form.Name = &name
	}
	for field, to := range map[string]**[]string{"scopes": &form.Scopes, "rooms": &form.Rooms} {
		list, present, err := words(body, field)
		if err != nil {
			return nil, form, err
		}
		if present {
			*to = &list
		}
	}
	return bot, form, form.Validate()
}

// createKey gives a bot another key and shows it, once.
func (p *plugin) createKey(e *core.RequestEvent) error {
	bot, form, err := readKey(e)
	if err != nil {
		return refuse(e, err)
	}
	if bot.GetString(collections.UserStatus) != collections.StatusActive {
		return refuse(e, errNotFound)
	}
	var key, id string
	err = e.App.RunInTransaction(func(tx core.App) error {
		key, id, err = session.NewKey(tx, bot.Id, form)
		return err
	})
	if err != nil {
		return refuse(e, err)
	}
	return answerKey(e, id, key)
}

func (p *plugin) changeKey(e *core.RequestEvent) error {
	bot, form, err := readKey(e)
	if err != nil {
		return refuse(e, err)
	}
	record, err := findKey(e, bot.Id)
	if err == nil {
		err = session.ChangeKey(e.App, record, form)
	}
	if err != nil {
		return refuse(e, err)
	}
	return answerKey(e, record.Id, "")
}

// rotateKey puts a new key in the place of one and shows it, once; the old one ends at once.
func (p *plugin) rotateKey(e *core.RequestEvent) error {
	record, err := keyOfAddress(e)
	if err != nil {
		return refuse(e, err)
	}
	key, err := session.RotateKey(e.App, record)
	if err != nil {
		return refuse(e, err)
	}
	return answerKey(e, record.Id, key)
}

func (p *plugin) revokeKey(e *core.RequestEvent) error {
	record, err := keyOfAddress(e)
	if err == nil {
		err = e.App.Delete(record)
	}
	if err != nil {
		return refuse(e, err)
	}
	return e.NoContent(http.StatusNoContent)
}

// keyOfAddress returns the key that the address names, to administrators.
func keyOfAddress(e *core.RequestEvent) (*core.Record, error) {
	if err := requireAdministrator(e); err != nil {
		return nil, err
	}
	bot, err := findBot(e)
	if err != nil {
		return nil, err
	}
	return findKey(e, bot.Id)
}

// findKey returns a key that is not its webhook's: another one in that place would make the paths of all calls dead.
func findKey(e *core.RequestEvent, bot string) (*core.Record, error) {
	record, err := e.App.FindRecordById(collections.Sessions, e.Request.PathValue("key"))
	if err != nil || record.GetString(collections.SessionUser) != bot || record.GetString(collections.SessionKind) != collections.SessionBot {
		return nil, errNotFound
	}
	hook, err := webhookOf(e.App, bot)
	if err == nil && session.IsKey(record, pathKey(hook)) {
		err = errWebhookKey
	}
	if collections.IsNotFound(err) {
		err = nil
	}
	return record, err
}

// answerKey shows a key as administrators see it, and the key itself if it is new.
func answerKey(e *core.RequestEvent, id, key string) error {
	row, err := collections.FindSession(e.App.DB(), id)
	if err != nil {
		return refuse(e, err)
	}
	answer := map[string]any{"entry": row.Key()}
	if key != "" {
		answer["key"] = key
	}
	return e.JSON(http.StatusOK, answer)
}
