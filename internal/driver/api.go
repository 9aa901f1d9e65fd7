package driver

import (
	"crypto/sha256"
	"go/types"
	"io"
	"maps"
	"slices"
)

// An apiSummary describes what importers can see of a package, positions left
// out, so that a change of bodies, comments or lines does not reach them.
type apiSummary struct {
	// typ covers the types that the package declares, and those of other
	// packages that they are made of; api covers everything.
	typ, api hash
	// mentions are the import paths of all packages that the API speaks of,
	// directly or through another package's types.
	mentions []string
}

// summarize describes pkg, read from export data: what it declares is what can
// be reached from outside. of gives the result of a package that pkg mentions.
func summarize(pkg *types.Package, of func(path string) *result) apiSummary {
	mentioned := make(map[string]bool)
	qualify := func(p *types.Package) string {
		if p != pkg && p != types.Unsafe {
			mentioned[p.Path()] = true
		}
		return p.Path()
	}
	typ, api := sha256.New(), sha256.New()
	io.WriteString(typ, pkg.Name())
	scope := pkg.Scope()
	for _, name := range scope.Names() {
		if tn, ok := scope.Lookup(name).(*types.TypeName); ok {
			describeType(typ, tn, qualify)
		}
	}
	hashMentions(typ, mentioned, of, func(r *result) hash { return r.typ })
	var s apiSummary
	typ.Sum(s.typ[:0])
	api.Write(s.typ[:])
	for _, name := range scope.Names() {
		switch obj := scope.Lookup(name).(type) {
		case *types.TypeName:
		case *types.Const:
			io.WriteString(api, types.ObjectString(obj, qualify)+" = "+obj.Val().ExactString()+"\n")
		default:
			io.WriteString(api, types.ObjectString(obj, qualify)+"\n")
		}
	}
	hashMentions(api, mentioned, of, func(r *result) hash { return r.typ })
	api.Sum(s.api[:0])
	for _, imp := range pkg.Imports() {
		mentioned[imp.Path()] = true // also by what nobody sees, as where a field comes from
	}
	for _, path := range slices.Collect(maps.Keys(mentioned)) {
		for _, further := range of(path).mentions {
			mentioned[further] = true
		}
	}
	s.mentions = slices.Sorted(maps.Keys(mentioned))
	return s
}

// describeType writes a declaration of a type with its methods.
func describeType(w io.Writer, tn *types.TypeName, qualify types.Qualifier) {
	io.WriteString(w, types.ObjectString(tn, qualify)+"\n")
	named, ok := tn.Type().(*types.Named)
	if !ok || tn.IsAlias() {
		return
	}
	for m := range named.Methods() {
		io.WriteString(w, "\t"+types.ObjectString(m, qualify)+"\n")
	}
}

func hashMentions(w io.Writer, mentioned map[string]bool, of func(path string) *result, part func(*result) hash) {
	for _, path := range slices.Sorted(maps.Keys(mentioned)) {
		h := part(of(path))
		io.WriteString(w, path)
		w.Write(h[:])
	}
}
