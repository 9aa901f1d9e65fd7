package aioos

import (
	"io/fs"
	"os"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// Mkdir is os.Mkdir.
func Mkdir(co aio.Context, name string, perm os.FileMode) error {
	return aio.Call1(co, func() error { return os.Mkdir(name, perm) })
}

// MkdirAll is os.MkdirAll.
func MkdirAll(co aio.Context, path string, perm os.FileMode) error {
	return aio.Call1(co, func() error { return os.MkdirAll(path, perm) })
}

// MkdirTemp is os.MkdirTemp.
func MkdirTemp(co aio.Context, dir, pattern string) (string, error) {
	return aio.Call2(co, func() (string, error) { return os.MkdirTemp(dir, pattern) })
}

// Remove is os.Remove.
func Remove(co aio.Context, name string) error {
	return aio.Call1(co, func() error { return os.Remove(name) })
}

// RemoveAll is os.RemoveAll.
func RemoveAll(co aio.Context, path string) error {
	return aio.Call1(co, func() error { return os.RemoveAll(path) })
}

// Rename is os.Rename.
func Rename(co aio.Context, oldpath, newpath string) error {
	return aio.Call1(co, func() error { return os.Rename(oldpath, newpath) })
}

// Link is os.Link.
func Link(co aio.Context, oldname, newname string) error {
	return aio.Call1(co, func() error { return os.Link(oldname, newname) })
}

// Symlink is os.Symlink.
func Symlink(co aio.Context, oldname, newname string) error {
	return aio.Call1(co, func() error { return os.Symlink(oldname, newname) })
}

// Truncate is os.Truncate.
func Truncate(co aio.Context, name string, size int64) error {
	return aio.Call1(co, func() error { return os.Truncate(name, size) })
}

// Chmod is os.Chmod.
func Chmod(co aio.Context, name string, mode os.FileMode) error {
	return aio.Call1(co, func() error { return os.Chmod(name, mode) })
}

// Chown is os.Chown.
func Chown(co aio.Context, name string, uid, gid int) error {
	return aio.Call1(co, func() error { return os.Chown(name, uid, gid) })
}

// Lchown is os.Lchown.
func Lchown(co aio.Context, name string, uid, gid int) error {
	return aio.Call1(co, func() error { return os.Lchown(name, uid, gid) })
}

// Chtimes is os.Chtimes.
func Chtimes(co aio.Context, name string, atime, mtime time.Time) error {
	return aio.Call1(co, func() error { return os.Chtimes(name, atime, mtime) })
}

// CopyFS is os.CopyFS. The methods of fsys run beside the loop.
func CopyFS(co aio.Context, dir string, fsys fs.FS) error {
	return aio.Call1(co, func() error { return os.CopyFS(dir, fsys) })
}
