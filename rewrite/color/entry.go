package color

import (
	"go/ast"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/site"
)

// Entries returns the places at which code that is no task enters the loop:
// functions whose signature stays, and literals that someone else runs.
func (p *Plan) Entries() []site.Site {
	var list []site.Site
	for _, fn := range p.prog.Funcs {
		split := fn.Decl != nil && p.ModeOf(fn) == Split && p.facades[fn] == nil
		if !split && !p.enters(fn) {
			continue
		}
		s := site.Site{
			Package:   fn.File.Pkg.PkgPath,
			Func:      fn.Name,
			Pos:       p.prog.Position(fn.Node().Pos()),
			Construct: site.Entry,
			Text:      entryText(fn),
			Status:    site.Rewritten,
			Rule:      "entry",
		}
		if fn.Decl != nil {
			s.Detail = p.classes.why(fn)
		}
		if split {
			s.Detail = "facade over " + explicitName(fn) + ": " + s.Detail
		}
		list = append(list, s)
	}
	return list
}

// EnteringLits returns the function literals that enter the loop at their top, but for
// those of tests.
func (p *Plan) EnteringLits() map[*ast.FuncLit]bool {
	lits := map[*ast.FuncLit]bool{}
	for _, fn := range p.prog.Funcs {
		if fn.Lit != nil && !fn.IsTest() && p.enters(fn) {
			lits[fn.Lit] = true
		}
	}
	return lits
}

func entryText(fn *program.Func) string {
	if fn.Decl != nil {
		return "func " + fn.Decl.Name.Name
	}
	return "func literal"
}

// why returns why fn keeps its signature.
func (cs *classes) why(fn *program.Func) string {
	if why := cs.single[fn]; why != "" {
		return why
	}
	return cs.of(fn).plain
}
