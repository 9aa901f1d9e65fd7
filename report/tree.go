package report

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// mark is the first line of every file of a report tree; it tells ours from
// others.
const mark = "<!-- asyncport report -->\n"

// File is one file of a report tree.
type File struct {
	Name string // base name
	Data []byte
}

// Tree returns the report as an index and one file per package, so that work
// on two packages does not meet in one file.
func (r *Report) Tree() []File {
	link := func(p *Package) string {
		if p.quiet() {
			return ""
		}
		return fileName(r.Module, p.Path)
	}
	var b strings.Builder
	b.WriteString(mark)
	r.head(&b)
	r.packageTable(&b, link)
	r.milestoneList(&b)
	r.graph(&b)
	r.foot(&b)
	files := []File{{"README.md", []byte(b.String())}}
	for i := range r.Packages {
		p := &r.Packages[i]
		if link(p) == "" {
			continue
		}
		var page strings.Builder
		fmt.Fprintf(&page, "%s# %s\n", mark, code(p.Path))
		p.body(&page, "##")
		files = append(files, File{link(p), []byte(page.String())})
	}
	return files
}

// fileName turns a package path below the module's into a file name. Import
// paths hold no comma, so no two share one.
func fileName(module, path string) string {
	rel := strings.TrimPrefix(strings.TrimPrefix(path, module), "/")
	if rel == "" {
		return "pkg.md"
	}
	return "pkg," + strings.ReplaceAll(rel, "/", ",") + ".md"
}

// WriteTree writes the report tree into dir, which it makes if need be, and
// removes the files of an earlier report that this one does not have. Files
// that are as they should be are left untouched. A file of another kind in the
// way is an error; then nothing is written.
func (r *Report) WriteTree(dir string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	files := r.Tree()
	if err := checkFree(dir, files); err != nil {
		return err
	}
	keep := make(map[string]bool)
	for _, f := range files {
		keep[f.Name] = true
		name := filepath.Join(dir, f.Name)
		if old, err := os.ReadFile(name); err == nil && bytes.Equal(old, f.Data) {
			continue
		}
		if err := os.WriteFile(name, f.Data, 0o666); err != nil {
			return fmt.Errorf("write report: %w", err)
		}
	}
	return removeStale(dir, keep)
}

// checkFree refuses to overwrite what is no file of a report.
func checkFree(dir string, files []File) error {
	for _, f := range files {
		name := filepath.Join(dir, f.Name)
		old, err := os.ReadFile(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("write report: %w", err)
		}
		if !bytes.HasPrefix(old, []byte(mark)) {
			return fmt.Errorf("write report: %s is not a file of a report; choose another directory", name)
		}
	}
	return nil
}

func removeStale(dir string, keep map[string]bool) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	for _, e := range entries {
		name := filepath.Join(dir, e.Name())
		if keep[e.Name()] || !e.Type().IsRegular() || filepath.Ext(name) != ".md" {
			continue
		}
		if data, err := os.ReadFile(name); err != nil || !bytes.HasPrefix(data, []byte(mark)) {
			continue
		}
		if err := os.Remove(name); err != nil {
			return fmt.Errorf("write report: %w", err)
		}
	}
	return nil
}
