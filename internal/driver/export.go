package driver

import (
	"fmt"
	"go/types"

	"github.com/asyncport/asyncport/internal/driver/apidata"
)

// typesOf returns the types of n as importers see them: read back from export
// data. That is made from source if neither this run nor the cache has it.
//
// What the data mentions is read first, whole, so that reading adds to no
// package but n, and an analyzer finds packages that it reaches indirectly as
// complete as those that it imports.
func (r *run) typesOf(n *node) (*types.Package, error) {
	if n.id == "unsafe" {
		return types.Unsafe, nil
	}
	n.typesMu.Lock()
	defer n.typesMu.Unlock()
	if n.types != nil {
		return n.types, nil
	}
	if data, ok := r.cache.get(kindTypes, r.typesKey(n)); ok {
		pkg, err := r.readTypes(n, data)
		if err == nil {
			n.types = pkg
			r.byTypes.Store(pkg, n)
			return pkg, nil
		}
		if _, ok := err.(*damaged); !ok {
			return nil, err
		}
	}
	pkg, data, err := r.typesFromSource(n)
	if err != nil {
		return nil, err
	}
	r.cache.put(kindTypes, r.typesKey(n), data)
	n.types = pkg
	r.byTypes.Store(pkg, n)
	return pkg, nil
}

// damaged says that export data cannot be read.
type damaged struct{ err error }

func (d *damaged) Error() string { return d.err.Error() }

func (r *run) readTypes(n *node, data []byte) (*types.Package, error) {
	imports := make(map[string]*types.Package, len(n.result.Load().mentions))
	for _, path := range n.result.Load().mentions {
		dep := r.graph.inContext(n, path)
		if dep == nil {
			return nil, &damaged{fmt.Errorf("package %s mentions %s, which is not listed", n.id, path)}
		}
		pkg, err := r.typesOf(dep)
		if err != nil {
			return nil, err
		}
		imports[path] = pkg
	}
	pkg, err := apidata.Read(r.fset, data, n.pkgPath, func(path string) *types.Package { return imports[path] })
	if err != nil {
		return nil, &damaged{err}
	}
	return pkg, nil
}

// inContext returns the package of that path in the build that n is part of.
func (g *graph) inContext(n *node, path string) *node {
	if n.forTest != "" {
		if dep := g.byID[path+" ["+n.forTest+".test]"]; dep != nil {
			return dep
		}
	}
	return g.byID[path]
}

func (r *run) typesFromSource(n *node) (*types.Package, []byte, error) {
	if !r.immutable(n) {
		if key, err := r.keyOf(n); err != nil || key != n.key {
			return nil, nil, &fallback{"a file changed meanwhile"}
		}
	}
	files, err := r.parse(n)
	if err != nil {
		return nil, nil, err
	}
	defer r.forget(files)
	pkg, err := r.check(n, files, nil)
	if err != nil {
		return nil, nil, err
	}
	data, err := r.export(n, pkg)
	if err != nil {
		return nil, nil, err
	}
	pkg, err = r.readTypes(n, data)
	return pkg, data, err
}

func (r *run) export(n *node, pkg *types.Package) ([]byte, error) {
	if !n.std {
		expose(pkg)
	}
	data, err := apidata.Write(r.fset, pkg)
	if err != nil {
		return nil, &fallback{"types of " + pkg.Path() + ": " + err.Error()}
	}
	return data, nil
}
