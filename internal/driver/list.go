package driver

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"

	"github.com/asyncport/asyncport/internal/load"
)

// listed is a package as go list prints it.
type listed struct {
	ImportPath, Dir, Name, ForTest    string
	Standard, DepOnly, Incomplete     bool
	GoFiles, CgoFiles                 []string
	CompiledGoFiles                   []string
	IgnoredGoFiles, IgnoredOtherFiles []string
	CFiles, CXXFiles, MFiles, HFiles  []string
	FFiles, SFiles, SwigFiles         []string
	SwigCXXFiles, SysoFiles           []string
	EmbedFiles                        []string
	Imports                           []string
	ImportMap                         map[string]string
	Module                            *listedModule
}

type listedModule struct {
	Path, Version, Dir, GoMod, GoVersion string
	Main, Indirect                       bool
	Replace                              *listedModule
}

const listFields = "ImportPath,Dir,Name,ForTest,Standard,DepOnly,Incomplete,GoFiles,CgoFiles,CompiledGoFiles," +
	"IgnoredGoFiles,IgnoredOtherFiles,CFiles,CXXFiles,MFiles,HFiles,FFiles,SFiles,SwigFiles,SwigCXXFiles,SysoFiles," +
	"EmbedFiles,Imports,ImportMap,Module"

// A fallback is the reason why a run is left to [load.Load].
type fallback struct{ why string }

func (f *fallback) Error() string { return f.why }

// listPackages asks the go command for the packages that match and all they
// import. Files that cgo makes are asked for only if a package outside of the
// standard library needs them, or if the main module is that library.
func listPackages(ctx context.Context, place *load.Place, opts load.Options, patterns []string) ([]*listed, error) {
	work, release := place.Work, place.Module.Standard()
	pkgs, err := goList(ctx, work, opts, patterns, release)
	if err != nil || release {
		return pkgs, err
	}
	for _, p := range pkgs {
		if len(p.CgoFiles) > 0 && !p.Standard {
			return goList(ctx, work, opts, patterns, true)
		}
	}
	return pkgs, nil
}

func goList(ctx context.Context, work string, opts load.Options, patterns []string, compiled bool) ([]*listed, error) {
	args := []string{"list", "-e", "-deps", "-json=" + listFields, "-pgo=off", "-buildvcs=false",
		fmt.Sprintf("-test=%t", opts.Tests), fmt.Sprintf("-compiled=%t", compiled)}
	args = append(args, opts.BuildFlags...)
	if opts.Tags != "" {
		args = append(args, "-tags="+opts.Tags)
	}
	args = append(append(args, "--"), patterns...)
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = work
	cmd.Env = opts.Env
	if cmd.Env == nil {
		cmd.Env = os.Environ()
	}
	cmd.Env = append(cmd.Env[:len(cmd.Env):len(cmd.Env)], "PWD="+work)
	out, err := cmd.Output()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, &fallback{"go list failed"}
	}
	return decodeList(out)
}

// decodeList reads what go list printed. A package with an error makes it give
// up: another path reports errors.
func decodeList(out []byte) ([]*listed, error) {
	var pkgs []*listed
	seen := make(map[string]bool)
	for dec := json.NewDecoder(bytes.NewReader(out)); dec.More(); {
		p := new(listed)
		if err := dec.Decode(p); err != nil {
			return nil, errors.Join(errors.New("go list"), err)
		}
		switch {
		case p.Incomplete || p.ImportPath == "" || p.Name == "":
			return nil, &fallback{"package " + p.ImportPath + " cannot be loaded"}
		case seen[p.ImportPath]:
			return nil, &fallback{"package " + p.ImportPath + " is listed twice"}
		}
		seen[p.ImportPath] = true
		pkgs = append(pkgs, p)
	}
	return pkgs, nil
}

// listable reports whether the driver can deal with the patterns itself.
func listable(opts load.Options, patterns []string) bool {
	for _, p := range patterns {
		if strings.HasSuffix(p, ".go") || strings.Contains(p, "=") || strings.HasPrefix(p, "-") {
			return false
		}
	}
	return opts.Overlay == nil && lookupEnv(opts.Env, "GOPACKAGESDRIVER") == ""
}

// lookupEnv returns the value of a variable in env, in that of the process if
// env is nil.
func lookupEnv(env []string, name string) string {
	if env == nil {
		return os.Getenv(name)
	}
	value := ""
	for _, kv := range env {
		if v, ok := strings.CutPrefix(kv, name+"="); ok {
			value = v
		}
	}
	return value
}

// shuffle changes the order of packages and, outside of the standard library,
// of their files.
func shuffle(pkgs []*listed, seed uint64) {
	if seed == 0 {
		return
	}
	rnd := rand.New(rand.NewPCG(seed, seed))
	mix := func(list []string) { rnd.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] }) }
	rnd.Shuffle(len(pkgs), func(i, j int) { pkgs[i], pkgs[j] = pkgs[j], pkgs[i] })
	for _, p := range pkgs {
		mix(p.Imports)
		if !p.Standard {
			mix(p.GoFiles)
			mix(p.CompiledGoFiles)
		}
	}
}
