package catalog

import (
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
)

// Table is a set of entries. It is safe for concurrent use once parsed.
type Table struct {
	index map[string]int32 // by name, into rows
	rows  []row            // in the order of the data
	// families are the paths below which packages are alike: those of entries
	// with "*" for the last element.
	families map[string]bool
}

// row is one line, taken apart when it is first asked for: most runs need few
// of the many.
type row struct {
	line  string
	entry atomic.Pointer[Entry]
}

func newTable(lines int) *Table {
	return &Table{index: make(map[string]int32, lines), rows: make([]row, 0, lines), families: make(map[string]bool)}
}

// get returns the entry of that very name.
func (t *Table) get(name string) (Entry, bool) {
	i, ok := t.index[name]
	if !ok {
		return Entry{}, false
	}
	r := &t.rows[i]
	e := r.entry.Load()
	if e == nil {
		parsed, err := parseLine(r.line)
		if err != nil {
			panic(err) // only built-in data are not parsed before, and they are tested
		}
		e = &parsed
		r.entry.Store(e)
	}
	return *e, true
}

// Parse reads a data file. Each line is
//
//	NAME  KIND[,KIND...]|none  [calls=I,...] [starts=I,...] [param=I|recv,...] [wraps=I,...] [use=FUNC] [spawns]  [# note]
//
// NAME is in the style of stack traces without type arguments and without
// a major version in the import path, unless it is to speak of that one alone. A name may end in ".*" to speak for all
// of a package or of a type that has no line of its own, and "*" as the last element
// of the import path stands for every package there: a family that is generated alike. Empty lines and lines that
// start with "#" are skipped. The error names file and line.
func Parse(file, data string) (*Table, error) {
	t := newTable(strings.Count(data, "\n") + 1)
	err := t.addAll(file, data, func(line string) error {
		_, err := parseLine(line)
		return err
	})
	if err != nil {
		return nil, err
	}
	return t, nil
}

// addAll adds the lines of a data file, each after a check if there is one. The
// error names file and line.
func (t *Table) addAll(file, data string, check func(line string) error) error {
	n := 0
	for line := range strings.Lines(data) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		var err error
		if check != nil {
			err = check(line)
		}
		if err == nil {
			err = t.add(line)
		}
		if err != nil {
			return fmt.Errorf("%s:%d: %w", file, n, err)
		}
	}
	return nil
}

func (t *Table) add(line string) error {
	name, _, _ := strings.Cut(line, " ")
	if _, dup := t.index[name]; dup {
		return fmt.Errorf("%s is listed twice; keep one line", name)
	}
	t.index[name] = int32(len(t.rows))
	t.rows = append(t.rows, row{line: line})
	if family, _, ok := strings.Cut(name, "/*."); ok {
		t.families[family] = true
	}
	return nil
}

func parseLine(line string) (Entry, error) {
	spec, note, _ := strings.Cut(line, " # ")
	fields := strings.Fields(spec)
	if len(fields) < 2 {
		return Entry{}, fmt.Errorf("%q: want a name and a kind", line)
	}
	e := Entry{Name: fields[0], Note: strings.TrimSpace(note)}
	e.Default = strings.HasSuffix(e.Name, ".*")
	var err error
	if e.Kinds, err = ParseSet(fields[1]); err != nil {
		return Entry{}, err
	}
	for _, f := range fields[2:] {
		if err := e.setAttribute(f); err != nil {
			return Entry{}, err
		}
	}
	return e, nil
}

func (e *Entry) setAttribute(f string) (err error) {
	name, value, _ := strings.Cut(f, "=")
	switch name {
	case "calls":
		e.Calls, err = parseIndexes(value)
	case "starts":
		e.Starts, err = parseIndexes(value)
	case "param":
		e.Param, err = parseIndexes(value)
	case "wraps":
		e.Wraps, err = parseIndexes(value)
	case "use":
		e.Replacement = value
	case "spawns":
		e.Spawns = true
	default:
		err = fmt.Errorf("unknown attribute %q; known are calls, starts, param, wraps, use, spawns", f)
	}
	return err
}

// ParseSet reads kinds separated by commas; "none" is the empty set.
func ParseSet(s string) (Set, error) {
	if s == "none" {
		return 0, nil
	}
	var set Set
	for _, name := range strings.Split(s, ",") {
		k, ok := ParseKind(name)
		if !ok {
			return 0, fmt.Errorf("unknown kind %q; known are none, %s", name, strings.Join(kindNames[:], ", "))
		}
		set |= SetOf(k)
	}
	return set, nil
}

func parseIndexes(s string) ([]int, error) {
	var list []int
	for _, f := range strings.Split(s, ",") {
		if f == "recv" {
			list = append(list, Receiver)
			continue
		}
		i, err := strconv.Atoi(f)
		if err != nil || i < 0 {
			return nil, fmt.Errorf("bad parameter index %q; want a number from 0 or recv", f)
		}
		list = append(list, i)
	}
	return list, nil
}
