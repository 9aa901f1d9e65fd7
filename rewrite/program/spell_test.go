package program

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"testing"
)

const spelled = `package p

type (
	alias  = named
	named  struct{}
	box[T any] struct{ v T }
)

type same interface {
	A(string, func(named))
	B(format string, args ...interface{})
	C(map[string]interface{}, chan *named) []func(int) error
	D(box[interface{}], [2]box[named])
}

type other interface {
	A(name string, f func(n alias))
	B(_ string, args ...any)
	C(m map[string]any, ch chan *alias) (list []func(n int) (err error))
	D(b box[any], list [2]box[alias])
}

type different interface {
	A(string, func(*named))
	B(format string, args []interface{})
	C(map[string]error, chan *named) []func(int) error
	D(box[error], [2]box[named])
}
`

func TestTypeKey(t *testing.T) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", spelled, 0)
	if err != nil {
		t.Fatal(err)
	}
	conf := types.Config{Importer: importer.Default()}
	pkg, err := conf.Check("example.com/p", fset, []*ast.File{f}, nil)
	if err != nil {
		t.Fatal(err)
	}
	key := func(iface, method string) string {
		obj, _, _ := types.LookupFieldOrMethod(pkg.Scope().Lookup(iface).Type(), false, pkg, method)
		return typeKey(obj.Type())
	}
	for _, m := range []string{"A", "B", "C", "D"} {
		if a, b := key("same", m), key("other", m); a != b {
			t.Errorf("%s: %s and %s are identical", m, a, b)
		}
		if a, b := key("same", m), key("different", m); a == b {
			t.Errorf("%s: both are %s", m, a)
		}
	}
}
