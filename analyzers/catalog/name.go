package catalog

import (
	"go/types"
	"strings"
)

// FuncName returns the name of fn in the style of stack traces:
// "net/http.(*Client).Do", "net/netip.Addr.String", "example.com/m.F[...]".
// A package is named by its import path, a main package too. Interface methods
// are named by the interface: "io.Reader.Read".
func FuncName(fn *types.Func) string {
	fn = fn.Origin()
	name := fn.Name()
	sig := fn.Signature()
	if sig.TypeParams().Len() > 0 {
		name += "[...]"
	}
	if recv := sig.Recv(); recv != nil {
		name = recvName(recv.Type()) + "." + name
	}
	if fn.Pkg() == nil {
		return name
	}
	return fn.Pkg().Path() + "." + name
}

// recvName returns the receiver's type without its package.
func recvName(t types.Type) string {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		return "(*" + recvName(p.Elem()) + ")"
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok {
		return "interface"
	}
	name := named.Obj().Name()
	if named.TypeParams().Len() > 0 {
		name += "[...]"
	}
	return name
}

// key brings a function's name into the form of the data files: no type
// arguments, no major version in the import path, and "aio" for every copy of the
// runtime.
func key(name string) string {
	name = strings.ReplaceAll(name, "[...]", "")
	slash := strings.LastIndex(name, "/")
	dot := strings.Index(name[slash+1:], ".")
	if dot < 0 {
		return name
	}
	path, rest := name[:slash+1+dot], name[slash+1+dot:]
	// gopkg.in/yaml.v3 has its version behind a dot; the first dot after the
	// last slash is then not the end of the path.
	if v, after, ok := strings.Cut(rest[1:], "."); ok && isMajor(v) {
		return path + "." + after
	}
	if strings.HasSuffix(path, "/aio") {
		return "aio" + rest
	}
	return withoutMajor(path) + rest
}

// withoutMajor removes path elements such as "v5", which may also stand in
// the middle: "github.com/jackc/pgx/v5/pgxpool".
func withoutMajor(path string) string {
	if !strings.Contains(path, "/v") {
		return path
	}
	parts := strings.Split(path, "/")
	kept := parts[:1]
	for _, p := range parts[1:] {
		if !isMajor(p) {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "/")
}

func isMajor(s string) bool {
	if len(s) < 2 || s[0] != 'v' {
		return false
	}
	return strings.Trim(s[1:], "0123456789") == ""
}
