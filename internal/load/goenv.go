package load

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/version"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
)

// GoEnv is what we ask the go command about its surroundings.
type GoEnv struct {
	GOMOD, GOWORK, GOFLAGS    string
	GOROOT, GOVERSION         string
	GOMODCACHE                string
	GOOS, GOARCH, CGO_ENABLED string
	GOEXPERIMENT              string
}

func readGoEnv(ctx context.Context, dir string, opts Options) (GoEnv, error) {
	var env GoEnv
	args := []string{"env", "-json"}
	for f := range reflect.TypeFor[GoEnv]().Fields() {
		args = append(args, f.Name)
	}
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	cmd.Env = opts.Env
	if cmd.Env == nil {
		cmd.Env = os.Environ()
	}
	cmd.Env = append(slices.Clip(cmd.Env), "PWD="+dir)
	out, err := cmd.Output()
	if ctx.Err() != nil {
		return env, ctx.Err()
	}
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		return env, goCommandError(string(exit.Stderr))
	case err != nil:
		return env, &LoadError{Message: "cannot run the go command; is it in PATH?", Err: err}
	}
	if err := json.Unmarshal(out, &env); err != nil {
		return env, fmt.Errorf("go env: %w", err)
	}
	return env, nil
}

// readModFile finds the main module and starts a Module with what its go.mod
// says.
func readModFile(dir string, env GoEnv, overlay map[string][]byte) (*Module, error) {
	if env.GOMOD == "" || env.GOMOD == os.DevNull {
		return nil, &LoadError{Message: fmt.Sprintf("no go.mod found in %s or above; run asyncport inside a module", dir)}
	}
	data, ok := overlay[env.GOMOD]
	if !ok {
		var err error
		if data, err = os.ReadFile(env.GOMOD); err != nil {
			return nil, &LoadError{Message: "cannot read the module file", Err: err}
		}
	}
	file, err := modfile.ParseLax(relTo(dir, env.GOMOD), data, nil)
	if err != nil {
		return nil, &LoadError{Message: "the module file is broken", Err: err}
	}
	if file.Module == nil {
		return nil, &LoadError{Message: relTo(dir, env.GOMOD) + " has no module directive; add one with go mod edit -module=PATH"}
	}
	mod := &Module{Path: file.Module.Mod.Path, Dir: filepath.Dir(env.GOMOD)}
	if file.Go != nil {
		mod.GoVersion = file.Go.Version
	}
	return mod, checkGoVersion(mod, runtime.Version())
}

// checkGoVersion refuses modules in a newer language than the type checker
// inside this program knows; it would report errors that are none.
func checkGoVersion(mod *Module, built string) error {
	built, _, _ = strings.Cut(built, " ") // experiments follow the version
	have, want := version.Lang(built), version.Lang("go"+mod.GoVersion)
	if have == "" || want == "" || version.Compare(want, have) <= 0 {
		return nil
	}
	return &LoadError{Message: fmt.Sprintf("module %s needs %s, but asyncport was built with %s; build asyncport again with the newer Go",
		mod.Path, want, built)}
}
