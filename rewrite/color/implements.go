package color

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// addInterfaces gives every method of the module's interfaces a class.
func (cs *classes) addInterfaces() {
	for _, f := range cs.plan.prog.Files {
		ast.Inspect(f.AST, func(n ast.Node) bool {
			iface, ok := n.(*ast.InterfaceType)
			if !ok {
				return true
			}
			for _, field := range iface.Methods.List {
				if _, isFunc := field.Type.(*ast.FuncType); isFunc && len(field.Names) == 1 {
					pos := field.Names[0].Pos()
					cs.byIface[pos] = &class{methods: []token.Pos{pos}}
					cs.fields[pos] = field
					cs.order = append(cs.order, pos)
				}
			}
			return true
		})
	}
}

// joinImplementations puts the methods of types and the interface methods
// that they implement into one class. Packages were loaded in variants whose
// types are not identical, so methods are compared by how they are written.
func (cs *classes) joinImplementations() {
	interfaces := cs.moduleInterfaces()
	for _, pkg := range cs.plan.prog.Module.Packages {
		scope := pkg.Types.Scope()
		for _, name := range scope.Names() {
			obj, ok := scope.Lookup(name).(*types.TypeName)
			if !ok || types.IsInterface(obj.Type()) {
				continue
			}
			methods := types.NewMethodSet(types.NewPointer(obj.Type()))
			if methods.Len() == 0 {
				continue
			}
			for _, iface := range interfaces {
				if program.Implements(methods, iface.typ, iface.generic || program.IsGeneric(obj.Type())) {
					cs.joinMethods(methods, iface.typ)
				}
			}
		}
	}
}

// moduleInterface is an interface that the module writes down.
type moduleInterface struct {
	typ     *types.Interface
	generic bool // it stands in a declaration with type parameters
}

func (cs *classes) moduleInterfaces() []moduleInterface {
	var list []moduleInterface
	for _, f := range cs.plan.prog.Files {
		ast.Inspect(f.AST, func(n ast.Node) bool {
			if lit, ok := n.(*ast.InterfaceType); ok {
				if t, ok := f.Info().TypeOf(lit).(*types.Interface); ok && t.NumMethods() > 0 {
					list = append(list, moduleInterface{t, cs.inGeneric(lit)})
				}
			}
			return true
		})
	}
	return list
}

// inGeneric reports whether a type or function with type parameters is
// declared around n.
func (cs *classes) inGeneric(n ast.Node) bool {
	for ; n != nil; n = cs.plan.prog.Parent(n) {
		switch n := n.(type) {
		case *ast.TypeSpec:
			if n.TypeParams != nil {
				return true
			}
		case *ast.FuncDecl:
			if n.Type.TypeParams != nil || n.Recv != nil {
				return true
			}
		}
	}
	return false
}

func (cs *classes) joinMethods(methods *types.MethodSet, iface *types.Interface) {
	for m := range iface.Methods() {
		c := cs.byIface[m.Pos()]
		if c == nil {
			continue // a method of a foreign interface, embedded in ours
		}
		sel := methods.Lookup(m.Pkg(), m.Name())
		if sel == nil {
			sel = program.MethodNamed(methods, m.Name())
		}
		impl, _ := sel.Obj().(*types.Func)
		if impl == nil {
			continue
		}
		if decl := cs.plan.prog.Func(impl); decl != nil {
			cs.join(c, cs.byFunc[decl])
		} else if other := cs.byIface[impl.Pos()]; other != nil {
			cs.join(c, other)
		}
	}
}

// held returns the name under which fn already has a task: a parameter of the
// runtime's Context type, or a variable that an Enter at its top declared.
func (p *Plan) held(fn *program.Func) string {
	sig := fn.Signature()
	if sig != nil && sig.Params().Len() > 0 && p.isContext(sig.Params().At(0).Type()) {
		if name := sig.Params().At(0).Name(); name != "" && name != "_" {
			return name
		}
	}
	if fn.Body() == nil {
		return ""
	}
	for _, stmt := range fn.Body().List {
		assign, ok := stmt.(*ast.AssignStmt)
		if !ok || len(assign.Lhs) != 2 {
			continue
		}
		if id, ok := assign.Lhs[0].(*ast.Ident); ok {
			if obj := fn.File.Info().Defs[id]; obj != nil && p.isContext(obj.Type()) {
				return id.Name
			}
		}
	}
	return ""
}

// unnamedTask returns fn's first parameter if it is a task that the body cannot
// name: an earlier port saw no need to.
func (p *Plan) unnamedTask(fn *program.Func) *ast.Field {
	list := fn.Type().Params.List
	if len(list) == 0 || !p.isContext(fn.File.Info().TypeOf(list[0].Type)) {
		return nil
	}
	if len(list[0].Names) == 0 || list[0].Names[0].Name == "_" {
		return list[0]
	}
	return nil
}

// nameTask names the task that fn has without a name.
func (p *Plan) nameTask(ed *rule.Editor, fn *program.Func) {
	field := p.unnamedTask(fn)
	if field == nil {
		return
	}
	if len(field.Names) > 0 {
		ed.ReplaceNode(field.Names[0], p.name(fn))
		return
	}
	ed.Insert(field.Pos(), p.name(fn)+" ")
	for _, other := range fn.Type().Params.List[1:] {
		ed.Insert(other.Pos(), "_ ")
	}
}

// isContext reports whether t is the runtime's Context.
func (p *Plan) isContext(t types.Type) bool {
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Name() == "Context" && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == p.RuntimePath
}
