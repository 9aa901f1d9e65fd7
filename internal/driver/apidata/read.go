package apidata

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"go/token"
	"go/types"
	"slices"
)

// Read makes the package of an import path from what [Write] has returned. of gives the
// packages that it mentions, complete; nil for one that is not known, which is an
// error.
func Read(fset *token.FileSet, data []byte, path string, of func(path string) *types.Package) (pkg *types.Package, err error) {
	d := &decoder{data: data, fset: fset, of: of}
	defer func() {
		switch r := recover().(type) {
		case nil:
		case failure:
			pkg, err = nil, r.err
		default:
			// Not only this package thinks that the data cannot be.
			pkg, err = nil, fmt.Errorf("reading the types of %s: %v", path, r)
		}
	}()
	d.strings()
	d.packages(path)
	d.files()
	d.names()
	d.types()
	d.declarations()
	d.constraints()
	d.objects()
	return d.finish(), nil
}

var errShort = failure{errors.New("data about types is cut short")}

type decoder struct {
	data []byte
	fset *token.FileSet
	of   func(path string) *types.Package

	text     []string
	pkg      *types.Package
	pkgs     []*types.Package
	fileList []*token.File
	nameList []*name
	params   []*types.TypeParam
	typeList []types.Type
	ifaces   []*types.Interface
	insts    []types.Type
}

// name is a type name of the package. Of an alias nothing else is known before its
// type is read.
type name struct {
	name   string
	pos    token.Pos
	alias  bool
	named  *types.Named
	first  int // of its type parameters
	params int
}

func (d *decoder) int() int {
	n, size := binary.Uvarint(d.data)
	if size <= 0 {
		panic(errShort)
	}
	d.data = d.data[size:]
	return int(n)
}

func (d *decoder) int64() int64 {
	n, size := binary.Varint(d.data)
	if size <= 0 {
		panic(errShort)
	}
	d.data = d.data[size:]
	return n
}

// count reads the length of a list, each of whose elements takes a byte.
func (d *decoder) count() int {
	n := d.int()
	if n < 0 || n > len(d.data) {
		panic(errShort)
	}
	return n
}

func (d *decoder) bool() bool {
	if len(d.data) == 0 {
		panic(errShort)
	}
	b := d.data[0]
	d.data = d.data[1:]
	return b != 0
}

func (d *decoder) textHere() string {
	n := d.count()
	s := string(d.data[:n])
	d.data = d.data[n:]
	return s
}

func (d *decoder) string() string { return d.text[d.int()] }

func (d *decoder) strings() {
	lengths := make([]int, d.count())
	total := 0
	for i := range lengths {
		lengths[i] = d.int()
		total += lengths[i]
	}
	if total < 0 || total > len(d.data) {
		panic(errShort)
	}
	all := string(d.data[:total])
	d.data = d.data[total:]
	d.text = make([]string, len(lengths))
	for i, n := range lengths {
		d.text[i], all = all[:n], all[n:]
	}
}

func (d *decoder) packages(path string) {
	d.pkgs = make([]*types.Package, d.count())
	for i := range d.pkgs {
		if i == 0 {
			d.pkg = types.NewPackage(path, d.string())
			d.pkgs[0] = d.pkg
			continue
		}
		mentioned := d.string()
		if d.pkgs[i] = d.of(mentioned); d.pkgs[i] == nil {
			fail("types of %s mention %s, which is not known", path, mentioned)
		}
	}
}

func (d *decoder) files() {
	d.fileList = make([]*token.File, d.count())
	for i := range d.fileList {
		name, size := d.string(), d.int()
		f := d.fset.AddFile(name, -1, size)
		if !f.SetLines(d.lines()) {
			fail("lines of %s are not in order", name)
		}
		for range d.count() {
			off, name := d.int(), d.string()
			f.AddLineColumnInfo(off, name, d.int(), 1)
		}
		d.fileList[i] = f
	}
}

// lines reads where lines begin. Those between, on which nothing stands, are taken to
// be empty and right before the next one that is known.
func (d *decoder) lines() []int {
	begins := []int{0}
	known := 0
	for range d.count() {
		skip := d.int()
		known += d.int()
		if skip < 0 || skip > known {
			panic(errShort)
		}
		for i := range skip {
			begins = append(begins, known-(skip-1-i))
		}
	}
	return begins
}

func (d *decoder) pos() token.Pos {
	file := d.int()
	if file == 0 {
		return token.NoPos
	}
	return d.fileList[file-1].Pos(d.int())
}

// names makes the types that the package declares, so that others can be made of
// them.
func (d *decoder) names() {
	d.nameList = make([]*name, d.count())
	for i := range d.nameList {
		n := &name{name: d.string(), pos: d.pos(), alias: d.bool()}
		n.first, n.params = d.numbers()
		d.nameList[i] = n
	}
	d.params = make([]*types.TypeParam, d.count())
	for i := range d.params {
		name := d.string()
		d.params[i] = types.NewTypeParam(types.NewTypeName(d.pos(), d.pkg, name, nil), nil)
	}
	for _, n := range d.nameList {
		if n.alias {
			continue
		}
		tn := types.NewTypeName(n.pos, d.pkg, n.name, nil)
		n.named = types.NewNamed(tn, nil, nil)
		d.pkg.Scope().Insert(tn)
		n.named.SetTypeParams(d.params[n.first : n.first+n.params])
	}
}

// numbers reads which type parameters something has.
func (d *decoder) numbers() (first, n int) {
	if n = d.int(); n > 0 {
		first = d.int()
	}
	return first, n
}

func (d *decoder) typeParams() []*types.TypeParam {
	first, n := d.numbers()
	return d.params[first : first+n]
}

// finish completes what could not be before all types were.
func (d *decoder) finish() *types.Package {
	for _, t := range d.ifaces {
		t.Complete()
	}
	for _, t := range d.insts {
		if iface, ok := t.Underlying().(*types.Interface); ok {
			iface.Complete()
		}
	}
	mentioned := slices.Clone(d.pkgs[1:])
	slices.SortFunc(mentioned, func(a, b *types.Package) int { return cmp.Compare(a.Path(), b.Path()) })
	d.pkg.SetImports(mentioned)
	d.pkg.MarkComplete()
	return d.pkg
}
