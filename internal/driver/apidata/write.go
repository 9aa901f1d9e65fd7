package apidata

import (
	"encoding/binary"
	"fmt"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// Write returns what [Read] makes a package of. Objects of the packages that pkg
// imports must be those that are in their scopes.
func Write(fset *token.FileSet, pkg *types.Package) (data []byte, err error) {
	e := &encoder{
		fset: fset, pkg: pkg,
		files:  make(map[*token.File]int),
		params: make(map[*types.TypeParam]int),
		types:  make(map[types.Type]int),
	}
	defer func() {
		switch r := recover().(type) {
		case nil:
		case failure:
			data, err = nil, r.err
		default:
			data, err = nil, fmt.Errorf("writing the types of %s: %v", pkg.Path(), r)
		}
	}()
	e.packageRef(pkg)
	var objects buffer
	n := 0
	scope := pkg.Scope()
	for _, name := range scope.Names() {
		if token.IsExported(name) && e.object(&objects, scope.Lookup(name)) {
			n++
		}
	}
	var decls, constraints buffer
	for declared, constrained := 0, 0; declared < len(e.names.list) || constrained < len(e.paramList); { // more are met on the way
		if declared < len(e.names.list) {
			e.declaration(&decls, e.names.list[declared])
			declared++
		} else {
			constraints.int(e.typ(e.paramList[constrained].Constraint()))
			constrained++
		}
	}
	return e.assemble(&decls, &constraints, &objects, n), nil
}

// failure is a panic with the reason why a package cannot be written or read.
type failure struct{ err error }

func fail(format string, args ...any) { panic(failure{fmt.Errorf(format, args...)}) }

// buffer is where things are written.
type buffer struct{ data []byte }

func (b *buffer) int(n int)     { b.data = binary.AppendUvarint(b.data, uint64(n)) }
func (b *buffer) int64(n int64) { b.data = binary.AppendVarint(b.data, n) }
func (b *buffer) text(s string) { b.int(len(s)); b.data = append(b.data, s...) }

func (b *buffer) bool(v bool) {
	if v {
		b.data = append(b.data, 1)
	} else {
		b.data = append(b.data, 0)
	}
}

type encoder struct {
	fset *token.FileSet
	pkg  *types.Package

	strings  numbering[string]
	pkgs     numbering[*types.Package]
	names    numbering[*types.TypeName] // of the package
	files    map[*token.File]int
	fileList []*file
	last     *file // the last one that something was in

	params    map[*types.TypeParam]int
	paramList []*types.TypeParam

	types   map[types.Type]int
	typeN   int
	table   buffer
	scratch buffer // the types that are being written, one begun inside the other
}

// file is a source file that something is declared in.
type file struct {
	*token.File
	number  int
	offsets []int
}

func (e *encoder) string(b *buffer, s string) {
	i, _ := e.strings.of(s)
	b.int(i)
}

func (e *encoder) packageRef(pkg *types.Package) int {
	i, _ := e.pkgs.of(pkg)
	return i
}

// pos writes a position: the number of the file, from 1, and the place in it.
func (e *encoder) pos(b *buffer, pos token.Pos) {
	if !pos.IsValid() {
		b.int(0)
		return
	}
	f := e.last
	if f == nil || pos < token.Pos(f.Base()) || pos > token.Pos(f.Base()+f.Size()) {
		tf := e.fset.File(pos)
		if tf == nil {
			b.int(0)
			return
		}
		i, ok := e.files[tf]
		if !ok {
			i = len(e.fileList)
			e.files[tf] = i
			e.fileList = append(e.fileList, &file{File: tf, number: i + 1})
		}
		f = e.fileList[i]
		e.last = f
	}
	off := f.Offset(pos)
	f.offsets = append(f.offsets, off)
	b.int(f.number)
	b.int(off)
}

// assemble puts the parts together.
func (e *encoder) assemble(decls, constraints, objects *buffer, n int) []byte {
	var names, params, files, head buffer
	names.int(len(e.names.list))
	for _, tn := range e.names.list {
		e.string(&names, tn.Name())
		e.pos(&names, tn.Pos())
		names.bool(tn.IsAlias())
		e.paramNumbers(&names, paramsOf(tn.Type()))
	}
	params.int(len(e.paramList))
	for _, p := range e.paramList {
		e.string(&params, p.Obj().Name())
		e.pos(&params, p.Obj().Pos())
	}
	files.int(len(e.fileList))
	for _, f := range e.fileList {
		e.string(&files, f.Name())
		files.int(f.Size())
		f.writeLines(&files) // sorts
		e.moves(&files, f)
	}
	var pkgs buffer
	pkgs.int(len(e.pkgs.list))
	for i, p := range e.pkgs.list {
		if i == 0 {
			e.string(&pkgs, p.Name())
		} else {
			e.string(&pkgs, p.Path())
		}
	}
	head.int(len(e.strings.list))
	for _, s := range e.strings.list {
		head.int(len(s))
	}
	head.data = append(head.data, strings.Join(e.strings.list, "")...)
	var typeN, objectN buffer
	typeN.int(e.typeN)
	objectN.int(n)
	return slices.Concat(head.data, pkgs.data, files.data, names.data, params.data, typeN.data, e.table.data,
		decls.data, constraints.data, objectN.data, objects.data)
}

// moves writes what line comments say of a file, as the output of cgo has them: under
// which name and line the things in it are to be found.
func (e *encoder) moves(b *buffer, f *file) {
	offsets := slices.Compact(f.offsets)
	if !f.moved(offsets) {
		b.int(0)
		return
	}
	b.int(len(offsets))
	for _, off := range offsets {
		p := f.PositionFor(f.Pos(off), true)
		b.int(off)
		e.string(b, p.Filename)
		b.int(p.Line)
	}
}

// moved reports whether there are such comments, by the first position of each line and
// the last one of all.
func (f *file) moved(offsets []int) bool {
	line := 0
	for i, off := range offsets {
		raw := f.PositionFor(f.Pos(off), false).Line
		if raw == line && i+1 < len(offsets) {
			continue
		}
		line = raw
		if p := f.PositionFor(f.Pos(off), true); p.Line != line || p.Filename != f.Name() {
			return true
		}
	}
	return false
}

// writeLines writes the lines that something stands on: how far their numbers and
// beginnings are from those of the one before.
func (f *file) writeLines(b *buffer) {
	begins := f.Lines()
	slices.Sort(f.offsets)
	var lines []int
	line := 0
	for _, off := range slices.Compact(f.offsets) {
		for line+1 < len(begins) && begins[line+1] <= off {
			line++
		}
		if len(lines) == 0 || lines[len(lines)-1] != line {
			lines = append(lines, line)
		}
	}
	b.int(len(lines))
	number, offset := 0, 0
	for _, line := range lines {
		b.int(line - number)
		b.int(begins[line] - offset)
		number, offset = line, begins[line]
	}
}
