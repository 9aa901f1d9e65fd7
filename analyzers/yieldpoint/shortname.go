package yieldpoint

import (
	"regexp"
	"strings"
)

// ShortName returns the full name of a function as a reader wants it: outside of the
// standard library a package by the last element of its path, without the major
// version. "example.com/store/v2.(*Cache).Get" becomes "store.(*Cache).Get", and
// "net/http.Get" stays.
func ShortName(name string) string {
	path, rest := name, ""
	if i := strings.IndexAny(name, "([ "); i >= 0 {
		path, rest = name[:i], name[i:]
	}
	first, _, ok := strings.Cut(path, "/")
	if !ok || !strings.Contains(first, ".") {
		return name
	}
	path = majorVersion.ReplaceAllString(path, "$1")
	return path[strings.LastIndexByte(path, '/')+1:] + rest
}

// majorVersion is the element that ends the import path of a module's later version,
// with what follows it.
var majorVersion = regexp.MustCompile(`/v[0-9]+(\.[^/]*)$`)
