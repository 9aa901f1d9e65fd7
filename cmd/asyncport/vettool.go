package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"go/version"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/asyncport/asyncport/analyzers"
	"github.com/asyncport/asyncport/analyzers/catalog"
	"github.com/asyncport/asyncport/internal/load"
)

// isVetCall reports whether the go command calls us by its protocol for vet
// tools: it asks for the version or the flags, or hands over one package in a
// configuration file, with nothing but flags before it.
func isVetCall(args []string) bool {
	if len(args) == 0 {
		return false
	}
	for _, arg := range args[:len(args)-1] {
		if !strings.HasPrefix(arg, "-") {
			return false
		}
	}
	last := args[len(args)-1]
	return last == "-V=full" || last == "-flags" || strings.HasSuffix(last, ".cfg")
}

// runVetTool serves one call of the go command and exits.
func runVetTool() {
	last := len(os.Args) - 1
	if strings.HasSuffix(os.Args[last], ".cfg") {
		os.Args[last] = changedConfig(os.Args[last])
	}
	if os.Args[last] == "-V=full" && inRelease() {
		fmt.Println(releaseVersion())
		os.Exit(0)
	}
	unitchecker.Main(analyzers.Suite()...)
}

// changedConfig returns the name of a configuration for the analysis of one
// package that says what the original leaves out.
func changedConfig(name string) string {
	data, err := os.ReadFile(name)
	if err != nil {
		return name // unitchecker reports it
	}
	var cfg map[string]any
	if json.Unmarshal(data, &cfg) != nil || !(!mends(os.Args[1:]) && addDiagnostics(cfg) || addStandardModule(cfg)) {
		return name
	}
	if data, err = json.Marshal(cfg); err != nil {
		return name
	}
	// The go command removes the directory with all of its work.
	out := strings.TrimSuffix(name, ".cfg") + ".changed.cfg"
	if os.WriteFile(out, data, 0o666) != nil {
		return name
	}
	return out
}

// mends reports whether the go command wants files with the fixes in them. It writes
// them for the packages that the user named, and keeps such runs apart from those for
// facts only: for a package with diagnostics of its own accord the files would be
// written while others are still read.
func mends(args []string) bool {
	return slices.Contains(args, "-fix") && !slices.Contains(args, "-diff")
}

// addDiagnostics asks for diagnostics even if the go command wants facts only,
// when the package belongs to a main module.
//
// The go command before 1.27 caches both kinds of run under one key: after
// "go vet ./a", where a imports b, "go vet ./b" would be answered from the
// cache by the run for facts only, with silence. The price is that "go vet ./a"
// prints what is found in b as well.
func addDiagnostics(cfg map[string]any) bool {
	if cfg["VetxOnly"] != true || version.Compare(runtime.Version(), "go1.27") >= 0 {
		return false
	}
	path, _ := cfg["ModulePath"].(string)
	if v, _ := cfg["ModuleVersion"].(string); path == "" || v != "" || path == "std" || path == "cmd" {
		return false
	}
	cfg["VetxOnly"] = false
	return true
}

// addStandardModule names the module of a package of the standard library that
// the user asked for: analyzers leave those without to the catalog.
func addStandardModule(cfg map[string]any) bool {
	path, _ := cfg["ImportPath"].(string)
	module, _ := cfg["ModulePath"].(string)
	release := load.Module{Path: "std"}
	if cfg["VetxOnly"] == true || module != "" || cfg["Module"] != nil || !catalog.Std(path) || !release.OwnsStandard(path) {
		return false
	}
	cfg["ModulePath"] = release.Path
	return true
}

// releaseVersion is what the go command keys results by that were made in the
// source of the Go release, in the form of unitchecker's answer.
func releaseVersion() string {
	name, err := os.Executable()
	if err != nil {
		name = os.Args[0]
	}
	h := sha256.New()
	if f, err := os.Open(name); err == nil {
		io.Copy(h, f)
		f.Close()
	}
	io.WriteString(h, "std")
	return fmt.Sprintf("%s version devel comments-go-here buildID=%02x", name, string(h.Sum(nil)))
}

// inRelease reports whether the go command was called in the source of the Go
// release. There, packages of the standard library get findings that they do not
// get as dependencies of others, and before Go 1.27 the go command would take the
// one result for the other; so there the tool has another version.
func inRelease() bool {
	dir, err := os.Getwd()
	if err != nil {
		return false
	}
	for {
		if data, err := os.ReadFile(filepath.Join(dir, "go.mod")); err == nil {
			return modfile.ModulePath(data) == "std"
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return false
		}
		dir = parent
	}
}
