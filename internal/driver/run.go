package driver

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/asyncport/asyncport/internal/load"
)

// run is one analysis of the packages of a graph.
type run struct {
	ctx       context.Context
	opts      *Options
	place     *load.Place
	names     load.Names
	suite     *suite
	graph     *graph
	cache     *cache
	tool      string
	bases     map[role]string
	fset      *token.FileSet
	sizes     types.Sizes
	parseFile func(*token.FileSet, string, []byte) (*ast.File, error)
	byTypes   sync.Map // *types.Package -> *node

	started time.Time
	touched map[string][]byte // edited since the last run, which is taken over; else nil
	moved   atomic.Bool       // facts differ from those of the last run
	lost    atomic.Bool       // facts that the last run had are not in the cache

	mu       sync.Mutex
	pacer    *pacer
	failures []string
	slow     []Slow
	done     int
	total    int
	sums     map[string]hash // of the files that were read
}

func newRun(ctx context.Context, opts *Options, place *load.Place, s *suite, g *graph, c *cache) (*run, error) {
	r := &run{
		ctx: ctx, opts: opts, place: place, suite: s, graph: g, cache: c,
		names:     load.Names{Dir: place.Module.Dir, GOROOT: place.Env.GOROOT, Modules: make(map[string]string)},
		bases:     make(map[role]string),
		fset:      token.NewFileSet(),
		sizes:     types.SizesFor("gc", place.Env.GOARCH),
		parseFile: load.Parser(place.StripRoot()),
		sums:      make(map[string]hash),
	}
	if r.sizes == nil {
		return nil, &fallback{"unknown GOARCH " + place.Env.GOARCH}
	}
	for _, n := range g.nodes {
		if n.role != unused && n.id != "unsafe" {
			r.total++
		}
		if m := n.module; m != nil && m.Dir != "" {
			r.names.Modules[m.Dir] = strings.TrimSuffix(m.Path+"@"+m.Version, "@")
		}
	}
	var err error
	if r.tool, err = c.tool(); err != nil {
		return nil, err
	}
	for _, role := range []role{checked, facts, own} {
		r.bases[role] = r.base(role)
	}
	return r, nil
}

// all brings every package that is needed to its result.
func (r *run) all() error {
	r.pacer = startPacer()
	defer r.pacer.stop()
	if err := inOrder(r.graph.nodes, runtime.GOMAXPROCS(0), r.opts.Shuffle, r.visit); err != nil {
		return err
	}
	if len(r.failures) > 0 {
		slices.Sort(r.failures)
		return fmt.Errorf("analyzers: %w", errors.New(strings.Join(slices.Compact(r.failures), "\n")))
	}
	return nil
}

// visit brings one package to its result, from the cache if it has it.
func (r *run) visit(n *node) error {
	if err := r.ctx.Err(); err != nil {
		return err
	}
	if n.role == unused || n.id == "unsafe" {
		n.result.Store(new(result))
		return nil
	}
	defer r.progress()
	for _, dep := range n.deps {
		if dep.failed {
			n.failed = true
			return nil
		}
	}
	if r.stands(n) {
		return nil
	}
	key, err := r.keyOf(n)
	if err != nil {
		return err
	}
	n.key = key
	if !r.lookup(n) {
		err = r.compute(n)
	}
	n.content = nil
	if n.saved != nil && err == nil && n.result.Load().facts != n.saved.facts {
		r.moved.Store(true)
	}
	if f, ok := errors.AsType[*failure](err); ok {
		r.mu.Lock()
		r.failures = append(r.failures, f.Error())
		r.mu.Unlock()
		n.failed = true
		return nil
	}
	return err
}

// stands takes the result of the last run if nothing that it depends on has
// changed.
func (r *run) stands(n *node) bool {
	if n.saved == nil {
		return false
	}
	for _, dep := range n.deps {
		if dep.id != "unsafe" && dep.result.Load().api != dep.saved.api {
			return false
		}
	}
	for _, name := range slices.Concat(n.files, n.other, n.ignored) {
		if r.wasTouched(name) {
			return false
		}
	}
	if (r.moved.Load() || len(n.saved.places) > 0) && !r.current(n, n.saved) {
		return false
	}
	n.source = known
	n.result.Store(n.saved)
	return true
}

func (r *run) wasTouched(name string) bool {
	_, ok := r.touched[name]
	return ok
}

// errLost says that the cache no longer has what the last run left.
var errLost = errors.New("the cache has lost entries")

// compute analyses n and stores what came of it.
func (r *run) compute(n *node) error {
	for _, dep := range n.deps {
		if _, err := r.typesOf(dep); err != nil {
			return err
		}
	}
	files, err := r.parse(n)
	if err != nil {
		return err
	}
	defer r.forget(files)
	var info *types.Info
	if len(r.suite.of(n.role)) > 0 {
		info = newInfo(roomFor(files, n.std && n.role != own))
	}
	pkg, err := r.check(n, files, info)
	if err != nil {
		return err
	}
	v := &visit{run: r, node: n, files: files, pkg: pkg, info: info, reads: newReads()}
	if err := v.analyze(); err != nil {
		return err
	}
	if r.lost.Load() {
		return errLost
	}
	factData, err := encodeFacts(v.pkgOwn, v.objOwn)
	if err != nil {
		return &failure{"facts", n.id, err}
	}
	res := &result{facts: hashOf(string(factData)), findings: v.findings, unseen: v.unseen, generated: generated(n, files, r.fset)}
	res.reads = v.reads.list()
	res.readHash, _ = r.graph.hashReads(n, res.reads)
	res.places = sortedKeys(v.places)
	res.placeHash, _ = r.graph.hashPlaces(res.places)
	n.factData = factData
	n.source = analyzed
	if err := r.share(n, pkg, res); err != nil {
		return err
	}
	r.store(n)
	return nil
}

// share makes what importers of n will see.
func (r *run) share(n *node, pkg *types.Package, res *result) error {
	if !n.imported {
		n.result.Store(res)
		return nil
	}
	data, err := r.export(n, pkg)
	if err != nil {
		return err
	}
	// What it mentions is known once it is read, and to be read it must be
	// known: everything that may be mentioned is below n.
	res.mentions = r.candidates(n)
	n.result.Store(res)
	read, err := r.readTypes(n, data)
	if err != nil {
		return &fallback{err.Error()}
	}
	api := summarize(read, func(path string) *result {
		return r.graph.inContext(n, path).result.Load()
	})
	final := *res
	final.api, final.typ, final.mentions = api.api, api.typ, api.mentions
	n.typesMu.Lock()
	n.types = read
	n.typesMu.Unlock()
	r.byTypes.Store(read, n)
	n.result.Store(&final)
	r.cache.put(kindTypes, r.typesKey(n), data)
	return nil
}

// candidates are the paths of all packages that the export data of n may
// mention: those that it imports and what their APIs mention.
func (r *run) candidates(n *node) []string {
	seen := make(map[string]bool)
	for _, dep := range n.deps {
		if dep.id == "unsafe" {
			continue
		}
		seen[dep.pkgPath] = true
		for _, path := range dep.result.Load().mentions {
			seen[path] = true
		}
	}
	return sortedKeys(seen)
}

// nodeOf returns the package whose types importers see as pkg.
func (r *run) nodeOf(pkg *types.Package) *node {
	if n, ok := r.byTypes.Load(pkg); ok {
		return n.(*node)
	}
	return nil
}

// generated returns the base names of the files that say that they are
// generated, but for output of cgo.
func generated(n *node, files []*ast.File, fset *token.FileSet) []string {
	var list []string
	for _, f := range files {
		name := fset.File(f.FileStart).Name()
		if ast.IsGenerated(f) && slices.Contains(n.goFiles, name) {
			list = append(list, filepath.Base(name))
		}
	}
	return list
}

func (r *run) progress() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done++
	if r.opts.Progress != nil {
		r.opts.Progress(r.done, r.total)
	}
}
