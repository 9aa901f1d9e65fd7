package rewritetest

import (
	"path/filepath"
	"strings"
	"testing"
)

var root = filepath.Join("..", "..", "testdata", "scenarios")

// TestScenarios ports every scenario and compares what became of it.
func TestScenarios(t *testing.T) {
	cases, err := LoadCases(root)
	if err != nil {
		t.Fatal(err)
	}
	if len(cases) == 0 {
		t.Fatalf("no scenarios in %s", root)
	}
	for _, m := range modules(cases) {
		t.Run(m.name(), func(t *testing.T) {
			t.Parallel()
			if err := m.run(t.Context(), t.TempDir()); err != nil {
				t.Fatal(err)
			}
			for _, c := range m.cases {
				t.Run(c.Rule+"/"+c.base(), func(t *testing.T) { report(t, c, m.problems(c)) })
			}
		})
	}
}

// report makes the problems of a case the outcome of its test.
func report(t *testing.T, c *Case, problems []string) {
	switch {
	case c.Gap && len(problems) == 0:
		t.Errorf("%s is no gap any more: rename it", c.Path)
	case c.Gap:
		t.Logf("Known gap: %s\n%s", c.Path, problems[0])
	case len(problems) > 0:
		t.Errorf("%s (scenario %s)\n%s", c.Path, c.Scenario, strings.Join(problems, "\n"))
	}
}

func (m *module) name() string {
	parts := []string{"go" + m.setting.goVersion}
	for _, s := range []string{m.setting.level, m.setting.first, m.setting.then, m.setting.own} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, "-")
}
