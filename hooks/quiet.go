package hooks

import (
	"encoding/json"
	"net/http"
	"time"

	"campfire/collections"
	"campfire/internal/quiet"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

func (p *plugin) routeQuiet(chat *router.RouterGroup[*core.RequestEvent]) {
	chat.GET("/quiet", p.showQuiet)
	chat.PATCH("/quiet", p.changeQuiet)
}

// quietView is a person's own quiet hours, and how things stand.
type quietView struct {
	quiet.Settings
	quiet.State
}

func (p *plugin) showQuiet(e *core.RequestEvent) error {
	user, err := person(e)
	if err != nil {
		return refuse(e, err)
	}
	return answerQuiet(e, quiet.Parse(user.GetString(collections.UserQuiet)))
}

func answerQuiet(e *core.RequestEvent, settings quiet.Settings) error {
	if settings.Days == nil {
		settings.Days = []int{}
	}
	return e.JSON(http.StatusOK, quietView{settings, settings.At(time.Now())})
}

// changeQuiet takes the schedule, a pause, or both: what the body leaves out stays as it is.
func (p *plugin) changeQuiet(e *core.RequestEvent) error {
	user, err := person(e)
	if err != nil {
		return refuse(e, err)
	}
	body, err := readBody(e)
	if err != nil {
		return refuse(e, err)
	}
	stored, err := collections.Quiet(e.App.DB(), user.Id)
	if err != nil {
		return refuse(e, err)
	}
	settings, err := withChanges(quiet.Parse(stored), body)
	if err == nil {
		err = collections.SetQuiet(e.App.DB(), user.Id, settings.String())
	}
	if err != nil {
		return refuse(e, err)
	}
	return answerQuiet(e, settings)
}

func withChanges(settings quiet.Settings, body map[string]any) (quiet.Settings, error) {
	for field, to := range map[string]*string{"zone": &settings.Zone, "from": &settings.From, "until": &settings.Until} {
		if _, present := body[field]; present {
			value, err := text(body, field)
			if err != nil {
				return settings, err
			}
			*to = value
		}
	}
	if days, present := body["days"]; present {
		raw, _ := json.Marshal(days) // it came from JSON
		settings.Days = nil
		if err := json.Unmarshal(raw, &settings.Days); err != nil {
			return settings, quiet.ErrDays
		}
	}
	if err := settings.Validate(); err != nil {
		return settings, err
	}
	if _, present := body["pause"]; !present {
		return settings, nil
	}
	length, err := text(body, "pause")
	if err != nil {
		return settings, err
	}
	return settings.Paused(length, time.Now())
}
