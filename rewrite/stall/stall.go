// Package stall finds what may hold up a serial loop although no site is refused:
// a wait that no mark shows, because only a function value or an interface brings it, or because
// its kind is not marked. Each find has a witness; what is only possible is none.
package stall

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/rewrite/color"
	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
	"github.com/asyncport/asyncport/rewrite/values"
)

// Stall is a place at which the loop may stand still.
type Stall struct {
	Package string
	Func    string // as stack traces name it
	Pos     token.Position
	Message string
	Steps   []Step // the witness
}

// Step is one step of a witness.
type Step struct {
	Pos     token.Position
	Message string
}

// Find looks through a ported program; home is the import path of the runtime.
func Find(p *program.Program, survey *color.Survey, home string, facts rule.Facts) []Stall {
	f := &finder{prog: p, plan: color.Build(survey, home, nil, nil), home: home, facts: facts}
	for _, file := range p.Files {
		f.locks(file)
		f.pipes(file)
		f.streams(file)
		f.inputs(file)
	}
	return f.found
}

type finder struct {
	prog  *program.Program
	plan  *color.Plan
	home  string
	facts rule.Facts
	found []Stall
	flows *values.Flow                       // nil until asked for; see flow
	made  map[string]ast.Node                // where a package makes pipes
	loops map[*program.Func][]*ast.RangeStmt // see bodies; nil until asked for
}

func (f *finder) add(at ast.Node, message string, steps ...Step) {
	fn := f.prog.Enclosing(at)
	s := Stall{Package: f.prog.FileAt(at.Pos()).Pkg.PkgPath, Pos: f.prog.Position(at.Pos()), Message: message, Steps: steps}
	if fn != nil {
		s.Func = fn.Name
	}
	f.found = append(f.found, s)
}

func (f *finder) step(at ast.Node, message string) Step {
	return Step{f.prog.Position(at.Pos()), message}
}

// locks finds locks of package sync that are held while other tasks run: one of them may
// run into the lock, and takes the loop along. What lets them run may be a function
// value, or a method of an interface, of which one is shown.
func (f *finder) locks(file *program.File) {
	result := f.facts.Locks(file.Pkg)
	if result == nil {
		return
	}
	shown := map[*ast.CallExpr]bool{}
	for _, a := range result.Across {
		call, ok := a.Yield.(*ast.CallExpr)
		if !ok || f.prog.FileAt(a.Lock.Pos()) != file || !isSync(calleeOf(file, a.Lock)) || shown[a.Lock] {
			continue
		}
		if a.Hard && a.Kinds.Has(catalog.Await) {
			shown[a.Lock] = true
			f.add(a.Lock, fmt.Sprintf("%s is held while other tasks run: who locks it then stands, and the loop with it", a.Mutex.Name()),
				f.step(call, "they run here"))
			continue
		}
		f.iterated(file, a.Lock, call, a.Mutex.Name())
		for _, fn := range f.targets(file, call) {
			if f.yields(fn) {
				f.add(a.Lock, fmt.Sprintf("%s is held while a function is called that lets other tasks run: who locks it then stands, and the loop with it", a.Mutex.Name()),
					f.step(call, "called here"), f.step(fn.Node(), fn.ShortName()+" is what it may be; it lets others run"))
				break
			}
		}
	}
}

// isSync reports whether a function is a method of a lock of package sync, or of a
// Locker, which may be one.
func isSync(fn *types.Func) bool { return fn != nil && fn.Pkg() != nil && fn.Pkg().Path() == "sync" }

// yields reports whether a function is proved to let other tasks run.
func (f *finder) yields(fn *program.Func) bool {
	facts := f.facts.Yields(fn.File.Pkg)
	if facts == nil {
		return false
	}
	switch {
	case fn.Lit != nil:
		return facts.Lit(fn.Lit).Kinds(true).Has(catalog.Await)
	case fn.Obj != nil:
		return facts.Func(fn.Obj).Kinds(true).Has(catalog.Await)
	}
	return false
}

// pipes finds reads and writes of files, in tasks, where the package makes pipes:
// one waits for its other end, and files are not marked.
func (f *finder) pipes(file *program.File) {
	facts := f.facts.Yields(file.Pkg)
	made := f.makesPipes(file.Pkg.PkgPath)
	if facts == nil || made == nil || file.IsTest() {
		return
	}
	for _, op := range facts.Ops() {
		call, ok := op.Node.(*ast.CallExpr)
		if !ok || op.Kind != catalog.File || f.prog.FileAt(call.Pos()) != file || !isTransfer(file, call) {
			continue
		}
		if f.isInTask(call) {
			f.add(call, "a task reads or writes a file that may be a pipe, which waits for its other end; files are not marked",
				f.step(made, "the package makes pipes"))
		}
	}
}

// isTransfer reports whether a call reads from an *os.File or writes to it.
func isTransfer(file *program.File, call *ast.CallExpr) bool {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return false
	}
	fn, _ := file.Info().Uses[sel.Sel].(*types.Func)
	return fn != nil && strings.HasPrefix(fn.FullName(), "(*os.File).") &&
		(strings.HasPrefix(fn.Name(), "Read") || strings.HasPrefix(fn.Name(), "Write"))
}

// isReleased reports whether a literal is run by the runtime's Call, which lets the
// loop go on meanwhile.
func (f *finder) isReleased(fn *program.Func) bool {
	for ; fn != nil && fn.Lit != nil; fn = fn.Parent {
		call, ok := f.prog.Parent(fn.Lit).(*ast.CallExpr)
		if !ok {
			continue
		}
		callee := calleeOf(f.prog.FileAt(call.Pos()), call)
		if callee != nil && callee.Pkg() != nil && callee.Pkg().Path() == f.home && strings.HasPrefix(callee.Name(), "Call") {
			return true
		}
	}
	return false
}

// pipeMakers are the functions that make pipes, or files of descriptors that may be
// anything.
var pipeMakers = map[string]bool{
	"syscall.Mkfifo": true, "syscall.Mknod": true, "os.Pipe": true, "os.NewFile": true,
	"golang.org/x/sys/unix.Mkfifo": true, "golang.org/x/sys/unix.Mkfifoat": true, "golang.org/x/sys/unix.Pipe": true,
}

// makesPipes returns where a package makes pipes, outside of tests, or nil.
func (f *finder) makesPipes(path string) ast.Node {
	if f.made == nil {
		f.made = map[string]ast.Node{}
		for _, file := range f.prog.Files {
			if file.IsTest() || f.made[file.Pkg.PkgPath] != nil {
				continue
			}
			ast.Inspect(file.AST, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if ok && f.made[file.Pkg.PkgPath] == nil {
					if fn := calleeOf(file, call); fn != nil && pipeMakers[fn.FullName()] {
						f.made[file.Pkg.PkgPath] = call
					}
				}
				return true
			})
		}
	}
	return f.made[path]
}
