package scoreboard

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// LeakLabel says that a goroutine of a program gets stuck: which function it was
// started with, and what it waits in.
type LeakLabel struct {
	// Set is the directory of the program's source below runtime/testdata.
	Set string
	// Program is the function that is called, Set for Set: "Cockroach584".
	Program string
	// Func is an expression for the function at the bottom of the goroutine's stack
	// as traces print it, without "main.", with its parenthesis: `worker\.Start\.func1\(.*`.
	Func string
	// Wait is an expression for the wait reason that the trace gives: `chan receive`,
	// `sync\.(RW)?Mutex\.Lock`.
	Wait string
	// Flaky is true when not every run of the program gets there.
	Flaky bool
}

// Name names the label as a case of a scoreboard.
func (l LeakLabel) Name() string { return l.Program + " " + l.Func + " [" + l.Wait + "]" }

// Matches reports whether the label is about the function of that name, given
// as in a stack trace.
func (l LeakLabel) Matches(fn string) bool {
	ok, err := regexp.MatchString(l.Func, strings.TrimPrefix(fn, "main.")+"()")
	return err == nil && ok
}

// Kind returns the kind of what the goroutine waits in.
func (l LeakLabel) Kind() (catalog.Kind, error) {
	for _, w := range []struct {
		reason string
		kind   catalog.Kind
	}{
		{"chan ", catalog.Chan},
		{"select", catalog.Select},
		{`sync\.Mutex\.`, catalog.Lock},
		{`sync\.RWMutex\.`, catalog.Lock},
		{`sync\.(RW)?Mutex\.`, catalog.Lock},
		{`sync\.WaitGroup\.`, catalog.Wait},
		{`sync\.Cond\.`, catalog.Wait},
		{"sleep", catalog.Sleep},
	} {
		if strings.HasPrefix(l.Wait, w.reason) {
			return w.kind, nil
		}
	}
	return 0, fmt.Errorf("unknown wait reason %q", l.Wait)
}

// leakSets are the directories of the programs below runtime/testdata; the first
// argument of the test's runTests.
const (
	leakSet  = "testgoroutineleakprofile"
	gokerSet = leakSet + "/goker"
)

func leakTestFile(goroot string) string {
	return filepath.Join(goroot, "src", "runtime", "goroutineleakprofile_test.go")
}

// LeakLabels reads the labels from the runtime's own test, in the order in which
// they stand there: the constant arguments of makeTest, makeFlakyTest and
// makeAnyTest.
func LeakLabels(goroot string) ([]LeakLabel, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, leakTestFile(goroot), nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var labels []LeakLabel
	set := leakSet
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if id, ok := n.Lhs[0].(*ast.Ident); ok && id.Name == "gokerTestCases" {
				set = gokerSet
			}
		case *ast.CallExpr:
			var more []LeakLabel
			if more, err = labelsOf(n, set); err != nil {
				err = fmt.Errorf("%s: %w", fset.Position(n.Pos()), err)
			}
			labels = append(labels, more...)
		}
		return err == nil
	})
	return labels, err
}

// labelsOf returns the labels of one call that makes a test case with constant
// arguments.
func labelsOf(call *ast.CallExpr, set string) ([]LeakLabel, error) {
	fn, ok := call.Fun.(*ast.Ident)
	if !ok || len(call.Args) == 0 || fn.Name != "makeTest" && fn.Name != "makeFlakyTest" && fn.Name != "makeAnyTest" {
		return nil, nil
	}
	program, ok := stringConstant(call.Args[0])
	if !ok {
		return nil, nil // one of the three in terms of another
	}
	var labels []LeakLabel
	for _, arg := range call.Args[1:] {
		pattern, ok := stringConstant(arg)
		if !ok {
			continue // flaky, or the number of repetitions
		}
		l := LeakLabel{Set: set, Program: program, Flaky: fn.Name == "makeFlakyTest"}
		wait, cut := "", false
		l.Func, wait, cut = strings.Cut(pattern, ` \[`)
		l.Wait, ok = strings.CutSuffix(wait, `\]`)
		if !cut || !ok {
			return nil, fmt.Errorf("%q names no function with a wait reason in brackets", pattern)
		}
		if _, err := regexp.Compile(l.Func); err != nil {
			return nil, err
		}
		labels = append(labels, l)
	}
	return labels, nil
}

func stringConstant(x ast.Expr) (string, bool) {
	lit, ok := x.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}
