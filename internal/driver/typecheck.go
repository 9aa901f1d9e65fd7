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

func newInfo() *types.Info {
	return &types.Info{
		Types:        make(map[ast.Expr]types.TypeAndValue),
		Defs:         make(map[*ast.Ident]types.Object),
		Uses:         make(map[*ast.Ident]types.Object),
		Implicits:    make(map[ast.Node]types.Object),
		Instances:    make(map[*ast.Ident]types.Instance),
		Scopes:       make(map[ast.Node]*types.Scope),
		Selections:   make(map[*ast.SelectorExpr]*types.Selection),
		FileVersions: make(map[*ast.File]string),
	}
}
