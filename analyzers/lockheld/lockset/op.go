package lockset

import (
	"go/ast"
	"go/types"
)

// op is a call of a lock's method.
type op struct {
	path    Path
	deps    []*types.Var
	acquire bool
	read    bool
	try     bool
}

// lockMethods are the methods that lock and unlock. The awaitable locks of the
// aio runtime are not among them: they are made to be held across a yield.
var lockMethods = map[string]op{
	"(*sync.Mutex).Lock":       {acquire: true},
	"(*sync.Mutex).TryLock":    {acquire: true, try: true},
	"(*sync.Mutex).Unlock":     {},
	"(*sync.RWMutex).Lock":     {acquire: true},
	"(*sync.RWMutex).TryLock":  {acquire: true, try: true},
	"(*sync.RWMutex).Unlock":   {},
	"(*sync.RWMutex).RLock":    {acquire: true, read: true},
	"(*sync.RWMutex).TryRLock": {acquire: true, read: true, try: true},
	"(*sync.RWMutex).RUnlock":  {read: true},
	"(sync.Locker).Lock":       {acquire: true},
	"(sync.Locker).Unlock":     {},
}

// op returns what the call does to a lock that has a path.
func (r resolver) op(call *ast.CallExpr) (op, bool) {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return op{}, false
	}
	return r.selectorOp(sel)
}

// selectorOp returns what the selected method does to a lock that has a path.
func (r resolver) selectorOp(sel *ast.SelectorExpr) (op, bool) {
	selection, ok := r.info.Selections[sel]
	if !ok || selection.Kind() != types.MethodVal {
		return op{}, false
	}
	o, ok := lockMethods[selection.Obj().(*types.Func).FullName()]
	if !ok {
		return op{}, false
	}
	o.path, o.deps, ok = r.path(sel.X)
	if !ok {
		return op{}, false
	}
	// The last index is the method; those before it are embedded fields.
	index := selection.Index()
	o.path = o.path.fields(selection.Recv(), index[:len(index)-1])
	return o, true
}
