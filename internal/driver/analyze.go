package driver

import (
	"fmt"
	"go/ast"
	"go/types"
	"os"
	"reflect"
	"runtime/debug"
	"slices"
	"time"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/packages"

	"github.com/asyncport/asyncport/internal/checker"
)

// A visit is the analysis of one package.
type visit struct {
	run   *run
	node  *node
	files []*ast.File
	pkg   *types.Package
	info  *types.Info

	results map[*analysis.Analyzer]any
	pkgOwn  map[reflect.Type]analysis.Fact
	objOwn  map[objectFact]analysis.Fact
	reads   *reads

	findings []checker.Finding
	unseen   []checker.Unseen
	places   map[string]bool // IDs of packages
}

// analyze runs the analyzers that the role of n asks for.
func (v *visit) analyze() error {
	v.results = make(map[*analysis.Analyzer]any)
	v.pkgOwn = make(map[reflect.Type]analysis.Fact)
	v.objOwn = make(map[objectFact]analysis.Fact)
	v.places = make(map[string]bool)
	for _, a := range v.run.suite.of(v.node.role) {
		if err := v.run.ctx.Err(); err != nil {
			return err
		}
		if err := v.apply(a); err != nil {
			return &failure{a.Name, v.node.id, err}
		}
	}
	v.findings = checker.Sorted(v.findings)
	return nil
}

// failure says that an analyzer failed.
type failure struct {
	analyzer, pkg string
	err           error
}

func (f *failure) Error() string {
	return fmt.Sprintf("analyzer %s on package %s: %v", f.analyzer, f.pkg, f.err)
}

func (v *visit) apply(a *analysis.Analyzer) error {
	var diags []analysis.Diagnostic
	pass := v.pass(a)
	pass.Report = func(d analysis.Diagnostic) { diags = append(diags, d) }
	started := time.Now()
	res, err := guarded(a, pass)
	if err != nil {
		return err
	}
	v.run.took(a, v.node, time.Since(started))
	if got, want := reflect.TypeOf(res), a.ResultType; got != want {
		return fmt.Errorf("the result has type %v, not %v", got, want)
	}
	v.results[a] = res
	if v.node.role == own && v.run.suite.asked[a] {
		v.describe(a, diags)
		v.unseen = append(v.unseen, checker.LeftOut(v.node.pkgPath, a.Name, res)...)
	}
	return nil
}

// guarded runs an analyzer and makes an error of a panic: then the message says
// which analyzer failed on which package, and what fails elsewhere is heard of too.
func guarded(a *analysis.Analyzer, pass *analysis.Pass) (res any, err error) {
	defer func() {
		if p := recover(); p != nil {
			res, err = nil, fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return a.Run(pass)
}

func (v *visit) describe(a *analysis.Analyzer, diags []analysis.Diagnostic) {
	pkg := &packages.Package{Name: v.node.name, PkgPath: v.node.pkgPath, Fset: v.run.fset, Syntax: v.files}
	for _, d := range diags {
		v.findings = append(v.findings, checker.Describe(pkg, a, d, v.run.names.RelPath))
		for _, r := range d.Related {
			if r.Pos.IsValid() {
				v.notePlace(v.run.fset.Position(r.Pos).Filename)
			}
		}
	}
}

// notePlace remembers which other package a related position is in: it may
// move without a change of the types or facts that it was found by.
func (v *visit) notePlace(file string) {
	if slices.Contains(v.node.files, file) || slices.Contains(v.node.goFiles, file) {
		return
	}
	if n := v.run.graph.ofFile(v.node, file); n != nil {
		v.places[n.id] = true
	}
}

func (v *visit) pass(a *analysis.Analyzer) *analysis.Pass {
	inputs := make(map[*analysis.Analyzer]any)
	for _, req := range a.Requires {
		inputs[req] = v.results[req]
	}
	module := v.node.module
	if module == nil {
		module = new(analysis.Module)
	}
	pass := &analysis.Pass{
		Analyzer:     a,
		Fset:         v.run.fset,
		Files:        v.files,
		OtherFiles:   v.node.other,
		IgnoredFiles: v.node.ignored,
		Pkg:          v.pkg,
		TypesInfo:    v.info,
		TypesSizes:   v.run.sizes,
		Module:       module,
		ResultOf:     inputs,
		ReadFile:     v.readFile,
	}
	v.giveFacts(pass)
	return pass
}

// readFile reads files of the package only: the key covers no others.
func (v *visit) readFile(name string) ([]byte, error) {
	n := v.node
	for _, list := range [][]string{n.files, n.other, n.ignored} {
		if slices.Contains(list, name) {
			return os.ReadFile(name)
		}
	}
	return nil, fmt.Errorf("%s is not among the files of package %s", name, n.id)
}

// giveFacts connects the pass with the facts of the packages below, and notes
// which it looks at.
func (v *visit) giveFacts(pass *analysis.Pass) {
	pass.ImportPackageFact = func(pkg *types.Package, ptr analysis.Fact) bool {
		if pkg == v.pkg {
			return copyFact(ptr, v.pkgOwn[reflect.TypeOf(ptr)])
		}
		n := v.run.nodeOf(pkg)
		return n != nil && copyFact(ptr, v.factsOf(n).pkg[reflect.TypeOf(ptr)])
	}
	pass.ImportObjectFact = func(obj types.Object, ptr analysis.Fact) bool {
		key := objectFact{obj, reflect.TypeOf(ptr)}
		if obj.Pkg() == v.pkg {
			return copyFact(ptr, v.objOwn[key])
		}
		n := v.run.nodeOf(obj.Pkg())
		return n != nil && copyFact(ptr, v.factsOf(n).object(obj.Pkg(), key))
	}
	pass.ExportPackageFact = func(fact analysis.Fact) { v.pkgOwn[reflect.TypeOf(fact)] = fact }
	pass.ExportObjectFact = func(obj types.Object, fact analysis.Fact) {
		if obj.Pkg() != v.pkg {
			panic(fmt.Sprintf("analyzer %s on package %s: fact about %s of another package", pass.Analyzer, v.node.id, obj))
		}
		v.objOwn[objectFact{obj, reflect.TypeOf(fact)}] = fact
	}
	pass.AllPackageFacts = func() []analysis.PackageFact { return v.allPackageFacts(pass.Analyzer) }
	pass.AllObjectFacts = func() []analysis.ObjectFact { return v.allObjectFacts(pass.Analyzer) }
}

func (v *visit) factsOf(n *node) *factSet {
	v.reads.add(n)
	return v.run.factsOf(n)
}

// allPackageFacts returns the facts of everything below, in the order of the
// graph. A package whose types were not needed is there by name only.
func (v *visit) allPackageFacts(a *analysis.Analyzer) []analysis.PackageFact {
	var list []analysis.PackageFact
	v.reads.addAll()
	for _, n := range v.run.graph.below(v.node) {
		set := v.run.factsOf(n)
		for _, t := range a.FactTypes {
			if fact := set.pkg[reflect.TypeOf(t)]; fact != nil {
				list = append(list, analysis.PackageFact{Package: n.stub(), Fact: fact})
			}
		}
	}
	for _, t := range a.FactTypes {
		if fact := v.pkgOwn[reflect.TypeOf(t)]; fact != nil {
			list = append(list, analysis.PackageFact{Package: v.pkg, Fact: fact})
		}
	}
	return list
}

// allObjectFacts returns the facts about this package's objects and those of
// direct imports.
func (v *visit) allObjectFacts(a *analysis.Analyzer) []analysis.ObjectFact {
	var list []analysis.ObjectFact
	wanted := func(t reflect.Type) bool {
		return slices.ContainsFunc(a.FactTypes, func(f analysis.Fact) bool { return reflect.TypeOf(f) == t })
	}
	add := func(facts map[objectFact]analysis.Fact) {
		for key, fact := range facts {
			if wanted(key.typ) {
				list = append(list, analysis.ObjectFact{Object: key.obj, Fact: fact})
			}
		}
	}
	for _, dep := range v.node.deps {
		if pkg, err := v.run.typesOf(dep); err == nil {
			set := v.factsOf(dep)
			set.object(pkg, objectFact{}) // looks the objects up
			add(set.objects)
		}
	}
	add(v.objOwn)
	return list
}
