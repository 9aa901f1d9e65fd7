package color

import (
	"fmt"
	"go/ast"
	"go/token"
	"strings"

	"github.com/asyncport/asyncport/analyzers/flow"
	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// Edit makes the edits that give every function its task: signatures, facades,
// entries, calls and contexts. The rules' own edits come before.
func (p *Plan) Edit(ed *rule.Editor) {
	for _, fn := range p.prog.Funcs {
		switch {
		case p.facades[fn] != nil && p.ModeOf(fn) == Param:
			p.undoFacade(ed, p.facades[fn])
			continue
		case p.facades[fn] != nil:
			continue // a facade goes on as it is
		case fn.Decl != nil && p.ModeOf(fn) == Param:
			if e := p.entered[fn]; e != nil {
				p.undoEnter(ed, fn, e)
			}
			p.editSignature(ed, fn)
		case fn.Decl != nil && p.ModeOf(fn) == Split:
			p.addFacade(ed, fn)
		case p.locals[fn]:
			ed.InsertParam(fn.Lit.Type, ed.TaskCo(fn.Lit))
		case p.enters(fn) || p.serial[fn]:
			p.addEnter(ed, fn)
		case p.need[fn]:
			p.nameTask(ed, fn)
		}
		for _, call := range fn.Calls {
			if p.passes(call) && p.need[p.owner(fn)] && !ed.Kept[call.Expr] {
				p.editCall(ed, call)
			}
		}
	}
	p.editBorders(ed)
	p.editInterfaces(ed)
	p.editContexts(ed)
}

// passes reports whether a call hands a task to its callee.
func (p *Plan) passes(call *program.Call) bool {
	if p.isRawGo(call.Expr) || p.frozen[call.Caller.File] != "" || p.isCramped(call) {
		return false
	}
	if call.Callee != nil {
		return p.takes(call.Callee)
	}
	c := p.classes.ofMethod(call.Iface)
	return c != nil && c.need && c.changes()
}

// editSignature gives a function the task as its first parameter.
func (p *Plan) editSignature(ed *rule.Editor, fn *program.Func) {
	name := p.name(fn)
	if !p.need[fn] && contextParam(fn) == nil {
		name = "_"
	}
	typ := ed.Aio(fn.Decl, "Context")
	params := fn.Decl.Type.Params
	unnamed := len(params.List) > 0 && len(params.List[0].Names) == 0
	replaces := p.Replaces(fn)
	if unnamed && name != "_" {
		for i, field := range params.List {
			if i > 0 || !replaces {
				ed.Insert(field.Pos(), "_ ")
			}
		}
	}
	if replaces {
		first := params.List[0]
		switch {
		case unnamed && name != "_":
			typ = name + " " + typ
		case !unnamed && first.Names[0].Name == "_" && name != "_":
			ed.ReplaceNode(first.Names[0], name)
		}
		ed.ReplaceNode(first.Type, typ)
		return
	}
	text := name + " " + typ
	if unnamed && name == "_" {
		text = typ
	}
	if len(params.List) == 0 {
		ed.Insert(params.Opening+1, text)
		return
	}
	ed.Insert(ed.First(params.Opening, params.List[0].Pos(), text))
}

// addFacade leaves a function's signature in place, as a facade that enters
// the loop, and makes its body that of an explicit function.
func (p *Plan) addFacade(ed *rule.Editor, fn *program.Func) {
	name, explicit := p.name(fn), explicitName(fn)
	decl, file := fn.Decl, fn.File
	replaced := p.Replaces(fn)
	var params, args []string
	params = append(params, name+" "+ed.Aio(decl, "Context"))
	args = append(args, name)
	for i, field := range decl.Type.Params.List {
		if i == 0 && replaced {
			continue
		}
		params = append(params, file.Text(field))
		for _, id := range field.Names {
			arg := id.Name
			if _, variadic := field.Type.(*ast.Ellipsis); variadic {
				arg += "..."
			}
			args = append(args, arg)
		}
	}
	recv, target := "", explicit
	if decl.Recv != nil {
		recv = file.Text(decl.Recv) + " "
		target = decl.Recv.List[0].Names[0].Name + "." + explicit
	}
	results, typeParams := "", ""
	if list := decl.Type.TypeParams; list != nil {
		typeParams = file.Text(list)
		target += typeArgs(fn)
	}
	call := target + "(" + strings.Join(args, ", ") + ")"
	if decl.Type.Results != nil {
		results = file.Text(decl.Type.Results) + " "
		call = "return " + call
	}
	helpers := ""
	for _, stmt := range helperStmts(fn) {
		helpers += "\t" + file.Text(stmt) + "\n"
	}
	ed.Insert(decl.Body.Lbrace, fmt.Sprintf("{\n%s%s\n\t%s\n}\n\n%s\nfunc %s%s%s%s %s",
		helpers, p.enterText(ed, fn, "\t"), call, facadeComment(fn), recv, explicit, typeParams, paramList(fn, params), results))
}

// typeArgs returns the type arguments by which a generic function calls another that is
// declared alike: none if its parameters show them all.
func typeArgs(fn *program.Func) string {
	shown := map[string]bool{}
	ast.Inspect(fn.Decl.Type.Params, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			shown[id.Name] = true
		}
		return true
	})
	var names []string
	all := true
	for _, field := range fn.Decl.Type.TypeParams.List {
		for _, id := range field.Names {
			names = append(names, id.Name)
			all = all && shown[id.Name]
		}
	}
	if all {
		return ""
	}
	return "[" + strings.Join(names, ", ") + "]"
}

// paramList writes parameters as fn has its own: on one line or on one each.
func paramList(fn *program.Func, params []string) string {
	typ := fn.Decl.Type.Params
	if len(typ.List) > 0 && fn.File.Tok.Line(typ.Opening) != fn.File.Tok.Line(typ.List[0].Pos()) {
		return "(\n\t" + strings.Join(params, ",\n\t") + ",\n)"
	}
	return "(" + strings.Join(params, ", ") + ")"
}

// enterText returns the statements that enter the loop.
func (p *Plan) enterText(ed *rule.Editor, fn *program.Func, indent string) string {
	ctx, std := p.enterContext(fn)
	if std {
		name := p.contextPackage(fn.File)
		if name == "context" {
			ed.Import(fn.File, "context", "")
		} else {
			ed.Import(fn.File, "context", name)
			ctx = name + strings.TrimPrefix(ctx, "context")
		}
	}
	leave := p.freeName(fn, "leave", "exit", "leaveLoop")
	return fmt.Sprintf("%s%s, %s := %s(%s)\n%sdefer %s()", indent, p.name(fn), leave, ed.Aio(fn.Node(), "Enter"), ctx, indent, leave)
}

// addEnter makes a function enter the loop at its top, or main select a policy
// or do both: behind a comment that
// stands on the line of its brace, and in a test behind what has to come first.
func (p *Plan) addEnter(ed *rule.Editor, fn *program.Func) {
	body := fn.Body()
	after := entryPos(fn)
	src := fn.File.Src
	offset := fn.File.Offset(after)
	end := offset
	for end < len(src) && src[end] != '\n' {
		end++
	}
	indent := ed.Indent(body.Lbrace) + "\t"
	text := ""
	if policy := p.policyText(ed, fn, indent); policy != "" {
		text = "\n" + policy
	}
	if p.enters(fn) {
		text += "\n" + p.enterText(ed, fn, indent)
	}
	rest := strings.TrimSpace(string(src[offset:end]))
	if rest == "" || strings.HasPrefix(rest, "//") {
		if len(body.List) > 0 && p.isCrowded(fn, after) {
			text += "\n"
		}
		buf := ed.Buffer(fn.File)
		buf.Insert(trimCR(src, end), text)
		return
	}
	ed.Insert(after, text+"\n"+indent) // a body on one line
}

// isCrowded reports whether code follows that is worth a blank line.
func (p *Plan) isCrowded(fn *program.Func, after token.Pos) bool {
	return len(fn.Body().List) > 2 && fn.Body().List[0].Pos() >= after
}

func trimCR(src []byte, end int) int {
	if end > 0 && end <= len(src) && src[end-1] == '\r' {
		return end - 1
	}
	return end
}

// prologue returns the number of statements that have to stay in front.
func prologue(fn *program.Func) int {
	n := 0
	if fn.IsTest() && fn.Body() != nil {
		for n < len(fn.Body().List) && isTestPrologue(fn.Body().List[n]) {
			n++
		}
	}
	return n
}

// InPrologue reports whether a node belongs to the statements of a test that
// come before it could enter the loop.
func InPrologue(fn *program.Func, n ast.Node) bool {
	k := prologue(fn)
	return k > 0 && n.End() <= fn.Body().List[k-1].End()
}

// isTestPrologue reports whether a statement of a test must stay in front:
// t.Parallel, t.Helper and skips.
func isTestPrologue(stmt ast.Stmt) bool {
	expr, ok := stmt.(*ast.ExprStmt)
	if !ok {
		return false
	}
	call, ok := expr.X.(*ast.CallExpr)
	if !ok || len(call.Args) > 0 {
		return false
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	return ok && (sel.Sel.Name == "Parallel" || sel.Sel.Name == "Helper")
}

// editCall hands the task to the callee.
func (p *Plan) editCall(ed *rule.Editor, call *program.Call) {
	if call.Callee != nil && p.ModeOf(call.Callee) == Split {
		ed.Insert(flow.Name(call.Expr.Fun).End(), "Co")
	}
	starts := p.starts[call.Expr]
	co := p.name(call.Caller)
	if !p.replacesAt(call) {
		ed.InsertArg(call.Expr, co)
		return
	}
	if !starts {
		ed.Context(call.Expr.Args[0])
		return
	}
	// The task was started with it.
	arg, f := call.Expr.Args[0], call.Caller.File
	ed.Buffer(f).Supersede(f.Offset(arg.Pos()), f.Offset(arg.End()), co)
}

// editInterfaces gives the methods of interfaces the parameter that their
// implementations got.
func (p *Plan) editInterfaces(ed *rule.Editor) {
	for pos, c := range p.classes.byIface {
		root := c.root()
		if !root.need || !root.changes() {
			continue
		}
		field := p.classes.fields[pos]
		params := field.Type.(*ast.FuncType).Params
		typ := ed.Aio(field, "Context")
		replaces := p.firstIsContext(pos)
		if len(root.members) > 0 {
			replaces = p.Replaces(root.members[0])
		}
		unnamed := len(params.List) == 0 || len(params.List[0].Names) == 0
		switch {
		case replaces:
			ed.ReplaceNode(params.List[0].Type, typ)
			if !unnamed && params.List[0].Names[0].Name != "_" {
				ed.ReplaceNode(params.List[0].Names[0], "co")
			}
		case len(params.List) == 0:
			ed.Insert(params.Opening+1, "co "+typ)
		case unnamed:
			ed.Insert(params.Opening+1, typ+", ")
		default:
			ed.Insert(params.Opening+1, "co "+typ+", ")
		}
	}
}

// editContexts renames the contexts that the task replaces and derives the
// others from it.
func (p *Plan) editContexts(ed *rule.Editor) {
	for _, v := range p.vars {
		if v.decl != nil {
			ed.DeleteStmt(v.decl)
		}
		for _, id := range p.prog.Uses(v.obj) {
			if v.decl != nil && id.Pos() == v.obj.Pos() {
				continue
			}
			if v.renamed() && !p.inFacade(v, id) {
				ed.ReplaceNode(id, v.name)
			}
			if !v.param && v.derive == nil && v.decl == nil {
				continue
			}
			if call, set := p.setBy(id); set && call != nil && !p.derived[call] {
				sel := ast.Unparen(call.Fun).(*ast.SelectorExpr)
				ed.Replace(sel.Pos(), sel.Sel.Pos(), ed.Aio(sel, ""))
				ed.Context(call.Args[0])
			}
		}
	}
}

// inFacade reports whether id is the declaration of a parameter in the
// signature that a facade keeps.
func (p *Plan) inFacade(v *ctxVar, id *ast.Ident) bool {
	return v.param && id.Pos() == v.obj.Pos() && p.ModeOf(v.owner) == Split
}
