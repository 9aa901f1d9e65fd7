package main

import (
	"fmt"
	"maps"
	"slices"

	"bytes"
	"strings"

	"github.com/asyncport/asyncport/rewrite"
	"github.com/asyncport/asyncport/rewrite/site"
)

// summarize prints the outcome of a run of the rewriter in a few lines.
func (g *globals) summarize(res *rewrite.Result, written bool) {
	n := make(map[site.Status]int)
	refused := make(map[string]int)
	for _, s := range res.Sites {
		n[s.Status]++
		if s.Status == site.Refused {
			refused[s.Reason]++
		}
	}
	g.note("%s in %s: %d rewritten, %d refused, %d not applicable",
		count(len(res.Sites), "site"), count(len(res.Packages), "package"),
		n[site.Rewritten], n[site.Refused], n[site.NotApplicable])
	if len(refused) > 0 {
		g.note("refused: %s", counts(refused))
	}
	for _, d := range res.Dropped {
		if d.Func != "" {
			g.note("taken back: %s: %s", d.Func, d.Why)
		} else {
			g.note("taken back: %s: %s", d.Package, d.Why)
		}
	}
	if len(res.Findings) > 0 {
		known := ""
		if g.config != nil && g.config.Baseline != "" {
			known = ", those that the baseline knows among them"
		}
		g.note("%s of the analyzers: %s%s", count(len(res.Findings), "finding"), byRule(res.Findings), known)
	}
	if len(res.NotSeen) > 0 {
		g.note("%s not analysed, or not fully; asyncport report lists them", count(len(res.NotSeen), "file"))
	}
	for _, line := range languages(res.Files) {
		g.note("%s", line)
	}
	g.note("%s", changes(res.Files, written))
}

// languages says which files get a build line for the sake of the language, one
// line for each version: go.mod declares an older one.
func languages(files []rewrite.FileChange) []string {
	n := make(map[string]int)
	for _, f := range files {
		if v := f.Language(); v != "" {
			n[v]++
		}
	}
	var lines []string
	for _, v := range slices.Sorted(maps.Keys(n)) {
		lines = append(lines, fmt.Sprintf("%s with a new build line for %s: their marks are generic calls, which the older go.mod rules out; loop variables stay as they are",
			count(n[v], "file"), v))
	}
	return lines
}

// changes says in one line what happened to the files, or would.
func changes(files []rewrite.FileChange, written bool) string {
	var changed, runtime int
	for _, f := range files {
		if f.Runtime {
			runtime++
		} else {
			changed++
		}
	}
	if changed+runtime == 0 {
		return "nothing to change"
	}
	text := count(changed, "file")
	if runtime > 0 {
		text += " and " + count(runtime, "runtime file")
	}
	if written {
		return text + " written"
	}
	return text + " would change; dry run, nothing is written without -w"
}

// summarizeAPI says how the exported API changes, and what --api=break left.
func (g *globals) summarizeAPI(res *rewrite.Result) {
	incompatible := 0
	for _, c := range res.API {
		if !c.Compatible {
			incompatible++
		}
	}
	if incompatible > 0 {
		g.note("%s of the exported API; asyncport report and --json list them", count(incompatible, "incompatible change"))
		if embedded(res.Files) {
			g.note("other modules cannot call what takes a task of an embedded runtime: it is internal; --runtime=module has one that they can import")
		}
		if len(res.Beside) > 0 {
			g.note("not looked at, and may no longer compile: the code of %s of this repository that a replace line gives this one: %s; in a go.work they are seen, and what they use stays",
				count(len(res.Beside), "other module"), strings.Join(res.Beside, ", "))
		}
	}
	for _, u := range res.Unset {
		g.note("%s does not select the serial policy: %s", u.Package, u.Why)
	}
	if len(res.Kept) > 0 {
		var list []string
		for _, k := range res.Kept {
			list = append(list, k.Package+" (by "+k.By+")")
		}
		g.note("other modules of the workspace use %s; the API stays: %s", count(len(res.Kept), "package"), strings.Join(list, ", "))
	}
}

// embedded reports whether the runtime that the changed files use is a copy.
func embedded(files []rewrite.FileChange) bool {
	for _, f := range files {
		if bytes.Contains(f.New, []byte("/internal/aio\"")) {
			return true
		}
	}
	return false
}

// summarizeTests says what the tests said.
func (g *globals) summarizeTests(t *rewrite.Tests) {
	if t == nil {
		return
	}
	for _, name := range t.Before {
		g.note("test failed before the port already: %s", name)
	}
	for _, name := range t.Unsteady {
		g.note("test failed once after the port and then passed: %s", name)
	}
	g.note("tests of %s pass as before", count(len(t.Packages), "changed package"))
}
