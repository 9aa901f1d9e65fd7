package progen

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/asyncport/asyncport/rewrite/site"
)

// patience is how long one program may run.
var patience = 20 * time.Second

// Failure is a program whose port does not do what the program did.
type Failure struct {
	Program Program
	Ported  string
	Why     string
}

// Check ports programs together, in a module below tmp, and returns those that
// the port changes in what they do. With races the executables are built with the
// race detector. An error says that nothing could be compared: for the module
// does not build, before or after, or its port fails or is not the end.
func Check(ctx context.Context, tmp string, programs []Program, races bool) ([]Failure, error) {
	byVariant := map[Variant][]Program{}
	var order []Variant
	for _, p := range programs {
		v := p.Variant
		v.Split = false
		if byVariant[v] == nil {
			order = append(order, v)
		}
		byVariant[v] = append(byVariant[v], p)
	}
	var list []Failure
	var errs []error
	for i, v := range order {
		failures, err := checkHalves(ctx, filepath.Join(tmp, fmt.Sprint("m", i)), byVariant[v], races)
		list, errs = append(list, failures...), append(errs, err)
	}
	return list, errors.Join(errs...)
}

// checkHalves checks programs together, and if that is not possible, half of them
// each, down to the one whose port fails.
func checkHalves(ctx context.Context, tmp string, programs []Program, races bool) ([]Failure, error) {
	list, err := checkModule(ctx, tmp, programs, races)
	switch {
	case err == nil || ctx.Err() != nil:
		return list, err
	case len(programs) == 1:
		return []Failure{{Program: programs[0], Why: "a failure: " + err.Error()}}, nil
	}
	half := len(programs) / 2
	a, errA := checkHalves(ctx, tmp+"a", programs[:half], races)
	b, errB := checkHalves(ctx, tmp+"b", programs[half:], races)
	if list = append(a, b...); len(list) == 0 && errA == nil && errB == nil {
		return nil, err // only all of them together
	}
	return list, errors.Join(errA, errB)
}

func checkModule(ctx context.Context, tmp string, programs []Program, races bool) ([]Failure, error) {
	m, err := newModule(tmp, programs)
	if err != nil {
		return nil, err
	}
	before, err := m.build(ctx, "before", races)
	if err != nil {
		return nil, fmt.Errorf("the input: %w", err)
	}
	result, err := m.port(ctx)
	if err != nil {
		return nil, fmt.Errorf("port: %w", err)
	}
	after, err := m.build(ctx, "after", races)
	if err != nil {
		return nil, fmt.Errorf("the result: %w", err)
	}
	m.sites = result.Sites
	why := map[string]string{}
	for _, d := range result.Dropped {
		why[owner(strings.TrimPrefix(d.Package, modulePath+"/"))] += fmt.Sprintf("a rewrite of %s was taken back: %s\n", d.Func, d.Why)
	}
	again, err := m.port(ctx)
	if err != nil {
		return nil, fmt.Errorf("port the result: %w", err)
	}
	for _, f := range again.Files {
		why[owner(f.Path)] += "a second port changes it:\n" + cmp.Diff(string(f.Old), string(f.New))
	}
	return m.compare(ctx, before, after, why)
}

// owner returns the program that a path belongs to.
func owner(path string) string {
	name, _, _ := strings.Cut(path, "/")
	return name
}

// compare runs all programs before and after, and adds what differs to why.
func (m *module) compare(ctx context.Context, before, after string, why map[string]string) ([]Failure, error) {
	reasons := make([]string, len(m.programs))
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for i, p := range m.programs {
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			want := m.run(ctx, before, p, "")
			if again := m.run(ctx, before, p, ""); want != again || strings.Contains(want, "DATA RACE") {
				reasons[i] = "the input is not deterministic:\n" + cmp.Diff(want, again)
				return
			}
			for _, policy := range []string{"goroutines", "serial"} {
				if policy == "serial" && (m.variant.Level == "lift" || m.keepsWait(p)) {
					continue
				}
				if have := m.run(ctx, after, p, policy); have != want {
					reasons[i] += "under " + policy + " (- before, + after):\n" + cmp.Diff(want, have)
				}
			}
		})
	}
	wg.Wait()
	var list []Failure
	for i, p := range m.programs {
		text := why[p.Name] + reasons[i]
		if text == "" {
			continue
		}
		for _, s := range m.sites {
			if s.Status == site.Refused && strings.HasPrefix(s.Pos.Filename, p.Name+"/") {
				text += fmt.Sprintf("refused: %d: %s: %s %s\n", s.Pos.Line, s.Text, s.Reason, s.Detail)
			}
		}
		ported, err := os.ReadFile(filepath.Join(m.dir, p.Name, "main.go"))
		if err != nil {
			return nil, err
		}
		if lib, err := os.ReadFile(filepath.Join(m.dir, p.Name, library, "lib.go")); err == nil {
			ported = append(append(ported, "\n// The package "+library+":\n\n"...), lib...)
		}
		list = append(list, Failure{p, string(ported), text})
	}
	return list, nil
}

// keepsWait reports whether the port left a wait of the program as it was, such
// as a lock that is held across a yield, and said so: the program is then not fit
// for a serial loop. A go statement that is left alone waits for nothing.
func (m *module) keepsWait(p Program) bool {
	return slices.ContainsFunc(m.sites, func(s site.Site) bool {
		return s.Status == site.Refused && s.Construct != site.Go && strings.HasPrefix(s.Pos.Filename, p.Name+"/")
	})
}

// run returns all that can be seen of one run of a program.
func (m *module) run(ctx context.Context, exe string, p Program, policy string) string {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, exe, p.Name)
	cmd.Dir = m.tmp
	cmd.Env = append(m.env, "AIO_POLICY="+policy)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	exit := 0
	var ended *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return fmt.Sprintf("still running after %s", patience)
	case errors.As(err, &ended):
		exit = ended.ExitCode()
	case err != nil:
		exit = -1
	}
	return fmt.Sprintf("%s%sexit %d\n", &stdout, outcry(stderr.String()), exit)
}

// outcry returns the lines of the error output that are no addresses.
func outcry(stderr string) string {
	var list []string
	for line := range strings.Lines(stderr) {
		for _, start := range []string{"panic:", "fatal error:", "WARNING: DATA RACE", "aio:"} {
			if strings.HasPrefix(line, start) {
				list = append(list, line)
			}
		}
	}
	return strings.Join(list, "")
}
