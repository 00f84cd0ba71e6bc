package hooks

import (
	"container/list"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"campfire/internal/event"
	"campfire/internal/message"

	"github.com/pocketbase/pocketbase/core"
)

// writeRecord answers with an object as the record API shows it: with the collection's name and id in front.
func writeRecord(e *core.RequestEvent, collection, object string) error {
	c, err := e.App.FindCachedCollectionByNameOrId(collection)
	if err != nil {
		return refuse(e, err)
	}
	raw := []byte(`{"collectionId":"` + c.Id + `","collectionName":"` + c.Name + `",` + strings.TrimPrefix(object, "{"))
	if e.Request.URL.RawQuery != "" {
		return e.JSON(http.StatusOK, json.RawMessage(raw)) // honours ?fields=
	}
	e.Response.Header().Set("Content-Type", "application/json")
	e.Response.WriteHeader(http.StatusOK)
	_, err = e.Response.Write(raw)
	return err
}

// listMessages answers one page of a room.
func (p *plugin) listMessages(e *core.RequestEvent) error {
	user, err := caller(e)
	if err != nil {
		return refuse(e, err)
	}
	page, err := readPage(e.Request, e.Request.PathValue("room"))
	if err != nil {
		return refuse(e, err)
	}
	if !scopeOf(e).Reaches(page.Room) {
		return refuse(e, message.ErrNotFound)
	}
	changed, err := p.pages.Version(page.Room, user.Id)
	if err != nil {
		return refuse(e, err)
	}
	// Whatever a page shows changes with an event about a message of its room, so that event's number is its version.
	tag := fmt.Sprintf(`"%s-%d-%s"`, p.log.Epoch(), changed, page.Key())
	header := e.Response.Header()
	header.Set("ETag", tag)
	header.Set("Cache-Control", "private, no-cache")
	if e.Request.Header.Get("If-None-Match") == tag {
		return e.NoContent(http.StatusNotModified)
	}
	raw := p.cache.get(page.Room + tag)
	if raw == nil {
		began := time.Now()
		found, err := p.pages.Read(page)
		p.metrics.Read("history", began)
		if err != nil {
			return refuse(e, err)
		}
		encoded, err := event.Encode(found)
		if err != nil {
			return refuse(e, err)
		}
		raw = []byte(encoded)
		p.cache.put(page.Room+tag, raw)
	}
	header.Set("Content-Type", "application/json")
	e.Response.WriteHeader(http.StatusOK)
	_, err = e.Response.Write(raw)
	return err
}

// maxCursor is beyond every message and one below the largest number, so that counting from it does not overflow.
const maxCursor = math.MaxInt64 - 1

func readPage(r *http.Request, room string) (message.Page, error) {
	page := message.Page{Room: room, Limit: message.PageDefault}
	query := r.URL.Query()
	for _, cursor := range []message.Cursor{message.Before, message.After, message.Around} {
		if value := query.Get(string(cursor)); value != "" {
			number, err := strconv.ParseInt(value, 10, 64)
			if err != nil || number < 0 || page.Cursor != "" {
				return page, wrongType{string(cursor)}
			}
			page.Cursor, page.RSeq = cursor, min(number, maxCursor)
		}
	}
	if value := query.Get("limit"); value != "" {
		limit, err := strconv.Atoi(value)
		if err != nil || limit < 1 {
			return page, wrongType{"limit"}
		}
		page.Limit = min(limit, message.PageMax)
	}
	return page, nil
}

// cachedBytes bounds the pages in memory. After a reconnect everybody asks for the same newest pages.
const cachedBytes = 2 << 20

// pageCache keeps the encoded pages that were asked for last. An entry is named by its version, so it is never stale.
type pageCache struct {
	mu    sync.Mutex
	order *list.List
	byKey map[string]*list.Element
	bytes int
}

type cachedPage struct {
	key string
	raw []byte
}

func newPageCache() *pageCache {
	return &pageCache{order: list.New(), byKey: map[string]*list.Element{}}
}

func (c *pageCache) get(key string) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	element := c.byKey[key]
	if element == nil {
		return nil
	}
	c.order.MoveToFront(element)
	return element.Value.(cachedPage).raw
}

func (c *pageCache) put(key string, raw []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.byKey[key] != nil || len(raw) > cachedBytes/4 {
		return
	}
	c.byKey[key] = c.order.PushFront(cachedPage{key, raw})
	for c.bytes += len(raw); c.bytes > cachedBytes; {
		last := c.order.Remove(c.order.Back()).(cachedPage)
		delete(c.byKey, last.key)
		c.bytes -= len(last.raw)
	}
}
