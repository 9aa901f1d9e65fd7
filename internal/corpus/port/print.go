package main

import (
	"fmt"
	"io"
)

// writeSites writes what became of the sites of each module, in the list's order, then
// the totals and the reasons by the sites that they cost.
func writeSites(w io.Writer, modules []*module) {
	fmt.Fprintf(w, "# What asyncport port makes of the sites of each module; make corpus writes it.\n")
	var done, left, other int
	all := map[string]int{}
	for _, m := range modules {
		d, l, o := m.first.count(rewritten), m.first.count(refused), m.first.count(notApplicable)
		done, left, other = done+d, left+l, other+o
		fmt.Fprintf(w, "%s: %d rewritten, %d refused, %d not applicable\n", m.path, d, l, o)
		reasons := m.first.reasons()
		for _, r := range ranked(reasons) {
			fmt.Fprintf(w, "\t%s %d\n", r, reasons[r])
			all[r] += reasons[r]
		}
		for _, d := range m.first.Dropped {
			fmt.Fprintf(w, "\ttaken back in %s\n", d.Package)
		}
	}
	fmt.Fprintf(w, "\nall: %d rewritten, %d refused, %d not applicable; %d%% of those that ask for a rewrite\n", done, left, other, share(done, left))
	for _, r := range ranked(all) {
		fmt.Fprintf(w, "\t%s %d\n", r, all[r])
	}
}

// writeTotals writes how many modules passed each step.
func writeTotals(w io.Writer, modules []*module) {
	n := map[string]int{}
	count := func(what string, ok bool) {
		if ok {
			n[what]++
		}
	}
	var done, left, back, lost, outside, lines int
	for _, m := range modules {
		count("port", m.port == "0")
		count("build", m.build == "ok")
		count("vet", m.vet == "ok" || m.vet == "pre")
		count("tests", m.tests == "ok" || m.tests == "flaky" || m.tests == "pre")
		count("second", m.port == "0" && len(m.second.Files) == 0)
		count("ready", m.found.Goroutines != "")
		count("goroutines", m.found.Goroutines == "ok")
		count("serial", m.found.Serial == "ok")
		count("well", m.ok())
		done += m.first.count(rewritten)
		left += m.first.count(refused)
		back += len(m.first.Dropped)
		lost += len(m.found.Lost)
		outside += len(m.found.Outside)
		lines += m.found.Changed
	}
	fmt.Fprintf(w, "%d modules: port %d, build %d, vet %d, tests %d, second run empty %d, all well %d\n",
		len(modules), n["port"], n["build"], n["vet"], n["tests"], n["second"], n["well"])
	fmt.Fprintf(w, "%d%% of the sites rewritten (%d of %d); %d rewrites taken back; %d comments lost; %d of %d changed lines outside of a site, a signature, an import block or a call of a changed signature\n",
		share(done, left), done, done+left, back, lost, outside, lines)
	fmt.Fprintf(w, "%d ready for the serial policy: tests pass in %d under goroutines, in %d under serial\n", n["ready"], n["goroutines"], n["serial"])
}

func allWell(modules []*module) bool {
	for _, m := range modules {
		if !m.ok() {
			return false
		}
	}
	return true
}
