package rule

import (
	"bytes"
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/internal/textedit"
	"github.com/asyncport/asyncport/rewrite/program"
)

// Plan is what an edit asks about colors once they are settled.
type Plan interface {
	// Co returns the name of the task at n: of the nearest variable that
	// holds it there.
	Co(n ast.Node) string
	// TaskCo returns the name of the task inside a literal that becomes a
	// task body.
	TaskCo(lit *ast.FuncLit) string
	// SpawnCo returns the context to hand over where the literal or the call
	// becomes a task.
	SpawnCo(n ast.Node) string
	// Takes reports whether a declared function takes a task as its first
	// parameter, added or in place of a context.
	Takes(fn *program.Func) bool
	// Hands reports whether a call is one of the module's own functions that
	// is handed the task.
	Hands(call *ast.CallExpr) bool
	// ReplacesAt reports whether in such a call the task takes the place of
	// the first argument, a context.
	ReplacesAt(call *ast.CallExpr) bool
	// TakesLocal reports whether a call calls a literal in a local variable
	// that takes a task as its first parameter.
	TakesLocal(call *ast.CallExpr) bool
	// Replaces reports whether the task takes the place of fn's first
	// parameter, a context.
	Replaces(fn *program.Func) bool
	// ContextName returns what a context variable is called from now on, or
	// the task's name at n when there is none.
	ContextName(v *types.Var, n ast.Node) string
	// ContextArg says how a context argument reads where a task's context is
	// wanted: replaced by text, or to be put into With, or as it is.
	ContextArg(arg ast.Expr) (text string, replace, wrap bool)
	// ContextText spells a context expression as it reads from now on, and
	// tells whether its value is a task's context.
	ContextText(arg ast.Expr) (text string, isTask bool)
	// Explicit returns the name under which a call reaches the function that
	// takes a task, if it is another than the source's.
	Explicit(fn *program.Func) string
}

// Editor collects the edits of all rules, one buffer per file.
type Editor struct {
	Plan
	Program *program.Program
	// Home is the import path of the runtime; its companions stand below it.
	Home string
	// Qualifier is the name of the runtime's package in a file, with a dot.
	Qualifier func(*program.File) string

	bufs    map[*program.File]*textedit.Buffer
	imports map[*program.File]map[string]string // path -> name, "" for the package's own
	// Kept are calls whose arguments the engine must not change: an edit
	// turned them into a function value or gave them their task itself.
	Kept map[*ast.CallExpr]bool
	// Marked are calls whose edit names the task.
	Marked map[*ast.CallExpr]bool
	// Futures are the variables, by position, that held a channel and hold a
	// future now.
	Futures map[token.Pos]bool

	blanks map[token.Pos]bool // blank lines that go with a statement
	names  names              // see Pick
}

// NewEditor returns an editor without edits.
func NewEditor(p *program.Program, plan Plan, qualifier func(*program.File) string) *Editor {
	return &Editor{
		Plan: plan, Program: p, Qualifier: qualifier,
		bufs:    map[*program.File]*textedit.Buffer{},
		imports: map[*program.File]map[string]string{},
		Kept:    map[*ast.CallExpr]bool{},
		Marked:  map[*ast.CallExpr]bool{},
		Futures: map[token.Pos]bool{},
		blanks:  map[token.Pos]bool{},
		names:   names{},
	}
}

// Callee returns the module's function that a call calls by its name, or nil:
// in a call of a method expression the first argument is the receiver.
func (e *Editor) Callee(call *ast.CallExpr) *program.Func {
	info := e.File(call).Info()
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && info.Selections[sel] != nil && info.Selections[sel].Kind() == types.MethodExpr {
		return nil
	}
	fn, _ := typeutil.Callee(info, call).(*types.Func)
	return e.Program.Func(fn)
}

// File returns the file that holds n.
func (e *Editor) File(n ast.Node) *program.File { return e.Program.FileAt(n.Pos()) }

// Buffer returns the edit buffer of a file.
func (e *Editor) Buffer(f *program.File) *textedit.Buffer {
	if e.bufs[f] == nil {
		e.bufs[f] = textedit.NewBuffer(f.Src)
	}
	return e.bufs[f]
}

// Imports returns what the edits of a file need imported: paths and names.
func (e *Editor) Imports(f *program.File) map[string]string { return e.imports[f] }

// Import makes the file import path, under name if that is not empty.
func (e *Editor) Import(f *program.File, path, name string) {
	if e.imports[f] == nil {
		e.imports[f] = map[string]string{}
	}
	e.imports[f][path] = name
}

// Aio returns "aio.NAME" as the file that holds n has to spell it.
func (e *Editor) Aio(n ast.Node, name string) string { return e.Qualifier(e.File(n)) + name }

// Wrap puts text around n.
func (e *Editor) Wrap(n ast.Node, prefix, suffix string) {
	f := e.File(n)
	e.Buffer(f).Wrap(f.Offset(n.Pos()), f.Offset(n.End()), apart(f, n.Pos(), prefix), suffix)
}

// apart returns a text that is to begin at a position, with a blank before it if it would
// become one with a keyword there: in return<-ch, say, which nobody has formatted.
func apart(f *program.File, pos token.Pos, text string) string {
	if i := f.Offset(pos); i > 0 && isLetter(f.Src[i-1]) && text != "" && isLetter(text[0]) {
		return " " + text
	}
	return text
}

func isLetter(b byte) bool { return 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || b == '_' }

// Replace replaces what stands from one position up to another.
func (e *Editor) Replace(from, to token.Pos, text string) {
	f := e.Program.FileAt(from)
	e.Buffer(f).Replace(f.Offset(from), f.Offset(to), text)
}

// Supersede replaces what stands from one position up to another, and with it
// all edits in between.
func (e *Editor) Supersede(from, to token.Pos, text string) {
	f := e.Program.FileAt(from)
	e.Buffer(f).Supersede(f.Offset(from), f.Offset(to), text)
}

// ReplaceNode replaces n.
func (e *Editor) ReplaceNode(n ast.Node, text string) { e.Replace(n.Pos(), n.End(), text) }

// Insert puts text at pos.
func (e *Editor) Insert(pos token.Pos, text string) {
	f := e.Program.FileAt(pos)
	e.Buffer(f).Insert(f.Offset(pos), text)
}

// InsertArg puts text in front of the arguments of a call, on a line of its own
// where they have lines of their own.
func (e *Editor) InsertArg(call *ast.CallExpr, text string) {
	if len(call.Args) == 0 {
		e.Insert(call.Lparen+1, text)
		return
	}
	e.Insert(e.First(call.Lparen, call.Args[0].Pos(), text))
}

// First returns where an element goes in front of the first one of a list in
// parentheses, and its text with what separates the two: a line of its own
// where the first element begins one.
func (e *Editor) First(paren, first token.Pos, text string) (token.Pos, string) {
	f := e.Program.FileAt(paren)
	between := string(f.Src[f.Offset(paren)+1 : f.Offset(first)])
	if strings.TrimSpace(between) == "" && strings.Contains(between, "\n") {
		return first, text + ",\n" + e.Indent(first)
	}
	return paren + 1, text + ", "
}

// IsFuture reports whether e names a variable that holds a future now.
func (e *Editor) IsFuture(x ast.Expr) bool {
	id, ok := ast.Unparen(x).(*ast.Ident)
	if !ok {
		return false
	}
	obj := e.File(id).Info().ObjectOf(id)
	return obj != nil && e.Futures[obj.Pos()]
}

// InsertParam gives a function literal's type the task as its first parameter.
func (e *Editor) InsertParam(typ *ast.FuncType, name string) {
	text := name + " " + e.Aio(typ, "Context")
	if len(typ.Params.List) > 0 {
		text += ", "
	}
	e.Insert(typ.Params.Opening+1, text)
}

// Context makes the context argument arg a task's context.
func (e *Editor) Context(arg ast.Expr) {
	switch text, replace, wrap := e.ContextArg(arg); {
	case replace:
		e.ReplaceNode(arg, text)
	case wrap && e.carries(arg):
		call := ast.Unparen(arg).(*ast.CallExpr)
		sel := ast.Unparen(call.Fun).(*ast.SelectorExpr)
		e.Replace(sel.Pos(), sel.Sel.Pos(), e.Aio(sel, ""))
		e.Context(call.Args[0])
	case wrap:
		e.Wrap(arg, e.Aio(arg, "With")+"("+e.Co(arg)+", ", ")")
	}
}

// IsTaskContext reports whether x is a context that is a task's from now on,
// and so of another type than before.
func (e *Editor) IsTaskContext(x ast.Expr) bool {
	id, ok := ast.Unparen(x).(*ast.Ident)
	if !ok {
		return false
	}
	obj, _ := e.File(x).Info().ObjectOf(id).(*types.Var)
	if obj == nil {
		return false
	}
	named, ok := types.Unalias(obj.Type()).(*types.Named)
	if !ok || named.Obj().Pkg() == nil || named.Obj().Pkg().Path() != "context" {
		return false
	}
	_, _, wrap := e.ContextArg(x)
	return !wrap
}

// carries reports whether arg derives a context from one of the task's by a
// function that the runtime has too: context.WithValue, context.WithoutCancel.
func (e *Editor) carries(arg ast.Expr) bool {
	call, ok := ast.Unparen(arg).(*ast.CallExpr)
	if !ok {
		return false
	}
	fn, _ := typeutil.Callee(e.File(arg).Info(), call).(*types.Func)
	if fn == nil || fn.FullName() != "context.WithValue" && fn.FullName() != "context.WithoutCancel" {
		return false
	}
	if _, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); !ok {
		return false // imported with a dot
	}
	_, _, wrap := e.ContextArg(call.Args[0])
	return !wrap || e.carries(call.Args[0])
}

// DeleteStmt removes a statement, with its line when nothing else stands on
// it, and with the blank line behind it when that would be the first in its block
// or follow another one, or the one before it when that would be the last. A
// comment on the line stays, on a line of its own.
func (e *Editor) DeleteStmt(n ast.Node) {
	f := e.File(n)
	from, to := f.Offset(n.Pos()), f.Offset(n.End())
	start, end := from, to
	for start > 0 && (f.Src[start-1] == ' ' || f.Src[start-1] == '\t') {
		start--
	}
	end = skipBlanks(f.Src, end)
	switch alone := start == 0 || f.Src[start-1] == '\n'; {
	case alone && end < len(f.Src) && f.Src[end] == '\n':
		next := skipBlanks(f.Src, end+1)
		switch before := start - blankLine(f.Src[:start]); {
		case next < len(f.Src) && f.Src[next] == '\n' && opens(f.Src[:start]) && e.takeBlank(f, end+1):
			end = next
		case before < start && next < len(f.Src) && f.Src[next] == '}' && e.takeBlank(f, before):
			start = before
		}
		e.Buffer(f).Delete(start, end+1)
	case end < len(f.Src) && f.Src[end] == ';':
		e.Buffer(f).Delete(from, skipBlanks(f.Src, end+1))
	default:
		e.Buffer(f).Delete(from, to)
	}
}

// takeBlank reports whether the blank line at an offset is still there, and notes
// that it goes: two statements around it that are removed would both take it.
func (e *Editor) takeBlank(f *program.File, offset int) bool {
	at := f.Tok.Pos(offset)
	if e.blanks[at] {
		return false
	}
	e.blanks[at] = true
	return true
}

// blankLine returns the length of the line that a source ends with, if it is blank
// and not the only one.
func blankLine(src []byte) int {
	line := src[bytes.LastIndexByte(bytes.TrimSuffix(src, []byte("\n")), '\n')+1:]
	if len(line) == len(src) || len(bytes.TrimSpace(line)) > 0 {
		return 0
	}
	return len(line)
}

// opens reports whether a source that ends with a line ends with one that begins a
// block, or is blank.
func opens(src []byte) bool {
	src = bytes.TrimSuffix(bytes.TrimSuffix(src, []byte("\n")), []byte("\r"))
	last := bytes.TrimRight(src[bytes.LastIndexByte(src, '\n')+1:], " \t")
	return len(last) == 0 || last[len(last)-1] == '{'
}

// skipBlanks returns the offset of the first byte of src from offset on that is no blank.
func skipBlanks(src []byte, offset int) int {
	for offset < len(src) && (src[offset] == ' ' || src[offset] == '\t' || src[offset] == '\r') {
		offset++
	}
	return offset
}

// TypeText spells a type for use at n and makes the file import what it
// names. It fails for types that cannot be named there.
func (e *Editor) TypeText(t types.Type, n ast.Node) (string, error) {
	return TypeText(e.Program, t, n, func(path, name string) { e.Import(e.File(n), path, name) })
}
