// Command findings writes what a check finds in every module of a list, one
// finding a line, so that a change of a rule shows in a diff what it does to real
// code:
//
//	findings -check ./asyncport -o testdata/corpus/findings.txt testdata/corpus/dev.tsv
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"

	"github.com/asyncport/asyncport/internal/corpus"
)

func main() {
	check := flag.String("check", "asyncport", "the asyncport `program` to run")
	out := flag.String("o", "findings.txt", "write to this `file`")
	only := flag.String("only", "", "only modules whose path contains this `text`")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: findings [-check PROGRAM] [-o FILE] [-only TEXT] LIST")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *check, *out, *only, flag.Arg(0)); err != nil {
		fmt.Fprintf(os.Stderr, "findings: %v\n", err)
		os.Exit(2)
	}
}

func run(ctx context.Context, program, out, only, list string) error {
	program, err := exec.LookPath(program)
	if err != nil {
		return err
	}
	if program, err = filepath.Abs(program); err != nil {
		return err
	}
	f, err := os.Open(list)
	if err != nil {
		return err
	}
	defer f.Close()
	modules, err := corpus.ReadList(f)
	if err != nil {
		return fmt.Errorf("%s: %w", list, err)
	}
	var all bytes.Buffer
	for _, m := range modules {
		if !strings.Contains(m.Path, only) {
			continue
		}
		n, err := findings(ctx, &all, program, m)
		if err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "%s: %d\n", m, n)
	}
	return os.WriteFile(out, all.Bytes(), 0o666)
}

// findings appends what is found in one module and returns how much it is.
func findings(ctx context.Context, all *bytes.Buffer, program string, m corpus.Module) (int, error) {
	tmp, err := os.MkdirTemp("", "asyncport-corpus-")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(tmp)
	dir := filepath.Join(tmp, "module")
	if err := m.Copy(ctx, dir); err != nil {
		return 0, err
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, program, "check", "-C", dir, "./...")
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		return 0, fmt.Errorf("check %s: %w\n%s", m, err, stderr.Bytes())
	}
	n := 0
	for line := range strings.Lines(stdout.String()) {
		if strings.HasPrefix(line, "\t") {
			continue // a hop of the proof
		}
		fmt.Fprintf(all, "%s: %s", m, line)
		n++
	}
	return n, nil
}
