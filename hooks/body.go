package hooks

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"unicode/utf8"

	"campfire/collections"
	"campfire/internal/room"

	"github.com/pocketbase/pocketbase/core"
)

// maxBody bounds a request of ours: a message of 64 KiB, with every byte escaped, fits.
const maxBody = 512 << 10

// readBody returns the fields of a request: a JSON object in UTF-8, whatever type a hurried curl gives it, or a form.
// Inside a batch PocketBase has read them.
func readBody(e *core.RequestEvent) (map[string]any, error) {
	kind := e.Request.Header.Get("Content-Type")
	if e.App.IsTransactional() || strings.HasPrefix(kind, "multipart/") {
		return readForm(e)
	}
	raw, err := io.ReadAll(http.MaxBytesReader(e.Response, e.Request.Body, maxBody))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, errBodyTooLarge
	case err != nil || !utf8.Valid(raw):
		return nil, errBody
	}
	raw = bytes.TrimSpace(raw)
	if strings.HasPrefix(kind, "application/x-www-form-urlencoded") && !bytes.HasPrefix(raw, []byte("{")) {
		return readForm(e) // the body can be read again
	}
	body := map[string]any{}
	if len(raw) > 0 && json.Unmarshal(raw, &body) != nil || body == nil {
		return nil, errBody
	}
	return body, nil
}

func readForm(e *core.RequestEvent) (map[string]any, error) {
	info, err := e.RequestInfo()
	if err != nil {
		return nil, errBody
	}
	return info.Body, nil
}

// text reads a string field of a request body: "" when it is missing.
func text(body map[string]any, field string) (string, error) {
	switch value := body[field].(type) {
	case nil:
		return "", nil
	case string:
		return value, nil
	}
	return "", wrongType{field}
}

// words reads a field that is a list of strings.
func words(body map[string]any, field string) (list []string, present bool, err error) {
	value, present := body[field]
	items, ok := value.([]any)
	if present && !ok {
		return nil, true, wrongType{field}
	}
	list = make([]string, len(items))
	for i, item := range items {
		if list[i], ok = item.(string); !ok {
			return nil, true, wrongType{field}
		}
	}
	return list, present, nil
}

// texts reads a field that is a list of ids: nil when it is missing.
func texts(body map[string]any, field string) ([]string, error) {
	value, present := body[field]
	if !present {
		return nil, nil
	}
	list, ok := value.([]any)
	if !ok {
		return nil, wrongType{field}
	}
	found := make([]string, len(list))
	for i, item := range list {
		id, ok := item.(string)
		if !ok || !collections.ValidID(id) {
			return nil, fmt.Errorf("%w: %v", room.ErrUnknownMember, item)
		}
		found[i] = id
	}
	return found, nil
}
