package lostfuture

import (
	"fmt"
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/blockingcall/color"
)

// A holder is a variable or unexported field that holds a group or a future, with
// what the package does with it.
type holder struct {
	first  ast.Node // the first call that starts something
	called map[string]bool
	other  bool // given away, or used in a way that is not followed
}

// unwaited reports groups that are never waited for and futures that are never
// looked at.
func unwaited(c *counter) {
	found := make(map[*types.Var]*holder)
	var list []*types.Var
	for _, file := range c.pass.Files {
		var stack []ast.Node
		ast.Inspect(file, func(n ast.Node) bool {
			if n == nil {
				stack = stack[:len(stack)-1]
				return true
			}
			if id, ok := n.(*ast.Ident); ok {
				if v, ok := c.pass.TypesInfo.ObjectOf(id).(*types.Var); ok && c.holds(v) {
					v = v.Origin()
					h := found[v]
					if h == nil {
						h = &holder{called: make(map[string]bool)}
						found[v] = h
						list = append(list, v)
					}
					h.use(id, stack)
				}
			}
			stack = append(stack, n)
			return true
		})
	}
	for _, v := range list {
		if h := found[v]; !h.other && h.first != nil {
			c.lost(v, h)
		}
	}
}

// holds reports whether all uses of v can be seen here: a local variable or an
// unexported field of this package.
func (c *counter) holds(v *types.Var) bool {
	if v.Pkg() != c.pass.Pkg || v.Parent() == c.pass.Pkg.Scope() || v.IsField() && (v.Exported() || v.Embedded()) {
		return false
	}
	return groupKind(v.Type()) != "" || hasFuture(v.Type())
}

// groupKind returns how a group type is called, or "".
func groupKind(t types.Type) string {
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return ""
	}
	path, name := named.Obj().Pkg().Path(), named.Obj().Name()
	switch {
	case path == "golang.org/x/sync/errgroup" && name == "Group":
		return "errgroup.Group"
	case color.IsRuntime(path) && (name == "Group" || name == "WaitGroup"):
		return "aio." + name
	case path == "sync" && name == "WaitGroup":
		return "sync.WaitGroup"
	}
	return ""
}

// use notes one use of the variable, with the nodes around it.
func (h *holder) use(id *ast.Ident, stack []ast.Node) {
	around := func(i int) ast.Node {
		if i > len(stack) {
			return nil
		}
		return stack[len(stack)-i]
	}
	var e ast.Node = id
	depth := 1
	// A field: what is selected is the use, whatever it is selected from.
	if sel, ok := around(1).(*ast.SelectorExpr); ok && sel.Sel == id {
		e, depth = sel, 2
	}
	switch n := around(depth).(type) {
	case *ast.SelectorExpr:
		call, ok := around(depth + 1).(*ast.CallExpr)
		if n.X != e || !ok || call.Fun != n {
			h.other = true // a method value
			return
		}
		h.called[n.Sel.Name] = true
		if h.first == nil && starting[n.Sel.Name] {
			h.first = call
		}
	case *ast.AssignStmt:
		h.assigned(e, n)
	case *ast.ValueSpec:
		for _, value := range n.Values {
			if value == e {
				h.other = true
			} else if _, ok := value.(*ast.CallExpr); ok && h.first == nil {
				h.first = value
			}
		}
	case *ast.Field: // its declaration, or a parameter, which is somebody else's
		_, inStruct := around(depth + 2).(*ast.StructType)
		h.other = h.other || !inStruct
	default:
		h.other = true
	}
}

// assigned notes an assignment to the variable; the value of a call is a start
// where the variable holds a future. To assign the variable to _ is no use.
func (h *holder) assigned(e ast.Node, n *ast.AssignStmt) {
	for i, lhs := range n.Lhs {
		if lhs == e {
			if _, ok := n.Rhs[min(i, len(n.Rhs)-1)].(*ast.CallExpr); ok && h.first == nil {
				h.first = n
			}
			return
		}
	}
	for i, rhs := range n.Rhs {
		if rhs == e && len(n.Lhs) == len(n.Rhs) {
			if id, ok := n.Lhs[i].(*ast.Ident); ok && id.Name == "_" {
				return
			}
		}
	}
	h.other = true
}

// starting are the methods of groups that start something, or count it.
var starting = map[string]bool{"Go": true, "TryGo": true, "GoContext": true, "Start": true, "Add": true}

// lost reports a group or future that nobody waits for.
func (c *counter) lost(v *types.Var, h *holder) {
	kind := groupKind(v.Type())
	message := fmt.Sprintf("the future in %s is never looked at: nobody sees its result or error", v.Name())
	if kind != "" {
		started := false
		for name := range h.called {
			started = started || starting[name]
		}
		if !started || h.called["Wait"] || h.called["WaitFirst"] {
			return
		}
		message = fmt.Sprintf("nobody waits for %s, an %s: what it starts may outlive the function, and its errors are lost", v.Name(), kind)
		if kind == "sync.WaitGroup" || kind == "aio.WaitGroup" {
			message = fmt.Sprintf("%s, a %s, is counted but never waited for", v.Name(), kind)
		}
	} else if len(h.called) > 0 {
		return
	}
	c.pass.Report(analysis.Diagnostic{Pos: h.first.Pos(), End: h.first.End(), Category: "lostfuture", Message: message})
}
