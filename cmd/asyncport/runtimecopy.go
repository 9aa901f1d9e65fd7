package main

import (
	"slices"

	"github.com/asyncport/asyncport/internal/checker"
	"github.com/asyncport/asyncport/internal/load"
	"github.com/asyncport/asyncport/rewrite/runtime"
)

// withoutRuntime takes out what concerns the copy of the runtime that a port has
// put into the module: it is a dependency but for the place where it stands.
func (f *found) withoutRuntime() {
	copied := func(pkg string) bool { return runtime.Owns(f.path, pkg) }
	f.packages = slices.DeleteFunc(f.packages, copied)
	f.findings = slices.DeleteFunc(f.findings, func(x checker.Finding) bool { return copied(x.Package) })
	f.suppressed = slices.DeleteFunc(f.suppressed, func(x checker.Suppressed) bool { return copied(x.Package) })
	f.notSeen = slices.DeleteFunc(f.notSeen, func(u load.Unseen) bool { return copied(u.Package) })
	f.unseen = slices.DeleteFunc(f.unseen, func(u checker.Unseen) bool { return copied(u.Package) })
}
