// Package color decides which functions take a task and how. It knows the
// proposals of the rules, but not what they are about.
//
// A function that needs a task gets it as its first parameter. Where the
// signature is not ours to change, it stays: the function becomes a facade
// over an explicit one, or enters the loop by itself.
package color

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// Mode is how a declared function comes by its task.
type Mode uint8

// The modes.
const (
	Plain Mode = iota // needs none
	Param             // takes it as its first parameter
	Split             // keeps its signature as a facade over an explicit function
	Entry             // keeps its signature and enters the loop at its top
	Has               // takes it, or holds it, already
)

// Role is how a function literal relates to the task around it.
type Role uint8

// The roles.
const (
	Foreign Role = iota // run by someone unknown, perhaps in another goroutine
	Frame               // run by the function around it, in the same task
	Task                // the body of a new task
)

// Plan is the color of every function, for one set of proposals.
type Plan struct {
	// RuntimePath is the import path of the runtime.
	RuntimePath string

	survey    *Survey
	prog      *program.Program
	proposals []*rule.Proposal
	roles     map[*program.Func]Role
	classes   *classes
	inTask    map[*program.Func]bool // owners of frames that may run in a task; nil until asked for

	runsInTask map[*program.Func]bool // see RunsInTask; nil until asked for
	runsBeside map[*program.Func]bool // run by someone beside the loop; nil until asked for
	raw        map[*program.Func]bool // see rawCallees; nil until asked for

	need     map[*program.Func]bool // owners of frames that need a task
	tried    map[*ast.CallExpr]bool
	starts   map[*ast.CallExpr]bool
	locals   map[*program.Func]bool // literals in local variables that take a task
	values   map[*ast.Ident]bool    // function values that a rule accounts for
	identity map[types.Object]bool  // contexts of which code looks at which they are, as far as known
	derived  map[*ast.CallExpr]bool // derivations that a rule edits
	released map[*ast.FuncLit]bool  // literals that marked calls run
	vars     map[token.Pos]*ctxVar
	aliases  map[*program.Func]*ctxVar // the context that a task's parameter repeats
	inherit  map[*program.Func]*ctxVar
	names    map[*program.Func]string   // task's name, by outermost function
	frozen   map[*program.File]string   // files that must not be edited, with the reason
	facades  map[*program.Func]*facade  // of earlier ports
	behind   map[*program.Func]*facade  // by the explicit function
	entered  map[*program.Func]*entered // declared functions that enter the loop at their top
	borders  map[*ast.Ident]*border     // by the name of a function handed over
	serial   map[*program.Func]bool     // mains that are to select the serial policy
	atBorder []*border
}

// Build plans colors for the proposals. The calls in tried are those of go
// statements that an earlier plan said need a task; one that no proposal starts
// will not become one.
func Build(survey *Survey, runtimePath string, proposals []*rule.Proposal, tried map[*ast.CallExpr]bool) *Plan {
	p := survey.prog
	plan := &Plan{
		survey:      survey,
		RuntimePath: runtimePath,
		prog:        p,
		proposals:   proposals,
		tried:       tried,
		need:        map[*program.Func]bool{},
		starts:      map[*ast.CallExpr]bool{},
		values:      map[*ast.Ident]bool{},
		identity:    map[types.Object]bool{},
		vars:        map[token.Pos]*ctxVar{},
		derived:     map[*ast.CallExpr]bool{},
		released:    map[*ast.FuncLit]bool{},
		aliases:     map[*program.Func]*ctxVar{},
		inherit:     map[*program.Func]*ctxVar{},
		names:       map[*program.Func]string{},
		frozen:      p.Frozen,
	}
	for _, pr := range proposals {
		for _, call := range pr.Starts {
			plan.starts[call] = true
		}
		for _, d := range pr.Contexts {
			plan.derived[d.Call] = true
		}
		for _, lit := range pr.Released {
			plan.released[lit] = true
		}
		for _, id := range pr.Values {
			plan.values[id] = true
		}
	}
	plan.roles = findRoles(p, proposals)
	plan.findLocals()
	if !survey.KeepBorders {
		plan.findFacades()
		plan.findEntered()
		plan.findBorders()
	}
	plan.classes = classify(plan)
	plan.propagate()
	plan.findContexts()
	return plan
}

// ModeOf returns how a declared function comes by its task.
func (p *Plan) ModeOf(fn *program.Func) Mode {
	if fn == nil || fn.Decl == nil {
		return Plain
	}
	c := p.classes.of(fn)
	if !c.need && !p.need[fn] {
		return Plain
	}
	return p.classes.mode(fn)
}

// Needs reports whether the frame of fn uses a task.
func (p *Plan) Needs(fn *program.Func) bool { return p.need[p.owner(fn)] }

// InFrame reports whether a literal runs in the task of the function around it.
func (p *Plan) InFrame(lit *ast.FuncLit) bool { return p.roles[p.prog.LitFunc(lit)] == Frame }

// owner returns the function whose task fn runs in: fn itself, or the one
// around it when fn is a literal run in place.
func (p *Plan) owner(fn *program.Func) *program.Func {
	for fn != nil && fn.Lit != nil && fn.Parent != nil && p.roles[fn] == Frame {
		fn = fn.Parent
	}
	return fn
}

// takes reports whether a call of fn by a task hands over the task.
func (p *Plan) takes(fn *program.Func) bool {
	m := p.ModeOf(fn)
	return m == Param || m == Split
}

// Takes implements rule.Plan.
func (p *Plan) Takes(fn *program.Func) bool { return p.takes(fn) }

// Hands implements rule.Plan.
func (p *Plan) Hands(call *ast.CallExpr) bool {
	c := p.prog.CallAt(call)
	return c != nil && p.passes(c) && p.need[p.owner(c.Caller)]
}

// Wants reports whether what a call calls takes a task, or has an explicit function that
// does, whether or not the call hands one over.
func (p *Plan) Wants(call *ast.CallExpr) bool {
	c := p.prog.CallAt(call)
	return c != nil && p.wantsTask(c)
}

// ReplacesAt implements rule.Plan.
func (p *Plan) ReplacesAt(call *ast.CallExpr) bool {
	return p.Hands(call) && p.replacesAt(p.prog.CallAt(call))
}

// Explicit implements rule.Plan.
func (p *Plan) Explicit(fn *program.Func) string {
	switch {
	case p.ModeOf(fn) == Split:
		return explicitName(fn)
	case p.undone(fn):
		return p.behind[fn].fn.Decl.Name.Name
	}
	return fn.Decl.Name.Name
}

// Co implements rule.Plan.
func (p *Plan) Co(n ast.Node) string { return p.name(p.prog.Enclosing(n)) }

// TaskCo implements rule.Plan.
func (p *Plan) TaskCo(lit *ast.FuncLit) string {
	fn := p.prog.LitFunc(lit)
	if !p.need[fn] {
		return "_"
	}
	return p.name(fn)
}

// name returns what the task is called in fn: the same in a declared function
// and in all literals inside it.
func (p *Plan) name(fn *program.Func) string {
	if fn == nil {
		return "co"
	}
	for f := fn; f.Parent != nil; f = f.Parent {
		if held := p.held(f); held != "" {
			return held
		}
	}
	outer := fn.Outermost()
	if name, ok := p.names[outer]; ok {
		return name
	}
	name := p.freeName(outer, "co", "task", "aco")
	if held := p.held(outer); held != "" {
		name = held
	}
	p.names[outer] = name
	return name
}

// freeName returns the first of the names that nothing in fn is called.
func (p *Plan) freeName(fn *program.Func, names ...string) string {
	used := map[string]bool{}
	ast.Inspect(fn.Node(), func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			ast.Inspect(n.X, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok {
					used[id.Name] = true
				}
				return true
			})
			return true
		case *ast.Ident:
			if sel, ok := p.prog.Parent(n).(*ast.SelectorExpr); ok && sel.Sel == n {
				return true
			}
			used[n.Name] = true
		}
		return true
	})
	for _, name := range names {
		if !used[name] {
			return name
		}
	}
	return names[len(names)-1] + "_"
}
