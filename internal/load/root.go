package load

import (
	"context"
	"strings"
)

// Place is where a run happens: the main module before its packages are known.
type Place struct {
	// Work is the directory in which patterns are meant, absolute and without
	// symbolic links.
	Work string
	// Module has the path, the directory and the Go version, nothing else.
	Module *Module
	Env    GoEnv
}

// Find returns the place that opts speak of. Errors are as for [Load].
func Find(ctx context.Context, opts Options) (*Place, error) {
	dir, err := workDir(opts.Dir)
	if err != nil {
		return nil, err
	}
	env, err := readGoEnv(ctx, dir, opts)
	if err != nil {
		return nil, err
	}
	mod, err := readModFile(dir, env, opts.Overlay)
	if err != nil {
		return nil, err
	}
	mod.Toolchain, _, _ = strings.Cut(env.GOVERSION, " ") // experiments follow the version
	return &Place{Work: dir, Module: mod, Env: env}, nil
}

// WorkDir returns dir, the current directory when it is empty, as an absolute
// name without symbolic links.
func WorkDir(dir string) (string, error) { return workDir(dir) }

// Root returns the root directory of the main module around opts.Dir, without
// loading it. Errors are as for [Load].
func Root(ctx context.Context, opts Options) (string, error) {
	place, err := Find(ctx, opts)
	if err != nil {
		return "", err
	}
	return place.Module.Dir, nil
}
