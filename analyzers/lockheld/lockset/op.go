package lockset

import (
	"go/ast"
	"go/types"
	"strings"

	"github.com/asyncport/asyncport/analyzers/blockingcall/color"
)

// op is a call of a lock's method.
type op struct {
	path    Path
	deps    []*types.Var
	acquire bool
	read    bool
	try     bool
	// awaitable is true for the locks of the aio runtime.
	awaitable bool
}

// lockMethods are the methods that lock and unlock, those of the runtime under
// the path "aio". An awaitable lock that gives up when the task is cancelled counts
// as one that is only tried.
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

	"(*aio.Mutex).Lock":        {acquire: true, awaitable: true},
	"(*aio.Mutex).LockContext": {acquire: true, try: true, awaitable: true},
	"(*aio.Mutex).TryLock":     {acquire: true, try: true, awaitable: true},
	"(*aio.Mutex).Unlock":      {awaitable: true},
	"(*aio.RWMutex).Lock":      {acquire: true, awaitable: true},
	"(*aio.RWMutex).TryLock":   {acquire: true, try: true, awaitable: true},
	"(*aio.RWMutex).Unlock":    {awaitable: true},
	"(*aio.RWMutex).RLock":     {acquire: true, read: true, awaitable: true},
	"(*aio.RWMutex).TryRLock":  {acquire: true, read: true, try: true, awaitable: true},
	"(*aio.RWMutex).RUnlock":   {read: true, awaitable: true},
}

// lockNames are the methods' names alone: most calls are told from locks by them.
var lockNames = make(map[string]bool)

func init() {
	for name := range lockMethods {
		lockNames[name[strings.LastIndexByte(name, '.')+1:]] = true
	}
}

// IsLockMethod reports whether fn is a method of a lock that is followed.
func IsLockMethod(fn *types.Func) bool {
	_, ok := lockMethods[methodName(fn)]
	return ok
}

// methodName returns the key of a method in lockMethods.
func methodName(fn *types.Func) string {
	name := fn.FullName()
	if fn.Pkg() != nil && color.IsRuntime(fn.Pkg().Path()) {
		return strings.Replace(name, fn.Pkg().Path()+".", "aio.", 1)
	}
	return name
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
	fn := selection.Obj().(*types.Func)
	if !lockNames[fn.Name()] {
		return op{}, false
	}
	o, ok := lockMethods[methodName(fn)]
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
