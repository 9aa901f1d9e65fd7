package checker

import (
	"cmp"
	"crypto/sha256"
	"go/token"
	"os"
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"
)

// Fix is a set of edits to one file that mends a finding.
type Fix struct {
	// Message says what it does, as an order: "Remove the comment".
	Message string
	// File is named as in [Finding]. Sum is the hash of what it held when it was
	// analysed.
	File string
	Sum  [sha256.Size]byte
	// Edits do not overlap and are in the order of the file.
	Edits []Edit
}

// Edit replaces what stands from Pos to End by Text. The positions have offsets,
// and do not mind //line comments.
type Edit struct {
	Pos, End token.Position
	Text     string
}

// describeFixes returns the fixes of a diagnostic on pkg. One of several files, or of
// a file that has changed since, is left out.
func describeFixes(pkg *packages.Package, list []analysis.SuggestedFix, relPath func(string) string) []Fix {
	var fixes []Fix
	for _, s := range list {
		if f, ok := describeFix(pkg.Fset, s, relPath); ok {
			fixes = append(fixes, f)
		}
	}
	return fixes
}

func describeFix(fset *token.FileSet, s analysis.SuggestedFix, relPath func(string) string) (Fix, bool) {
	f := Fix{Message: s.Message}
	var file *token.File
	for _, e := range s.TextEdits {
		if file == nil {
			file = fset.File(e.Pos)
		}
		end := e.End
		if !end.IsValid() {
			end = e.Pos
		}
		if file == nil || fset.File(e.Pos) != file || fset.File(end) != file {
			return f, false
		}
		f.Edits = append(f.Edits, Edit{place(file, e.Pos, relPath), place(file, end, relPath), string(e.NewText)})
	}
	if file == nil {
		return f, false
	}
	data, err := os.ReadFile(file.Name())
	if err != nil || len(data) != file.Size() {
		return f, false
	}
	f.File, f.Sum = relPath(file.Name()), sha256.Sum256(data)
	slices.SortStableFunc(f.Edits, func(a, b Edit) int {
		return cmp.Or(cmp.Compare(a.Pos.Offset, b.Pos.Offset), cmp.Compare(a.End.Offset, b.End.Offset))
	})
	return f, true
}

func place(file *token.File, pos token.Pos, relPath func(string) string) token.Position {
	p := file.PositionFor(pos, false)
	p.Filename = relPath(p.Filename)
	return p
}

// mergeFixes makes one of findings that differ in their fixes only, which stand
// side by side: a package with its tests may know what it does not know without
// them. What is in doubt is not offered.
func mergeFixes(list []Finding) []Finding {
	var merged []Finding
	for _, f := range list {
		if n := len(merged); n > 0 {
			last, this := merged[n-1], f
			fixes := last.Fixes
			last.Fixes, this.Fixes = nil, nil
			if reflect.DeepEqual(last, this) {
				if !reflect.DeepEqual(fixes, f.Fixes) {
					merged[n-1].Fixes = nil
				}
				continue
			}
		}
		merged = append(merged, f)
	}
	return merged
}
