package driver

import (
	"crypto/sha256"
	"go/types"
	"io"
	"maps"
	"slices"
	"sync"
)

// reads collects whose facts an analysis looked at: it depends on nothing else
// of what its dependencies' facts say.
type reads struct {
	mu  sync.Mutex
	ids map[string]bool
}

// everything stands for the facts of all packages below.
const everything = "*"

func newReads() *reads { return &reads{ids: make(map[string]bool)} }

func (r *reads) add(n *node) {
	r.mu.Lock()
	r.ids[n.id] = true
	r.mu.Unlock()
}

func (r *reads) addAll() {
	r.mu.Lock()
	r.ids[everything] = true
	r.mu.Unlock()
}

func (r *reads) list() []string {
	if r.ids[everything] {
		return []string{everything}
	}
	return slices.Sorted(maps.Keys(r.ids))
}

// hashReads identifies the facts that the list names, as seen from n. It
// reports false if the list names a package that is not there.
func (g *graph) hashReads(n *node, ids []string) (hash, bool) {
	h := sha256.New()
	if slices.Contains(ids, everything) {
		for _, dep := range g.below(n) {
			io.WriteString(h, dep.id)
			h.Write(dep.result.Load().facts[:])
		}
		return sum(h), true
	}
	for _, id := range ids {
		dep := g.byID[id]
		if dep == nil || dep.result.Load() == nil {
			return hash{}, false
		}
		io.WriteString(h, id)
		h.Write(dep.result.Load().facts[:])
	}
	return sum(h), true
}

// hashPlaces identifies the files of the packages that the list names.
func (g *graph) hashPlaces(ids []string) (hash, bool) {
	h := sha256.New()
	for _, id := range ids {
		dep := g.byID[id]
		if dep == nil || dep.result.Load() == nil {
			return hash{}, false
		}
		io.WriteString(h, id)
		h.Write(dep.key[:])
	}
	return sum(h), true
}

// below returns everything that n imports, directly or not, in topological
// order.
func (g *graph) below(n *node) []*node {
	seen := make(map[*node]bool)
	var list []*node
	var visit func(n *node)
	visit = func(n *node) {
		for _, dep := range n.deps {
			if !seen[dep] {
				seen[dep] = true
				visit(dep)
				list = append(list, dep)
			}
		}
	}
	visit(n)
	slices.SortFunc(list, func(a, b *node) int { return a.position - b.position })
	return list
}

// ofFile returns the package below n that holds the file, nil if there is
// none.
func (g *graph) ofFile(n *node, file string) *node {
	for _, dep := range g.below(n) {
		if slices.Contains(dep.files, file) || slices.Contains(dep.goFiles, file) {
			return dep
		}
	}
	return nil
}

// stub returns the types of n, or a package that has but its name.
func (n *node) stub() *types.Package {
	n.typesMu.Lock()
	defer n.typesMu.Unlock()
	if n.types != nil {
		return n.types
	}
	pkg := types.NewPackage(n.pkgPath, n.name)
	pkg.MarkComplete()
	return pkg
}
