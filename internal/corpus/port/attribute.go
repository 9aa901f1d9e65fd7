package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// attribute counts the lines of the old files that changed and lists those that
// nothing explains: no site that was rewritten, no signature, no import block, no
// call of a function whose signature changed.
func (found *inspection) attribute(files []file, sites []site) error {
	var before, after []*ast.File
	fset := token.NewFileSet()
	for _, f := range files {
		a, err := parser.ParseFile(fset, f.name, f.old, parser.ParseComments)
		if err != nil {
			return err
		}
		b, err := parser.ParseFile(fset, f.name, f.new, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		before, after = append(before, a), append(after, b)
	}
	changed := changedSignatures(before, after)
	for i, f := range files {
		e := &explainer{fset: fset, file: before[i], src: strings.Split(string(f.old), "\n"), changed: changed, entries: map[int]bool{}, lines: map[int]bool{}}
		for _, s := range sites {
			if s.File == f.name && s.Status == rewritten {
				e.site(s)
			}
		}
		e.declarations()
		changed, outside, err := e.read(f)
		if err != nil {
			return err
		}
		found.Changed += changed
		found.Outside = append(found.Outside, outside...)
	}
	return nil
}

// algorithms are the ways in which git reads what changed, the one that usually shows it as a reader would first: by
// rare lines it keeps a function that is put in apart from its neighbours, but it may give up a line that stayed.
var algorithms = []string{"histogram", "minimal"}

// read counts the lines of a file that changed, and lists those that nothing explains, by that reading which leaves
// least of them: what explains all lines in one reading explains the change.
func (e *explainer) read(f file) (changed int, outside []string, err error) {
	for i, algorithm := range algorithms {
		lines, err := changedLines(f, algorithm)
		if err != nil {
			return 0, nil, err
		}
		var list []string
		for _, c := range lines {
			if !e.explains(c) {
				list = append(list, fmt.Sprintf("%s:%d: %s", f.name, c.line, strings.TrimSpace(e.src[c.line-1])))
			}
		}
		if i == 0 || len(list) < len(outside) {
			changed, outside = len(lines), list
		}
	}
	return changed, outside, nil
}

// explains reports whether a change is explained: a new line by its neighbours, a blank
// one that is gone by the statement in front of it, which it went with.
func (e *explainer) explains(c change) bool {
	if e.lines[c.line] || c.inserted && e.lines[c.line+1] {
		return true
	}
	return !c.inserted && strings.TrimSpace(e.src[c.line-1]) == "" && e.lines[c.line-1]
}

// change is a line of the old source that is gone, or one that new lines were put in
// behind.
type change struct {
	line     int // from 1
	inserted bool
}

// changedLines returns what changed, in order, as one of git's algorithms reads it.
func changedLines(f file, algorithm string) ([]change, error) {
	dir, err := os.MkdirTemp("", "asyncport-corpus-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	for name, src := range map[string][]byte{"old": f.old, "new": f.new} {
		if err := os.WriteFile(filepath.Join(dir, name), src, 0o666); err != nil {
			return nil, err
		}
	}
	cmd := exec.Command("git", "diff", "--no-index", "--no-color", "-U0", "--diff-algorithm="+algorithm, "old", "new")
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil && !errors.As(err, new(*exec.ExitError)) {
		return nil, err
	}
	var lines []change
	for text := range strings.Lines(string(out)) {
		var from, n int
		if !strings.HasPrefix(text, "@@ -") {
			continue
		}
		if _, err := fmt.Sscanf(text, "@@ -%d,%d ", &from, &n); err != nil {
			n = 1
		}
		if n == 0 {
			lines = append(lines, change{max(from, 1), true})
		}
		for i := range n {
			lines = append(lines, change{line: from + i})
		}
	}
	return lines, nil
}

// changedSignatures returns the names of the functions, methods and interface methods
// whose parameters are others than before, and of those that have a new name.
func changedSignatures(old, ported []*ast.File) map[string]bool {
	before, after := map[string]bool{}, map[string]bool{}
	for _, f := range old {
		signatures(f, before)
	}
	for _, f := range ported {
		signatures(f, after)
	}
	changed := map[string]bool{}
	for sig := range before {
		name, _, _ := strings.Cut(sig, " ")
		changed[name] = changed[name] || !after[sig]
	}
	for sig := range after {
		name, _, _ := strings.Cut(sig, " ")
		if !before[sig] {
			changed[strings.TrimSuffix(name, "Co")] = true
		}
	}
	return changed
}

// signatures adds "NAME types of the parameters" of each function, method, and of each
// name that a function type or a literal is given.
func signatures(f *ast.File, set map[string]bool) {
	add := func(name string, t *ast.FuncType) {
		text := name
		for _, field := range t.Params.List {
			for range max(1, len(field.Names)) {
				text += " " + exprText(field.Type)
			}
		}
		set[text] = true
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			add(n.Name.Name, n.Type)
		case *ast.Field:
			if t, ok := n.Type.(*ast.FuncType); ok && len(n.Names) == 1 {
				add(n.Names[0].Name, t)
			}
		case *ast.AssignStmt:
			if len(n.Lhs) == 1 && len(n.Rhs) == 1 {
				id, named := n.Lhs[0].(*ast.Ident)
				if lit, ok := n.Rhs[0].(*ast.FuncLit); ok && named {
					add(id.Name, lit.Type)
				}
			}
		}
		return true
	})
}

// exprText spells a type well enough to be compared.
func exprText(e ast.Expr) string {
	var parts []string
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			parts = append(parts, n.Name)
		case *ast.FuncType:
			parts = append(parts, "func")
		case *ast.StarExpr:
			parts = append(parts, "*")
		}
		return true
	})
	return strings.Join(parts, ".")
}
