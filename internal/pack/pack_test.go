package pack_test

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/asyncport/asyncport/internal/pack"
)

func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// tree returns the files below dir with their contents.
func tree(t *testing.T, files fs.FS) map[string]string {
	t.Helper()
	got := make(map[string]string)
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		got[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

var source = map[string]string{
	"go.mod":                 "module m\n",
	"a.go":                   "package a\n",
	"a_test.go":              "package a\n",
	"sub/b.go":               "package sub\n",
	"sub/testdata/x.txt":     "-- looks like txtar --\nno newline",
	"empty.txt":              "",
	".git/config":            "secret",
	"sub/sub.test":           "binary",
	".hidden":                "",
	"sub/testdata/go.sum":    "x",
	"sub/run.sh":             "#!/bin/sh\n",
	"sub/deep/deeper/new.go": "package deeper\n",
}

func TestRoundTrip(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, source)
	if err := os.Chmod(filepath.Join(dir, "sub/run.sh"), 0o755); err != nil {
		t.Fatal(err)
	}
	data, err := pack.Dir(dir, pack.Options{})
	if err != nil {
		t.Fatal(err)
	}
	out := t.TempDir()
	if err := pack.Unpack(data, out); err != nil {
		t.Fatal(err)
	}
	want := make(map[string]string)
	for name, content := range source {
		if name != ".git/config" && name != ".hidden" && name != "sub/sub.test" {
			want[name] = content
		}
	}
	if diff := cmp.Diff(want, tree(t, os.DirFS(out))); diff != "" {
		t.Errorf("unpacked (-want +got):\n%s", diff)
	}
	info, err := os.Stat(filepath.Join(out, "sub/run.sh"))
	if err != nil || info.Mode()&0o100 == 0 {
		t.Errorf("run.sh is no longer executable: %v %v", info, err)
	}
	if err := pack.Unpack(data, out); err == nil {
		t.Error("unpacking over existing files succeeded")
	}
}

func TestSkipTests(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, source)
	data, err := pack.Dir(dir, pack.Options{SkipTests: true})
	if err != nil {
		t.Fatal(err)
	}
	files, err := pack.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	for name := range tree(t, files) {
		if strings.HasSuffix(name, "_test.go") || strings.Contains(name, "testdata") {
			t.Errorf("%s is packed", name)
		}
	}
}

func TestSkipModules(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{
		"go.mod": "module m\n", "a.go": "package a\n", "sub/b.go": "package sub\n",
		"other/go.mod": "module other\n", "other/c.go": "package c\n", "other/deep/d.go": "package d\n",
	})
	for _, tt := range []struct {
		skip bool
		want []string
	}{
		{true, []string{"a.go", "go.mod", "sub/b.go"}},
		{false, []string{"a.go", "go.mod", "other/c.go", "other/deep/d.go", "other/go.mod", "sub/b.go"}},
	} {
		data, err := pack.Dir(dir, pack.Options{SkipModules: tt.skip})
		if err != nil {
			t.Fatal(err)
		}
		files, err := pack.Open(data)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(tt.want, slices.Sorted(maps.Keys(tree(t, files)))); diff != "" {
			t.Errorf("SkipModules %v (-want +got):\n%s", tt.skip, diff)
		}
	}
}

func TestSameFilesSameBytes(t *testing.T) {
	one, two := t.TempDir(), t.TempDir()
	write(t, one, source)
	write(t, two, source)
	for name := range source {
		long := time.Unix(1e9, 0)
		if err := os.Chtimes(filepath.Join(two, name), long, long); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(filepath.Join(two, "a.go"), 0o600); err != nil {
		t.Fatal(err)
	}
	a, err := pack.Dir(one, pack.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b, err := pack.Dir(two, pack.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a, b) {
		t.Error("two packs of the same files differ")
	}
}

func TestCurrent(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, source)
	data, err := pack.Dir(dir, pack.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := pack.Current(data, dir, pack.Options{}); err != nil {
		t.Errorf("fresh pack: %v", err)
	}
	a := filepath.Join(dir, "a.go")
	for what, change := range map[string]func() error{
		"another a.go": func() error { return os.WriteFile(a, []byte("package changed\n"), 0o666) },
		"has a.go":     func() error { return os.Remove(a) },
		"lacks new.go": func() error { return os.WriteFile(filepath.Join(dir, "new.go"), nil, 0o666) },
	} {
		write(t, dir, source)
		os.Remove(filepath.Join(dir, "new.go"))
		if err := change(); err != nil {
			t.Fatal(err)
		}
		if err := pack.Current(data, dir, pack.Options{}); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%s: error %v", what, err)
		}
	}
}

func TestSymlinkIsRefused(t *testing.T) {
	dir := t.TempDir()
	if err := os.Symlink("/etc/hostname", filepath.Join(dir, "link")); err != nil {
		t.Skip(err)
	}
	if _, err := pack.Dir(dir, pack.Options{}); err == nil || !strings.Contains(err.Error(), "link is not a regular file") {
		t.Errorf("error %v", err)
	}
}
