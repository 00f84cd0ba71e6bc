package hooks

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"campfire/internal/backup"
	"campfire/internal/health"

	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cast"
)

// backupCron is how PocketBase's log begins a line about the schedule.
const backupCron = "[Backup cron]"

// lastBackup is how the newest backup went that this server packed.
type lastBackup struct {
	mu  sync.Mutex
	at  time.Time // of the newest that is where it belongs; zero for none since the start
	err error
}

// backUp takes the place of what PocketBase would do, at its schedule and from the dashboard.
func (p *plugin) backUp(e *core.BackupEvent) error {
	err := backup.Create(e.Context, e.App, e.Name, e.Exclude)
	p.backups.mu.Lock()
	defer p.backups.mu.Unlock()
	if p.backups.err = err; err == nil {
		p.backups.at = time.Now().UTC()
	}
	return err
}

// lookAtBackups fails while the newest backup has failed and there is a schedule: nobody sits in front of that.
func (p *plugin) lookAtBackups() (health.Facts, health.Facts, error) {
	settings := p.app.Settings().Backups
	p.backups.mu.Lock()
	defer p.backups.mu.Unlock()
	public, facts := health.Facts{"scheduled": settings.Cron != ""}, health.Facts{"s3": settings.S3.Enabled}
	if !p.backups.at.IsZero() {
		facts["last"] = p.backups.at.Format(time.RFC3339)
	}
	if p.backups.err != nil && settings.Cron != "" {
		return public, facts, fmt.Errorf("the newest backup failed: %w", p.backups.err)
	}
	return public, facts, nil
}

// hideBucket keeps out of the log what a bucket answered to PocketBase when it looked for backups to remove.
func (p *plugin) hideBucket(l *core.Log) {
	if s3 := p.app.Settings().Backups.S3; strings.HasPrefix(l.Message, backupCron) && l.Data["error"] != nil {
		l.Data["error"] = backup.Plain(cast.ToString(l.Data["error"]), s3.AccessKey, s3.Secret)
	}
}
