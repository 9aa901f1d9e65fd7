package lockheld

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/analyzers/lockheld/hops"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

// A channel of tokens is a lock that lets several in: who has taken a token puts it
// back. To wait for one while another lock is held is to hold two locks, which is not
// worth a finding.

// tokens looks for such channels: they carry nothing, have a buffer and are never
// closed, and a function that receives from one sends to it as well, or is only called
// by functions that call one that sends to it later.
type tokens struct {
	pass     *analysis.Pass
	rooms    *rooms
	receives map[types.Object][]*ast.UnaryExpr
	takers   map[types.Object]map[*types.Func]bool
	givers   map[types.Object]map[*types.Func]bool
	other    map[types.Object]bool // closed, or used in a loop
	callers  map[*types.Func][]*ast.FuncDecl
	calls    map[*ast.FuncDecl][]*ast.CallExpr // but for those of go statements
}

// tokenReceives returns the places, as hops have them, of receives that take a token.
func tokenReceives(pass *analysis.Pass, r *rooms) map[string]bool {
	t := &tokens{
		pass: pass, rooms: r,
		receives: make(map[types.Object][]*ast.UnaryExpr),
		takers:   make(map[types.Object]map[*types.Func]bool),
		givers:   make(map[types.Object]map[*types.Func]bool),
		other:    make(map[types.Object]bool),
		callers:  make(map[*types.Func][]*ast.FuncDecl),
		calls:    make(map[*ast.FuncDecl][]*ast.CallExpr),
	}
	for _, file := range pass.Files {
		for _, d := range file.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
				t.function(fn)
			}
		}
	}
	open := openFunctions(pass)
	places := make(map[string]bool)
	for obj, list := range t.receives {
		if t.hasTokens(obj, open) {
			for _, e := range list {
				places[hops.At(pass.Fset, e.Pos())] = true
			}
		}
	}
	return places
}

// function notes what a function does with channels, and what it calls.
func (t *tokens) function(decl *ast.FuncDecl) {
	fn, ok := t.pass.TypesInfo.Defs[decl.Name].(*types.Func)
	if !ok {
		return
	}
	note := func(users map[types.Object]map[*types.Func]bool, obj types.Object) {
		if users[obj] == nil {
			users[obj] = make(map[*types.Func]bool)
		}
		users[obj][fn] = true
	}
	started := make(map[*ast.CallExpr]bool)
	ast.Inspect(decl.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SendStmt:
			note(t.givers, t.rooms.object(n.Chan))
		case *ast.UnaryExpr:
			if obj := t.rooms.object(n.X); n.Op == token.ARROW && obj != nil {
				note(t.takers, obj)
				t.receives[obj] = append(t.receives[obj], n)
			}
		case *ast.RangeStmt:
			t.other[t.rooms.object(n.X)] = true
		case *ast.GoStmt:
			started[n.Call] = true
		case *ast.CallExpr:
			if id, ok := ast.Unparen(n.Fun).(*ast.Ident); ok && id.Name == "close" && len(n.Args) == 1 {
				t.other[t.rooms.object(n.Args[0])] = true
			}
			if callee := typeutil.StaticCallee(t.pass.TypesInfo, n); callee != nil && callee.Pkg() == t.pass.Pkg {
				t.callers[callee.Origin()] = append(t.callers[callee.Origin()], decl)
				if !started[n] {
					t.calls[decl] = append(t.calls[decl], n)
				}
			}
		}
		return true
	})
}

func (t *tokens) hasTokens(obj types.Object, open map[string]bool) bool {
	ch, ok := obj.Type().Underlying().(*types.Chan)
	if !ok || t.other[obj] || !t.rooms.room[slot{obj, 0}] {
		return false
	}
	if st, ok := ch.Elem().Underlying().(*types.Struct); !ok || st.NumFields() > 0 {
		return false
	}
	for taker := range t.takers[obj] {
		if t.givers[obj][taker] {
			continue
		}
		if taker.Exported() || open[taker.Name()] || len(t.callers[taker]) == 0 {
			return false
		}
		for _, caller := range t.callers[taker] {
			if !t.givesBack(caller, taker, obj) {
				return false
			}
		}
	}
	return true
}

// givesBack reports whether the caller calls a function that puts a token back, behind
// its first call of one that takes a token.
func (t *tokens) givesBack(caller *ast.FuncDecl, taker *types.Func, obj types.Object) bool {
	taken := false
	for _, call := range t.calls[caller] {
		callee := typeutil.StaticCallee(t.pass.TypesInfo, call).Origin()
		if callee == taker {
			taken = true
		} else if taken && t.givers[obj][callee] {
			return true
		}
	}
	return false
}

// takesToken reports whether the chain ends in a receive that takes a token.
func (c *checker) takesToken(chain []yieldpoint.Hop) bool {
	last := chain[len(chain)-1]
	return last.What == receiveName && c.endsHere(chain) && c.tokens[last.Pos]
}

// receiveName is what a channel receive is called in a chain.
const receiveName = "channel receive"
