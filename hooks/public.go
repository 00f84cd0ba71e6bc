package hooks

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"net/http"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
)

// routePublic serves the built front end from the binary. Hashed assets are kept for ever; the page itself is asked for
// each time, so that a new version is seen at once.
func (p *plugin) routePublic(se *core.ServeEvent) {
	se.Router.GET("/api/{path...}", func(e *core.RequestEvent) error { return refuse(e, errNotFound) })
	index, err := fs.ReadFile(p.config.Public, "index.html")
	if err != nil {
		se.Router.GET("/{path...}", func(e *core.RequestEvent) error {
			return e.String(http.StatusNotFound, "The interface is not built into this binary. Run make build.")
		})
		return
	}
	files := apis.Static(p.config.Public, false)
	se.Router.GET("/assets/{path...}", func(e *core.RequestEvent) error {
		e = withAssetPath(e)
		if info, err := fs.Stat(p.config.Public, e.Request.PathValue(apis.StaticWildcardParam)); err != nil || info.IsDir() {
			return refuse(e, errNotFound)
		}
		e.Response.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		return files(e)
	}).Bind(apis.Gzip())
	sum := sha256.Sum256(index)
	tag := `"` + hex.EncodeToString(sum[:8]) + `"`
	se.Router.GET("/{path...}", func(e *core.RequestEvent) error {
		path := e.Request.PathValue(apis.StaticWildcardParam)
		if info, err := fs.Stat(p.config.Public, path); path != "" && err == nil && !info.IsDir() && path != "index.html" {
			return files(e)
		}
		return writeIndex(e, index, tag)
	}).Bind(apis.Gzip(), apis.SkipSuccessActivityLog())
}

// withAssetPath puts back the folder that the route's pattern took off.
func withAssetPath(e *core.RequestEvent) *core.RequestEvent {
	e.Request.SetPathValue(apis.StaticWildcardParam, "assets/"+e.Request.PathValue(apis.StaticWildcardParam))
	return e
}

func writeIndex(e *core.RequestEvent, index []byte, tag string) error {
	header := e.Response.Header()
	header.Set("Cache-Control", "no-cache")
	header.Set("Content-Security-Policy", contentPolicy)
	header.Set("ETag", tag)
	if e.Request.Header.Get("If-None-Match") == tag {
		return e.NoContent(http.StatusNotModified)
	}
	return e.HTML(http.StatusOK, string(index))
}
