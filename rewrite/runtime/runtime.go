// Package runtime delivers the runtime aio into a module: it carries the
// runtime's source and copies it, so that ported code builds without a new
// dependency.
package runtime

import (
	_ "embed"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/asyncport/asyncport/internal/pack"
)

//go:generate go run ../../internal/pack/packdir -skip-tests -o aio.zip ../../aio

//go:embed aio.zip
var packed []byte

// Dir is where the copy stands in a module.
const Dir = "internal/aio"

// Path returns the import path of the copy in a module.
func Path(module string) string { return module + "/" + Dir }

// Files returns the files of the copy by their path relative to the module
// root.
func Files() (map[string][]byte, error) {
	source, err := pack.Open(packed)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	err = fs.WalkDir(source, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		data, err := fs.ReadFile(source, name)
		files[path.Join(Dir, name)] = data
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the packed runtime: %w", err)
	}
	return files, nil
}
