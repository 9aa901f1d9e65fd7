// Package pack puts a directory into one file that can be embedded. A
// directory with a go.mod of its own is another module, which go:embed does
// not take as it is.
package pack

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Options say what to leave out. The zero value packs everything but what
// never belongs to a source tree.
type Options struct {
	// SkipTests leaves out _test.go files and testdata directories.
	SkipTests bool
	// SkipModules leaves out the directories below that are modules of their own.
	SkipModules bool
}

// skipped are endings of files that builds and tests leave behind.
var skipped = []string{".test", ".out", ".prof", ".exe", "~"}

func (o Options) skip(name string, dir bool) bool {
	base := path.Base(name)
	switch {
	case name == ".":
		return false
	case strings.HasPrefix(base, "."):
		return true
	case dir:
		return o.SkipTests && base == "testdata"
	case o.SkipTests && strings.HasSuffix(base, "_test.go"):
		return true
	}
	return slices.ContainsFunc(skipped, func(end string) bool { return strings.HasSuffix(base, end) })
}

// Dir packs the regular files below dir. The same files give the same bytes
// with the same release of Go: names are sorted, times left out, modes reduced to
// 0644 and 0755. A symbolic link or other special file is an error.
func Dir(dir string, opts Options) ([]byte, error) {
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	root := os.DirFS(dir)
	// WalkDir goes in lexical order.
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if opts.skip(name, d.IsDir()) {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.IsDir() {
			if opts.SkipModules && name != "." && isModule(root, name) {
				return fs.SkipDir
			}
			return nil
		}
		return add(w, root, name, d)
	})
	if err != nil {
		return nil, fmt.Errorf("pack %s: %w", dir, err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("pack %s: %w", dir, err)
	}
	return buf.Bytes(), nil
}

func isModule(root fs.FS, dir string) bool {
	_, err := fs.Stat(root, path.Join(dir, "go.mod"))
	return err == nil
}

func add(w *zip.Writer, root fs.FS, name string, d fs.DirEntry) error {
	info, err := d.Info()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a regular file", name)
	}
	data, err := fs.ReadFile(root, name)
	if err != nil {
		return err
	}
	head := &zip.FileHeader{Name: name, Method: zip.Deflate}
	head.SetMode(mode(info.Mode()))
	out, err := w.CreateHeader(head)
	if err != nil {
		return err
	}
	_, err = out.Write(data)
	return err
}

// mode keeps of a file's mode what git keeps.
func mode(m fs.FileMode) fs.FileMode {
	if m&0o100 != 0 {
		return 0o755
	}
	return 0o644
}

// Open returns the packed files, for reading only.
func Open(data []byte) (fs.FS, error) {
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("open pack: %w", err)
	}
	return r, nil
}

// Unpack writes the packed files below dir, which must exist. It does not
// overwrite.
func Unpack(data []byte, dir string) error {
	files, err := Open(data)
	if err != nil {
		return err
	}
	return os.CopyFS(filepath.Clean(dir), files)
}
