package rewrite

import (
	"context"
	"fmt"

	"github.com/asyncport/asyncport/internal/load"
)

// Replace replaces files of the module around a directory as a run that writes does:
// all of them, or after an error none, and none that is not what its change starts
// from. It takes no interest in what they say.
func Replace(ctx context.Context, dir string, files []FileChange) error {
	unlock, err := begin(ctx, Options{Dir: dir})
	if err != nil {
		return err
	}
	defer unlock()
	root, err := load.Root(ctx, load.Options{Dir: dir})
	if err != nil {
		return fmt.Errorf("find the module to write to: %w", err)
	}
	return write(root, files, nil)
}
