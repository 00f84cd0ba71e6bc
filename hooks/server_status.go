package hooks

import (
	"net/http"
	"time"

	"campfire/internal/health"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/router"
)

// serverStatus is what an administrator sees of the server.
type serverStatus struct {
	Status     string          `json:"status"`
	Build      string          `json:"build"`
	Durability string          `json:"durability"`
	Started    time.Time       `json:"started"`
	Parts      []partStatus    `json:"parts"`
	Every      int             `json:"every_seconds"`
	Samples    []health.Sample `json:"samples"`
}

type partStatus struct {
	Name  string       `json:"name"`
	OK    bool         `json:"ok"`
	Vital bool         `json:"vital"`
	MS    float64      `json:"probe_ms"`
	Error string       `json:"error"`
	Facts health.Facts `json:"facts"`
}

func (p *plugin) routeServerStatus(chat *router.RouterGroup[*core.RequestEvent]) {
	p.started = time.Now().UTC()
	chat.GET("/status", p.tellStatus)
}

// tellStatus answers 200 however the server is: whoever asks wants to see it.
func (p *plugin) tellStatus(e *core.RequestEvent) error {
	if err := requireAdministrator(e); err != nil {
		return refuse(e, err)
	}
	answer := serverStatus{
		Status: http.StatusText(http.StatusOK), Build: p.config.Build, Durability: p.config.Synchronous, Started: p.started,
		Parts: []partStatus{}, Every: int(health.SampleEvery.Seconds()), Samples: p.history.Samples(),
	}
	for _, found := range p.monitor.Findings() {
		part := partStatus{
			Name: found.Name, OK: found.Err == nil, Vital: found.Vital, MS: float64(found.Took.Microseconds()) / 1000, Facts: found.Public,
		}
		if found.Err != nil {
			part.Error = found.Err.Error()
			answer.Status = http.StatusText(http.StatusServiceUnavailable)
		}
		answer.Parts = append(answer.Parts, part)
	}
	return e.JSON(http.StatusOK, answer)
}

// sample adds what the parts know to a sample.
func (p *plugin) sample(s *health.Sample) {
	s.Sockets, s.Waiting = p.hub.Connections(), p.writer.Depth()
	for _, behind := range p.behind(p.log.Head()) {
		s.Behind = max(s.Behind, behind)
	}
}
