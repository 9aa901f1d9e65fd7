package rewritetest

import (
	"bytes"
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/asyncport/asyncport/internal/textedit"
)

// program is the executables of a module: one with every case's main, and one
// for every package with tests.
type program struct {
	main   string
	tests  map[*Case][]string
	broken map[*Case]string // cases that do not build, with the compiler's words
}

// build makes the executables of the module as it is now, in dir.
func (m *module) build(ctx context.Context, dir string) (*program, error) {
	files, err := readFiles(m.dir)
	if err != nil {
		return nil, err
	}
	p := &program{main: filepath.Join(dir, "scenarios"), tests: map[*Case][]string{}, broken: map[*Case]string{}}
	if err := m.buildTests(ctx, filepath.Join(dir, "tests"), files, p); err != nil {
		return nil, err
	}
	src := filepath.Join(dir, "src")
	for range 2 { // once more without what is broken
		if err := os.RemoveAll(src); err != nil {
			return nil, err
		}
		one, err := m.oneProgram(files, p.broken)
		if err != nil {
			return nil, err
		}
		if err := writeFiles(src, one); err != nil {
			return nil, err
		}
		out, err := m.goCommand(ctx, src, "build", "-trimpath", "-ldflags=-s -w", "-o", p.main, ".")
		if err == nil {
			return p, nil
		}
		if !m.blame(out, p.broken) {
			return nil, fmt.Errorf("go build: %w\n%s", err, out)
		}
	}
	return p, nil
}

// oneProgram turns the packages main of all cases into packages of one program.
func (m *module) oneProgram(files map[string][]byte, broken map[*Case]string) (map[string][]byte, error) {
	out := map[string][]byte{}
	var imports, calls bytes.Buffer
	for _, c := range m.cases {
		if broken[c] == "" {
			fmt.Fprintf(&imports, "\t%s %q\n", c.ID(), modulePath+"/"+c.dir())
			fmt.Fprintf(&calls, "\tcase %q:\n\t\t%s.Main()\n", c.ID(), c.ID())
		}
	}
	out["main.go"] = fmt.Appendf(nil, "package main\n\nimport (\n\t\"os\"\n\n%s)\n\nfunc main() {\n\tname := os.Args[1]\n\tos.Args = os.Args[:1]\n\tswitch name {\n%s\t}\n}\n", &imports, &calls)
	for name, data := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		var err error
		if dir := path.Dir(name); path.Dir(dir) == "cases" && path.Ext(name) == ".go" {
			data, err = notMain(data, path.Base(dir))
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out[name] = data
	}
	return out, nil
}

// notMain renames package main and its function main.
func notMain(src []byte, name string) ([]byte, error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "", src, parser.SkipObjectResolution)
	if err != nil || f.Name.Name != "main" {
		return src, err
	}
	buf := textedit.NewBuffer(src)
	replace := func(id *ast.Ident, text string) {
		buf.Replace(fset.Position(id.Pos()).Offset, fset.Position(id.End()).Offset, text)
	}
	replace(f.Name, name)
	for _, decl := range f.Decls {
		if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "main" {
			replace(fn.Name, "Main")
		}
	}
	return buf.Bytes()
}

// buildTests builds the test packages of the cases.
func (m *module) buildTests(ctx context.Context, dir string, files map[string][]byte, p *program) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	packages := map[string]*Case{}
	for name := range files {
		for _, c := range m.cases {
			if strings.HasPrefix(name, c.dir()+"/") && strings.HasSuffix(name, "_test.go") {
				packages[path.Dir(name)] = c
			}
		}
	}
	if len(packages) == 0 {
		return nil
	}
	args := []string{"test", "-c", "-trimpath", "-vet=off", "-ldflags=-s -w", "-o", dir + string(filepath.Separator)}
	for name, c := range packages {
		args = append(args, "./"+name)
		p.tests[c] = append(p.tests[c], filepath.Join(dir, path.Base(name)+".test"))
	}
	out, err := m.goCommand(ctx, m.dir, args...)
	if err != nil && !m.blame(out, p.broken) {
		return fmt.Errorf("go test -c: %w\n%s", err, out)
	}
	return nil
}

func (m *module) goCommand(ctx context.Context, dir string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir, cmd.Env = dir, m.env
	out, err := cmd.CombinedOutput()
	return string(out), err
}

var blamed = regexp.MustCompile(`(?m)^# ` + regexp.QuoteMeta(modulePath) + `/cases/([a-z0-9A-Z_]+)`)

// blame notes the cases that the compiler complains about; it reports whether
// there are any.
func (m *module) blame(out string, broken map[*Case]string) bool {
	found := false
	for _, match := range blamed.FindAllStringSubmatch(out, -1) {
		for _, c := range m.cases {
			if c.ID() == match[1] && broken[c] == "" {
				broken[c] = out
				found = true
			}
		}
	}
	return found
}
