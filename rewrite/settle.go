package rewrite

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/tools/go/packages"

	"github.com/asyncport/asyncport/internal/load"
	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
)

// maxAttempts bounds the search for a set of rewrites that compiles. Each
// failed attempt takes back at least one rewrite.
const maxAttempts = 30

// settle plans, edits and type-checks until the result compiles. What breaks
// it is taken back: the rewrites of the function in which an error shows, then
// those of its package.
func (e *engine) settle() error {
	for range maxAttempts {
		if err := e.ctx.Err(); err != nil {
			return err
		}
		a, err := e.attempt()
		var bad *editError
		switch {
		case errors.As(err, &bad):
			if !e.vetoFile(bad.file, bad.err.Error()) {
				return fmt.Errorf("cannot edit %s: %w", bad.file.Rel, bad.err)
			}
			continue
		case err != nil:
			return err
		}
		lost, why := e.lostComments(a)
		if lost != nil {
			e.vetoFile(lost, why)
			continue
		}
		broken, err := e.verify(a)
		if err != nil {
			return err
		}
		if broken == nil {
			e.last = a
			return nil
		}
		if !e.takeBack(a, broken) {
			return fmt.Errorf("the result does not compile and no rewrite can be blamed: %s: %s", broken[0].Pos, broken[0].Msg)
		}
	}
	return errors.New("no set of rewrites was found that compiles")
}

// verify type-checks the result in memory. It returns the errors of packages
// that do not compile.
func (e *engine) verify(a *attempt) ([]packages.Error, error) {
	if len(a.files) == 0 {
		e.verified = e.mod
		return nil, nil
	}
	overlay := map[string][]byte{}
	for _, f := range a.files {
		overlay[filepath.Join(e.mod.Dir, filepath.FromSlash(f.Path))] = f.New
	}
	mod, err := load.Load(e.ctx, load.Options{
		Dir: e.mod.Dir, Tags: e.opts.Tags, Env: e.opts.Env, Tests: true, Overlay: overlay,
	})
	var broken *load.LoadError
	if errors.As(err, &broken) && len(broken.All) > 0 {
		return broken.All, nil
	}
	if err != nil {
		return nil, fmt.Errorf("verify the result: %w", err)
	}
	e.verified = mod
	return nil, nil
}

// takeBack forbids the rewrites that the errors point at: those in the function
// of the error, or if there are none those of the file's package. It reports
// whether it found any.
func (e *engine) takeBack(a *attempt, errs []packages.Error) bool {
	found := false
	for _, err := range errs {
		name, line, ok := cutPos(err.Pos)
		if !ok {
			continue
		}
		file := e.fileNamed(name)
		if file == nil {
			continue
		}
		fn := declAt(a, file, line)
		if e.vetoWhere(a, err.Msg, func(s *rule.Spot) bool {
			return s.Func != nil && s.Func.File == file && fn != "" && s.Func.Outermost().Decl != nil && s.Func.Outermost().Decl.Name.Name == fn
		}) {
			found = true
		}
	}
	if found {
		return true
	}
	for _, err := range errs {
		name, _, _ := cutPos(err.Pos)
		if file := e.fileNamed(name); file != nil && e.vetoPackage(a, file, err.Msg) {
			return true
		}
	}
	return e.vetoWhere(a, errs[0].Msg, func(*rule.Spot) bool { return true })
}

// vetoWhere forbids all rules the rewritten spots that pick chooses.
func (e *engine) vetoWhere(a *attempt, why string, pick func(*rule.Spot) bool) bool {
	found := false
	seen := map[string]bool{}
	for _, s := range e.spots {
		if a.done[s.Node] == nil || !pick(s) {
			continue
		}
		found = true
		e.vetoes[veto{nil, s.Node}] = why
		if name := s.Func.Outermost().Name; !seen[name] {
			seen[name] = true
			e.dropped = append(e.dropped, Drop{Package: s.Package, Func: name, Why: why})
		}
	}
	return found
}

func (e *engine) vetoPackage(a *attempt, file *program.File, why string) bool {
	return e.vetoWhere(a, why, func(s *rule.Spot) bool { return s.Package == file.Pkg.PkgPath })
}

// vetoFile forbids all rewrites of a file's package, whether or not an attempt
// got as far as listing them.
func (e *engine) vetoFile(file *program.File, why string) bool {
	found := false
	for _, s := range e.spots {
		if s.Package != file.Pkg.PkgPath {
			continue
		}
		if _, known := e.vetoes[veto{nil, s.Node}]; !known {
			e.vetoes[veto{nil, s.Node}] = why
			found = true
		}
	}
	if found {
		e.dropped = append(e.dropped, Drop{Package: file.Pkg.PkgPath, Why: why})
	}
	return found
}

func (e *engine) fileNamed(name string) *program.File {
	for _, f := range e.prog.Files {
		if f.Name == name {
			return f
		}
	}
	return nil
}

// declAt returns the name of the function declared around a line of the new
// version of a file, as it is called in the old one.
func declAt(a *attempt, file *program.File, line int) string {
	for _, change := range a.files {
		if change.Path != file.Rel {
			continue
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, "", change.New, parser.SkipObjectResolution)
		if err != nil {
			return ""
		}
		return declAround(fset, f, file, line)
	}
	return declAround(file.Pkg.Fset, file.AST, file, line)
}

func declAround(fset *token.FileSet, f *ast.File, file *program.File, line int) string {
	for _, decl := range f.Decls {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok || fset.Position(fn.Pos()).Line > line || fset.Position(fn.End()).Line < line {
			continue
		}
		for _, old := range file.AST.Decls {
			if o, ok := old.(*ast.FuncDecl); ok && o.Name.Name == fn.Name.Name {
				return o.Name.Name
			}
		}
		return strings.TrimSuffix(fn.Name.Name, "Co")
	}
	return ""
}

// cutPos splits "file:line:column".
func cutPos(pos string) (file string, line int, ok bool) {
	parts := strings.Split(pos, ":")
	if len(parts) < 3 {
		return "", 0, false
	}
	line, err := strconv.Atoi(parts[len(parts)-2])
	return strings.Join(parts[:len(parts)-2], ":"), line, err == nil
}
