package meter

import (
	"context"
	"fmt"
	"os"
	"time"

	"example.com/telemetry/sample"
)

// File is a meter that somebody else writes to a file, in the text format.
type File struct {
	name string
	path string
}

// Name implements [Meter].
func (f *File) Name() string { return f.name }

// Read implements [Meter]. A read cannot be interrupted, so ctx is only
// looked at before it starts.
func (f *File) Read(ctx context.Context) ([]sample.Sample, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	info, err := os.Stat(f.path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.name, err)
	}
	data, err := os.ReadFile(f.path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.name, err)
	}
	// The measurement is as old as the file.
	at := info.ModTime().UTC().Truncate(time.Millisecond)
	return sample.ParseText(f.name, at, data)
}
