package session

import (
	"fmt"

	"campfire/collections"

	"github.com/pocketbase/pocketbase/core"
)

// ReplaceWebhookKey ends the key that a bot's webhook had in its paths, "" for none, and lets the next one in, "" for none.
func ReplaceWebhookKey(tx core.App, bot, before, next string) error {
	if before != "" {
		old, err := tx.FindFirstRecordByData(collections.Sessions, collections.SessionKeyHash, hash(before))
		if err == nil {
			err = tx.Delete(old)
		}
		if err != nil && !collections.IsNotFound(err) {
			return fmt.Errorf("end the webhook's key: %w", err)
		}
	}
	if next == "" {
		return nil
	}
	record, err := newRow(tx, bot, collections.SessionBot)
	if err != nil {
		return err
	}
	record.Set(collections.SessionName, "Webhook")
	record.Set(collections.SessionScopes, collections.Scopes)
	record.Set(collections.SessionRooms, []string{})
	setKey(record, next)
	if err := tx.Save(record); err != nil {
		return fmt.Errorf("store the webhook's key: %w", err)
	}
	return nil
}

// IsKey tells whether the record is that of a key.
func IsKey(record *core.Record, key string) bool {
	return record.GetString(collections.SessionKeyHash) == hash(key)
}

// MarkWebhookKey says of a bot's keys which one its webhook has in its paths.
func MarkWebhookKey(keys []collections.KeyView, key string) {
	for i := range keys {
		keys[i].Webhook = keys[i].Hash == hash(key)
	}
}
