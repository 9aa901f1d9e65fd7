package aiotest

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"

	"github.com/asyncport/asyncport/aio"
)

// stuck notes that the bubble of the trial could not end. The tasks are still there.
func (tr *trial) stuck(reason, goroutines string) {
	switch {
	case len(tr.problems) > 0:
		// What is left is the consequence.
	case !tr.ended:
		tr.deadlock()
	default:
		tr.note("goroutines that are no tasks are left when the test has returned: %s\n%s", reason, goroutines)
	}
}

// deadlock notes that no task can go on.
func (tr *trial) deadlock() {
	if len(tr.problems) > 0 {
		return // a consequence: a task could not be unwound, or did not end
	}
	tr.fatal = true
	tr.story = tr.explanation()
	if tr.trace.Exhausted() {
		tr.note("no end after %d turns\n%s", tr.limit, tr.tree())
	} else {
		tr.note("deadlock: no task can go on, and no timer is left\n%s", tr.tree())
	}
}

// tree returns the tasks of the loop, and where each stands.
func (tr *trial) tree() string {
	if tr.co == nil {
		return "no task has begun"
	}
	var b strings.Builder
	aio.DumpLoop(&b, tr.co)
	b.WriteString(tr.places(aio.LoopTasks(tr.co)))
	return strings.TrimSuffix(b.String(), "\n")
}

// places says where each task stands.
func (tr *trial) places(tasks []aio.TaskInfo) string {
	var lines []string
	for _, task := range tasks {
		if m := tr.place(task.Ref()); m.Name != "" {
			lines = append(lines, fmt.Sprintf("task %d stands at %s", task.ID, m))
		}
	}
	return strings.Join(lines, "\n")
}

// place returns the mark that a task came to last. A main task that was unwound has left the test body since; then only the
// turns tell.
func (tr *trial) place(task aio.TaskRef) aio.Mark {
	m := tr.trace.Last(task)
	if m.Name != "" {
		return m
	}
	turns := tr.trace.Turns()
	for i := len(turns) - 1; i >= 0; i-- {
		if turns[i].Task == task && turns[i].End.Name != "" {
			return turns[i].End
		}
	}
	return m
}

// explanation says how the failing trial went, and how to repeat it.
func (tr *trial) explanation() string {
	if tr.parallel {
		return "failed under policy goroutines; repeat it by\n\t" + tr.command()
	}
	var b strings.Builder
	turns, count := tr.trace.Turns(), tr.trace.Count()
	fmt.Fprintf(&b, "failed under seed %d after %d turns", tr.seed, count)
	if len(turns) > 0 {
		b.WriteString("; the last ones:")
	}
	first := count - uint64(len(turns)) + 1
	for i := 0; i < len(turns); {
		same := 1
		for i+same < len(turns) && turns[i+same] == turns[i] {
			same++
		}
		fmt.Fprintf(&b, "\n%6d  %s", first+uint64(i), turns[i])
		if same > 1 {
			fmt.Fprintf(&b, ", %d times", same)
		}
		i += same
	}
	fmt.Fprintf(&b, "\nrepeat it by\n\t%s", tr.command())
	return tr.readable(b.String())
}

// readable leaves out the directory of the files of the package, as package testing does.
func (tr *trial) readable(text string) string {
	dir, err := os.Getwd()
	if err != nil {
		return text
	}
	return strings.ReplaceAll(text, dir+string(filepath.Separator), "")
}

// command returns the command that runs just this trial.
func (tr *trial) command() string {
	var b strings.Builder
	b.WriteString("go test")
	if tr.pkg != "" {
		b.WriteString(" " + tr.pkg)
	}
	parts := strings.Split(tr.test, "/")
	for i, p := range parts {
		parts[i] = "^" + regexp.QuoteMeta(p) + "$"
	}
	fmt.Fprintf(&b, " -run '%s'", strings.Join(parts, "/"))
	if !tr.parallel {
		fmt.Fprintf(&b, " -%s=%d", seedFlag, tr.seed)
	}
	return b.String()
}

// callerPackage returns the import path of the code that called the exported function that called this one, or "" when
// it has none that go test would know.
func callerPackage() string {
	var pc [1]uintptr
	if runtime.Callers(3, pc[:]) == 0 {
		return ""
	}
	f, _ := runtime.CallersFrames(pc[:]).Next()
	return packageOf(f.Function)
}

// packageOf returns the import path of a function, or "".
func packageOf(function string) string {
	slash := strings.LastIndexByte(function, '/') + 1
	dot := strings.IndexByte(function[slash:], '.')
	if dot < 0 {
		return ""
	}
	path := strings.ReplaceAll(function[:slash+dot], "%2e", ".") // how the compiler writes a dot in the last element
	path = strings.TrimSuffix(path, "_test")
	if path == "main" || path == "command-line-arguments" {
		return ""
	}
	return path
}
