package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"

	"github.com/asyncport/asyncport/aio/bench"
)

// apart measures s once in a process of its own.
func apart(r *bench.Row, s bench.Side) (bench.Sample, error) {
	self, err := os.Executable()
	if err != nil {
		return bench.Sample{}, fmt.Errorf("%s needs a process of its own: %w", r.Name, err)
	}
	cmd := exec.Command(self, "-row", r.Name, "-only", s.Label)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return bench.Sample{}, fmt.Errorf("%s, %s, in a process of its own: %w", r.Name, s.Label, err)
	}
	var got bench.Sample
	if _, err := fmt.Sscan(string(out), &got.Value, &got.CPU); err != nil {
		return bench.Sample{}, fmt.Errorf("%s, %s, in a process of its own: %w", r.Name, s.Label, err)
	}
	return got, nil
}

// printOnly is the other end of apart.
func printOnly(out io.Writer, r *bench.Row, label string) error {
	for _, s := range r.Sides() {
		if s.Label != label {
			continue
		}
		got, _, err := r.Measure(s, "1x")
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(out, got.Value, got.CPU)
		return err
	}
	return fmt.Errorf("row %s has no side %q", r.Name, label)
}
