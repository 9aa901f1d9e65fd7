package aioos_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"github.com/asyncport/asyncport/aio"
	"github.com/asyncport/asyncport/aio/aioos"
)

// Given a directory, when it is worked on with the functions of this package, then package os finds what they did.
func TestFunctionsAreTheOriginals(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		dir := t.TempDir()
		at := func(name string) string { return filepath.Join(dir, name) }
		wantErr(t, "MkdirAll", aioos.MkdirAll(co, at("a/b"), 0o755), nil)
		wantErr(t, "Mkdir", aioos.Mkdir(co, at("a/c"), 0o755), nil)
		wantErr(t, "WriteFile", aioos.WriteFile(co, at("a/f"), []byte("hello"), 0o600), nil)
		data, err := os.ReadFile(at("a/f"))
		want(t, "os.ReadFile", string(data), "hello")
		wantErr(t, "os.ReadFile", err, nil)
		data, err = aioos.ReadFile(co, at("a/f"))
		want(t, "ReadFile", string(data), "hello")
		wantErr(t, "ReadFile", err, nil)
		entries, err := aioos.ReadDir(co, at("a"))
		want(t, "entries", len(entries), 3)
		wantErr(t, "ReadDir", err, nil)
		wantErr(t, "Rename", aioos.Rename(co, at("a/f"), at("a/g")), nil)
		wantErr(t, "Truncate", aioos.Truncate(co, at("a/g"), 2), nil)
		info, err := aioos.Stat(co, at("a/g"))
		want(t, "size", info.Size(), 2)
		wantErr(t, "Stat", err, nil)
		then := time.Unix(1e9, 0)
		wantErr(t, "Chtimes", aioos.Chtimes(co, at("a/g"), then, then), nil)
		wantErr(t, "Chmod", aioos.Chmod(co, at("a/g"), 0o400), nil)
		info, err = os.Stat(at("a/g"))
		want(t, "time", info.ModTime().Equal(then), true)
		want(t, "mode", info.Mode().Perm()&0o200, 0)
		wantErr(t, "Stat", err, nil)
		wantErr(t, "CopyFS", aioos.CopyFS(co, at("copy"), fstest.MapFS{"x": {Data: []byte("1")}}), nil)
		data, _ = os.ReadFile(at("copy/x"))
		want(t, "copied", string(data), "1")
		wantErr(t, "Remove", aioos.Remove(co, at("a/g")), nil)
		wantErr(t, "RemoveAll", aioos.RemoveAll(co, at("a")), nil)
		_, err = os.Stat(at("a"))
		wantErr(t, "os.Stat of what was removed", err, fs.ErrNotExist)
		temp, err := aioos.MkdirTemp(co, dir, "t")
		wantErr(t, "MkdirTemp", err, nil)
		want(t, "parent", filepath.Dir(temp), dir)
	})
}

// Given a name that does not exist, when a function is called, then the error is the *fs.PathError of the original.
func TestErrorsAreTheOriginals(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		name := filepath.Join(t.TempDir(), "none")
		for what, err := range map[string]error{
			"ReadFile": second(aioos.ReadFile(co, name)),
			"ReadDir":  second(aioos.ReadDir(co, name)),
			"Stat":     second(aioos.Stat(co, name)),
			"Lstat":    second(aioos.Lstat(co, name)),
			"Readlink": second(aioos.Readlink(co, name)),
			"Remove":   aioos.Remove(co, name),
			"Open":     second(aioos.Open(co, name)),
		} {
			wantErr(t, what, err, fs.ErrNotExist)
			if _, ok := err.(*fs.PathError); !ok {
				t.Errorf("%s: error is a %T", what, err)
			}
		}
		f, err := aioos.Open(co, name)
		want(t, "file", f, nil)
		wantErr(t, "Close of the file that was not opened", f.Close(co), os.ErrInvalid)
		wantErr(t, "Open", err, fs.ErrNotExist)
	})
}

func second[T any](_ T, err error) error { return err }

// Given a cancelled co, when a function with the name of the original is called, then it works all the same.
func TestPlainNamesAreNotEndedByCancellation(t *testing.T) {
	both(t, func(t *testing.T, co aio.Context) {
		co, cancel := aio.WithCancel(co)
		cancel()
		name := filepath.Join(t.TempDir(), "f")
		wantErr(t, "WriteFile", aioos.WriteFile(co, name, []byte("x"), 0o600), nil)
		f, err := aioos.OpenFile(co, name, os.O_RDWR, 0)
		wantErr(t, "OpenFile", err, nil)
		n, err := f.Read(co, make([]byte, 4))
		want(t, "n", n, 1)
		wantErr(t, "Read", err, nil)
		wantErr(t, "Close", f.Close(co), nil)
	})
}

// Given a task that is ready, when a function of the package is called, then that task has its turn.
func TestEachFunctionYields(t *testing.T) {
	under(t, aio.Serial, func(t *testing.T, co aio.Context) {
		dir := t.TempDir()
		none := filepath.Join(dir, "x", "none") // the call may fail, it must let others run
		now := time.Now()
		for name, op := range map[string]func(){
			"ReadFile":   func() { _, _ = aioos.ReadFile(co, none) },
			"WriteFile":  func() { _ = aioos.WriteFile(co, none, nil, 0) },
			"ReadDir":    func() { _, _ = aioos.ReadDir(co, none) },
			"Readlink":   func() { _, _ = aioos.Readlink(co, none) },
			"Stat":       func() { _, _ = aioos.Stat(co, none) },
			"Lstat":      func() { _, _ = aioos.Lstat(co, none) },
			"Mkdir":      func() { _ = aioos.Mkdir(co, none, 0) },
			"MkdirAll":   func() { _ = aioos.MkdirAll(co, dir, 0) },
			"MkdirTemp":  func() { _, _ = aioos.MkdirTemp(co, none, "") },
			"Remove":     func() { _ = aioos.Remove(co, none) },
			"RemoveAll":  func() { _ = aioos.RemoveAll(co, none) },
			"Rename":     func() { _ = aioos.Rename(co, none, none) },
			"Link":       func() { _ = aioos.Link(co, none, none) },
			"Symlink":    func() { _ = aioos.Symlink(co, none, none) },
			"Truncate":   func() { _ = aioos.Truncate(co, none, 0) },
			"Chmod":      func() { _ = aioos.Chmod(co, none, 0) },
			"Chown":      func() { _ = aioos.Chown(co, none, 0, 0) },
			"Lchown":     func() { _ = aioos.Lchown(co, none, 0, 0) },
			"Chtimes":    func() { _ = aioos.Chtimes(co, none, now, now) },
			"CopyFS":     func() { _ = aioos.CopyFS(co, none, fstest.MapFS{}) },
			"Open":       func() { _, _ = aioos.Open(co, none) },
			"Create":     func() { _, _ = aioos.Create(co, none) },
			"CreateTemp": func() { _, _ = aioos.CreateTemp(co, none, "") },
			"OpenFile":   func() { _, _ = aioos.OpenFile(co, none, 0, 0) },
		} {
			want(t, name+" lets others run", letsOthersRun(co, op), true)
		}
	})
}
