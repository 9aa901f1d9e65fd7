package removable

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/rewrite/program"
)

// layout says what would notice that the declaration is gone although the code
// compiles without it, or why it cannot go by itself.
func (f *Finder) layout(m *Mutex) *Obstacle {
	switch n := f.declaration(m.Decl).(type) {
	case *ast.Field:
		switch {
		case len(n.Names) > 1:
			return layout("declared together with others")
		case n.Tag != nil:
			return layout("the field has a tag")
		case m.Var.Exported() && !m.Var.Embedded():
			return layout("the field is exported")
		}
	case *ast.ValueSpec:
		if len(n.Names) > 1 || len(n.Values) > 0 {
			return layout("declared together with others, or with a value")
		}
	default:
		return layout("declared in an unusual form")
	}
	if m.Var.Exported() && !m.Var.Embedded() {
		return layout("the variable is exported")
	}
	if m.Var.IsField() {
		return f.seen(m)
	}
	return nil
}

func layout(detail string) *Obstacle { return &Obstacle{"removable-layout", detail} }

// declaration returns the field or the specification that declares a mutex.
func (f *Finder) declaration(id *ast.Ident) ast.Node {
	n := f.prog.Parent(id)
	if sel, ok := n.(*ast.SelectorExpr); ok { // sync.Mutex, embedded
		n = f.prog.Parent(sel)
	}
	return n
}

// Declaration returns the field or the specification that declares m.
func (f *Finder) Declaration(m *Mutex) ast.Node { return f.declaration(m.Decl) }

// look is a value that code of other modules is given as one of any type.
type look struct {
	arg ast.Expr
	typ types.Type
}

// seen says where code of other modules may look at the fields of the struct: it
// is given a value that has the mutex in it as one of any type, to print it for
// example.
func (f *Finder) seen(m *Mutex) *Obstacle {
	for _, l := range f.allLooks() {
		if f.shows(l.typ, m) {
			return layout("other code may look at the struct's fields at " + f.place(l.arg))
		}
	}
	return nil
}

// allLooks finds these values, once.
func (f *Finder) allLooks() []look {
	if f.looks != nil {
		return f.looks
	}
	f.looks = []look{}
	for _, file := range f.prog.Files {
		info := file.Info()
		ast.Inspect(file.AST, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			callee, _ := typeutil.Callee(info, call).(*types.Func)
			if callee == nil || f.prog.FileAt(callee.Pos()) != nil || callee.Pkg() != nil && f.on.IsRuntime(callee.Pkg().Path()) {
				return true
			}
			for i, arg := range call.Args {
				if t := info.TypeOf(arg); t != nil && isAny(paramAt(callee.Signature(), i)) && !isBasic(t) {
					f.looks = append(f.looks, look{arg, t})
				}
			}
			return true
		})
	}
	return f.looks
}

func isBasic(t types.Type) bool {
	_, ok := t.Underlying().(*types.Basic)
	return ok
}

// paramAt returns the type of the parameter that takes the argument at index i.
func paramAt(sig *types.Signature, i int) types.Type {
	n := sig.Params().Len()
	if sig.Variadic() && i >= n-1 {
		slice, _ := sig.Params().At(n - 1).Type().(*types.Slice)
		if slice == nil {
			return nil
		}
		return slice.Elem()
	}
	if i >= n {
		return nil
	}
	return sig.Params().At(i).Type()
}

func isAny(t types.Type) bool {
	if t == nil {
		return false
	}
	iface, ok := t.Underlying().(*types.Interface)
	return ok && iface.NumMethods() == 0
}

// shows reports whether a value of type t leads to the struct with the mutex, or
// may hold it as an interface of the module.
func (f *Finder) shows(t types.Type, m *Mutex) bool {
	return f.leadsTo(t, m, map[types.Type]bool{})
}

func (f *Finder) leadsTo(t types.Type, m *Mutex, seen map[types.Type]bool) bool {
	if t == nil || seen[t] {
		return false
	}
	seen[t] = true
	switch u := t.Underlying().(type) {
	case *types.Pointer:
		return f.leadsTo(u.Elem(), m, seen)
	case *types.Slice:
		return f.leadsTo(u.Elem(), m, seen)
	case *types.Array:
		return f.leadsTo(u.Elem(), m, seen)
	case *types.Map:
		return f.leadsTo(u.Key(), m, seen) || f.leadsTo(u.Elem(), m, seen)
	case *types.Struct:
		for field := range u.Fields() {
			if program.Same(field.Origin(), m.Var) || f.leadsTo(field.Type(), m, seen) {
				return true
			}
		}
	case *types.Interface:
		return u.NumMethods() > 0 && f.mayHold(u, m)
	}
	return false
}

// mayHold reports whether the struct with the mutex implements an interface.
func (f *Finder) mayHold(iface *types.Interface, m *Mutex) bool {
	for n := f.prog.Parent(m.Decl); n != nil; n = f.prog.Parent(n) {
		spec, ok := n.(*ast.TypeSpec)
		if !ok {
			continue
		}
		obj := m.file.Info().Defs[spec.Name]
		if obj == nil {
			return true
		}
		methods := types.NewMethodSet(types.NewPointer(obj.Type()))
		for want := range iface.Methods() {
			if methods.Lookup(want.Pkg(), want.Name()) == nil {
				return false
			}
		}
		return true
	}
	return false
}
