package values_test

import (
	"go/ast"
	"go/types"
	"os"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/asyncport/asyncport/internal/load"
	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/values"
)

var want = regexp.MustCompile(`// (tests )?-> ?(.*)$`)

// TestTargets goes through a module in which a comment behind each call of a function
// value says what it may run: as the module stands, and with its tests where that differs.
func TestTargets(t *testing.T) {
	p := loaded(t, "testdata/module.txtar")
	flow := values.New(p, values.Options{})
	tested := values.New(p, values.Options{Tests: true})
	calls(t, p, func(f *program.File, call *ast.CallExpr, line string, m []string) bool {
		if strings.Count(f.Text(call), "(") != strings.Count(strings.Split(line, "//")[0], "(") {
			return false // part of the call that is meant
		}
		pos := p.Position(call.Rparen)
		got := names(f, flow.Targets(call))
		if m[1] != "" || f.IsTest() {
			if got != "" {
				t.Errorf("%v: without tests %q", pos, got)
			}
			got = names(f, tested.Targets(call))
		}
		if got != m[2] {
			t.Errorf("%v: %q, want %q", pos, got, m[2])
		}
		return true
	})
}

// calls hands over the calls whose line ends with a comment that says what is wanted of
// them, with what it says. look reports whether a call is one that is meant; there must be
// one.
func calls(t *testing.T, p *program.Program, look func(f *program.File, call *ast.CallExpr, line string, m []string) bool) {
	t.Helper()
	seen := 0
	for _, f := range p.Files {
		lines := strings.Split(string(f.Src), "\n")
		ast.Inspect(f.AST, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				line := lines[p.Position(call.Rparen).Line-1]
				if m := want.FindStringSubmatch(line); m != nil && look(f, call, line, m) {
					seen++
				}
			}
			return true
		})
	}
	if seen == 0 {
		t.Error("no calls")
	}
}

// names lists the targets: by name, literals by their line.
func names(f *program.File, targets []*values.Target) string {
	var list []string
	for _, t := range targets {
		switch {
		case t.Obj != nil:
			list = append(list, t.Obj.Name())
		default:
			list = append(list, t.Func.ShortName())
		}
	}
	return strings.Join(list, " ")
}

func loaded(t *testing.T, archive string) *program.Program {
	t.Helper()
	a, err := txtar.ParseFile(archive)
	if err != nil {
		t.Fatal(err)
	}
	files, err := txtar.FS(a)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, files); err != nil {
		t.Fatal(err)
	}
	mod, err := load.Load(t.Context(), load.Options{Dir: dir, Env: append(os.Environ(), "GOWORK=off"), Tests: true})
	if err != nil {
		t.Fatal(err)
	}
	p, err := program.New(mod)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestStreams goes through a module in which a comment behind a call says of which types
// the streams may be that it reads or writes.
func TestStreams(t *testing.T) {
	p := loaded(t, "testdata/streams.txtar")
	flow := values.New(p, values.Options{Streams: true})
	calls(t, p, func(_ *program.File, call *ast.CallExpr, _ string, m []string) bool {
		var got []string
		for _, s := range flow.Streams(call) {
			got = append(got, types.TypeString(s.Type, (*types.Package).Name))
		}
		if got := strings.Join(got, " "); got != m[2] {
			t.Errorf("%v: %q, want %q", p.Position(call.Rparen), got, m[2])
		}
		return true
	})
}
