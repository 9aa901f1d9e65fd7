//go:build linux || darwin || freebsd || netbsd || openbsd

package aioos_test

import (
	"path/filepath"
	"syscall"
	"testing"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aioos"
)

// Given a named pipe, when one task of a loop reads it as a file and another one writes it, then both go on: the loop is
// released where the operating system waits, also in open.
func TestNamedPipeBetweenTasks(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		name := filepath.Join(t.TempDir(), "pipe")
		if err := syscall.Mkfifo(name, 0o600); err != nil {
			t.Skip("no named pipes here:", err)
		}
		reader := aio.Go(co, func(co aio.Context) ([]byte, error) { return aioos.ReadFile(co, name) })
		aio.Yield(co)
		wantErr(t, "WriteFile", aioos.WriteFile(co, name, []byte("hello"), 0), nil)
		data, err := reader.Await(co)
		want(t, "data", string(data), "hello")
		wantErr(t, "ReadFile", err, nil)
	})
}

// Given links, when they are made and read, then they are those of package os.
func TestLinks(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		dir := t.TempDir()
		at := func(name string) string { return filepath.Join(dir, name) }
		wantErr(t, "WriteFile", aioos.WriteFile(co, at("f"), nil, 0o600), nil)
		wantErr(t, "Link", aioos.Link(co, at("f"), at("hard")), nil)
		wantErr(t, "Symlink", aioos.Symlink(co, at("f"), at("soft")), nil)
		to, err := aioos.Readlink(co, at("soft"))
		want(t, "Readlink", to, at("f"))
		wantErr(t, "Readlink", err, nil)
		info, err := aioos.Lstat(co, at("soft"))
		want(t, "is a link", info.Mode().IsRegular(), false)
		wantErr(t, "Lstat", err, nil)
		wantErr(t, "Chown", aioos.Chown(co, at("hard"), -1, -1), nil)
		wantErr(t, "Lchown", aioos.Lchown(co, at("soft"), -1, -1), nil)
	})
}
