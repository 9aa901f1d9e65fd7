package meter

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"time"

	"example.com/telemetry/sample"
)

// grace is how long a child may keep its output open after it ended.
const grace = time.Second

// Process is a meter that runs a program, which prints the text format.
type Process struct {
	name    string
	program string
	args    []string
	env     []string // additions to the environment
}

// Name implements [Meter].
func (p *Process) Name() string { return p.name }

// Read implements [Meter]. It kills the program when ctx ends first.
func (p *Process) Read(ctx context.Context) ([]sample.Sample, error) {
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(p.program, p.args...)
	cmd.Stdout = &stdout
	cmd.Stderr = &stderr
	cmd.WaitDelay = grace
	if len(p.env) > 0 {
		cmd.Env = append(cmd.Environ(), p.env...)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("%s: %w", p.name, err)
	}

	// Wait in the background, so that the context can end the wait.
	exited := make(chan error, 1)
	go func() {
		exited <- cmd.Wait()
	}()

	select {
	case err := <-exited:
		if err != nil {
			return nil, fmt.Errorf("%s: %w: %s", p.name, err, bytes.TrimSpace(stderr.Bytes()))
		}
	case <-ctx.Done():
		_ = cmd.Process.Kill() // it may have ended just now
		<-exited               // reap it
		return nil, fmt.Errorf("%s: %w", p.name, ctx.Err())
	}
	return sample.ParseText(p.name, time.Now().UTC(), stdout.Bytes())
}
