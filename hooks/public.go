package hooks

import (
	"net/http"

	"campfire/internal/asset"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
)

const (
	// keepForEver is for files whose address changes with their content.
	keepForEver = "public, max-age=31536000, immutable"
	// askEachTime is for the others, so that a new version is seen at once; the tag makes the question cheap.
	askEachTime = "no-cache"

	indexPage = "index.html"
)

// routePublic serves the built front end from the binary.
func (p *plugin) routePublic(se *core.ServeEvent) error {
	se.Router.GET("/api/{path...}", func(e *core.RequestEvent) error { return refuse(e, errNotFound) })
	files, err := asset.Open(p.config.Public)
	if err != nil {
		return err
	}
	if !files.Has(indexPage) {
		se.Router.GET("/{path...}", func(e *core.RequestEvent) error {
			return e.String(http.StatusNotFound, "The interface is not built into this binary. Run make build.")
		})
		return nil
	}
	p.bindManifest(se)
	for _, folder := range []string{"assets/", "sounds/"} { // sounds carry their hash as ?v=
		se.Router.GET("/"+folder+"{path...}", func(e *core.RequestEvent) error {
			return serveFile(e, files, folder+e.Request.PathValue("path"), keepForEver)
		}).Bind(apis.SkipSuccessActivityLog())
	}
	se.Router.GET("/{path...}", func(e *core.RequestEvent) error {
		if path := e.Request.PathValue("path"); path != indexPage && files.Has(path) {
			return serveFile(e, files, path, askEachTime)
		}
		pageHeaders(e)
		return serveFile(e, files, indexPage, askEachTime)
	}).Bind(apis.SkipSuccessActivityLog())
	return nil
}

func serveFile(e *core.RequestEvent, files *asset.Files, name, caching string) error {
	if !files.Has(name) {
		return refuse(e, errNotFound)
	}
	e.Response.Header().Set("Cache-Control", caching)
	return files.Serve(e.Response, e.Request, name)
}
