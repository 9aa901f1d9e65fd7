package yieldpoint

import (
	"go/ast"
	"go/types"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/internal/directive"
)

// assumption is what an assume directive says of a function, of a method of an
// interface, or of a variable or field of function type. It stands in place of what
// the analysis finds.
type assumption struct {
	kinds catalog.Set // none for "nonblocking"
	at    place
}

// assumedName is what a chain ends in.
const assumedName = "asyncport:assume blocks"

// collectAssumed reads the directives of the package.
func (s *state) collectAssumed() {
	for _, file := range s.files {
		if !directive.Any(file) {
			continue // as in most files
		}
		for _, decl := range file.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				s.assumeObjects([]*ast.Ident{decl.Name}, directive.ForFunc(decl), nil)
			case *ast.GenDecl:
				for _, spec := range decl.Specs {
					if spec, ok := spec.(*ast.ValueSpec); ok {
						s.assumeObjects(spec.Names, directive.ForVar(decl, spec), nil)
					}
				}
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.TypeSpec:
				if st, ok := n.Type.(*ast.StructType); ok {
					s.assumeFields(st.Fields, s.info.Defs[n.Name])
				}
			case *ast.StructType:
				s.assumeFields(n.Fields, nil)
			case *ast.InterfaceType:
				s.assumeFields(n.Methods, nil)
			}
			return true
		})
	}
}

func (s *state) assumeFields(list *ast.FieldList, owner types.Object) {
	for _, f := range list.List {
		s.assumeObjects(f.Names, directive.ForField(f), owner)
	}
}

// assumeObjects records what the directives say of the objects, which are fields
// of owner if that is known.
func (s *state) assumeObjects(names []*ast.Ident, ds []directive.Directive, owner types.Object) {
	for _, name := range names {
		obj := s.info.Defs[name]
		a := s.assumption(ds, name)
		if obj == nil || a == nil || s.assumedOf[obj] != nil {
			continue
		}
		s.assumedOf[obj] = a
		switch obj := obj.(type) {
		case *types.Func:
			if n := s.byFunc[obj]; n != nil {
				n.assumed = a
			} else if isInterfaceMethod(obj) {
				s.exportAssumed(catalog.FuncName(obj), a)
			}
		case *types.Var:
			var t types.Type
			if owner != nil {
				t = owner.Type()
			}
			s.exportAssumed(variableName(obj, t), a)
		}
	}
}

// exportAssumed adds what is known of something that is no function to the fact.
func (s *state) exportAssumed(name string, a *assumption) {
	if name != "" {
		out := a.outcome()
		s.assumed = append(s.assumed, NamedSummary{name, Summary{Yields: out.witnesses(), Assumed: true}})
	}
}

// assumption returns what the last of the directives says, or nil.
func (s *state) assumption(ds []directive.Directive, at *ast.Ident) *assumption {
	var a *assumption
	for _, d := range ds {
		switch {
		case d.Assumes(directive.AssumeNonblocking):
			a = &assumption{at: s.place(at.Pos())}
		case d.Assumes(directive.AssumeBlocks):
			a = &assumption{kinds: kindsOf(d.Args[1:]), at: s.place(at.Pos())}
		}
	}
	return a
}

// kindsOf returns the kinds of those names. Without any it is a wait for someone
// else, nobody says whom.
func kindsOf(names []string) catalog.Set {
	var set catalog.Set
	for _, name := range names {
		if k, ok := catalog.ParseKind(name); ok {
			set |= catalog.SetOf(k)
		}
	}
	if set == 0 {
		set = catalog.SetOf(catalog.Wait)
	}
	return set
}

// outcome returns what a function does that the assumption is about.
func (a *assumption) outcome() outcome {
	var out outcome
	for _, k := range a.kinds.Kinds() {
		f := primitiveFound(k, true, assumedName, a.at)
		f.Hard = true // also for "io?": it is said, not guessed
		out.add(f)
	}
	return out
}

// assumedCall returns what a directive says of calling obj, which has that full
// name: an interface method, or a variable or field of function type.
func (s *state) assumedCall(obj types.Object, name string) (callable, bool) {
	if a := s.assumedOf[obj]; a != nil {
		if name == "" {
			name = "function value " + obj.Name()
		}
		return callable{targets: []target{{name: name, hard: true, kinds: a.kinds}}}, true
	}
	if obj.Pkg() == s.pass.Pkg || s.catalogued(obj.Pkg()) {
		return callable{}, false
	}
	if sum := s.fact(obj.Pkg()).FindAssumed(name); sum != nil {
		return callable{targets: []target{{name: name, hard: true, kinds: sum.Kinds(true)}}}, true
	}
	return callable{}, false
}

// variableName returns the name under which the assumption about an exported
// variable or field is found: "m.Hook", "m.Server.OnError". It is empty for others.
func variableName(v *types.Var, owner types.Type) string {
	if !v.Exported() || v.Pkg() == nil {
		return ""
	}
	if !v.IsField() {
		return v.Pkg().Path() + "." + v.Name()
	}
	if named := namedOf(owner); named != nil && named.Obj().Pkg() == v.Pkg() {
		return v.Pkg().Path() + "." + named.Obj().Name() + "." + v.Name()
	}
	return ""
}
