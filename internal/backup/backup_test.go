package backup_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"campfire/internal/backup"
	"campfire/internal/database"
	"campfire/internal/testapp"
)

// packed returns a backup of the cast, with a file that somebody uploaded.
func packed(t *testing.T, prepare func(app *testapp.App)) []byte {
	t.Helper()
	app := testapp.New(t)
	for _, name := range []string{"storage/rooms/picture.png", "backups/old.zip", ".lock", "log_head", "search.db", ".autocert_cache/key"} {
		path := filepath.Join(app.DataDir(), name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte("file "+name), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	if prepare != nil {
		prepare(app)
	}
	var out bytes.Buffer
	if err := backup.Write(context.Background(), app, &out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// repacked returns the archive with its files as change wants them; one that it leaves empty goes.
func repacked(t *testing.T, archive []byte, change func(files map[string][]byte)) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(in); err != nil {
			t.Fatal(err)
		}
	}
	change(files)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, content := range files {
		if f, err := w.Create(name); err != nil {
			t.Fatal(err)
		} else if _, err := f.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestABackupHoldsWhatIsTheChats(t *testing.T) {
	names := map[string]bool{}
	repacked(t, packed(t, nil), func(files map[string][]byte) {
		for name := range files {
			names[name] = true
		}
	})
	if len(names) != 3 || !names["data.db"] || !names["auxiliary.db"] || !names["storage/rooms/picture.png"] {
		t.Errorf("a backup has %v", names)
	}
}

func TestABackupIsPutBackAndTheOldDataKept(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{"data.db": "old", "log_head": "old", "backups/b.zip": "stays", "storage/x": "old"} {
		path := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(content), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	archive := filepath.Join(t.TempDir(), "b.zip")
	hostile := repacked(t, packed(t, nil), func(files map[string][]byte) {
		files["log_head"], files[".lock"], files["backups/planted.zip"] = []byte("planted"), []byte("planted"), []byte("planted")
	})
	if err := os.WriteFile(archive, hostile, 0o600); err != nil {
		t.Fatal(err)
	}
	contents, aside, err := backup.Restore(context.Background(), dir, archive)
	if err != nil || contents.Rooms != 3 || contents.People != 4 {
		t.Fatalf("restored %+v, %v", contents, err)
	}
	for path, want := range map[string]string{
		filepath.Join(dir, "storage/rooms/picture.png"): "file storage/rooms/picture.png", filepath.Join(dir, "backups/b.zip"): "stays",
		filepath.Join(aside, "data.db"): "old", filepath.Join(aside, "log_head"): "old", filepath.Join(aside, "storage/x"): "old",
	} {
		if raw, err := os.ReadFile(path); err != nil || string(raw) != want {
			t.Errorf("%s is %q, %v", path, raw, err)
		}
	}
	for _, gone := range []string{"log_head", ".lock", "backups/planted.zip", "storage/x", ".restoring"} {
		if _, err := os.Stat(filepath.Join(dir, gone)); err == nil {
			t.Errorf("%s is there", gone)
		}
	}
	if app := testapp.Open(t, dir); !app.HasTable("messages") {
		t.Error("the restored database does not open")
	}
}

func TestWhatIsNoGoodBackupChangesNothing(t *testing.T) {
	good := packed(t, nil)
	newer := packed(t, func(app *testapp.App) {
		if _, err := app.NonconcurrentDB().NewQuery("INSERT INTO _migrations (file, applied) VALUES ('9999999999_future.go', 1)").Execute(); err != nil {
			t.Fatal(err)
		}
	})
	flipped := bytes.Clone(good)
	flipped[len(flipped)/2] ^= 0xff
	of := func(change func(files map[string][]byte)) []byte { return repacked(t, good, change) }
	for _, bad := range []struct {
		name    string
		archive []byte
		want    error
	}{
		{"a text", []byte("hello"), backup.ErrForeign},
		{"half of one", good[:len(good)/2], backup.ErrForeign},
		{"a flipped byte", flipped, backup.ErrDamaged},
		{"a zip of something else", of(func(f map[string][]byte) { delete(f, "data.db") }), backup.ErrForeign},
		{"another database", of(func(f map[string][]byte) { f["data.db"] = otherDatabase(t) }), backup.ErrForeign},
		{"no database", of(func(f map[string][]byte) { f["data.db"] = []byte(strings.Repeat("no database ", 100)) }), backup.ErrDamaged},
		{"a cut database", of(func(f map[string][]byte) { f["data.db"] = f["data.db"][:len(f["data.db"])/2] }), backup.ErrDamaged},
		{"a path that climbs", of(func(f map[string][]byte) { f["../../etc/cron.d/x"] = []byte("x") }), backup.ErrForeign},
		{"an absolute path", of(func(f map[string][]byte) { f["/etc/x"] = []byte("x") }), backup.ErrForeign},
		{"a newer one", newer, backup.ErrNewer},
	} {
		t.Run(bad.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "data.db"), []byte("old"), 0o600); err != nil {
				t.Fatal(err)
			}
			archive := filepath.Join(t.TempDir(), "b.zip")
			if err := os.WriteFile(archive, bad.archive, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, _, err := backup.Restore(context.Background(), dir, archive); !errors.Is(err, bad.want) {
				t.Errorf("it is refused with %v, want %v", err, bad.want)
			}
			if raw, err := os.ReadFile(filepath.Join(dir, "data.db")); err != nil || string(raw) != "old" {
				t.Errorf("the old data is %q, %v", raw, err)
			}
			if entries, _ := os.ReadDir(dir); len(entries) != 2 { // .work besides
				t.Errorf("it left %v", entries)
			}
		})
	}
}

func otherDatabase(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "other.db")
	db, err := database.Connect("OFF")(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.NewQuery("CREATE TABLE messages (x TEXT)").Execute(); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(database.Fold(db.DB()), db.Close()); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}
