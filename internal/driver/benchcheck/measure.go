package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

// A tool is a checker with the exit codes that mean that it did its work. Its
// caches are in the directory of its runs.
type tool struct {
	name string
	args []string
	ok   []int
}

// install builds what is compared.
func install(dir, staticcheck string) ([]tool, error) {
	bin := filepath.Join(dir, "bin")
	if err := command(".", nil, "go", "build", "-o", filepath.Join(bin, "asyncport"), "./cmd/asyncport"); err != nil {
		return nil, err
	}
	if err := command(".", []string{"GOBIN=" + bin, "GOFLAGS="}, "go", "install", staticcheck); err != nil {
		return nil, err
	}
	return []tool{
		{"asyncport", []string{filepath.Join(bin, "asyncport"), "check", "./..."}, []int{0, 1}},
		{"go vet", []string{"go", "vet", "./..."}, []int{0, 1}},
		{"staticcheck", []string{filepath.Join(bin, "staticcheck"), "./..."}, []int{0, 1}},
	}, nil
}

// cost is what a run took.
type cost struct{ cpu, wall, peak float64 }

func (c cost) String() string { return fmt.Sprintf("%.2f / %.2f / %.0f", c.cpu, c.wall, c.peak) }

// The runs that are measured.
var scenarios = []string{"first run", "nothing changed", "leaf edited"}

// measure runs a tool on the subject, n times in each scenario.
func (s subject) measure(t tool, dir string, n int) (map[string]cost, error) {
	runs := make(map[string][]cost)
	for i := range n {
		caches := filepath.Join(dir, fmt.Sprint(i))
		env, err := s.environment(caches)
		if err != nil {
			return nil, err
		}
		time.Sleep(3 * time.Second) // files that were just changed are not trusted
		for _, sc := range scenarios {
			if sc == scenarios[2] {
				if err := s.edit(i); err != nil {
					return nil, err
				}
			}
			c, err := t.run(s.dir, env)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", sc, err)
			}
			runs[sc] = append(runs[sc], c)
		}
		if err := s.restore(); err != nil {
			return nil, err
		}
		if err := os.RemoveAll(caches); err != nil {
			return nil, err
		}
	}
	costs := make(map[string]cost)
	for sc, list := range runs {
		costs[sc] = median(list)
	}
	return costs, nil
}

// environment makes empty caches for the tools, and a copy of the build cache
// with what is compiled already.
func (s subject) environment(dir string) ([]string, error) {
	build := filepath.Join(dir, "build")
	if err := linkTree(s.buildCache, build); err != nil {
		return nil, err
	}
	return append(settings(), "GOCACHE="+build, "ASYNCPORT_CACHE="+filepath.Join(dir, "asyncport"),
		"STATICCHECK_CACHE="+filepath.Join(dir, "staticcheck")), nil
}

func (t tool) run(dir string, env []string) (cost, error) {
	cmd := exec.Command(t.args[0], t.args[1:]...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), append(env, "PWD="+dir)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	start := time.Now()
	err := cmd.Run()
	wall := time.Since(start)
	if exit, ok := errors.AsType[*exec.ExitError](err); err != nil && (!ok || !slices.Contains(t.ok, exit.ExitCode())) {
		return cost{}, fmt.Errorf("%w\n%s", err, stderr.Bytes())
	}
	c := cost{cpu: (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(), wall: wall.Seconds()}
	c.peak = peak(cmd.ProcessState)
	return c, nil
}

func median(list []cost) cost {
	middle := func(of func(cost) float64) float64 {
		values := make([]float64, len(list))
		for i, c := range list {
			values[i] = of(c)
		}
		slices.Sort(values)
		return values[len(values)/2]
	}
	return cost{
		middle(func(c cost) float64 { return c.cpu }),
		middle(func(c cost) float64 { return c.wall }),
		middle(func(c cost) float64 { return c.peak }),
	}
}

// linkTree makes dst like src, with the same files.
func linkTree(src, dst string) error {
	return filepath.WalkDir(src, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(src, name)
		if err != nil {
			return err
		}
		to := filepath.Join(dst, rel)
		if d.IsDir() {
			return os.MkdirAll(to, 0o777)
		}
		if !d.Type().IsRegular() || len(rel) < 10 {
			return nil // marks of the go command, which it writes over
		}
		return os.Link(name, to)
	})
}

// command runs a command and returns its output as an error if it fails.
func command(dir string, env []string, args ...string) error {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%v: %w\n%s", args, err, out)
	}
	return nil
}
