//go:build !(linux || dragonfly || openbsd || solaris || darwin || freebsd || netbsd)

package driver

import "io/fs"

// inodeOf returns nothing: the system has nothing of the kind.
func inodeOf(fs.FileInfo) (inode, status int64) { return 0, 0 }
