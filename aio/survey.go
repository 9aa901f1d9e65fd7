package aio

import (
	"cmp"
	"slices"
)

// finding is one task in a survey.
type finding struct {
	info  TaskInfo
	from  origin
	group *audience // it waits for all tasks of this
	in    [2]*audience
}

// survey describes the tasks of the given loops, loop by loop, the oldest task first. Each loop is looked at in one
// moment, but not all loops in the same one. The work is linear in the number of tasks.
func survey(loops []*loop, o dumpOptions) []TaskInfo {
	var all []finding
	for _, l := range loops {
		all = append(all, l.survey()...)
	}
	infos := connect(all)
	o.refine(infos)
	return infos
}

// survey describes the tasks of l.
func (l *loop) survey() []finding {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := make([]finding, 0, l.live)
	for t := l.tasks; t != nil; t = t.older {
		all = append(all, l.look(t))
	}
	slices.Reverse(all)
	return all
}

// look describes one task of l; l.mu is held.
func (l *loop) look(t *task) finding {
	f := finding{info: t.brief(), from: t.origin(), in: [2]*audience{t.end}}
	f.info.For = t.waited()
	f.info.Goroutine = t.goroutine()
	if l.has(t.parent) {
		f.info.Parent = t.parent.id
	}
	if t.co.s != nil && !t.visitor {
		f.in[1] = &t.co.s.crew.audience
	}
	if h, parked := t.hindered(); parked {
		if h.crew != nil {
			f.group = &h.crew.audience
		}
		if h.task != nil {
			f.info.Awaits = []TaskRef{{h.task.loop.number, h.task.id}}
		}
	}
	return f
}

// describe describes t, which may have ended; l.mu is held.
func (l *loop) describe(t *task) TaskInfo {
	f := l.look(t)
	i := f.info
	i.Created = f.from.String()
	i.For, i.Goroutine = 0, 0
	if !l.has(t) {
		i.State, i.Waits, i.Parent = TaskEnded, "", 0
	}
	return i
}

// has reports whether t is a live task of l; l.mu is held.
func (l *loop) has(t *task) bool {
	return t != nil && t.loop == l && (t.newer != nil || l.tasks == t)
}

// connect completes what the tasks say of each other.
func connect(all []finding) []TaskInfo {
	groups := map[*audience]int{}
	index := make(map[TaskRef]int, len(all))
	for i := range all {
		f := &all[i]
		index[f.info.Ref()] = i
		if f.group == nil {
			continue
		}
		if groups[f.group] == 0 {
			groups[f.group] = len(groups) + 1
		}
		f.info.AwaitsGroup = groups[f.group]
	}
	infos := make([]TaskInfo, len(all))
	for i := range all {
		f := &all[i]
		for _, c := range f.in {
			if number := groups[c]; c != nil && number != 0 {
				f.info.Groups = append(f.info.Groups, number)
			}
		}
		for _, ref := range f.info.Awaits {
			if j, known := index[ref]; known {
				all[j].info.AwaitedBy = append(all[j].info.AwaitedBy, f.info.Ref())
			}
		}
	}
	places := map[origin]string{} // many tasks come from one place
	for i := range all {
		infos[i] = all[i].info
		place, known := places[all[i].from]
		if !known {
			place = all[i].from.String()
			places[all[i].from] = place
		}
		infos[i].Created = place
	}
	return infos
}

// allLoops returns the loops that have, or may have, tasks, in the order of their numbers.
func allLoops() []*loop {
	process.mu.Lock()
	defer process.mu.Unlock()
	loops := make([]*loop, 0, len(process.private)+1)
	for l := range process.private {
		loops = append(loops, l)
	}
	if process.loop != nil {
		loops = append(loops, process.loop)
	}
	slices.SortFunc(loops, func(a, b *loop) int { return cmp.Compare(a.number, b.number) })
	return loops
}
