package runtime

import (
	"bytes"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

const home = "../../aio"

// sources calls visit with every file below the runtime that belongs to its
// module.
func sources(t *testing.T, visit func(name string, data []byte)) {
	t.Helper()
	root := os.DirFS(home)
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if _, err := fs.Stat(root, path.Join(name, "go.mod")); name != "." && err == nil {
				return fs.SkipDir
			}
			return nil
		}
		data, err := fs.ReadFile(root, name)
		if err == nil {
			visit(name, data)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// What is copied must work under any import path, and needs nothing but the
// language and the standard library.
func TestSourcesCanBeCopied(t *testing.T) {
	sources(t, func(name string, data []byte) {
		if path.Ext(name) != ".go" || strings.Contains(name, "testdata/") {
			return
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, data, parser.ImportsOnly)
		if err != nil {
			t.Error(err)
			return
		}
		for _, spec := range f.Imports {
			imported := strings.Trim(spec.Path.Value, "\"`")
			first, _, _ := strings.Cut(imported, "/")
			switch {
			case imported == Source, strings.HasPrefix(imported, Source+"/"):
			case imported == "unsafe", imported == "C", strings.Contains(first, "."):
				t.Errorf("%s imports %s", name, imported)
			}
		}
		if bytes.Contains(data, []byte("//go:linkname")) {
			t.Errorf("%s has a linkname", name)
		}
		moved, _, err := relocate(data, "example.com/m/internal/aio")
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if bytes.Contains(moved, []byte(Source)) {
			t.Errorf("%s names its import path outside of imports: it is another one in a copy", name)
		}
	})
}

// A user's linter may ask for gofmt, wherever the path of the user's module
// comes in the alphabet. What is not formatted at home is make lint's to say.
func TestCopiesAreFormatted(t *testing.T) {
	for _, module := range []string{"a.example/m", "zz.example/m"} {
		sources(t, func(name string, data []byte) {
			if path.Ext(name) != ".go" || strings.Contains(name, "testdata/") {
				return
			}
			if out, err := format.Source(data); err != nil || !bytes.Equal(out, data) {
				return
			}
			moved, _, err := relocate(data, Path(module))
			if err != nil {
				t.Errorf("%s: %v", name, err)
				return
			}
			if out, err := format.Source(moved); err != nil || !bytes.Equal(out, moved) {
				t.Errorf("%s needs gofmt as a copy in %s (%v); keep the runtime's imports in a group of their own", name, module, err)
			}
		})
	}
}

// The copy, with all companions and all tests, passes its own tests in a
// stranger's module without any other module at hand.
func TestCopyInStrangersModule(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs the tests of the runtime")
	}
	const module = "example.com/stranger"
	dir := t.TempDir()
	write := func(name string, data []byte) {
		t.Helper()
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", []byte("module "+module+"\n\ngo 1.23\n"))
	sources(t, func(name string, data []byte) {
		if base := path.Base(name); !strings.Contains(name, "testdata/") && (base == "go.mod" || base == "go.sum") {
			return
		}
		if path.Ext(name) == ".go" {
			moved, _, err := relocate(data, Path(module))
			switch {
			case err == nil:
				data = moved
			case !strings.Contains(name, "testdata/"): // a test may keep broken source there
				t.Fatalf("%s: %v", name, err)
			}
		}
		write(path.Join(Dir, name), data)
	})
	for _, args := range [][]string{{"vet", "./..."}, {"test", "-short", "./..."}} {
		cmd := exec.Command("go", args...)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off", "GOPROXY=off", "GOTOOLCHAIN=local", "AIO_POLICY=", "AIO_DEBUG=")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
}
