package main

import (
	"encoding/json"
	"go/version"
	"os"
	"runtime"
	"strings"

	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/asyncport/asyncport/analyzers"
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
	if strings.HasSuffix(os.Args[last], ".cfg") && version.Compare(runtime.Version(), "go1.27") < 0 {
		os.Args[last] = withDiagnostics(os.Args[last])
	}
	unitchecker.Main(analyzers.Suite()...)
}

// withDiagnostics returns the name of a configuration that asks for
// diagnostics even if the original wants facts only, when the package belongs
// to a main module.
//
// The go command before 1.27 caches both kinds of run under one key: after
// "go vet ./a", where a imports b, "go vet ./b" would be answered from the
// cache by the run for facts only, with silence. The price is that "go vet ./a"
// prints what is found in b as well.
func withDiagnostics(name string) string {
	data, err := os.ReadFile(name)
	if err != nil {
		return name // unitchecker reports it
	}
	var cfg map[string]any
	if json.Unmarshal(data, &cfg) != nil || cfg["VetxOnly"] != true {
		return name
	}
	path, _ := cfg["ModulePath"].(string)
	if v, _ := cfg["ModuleVersion"].(string); path == "" || v != "" || path == "std" || path == "cmd" {
		return name
	}
	cfg["VetxOnly"] = false
	if data, err = json.Marshal(cfg); err != nil {
		return name
	}
	// The go command removes the directory with all of its work.
	out := strings.TrimSuffix(name, ".cfg") + ".diagnostics.cfg"
	if os.WriteFile(out, data, 0o666) != nil {
		return name
	}
	return out
}
