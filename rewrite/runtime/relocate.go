package runtime

import (
	"bytes"
	"fmt"
	"go/parser"
	"go/token"
	"strings"

	"github.com/asyncport/asyncport/internal/textedit"
)

// relocate makes the imports of the runtime in src lead below home, and returns
// the result with the packages that they name, by their path below the runtime.
// Only bytes inside import clauses change, so that the copy reads like the
// original.
func relocate(src []byte, home string) ([]byte, []string, error) {
	if !bytes.Contains(src, []byte(Source)) {
		return src, nil, nil
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", src, parser.ImportsOnly)
	if err != nil {
		return nil, nil, err
	}
	var imported []string
	buf := textedit.NewBuffer(src)
	for _, spec := range f.Imports {
		// The value is quoted: the path begins one byte later.
		rest, ok := strings.CutPrefix(spec.Path.Value[1:], Source)
		if !ok || len(rest) > 1 && rest[0] != '/' {
			continue
		}
		if home == "" {
			return nil, nil, fmt.Errorf("imports %s, and it is not known where the copy stands", spec.Path.Value)
		}
		start := fset.Position(spec.Path.Pos()).Offset + 1
		buf.Replace(start, start+len(Source), home)
		pkg := "."
		if len(rest) > 1 {
			pkg = rest[1 : len(rest)-1]
		}
		imported = append(imported, pkg)
	}
	if buf.Empty() {
		return src, nil, nil
	}
	out, err := buf.Bytes()
	return out, imported, err
}
