package yieldpoint

import "strings"

// TraceName returns the name that stack traces print for a function of a
// package that a [Fact] names so: "main.F.func1" for one of a command, and with the dots
// in the last element of the import path escaped, as the linker does it,
// "gopkg.in/yaml%2ev3.Unmarshal". The compiler may make further functions of one
// in the source, which have no name here: the body of a range over a function is
// "F-range1" in a trace, and a literal in a function that was inlined may be named
// after the caller.
func TraceName(name, pkgPath, pkgName string) string {
	rest, ok := strings.CutPrefix(name, pkgPath)
	switch {
	case !ok:
		return name
	case pkgName == "main":
		return "main" + rest
	}
	return linkerPath(pkgPath) + rest
}

// linkerPath escapes what the linker escapes in an import path.
func linkerPath(path string) string {
	const hex = "0123456789abcdef"
	slash := strings.LastIndexByte(path, '/')
	var b strings.Builder
	for i := range len(path) {
		c := path[i]
		if c <= ' ' || c == '.' && i > slash || c == '%' || c == '"' || c >= 0x7f {
			b.Write([]byte{'%', hex[c>>4], hex[c&0xf]})
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}
