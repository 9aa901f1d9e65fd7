package annotation

import (
	_ "embed"
	"fmt"
	"go/ast"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/analyzers/ruledoc"
	"github.com/asyncport/asyncport/internal/directive"
)

//go:embed doc.go
var doc string

// Analyzer finds //asyncport: comments without effect.
var Analyzer = &analysis.Analyzer{
	Name: "annotation",
	Doc:  ruledoc.Must(doc, "annotation"),
	URL:  "https://github.com/asyncport/asyncport/blob/main/docs/rules/annotation.md",
	Run:  run,
}

// Ignorable are the rules that a comment can ignore, sorted: those of the suite
// but for this one, which a test of the suite makes sure of.
var Ignorable = []string{
	"blockingcall", "explicit", "lockheld", "lostfuture", "sharedstate", "staleread", "stuck", "taskescape", "yieldpoint",
}

func run(pass *analysis.Pass) (any, error) {
	if pass.Module != nil && pass.Module.Version != "" {
		return nil, nil // a dependency's comments are not its users' to mend
	}
	for _, f := range pass.Files {
		if ast.IsGenerated(f) {
			continue
		}
		list := directive.Parse(pass.Fset, f)
		if len(list) == 0 {
			continue
		}
		subjects := badSubjects(pass, f)
		for _, d := range list {
			for _, msg := range problems(d) {
				pass.Report(analysis.Diagnostic{Pos: d.Pos, End: d.End, Message: msg})
			}
			if msg := subjects[d.Pos]; msg != "" {
				pass.Report(analysis.Diagnostic{Pos: d.Pos, End: d.End, Message: msg})
			}
		}
	}
	return nil, nil
}

// problems says what is wrong with the text and the place of a comment.
func problems(d directive.Directive) []string {
	if d.Err != "" {
		return []string{d.Err}
	}
	var list []string
	for _, rule := range d.Rules {
		if rule == "annotation" {
			list = append(list, "annotation cannot be ignored; mend or remove the comment it reports")
		} else if !slices.Contains(Ignorable, rule) {
			list = append(list, fmt.Sprintf("no rule %q; there are %s", rule, strings.Join(Ignorable, ", ")))
		}
	}
	if d.Assumes(directive.AssumeBlocks) {
		for _, kind := range d.Args[1:] {
			if _, err := catalog.ParseSet(kind); err != nil || kind == "none" {
				list = append(list, fmt.Sprintf("//asyncport:assume blocks %s: %s", kind, noKind(kind, err)))
			}
		}
	}
	return list
}

func noKind(kind string, err error) string {
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%q is no kind; write assume nonblocking", kind)
}
