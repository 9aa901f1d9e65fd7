package aio

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// Tasks describes the live tasks of all loops, loop by loop in the order of their numbers, the oldest task first. Each
// loop is looked at in one moment, but not all of them in the same one. It may be called by any goroutine.
func Tasks(opts ...DumpOption) []TaskInfo {
	return survey(allLoops(), newDumpOptions(opts))
}

// LoopTasks is Tasks for the loop of co.
func LoopTasks(co Context, opts ...DumpOption) []TaskInfo {
	return survey([]*loop{co.self().t.loop}, newDumpOptions(opts))
}

// Dump writes the tasks of all loops as trees: who started whom and where, what each waits for, and who waits for it.
// Under Goroutines tasks record only what they wait for inside this package. A task whose starter has ended stands at
// the left. Tasks that are deeper than 64 levels are not indented further; they tell their level.
//
// The text is written by one call of Write, whose error is ignored. It is meant for people, and may change. Dump may be
// called by any goroutine; its work is linear in the number of tasks.
func Dump(w io.Writer, opts ...DumpOption) {
	dump(w, allLoops(), newDumpOptions(opts))
}

// DumpLoop is Dump for the loop of co.
func DumpLoop(w io.Writer, co Context, opts ...DumpOption) {
	dump(w, []*loop{co.self().t.loop}, newDumpOptions(opts))
}

func dump(w io.Writer, loops []*loop, o dumpOptions) {
	var b strings.Builder
	infos := survey(loops, o)
	members := groupMembers(infos)
	if len(loops) == 0 {
		b.WriteString("no loops: the program has not used Run or Enter, or all Runs have returned\n")
	}
	for _, l := range loops {
		k := countLoop(infos, l.number)
		tasks := "tasks"
		if k == 1 {
			tasks = "task"
		}
		fmt.Fprintf(&b, "loop %d, %s, %d %s\n", l.number, l.policy, k, tasks)
		newForest(infos[:k], members).write(&b)
		infos = infos[k:]
	}
	_, _ = io.WriteString(w, b.String())
}

// maxIndent is the number of levels that are shown by indentation: with it the size of a dump is linear in the number of
// tasks.
const maxIndent = 64

// forest is the tasks of one loop, by who started them.
type forest struct {
	tasks    []TaskInfo
	roots    []int
	children map[uint64][]int // by the ID of their parent
	groups   map[int][]TaskRef
}

func newForest(tasks []TaskInfo, groups map[int][]TaskRef) *forest {
	f := &forest{tasks: tasks, children: map[uint64][]int{}, groups: groups}
	for i, t := range tasks {
		if t.Parent == 0 {
			f.roots = append(f.roots, i)
		} else {
			f.children[t.Parent] = append(f.children[t.Parent], i)
		}
	}
	return f
}

// groupMembers returns the tasks of each group.
func groupMembers(all []TaskInfo) map[int][]TaskRef {
	groups := map[int][]TaskRef{}
	for _, t := range all {
		for _, g := range t.Groups {
			groups[g] = append(groups[g], t.Ref())
		}
	}
	return groups
}

// write writes the trees, depth first. It does not recurse: a chain of tasks may be long.
func (f *forest) write(b *strings.Builder) {
	type place struct{ task, level int }
	var open []place
	push := func(tasks []int, level int) {
		for i := len(tasks) - 1; i >= 0; i-- {
			open = append(open, place{tasks[i], level})
		}
	}
	push(f.roots, 1)
	for len(open) > 0 {
		p := open[len(open)-1]
		open = open[:len(open)-1]
		indent := strings.Repeat("  ", min(p.level, maxIndent))
		b.WriteString(indent)
		if p.level > maxIndent {
			fmt.Fprintf(b, "[level %d] ", p.level)
		}
		t := f.tasks[p.task]
		b.WriteString(t.String() + f.relations(t) + "\n")
		for _, line := range strings.SplitAfter(t.Stack, "\n") {
			if line != "" {
				b.WriteString(indent + "  | " + line)
			}
		}
		push(f.children[t.ID], p.level+1)
	}
}

// relations is the part of a line about other tasks.
func (f *forest) relations(t TaskInfo) string {
	var b strings.Builder
	if t.AwaitsGroup != 0 {
		fmt.Fprintf(&b, " (%s)", references(f.groups[t.AwaitsGroup], t.Loop))
	}
	if len(t.AwaitedBy) > 0 {
		fmt.Fprintf(&b, ", awaited by %s", references(t.AwaitedBy, t.Loop))
	}
	if t.For > 0 {
		fmt.Fprintf(&b, ", for %v", t.For.Round(time.Millisecond))
	}
	if t.State == TaskRunning || t.State == TaskReady {
		fmt.Fprintf(&b, " (%s)", t.State)
	}
	return b.String()
}

// maxReferences is how many tasks a line names.
const maxReferences = 8

// references lists tasks as seen from a loop.
func references(refs []TaskRef, loop uint64) string {
	if len(refs) == 0 {
		return "no task"
	}
	var b strings.Builder
	for i, r := range refs[:min(len(refs), maxReferences)] {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "task %d", r.ID)
		if r.Loop != loop {
			fmt.Fprintf(&b, " of loop %d", r.Loop)
		}
	}
	if more := len(refs) - maxReferences; more > 0 {
		fmt.Fprintf(&b, " and %d more", more)
	}
	return b.String()
}
