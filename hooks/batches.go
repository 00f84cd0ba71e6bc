package hooks

import (
	"encoding/json"
	"io"
	"strings"
	"unicode/utf8"

	"campfire/collections"

	"github.com/pocketbase/pocketbase/core"
)

// bindBatches judges a batch before PocketBase has turned its fields into what the collections want: a number would have
// become a text by then, and a broken letter a whole one, and the batch door would give another verdict than the others.
func (p *plugin) bindBatches() {
	p.app.OnBatchRequest().BindFunc(func(e *core.BatchRequestEvent) error {
		raw, err := io.ReadAll(e.Request.Body) // it can be read again
		if err != nil || json.Valid(raw) && !utf8.Valid(raw) {
			return refuse(e.RequestEvent, errBody)
		}
		for _, request := range e.Batch {
			if err := firstOf(batchInScope(e.RequestEvent, request), p.batchedFile(e.RequestEvent, request), checkTexts(e.App, request)); err != nil {
				return refuse(e.RequestEvent, err)
			}
		}
		return e.Next()
	})
}

// chatTexts are the fields that must be texts, by collection.
var chatTexts = map[string][]string{
	collections.Messages:    {collections.MessageRoom, collections.MessageClientMessageID, collections.MessageBody},
	collections.Boosts:      {collections.BoostMessage, collections.BoostContent},
	collections.Rooms:       {collections.RoomKind, collections.RoomName},
	collections.Memberships: {collections.MembershipRoom, collections.MembershipUser, collections.MembershipInvolvement},
}

func checkTexts(app core.App, request *core.InternalRequest) error {
	path, _ := strings.CutPrefix(request.URL, "/api/collections/")
	name, _, _ := strings.Cut(path, "/")
	collection, err := app.FindCachedCollectionByNameOrId(name)
	if err != nil {
		return nil //nolint:nilerr // PocketBase refuses what it does not know
	}
	for _, field := range chatTexts[collection.Name] {
		if _, err := text(request.Body, field); err != nil {
			return err
		}
	}
	return nil
}
