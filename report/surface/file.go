package surface

import (
	"fmt"
	"strings"

	"github.com/asyncport/asyncport/analyzers/catalog"
)

// DependenciesFile is the file of what is used of other modules.
const DependenciesFile = "dependencies.txt"

// mark begins the first line of every file; it tells ours from others.
const mark = "# asyncport surface of "

const dependencies = "dependencies"

// IsFile reports whether data is a file of a surface.
func IsFile(data []byte) bool { return strings.HasPrefix(string(data), mark) }

// FileName turns a package path below the module's into a file name. Import
// paths hold no comma, so no two share one.
func FileName(module, path string) string {
	rel := strings.TrimPrefix(strings.TrimPrefix(path, module), "/")
	if rel == "" {
		return "pkg.txt"
	}
	return "pkg," + strings.ReplaceAll(rel, "/", ",") + ".txt"
}

// Format returns the file's contents.
func (t *Table) Format() []byte {
	var b strings.Builder
	if t.Package == "" {
		b.WriteString(mark + dependencies + ": what is used of other modules and may block, and on what\n")
	} else {
		b.WriteString(mark + t.Package + ": exported functions that may block, and on what\n")
	}
	for _, l := range t.Lines {
		b.WriteString(l.String() + "\n")
	}
	return []byte(b.String())
}

// Parse reads a file; name is for errors. The order of lines does not matter.
func Parse(name string, data []byte) (*Table, error) {
	lines := strings.Split(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n")
	title, ok := strings.CutPrefix(lines[0], mark)
	of, _, colon := strings.Cut(title, ": ")
	if !ok || !colon {
		return nil, fmt.Errorf("%s:1: want a line that begins with %q; write the file again with asyncport surface -w", name, mark)
	}
	t := &Table{Package: of}
	if of == dependencies {
		t.Package = ""
	}
	for i, line := range lines[1:] {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		l, err := parseLine(line, t.Package == "")
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w; write the file again with asyncport surface -w", name, i+2, err)
		}
		t.add(l)
	}
	return t, nil
}

func parseLine(line string, foreign bool) (Line, error) {
	var l Line
	fields := strings.Fields(line)
	if foreign && len(fields) > 0 {
		l.Module, fields = fields[0], fields[1:]
	}
	if len(fields) < 2 || len(fields) > 3 {
		return l, fmt.Errorf("%q is not a function with what it waits for", line)
	}
	l.Func = fields[0]
	for i, f := range fields[1:] {
		soft := strings.HasPrefix(f, "[") && strings.HasSuffix(f, "]")
		if !soft && i > 0 {
			return l, fmt.Errorf("%q: want the possible kinds in brackets", line)
		}
		set, err := catalog.ParseSet(strings.Trim(f, "[]"))
		if err != nil {
			return l, fmt.Errorf("%q: %w", line, err)
		}
		if soft {
			l.Soft = set
		} else {
			l.Hard = set
		}
	}
	return l, nil
}
