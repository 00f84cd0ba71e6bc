package database_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"campfire/internal/database"
)

func TestADirectoryHasOneOwner(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "pb_data")
	first, err := database.Claim(dir, database.Force{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := database.Claim(dir, database.Force{}); err == nil || !strings.Contains(err.Error(), "another campfire (process ") {
		t.Errorf("the second claim says %v", err)
	}
	if other, err := database.Claim(t.TempDir(), database.Force{}); err != nil {
		t.Errorf("another directory is refused: %v", err)
	} else {
		other.Release()
	}
	first.Release()
	again, err := database.Claim(dir, database.Force{})
	if err != nil {
		t.Fatalf("after the release: %v", err)
	}
	again.Release()
}

func TestADirectoryThatCannotBeWrittenIsRefusedInWords(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := database.Claim(filepath.Join(file, "pb_data"), database.Force{}); err == nil || !strings.Contains(err.Error(), "cannot be made") {
		t.Errorf("a directory below a file: %v", err)
	}
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, database.LockFile), 0o700); err != nil { // root writes everywhere, but not this
		t.Fatal(err)
	}
	if _, err := database.Claim(dir, database.Force{}); err == nil || !strings.Contains(err.Error(), "is not writable") {
		t.Errorf("a directory without a lock file: %v", err)
	}
}

// Guards: natures (directory_linux.go).
func TestFileSystemsThatLoseAChatAreRefused(t *testing.T) {
	for _, fs := range []struct {
		name   string
		magic  int64
		nature database.Nature
	}{
		{"ext4", 0xef53, database.Local}, {"xfs", 0x58465342, database.Local}, {"btrfs", 0x9123683e, database.Local},
		{"tmpfs", 0x01021994, database.Local}, {"overlayfs", 0x794c7630, database.Layer}, {"nfs", 0x6969, database.Network},
		{"cifs", 0xff534d42, database.Network}, {"cifs as a 32-bit kernel says it", -0xacb2be, database.Network},
		{"fuse", 0x65735546, database.Network}, {"9p", 0x01021997, database.Network},
	} {
		if got := database.NatureOf(fs.magic); got != fs.nature {
			t.Errorf("%s is %v, want %v", fs.name, got, fs.nature)
		}
	}
	for _, nature := range []database.Nature{database.Layer, database.Network} {
		err := database.RefuseFileSystem("/data", nature, database.Force{})
		if err == nil || !strings.Contains(err.Error(), "/data") {
			t.Errorf("%v is refused with %v", nature, err)
		}
		if err := database.RefuseFileSystem("/data", nature, database.Force{Ephemeral: true, Network: true}); err != nil {
			t.Errorf("%v is refused though forced: %v", nature, err)
		}
	}
	if database.RefuseFileSystem("/data", database.Network, database.Force{Ephemeral: true}) == nil {
		t.Error("forcing one thing forces the other")
	}
}

// TestAnOverlayIsRefused mounts one, which needs to be root.
func TestAnOverlayIsRefused(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"tmp", "merged"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	mount := func(args ...string) {
		t.Helper()
		if out, err := exec.Command("mount", args...).CombinedOutput(); err != nil {
			t.Skipf("mount %v: %v %s", args, err, out)
		}
	}
	tmp := filepath.Join(dir, "tmp")
	mount("-t", "tmpfs", "tmpfs", tmp)
	t.Cleanup(func() { _ = exec.Command("umount", tmp).Run() })
	for _, name := range []string{"lower", "upper", "work"} {
		if err := os.Mkdir(filepath.Join(tmp, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	merged := filepath.Join(dir, "merged")
	mount("-t", "overlay", "overlay", "-o", "lowerdir="+tmp+"/lower,upperdir="+tmp+"/upper,workdir="+tmp+"/work", merged)
	t.Cleanup(func() { _ = exec.Command("umount", merged).Run() })
	if _, err := database.Claim(merged, database.Force{}); err == nil || !strings.Contains(err.Error(), "ALLOW_EPHEMERAL=1") {
		t.Errorf("a container's layer: %v", err)
	}
	if _, err := os.Stat(filepath.Join(merged, database.LockFile)); err == nil {
		t.Error("the refusal left a lock file")
	}
	lock, err := database.Claim(merged, database.Force{Ephemeral: true})
	if err != nil {
		t.Fatalf("forced: %v", err)
	}
	lock.Release()
}

// Guards: DefaultDir. Where a volume is mounted takes being root.
func TestTheImageHasItsOwnDataDirectory(t *testing.T) {
	root := t.TempDir()
	if dir := database.DefaultDir(root); dir != "" {
		t.Errorf("outside the image it is %q", dir)
	}
	for _, dir := range []string{"app/data", "data"} {
		if err := os.MkdirAll(filepath.Join(root, dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if dir := database.DefaultDir(root); dir != filepath.Join(root, "app/data") {
		t.Errorf("in the image it is %q", dir)
	}
	volume := filepath.Join(root, "data")
	if out, err := exec.Command("mount", "-t", "tmpfs", "tmpfs", volume).CombinedOutput(); err != nil {
		t.Skipf("mount: %v %s", err, out)
	}
	t.Cleanup(func() { _ = exec.Command("umount", volume).Run() })
	if dir := database.DefaultDir(root); dir != volume {
		t.Errorf("with a volume on /data it is %q", dir)
	}
}
