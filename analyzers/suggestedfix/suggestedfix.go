// Package suggestedfix makes the edits that findings come with.
//
// A fix is offered only where one edit is right: it leaves all else that the
// program does as it was, the result compiles, and the finding is gone. Every
// analyzer says in its own code why its edit is such a one, and offers none where
// it cannot tell.
package suggestedfix

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/analysis"
)

// New returns the one fix of a diagnostic, or none if the edits cannot be made in
// the source that a person wrote: one of them is in a generated file, in the output
// of cgo, or behind a //line comment.
func New(pass *analysis.Pass, message string, edits ...analysis.TextEdit) []analysis.SuggestedFix {
	for _, e := range edits {
		if !e.Pos.IsValid() || e.End < e.Pos || !editable(pass, e.Pos) || !editable(pass, e.End) {
			return nil
		}
	}
	if len(edits) == 0 {
		return nil
	}
	return []analysis.SuggestedFix{{Message: message, TextEdits: edits}}
}

func editable(pass *analysis.Pass, pos token.Pos) bool {
	file := File(pass, pos)
	if file == nil || ast.IsGenerated(file) {
		return false
	}
	tf := pass.Fset.File(pos)
	return tf.PositionFor(pos, true) == tf.PositionFor(pos, false)
}

// File returns the file of the package that holds a position; nil if none does.
func File(pass *analysis.Pass, pos token.Pos) *ast.File {
	for _, f := range pass.Files {
		if f.FileStart <= pos && pos <= f.FileEnd {
			return f
		}
	}
	return nil
}
