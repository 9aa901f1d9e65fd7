// Package corpus makes copies of real modules, to measure on code that was not
// written for asyncport.
package corpus

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Module is a line of a list of modules. The lists stand in testdata/corpus.
type Module struct {
	Path, Version string
}

// String returns the module as the go command names it.
func (m Module) String() string { return m.Path + "@" + m.Version }

// ReadList reads a list: tab-separated columns, of which the first two are the
// path and the version. Empty lines and those that begin with "#" are skipped.
func ReadList(r io.Reader) ([]Module, error) {
	var list []Module
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimRight(lines.Text(), "\r")
		if line == "" || line[0] == '#' {
			continue
		}
		cols := strings.Split(line, "\t")
		if len(cols) < 2 || cols[0] == "" || cols[1] == "" {
			return nil, fmt.Errorf("line %d: %q: want a module path and a version, separated by a tab", n, line)
		}
		list = append(list, Module{cols[0], cols[1]})
	}
	return list, lines.Err()
}
