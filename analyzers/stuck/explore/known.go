package explore

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// harmless reports whether a function of the standard library does nothing with
// its arguments that matters here: it keeps none of them and runs no channel
// operation on them.
func harmless(fn *ssa.Function) bool {
	obj, ok := fn.Object().(*types.Func)
	if !ok || obj.Pkg() == nil || !harmlessPackages[obj.Pkg().Path()] {
		return false
	}
	sig := obj.Signature()
	for i := range sig.Params().Len() {
		if _, ok := sig.Params().At(i).Type().Underlying().(*types.Signature); ok {
			return false
		}
	}
	return true
}

var harmlessPackages = map[string]bool{
	"bytes": true, "errors": true, "fmt": true, "log": true, "math": true,
	"math/rand": true, "math/rand/v2": true, "path": true, "path/filepath": true,
	"runtime": true, "strconv": true, "strings": true, "time": true, "unicode": true,
	"unicode/utf8": true, "testing": true, "log/slog": true, "unsafe": true,
}

// makesErrors are the functions that return an error that is not nil.
var makesErrors = map[string]bool{
	"errors.New": true, "fmt.Errorf": true,
	"github.com/cockroachdb/errors.Errorf": true, "github.com/cockroachdb/errors.New": true, "github.com/cockroachdb/errors.Newf": true,
	"github.com/pkg/errors.Errorf": true, "github.com/pkg/errors.New": true,
	"golang.org/x/xerrors.Errorf": true, "golang.org/x/xerrors.New": true,
}

// neverFails are functions whose last result is an error that is always nil, as
// their documentation says.
var neverFails = map[string]bool{
	"crypto/rand.Read": true, "math/rand.Read": true, "(*math/rand.Rand).Read": true,
	"(*bytes.Buffer).Write": true, "(*bytes.Buffer).WriteString": true, "(*bytes.Buffer).WriteRune": true,
	"(*strings.Builder).Write": true, "(*strings.Builder).WriteString": true, "(*strings.Builder).WriteRune": true,
}

// isError reports whether t is the type error.
func isError(t types.Type) bool {
	return types.Identical(t, types.Universe.Lookup("error").Type())
}

// globals knows the package-level variables that are set once, in their
// declaration.
type globals struct {
	stores map[*ssa.Global]int
	init   map[*ssa.Global]ssa.Value
}

func findGlobals(pkg *ssa.Package, fns []*ssa.Function) *globals {
	gl := &globals{make(map[*ssa.Global]int), make(map[*ssa.Global]ssa.Value)}
	initFn := pkg.Func("init")
	for _, fn := range fns {
		for _, b := range fn.Blocks {
			for _, in := range b.Instrs {
				gl.look(fn == initFn, in)
			}
		}
	}
	return gl
}

func (gl *globals) look(init bool, in ssa.Instruction) {
	if s, ok := in.(*ssa.Store); ok {
		if v, ok := s.Addr.(*ssa.Global); ok {
			gl.stores[v]++
			if init {
				gl.init[v] = s.Val
			}
			return
		}
	}
	var room [8]*ssa.Value
	for _, op := range in.Operands(room[:0]) {
		v, ok := (*op).(*ssa.Global)
		if !ok {
			continue
		}
		if u, isLoad := in.(*ssa.UnOp); isLoad && u.X == ssa.Value(v) {
			continue
		}
		gl.stores[v] += 2 // its address goes somewhere
	}
}

// value returns what a variable that nobody changes holds, or nil.
func (gl *globals) value(m *machine, v *ssa.Global) value {
	elem := v.Type().(*types.Pointer).Elem()
	if v.Pkg != m.pkg {
		if isError(elem) {
			return m.nonNil(elem) // such as io.EOF
		}
		return nil
	}
	switch n := gl.stores[v]; {
	case n > 1:
		return nil
	case n == 0:
		if v.Object() == nil || v.Object().Exported() {
			return nil
		}
		return m.scalarZero(elem)
	}
	switch init := gl.init[v].(type) {
	case *ssa.Call:
		if isError(elem) {
			return m.nonNil(elem) // nobody declares an error that is none
		}
	case *ssa.Const:
		if init.Value != nil && !v.Object().Exported() {
			return init.Value
		}
	case *ssa.MakeMap, *ssa.MakeChan, *ssa.MakeInterface, *ssa.MakeSlice, *ssa.Alloc:
		return m.nonNil(elem)
	}
	return nil
}

// scalarZero returns the zero value of a type without parts, or nil.
func (m *machine) scalarZero(t types.Type) value {
	switch t.Underlying().(type) {
	case *types.Struct, *types.Array:
		return nil
	}
	return m.zero(t)
}
