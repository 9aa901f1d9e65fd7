// Package suppress makes //asyncport:ignore comments work in every driver: the
// analyzers wrap their Run with it.
//
// What is ignored is not reported, unless the driver wants it, see [Keep]. A
// comment that names the analyzer and has nothing to ignore is reported under the
// analyzer's own name, so that an analyzer that does not run says nothing of its
// comments. Generated files and dependencies are spared that. Comments that are
// malformed or name an unknown rule have no effect; the analyzer annotation
// reports them.
//
// What speaks against a package with its tests may not speak against it without
// them. A driver that analyses a package more than once, with and without tests
// or in several build configurations, should drop an unused finding whose
// comment was used in another run; go vet does not.
package suppress

import (
	"fmt"
	"go/ast"
	"go/token"
	"sync/atomic"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/internal/directive"
)

// keep says that suppressed diagnostics are passed on.
var keep atomic.Bool

// Keep makes all analyzers report what is ignored as well: with the category
// [directive.CategorySuppressed], and the comment and its reason as the last of
// the related information. It is for a driver that tells such findings apart,
// to be called while the program starts; go vet and other hosts never see them.
func Keep() { keep.Store(true) }

// Run returns an analyzer's run function that minds the comments.
func Run(run func(*analysis.Pass) (any, error)) func(*analysis.Pass) (any, error) {
	return func(pass *analysis.Pass) (any, error) {
		list := ignores(pass)
		if len(list) == 0 {
			return run(pass)
		}
		filtered := *pass
		filtered.Report = func(d analysis.Diagnostic) {
			ig := find(pass.Fset, list, d.Pos)
			if ig == nil {
				pass.Report(d)
				return
			}
			ig.used = true
			if keep.Load() {
				pass.Report(suppressed(d, ig))
			}
		}
		result, err := run(&filtered)
		if err == nil {
			reportUnused(pass, list)
		}
		return result, err
	}
}

// ignore is one comment that names the analyzer.
type ignore struct {
	directive.Directive
	file      *token.File
	generated bool
	used      bool
}

// ignores returns the sound ones for the analyzer of the pass.
func ignores(pass *analysis.Pass) []*ignore {
	var list []*ignore
	for _, f := range pass.Files {
		for _, d := range directive.Parse(pass.Fset, f) {
			if d.Ignores(pass.Analyzer.Name) {
				list = append(list, &ignore{
					Directive: d,
					file:      pass.Fset.File(d.Pos),
					generated: ast.IsGenerated(f),
				})
			}
		}
	}
	return list
}

// find returns the comment that speaks for the position: the one that reaches
// least far, of equals the last, which is the nearest.
func find(fset *token.FileSet, list []*ignore, pos token.Pos) *ignore {
	file := fset.File(pos)
	if file == nil {
		return nil
	}
	line := file.PositionFor(pos, false).Line
	var best *ignore
	for _, ig := range list {
		if ig.file == file && ig.Covers(line) && (best == nil || ig.To-ig.From <= best.To-best.From) {
			best = ig
		}
	}
	return best
}

func suppressed(d analysis.Diagnostic, ig *ignore) analysis.Diagnostic {
	d.Category = directive.CategorySuppressed
	d.SuggestedFixes = nil // nobody asked to mend it
	related := make([]analysis.RelatedInformation, 0, len(d.Related)+1)
	related = append(related, d.Related...)
	d.Related = append(related, analysis.RelatedInformation{
		Pos: ig.Pos, End: ig.End, Message: ig.Reason,
	})
	return d
}

func reportUnused(pass *analysis.Pass, list []*ignore) {
	if !own(pass) {
		return
	}
	for _, ig := range list {
		if ig.used || ig.generated {
			continue
		}
		pass.Report(analysis.Diagnostic{
			Pos: ig.Pos, End: ig.End,
			Category: directive.CategoryUnused,
			Message:  fmt.Sprintf("unused //asyncport:ignore %s; remove it", pass.Analyzer.Name),

			SuggestedFixes: remove(pass, ig),
		})
	}
}

// own reports whether the package belongs to a main module; true when the
// driver does not know modules.
func own(pass *analysis.Pass) bool {
	return pass.Module == nil || pass.Module.Version == ""
}
