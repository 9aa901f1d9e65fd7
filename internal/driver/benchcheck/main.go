// Command benchcheck measures asyncport check beside go vet and staticcheck on
// real modules: the first run, one with nothing changed, and one after an edit
// of a package that nothing imports. It prints CPU time, wall time and the peak
// memory of the largest process, and the ratios that the project holds itself
// to.
//
// CPU time is what to compare: it is of the whole process tree and suffers
// least from what else the machine does.
//
//	go run ./internal/driver/benchcheck [-only etcd] [-n 3]
//
// It must run in the root of the repository. What the modules import is compiled
// once, into a build cache that each run starts from, so that go vet and
// staticcheck do not have to compile. It holds nothing else: the first run of
// every tool works out its facts itself.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

func main() {
	only := flag.String("only", "", "only this `subject`: etcd or prometheus")
	n := flag.Int("n", 3, "how often each `run` is measured; the median is shown")
	staticcheck := flag.String("staticcheck", "honnef.co/go/tools/cmd/staticcheck@v0.8.2", "the staticcheck to `install`")
	flag.Parse()
	if err := bench(*only, *n, *staticcheck); err != nil {
		fmt.Fprintln(os.Stderr, "benchcheck:", err)
		os.Exit(1)
	}
}

func bench(only string, n int, staticcheck string) error {
	dir, err := os.MkdirTemp("", "asyncport-benchcheck-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	tools, err := install(dir, staticcheck)
	if err != nil {
		return err
	}
	for _, s := range subjects {
		if only != "" && s.name != only {
			continue
		}
		if err := s.prepare(dir); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		table := make(map[string]map[string]cost)
		for _, t := range tools {
			fmt.Fprintf(os.Stderr, "benchcheck: %s: %s\n", s.name, t.name)
			costs, err := s.measure(t, filepath.Join(dir, s.name+"-"+t.name), n)
			if err != nil {
				return fmt.Errorf("%s: %s: %w", s.name, t.name, err)
			}
			table[t.name] = costs
		}
		show(s, tools, table)
	}
	return nil
}

// show prints the costs of all tools on a subject, and the goals.
func show(s subject, tools []tool, table map[string]map[string]cost) {
	fmt.Printf("\n%s (%s@%s): CPU s / wall s / peak MB\n", s.name, s.module, s.version)
	fmt.Printf("%-12s", "")
	for _, sc := range scenarios {
		fmt.Printf("  %-24s", sc)
	}
	fmt.Println()
	for _, t := range tools {
		fmt.Printf("%-12s", t.name)
		for _, sc := range scenarios {
			fmt.Printf("  %-24s", table[t.name][sc])
		}
		fmt.Println()
	}
	goals := []float64{1. / 2, 1. / 10, 1. / 2}
	for i, sc := range scenarios {
		ratio := table["asyncport"][sc].cpu / max(table["go vet"][sc].cpu, 0.001)
		fmt.Printf("%s: %.2f of go vet's CPU time, goal %.2f: %s\n", sc, ratio, goals[i], verdict(ratio <= goals[i]))
	}
	most := func(name string) float64 {
		var all []float64
		for _, c := range table[name] {
			all = append(all, c.peak)
		}
		return slices.Max(all)
	}
	fmt.Printf("peak: %.0f MB, staticcheck %.0f MB: %s\n", most("asyncport"), most("staticcheck"), verdict(most("asyncport") <= most("staticcheck")))
}

func verdict(ok bool) string {
	if ok {
		return "reached"
	}
	return "MISSED"
}
