package aioos

import (
	"os"

	"github.com/asyncport/asyncport/aio"
)

// ReadFile is os.ReadFile.
func ReadFile(co aio.Context, name string) ([]byte, error) {
	return aio.Call2(co, func() ([]byte, error) { return os.ReadFile(name) })
}

// WriteFile is os.WriteFile.
func WriteFile(co aio.Context, name string, data []byte, perm os.FileMode) error {
	return aio.Call1(co, func() error { return os.WriteFile(name, data, perm) })
}

// ReadDir is os.ReadDir.
func ReadDir(co aio.Context, name string) ([]os.DirEntry, error) {
	return aio.Call2(co, func() ([]os.DirEntry, error) { return os.ReadDir(name) })
}

// Readlink is os.Readlink.
func Readlink(co aio.Context, name string) (string, error) {
	return aio.Call2(co, func() (string, error) { return os.Readlink(name) })
}

// Stat is os.Stat.
func Stat(co aio.Context, name string) (os.FileInfo, error) {
	return aio.Call2(co, func() (os.FileInfo, error) { return os.Stat(name) })
}

// Lstat is os.Lstat.
func Lstat(co aio.Context, name string) (os.FileInfo, error) {
	return aio.Call2(co, func() (os.FileInfo, error) { return os.Lstat(name) })
}
