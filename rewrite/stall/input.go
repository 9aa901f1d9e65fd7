package stall

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/types"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// scans are the functions that read the standard input by their nature.
var scans = map[string]bool{"fmt.Scan": true, "fmt.Scanf": true, "fmt.Scanln": true}

// pipes of a command that its parent reads: they end when the command does.
var outputs = map[string]bool{"(*os/exec.Cmd).StdoutPipe": true, "(*os/exec.Cmd).StderrPipe": true}

// inputs finds reads, in tasks, of what somebody writes when he likes, although it is a file
// to look at: the standard input, and the output of a command; and waits for the lock of
// a file.
func (f *finder) inputs(file *program.File) {
	f.inTasks(file, func(call *ast.CallExpr) {
		if what, step := f.input(file, call); what != "" {
			f.add(call, "a task waits for "+what+", and has no mark: files are not marked", step...)
		}
	})
}

// input returns what a call waits for, and the step that shows it, or "".
func (f *finder) input(file *program.File, call *ast.CallExpr) (what string, steps []Step) {
	callee := calleeOf(file, call)
	switch {
	case callee == nil:
		return "", nil
	case scans[callee.FullName()]:
		return "the standard input", nil
	case locksFile(file, call, callee):
		return "the lock of a file", nil
	}
	var sources []ast.Expr
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && isRead(callee) {
		sources = append(sources, sel.X)
	}
	for _, s := range f.flow().Streams(call) {
		if s.Made != nil && hasRead(s.Methods) {
			sources = append(sources, s.Made)
		}
	}
	for _, e := range sources {
		if what := f.source(e); what != "" {
			return what, []Step{f.step(e, fmt.Sprintf("%s is handed over here", what))}
		}
	}
	return "", nil
}

func isRead(fn *types.Func) bool { return hasRead([]string{fn.Name()}) && fn.Signature().Recv() != nil }

func hasRead(methods []string) bool {
	for _, name := range methods {
		if name == "Read" {
			return true
		}
	}
	return false
}

// source returns what an expression reads that waits for others, or "".
func (f *finder) source(e ast.Expr) string {
	file := f.prog.FileAt(e.Pos())
	if file == nil {
		return ""
	}
	v := rule.Variable(file, e)
	if v == nil {
		return ""
	}
	if v.Pkg() != nil && v.Pkg().Path() == "os" && v.Name() == "Stdin" {
		return "the standard input"
	}
	for _, id := range f.prog.Uses(v) {
		assign, ok := f.prog.Parent(id).(*ast.AssignStmt)
		if !ok || len(assign.Rhs) != 1 || len(assign.Lhs) == 0 || assign.Lhs[0] != ast.Expr(id) {
			continue
		}
		call, ok := ast.Unparen(assign.Rhs[0]).(*ast.CallExpr)
		if !ok {
			continue
		}
		if fn := calleeOf(f.prog.FileAt(call.Pos()), call); fn != nil && outputs[fn.FullName()] {
			return "the output of a command"
		}
	}
	return ""
}

// locksFile reports whether a call waits for the lock of a file: flock without LOCK_NB, or
// fcntl with F_SETLKW.
func locksFile(file *program.File, call *ast.CallExpr, callee *types.Func) bool {
	if callee.Pkg() == nil || callee.Pkg().Path() != "syscall" && callee.Pkg().Path() != "golang.org/x/sys/unix" || len(call.Args) < 2 {
		return false
	}
	how := file.Info().Types[call.Args[1]].Value
	named := func(name string) int64 {
		c, ok := callee.Pkg().Scope().Lookup(name).(*types.Const)
		if !ok {
			return 0
		}
		n, _ := constant.Int64Val(c.Val())
		return n
	}
	if how == nil {
		return false
	}
	n, exact := constant.Int64Val(how)
	switch callee.Name() {
	case "Flock":
		return exact && n&(named("LOCK_NB")|named("LOCK_UN")) == 0
	case "FcntlFlock":
		return exact && n == named("F_SETLKW")
	}
	return false
}
