package sharedstate

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"sort"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/files"
	"github.com/asyncport/asyncport/analyzers/flow"
	"github.com/asyncport/asyncport/analyzers/lockheld/lockset"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

// program is what the analyzer knows of the package before it follows
// goroutines.
type program struct {
	pass   *analysis.Pass
	info   *types.Info
	locks  *lockset.Locks
	yields *yieldpoint.Result
	graphs *flow.Graphs

	decls    map[*types.Func]*ast.FuncDecl
	sources  []*ast.File // by name
	bodies   []ast.Node  // in source order
	byPos    []ast.Node  // the same by position
	files    map[*token.File]int
	jumps    map[ast.Node]bool     // bodies of which a goto was met
	outer    map[ast.Node]ast.Node // the body around a literal, nil for none
	parent   map[ast.Node]ast.Node // the syntactic parents
	values   map[*types.Var]ast.Expr
	assigned map[*types.Var]int // how often a local variable is assigned
	// funcNames are those of functions met so far.
	funcNames map[*types.Func]string
	assumed   map[*types.Var]string // the locks that comments say to guard fields
	foreign   map[*types.Var]bool   // set by others than the function that declares them
	captures  map[*ast.FuncLit][]*types.Var
	// nameless are the bodies that take a lock without a name, recovering those that
	// recover from panics.
	nameless, recovering map[ast.Node]bool
	statements           int  // how many there are
	serial               bool // an errgroup of the package has a limit of one
	entries              map[ast.Node]*entry
	starts               map[bodyAway]bool // whether a body starts goroutines, itself or through calls
}

func newProgram(pass *analysis.Pass) *program {
	p := &program{
		pass:       pass,
		info:       pass.TypesInfo,
		locks:      pass.ResultOf[lockset.Analyzer].(*lockset.Locks),
		yields:     pass.ResultOf[yieldpoint.Analyzer].(*yieldpoint.Result),
		graphs:     pass.ResultOf[flow.Analyzer].(*flow.Graphs),
		decls:      make(map[*types.Func]*ast.FuncDecl),
		outer:      make(map[ast.Node]ast.Node),
		parent:     make(map[ast.Node]ast.Node, size(pass.Files)/nodeSize),
		values:     make(map[*types.Var]ast.Expr),
		starts:     make(map[bodyAway]bool),
		assigned:   make(map[*types.Var]int),
		funcNames:  make(map[*types.Func]string),
		assumed:    make(map[*types.Var]string),
		foreign:    make(map[*types.Var]bool),
		captures:   make(map[*ast.FuncLit][]*types.Var),
		nameless:   make(map[ast.Node]bool),
		recovering: make(map[ast.Node]bool),
		files:      make(map[*token.File]int),
		jumps:      make(map[ast.Node]bool),
	}
	for _, f := range files.ByName(pass) {
		p.files[pass.Fset.File(f.FileStart)] = len(p.sources)
		p.sources = append(p.sources, f)
		p.index(f)
	}
	p.byPos = slices.Clone(p.bodies)
	sort.Slice(p.byPos, func(i, j int) bool { return p.byPos[i].Pos() < p.byPos[j].Pos() })
	p.findForeign()
	p.findAssumed()
	p.findEntries()
	return p
}

// nodeSize is how many bytes of source there are for a node, about.
const nodeSize = 12

func size(files []*ast.File) int {
	n := 0
	for _, f := range files {
		n += int(f.FileEnd - f.FileStart)
	}
	return n
}

// index notes bodies, parents and the values of function variables.
func (p *program) index(f *ast.File) {
	var stack []ast.Node
	ast.Inspect(f, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		if len(stack) > 0 {
			p.parent[n] = stack[len(stack)-1]
		}
		stack = append(stack, n)
		if _, ok := n.(ast.Stmt); ok {
			p.statements++
		}
		switch n := n.(type) {
		case *ast.FuncDecl:
			if fn, ok := p.info.Defs[n.Name].(*types.Func); ok && n.Body != nil {
				p.decls[fn] = n
				p.bodies = append(p.bodies, n)
			}
		case *ast.FuncLit:
			p.bodies = append(p.bodies, n)
			p.outer[n] = p.enclosing(p.parent[n])
		case *ast.CallExpr:
			p.serial = p.serial || p.isSingle(n)
		case *ast.AssignStmt:
			for i, lhs := range n.Lhs {
				if v := p.variable(lhs); v != nil {
					p.assigned[v]++
					if len(n.Lhs) == len(n.Rhs) && p.info.Defs[lhs.(*ast.Ident)] != nil {
						p.values[v] = n.Rhs[i]
					}
				}
			}
		}
		return true
	})
	for v, times := range p.assigned {
		if times > 1 {
			delete(p.values, v)
		}
	}
}

// variable returns the variable that an identifier denotes, or nil.
func (p *program) variable(e ast.Expr) *types.Var {
	id, ok := e.(*ast.Ident)
	if !ok {
		return nil
	}
	v, _ := p.info.ObjectOf(id).(*types.Var)
	return v
}

// enclosing returns the innermost body around n, n included, or nil.
func (p *program) enclosing(n ast.Node) ast.Node {
	for ; n != nil; n = p.parent[n] {
		switch n.(type) {
		case *ast.FuncDecl, *ast.FuncLit:
			return n
		}
	}
	return nil
}

// precedes reports whether a stands before b in the package's source. Positions of
// different files tell the order in which the files happened to be read.
func (p *program) precedes(a, b token.Pos) bool {
	i, j := p.files[p.pass.Fset.File(a)], p.files[p.pass.Fset.File(b)]
	if i != j {
		return i < j
	}
	return a < b
}

// bodyAt returns the innermost body around pos, or nil.
func (p *program) bodyAt(pos token.Pos) ast.Node {
	// Of the bodies that begin before pos the last one that reaches beyond it is
	// the innermost.
	i := sort.Search(len(p.byPos), func(i int) bool { return p.byPos[i].Pos() > pos })
	for i--; i >= 0; i-- {
		b := p.byPos[i]
		if pos < b.End() {
			return b
		}
		if _, ok := b.(*ast.FuncDecl); ok {
			return nil
		}
	}
	return nil
}

// name returns how a reader would name a body.
func (p *program) name(body ast.Node) string {
	switch body := body.(type) {
	case *ast.FuncDecl:
		if body.Recv != nil && len(body.Recv.List) > 0 {
			return "(" + types.ExprString(body.Recv.List[0].Type) + ")." + body.Name.Name
		}
		return body.Name.Name
	case *ast.FuncLit:
		if o := p.outer[body]; o != nil {
			return "a function literal in " + p.name(o)
		}
	}
	return "a function literal"
}

// signature returns the parameters of a body and its receiver.
func signature(info *types.Info, body ast.Node) *types.Signature {
	switch body := body.(type) {
	case *ast.FuncDecl:
		return info.Defs[body.Name].(*types.Func).Signature()
	case *ast.FuncLit:
		sig, _ := info.TypeOf(body).(*types.Signature)
		return sig
	}
	return nil
}
