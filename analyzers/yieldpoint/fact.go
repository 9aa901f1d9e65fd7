package yieldpoint

import (
	"fmt"
	"sort"
)

// Fact is the analyzer's knowledge about one package: one summary per function
// that yields, spawns or calls its parameters. Functions that do none of these
// are left out. It is exported once per package, not per object, so that it
// stays small and is not copied into every importer's facts.
type Fact struct {
	// Funcs is sorted by Name.
	Funcs []NamedSummary
	// Assumed holds what directives say of methods of interfaces, "m.Store.Put", and of
	// exported variables and fields of function type, "m.Hook", "m.Server.OnError"; sorted
	// by Name.
	Assumed []NamedSummary
}

// NamedSummary is a function's summary under its name.
type NamedSummary struct {
	// Name is the function's name as stack traces print it, except that a main
	// package goes by its import path: "example.com/m/db.(*Store).Put",
	// "example.com/m.F.func1".
	Name    string
	Summary Summary
}

// AFact marks Fact as an analysis fact.
func (*Fact) AFact() {}

// String describes the fact in short.
func (f *Fact) String() string { return fmt.Sprintf("yieldpoint(%d)", len(f.Funcs)) }

// Summaries returns the functions of the package that have anything to tell,
// sorted by name. The caller must not change them.
func (f *Fact) Summaries() []NamedSummary { return f.Funcs }

// Find returns the summary of the function of that name, or nil.
func (f *Fact) Find(name string) *Summary { return find(f.Funcs, name) }

// FindAssumed returns what a directive says of the function, or of the member of
// Assumed, of that name, or nil.
func (f *Fact) FindAssumed(name string) *Summary {
	if s := f.Find(name); s != nil && s.Assumed {
		return s
	}
	return find(f.Assumed, name)
}

func find(list []NamedSummary, name string) *Summary {
	i := sort.Search(len(list), func(i int) bool { return list[i].Name >= name })
	if i < len(list) && list[i].Name == name {
		return &list[i].Summary
	}
	return nil
}
