// Package hops turns the witness of a call into text and related information of
// a diagnostic: the chain of calls from the place that is reported to the
// operation that waits.
package hops

import (
	"fmt"
	"go/ast"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

// Finder follows chains through the functions of a package and of what it
// imports. Make one per pass.
type Finder struct {
	pass   *analysis.Pass
	yields *yieldpoint.Result
}

// NewFinder returns a finder for the pass.
func NewFinder(pass *analysis.Pass, yields *yieldpoint.Result) *Finder {
	return &Finder{pass: pass, yields: yields}
}

// Chain returns the steps from w, a witness of a call or function, to the
// operation that waits.
func (f *Finder) Chain(w yieldpoint.Witness) []yieldpoint.Hop {
	hops := []yieldpoint.Hop{w.Hop}
	if w.Hop.Callee == "" {
		return hops
	}
	return append(hops, yieldpoint.Chain(f.yields.ByName, w.Hop.Callee, w.Kind)...)
}

// Text returns the steps as "store.(*Cache).load -> net/http.Get", functions outside of
// the standard library by their package's last name.
func Text(chain []yieldpoint.Hop) string {
	names := make([]string, len(chain))
	for i, h := range chain {
		names[i] = yieldpoint.ShortName(h.What)
	}
	return strings.Join(names, " -> ")
}

// Related returns one entry per step. A step in another package points at the
// last step in this one and names its file and line.
func (f *Finder) Related(at ast.Node, chain []yieldpoint.Hop) []analysis.RelatedInformation {
	var related []analysis.RelatedInformation
	pos := at.Pos()
	for i, h := range chain {
		msg := "calls " + yieldpoint.ShortName(h.What)
		if i == len(chain)-1 {
			msg = "waits here: " + yieldpoint.ShortName(h.What)
		}
		if i > 0 {
			if p := f.position(h.Pos); p.IsValid() {
				pos = p
			} else {
				msg = strings.Replace(msg, "here", "at "+h.Pos, 1)
				if i < len(chain)-1 {
					msg += " at " + h.Pos
				}
			}
		}
		related = append(related, analysis.RelatedInformation{Pos: pos, Message: msg})
	}
	return related
}

// position finds "file:line" among the files of the package.
func (f *Finder) position(s string) token.Pos {
	name, num, ok := strings.Cut(s, ":")
	line, err := strconv.Atoi(num)
	if !ok || err != nil {
		return token.NoPos
	}
	for _, file := range f.pass.Files {
		tf := f.pass.Fset.File(file.FileStart)
		if tf != nil && filepath.Base(tf.Name()) == name && line >= 1 && line <= tf.LineCount() {
			return tf.LineStart(line)
		}
	}
	return token.NoPos
}

// Worst returns the hard witness of the most telling kind in the set, or nil.
func Worst(yields []yieldpoint.Witness, in catalog.Set) *yieldpoint.Witness {
	for i := range yields {
		if w := &yields[i]; w.Hard && in.Has(w.Kind) {
			return w
		}
	}
	return nil
}

// At returns the position as "file:line", the file by its base name, as hops
// have it.
func At(fset *token.FileSet, pos token.Pos) string {
	p := fset.Position(pos)
	return fmt.Sprintf("%s:%d", filepath.Base(p.Filename), p.Line)
}
