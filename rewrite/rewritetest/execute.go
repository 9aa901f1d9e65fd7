package rewritetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"time"
)

// patience is how long a scenario may run; one that waits for ever ends with
// an error of its own before that.
const patience = 20 * time.Second

// run is what the program and the tests of a case did, one outcome per policy.
type run struct {
	broken   string // what the compiler said, if it said anything
	outcomes []outcome
}

// outcome is what can be seen of one run.
type outcome struct {
	Policy string
	Exit   int
	Output string
	Errors string // what a reader of a failure wants to see
}

// execute builds the module as it is in dir and runs every case under each
// policy.
func (m *module) execute(ctx context.Context, dir string, policies ...string) (map[*Case]run, error) {
	p, err := m.build(ctx, dir)
	if err != nil {
		return nil, err
	}
	if len(policies) == 0 {
		policies = []string{""}
	}
	runs := make([]run, len(m.cases))
	var wg sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, c := range m.cases {
		runs[i] = run{broken: p.broken[c], outcomes: make([]outcome, len(policies))}
		if p.broken[c] != "" {
			continue
		}
		for j, policy := range policies {
			wg.Go(func() {
				slots <- struct{}{}
				runs[i].outcomes[j] = m.outcome(ctx, p, c, policy)
				<-slots
			})
		}
	}
	wg.Wait()
	byCase := map[*Case]run{}
	for i, c := range m.cases {
		byCase[c] = runs[i]
	}
	return byCase, nil
}

// outcome runs a case's main and then its tests.
func (m *module) outcome(ctx context.Context, p *program, c *Case, policy string) outcome {
	o := outcome{Policy: policy}
	o.add(m, ctx, c, p.main, c.ID())
	for _, test := range p.tests[c] {
		o.add(m, ctx, c, test, "-test.v")
	}
	return o
}

var duration = regexp.MustCompile(`\(\d+\.\d+s\)`)

func (o *outcome) add(m *module, ctx context.Context, c *Case, name string, args ...string) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = filepath.Join(m.dir, filepath.FromSlash(c.dir()))
	cmd.Env = append(m.env, "AIO_POLICY="+o.Policy)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		o.Exit = -1
		fmt.Fprintf(&stderr, "\nstill running after %s", patience)
	case errors.As(err, &exit):
		o.Exit = exit.ExitCode()
	case err != nil:
		o.Exit = -1
		fmt.Fprintln(&stderr, err)
	}
	o.Output += duration.ReplaceAllString(stdout.String(), "") + crash(stderr.String())
	o.Errors += stderr.String()
}

// crash returns the first line of a panic: the rest of it are addresses.
func crash(stderr string) string {
	for line := range strings.Lines(stderr) {
		if strings.HasPrefix(line, "panic:") || strings.HasPrefix(line, "fatal error:") {
			return line
		}
	}
	return ""
}
