package golangci_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/asyncport/asyncport/analyzers"
	"github.com/asyncport/asyncport/plugin/golangci"
)

// build returns the names of the analyzers that settings give, as golangci-lint
// gets them.
func build(t *testing.T, settings any) ([]string, error) {
	t.Helper()
	create, err := register.GetPlugin("asyncport")
	if err != nil {
		t.Fatal(err)
	}
	plugin, err := create(settings)
	if err != nil {
		return nil, err
	}
	if mode := plugin.GetLoadMode(); mode != register.LoadModeTypesInfo {
		t.Errorf("load mode is %s", mode)
	}
	list, err := plugin.BuildAnalyzers()
	if err != nil {
		t.Fatal(err)
	}
	if err := analysis.Validate(list); err != nil {
		t.Error(err)
	}
	var names []string
	for _, a := range list {
		names = append(names, a.Name)
	}
	return names, nil
}

func TestNew(t *testing.T) {
	var all []string
	for _, a := range analyzers.Suite() {
		all = append(all, a.Name)
	}
	for _, tt := range []struct {
		settings any
		want     []string
	}{
		{nil, all},
		{map[string]any{}, all},
		{map[string]any{"rules": []any{"stuck", "lockheld"}}, []string{"lockheld", "stuck"}},
		{map[string]any{"interfaces": "declared"}, all},
	} {
		got, err := build(t, tt.settings)
		if err != nil || !slices.Equal(got, tt.want) {
			t.Errorf("%v: %v, %v", tt.settings, got, err)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	for want, settings := range map[string]any{
		`asyncport: unknown rule "stick" (rules: annotation,`: map[string]any{"rules": []any{"stick"}},
		`asyncport: interfaces: `:                             map[string]any{"interfaces": "no"},
		`unknown field "rule"`:                                map[string]any{"rule": []any{"stuck"}},
	} {
		if _, err := build(t, settings); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v", settings, err)
		}
	}
	if _, err := golangci.New("text"); err == nil {
		t.Error("text for settings is taken")
	}
}
