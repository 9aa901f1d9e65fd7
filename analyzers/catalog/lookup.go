package catalog

import (
	"embed"
	"go/types"
	"path"
	"slices"
	"strings"
	"sync"
)

//go:embed data/*.txt
var dataFiles embed.FS

// builtin is the catalog that comes with asyncport. The data is part of the
// program and its syntax is tested, so an error here cannot be the user's.
var builtin = sync.OnceValue(func() *Table {
	files, err := dataFiles.ReadDir("data")
	if err != nil {
		panic(err)
	}
	all := newTable(4096)
	for _, f := range files {
		name := path.Join("data", f.Name())
		data, err := dataFiles.ReadFile(name)
		if err != nil {
			panic(err)
		}
		if err := all.addAll(name, string(data), nil); err != nil {
			panic(err)
		}
	}
	return all
})

// extensions are the user's tables, in the order they were given.
var extensions []*Table

// Extend adds the user's entries to what [Lookup] finds. They take precedence
// over the built-in ones and over those of earlier calls. It is to be called
// while the program starts, before the first Lookup: it is not safe for use
// at the same time as Lookup.
func Extend(t *Table) { extensions = append(extensions, t) }

// Lookup returns what the catalog knows about fn; false means that it has
// neither a line nor a default for it.
func Lookup(fn *types.Func) (Entry, bool) { return LookupName(FuncName(fn)) }

// Runs reports whether a function is known to call its parameter of that index, or
// to have it called elsewhere, and to do nothing else with it.
func Runs(fn *types.Func, index int) bool {
	if fn == nil {
		return false
	}
	e, ok := Lookup(fn)
	return ok && (slices.Contains(e.Calls, index) || slices.Contains(e.Starts, index))
}

// LookupName is Lookup by the function's name as [FuncName] gives it.
func LookupName(name string) (Entry, bool) {
	for _, t := range slices.Backward(extensions) {
		if e, ok := t.Lookup(name); ok {
			return e, true
		}
	}
	return builtin().Lookup(name)
}

// Lookup returns the entry for a function's name as [FuncName] gives it: its own
// line, else its type's default, else its package's, else the same of "*" in place
// of the package's last element.
func (t *Table) Lookup(name string) (Entry, bool) {
	if e, ok := t.get(strings.ReplaceAll(name, "[...]", "")); ok {
		return e, true // of this major version only
	}
	name = key(name)
	if e, ok := t.lookup(name); ok {
		return e, true
	}
	slash := strings.LastIndex(name, "/")
	if slash < 0 || !t.families[name[:slash]] {
		return Entry{}, false
	}
	base, rest, _ := strings.Cut(name[slash+1:], ".")
	e, ok := t.lookup(name[:slash] + "/*." + rest)
	e.Name = strings.Replace(e.Name, "/*.", "/"+base+".", 1)
	return e, ok
}

func (t *Table) lookup(name string) (Entry, bool) {
	if e, ok := t.get(name); ok {
		return e, true
	}
	slash := strings.LastIndex(name, "/")
	for {
		dot := strings.LastIndex(name, ".")
		if dot <= slash {
			return Entry{}, false
		}
		name = name[:dot]
		if e, ok := t.get(name + ".*"); ok {
			return e, true
		}
	}
}

// Entries returns all entries in the order of the data files. Nobody may
// change what they point to.
func (t *Table) Entries() []Entry {
	list := make([]Entry, len(t.rows))
	for name, i := range t.index {
		list[i], _ = t.get(name)
	}
	return list
}

// Builtin returns the catalog that comes with asyncport.
func Builtin() *Table { return builtin() }
