// Package golangci makes the analyzers of asyncport a linter of golangci-lint,
// named asyncport, by its module plugin system. It is a module of its own, so that
// nobody else depends on golangci-lint's.
package golangci

import (
	"fmt"
	"slices"
	"strings"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers"
	"github.com/asyncport/asyncport/analyzers/yieldpoint"
)

// Name is the linter's name in .golangci.yml.
const Name = "asyncport"

func init() { register.Plugin(Name, New) }

// Settings are what .golangci.yml may say below linters.settings.custom.asyncport.settings.
// The file asyncport.yaml is not read.
type Settings struct {
	// Rules are the analyzers to run; all when there are none.
	Rules []string `json:"rules"`
	// Interfaces says what a call through an interface counts as: see asyncport
	// check --help.
	Interfaces string `json:"interfaces"`
}

// New returns the linter with its settings.
func New(settings any) (register.LinterPlugin, error) {
	s, err := register.DecodeSettings[Settings](settings)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", Name, err)
	}
	suite := analyzers.Suite()
	var known []string
	for _, a := range suite {
		known = append(known, a.Name)
	}
	for _, rule := range s.Rules {
		if !slices.Contains(known, rule) {
			return nil, fmt.Errorf("%s: unknown rule %q (rules: %s)", Name, rule, strings.Join(known, ", "))
		}
	}
	if s.Interfaces != "" {
		if err := yieldpoint.Analyzer.Flags.Set("interfaces", s.Interfaces); err != nil {
			return nil, fmt.Errorf("%s: interfaces: %w", Name, err)
		}
	}
	if len(s.Rules) > 0 {
		suite = slices.DeleteFunc(suite, func(a *analysis.Analyzer) bool { return !slices.Contains(s.Rules, a.Name) })
	}
	return linter(suite), nil
}

// linter is the plugin as golangci-lint asks for it.
type linter []*analysis.Analyzer

// BuildAnalyzers returns the analyzers that the settings choose.
func (l linter) BuildAnalyzers() ([]*analysis.Analyzer, error) { return l, nil }

// GetLoadMode says that the analyzers need types.
func (l linter) GetLoadMode() string { return register.LoadModeTypesInfo }
