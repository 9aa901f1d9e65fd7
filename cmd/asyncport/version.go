package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
)

// buildVersion says which build this is: the version of the module, or of the
// commit, and the release of Go, which decides what can be analysed.
func buildVersion() string {
	v := "unknown version"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		v = info.Main.Version
	}
	return fmt.Sprintf("%s, built with %s for %s/%s", v, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
