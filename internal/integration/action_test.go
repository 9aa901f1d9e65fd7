package integration

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// action is what action.yml may say.
type action struct {
	Name, Description string
	Branding          struct{ Icon, Color string }
	Inputs            map[string]struct{ Description, Default string }
	Outputs           map[string]struct{ Description, Value string }
	Runs              struct {
		Using string
		Steps []step
	}
}

type step struct {
	Name, ID, If, Shell, Run, Uses string
	Env, With                      map[string]string
	Dir                            string `yaml:"working-directory"`
	Continue                       bool   `yaml:"continue-on-error"`
}

func readAction(t *testing.T) action {
	t.Helper()
	var a action
	decode(t, "../../action.yml", &a)
	return a
}

// decode reads a YAML file, in which nothing may be that v has no field for.
func decode(t *testing.T, name string, v any) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(v); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

func TestActionIsSound(t *testing.T) {
	a := readAction(t)
	if a.Runs.Using != "composite" || len(a.Runs.Steps) == 0 {
		t.Errorf("it runs %q with %d steps", a.Runs.Using, len(a.Runs.Steps))
	}
	page, err := os.ReadFile("../../docs/github-action.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, in := range a.Inputs {
		if in.Description == "" || !bytes.Contains(page, []byte("| `"+name+"` |")) {
			t.Errorf("input %s is not described in action.yml or the page", name)
		}
	}
	for name, out := range a.Outputs {
		if out.Description == "" || !bytes.Contains(page, []byte("`"+name+"`")) {
			t.Errorf("output %s is not described in action.yml or the page", name)
		}
	}
	for _, s := range a.Runs.Steps {
		if (s.Run == "") == (s.Uses == "") || s.Run != "" && s.Shell != "bash" {
			t.Errorf("%s: run %q, uses %q, shell %q", s.Name, s.Run, s.Uses, s.Shell)
		}
		// What comes from outside is data: in a script it would be code.
		if strings.Contains(s.Run, "${{") {
			t.Errorf("%s has an expression in its script", s.Name)
		}
	}
}

// runner runs the steps of an action as GitHub's does, as far as this action
// goes.
type runner struct {
	t       *testing.T
	action  action
	work    string            // where the job starts
	env     []string          // of all steps
	context map[string]string // github.*
	outputs map[string]string // steps.*.outputs.*
	summary string
	log     string
	ran     []string
}

// run runs the steps and returns the name of the one that failed, "" if none.
func (r *runner) run(inputs map[string]string) (failed string) {
	r.t.Helper()
	r.outputs, r.summary, r.log, r.ran = make(map[string]string), "", "", nil
	values := make(map[string]string)
	for name, in := range r.action.Inputs {
		values["inputs."+name] = r.expand(in.Default, nil)
	}
	for name, value := range inputs {
		values["inputs."+name] = value
	}
	for _, s := range r.action.Runs.Steps {
		if s.If != "" && !r.holds(s.If, values) {
			continue
		}
		r.ran = append(r.ran, s.Name)
		if s.Uses == "" && !r.script(s, values) {
			return s.Name
		}
	}
	return ""
}

// script runs one step and reports whether it went well.
func (r *runner) script(s step, values map[string]string) bool {
	r.t.Helper()
	tmp := r.t.TempDir()
	file := func(name, text string) string {
		name = filepath.Join(tmp, name)
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			r.t.Fatal(err)
		}
		return name
	}
	output, summary := file("output", ""), file("summary", "")
	cmd := exec.Command("bash", "--noprofile", "--norc", "-eo", "pipefail", file("script", s.Run))
	cmd.Dir = filepath.Join(r.work, r.expand(s.Dir, values))
	cmd.Env = append(slices.Clone(r.env), "GITHUB_OUTPUT="+output, "GITHUB_STEP_SUMMARY="+summary)
	for name, value := range s.Env {
		cmd.Env = append(cmd.Env, name+"="+r.expand(value, values))
	}
	out, err := cmd.CombinedOutput()
	r.log += fmt.Sprintf("== %s\n%s", s.Name, out)
	text, readErr := os.ReadFile(output)
	if readErr != nil {
		r.t.Fatal(readErr)
	}
	for line := range strings.Lines(string(text)) {
		name, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
		if !ok {
			r.t.Errorf("%s: output %q", s.Name, line)
		}
		r.outputs["steps."+s.ID+".outputs."+name] = value
	}
	more, readErr := os.ReadFile(summary)
	if readErr != nil {
		r.t.Fatal(readErr)
	}
	r.summary += string(more)
	return err == nil
}

// expand puts values into a text with expressions.
func (r *runner) expand(text string, values map[string]string) string {
	for {
		before, rest, ok := strings.Cut(text, "${{")
		if !ok {
			return text
		}
		expr, after, _ := strings.Cut(rest, "}}")
		value := ""
		for term := range strings.SplitSeq(expr, "||") {
			if value = r.value(strings.TrimSpace(term), values); value != "" {
				break
			}
		}
		text = before + value + after
	}
}

// holds evaluates a condition of terms "a == 'b'" and "a != 'b'".
func (r *runner) holds(cond string, values map[string]string) bool {
	for term := range strings.SplitSeq(cond, " && ") {
		left, right, equal := strings.Cut(term, " == ")
		if !equal {
			var ok bool
			if left, right, ok = strings.Cut(term, " != "); !ok {
				r.t.Fatalf("condition %q", cond)
			}
		}
		if (r.value(left, values) == r.value(right, values)) != equal {
			return false
		}
	}
	return true
}

func (r *runner) value(term string, values map[string]string) string {
	if text, ok := strings.CutPrefix(term, "'"); ok {
		return strings.TrimSuffix(text, "'")
	}
	for _, m := range []map[string]string{values, r.context, r.outputs} {
		if v, ok := m[term]; ok {
			return v
		}
	}
	if !strings.HasPrefix(term, "github.event.") { // the others are always there
		r.t.Errorf("nothing gives %s a value", term)
	}
	return ""
}
