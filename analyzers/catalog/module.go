package catalog

import (
	"slices"
	"strings"
)

// ParseModule reads a data file that a dependency ships. It can speak for
// packages of its own module only: lines for others, the paths of the build's
// other modules among them, are left out and their names returned. So are lines for a
// package that could be taken for a copy of the runtime. Replacements are left
// out too: what a call is rewritten to is not for a dependency to say.
func ParseModule(file, data, module string, others []string) (t *Table, foreign []string, err error) {
	var own strings.Builder
	for line := range strings.Lines(data) {
		spec, note, noted := strings.Cut(strings.TrimRight(line, "\r\n"), " # ")
		fields := strings.Fields(spec)
		switch {
		case len(fields) == 0 || fields[0][0] == '#':
		case !within(fields[0], module, others):
			foreign = append(foreign, fields[0])
		default:
			fields = slices.DeleteFunc(fields, func(f string) bool { return strings.HasPrefix(f, "use=") })
			own.WriteString(strings.Join(fields, " "))
			if noted {
				own.WriteString(" # " + note)
			}
		}
		own.WriteByte('\n') // errors name the line
	}
	t, err = Parse(file, own.String())
	return t, foreign, err
}

// within reports whether all functions that an entry's name stands for are of
// the module and of none of the others.
func within(name, module string, others []string) bool {
	path := packagePath(name)
	if path == "aio" || strings.HasSuffix(path, "/aio") || !below(path, withoutVersion(module)) {
		return false
	}
	for _, other := range others {
		other = withoutVersion(other)
		if len(other) <= len(withoutVersion(module)) {
			continue // a parent, or the module itself in another major version
		}
		family, ok := strings.CutSuffix(path, "/*")
		if below(path, other) || ok && below(other, family) {
			return false
		}
	}
	return true
}

// packagePath returns the import path in an entry's name, without a major
// version.
func packagePath(name string) string {
	slash := strings.LastIndex(name, "/")
	dot := strings.Index(name[slash+1:], ".")
	if dot < 0 {
		return withoutVersion(name)
	}
	return withoutMajor(name[:slash+1+dot])
}

// withoutVersion returns a module's path as entries name it.
func withoutVersion(module string) string {
	// As in gopkg.in/yaml.v3.
	if _, v, ok := strings.Cut(module[strings.LastIndex(module, "/")+1:], "."); ok && isMajor(v) {
		module = module[:len(module)-len(v)-1]
	}
	return withoutMajor(module)
}

func below(path, module string) bool {
	return path == module || strings.HasPrefix(path, module+"/")
}
