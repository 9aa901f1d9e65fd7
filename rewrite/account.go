package rewrite

import (
	"go/token"
	"strings"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/removable"
	"github.com/asyncport/asyncport/rewrite/stall"
)

// Removable is a mutex that protects nothing under the serial policy. The rule
// removable removes it on request.
type Removable struct {
	Package  string
	Name     string         // TYPE.FIELD, or the variable's name
	Pos      token.Position // where it is declared
	Sections []removable.Section
	// First is what has to be done before the rule removes it, or "".
	First string
}

// removables lists, if it was asked for, such mutexes of the selected packages, as the source stands.
// Where nothing uses the runtime, nothing runs on a loop.
func (e *engine) removables() []Removable {
	if !e.opts.Serial || !e.usesRuntime() {
		return nil
	}
	var list []Removable
	f := removable.NewFinder(e.prog, e.survey, e.home, facts{e.analysis})
	selects := removable.Selects(e.prog, e.survey, e.home)
	for _, m := range f.All() {
		if m.Obstacle == nil && len(m.Sections) > 0 && e.prog.IsSelected(m.Package) {
			list = append(list, Removable{
				Package: m.Package, Name: m.Name, Pos: m.Pos, Sections: m.Sections,
				First: f.Unselected(m, func(path string) bool { return selects[path] }),
			})
		}
	}
	return list
}

// stalls lists, if it was asked for, what may hold up a serial loop in the selected
// packages, as the source stands.
func (e *engine) stalls() []stall.Stall {
	if !e.opts.Serial || !e.usesRuntime() {
		return nil
	}
	var list []stall.Stall
	for _, s := range stall.Find(e.prog, e.survey, e.home, facts{e.analysis}) {
		if e.prog.IsSelected(s.Package) {
			list = append(list, s)
		}
	}
	return list
}

// usesRuntime reports whether a file of the module imports the runtime.
func (e *engine) usesRuntime() bool {
	for _, f := range e.prog.Files {
		if importsPath(f, e.home) {
			return true
		}
	}
	return false
}

func importsPath(f *program.File, path string) bool {
	for _, spec := range f.AST.Imports {
		if strings.Trim(spec.Path.Value, "`\"") == path {
			return true
		}
	}
	return false
}
