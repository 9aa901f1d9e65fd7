package dispatch

import (
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

// Certain returns a function for [New]: it says what a function is certain to wait for,
// or is seen to, by itself and not by what it is given. load stores the fact of the
// package of that path, as checker.Analysis does.
func Certain(load func(pkgPath string, fact analysis.Fact) bool) func(*types.Func) catalog.Set {
	facts := make(map[string]*yieldpoint.Fact)
	return func(fn *types.Func) catalog.Set {
		if entry, ok := catalog.Lookup(fn); ok {
			return entry.Kinds
		}
		if fn.Pkg() == nil {
			return 0
		}
		path := fn.Pkg().Path()
		fact := facts[path]
		if fact == nil {
			fact = new(yieldpoint.Fact)
			load(path, fact)
			facts[path] = fact
		}
		return firm(fact.Find(catalog.FuncName(fn)))
	}
}

// firm returns the kinds of a summary that is more than a guess by types.
func firm(sum *yieldpoint.Summary) catalog.Set {
	if sum == nil {
		return 0
	}
	var kinds catalog.Set
	for _, w := range sum.Yields {
		if w.Hard || w.Seen {
			kinds |= catalog.SetOf(w.Kind)
		}
	}
	return kinds
}
