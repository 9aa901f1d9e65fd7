package color

import (
	"go/ast"
	"go/types"

	"github.com/asyncport/asyncport/rewrite/program"
)

// Outside returns why someone may call a declared function whom the program does
// not show, or whom only a function value leads there; "" when all its callers
// are calls in the program, by name or by a method of an interface of the module.
func (p *Plan) Outside(fn *program.Func) string {
	if why := p.classes.single[fn]; why != "" {
		return why
	}
	if len(p.prog.Values(fn)) > 0 {
		return "used as a function value" // also where the runtime is given it
	}
	if recv := fn.Signature().Recv(); recv != nil && len(p.survey.foreign[fn.Decl.Name.Name]) > 0 {
		// A struct around the receiver may satisfy more than the receiver itself.
		if named, ok := types.Unalias(deref(recv.Type())).(*types.Named); ok && p.isEmbedded(named.Origin().Obj()) {
			return "a method of interfaces of other modules, of a type that is embedded"
		}
	}
	return ""
}

// isEmbedded reports whether a struct of the module embeds a type.
func (p *Plan) isEmbedded(obj *types.TypeName) bool {
	for _, id := range p.prog.Uses(obj) {
		var n ast.Node = id
		for {
			switch parent := p.prog.Parent(n).(type) {
			case *ast.StarExpr, *ast.SelectorExpr, *ast.IndexExpr, *ast.IndexListExpr, *ast.ParenExpr:
				n = parent
				continue
			case *ast.Field:
				_, isStruct := p.prog.Parent(p.prog.Parent(parent)).(*ast.StructType)
				if isStruct && len(parent.Names) == 0 {
					return true
				}
			}
			break
		}
	}
	return false
}

// Implementations returns the functions that a call of an interface's method may
// call, as far as the module declares them.
func (p *Plan) Implementations(method *types.Func) []*program.Func {
	if c := p.classes.ofMethod(method); c != nil {
		return c.members
	}
	return nil
}

// IsImportable reports whether other modules can import a file's package.
func IsImportable(f *program.File) bool { return isImportable(f) }

// Serial returns the packages of the commands that SelectSerial makes select the
// policy.
func (p *Plan) Serial() map[string]bool {
	paths := map[string]bool{}
	for fn := range p.serial {
		paths[fn.File.Pkg.PkgPath] = true
	}
	return paths
}

// KeepsMethod reports whether the signature of an interface's method stays whatever is
// ported, since other modules may implement the interface.
func (s *Survey) KeepsMethod(m *types.Func) bool {
	f := s.prog.FileAt(m.Pos())
	if f == nil {
		return true
	}
	if !m.Exported() || f.IsTest() || s.Closed[f.Pkg.PkgPath] {
		return false
	}
	for _, id := range s.prog.Uses(m) {
		if id.Pos() != m.Pos() {
			continue
		}
		for n := s.prog.Parent(id); n != nil; n = s.prog.Parent(n) {
			if spec, ok := n.(*ast.TypeSpec); ok {
				return s.api[spec.Name.Pos()]
			}
		}
	}
	return false
}
