package hooks

import (
	"fmt"
	"net/http"

	"campfire/internal/flag"

	validation "github.com/go-ozzo/ozzo-validation/v4"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

func (p *plugin) routeFlags(chat *router.RouterGroup[*core.RequestEvent]) {
	chat.GET("/flags", p.showFlags)
	chat.PATCH("/flags", p.patchFlags)
}

// flagsView is the flags, and for administrators where each comes from.
type flagsView struct {
	flag.Values
	Settings map[string]flag.Setting `json:"settings,omitempty"`
}

func (p *plugin) showFlags(e *core.RequestEvent) error {
	administrator := requireAdministrator(e) == nil
	if _, err := caller(e); err != nil && !administrator {
		return refuse(e, err)
	}
	values, settings, err := flag.Read(e.App.ConcurrentDB())
	if err != nil {
		return refuse(e, err)
	}
	view, kind := flagsView{Values: values}, "m"
	if administrator {
		view.Settings, kind = settings, "a"
	}
	tag := fmt.Sprintf(`"%s-%d%s"`, p.log.Epoch(), values.Version, kind)
	header := e.Response.Header()
	header.Set("ETag", tag)
	header.Set("Cache-Control", "private, no-cache")
	if e.Request.Header.Get("If-None-Match") == tag {
		return e.NoContent(http.StatusNotModified)
	}
	return e.JSON(http.StatusOK, view)
}

func (p *plugin) patchFlags(e *core.RequestEvent) error {
	body, err := readBody(e)
	if err := firstOf(requireAdministrator(e), err); err != nil {
		return refuse(e, err)
	}
	version, ok := body["version"].(float64)
	if !ok {
		return refuse(e, wrongType{"version"})
	}
	changes, ok := body["changes"].(map[string]any)
	if !ok || len(changes) == 0 {
		return refuse(e, wrongType{"changes"})
	}
	wrong := validation.Errors{}
	for name, value := range changes {
		if _, err := flag.Stored(name, value); err != nil {
			wrong[name] = err
		}
	}
	if len(wrong) > 0 {
		return refuse(e, wrong)
	}
	if err := flag.Change(e.App, int64(version), changes); err != nil {
		return refuse(e, err)
	}
	return p.showFlags(e)
}
