package driver

import (
	"cmp"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/internal/load"
)

// role says what is done with a package.
type role uint8

const (
	unused  role = iota // no result needs it
	checked             // must compile, nothing else
	facts               // analysed for what importers want to know
	own                 // analysed for findings
)

// node is one package in one build: with and without its tests it is two.
type node struct {
	id      string // as go list has it: "p", "p [p.test]", "p_test [p.test]"
	pkgPath string
	name    string
	dir     string
	forTest string
	std     bool
	root    bool // matches the patterns
	role    role

	goFiles  []string // as written, absolute
	files    []string // as compiled, absolute
	ignored  []string
	other    []string
	embeds   []string
	fakeC    bool // import "C" is not looked at
	module   *analysis.Module
	imports  map[string]*node // by the path in the source
	deps     []*node          // sorted by ID
	imported bool             // by a package that is needed
	position int              // in topological order

	state
}

// graph is everything that the packages of a run import.
type graph struct {
	nodes []*node // an import stands before its importers
	byID  map[string]*node
}

// newGraph connects what go list printed. main is the main module.
func newGraph(pkgs []*listed, main *load.Module) (*graph, error) {
	root := main.Dir
	release := &analysis.Module{Path: main.Path, Dir: main.Dir, GoVersion: main.GoVersion, Main: true}
	g := &graph{byID: make(map[string]*node, len(pkgs))}
	for _, p := range pkgs {
		if isTestMain(p, root) {
			continue // go test made it: nobody can change it
		}
		n := newNode(p, !main.Standard())
		if n.root && n.module == nil && main.OwnsStandard(n.pkgPath) {
			n.module = release
		}
		g.byID[p.ImportPath] = n
	}
	for _, p := range pkgs {
		if n := g.byID[p.ImportPath]; n != nil {
			if err := g.connect(n, p); err != nil {
				return nil, err
			}
		}
	}
	g.sort()
	g.assignRoles(root)
	return g, nil
}

// newNode makes a node. fakeC says that what cgo makes of the standard library is
// not looked at.
func newNode(p *listed, fakeC bool) *node {
	n := &node{
		id:      p.ImportPath,
		name:    p.Name,
		dir:     p.Dir,
		forTest: p.ForTest,
		std:     p.Standard,
		root:    !p.DepOnly,
		goFiles: under(p.Dir, p.GoFiles, p.CgoFiles),
		files:   under(p.Dir, p.GoFiles, p.CgoFiles),
		ignored: under(p.Dir, p.IgnoredGoFiles, p.IgnoredOtherFiles),
		other: under(p.Dir, p.CFiles, p.CXXFiles, p.MFiles, p.HFiles, p.FFiles, p.SFiles, p.SwigFiles,
			p.SwigCXXFiles, p.SysoFiles),
		embeds:  under(p.Dir, p.EmbedFiles),
		module:  p.Module.analysis(),
		imports: make(map[string]*node),
	}
	n.pkgPath, _, _ = strings.Cut(p.ImportPath, " ")
	n.fakeC = fakeC && p.Standard && len(p.CgoFiles) > 0
	if len(p.CgoFiles) > 0 && !n.fakeC {
		n.files = nil
		for _, f := range under(p.Dir, p.CompiledGoFiles) {
			// What has no suffix comes from the go command's cache.
			if ext := filepath.Ext(f); ext == ".go" || ext == "" {
				n.files = append(n.files, f)
			}
		}
	}
	if p.ImportPath == "unsafe" {
		n.files = nil
	}
	return n
}

func (m *listedModule) analysis() *analysis.Module {
	if m == nil {
		return nil
	}
	return &analysis.Module{Path: m.Path, Version: m.Version, Dir: m.Dir, GoMod: m.GoMod, GoVersion: m.GoVersion,
		Main: m.Main, Indirect: m.Indirect, Replace: m.Replace.analysis()}
}

// connect finds what n imports. ImportMap has the paths that mean something
// else than they say.
func (g *graph) connect(n *node, p *listed) error {
	source := make(map[string]string)
	for path, id := range p.ImportMap {
		source[id] = path
	}
	for _, id := range p.Imports {
		if id == "C" {
			continue
		}
		dep := g.byID[id]
		if dep == nil {
			return &fallback{"package " + p.ImportPath + " imports " + id + ", which is not listed"}
		}
		n.imports[cmp.Or(source[id], id)] = dep
		n.deps = append(n.deps, dep)
	}
	slices.SortFunc(n.deps, func(a, b *node) int { return strings.Compare(a.id, b.id) })
	n.deps = slices.Compact(n.deps)
	return nil
}

// sort brings the nodes into an order that depends on nothing but the graph.
func (g *graph) sort() {
	ids := make([]string, 0, len(g.byID))
	for id := range g.byID {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	seen := make(map[*node]bool, len(ids))
	var visit func(n *node)
	visit = func(n *node) {
		if seen[n] {
			return
		}
		seen[n] = true
		for _, dep := range n.deps {
			visit(dep)
		}
		n.position = len(g.nodes)
		g.nodes = append(g.nodes, n)
	}
	for _, id := range ids {
		visit(g.byID[id])
	}
}

// assignRoles decides what is done with each package. The packages of the main
// module that match are those of [load.Module.Packages]: a package with tests
// stands for the one without.
func (g *graph) assignRoles(root string) {
	tested := make(map[string]bool)
	for _, n := range g.nodes {
		if n.root && n.forTest != "" && n.pkgPath == n.forTest {
			tested[n.pkgPath] = true
		}
	}
	for _, n := range slices.Backward(g.nodes) {
		if n.root {
			n.role = max(n.role, checked)
			main := n.module != nil && n.module.Main && sameDir(n.module.Dir, root)
			if main && len(n.files) > 0 && !(n.forTest == "" && tested[n.pkgPath]) {
				n.role = own
			}
		}
		need := min(n.role, facts)
		for _, dep := range n.deps {
			dep.role = max(dep.role, need)
			dep.imported = dep.imported || need != unused
		}
	}
}

// isTestMain reports whether p is the program that go test generates, outside
// of the module.
func isTestMain(p *listed, root string) bool {
	if p.Name != "main" || !strings.HasSuffix(p.ImportPath, ".test") || len(p.GoFiles) == 0 {
		return false
	}
	return !below(root, under(p.Dir, p.GoFiles[:1])[0])
}

// below reports whether file lies in dir.
func below(dir, file string) bool {
	rel, err := filepath.Rel(dir, file)
	return err == nil && filepath.IsLocal(rel)
}

func sameDir(a, b string) bool {
	if a == b {
		return true
	}
	real, err := filepath.EvalSymlinks(a)
	return err == nil && real == b
}

// under returns the names in the lists as absolute ones.
func under(dir string, lists ...[]string) []string {
	var out []string
	for _, list := range lists {
		for _, name := range list {
			if !filepath.IsAbs(name) {
				name = filepath.Join(dir, name)
			}
			out = append(out, name)
		}
	}
	return out
}
