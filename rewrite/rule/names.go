package rule

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"unicode"

	"github.com/asyncport/asyncport/rewrite/program"
)

// ArgumentNames returns what a variable for the argument at index may be called, the
// best first: as the parameter that takes it, as the result that gives it, or after its
// type, if those say nothing or the type has a name. One letter says less than a type.
// value is the variable's own declaration, which may have no name.
func ArgumentNames(sig *types.Signature, index int, value *types.Var) []string {
	declared := []string{value.Name()}
	if last := sig.Params().Len() - 1; index < last || index == last && !sig.Variadic() {
		declared = []string{sig.Params().At(index).Name(), value.Name()}
	}
	var names, letters []string
	for _, name := range declared {
		switch {
		case name == "" || name == "_":
		case len(name) == 1:
			letters = append(letters, name)
		default:
			names = append(names, name)
		}
	}
	_, isNamed := types.Unalias(value.Type()).(*types.Named)
	if name := TypeName(value.Type()); isNamed || len(names) == 0 && (name != anyName || len(letters) == 0) {
		names = append(names, name)
	}
	return append(names, letters...)
}

// anyName fits a value of any type.
const anyName = "value"

// TypeName derives a variable's name from its type.
func TypeName(t types.Type) string {
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		switch {
		case t.Obj().Name() == "error":
			return "err"
		case IsNamed(t, "context", "Context"):
			return "ctx"
		}
		return lowerFirst(t.Obj().Name())
	case *types.Basic:
		if t.Info()&types.IsString != 0 {
			return "text"
		}
		if t.Info()&types.IsBoolean != 0 {
			return "ok"
		}
	case *types.Slice:
		if types.Identical(t.Elem(), types.Typ[types.Byte]) {
			return "data"
		}
	}
	return anyName
}

// names holds, by declared function, the names of its variables: those of the
// source and those that were picked.
type names map[*program.Func]map[string]bool

// Pick returns a name for a variable at n that is new in the function declared
// around it, and from now on in use: the first of the given ones that is free, or else the
// first with a number.
func (e *Editor) Pick(n ast.Node, bases ...string) string {
	outer := e.Program.Enclosing(n).Outermost()
	used := e.names[outer]
	if used == nil {
		used = variables(outer.Node())
		e.names[outer] = used
	}
	taken := func(name string) bool {
		return used[name] || token.IsKeyword(name) || types.Universe.Lookup(name) != nil
	}
	name := bases[0]
	if i := slices.IndexFunc(bases, func(base string) bool { return !taken(base) }); i >= 0 {
		name = bases[i]
	}
	for i := 2; taken(name); i++ {
		name = fmt.Sprint(bases[0], i)
	}
	used[name] = true
	return name
}

// variables returns the names that n uses without a selector before them.
func variables(n ast.Node) map[string]bool {
	used := map[string]bool{}
	selected := map[*ast.Ident]bool{}
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			selected[n.Sel] = true
		case *ast.Ident:
			used[n.Name] = used[n.Name] || !selected[n]
		}
		return true
	})
	return used
}

// lowerFirst writes a name as that of something that is not exported: URL becomes url,
// HTTPClient httpClient.
func lowerFirst(s string) string {
	runes := []rune(s)
	for i, r := range runes {
		if !unicode.IsUpper(r) || i > 0 && i+1 < len(runes) && unicode.IsLower(runes[i+1]) {
			break
		}
		runes[i] = unicode.ToLower(r)
	}
	return string(runes)
}
