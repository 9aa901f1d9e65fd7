package pack

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
)

var errStale = errors.New("run go generate ./... again")

// Current returns nil when data holds what Dir would pack, and otherwise an
// error that names the first file that differs. It compares contents, so that
// a pack made with another release of Go counts as current.
func Current(data []byte, dir string, opts Options) error {
	fresh, err := Dir(dir, opts)
	if err != nil {
		return err
	}
	want, err := read(fresh)
	if err != nil {
		return err
	}
	got, err := read(data)
	if err != nil {
		return err
	}
	for _, f := range want {
		i := slices.IndexFunc(got, func(g file) bool { return g.name == f.name })
		switch {
		case i < 0:
			return fmt.Errorf("%w: the pack of %s lacks %s", errStale, dir, f.name)
		case got[i].mode != f.mode || !bytes.Equal(got[i].data, f.data):
			return fmt.Errorf("%w: the pack of %s has another %s", errStale, dir, f.name)
		}
		got = slices.Delete(got, i, i+1)
	}
	if len(got) > 0 {
		return fmt.Errorf("%w: the pack of %s has %s, the directory has not", errStale, dir, got[0].name)
	}
	return nil
}

type file struct {
	name string
	mode fs.FileMode
	data []byte
}

func read(data []byte) ([]file, error) {
	packed, err := Open(data)
	if err != nil {
		return nil, err
	}
	var files []file
	err = fs.WalkDir(packed, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		content, err := fs.ReadFile(packed, name)
		files = append(files, file{name, info.Mode(), content})
		return err
	})
	return files, err
}

// Write packs dir into the file name, which it leaves untouched when its
// contents are current.
func Write(name, dir string, opts Options) error {
	if old, err := os.ReadFile(name); err == nil && Current(old, dir, opts) == nil {
		return nil
	}
	data, err := Dir(dir, opts)
	if err != nil {
		return err
	}
	return os.WriteFile(name, data, 0o666)
}
