package catalog

import (
	"bufio"
	"fmt"
	"strconv"
	"strings"
)

// Table is a set of entries. It is safe for concurrent use once parsed.
type Table struct {
	entries map[string]Entry
	order   []string
	// families are the paths below which packages are alike: those of entries
	// with "*" for the last element.
	families map[string]bool
}

func newTable() *Table {
	return &Table{entries: make(map[string]Entry), families: make(map[string]bool)}
}

// Parse reads a data file. Each line is
//
//	NAME  KIND[,KIND...]|none  [calls=I,...] [param=I|recv,...] [wraps=I,...] [use=FUNC] [spawns]  [# note]
//
// NAME is in the style of stack traces without type arguments and without
// a major version in the import path, unless it is to speak of that one alone. A name may end in ".*" to speak for all
// of a package or of a type that has no line of its own, and "*" as the last element
// of the import path stands for every package there: a family that is generated alike. Empty lines and lines that
// start with "#" are skipped. The error names file and line.
func Parse(file, data string) (*Table, error) {
	t := newTable()
	lines := bufio.NewScanner(strings.NewReader(data))
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		e, err := parseLine(line)
		if err == nil {
			err = t.add(e)
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, n, err)
		}
	}
	return t, lines.Err()
}

func (t *Table) add(e Entry) error {
	if _, dup := t.entries[e.Name]; dup {
		return fmt.Errorf("%s is listed twice; keep one line", e.Name)
	}
	t.entries[e.Name] = e
	t.order = append(t.order, e.Name)
	if family, _, ok := strings.Cut(e.Name, "/*."); ok {
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
	case "param":
		e.Param, err = parseIndexes(value)
	case "wraps":
		e.Wraps, err = parseIndexes(value)
	case "use":
		e.Replacement = value
	case "spawns":
		e.Spawns = true
	default:
		err = fmt.Errorf("unknown attribute %q; known are calls, param, wraps, use, spawns", f)
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
