package aio

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// SetName gives the task of co a name for messages and dumps.
func SetName(co Context, name string) {
	t := co.self().t
	t.loop.mu.Lock()
	t.setName(name)
	t.loop.mu.Unlock()
}

// Dump writes the tasks of all loops as trees: who started whom and where, and what each waits for. Under Goroutines
// tasks record only what they wait for inside this package. A task whose starter has ended stands at the left. Write
// errors are ignored.
func Dump(w io.Writer) {
	process.mu.Lock()
	loops := make([]*loop, 0, len(process.private)+1)
	for l := range process.private {
		loops = append(loops, l)
	}
	numbers := process.private
	slices.SortFunc(loops, func(a, b *loop) int { return int(numbers[a]) - int(numbers[b]) })
	if process.loop != nil {
		loops = slices.Insert(loops, 0, process.loop)
	}
	process.mu.Unlock()
	for i, l := range loops {
		l.dump(w, i)
	}
}

func (l *loop) dump(w io.Writer, number int) {
	l.mu.Lock()
	var b strings.Builder
	fmt.Fprintf(&b, "loop %d, %s, %d tasks\n", number, l.policy, l.live)
	children := map[*task][]*task{}
	alive := map[*task]bool{}
	for t := l.tasks; t != nil; t = t.older {
		alive[t] = true
	}
	for t := l.tasks; t != nil; t = t.older {
		p := t.parent
		if !alive[p] {
			p = nil
		}
		children[p] = append(children[p], t)
	}
	var write func(p *task, depth int)
	write = func(p *task, depth int) {
		for _, t := range slices.Backward(children[p]) {
			fmt.Fprintf(&b, "%s%s%s\n", strings.Repeat("  ", depth), t.info(), t.mark())
			write(t, depth+1)
		}
	}
	write(nil, 1)
	l.mu.Unlock()
	_, _ = io.WriteString(w, b.String())
}

// mark says what a task does that waits for nothing; loop.mu is held.
func (t *task) mark() string {
	switch {
	case t.loop.holder == t:
		return " (its turn)"
	case t.loop.serial && t.wait.on == nil && !t.away:
		return " (ready)"
	}
	return ""
}
