//go:build darwin || freebsd || netbsd

package driver

import (
	"io/fs"
	"syscall"
)

// inodeOf returns the number of a file and when anything about it was changed.
func inodeOf(info fs.FileInfo) (inode, status int64) {
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		return int64(st.Ino), st.Ctimespec.Nano()
	}
	return 0, 0
}
