package rewrite

import (
	"bytes"
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/rewrite/program"
)

// Inventory is what one package held when it was read.
type Inventory struct {
	// Path is the import path. An external test package is counted with the
	// package beside it, whose path this is then.
	Path string
	Main bool // a command
	// Lines are those of its files, TestLines those of its test files.
	Lines, TestLines int
	// Imports are the module's own packages that it imports, TestImports those
	// that only its tests import; both sorted.
	Imports, TestImports []string
	// Unasked are the module's own packages with sites among what it imports, tests left out,
	// directly or not, that were not asked for; sorted.
	Unasked []string
	// Yields counts the yield points that are certain, by kind; explicit ones
	// are of kind await.
	Yields map[catalog.Kind]int
	// Hidden are the calls, outside of tests, that wait for someone else while
	// neither the call nor the signature says so; by callee.
	Hidden []HiddenYield
	// Explicit is true when the package uses the runtime, Serial when it
	// selects the serial policy outside of tests.
	Explicit, Serial bool
}

// HiddenYield stands for all calls of one function in a package.
type HiddenYield struct {
	Callee string         // as stack traces name it
	Kind   catalog.Kind   // the most telling one
	Calls  int            // how many there are
	Pos    token.Position // the first
	Func   string         // the function that the first stands in
	Chain  []yieldpoint.Hop
}

// inventory looks through the selected packages.
func (e *engine) inventory() []Inventory {
	all := make(map[string]*Inventory)
	for _, p := range e.mod.Packages {
		if !e.prog.IsSelected(p.PkgPath) {
			continue
		}
		path := homeOf(p)
		inv := all[path]
		if inv == nil {
			inv = &Inventory{Path: path, Yields: make(map[catalog.Kind]int)}
			all[path] = inv
		}
		inv.Main = inv.Main || p.Name == "main"
		e.countFiles(inv, p)
		e.countYields(inv, p)
		e.findHidden(inv, p)
	}
	var list []Inventory
	for _, inv := range all {
		inv.finish(all)
		inv.Unasked = e.unasked(inv.Path)
		list = append(list, *inv)
	}
	slices.SortFunc(list, func(a, b Inventory) int { return cmp.Compare(a.Path, b.Path) })
	return list
}

// unasked returns the module's own packages with sites, but for the runtime, that a package
// imports, directly or not, and that were not selected.
func (e *engine) unasked(path string) []string {
	sites := map[string]bool{}
	for _, s := range e.spots {
		sites[s.Package] = true
	}
	own := map[string]*packages.Package{}
	for _, p := range e.mod.Packages {
		if p.ForTest == "" {
			own[p.PkgPath] = p
		}
	}
	var list []string
	if root := own[path]; root != nil {
		packages.Visit([]*packages.Package{root}, func(p *packages.Package) bool {
			if sites[p.PkgPath] && !e.prog.IsSelected(p.PkgPath) {
				list = append(list, p.PkgPath)
			}
			return own[p.PkgPath] != nil
		}, nil)
	}
	slices.Sort(list)
	return list
}

// homeOf returns the import path of the package that p's directory holds.
func homeOf(p *packages.Package) string {
	if p.ForTest != "" && strings.HasSuffix(p.Name, "_test") {
		return p.ForTest
	}
	return p.PkgPath
}

func (inv *Inventory) finish(all map[string]*Inventory) {
	tidy := func(list []string, without []string) []string {
		slices.Sort(list)
		return slices.DeleteFunc(slices.Compact(list), func(path string) bool {
			return path == inv.Path || all[path] == nil || slices.Contains(without, path)
		})
	}
	inv.Imports = tidy(inv.Imports, nil)
	inv.TestImports = tidy(inv.TestImports, inv.Imports)
	slices.SortFunc(inv.Hidden, func(a, b HiddenYield) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(b.Calls, a.Calls), cmp.Compare(a.Callee, b.Callee))
	})
}

// countFiles takes in what the package's files are and import.
func (e *engine) countFiles(inv *Inventory, p *packages.Package) {
	for _, f := range e.prog.Files {
		if f.Pkg != p {
			continue
		}
		lines, imports := &inv.Lines, &inv.Imports
		if f.IsTest() {
			lines, imports = &inv.TestLines, &inv.TestImports
		}
		*lines += bytes.Count(f.Src, []byte("\n"))
		for _, spec := range f.AST.Imports {
			path := strings.Trim(spec.Path.Value, "`\"")
			if e.isRuntime(path) {
				inv.Explicit = true
			}
			*imports = append(*imports, path)
		}
		inv.Serial = inv.Serial || !f.IsTest() && e.selectsSerial(f)
	}
}

// selectsSerial reports whether a file names the serial policy of the runtime.
func (e *engine) selectsSerial(f *program.File) bool {
	found := false
	ast.Inspect(f.AST, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if ok && id.Name == "Serial" {
			obj, _ := f.Info().Uses[id].(*types.Const)
			found = found || obj != nil && obj.Pkg() != nil && e.isRuntime(obj.Pkg().Path())
		}
		return !found
	})
	return found
}

func (e *engine) countYields(inv *Inventory, p *packages.Package) {
	yields := (facts{e.analysis}).Yields(p)
	if yields == nil {
		return
	}
	for _, op := range yields.Ops() {
		if op.Hard && !op.Free {
			inv.Yields[op.Kind]++
		}
	}
}

// someone is who a hidden yield waits for: others, and not the machine.
var someone = slices.DeleteFunc(marked.Kinds(), func(k catalog.Kind) bool { return k == catalog.Await })

// findHidden lists the calls that wait where nobody sees it.
func (e *engine) findHidden(inv *Inventory, p *packages.Package) {
	yields := (facts{e.analysis}).Yields(p)
	if yields == nil {
		return
	}
	known := make(map[string]int)
	for _, f := range e.prog.Files {
		if f.Pkg != p || f.IsTest() {
			continue
		}
		ast.Inspect(f.AST, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			w := hiddenWitness(yields.Call(call))
			if w == nil || e.passesTask(f, call) {
				return true
			}
			name := w.Hop.Callee
			i, again := known[name]
			if !again {
				i = len(inv.Hidden)
				known[name] = i
				inv.Hidden = append(inv.Hidden, HiddenYield{
					Callee: name, Kind: w.Kind, Pos: e.prog.Position(call.Pos()),
					Func:  checker.EnclosingFunc(p, call.Pos()),
					Chain: yieldpoint.Chain(yields.ByName, name, w.Kind),
				})
			}
			inv.Hidden[i].Calls++
			return true
		})
	}
}

// hiddenWitness returns the most telling certain yield behind a call that is
// none itself.
func hiddenWitness(e yieldpoint.Effect) *yieldpoint.Witness {
	for i := range e.Yields {
		w := &e.Yields[i]
		if w.Hard && w.Hop.Callee != "" && slices.Contains(someone, w.Kind) {
			return w
		}
	}
	return nil
}

// passesTask reports whether a call hands over a task: then it says that it may
// switch.
func (e *engine) passesTask(f *program.File, call *ast.CallExpr) bool {
	sig, _ := f.Info().TypeOf(call.Fun).(*types.Signature)
	if sig == nil || sig.Params().Len() == 0 {
		return false
	}
	named, ok := types.Unalias(sig.Params().At(0).Type()).(*types.Named)
	if !ok || named.Obj().Name() != "Context" || named.Obj().Pkg() == nil {
		return false
	}
	return e.isRuntime(named.Obj().Pkg().Path())
}

// isRuntime reports whether a package is the runtime or one of its companions,
// as a copy or as a module.
func (e *engine) isRuntime(path string) bool {
	return (&scanner{prog: e.prog}).ownsRuntime(path)
}
