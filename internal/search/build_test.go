package search

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pocketbase/pocketbase/core"
)

// A build that fails is tried again later. Until then the index is not "being built": whoever looks is told why not.
func TestABuildThatFailsIsNamed(t *testing.T) {
	t.Parallel()
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: filepath.Join(t.TempDir(), "gone")})
	if app.Logger() == nil {
		t.Fatal("no logger")
	}
	x := &Index{app: app, kick: make(chan struct{}, 1)}
	x.wanted.Store(true)
	x.building.Store(true)
	ctx, cancel := context.WithCancel(context.Background())
	built := make(chan struct{})
	go func() { defer close(built); x.build(ctx) }()
	for end := time.Now().Add(10 * time.Second); x.failure.Load() == nil && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
	cancel()
	<-built
	if failure := x.failure.Load(); failure == nil || !strings.HasPrefix(*failure, "it cannot be built: ") {
		t.Fatal("a failed build is not named")
	}
}
