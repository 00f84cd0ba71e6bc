package hooks

import (
	"net"
	"net/http"
	"runtime"
	"time"

	"github.com/pocketbase/pocketbase/apis"
	"github.com/pocketbase/pocketbase/core"
)

func (p *plugin) routeHealth(se *core.ServeEvent) {
	se.Router.GET("/up", func(e *core.RequestEvent) error { return e.String(http.StatusOK, "OK") }).Bind(apis.SkipSuccessActivityLog())
	se.Router.GET("/health", p.health).Bind(apis.SkipSuccessActivityLog())
	se.Router.GET("/health/detailed", p.healthDetailed).Bind(apis.SkipSuccessActivityLog())
}

// health is for load balancers and the curious: no secrets, no details.
func (p *plugin) health(e *core.RequestEvent) error {
	status, database := p.probe()
	return e.JSON(status, map[string]any{
		"status": http.StatusText(status), "database": database, "websocket": map[string]any{"connections": p.hub.Connections()},
		"memory": map[string]any{"heap_bytes": heapBytes()}, "search": map[string]any{"ok": p.index.Status().OK},
	})
}

// healthDetailed is for the operator: from the box itself, or as a superuser.
func (p *plugin) healthDetailed(e *core.RequestEvent) error {
	host, _, _ := net.SplitHostPort(e.Request.RemoteAddr)
	address := net.ParseIP(host)
	if !e.HasSuperuserAuth() && (address == nil || !address.IsLoopback() || e.Request.Header.Get("X-Forwarded-For") != "") {
		return refuse(e, errForbidden)
	}
	status, database := p.probe()
	index := p.index.Status()
	if !index.OK {
		status = http.StatusServiceUnavailable
	}
	database["synchronous"] = p.config.Synchronous
	return e.JSON(status, map[string]any{
		"status": http.StatusText(status), "database": database, "build": p.config.Build,
		"log":       map[string]any{"epoch": p.log.Epoch(), "head": p.log.Head(), "floor": p.log.Floor(), "published": p.hub.Published()},
		"search":    index,
		"queue":     map[string]any{"waiting": p.writer.Depth()},
		"websocket": map[string]any{"connections": p.hub.Connections()},
		"memory":    map[string]any{"heap_bytes": heapBytes(), "goroutines": runtime.NumGoroutine()},
	})
}

// probeWithin is how long the database may take to answer before it counts as down.
const probeWithin = 2 * time.Second

// probe asks the database through the pool that requests use.
func (p *plugin) probe() (int, map[string]any) {
	began := time.Now()
	_, err := p.log.ReadHead(p.app.ConcurrentDB())
	took := time.Since(began)
	answer := map[string]any{"ok": err == nil && took < probeWithin, "probe_ms": float64(took.Microseconds()) / 1000}
	if err != nil || took >= probeWithin {
		return http.StatusServiceUnavailable, answer
	}
	return http.StatusOK, answer
}

func heapBytes() uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
