package aioos

import (
	"os"

	"github.com/asyncport/asyncport/aio"
)

// Stat is (*os.File).Stat.
func (f *File) Stat(co aio.Context) (os.FileInfo, error) { return aio.Call2(co, f.file().Stat) }

// ReadDir is (*os.File).ReadDir.
func (f *File) ReadDir(co aio.Context, n int) ([]os.DirEntry, error) {
	file := f.file()
	return aio.Call2(co, func() ([]os.DirEntry, error) { return file.ReadDir(n) })
}

// Readdir is (*os.File).Readdir.
func (f *File) Readdir(co aio.Context, n int) ([]os.FileInfo, error) {
	file := f.file()
	return aio.Call2(co, func() ([]os.FileInfo, error) { return file.Readdir(n) })
}

// Readdirnames is (*os.File).Readdirnames.
func (f *File) Readdirnames(co aio.Context, n int) ([]string, error) {
	file := f.file()
	return aio.Call2(co, func() ([]string, error) { return file.Readdirnames(n) })
}

// Chdir is (*os.File).Chdir.
func (f *File) Chdir(co aio.Context) error { return aio.Call1(co, f.file().Chdir) }

// Chmod is (*os.File).Chmod.
func (f *File) Chmod(co aio.Context, mode os.FileMode) error {
	file := f.file()
	return aio.Call1(co, func() error { return file.Chmod(mode) })
}

// Chown is (*os.File).Chown.
func (f *File) Chown(co aio.Context, uid, gid int) error {
	file := f.file()
	return aio.Call1(co, func() error { return file.Chown(uid, gid) })
}
