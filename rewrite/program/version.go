package program

import "go/version"

// VersionAtLeast reports whether a file is compiled as Go version v
// ("go1.22") or later. A file without a known version counts as the module's,
// and that as old when go.mod does not say.
func VersionAtLeast(f *File, v string) bool {
	have := f.Pkg.TypesInfo.FileVersions[f.AST]
	if have == "" && f.Pkg.Module != nil && f.Pkg.Module.GoVersion != "" {
		have = "go" + f.Pkg.Module.GoVersion
	}
	return have != "" && version.Compare(have, v) >= 0
}
