package rewrite

import (
	"go/ast"
	"go/types"
	"slices"
	"sort"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
	"github.com/asyncport/asyncport/rewrite/polling"
	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
	"github.com/asyncport/asyncport/rewrite/runtime"
	"github.com/asyncport/asyncport/rewrite/site"
)

// constructs are the constructs of calls that have a rule of their own, by the
// called function.
var constructs = map[string]site.Construct{
	"time.Sleep":                                site.Sleep,
	"time.AfterFunc":                            site.Timer,
	"(*sync.WaitGroup).Wait":                    site.WaitGroup,
	"(*sync.WaitGroup).Go":                      site.WaitGroup,
	"(*sync.Cond).Wait":                         site.Cond,
	"(*sync.Once).Do":                           site.Once,
	"(*sync.Mutex).Lock":                        site.Lock,
	"(*sync.RWMutex).Lock":                      site.Lock,
	"(*sync.RWMutex).RLock":                     site.Lock,
	"(*golang.org/x/sync/errgroup.Group).Wait":  site.ErrGroup,
	"(*golang.org/x/sync/errgroup.Group).Go":    site.ErrGroup,
	"(*golang.org/x/sync/errgroup.Group).TryGo": site.ErrGroup,
}

// scan lists every site of the program in source order: go statements, the
// primitive operations that the analysis knows, the calls that have a rule of their
// own, and those of function values that wait.
func scan(p *program.Program, known facts, outside *outside) []*rule.Spot {
	s := &scanner{prog: p, seen: map[ast.Node]bool{}}
	for _, f := range p.Files {
		yields := known.Yields(f.Pkg)
		if yields == nil {
			continue
		}
		for _, op := range yields.Ops() {
			if p.FileAt(op.Node.Pos()) == f {
				s.addOp(f, op)
			}
		}
		s.addPolls(f, yields)
		ast.Inspect(f.AST, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				s.add(f, n, site.Go, 0, "")
			case *ast.CallExpr:
				if c, ok := constructs[calleeName(f, n)]; ok {
					s.add(f, n, c, 0, "")
				} else if kinds, why := outside.call(f, n); kinds.Intersects(marked) && !s.isRuntime(f, n, "") {
					s.add(f, n, site.Call, kinds, why)
				}
			}
			return true
		})
	}
	s.addCarried(outside)
	sort.SliceStable(s.spots, func(i, j int) bool {
		a, b := s.spots[i], s.spots[j]
		if a.Pos.Filename != b.Pos.Filename {
			return a.Pos.Filename < b.Pos.Filename
		}
		return a.Pos.Offset < b.Pos.Offset
	})
	return s.spots
}

type scanner struct {
	prog  *program.Program
	seen  map[ast.Node]bool
	spots []*rule.Spot
}

// addOp adds a primitive operation. One whose kind is not certain is not a
// site: nothing could be decided about it. What is only seen to be possible is one.
func (s *scanner) addOp(f *program.File, op yieldpoint.Op) {
	why := ""
	switch {
	case op.Kind == catalog.Await:
		return
	case op.Hard:
	case op.Seen && marked.Has(op.Kind):
		why = "may be " + op.What
	default:
		return
	}
	kinds := catalog.SetOf(op.Kind)
	switch n := op.Node.(type) {
	case *ast.SendStmt:
		s.add(f, n, site.Send, kinds, why)
	case *ast.UnaryExpr:
		s.add(f, n, site.Receive, kinds, why)
	case *ast.RangeStmt:
		s.add(f, n, site.Range, kinds, why)
	case *ast.SelectStmt:
		s.add(f, n, site.Select, kinds, why)
	case *ast.CallExpr:
		construct, ok := constructs[calleeName(f, n)]
		if !ok {
			construct = site.Call
		}
		s.add(f, n, construct, kinds, why)
	}
}

// addPolls adds the loops that poll.
func (s *scanner) addPolls(f *program.File, yields *yieldpoint.Result) {
	for _, fn := range s.prog.Funcs {
		if fn.File != f {
			continue
		}
		for _, loop := range polling.Find(s.prog, fn, yields) {
			s.add(f, loop.Stmt, site.Poll, 0, "")
		}
	}
}

// add adds a site; why is what a reader does not see there, or "".
func (s *scanner) add(f *program.File, n ast.Node, construct site.Construct, kinds catalog.Set, why string) {
	if s.seen[n] || s.marked(f, n) {
		return
	}
	s.seen[n] = true
	fn := s.prog.Enclosing(n)
	spot := &rule.Spot{Node: n, Func: fn, Kinds: kinds}
	spot.Site = site.Site{
		Package:   f.Pkg.PkgPath,
		Pos:       s.prog.Position(n.Pos()),
		Construct: construct,
		Text:      headline(f.Text(n)),
		Kind:      kinds.String(),
		Detail:    why,
	}
	if fn != nil {
		spot.Site.Func = fn.Name
	}
	s.spots = append(s.spots, spot)
}

// marked reports whether n is explicit already: a call of the runtime, or code
// that the runtime's Call runs with the loop released.
func (s *scanner) marked(f *program.File, n ast.Node) bool {
	call, ok := n.(*ast.CallExpr)
	return ok && s.isRuntime(f, call, "") || s.released(s.prog.Enclosing(n))
}

// released reports whether fn is a literal that the runtime's Call runs with the
// loop released, or that is handed to a call there, itself or by a variable.
func (s *scanner) released(fn *program.Func) bool {
	if fn == nil || fn.Lit == nil {
		return false
	}
	var value ast.Expr = fn.Lit
	if s.prog.UsedOnce(fn) {
		value = s.prog.Uses(s.prog.LocalVar(fn))[1]
	}
	call, ok := s.prog.Parent(value).(*ast.CallExpr)
	if !ok {
		return false
	}
	if s.isRuntime(fn.File, call, "Call") {
		return true
	}
	callee, _ := typeutil.Callee(fn.File.Info(), call).(*types.Func)
	return catalog.Runs(callee, slices.Index(call.Args, value)) && !s.enters(fn) && s.released(s.prog.Enclosing(call))
}

// enters reports whether a literal's own body enters the loop.
func (s *scanner) enters(fn *program.Func) bool {
	found := false
	ast.Inspect(fn.Lit.Body, func(n ast.Node) bool {
		if lit, ok := n.(*ast.FuncLit); ok && lit != fn.Lit {
			return false
		}
		call, ok := n.(*ast.CallExpr)
		found = found || ok && s.isRuntime(fn.File, call, "Enter")
		return !found
	})
	return found
}

// isRuntime reports whether a call calls a function of the runtime, or of one of
// its companions, whose name begins with prefix.
func (s *scanner) isRuntime(f *program.File, call *ast.CallExpr, prefix string) bool {
	fn, _ := typeutil.Callee(f.Info(), call).(*types.Func)
	return fn != nil && fn.Pkg() != nil && s.ownsRuntime(fn.Pkg().Path()) && strings.HasPrefix(fn.Name(), prefix)
}

// ownsRuntime reports whether a package is the runtime, a copy of it or the
// module, or one of its companions.
func (s *scanner) ownsRuntime(pkg string) bool {
	return runtime.Owns(s.prog.Module.Path, pkg) || pkg == runtime.Source || strings.HasPrefix(pkg, runtime.Source+"/")
}

// calleeName returns the full name of the statically known function that a
// call calls, or "".
func calleeName(f *program.File, call *ast.CallExpr) string {
	fn, _ := typeutil.Callee(f.Info(), call).(*types.Func)
	if fn == nil {
		return ""
	}
	return fn.Origin().FullName()
}

// maxText is the length to which a site's text is cut, in bytes.
const maxText = 80

// headline returns the first line of a source text, shortened.
func headline(text string) string {
	text, _, _ = strings.Cut(text, "\n")
	text = strings.TrimSpace(text)
	if len(text) > maxText {
		text = strings.ToValidUTF8(text[:maxText-3], "") + "..."
	}
	return text
}

// inInit reports whether fn may run before main: as an init function, or in
// the initialisation of a package's variables. A literal that a variable only
// holds, such as the Run of a command, runs later. So do those that tests hand to
// a framework in this way, var _ = Describe(..., func() {...}).
func inInit(p *program.Program, fn *program.Func) bool {
	if fn == nil {
		return true
	}
	outer := fn.Outermost()
	if outer.Decl != nil {
		return outer.Decl.Recv == nil && outer.Decl.Name.Name == "init"
	}
	for n := p.Parent(outer.Lit); n != nil; n = p.Parent(n) {
		if call, isCall := n.(*ast.CallExpr); isCall {
			return !outer.File.IsTest() || ast.Unparen(call.Fun) == ast.Expr(outer.Lit)
		}
	}
	return false
}
