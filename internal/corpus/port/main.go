// Command port ports every module of a list in a fresh copy, then builds, vets and
// tests it, and says per module what became of its sites:
//
//	port -asyncport ./asyncport -o testdata/corpus/port.txt testdata/corpus/dev.tsv
//
// The file that -o names holds what does not depend on the machine: sites, what was
// rewritten, what was refused and why. The rest goes to stdout: build, vet, tests as
// they were before, a second run that changes nothing, comments lost, rewrites taken
// back, changed lines that no site explains, the tests under both policies for modules
// that are ready for the serial one. The exit code is 1 when a module fails in one of
// these, 2 on an error.
//
// A list that takes too long for one go is ported in parts, with -m and the same
// -logs, and put together at the end:
//
//	port -join -logs DIR -o testdata/corpus/port.txt testdata/corpus/dev.tsv
//
// testdata/corpus/run.sh does the work; it calls this program again in each ported tree.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
)

type options struct {
	asyncport, out, match, logs string
	join                        bool
	list                        string
}

func main() {
	if len(os.Args) == 3 && os.Args[1] == "inspect" {
		if err := inspect(os.Args[2]); err != nil {
			fmt.Fprintf(os.Stderr, "port: %v\n", err)
			os.Exit(2)
		}
		return
	}
	var opts options
	flag.StringVar(&opts.asyncport, "asyncport", "asyncport", "the asyncport `program` to run")
	flag.StringVar(&opts.out, "o", "", "write what became of the sites to this `file`; only with the whole list")
	flag.StringVar(&opts.match, "m", ".", "only modules whose path matches this regular `expression` of grep -E")
	flag.StringVar(&opts.logs, "logs", "", "keep the output of every step in this `directory`")
	flag.BoolVar(&opts.join, "join", false, "port nothing; put together what earlier runs left in -logs")
	flag.Parse()
	if flag.NArg() != 1 || opts.out != "" && opts.match != "." || opts.join && (opts.logs == "" || opts.match != ".") {
		fmt.Fprintln(os.Stderr, "usage: port [-asyncport PROGRAM] [-logs DIR] [-m REGEX | -o FILE] LIST\n       port -join -logs DIR [-o FILE] LIST")
		os.Exit(2)
	}
	opts.list = flag.Arg(0)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	work := run
	if opts.join {
		work = join
	}
	ok, err := work(ctx, opts)
	switch {
	case err != nil:
		fmt.Fprintf(os.Stderr, "port: %v\n", err)
		os.Exit(2)
	case !ok:
		os.Exit(1)
	}
}

// run ports the list and prints a line per module as it is done, the totals last.
// It reports whether all is well.
func run(ctx context.Context, opts options) (bool, error) {
	if opts.logs == "" {
		tmp, err := os.MkdirTemp("", "asyncport-corpus-")
		if err != nil {
			return false, err
		}
		defer os.RemoveAll(tmp)
		opts.logs = tmp
	}
	cmd, err := executor(ctx, &opts)
	if err != nil {
		return false, err
	}
	lines, err := cmd.StdoutPipe()
	if err != nil {
		return false, err
	}
	if err := cmd.Start(); err != nil {
		return false, err
	}
	modules, err := follow(lines, os.Stdout, opts.logs)
	// Modules that fail make the exit code 1; so do steps that this program does not mind.
	if waitErr := cmd.Wait(); err == nil && !errors.As(waitErr, new(*exec.ExitError)) {
		err = waitErr
	}
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return false, err
	}
	return finish(opts, modules)
}

// finish prints the totals and writes what became of the sites.
func finish(opts options, modules []*module) (bool, error) {
	writeTotals(os.Stdout, modules)
	if opts.out != "" {
		var text strings.Builder
		writeSites(&text, modules)
		if err := os.WriteFile(opts.out, []byte(text.String()), 0o666); err != nil {
			return false, err
		}
	}
	return allWell(modules), nil
}

// executor returns run.sh, which stands beside the list, as it has to be run. It makes
// the paths absolute.
func executor(ctx context.Context, opts *options) (*exec.Cmd, error) {
	program, err := exec.LookPath(opts.asyncport)
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	for _, name := range []*string{&program, &opts.logs, &opts.list} {
		if *name, err = filepath.Abs(*name); err != nil {
			return nil, err
		}
	}
	if err := os.MkdirAll(opts.logs, 0o777); err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, "bash", filepath.Join(filepath.Dir(opts.list), "run.sh"),
		"-f", "4", "-l", opts.logs, "-m", opts.match, "-p", "900",
		"-s", `"$CORPUS_SELF" inspect "$LOGS/$ID"`,
		opts.list, `"$CORPUS_PORT" port -w --json ./... >"$LOGS/$ID.first.json" && "$CORPUS_PORT" port --json ./... >"$LOGS/$ID.second.json"`)
	cmd.Env = append(os.Environ(), "CORPUS_SELF="+self, "CORPUS_PORT="+program)
	cmd.Stderr = os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) } // it removes its copies
	return cmd, nil
}

// follow reads what run.sh prints, and prints what is known of each module.
func follow(r io.Reader, w io.Writer, logs string) ([]*module, error) {
	var modules []*module
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		cols := strings.Split(lines.Text(), "\t")
		if cols[0] == "module" || strings.HasPrefix(cols[0], "TOTAL") || len(cols) < 8 {
			continue
		}
		m, err := readModule(logs, cols)
		if err == nil {
			err = os.WriteFile(base(logs, m.path)+lineSuffix, lines.Bytes(), 0o666)
		}
		if err != nil {
			return modules, err
		}
		modules = append(modules, m)
		m.print(w)
	}
	return modules, lines.Err()
}
