package scoreboard

import (
	"fmt"
	"go/ast"
	"go/token"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/asyncport/asyncport/analyzers/sharedstate"
)

// The scores that were reached.
const (
	cleanFloor = 128
	racyFloor  = 220
)

// TestScoreRaces holds sharedstate against the tests of the race detector. The
// name is the label, as in the harness of the runtime: TestNoRace* must stay without
// a report, TestRace* have a race, which for names with "Failing" the race
// detector itself does not find.
func TestScoreRaces(t *testing.T) {
	goroot, err := GOROOT(t.Context())
	if err != nil {
		t.Skip(err)
	}
	pkg, err := loadRaces(goroot)
	if err != nil {
		t.Skip(err)
	}
	graph, err := checker.Analyze([]*analysis.Analyzer{sharedstate.Analyzer}, []*packages.Package{pkg}, nil)
	if err != nil {
		t.Fatal(err)
	}
	root := graph.Roots[0]
	if root.Err != nil {
		t.Fatal(root.Err)
	}
	tests := testsOf(pkg)
	found := make(map[string]string)
	for _, d := range root.Diagnostics {
		name := tests.around(d.Pos)
		if name == "" {
			t.Logf("outside of all tests: %v: %s", pkg.Fset.Position(d.Pos), d.Message)
		}
		found[name] = fmt.Sprintf("%s at %v", d.Message, pkg.Fset.Position(d.Pos))
	}
	var clean, racy Board
	for _, name := range tests.names() {
		report, reported := found[name]
		switch {
		case strings.HasPrefix(name, "TestNoRace"):
			clean.Add(name, !reported, report)
		case strings.HasPrefix(name, "TestRace"):
			racy.Add(name, reported, "not found")
		}
	}
	t.Logf("NoRace functions without a report: %vRace functions with a report: %v", &clean, &racy)
	if hits, _ := clean.Hits(); hits < cleanFloor {
		t.Errorf("%d functions without races are left alone, they were %d", hits, cleanFloor)
	}
	if hits, _ := racy.Hits(); hits < racyFloor {
		t.Errorf("%d races are found, they were %d", hits, racyFloor)
	}
}

// functions are the declared functions of a package in source order, each with
// the only test that calls it.
type functions struct {
	decls []*ast.FuncDecl
	owner map[string]string
}

func testsOf(pkg *packages.Package) functions {
	f := functions{owner: make(map[string]string)}
	for _, file := range pkg.Syntax {
		for _, d := range file.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
				f.decls = append(f.decls, fn)
			}
		}
	}
	for _, fn := range f.decls {
		if isLabel(fn.Name.Name) {
			f.owner[declName(fn)] = fn.Name.Name
		}
	}
	// A helper belongs to the one test that uses it, if need be through another.
	for range 3 {
		f.adopt(pkg)
	}
	return f
}

// adopt gives the functions that only one test uses to that test.
func (f functions) adopt(pkg *packages.Package) {
	users := make(map[string]map[string]bool)
	byPos := make(map[token.Pos]string)
	for _, fn := range f.decls {
		byPos[fn.Name.Pos()] = declName(fn)
	}
	for _, fn := range f.decls {
		owner := f.owner[declName(fn)]
		ast.Inspect(fn.Body, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok || pkg.TypesInfo.Uses[id] == nil {
				return true
			}
			if name := byPos[pkg.TypesInfo.Uses[id].Pos()]; name != "" && !isLabel(name) {
				if users[name] == nil {
					users[name] = make(map[string]bool)
				}
				users[name][owner] = true
			}
			return true
		})
	}
	for name, tests := range users {
		if len(tests) == 1 {
			for test := range tests {
				f.owner[name] = test
			}
		}
	}
}

// around returns the test to which the function around pos belongs, or "".
func (f functions) around(pos token.Pos) string {
	for _, fn := range f.decls {
		if fn.Pos() <= pos && pos < fn.End() {
			return f.owner[declName(fn)]
		}
	}
	return ""
}

// names returns the labelled tests.
func (f functions) names() []string {
	var list []string
	for _, fn := range f.decls {
		if isLabel(fn.Name.Name) && fn.Recv == nil {
			list = append(list, fn.Name.Name)
		}
	}
	return list
}

func isLabel(name string) bool {
	return strings.HasPrefix(name, "TestRace") || strings.HasPrefix(name, "TestNoRace")
}

// declName tells methods of one name apart.
func declName(fn *ast.FuncDecl) string {
	if fn.Recv == nil {
		return fn.Name.Name
	}
	return fmt.Sprint(fn.Name.Name, "@", fn.Pos())
}
