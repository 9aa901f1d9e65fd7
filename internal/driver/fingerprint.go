package driver

import (
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/asyncport/asyncport/internal/load"
)

// surroundings are the variables that the go command goes by.
var surroundings = []string{"CC", "CXX", "FC", "AR", "PKG_CONFIG", "PKG_CONFIG_PATH", "PKG_CONFIG_LIBDIR", "CPATH", "C_INCLUDE_PATH", "PATH", "HOME", "USERPROFILE", "XDG_CONFIG_HOME", "AppData"}

// fingerprint identifies the environment, as far as it matters to the go
// command.
func fingerprint(env []string) string {
	if env == nil {
		env = os.Environ()
	}
	last := make(map[string]string) // of several values, the go command sees the last
	for _, kv := range env {
		name, _, _ := strings.Cut(kv, "=")
		if strings.HasPrefix(name, "GO") || strings.HasPrefix(name, "CGO_") || slices.Contains(surroundings, name) {
			last[name] = kv
		}
	}
	list := slices.Sorted(maps.Values(last))
	return strings.Join(list, "\x00")
}

// shortcut returns the key under which the last run of this kind is
// remembered. There is none where more files would have to be watched than we
// know of.
func shortcut(opts *Options, s *suite, work string) (hash, bool) {
	if opts.CacheDir == "" || len(opts.Load.BuildFlags) > 0 {
		return hash{}, false
	}
	if namesFiles(lookupEnv(opts.Load.Env, "GOFLAGS")) {
		return hash{}, false
	}
	exe, err := executable()
	if err != nil {
		return hash{}, false
	}
	tests := "tests"
	if !opts.Load.Tests {
		tests = ""
	}
	return hashOf(format, exe, string(opts.Config), describe(s.all), strings.Join(s.names(), ","), work, tests, opts.Load.Tags,
		strings.Join(opts.Patterns, "\x00"), fingerprint(opts.Load.Env)), true
}

// namesFiles reports whether flags of the go command name files that it reads.
func namesFiles(goflags string) bool {
	return slices.ContainsFunc(strings.Fields(goflags), func(flag string) bool {
		flag = strings.TrimLeft(flag, "-")
		return strings.HasPrefix(flag, "modfile") || strings.HasPrefix(flag, "overlay") || strings.HasPrefix(flag, "C=")
	})
}

// goCommand returns the file name of the go command.
func goCommand() string {
	if runtime.GOOS == "windows" {
		return "go.exe"
	}
	return "go"
}

// settings watches the files beside source that the go command goes by. Some
// must be missing to remain so. It reports false if one changed after the run
// started: nobody knows what the go command saw.
func settings(place *load.Place, g *graph, started time.Time) ([]watched, bool) {
	if namesFiles(place.Env.GOFLAGS) {
		return nil, false
	}
	names := make(map[string]bool)
	for dir := place.Work; ; dir = filepath.Dir(dir) {
		names[filepath.Join(dir, "go.mod")] = true
		names[filepath.Join(dir, "go.work")] = true
		if dir == filepath.Dir(dir) {
			break
		}
	}
	env := place.Env
	addModule := func(gomod string) {
		dir := filepath.Dir(gomod)
		names[gomod] = true
		names[filepath.Join(dir, "go.sum")] = true
		names[filepath.Join(dir, "vendor", "modules.txt")] = true
	}
	for _, name := range moduleFiles(env) {
		addModule(name)
	}
	for _, n := range g.nodes {
		if m := n.module; m != nil && m.GoMod != "" && (env.GOMODCACHE == "" || !below(env.GOMODCACHE, m.GoMod)) {
			addModule(m.GoMod)
		}
	}
	names[filepath.Join(env.GOROOT, "VERSION")] = true
	names[filepath.Join(env.GOROOT, "go.env")] = true
	if config, err := os.UserConfigDir(); err == nil {
		names[filepath.Join(config, "go", "env")] = true
	}
	if name := os.Getenv("GOENV"); name != "" && name != "off" {
		names[name] = true
	}
	for _, dir := range filepath.SplitList(os.Getenv("PATH")) {
		exe := filepath.Join(dir, goCommand())
		names[exe] = true
		if _, err := os.Stat(exe); err == nil {
			break // what comes before is not there, and must not come
		}
	}
	var list []watched
	for _, name := range sortedKeys(names) {
		w := watch(name, started)
		if info, err := os.Stat(name); err == nil && !info.ModTime().Before(started) {
			return nil, false
		}
		list = append(list, w)
	}
	return list, true
}
