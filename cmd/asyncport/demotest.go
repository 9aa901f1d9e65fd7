package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// env is the environment of the go commands of the demonstration: the sample
// is a module of its own, whatever workspace the user is in.
func (d *demo) env() []string { return append(os.Environ(), "GOWORK=off") }

// policies are the ways to run a ported program.
var policies = []string{"goroutines", "serial"}

// test runs the ported application's tests under every policy, with the race
// detector as well where it works.
func (d *demo) test(ctx context.Context) error {
	modes := [][]string{nil}
	missing := d.raceMissing(ctx)
	if missing == "" {
		modes = append(modes, []string{"-race"})
	}
	for _, mode := range modes {
		for _, policy := range policies {
			args := append([]string{"test", "-count=1", "-timeout=2m"}, mode...)
			args = append(args, "./...")
			what := "AIO_POLICY=" + policy + " go " + strings.Join(args, " ")
			d.title("%s", what)
			cmd := exec.CommandContext(ctx, "go", args...)
			cmd.Dir = d.dir
			cmd.Env = append(d.env(), "AIO_POLICY="+policy)
			cmd.Stdout, cmd.Stderr = d.stdout, d.stderr
			err := cmd.Run()
			if ctx.Err() != nil {
				return ctx.Err()
			}
			d.add(outcome{what: "tests, " + strings.TrimSpace(policy+" "+strings.Join(mode, " ")), ok: err == nil, note: what})
		}
	}
	if missing != "" {
		fmt.Fprintf(d.stdout, "\nThe race detector was not used: %s.\n", missing)
		d.add(outcome{what: "tests, -race", ok: true, note: "not run: " + missing})
	}
	return nil
}

// raceMissing says why the race detector does not work here; "" if it does.
func (d *demo) raceMissing(ctx context.Context) string {
	cmd := exec.CommandContext(ctx, "go", "env", "-json", "CGO_ENABLED", "CC")
	cmd.Dir, cmd.Env = d.dir, d.env()
	out, err := cmd.Output()
	if err != nil {
		return "the go command does not tell about cgo"
	}
	var env struct{ CGO_ENABLED, CC string }
	if err := json.Unmarshal(out, &env); err != nil {
		return "the go command does not tell about cgo"
	}
	if runtime.GOOS == "darwin" { // the race detector does without cgo there
		return ""
	}
	if env.CGO_ENABLED != "1" {
		return "it needs cgo, which is switched off"
	}
	cc, _, _ := strings.Cut(env.CC, " ")
	if _, err := exec.LookPath(cc); err != nil {
		return "it needs a C compiler, and " + cc + " is not in PATH"
	}
	return ""
}
