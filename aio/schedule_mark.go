package aio

import (
	"fmt"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
)

// Mark is a call at which others may run.
type Mark struct {
	Name string // of the function or method, without its package: Recv, Mutex.Lock
	At   string // file:line of the call
	last bool
}

// String names the mark and its place.
func (m Mark) String() string { return m.Name + " at " + m.At }

// stack is where a task gave its turn away: return addresses, the innermost first.
type stack [24]uintptr

// here returns the stack of the function that called the caller.
func here() (s stack) {
	runtime.Callers(3, s[:])
	return s
}

// inner returns s without what is around the function of the task: the seat there depends on which other loops there are.
func (s *stack) inner() []uintptr {
	n := 0
	for n < len(s) && s[n] != 0 {
		n++
	}
	for i := n - 1; i >= max(0, n-outerFrames); i-- {
		if f := runtime.FuncForPC(s[i] - 1); f != nil && f.Name() == watchedRun {
			return s[:i]
		}
	}
	return s[:n]
}

// outerFrames is more than there are frames around watched.run.
const outerFrames = 8

// watchedRun is the name of the function below which the tasks of a scheduled loop run.
var watchedRun = ownPath + ".(*watched).run"

// mark finds the call into this package, or one of its companions, that the stack is in.
func (s *stack) mark() (m Mark) {
	n := 0
	for n < len(s) && s[n] != 0 {
		n++
	}
	frames := runtime.CallersFrames(s[:n])
	for more := n > 0; more; {
		var f runtime.Frame
		f, more = frames.Next()
		if name, own := ownFunction(f.Function); own {
			if name == "task.retire" || name == "trial.execute" {
				return Mark{} // the task has ended, or was the body of a test of package aiotest and has left it
			}
			m.Name = name
			continue
		}
		if m.Name == "" || strings.HasPrefix(f.Function, "runtime.") {
			return Mark{}
		}
		if filepath.Dir(f.File) == ownDir && !strings.HasSuffix(f.File, "_test.go") {
			continue // a closure of this package that was inlined has the name of its caller
		}
		m.At = fmt.Sprintf("%s:%d", f.File, f.Line)
		return m
	}
	return Mark{}
}

// ownPath is the import path of this package, wherever it was copied to.
var ownPath = strings.TrimSuffix(runtime.FuncForPC(reflect.ValueOf(WithSchedule).Pointer()).Name(), ".WithSchedule")

// ownDir is the directory of the sources of this package, as stacks name it.
var ownDir = func() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Dir(file)
}()

// ownFunction returns the name of a function of this package or one below it, without the package.
func ownFunction(name string) (string, bool) {
	rest, own := strings.CutPrefix(name, ownPath)
	if !own || rest == "" || rest[0] != '.' && rest[0] != '/' || strings.Contains(rest, "_test.") {
		return "", false
	}
	if i := strings.LastIndexByte(rest[:strings.IndexAny(rest+"[", "[")], '/'); i >= 0 {
		rest = rest[i:]
	}
	rest = rest[strings.IndexByte(rest, '.')+1:]
	rest, _, _ = strings.Cut(strings.ReplaceAll(rest, "[...]", ""), ".func")
	return strings.NewReplacer("(*", "", ")", "").Replace(rest), true
}
