package rewrite

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/version"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"golang.org/x/mod/modfile"

	"github.com/asyncport/asyncport/internal/load"
	"github.com/asyncport/asyncport/rewrite/runtime"
)

// requirement is how a module comes by a runtime that it does not embed: files
// of its root that change, with their contents.
type requirement struct{ files []FileChange }

// locateRuntime decides whether the module embeds the runtime or requires it.
// It goes on with what it does already: two runtimes would not know each other's
// tasks. The requirement is nil for an embedded runtime.
func locateRuntime(ctx context.Context, opts Options, mod *load.Module) (*requirement, error) {
	old, err := os.ReadFile(filepath.Join(mod.Dir, "go.mod"))
	if err != nil {
		return nil, fmt.Errorf("read go.mod: %w", err)
	}
	file, err := modfile.Parse("go.mod", old, nil)
	if err != nil {
		return nil, &load.LoadError{Message: "the module file is broken", Err: err}
	}
	required := false
	for _, r := range file.Require {
		required = required || r.Mod.Path == runtime.Source
	}
	_, err = os.Stat(filepath.Join(mod.Dir, filepath.FromSlash(runtime.Dir), "doc.go"))
	copied := err == nil
	switch {
	case opts.Runtime == "embed" && required:
		return nil, &load.LoadError{Message: "go.mod requires " + runtime.Source + " already, and a module has one runtime; use --runtime=module"}
	case opts.Runtime == "module" && copied:
		return nil, &load.LoadError{Message: "the module has a copy of the runtime in " + runtime.Dir + " already, and a module has one runtime; use --runtime=embed"}
	case opts.Runtime != "module" && !required:
		return nil, nil
	case required:
		return &requirement{}, nil
	}
	return newRequirement(ctx, opts, mod, file, old)
}

// newRequirement adds the runtime to a go.mod that has it not.
func newRequirement(ctx context.Context, opts Options, mod *load.Module, file *modfile.File, old []byte) (*requirement, error) {
	if mod.GoVersion == "" || version.Compare("go"+mod.GoVersion, runtime.Version) < 0 {
		return nil, &load.LoadError{Message: fmt.Sprintf("the module %s needs %s in go.mod; raise the go directive, or use --runtime=embed", runtime.Source, runtime.Version)}
	}
	if _, err := os.Stat(filepath.Join(mod.Dir, "vendor", "modules.txt")); err == nil {
		return nil, &load.LoadError{Message: "the module has a vendor directory, which a new requirement would contradict; use --runtime=embed, or go get " + runtime.Source + " and go mod vendor first"}
	}
	ver, sums := "v0.0.0", ""
	var err error
	if opts.RuntimeReplace != "" {
		var dir string
		if dir, err = replacement(opts, mod); err != nil {
			return nil, err
		}
		if err := file.AddReplace(runtime.Source, "", dir, ""); err != nil {
			return nil, err
		}
	} else if ver, sums, err = download(ctx, opts); err != nil {
		return nil, err
	}
	if err := file.AddRequire(runtime.Source, ver); err != nil {
		return nil, err
	}
	file.Cleanup()
	next, err := file.Format()
	if err != nil {
		return nil, err
	}
	req := &requirement{files: []FileChange{{Path: "go.mod", Old: old, New: next, Runtime: true}}}
	if sums == "" {
		return req, nil
	}
	known, err := os.ReadFile(filepath.Join(mod.Dir, "go.sum"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if !strings.Contains(string(known), sums) {
		req.files = append(req.files, FileChange{Path: "go.sum", Old: known, New: []byte(string(known) + sums), Runtime: true})
	}
	return req, nil
}

// replacement returns the directory that stands in for the runtime's module, as
// go.mod writes it.
func replacement(opts Options, mod *load.Module) (string, error) {
	dir, err := filepath.Abs(opts.RuntimeReplace)
	if err != nil {
		return "", err
	}
	data, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil || modfile.ModulePath(data) != runtime.Source {
		return "", &load.LoadError{Message: fmt.Sprintf("--runtime-replace=%s: the directory does not hold the module %s", opts.RuntimeReplace, runtime.Source)}
	}
	if filepath.IsAbs(opts.RuntimeReplace) {
		return filepath.ToSlash(dir), nil
	}
	rel, err := filepath.Rel(mod.Dir, dir)
	if err != nil {
		return "", err
	}
	if rel = filepath.ToSlash(rel); !strings.HasPrefix(rel, "../") {
		rel = "./" + rel
	}
	return rel, nil
}

// download asks the go command for the runtime's module; it returns its version
// and the lines of go.sum.
func download(ctx context.Context, opts Options) (ver, sums string, err error) {
	want := opts.RuntimeVersion
	if want == "" {
		want = "latest"
	}
	temp, err := os.MkdirTemp("", "asyncport-mod-")
	if err != nil {
		return "", "", err
	}
	defer os.RemoveAll(temp)
	cmd := exec.CommandContext(ctx, "go", "mod", "download", "-json", runtime.Source+"@"+want)
	cmd.Dir = temp
	cmd.Env = opts.Env
	if cmd.Env == nil {
		cmd.Env = os.Environ()
	}
	cmd.Env = append(cmd.Env[:len(cmd.Env):len(cmd.Env)], "GOWORK=off", "GOFLAGS=-mod=mod", "PWD="+temp)
	out, err := cmd.Output()
	var got struct{ Version, Sum, GoModSum, Error string }
	if json.Unmarshal(out, &got) != nil && err == nil {
		err = errors.New("go mod download printed no JSON")
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) && got.Error == "" {
		got.Error = strings.TrimSpace(string(exit.Stderr))
	}
	if ctx.Err() != nil {
		return "", "", ctx.Err()
	}
	if err != nil || got.Error != "" {
		cause := err
		if got.Error != "" {
			cause = errors.New(strings.TrimSpace(got.Error))
		}
		return "", "", &load.LoadError{
			Message: fmt.Sprintf("cannot get %s@%s; name a release with --runtime-version, a directory with its source with --runtime-replace, or use --runtime=embed, which needs neither", runtime.Source, want),
			Err:     cause,
		}
	}
	return got.Version, fmt.Sprintf("%[1]s %[2]s %[3]s\n%[1]s %[2]s/go.mod %[4]s\n", runtime.Source, got.Version, got.Sum, got.GoModSum), nil
}
