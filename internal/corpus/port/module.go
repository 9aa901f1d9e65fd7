package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// module is what is known of one module once it is done.
type module struct {
	path                    string
	port, build, vet, tests string // as run.sh says
	first, second           outcome
	found                   inspection
	missing                 []string // the endings of the logs that a step left out although the port went well
}

// outcome is what a run of the rewriter says of itself.
type outcome struct {
	Sites   []site
	Dropped []struct{ Package, Func, Why string }
	Files   []struct {
		Path    string
		Runtime bool
	}
}

// site is one site of a run, as far as it matters here.
type site struct {
	File                                        string
	Line, Column                                int
	Construct, Kind, Status, Rule, Reason, Text string
}

// The ways in which a site ends.
const (
	rewritten     = "rewritten"
	refused       = "refused"
	notApplicable = "not applicable"
)

// base returns where the logs of a module begin.
func base(logs, path string) string {
	return filepath.Join(logs, strings.ReplaceAll(path, "/", "_"))
}

// readModule reads what the steps left in the logs. A step that failed left nothing.
func readModule(logs string, cols []string) (*module, error) {
	m := &module{path: cols[0], port: cols[1], build: cols[2], vet: cols[3], tests: cols[4]}
	for _, f := range []struct {
		suffix string
		into   any
	}{{".first.json", &m.first}, {".second.json", &m.second}, {".found.json", &m.found}} {
		data, err := os.ReadFile(base(logs, m.path) + f.suffix)
		if errors.Is(err, fs.ErrNotExist) || err == nil && len(data) == 0 {
			if m.port == "0" {
				m.missing = append(m.missing, f.suffix)
			}
			continue
		}
		if err == nil {
			err = json.Unmarshal(data, f.into)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", m.path, err)
		}
	}
	return m, nil
}

// count returns how many sites ended in a way.
func (o *outcome) count(status string) int {
	n := 0
	for _, s := range o.Sites {
		if s.Status == status {
			n++
		}
	}
	return n
}

// share returns the part of the sites that ask for a rewrite which got one, in percent.
func share(done, left int) int {
	if done+left == 0 {
		return 100
	}
	return 100 * done / (done + left)
}

// reasons counts the refused sites by rule and reason code.
func (o *outcome) reasons() map[string]int {
	n := map[string]int{}
	for _, s := range o.Sites {
		if s.Status == refused {
			n[s.reason()]++
		}
	}
	return n
}

func (s *site) reason() string { return strings.TrimPrefix(s.Rule+"/"+s.Reason, "/") }

// ready reports whether nothing that waits for someone else was left unmarked: as far
// as sites tell, the module can then run under the serial policy; see stalls for the
// rest. A go statement itself waits for nobody, a loop that polls keeps others waiting.
func (o *outcome) ready() bool {
	for _, s := range o.Sites {
		if s.Status == refused && (s.Kind != "" && s.Construct != "go statement" || s.Construct == "polling loop") {
			return false
		}
	}
	return true
}

// ok reports whether a module is well.
func (m *module) ok() bool {
	fine := func(s string) bool { return s == "ok" || s == "pre" || s == "flaky" || s == "" }
	return m.port == "0" && len(m.missing) == 0 && m.build == "ok" && fine(m.vet) && fine(m.tests) && m.tests != "" &&
		len(m.second.Files) == 0 && len(m.first.Dropped) == 0 && len(m.found.Lost) == 0 && len(m.found.Outside) == 0 &&
		fine(m.found.Goroutines) && fine(m.found.Serial)
}

// print writes what happened to a module: one line, and one for each thing to look at.
func (m *module) print(w io.Writer) {
	second := "empty"
	switch n := len(m.second.Files); {
	case m.port != "0":
		second = "-" // a port that failed, or was stopped, has none
	case n > 0:
		second = fmt.Sprintf("%d files", n)
	}
	done, left := m.first.count(rewritten), m.first.count(refused)
	fmt.Fprintf(w, "%s: port %s, build %s, vet %s, tests %s, second run %s; %d sites: %d rewritten, %d refused, %d not applicable (%d%%)",
		m.path, exit(m.port), m.build, m.vet, m.tests, second, len(m.first.Sites), done, left, m.first.count(notApplicable), share(done, left))
	if m.found.Goroutines != "" {
		fmt.Fprintf(w, "; ready: goroutines %s, serial %s", m.found.Goroutines, m.found.Serial)
	}
	if n := m.found.Stalls; n > 0 {
		fmt.Fprintf(w, "; not ready: a serial loop may stand still at %d places", n)
	}
	fmt.Fprintln(w)
	for _, name := range m.missing {
		fmt.Fprintf(w, "\tnot looked at to the end: no %s\n", filepath.Base(base("", m.path))+name)
	}
	for _, d := range m.first.Dropped {
		fmt.Fprintf(w, "\ttaken back: %s: %s\n", cmp.Or(d.Func, d.Package), d.Why)
	}
	for _, f := range m.second.Files {
		fmt.Fprintf(w, "\tchanged by the second run: %s\n", f.Path)
	}
	for _, c := range m.found.Lost {
		fmt.Fprintf(w, "\tlost: %s\n", c)
	}
	for _, l := range m.found.Outside {
		fmt.Fprintf(w, "\toutside: %s\n", l)
	}
}

func exit(code string) string {
	if code == "0" {
		return "ok"
	}
	return "exit " + code
}

// ranked returns the keys of n, the highest count first.
func ranked(n map[string]int) []string {
	return slices.SortedFunc(maps.Keys(n), func(a, b string) int {
		return cmp.Or(cmp.Compare(n[b], n[a]), cmp.Compare(a, b))
	})
}
