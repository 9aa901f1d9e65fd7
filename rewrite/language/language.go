// Package language gives single files a newer language than their module
// declares. Since Go 1.21 a //go:build line that asks for a release raises the
// language of its file, and of no other; go.mod stays as it is, and with it loop
// variables, GODEBUG defaults and module pruning.
package language

import (
	"go/build/constraint"
	"go/version"
	"strings"

	"github.com/asyncport/asyncport/internal/textedit"
)

// Older reports whether a go directive ("1.13", "" when there is none) gives
// an older language than Go version v ("go1.18").
func Older(directive, v string) bool {
	return directive == "" || version.Compare("go"+directive, v) < 0
}

// Declared returns the Go version that the build line of src asks for at
// least, or "" when it asks for none.
func Declared(src []byte) string {
	h := scan(src)
	if h.build == nil {
		return ""
	}
	x, err := constraint.Parse(h.build.text)
	if err != nil {
		return ""
	}
	return constraint.GoVersion(x)
}

// IsConstraint reports whether a comment is a build constraint, of the new or
// the old form.
func IsConstraint(comment string) bool {
	return constraint.IsGoBuild(comment) || constraint.IsPlusBuild(comment)
}

// Raise returns src with a build line that asks for Go version v ("go1.18") on
// top of what it asks for already, and src itself when that is enough. Lines
// of the old form follow, as go vet wants them to. A new line stands where
// gofmt puts one: behind the comments at the top, before that of the package.
//
// No file gets more than that: a constraint which was true before is true after
// for every release from v on.
func Raise(src []byte, v string) ([]byte, error) {
	if version.Compare(Declared(src), v) >= 0 {
		return src, nil
	}
	h := scan(src)
	x, err := h.expr()
	if err != nil {
		return nil, err
	}
	all := constraint.Expr(&constraint.TagExpr{Tag: v})
	switch {
	case x == nil:
	case version.Compare(constraint.GoVersion(x), v) >= 0:
		all = x // in the old form, which the compiler does not heed
	default:
		all = &constraint.AndExpr{X: x, Y: all}
	}
	text := "//go:build " + all.String() + "\n"
	if len(h.plus) > 0 {
		lines, err := constraint.PlusBuildLines(all)
		if err != nil {
			return nil, err
		}
		text += strings.Join(lines, "\n") + "\n"
	}
	edits := textedit.NewBuffer(src)
	old := h.plus
	if h.build != nil {
		old = append([]line{*h.build}, old...)
	}
	if len(old) == 0 {
		edits.Insert(h.insert, text+"\n")
		return edits.Bytes()
	}
	edits.Replace(old[0].start, old[0].end, text)
	for _, l := range old[1:] {
		edits.Delete(l.start, l.end)
	}
	return edits.Bytes()
}
