package ruletest

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers/ruledoc"
)

// Example is one block of code of an analyzer's documentation as a package of a
// module made for the test.
type Example struct {
	Rule    string
	Flagged bool   // else accepted
	Code    string // as the documentation has it
	Package string // its import path
}

// Imports gives the package for each name that examples may use, beside those of
// the runtime.
var Imports = map[string]string{
	"aio":     runtimePath,
	"context": "context",
	"errors":  "errors",
	"exec":    "os/exec",
	"fmt":     "fmt",
	"http":    "net/http",
	"io":      "io",
	"os":      "os",
	"sql":     "database/sql",
	"sync":    "sync",
	"atomic":  "sync/atomic",
	"time":    "time",
}

const (
	modulePath  = "example.com/doc"
	runtimePath = "github.com/asyncport/asyncport/aio"
)

// Write makes the examples of the analyzers a module in dir, one package each.
// The analyzers' directories, with their preambles, are those below analyzers; the
// runtime's source is in runtime.
func Write(dir, analyzers, runtime string, suite []*analysis.Analyzer) ([]Example, error) {
	runtime, err := filepath.Abs(runtime)
	if err != nil {
		return nil, err
	}
	mod := fmt.Sprintf("module %s\n\ngo 1.26.0\n\nrequire %s v0.0.0\n\nreplace %[2]s => %[3]q\n", modulePath, runtimePath, runtime)
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte(mod), 0o666); err != nil {
		return nil, err
	}
	var all []Example
	for _, a := range suite {
		examples, err := write(dir, analyzers, a)
		if err != nil {
			return nil, fmt.Errorf("examples of %s: %w", a.Name, err)
		}
		all = append(all, examples...)
	}
	return all, nil
}

func write(dir, analyzers string, a *analysis.Analyzer) ([]Example, error) {
	flagged, accepted, err := ruledoc.Examples(a.Doc)
	if err != nil {
		return nil, err
	}
	preamble, err := os.ReadFile(filepath.Join(analyzers, a.Name, "testdata", "doc", "preamble.go"))
	if err != nil {
		return nil, err
	}
	var all []Example
	for i, code := range append(flagged, accepted...) {
		e := Example{Rule: a.Name, Flagged: i < len(flagged), Code: code}
		rel := fmt.Sprintf("%s/example%d", a.Name, i)
		e.Package = modulePath + "/" + rel
		text, err := Program(code, string(preamble), Imports)
		if err != nil {
			return nil, fmt.Errorf("%w in\n%s", err, code)
		}
		if err := os.MkdirAll(filepath.Join(dir, rel), 0o777); err != nil {
			return nil, err
		}
		if err := os.WriteFile(filepath.Join(dir, rel, "p.go"), []byte(text), 0o666); err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, nil
}
