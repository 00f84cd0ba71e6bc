package hooks

import (
	"strings"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/hook"
)

// bindDashboard keeps superusers, and the dashboard that they work with, where the operator wants them.
func (p *plugin) bindDashboard(se *core.ServeEvent) {
	if p.config.Dashboard == "" || p.config.Dashboard == "on" {
		return
	}
	se.Router.Bind(&hook.Handler[*core.RequestEvent]{
		Id: "campfireDashboard", Priority: apis.DefaultLoadAuthTokenMiddlewarePriority + 1, Func: p.guardDashboard,
	})
}

func (p *plugin) guardDashboard(e *core.RequestEvent) error {
	if asksForDashboard(e) && (p.config.Dashboard != "local" || !isLocal(e)) {
		return refuse(e, errNotFound)
	}
	return e.Next()
}

func asksForDashboard(e *core.RequestEvent) bool {
	path := e.Request.URL.Path
	if e.HasSuperuserAuth() || path == "/_" || strings.HasPrefix(path, "/_/") {
		return true
	}
	name := e.Request.PathValue("collection") // or its id
	if name == "" {
		return false
	}
	collection, err := e.App.FindCachedCollectionByNameOrId(name)
	return err == nil && collection.Name == core.CollectionNameSuperusers
}

// isLocal reports whether a request comes from the machine itself, and not from a proxy on it.
func isLocal(e *core.RequestEvent) bool {
	for _, name := range forwarded {
		if e.Request.Header.Get(name) != "" {
			return false
		}
	}
	address, ok := addressOf(e.Request.RemoteAddr)
	return ok && address.IsLoopback()
}
