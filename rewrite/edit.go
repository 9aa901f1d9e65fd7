package rewrite

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"maps"
	"path"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/asyncport/asyncport/rewrite/imports"
	"github.com/asyncport/asyncport/rewrite/language"
	"github.com/asyncport/asyncport/rewrite/program"
	"github.com/asyncport/asyncport/rewrite/rule"
	"github.com/asyncport/asyncport/rewrite/runtime"
)

// edit makes the edits of an attempt and stores the changed files in it.
func (e *engine) edit(a *attempt) error {
	home := e.home
	qualifiers := map[*program.File]string{}
	var ed *rule.Editor
	ed = rule.NewEditor(e.prog, a.plan, func(f *program.File) string {
		if q, ok := qualifiers[f]; ok {
			return q
		}
		name := imports.Name(f.AST, f.Pkg.Types.Scope(), home, "aio", "asyncio")
		explicit := name
		if name == "aio" {
			explicit = ""
		}
		ed.Import(f, home, explicit)
		qualifiers[f] = name + "."
		return qualifiers[f]
	})
	ed.Home = home
	for _, pr := range a.active {
		for _, v := range pr.Futures {
			ed.Futures[v.Pos()] = true
		}
	}
	a.plan.NameResults(ed)
	for _, pr := range a.active {
		pr.Apply(ed)
	}
	if e.opts.Policy == "serial" {
		a.unset = a.plan.SelectSerial()
	}
	a.plan.Edit(ed)
	a.entries = a.plan.Entries()
	for _, f := range e.prog.Files {
		if ed.Buffer(f).Empty() {
			continue
		}
		out, err := ed.Buffer(f).Bytes()
		if err != nil {
			return &editError{file: f, err: err}
		}
		out, err = finish(f, out, ed.Imports(f), home)
		if err != nil {
			return &editError{file: f, err: err}
		}
		a.changed[f.Name] = f
		a.files = append(a.files, FileChange{Path: f.Rel, Old: f.Src, New: out})
	}
	if len(a.files) > 0 {
		if err := e.deliver(a); err != nil {
			return err
		}
	}
	sort.Slice(a.files, func(i, j int) bool { return a.files[i].Path < a.files[j].Path })
	return nil
}

// editError says that the edits of one file contradict each other or do not
// give Go source.
type editError struct {
	file *program.File
	err  error
}

func (e *editError) Error() string { return fmt.Sprintf("%s: %v", e.file.Rel, e.err) }

// finish puts the imports in order, gives the file the language that it needs
// and formats it if it was formatted.
func finish(f *program.File, src []byte, need map[string]string, home string) ([]byte, error) {
	src, err := imports.Fix(f.Src, src, need, imports.Dots(f.AST, f.Info()))
	if err != nil {
		return nil, err
	}
	raised, err := raise(f, src, home)
	if err != nil {
		return nil, err
	}
	style := f.Src
	if !bytes.Equal(raised, src) {
		// gofmt asks for a build line where there is one of the old form.
		if style, err = language.Raise(f.Src, generic); err != nil {
			return nil, err
		}
	}
	if src = raised; !formatted(style) {
		return src, nil
	}
	crlf := bytes.Contains(f.Src, []byte("\r\n"))
	out, err := format.Source(src)
	if err != nil {
		return nil, err
	}
	if crlf {
		out = bytes.ReplaceAll(bytes.ReplaceAll(out, []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n"))
	}
	return out, nil
}

// formatted reports whether gofmt would leave the source alone. A byte order
// mark, which gofmt drops, counts as not formatted.
func formatted(src []byte) bool {
	plain := bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n"))
	out, err := format.Source(plain)
	return err == nil && bytes.Equal(out, plain)
}

// deliver adds the files of the runtime, and of the companion packages that the
// module imports, where they are missing or differ.
func (e *engine) deliver(a *attempt) error {
	if e.require != nil {
		a.files = append(a.files, e.require.files...)
		return nil
	}
	files, err := runtime.Files(e.mod.GoVersion, e.companions(a)...)
	if err != nil {
		return err
	}
	present, err := presentRuntime(e.mod.Dir)
	if err != nil {
		return err
	}
	if err := checkRuntime(files, present); err != nil {
		return err
	}
	for name, data := range files {
		old, ok := present[name]
		if ok && bytes.Equal(old, data) {
			continue
		}
		if !ok {
			old = nil
		}
		a.files = append(a.files, FileChange{Path: name, Old: old, New: data, Runtime: true})
	}
	return nil
}

// companions returns the companion packages of the runtime that code of the
// module imports, before or after the edits: a copy must be of the same version
// as the runtime.
func (e *engine) companions(a *attempt) []string {
	found := map[string]bool{}
	note := func(f *ast.File) {
		for _, spec := range f.Imports {
			if path, err := strconv.Unquote(spec.Path.Value); err == nil && runtime.Owns(e.mod.Path, path) {
				found[path] = true
			}
		}
	}
	for _, f := range e.prog.Files {
		note(f.AST)
	}
	for _, change := range a.files {
		if f, err := parser.ParseFile(token.NewFileSet(), change.Path, change.New, parser.ImportsOnly); err == nil {
			note(f)
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// checkRuntime refuses a package that stands where the runtime goes and is not
// the runtime, of this or another version: its files would be overwritten.
func checkRuntime(files, present map[string][]byte) error {
	const doc = runtime.Dir + "/doc.go"
	title := func(src []byte) string {
		for line := range strings.Lines(string(src)) {
			if line = strings.TrimSpace(line); line != "" && !language.IsConstraint(line) {
				return line
			}
		}
		return ""
	}
	ours := title(files[doc]) == title(present[doc])
	delivered := map[string]bool{}
	for name := range files {
		delivered[path.Dir(name)] = true
	}
	var foreign []string
	for name := range present {
		if strings.HasSuffix(name, "_test.go") || !delivered[path.Dir(name)] {
			continue
		}
		if _, ok := files[name]; !ok || !ours {
			foreign = append(foreign, name)
		}
	}
	if foreign == nil {
		return nil
	}
	slices.Sort(foreign)
	if ours {
		return &ConflictError{Message: runtime.Dir + " holds files that this version of the runtime has not; remove them, then port again", Files: foreign}
	}
	return &ConflictError{Message: runtime.Dir + " holds a package that is not the runtime; move it", Files: foreign}
}
