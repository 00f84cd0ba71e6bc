package hooks

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"sync"

	"campfire/internal/openapi"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

// description is the OpenAPI document and its tag.
type description struct {
	raw []byte
	tag string
}

// routeOpenAPI serves the description of all of these routes. It is made when somebody asks for the first time.
func (p *plugin) routeOpenAPI(chat *router.RouterGroup[*core.RequestEvent]) {
	describe := sync.OnceValues(func() (description, error) {
		raw, err := openapi.Document(p.config.Build)
		sum := sha256.Sum256(raw)
		return description{raw, `"` + hex.EncodeToString(sum[:8]) + `"`}, err
	})
	chat.GET("/openapi.json", func(e *core.RequestEvent) error {
		found, err := describe()
		if err != nil {
			return refuse(e, err)
		}
		header := e.Response.Header()
		header.Set("Cache-Control", "public, max-age=300")
		header.Set("ETag", found.tag)
		if e.Request.Header.Get("If-None-Match") == found.tag {
			return e.NoContent(http.StatusNotModified)
		}
		return e.Blob(http.StatusOK, "application/json", found.raw)
	}).Bind(apis.Gzip(), apis.SkipSuccessActivityLog())
}
