package backup_test

import (
	"context"
	"errors"
	"testing"

	"campfire/internal/backup"
	"campfire/internal/testapp"
)

func TestABackupThatMeetsAnExportComesAfterIt(t *testing.T) {
	app := testapp.New(t)
	begun, end, exported := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		exported <- backup.Copy(context.Background(), app, func(string) error { close(begun); <-end; return nil })
	}()
	<-begun
	said := make(chan string, 2)
	tell := func(what string) { said <- what }

	given, giveUp := context.WithCancel(backup.Tell(context.Background(), tell))
	giveUpSoon := func(string) { giveUp() }
	if err := backup.Copy(backup.Tell(given, giveUpSoon), app, nil); !errors.Is(err, backup.ErrBusy) {
		t.Errorf("one that was interrupted while it waited: %v", err)
	}

	packed := make(chan error, 1)
	go func() { packed <- backup.Create(backup.Tell(context.Background(), tell), app, "second.zip", nil) }()
	if what := <-said; what != backup.Waits {
		t.Errorf("it says %q", what)
	}
	select {
	case err := <-packed:
		t.Fatalf("it did not wait: %v", err)
	default:
	}
	close(end)
	if err := errors.Join(<-exported, <-packed); err != nil {
		t.Errorf("one after the other: %v", err)
	}
	backups, err := app.NewBackupsFilesystem()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = backups.Close() }()
	if is, err := backups.Exists("second.zip"); !is || err != nil {
		t.Errorf("the backup that waited is not there: %v", err)
	}
	if len(said) > 0 {
		t.Error("it says so more than once")
	}
}
