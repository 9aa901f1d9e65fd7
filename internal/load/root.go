package load

import "context"

// Root returns the root directory of the main module around opts.Dir, without
// loading it. Errors are as for [Load].
func Root(ctx context.Context, opts Options) (string, error) {
	dir, err := workDir(opts.Dir)
	if err != nil {
		return "", err
	}
	env, err := readGoEnv(ctx, dir, opts)
	if err != nil {
		return "", err
	}
	mod, err := readModFile(dir, env, opts.Overlay)
	if err != nil {
		return "", err
	}
	return mod.Dir, nil
}
