package explicit

import (
	_ "embed"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/blockingcall/color"
	"github.com/asyncport/asyncport/analyzers/lockheld/hops"
	"github.com/asyncport/asyncport/analyzers/ruledoc"
	"github.com/asyncport/asyncport/analyzers/suppress"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
	"github.com/asyncport/asyncport/internal/pattern"
)

//go:embed doc.go
var doc string

// Analyzer keeps ported packages explicit.
var Analyzer = &analysis.Analyzer{
	Name:     "explicit",
	Doc:      ruledoc.Must(doc, "explicit"),
	URL:      "https://github.com/asyncport/asyncport/blob/main/docs/rules/explicit.md",
	Run:      suppress.Run(run),
	Requires: []*analysis.Analyzer{yieldpoint.Analyzer},
}

// packages are those that are declared to be explicit.
var packages packagesFlag

func init() {
	Analyzer.Flags.Var(&packages, "packages",
		"`patterns` of packages that are explicit, separated by commas: import paths, or ./ and a path below the module's root")
}

// packagesFlag is a list of patterns; each Set replaces it.
type packagesFlag pattern.List

// String returns the patterns, separated by commas.
func (f *packagesFlag) String() string { return strings.Join(*f, ",") }

// Set reads patterns separated by commas.
func (f *packagesFlag) Set(text string) error {
	var list packagesFlag
	for _, p := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' }) {
		if err := pattern.Check(p); err != nil {
			return err
		}
		list = append(list, p)
	}
	*f = list
	return nil
}

func run(pass *analysis.Pass) (any, error) {
	module := ""
	if pass.Module != nil {
		module = pass.Module.Path
	}
	path := pass.Pkg.Path()
	if !pattern.List(packages).Match(module, path) || color.IsRuntime(path) {
		return nil, nil
	}
	yields := pass.ResultOf[yieldpoint.Analyzer].(*yieldpoint.Result)
	c := newChecker(pass, yields, hops.NewFinder(pass, yields))
	for _, file := range pass.Files {
		if !strings.HasSuffix(pass.Fset.File(file.FileStart).Name(), "_test.go") {
			c.walk(file)
		}
	}
	return nil, nil
}
