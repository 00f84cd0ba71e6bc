package database

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// natures are the magic numbers of statfs(2). FUSE is among the network: sshfs, s3fs and the shared folders of virtual
// machines are FUSE, and none of them keeps SQLite's promises.
var natures = map[int64]Nature{
	0x794c7630: Layer,   // overlayfs
	0x61756673: Layer,   // aufs
	0x6969:     Network, // NFS
	0x517b:     Network, // SMB
	0xff534d42: Network, // CIFS
	0xfe534d42: Network, // SMB 2
	0x65735546: Network, // FUSE
	0x01021997: Network, // 9P
	0x00c36400: Network, // Ceph
	0x0bd00bd0: Network, // Lustre
	0x5346414f: Network, // AFS
	0x73757245: Network, // Coda
	0x7461636f: Network, // OCFS2
	0x01161970: Network, // GFS2
	0x786f4256: Network, // VirtualBox shared folder
	0xbacbacbc: Network, // VMware shared folder
}

func fileSystem(dir string) Nature {
	var stat syscall.Statfs_t
	if err := syscall.Statfs(dir, &stat); err != nil {
		return Local // what cannot be asked is not refused
	}
	return natureOf(int64(stat.Type)) //nolint:unconvert // its width differs by architecture
}

// natureOf looks a magic number up. On 32-bit machines the kernel's number comes with a sign.
func natureOf(magic int64) Nature { return natures[magic&0xffffffff] }

// Free returns how many bytes this process may still write where dir lies.
func Free(dir string) (uint64, error) {
	var stat syscall.Statfs_t
	if err := syscall.Statfs(dir, &stat); err != nil {
		return 0, fmt.Errorf("ask for free space of %s: %w", dir, err)
	}
	return stat.Bavail * uint64(stat.Bsize), nil
}

// device returns the number of the file system that a directory lies on.
func device(dir string) (id uint64, ok bool) {
	info, err := os.Stat(dir)
	if err != nil || !info.IsDir() {
		return 0, false
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, false
	}
	return uint64(stat.Dev), true //nolint:unconvert // its width differs by architecture
}

func tryLock(file *os.File) error {
	err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return ErrHeld
	}
	return err
}
