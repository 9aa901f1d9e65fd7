package directive

import (
	"go/ast"
	"go/token"
)

// index knows the lines of a file.
type index struct {
	file   *token.File
	code   map[int]bool // lines on which a node begins or ends
	header map[int]int  // line -> last line of the header that begins on it
	places map[*ast.CommentGroup]place
}

func newIndex(fset *token.FileSet, f *ast.File) *index {
	x := &index{
		file:   fset.File(f.FileStart),
		code:   make(map[int]bool),
		header: make(map[int]int),
		places: make(map[*ast.CommentGroup]place),
	}
	for _, decl := range f.Decls {
		if d, ok := decl.(*ast.GenDecl); ok && d.Tok == token.VAR {
			x.variables(d)
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case nil, *ast.CommentGroup:
			return false
		case *ast.File:
			x.mark(n.Package)
			return true
		case *ast.FuncDecl:
			x.at(inFunc, n.Doc)
		case *ast.Field:
			x.at(inField, n.Doc, n.Comment)
		}
		x.node(n)
		return true
	})
	return x
}

// variables notes where comments on package variables stand.
func (x *index) variables(d *ast.GenDecl) {
	if !d.Lparen.IsValid() {
		x.at(inField, d.Doc)
	}
	for _, spec := range d.Specs {
		if v, ok := spec.(*ast.ValueSpec); ok {
			x.at(inField, v.Doc, v.Comment)
		}
	}
}

func (x *index) at(where place, groups ...*ast.CommentGroup) {
	for _, g := range groups {
		if g != nil {
			x.places[g] = where
		}
	}
}

// line returns the physical line of a position, 0 for one outside of the file.
func (x *index) line(pos token.Pos) int {
	if x.file == nil || pos < token.Pos(x.file.Base()) || pos > token.Pos(x.file.Base()+x.file.Size()) {
		return 0
	}
	return x.file.PositionFor(pos, false).Line
}

func (x *index) mark(pos token.Pos) {
	if line := x.line(pos); line > 0 {
		x.code[line] = true
	}
}

// node marks the lines of a node and notes how far its header reaches. The
// outermost node that begins on a line comes first and includes the others,
// but for its neighbours: the longest header counts.
func (x *index) node(n ast.Node) {
	if !n.Pos().IsValid() || n.End() <= n.Pos() {
		return // an empty field list, or what a syntax error left
	}
	x.mark(n.Pos())
	x.mark(n.End() - 1)
	if _, ok := n.(*ast.FieldList); ok {
		return // the body of a struct begins on the line of its header
	}
	first := x.line(n.Pos())
	if x.line(n.End()-1) > x.header[first] {
		x.header[first] = max(x.header[first], x.line(headerEnd(n)-1))
	}
}

// headerEnd returns where the part of n ends that comes before its first body.
func headerEnd(n ast.Node) token.Pos {
	end := n.End()
	ast.Inspect(n, func(n ast.Node) bool {
		var body token.Pos
		switch n := n.(type) {
		case *ast.BlockStmt:
			body = n.Lbrace
		case *ast.StructType:
			body = n.Fields.Opening
		case *ast.InterfaceType:
			body = n.Methods.Opening
		case *ast.GenDecl:
			body = n.Lparen
		case *ast.CaseClause:
			body = n.Colon
		case *ast.CommClause:
			body = n.Colon
		case *ast.LabeledStmt:
			return true
		case *ast.CommentGroup:
			return false
		}
		if body.IsValid() && body < end {
			end = body + 1
		}
		return n != nil && n.Pos() < end
	})
	return end
}
