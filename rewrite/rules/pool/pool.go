package pool

import (
	_ "embed"
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/types/typeutil"

	"github.com/asyncport/asyncport/rewrite/rule"
	"github.com/asyncport/asyncport/rewrite/site"
)

//go:embed doc.go
var doc string

// Rule refuses the pools of other modules.
var Rule = &rule.Rule{
	Name: "pool",
	Doc:  rule.Doc(doc),
	Reasons: []site.Reason{
		{Code: "pool-panics", Text: "conc catches a panic of its functions and repeats it in Wait, while a panic of a task ends the process; so the pool stays, and its waits are marked.", Next: "If nobody recovers such a panic, use a sync.WaitGroup or an errgroup with a limit, then port again."},
		{Code: "pool-handles", Text: "A pool of ants hands a panic of its functions to a handler or logs it, while a panic of a task ends the process; and it may be tuned and released by anyone. It stays, and its waits are marked.", Next: "Use aio.NewPool and Offload, or a group with a limit, by hand."},
	},
	Find: find,
}

// reasons are the reason codes by the path of the module.
var reasons = []struct{ module, code string }{
	{"github.com/sourcegraph/conc", "pool-panics"},
	{"github.com/panjf2000/ants", "pool-handles"},
}

func find(pass *rule.Pass) {
	for _, s := range pass.Open(site.Call) {
		call, ok := s.Node.(*ast.CallExpr)
		if !ok {
			continue
		}
		fn, _ := typeutil.Callee(s.Func.File.Info(), call).(*types.Func)
		if fn == nil || fn.Pkg() == nil {
			continue
		}
		for _, r := range reasons {
			if path := fn.Pkg().Path(); path == r.module || strings.HasPrefix(path, r.module+"/") {
				pass.Refuse(call, r.code, "")
			}
		}
	}
}
