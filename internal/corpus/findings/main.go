// Command findings writes what a check finds in every module of a list, one
// finding a line, so that a change of a rule shows in a diff what it does to real
// code:
//
//	findings -check ./asyncport -o testdata/corpus/findings.txt testdata/corpus/dev.tsv
//	findings -check ./asyncport -o testdata/corpus/findings-std.txt std
//
// In place of a list stands "std" for the standard library, or one module with its
// version. On stderr it says what each took. An analyzer that fails on a module does
// not keep it from the others, and makes the exit code 2.
package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/asyncport/asyncport/internal/corpus"
)

func main() {
	check := flag.String("check", "asyncport", "the asyncport `program` to run")
	out := flag.String("o", "findings.txt", "write to this `file`")
	only := flag.String("only", "", "only modules whose path contains this `text`")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: findings [-check PROGRAM] [-o FILE] [-only TEXT] LIST|std|MODULE@VERSION")
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
	modules, err := readModules(list)
	if err != nil {
		return err
	}
	var all bytes.Buffer
	var failed []error
	for _, m := range modules {
		if !strings.Contains(m.Path, only) {
			continue
		}
		started := time.Now()
		rules, err := findings(ctx, &all, program, m)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			fmt.Fprintln(os.Stderr, err)
			failed = append(failed, fmt.Errorf("%s failed", m))
			continue
		}
		fmt.Fprintf(os.Stderr, "%s: %s in %.1f s\n", name(m), rules, time.Since(started).Seconds())
	}
	return errors.Join(append(failed, os.WriteFile(out, all.Bytes(), 0o666))...)
}

// std stands for the standard library of the installed Go.
var std = corpus.Module{Path: "std"}

func name(m corpus.Module) string {
	if m == std {
		return m.Path // whatever the version: a line that goes or comes is what a diff is for
	}
	return m.String()
}

func readModules(list string) ([]corpus.Module, error) {
	if list == std.Path {
		return []corpus.Module{std}, nil
	}
	if path, version, ok := strings.Cut(list, "@"); ok {
		return []corpus.Module{{Path: path, Version: version}}, nil
	}
	f, err := os.Open(list)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	modules, err := corpus.ReadList(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", list, err)
	}
	return modules, nil
}

// directory returns where the source of m is: a copy below tmp, but for the
// standard library.
func directory(ctx context.Context, m corpus.Module, tmp string) (string, error) {
	if m == std {
		out, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
		return filepath.Join(strings.TrimSpace(string(out)), "src"), err
	}
	dir := filepath.Join(tmp, "module")
	return dir, m.Copy(ctx, dir)
}

// counts are numbers of findings by rule.
type counts map[string]int

func (c counts) String() string {
	var parts []string
	for _, rule := range slices.Sorted(maps.Keys(c)) {
		parts = append(parts, fmt.Sprintf("%d %s", c[rule], rule))
	}
	return cmp.Or(strings.Join(parts, ", "), "nothing")
}

// findings appends what is found in one module and returns how much it is.
func findings(ctx context.Context, all *bytes.Buffer, program string, m corpus.Module) (counts, error) {
	tmp, err := os.MkdirTemp("", "asyncport-corpus-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(tmp)
	dir, err := directory(ctx, m, tmp)
	if err != nil {
		return nil, err
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, program, "check", "-v", "-C", dir, "./...")
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	var exit *exec.ExitError
	if err := cmd.Run(); err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		return nil, fmt.Errorf("check %s: %w\n%s", m, err, stderr.Bytes())
	}
	for line := range strings.Lines(stderr.String()) {
		if strings.Contains(line, " analysed, ") || strings.Contains(line, " took ") {
			fmt.Fprint(os.Stderr, line)
		}
	}
	rules := make(counts)
	for line := range strings.Lines(stdout.String()) {
		if strings.HasPrefix(line, "\t") {
			continue // a hop of the proof
		}
		fmt.Fprintf(all, "%s: %s", name(m), line)
		line = strings.TrimSpace(line)
		rules[strings.Trim(line[strings.LastIndexByte(line, ' ')+1:], "()")]++
	}
	return rules, nil
}
