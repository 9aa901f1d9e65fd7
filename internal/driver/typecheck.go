package driver

import (
	"fmt"
	"go/ast"

	"go/types"
	"os"
)

// parse reads the files of n.
func (r *run) parse(n *node) ([]*ast.File, error) {
	files := make([]*ast.File, 0, len(n.files))
	for _, name := range n.files {
		data, ok := n.content[name]
		if !ok {
			var err error
			if data, err = os.ReadFile(name); err != nil {
				return nil, &fallback{err.Error()}
			}
		}
		f, err := r.parseFile(r.fset, name, data)
		if err != nil {
			return nil, &fallback{err.Error()}
		}
		files = append(files, f)
	}
	n.content = nil
	return files, nil
}

// forget takes the files out of the file set: their positions have been
// translated, and importers get theirs from export data.
func (r *run) forget(files []*ast.File) {
	for _, f := range files {
		if tf := r.fset.File(f.FileStart); tf != nil {
			r.fset.RemoveFile(tf)
		}
	}
}

// check type-checks n. The types of what it imports are there already. info
// may be nil.
func (r *run) check(n *node, files []*ast.File, info *types.Info) (*types.Package, error) {
	conf := &types.Config{
		Importer: importerFunc(func(path string) (*types.Package, error) {
			if path == "unsafe" {
				return types.Unsafe, nil
			}
			dep := n.imports[path]
			if dep == nil {
				return nil, fmt.Errorf("package %s is not listed", path)
			}
			return r.typesOf(dep)
		}),
		Sizes:       r.sizes,
		FakeImportC: n.fakeC,
	}
	if n.module != nil && n.module.GoVersion != "" {
		conf.GoVersion = "go" + n.module.GoVersion
	}
	pkg := types.NewPackage(n.pkgPath, n.name)
	if err := types.NewChecker(conf, r.fset, pkg, info).Files(files); err != nil {
		if r.ctx.Err() != nil {
			return nil, r.ctx.Err()
		}
		return nil, &fallback{err.Error()}
	}
	return pkg, nil
}

type importerFunc func(path string) (*types.Package, error)

func (f importerFunc) Import(path string) (*types.Package, error) { return f(path) }

// room is how many bytes of source are expected for an entry of each map of a
// [types.Info]. Maps that grow cost more than checking a declaration does, so it
// is what most packages have; only the first one is large enough to matter much.
type room struct{ source, types, uses, defs, rest int }

// roomFor goes by the size of the files. Those without bodies have fewer entries.
func roomFor(files []*ast.File, stripped bool) room {
	r := room{types: 18, uses: 24, defs: 110, rest: 130}
	if stripped {
		r = room{types: 110, uses: 160, defs: 180, rest: 600}
	}
	for _, f := range files {
		r.source += int(f.FileEnd - f.FileStart)
	}
	return r
}

func newInfo(r room) *types.Info {
	return &types.Info{
		Types:        make(map[ast.Expr]types.TypeAndValue, r.source/r.types),
		Defs:         make(map[*ast.Ident]types.Object, r.source/r.defs),
		Uses:         make(map[*ast.Ident]types.Object, r.source/r.uses),
		Implicits:    make(map[ast.Node]types.Object),
		Instances:    make(map[*ast.Ident]types.Instance),
		Scopes:       make(map[ast.Node]*types.Scope, r.source/r.rest),
		Selections:   make(map[*ast.SelectorExpr]*types.Selection, r.source/r.rest),
		FileVersions: make(map[*ast.File]string, 16),
	}
}
