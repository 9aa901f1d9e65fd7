package explore

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// machine is the state of one run.
type machine struct {
	prog *ssa.Program
	// pkg is the package whose functions are followed.
	pkg     *ssa.Package
	globals *globals
	closed  *closings
	layouts layouts
	// test is true when the run is a test: then nothing outside fails.
	test bool
	// inTest reports whether a function stands in the source of a test.
	inTest func(*ssa.Function) bool
	// held are the registers of the activations of a test that are over.
	held [][]value

	goroutines []*goroutine
	current    *goroutine
	global     map[*ssa.Global]*cell
	results    []value // what the first function returned
	symbols    int
	steps      int

	plan      []int // the decisions to take; the default after its end
	taken     []int // the decisions that were taken
	arity     []int // out of how many
	decisions []decision
	guesses   int  // branches on unknown values among them
	crashed   bool // the program ends: the run shows nothing
	owned     bool // something waited for what the run made
}

// decision is one that the reader of a witness needs to know.
type decision struct {
	pos  token.Pos
	text string
}

// status is how far an operation came.
type status uint8

const (
	done    status = iota
	pushed         // a function was entered; its return completes the operation
	blocked        // the operation has to be tried again
	lost           // the goroutine cannot be followed
	crash          // the program ends
)

// goroutine is a goroutine of the run.
type goroutine struct {
	id       int
	start    *ssa.Go   // nil for the first
	returned token.Pos // the return statement of its function
	frames   []*frame
	first    *call // the call of the go statement, when it is not a followed function
	state    state
	wait     *wait
	granted  bool // may do its next operation without a decision
	streak   int  // operations since it was chosen
	force    bool // take a case that others may make ready at any time
	cond     *condWait
	counted  *cell // the WaitGroup that counts it, if its Go started it
	blocks   int   // when it was blocked, in the order of events
}

type state uint8

const (
	runnable state = iota
	waiting
	finished
	abandoned // cannot be followed: it may do anything with what it can reach
)

// wait says what a goroutine waits for.
type wait struct {
	instr ssa.Instruction
	kind  string // the operation, as a reader calls it
	on    []any  // the channels and cells that could end the wait
	ready func() bool
	at    token.Pos // of a deferred call
	cases []selectCase
	// asleep is true when only time ends the wait.
	asleep bool
}

// frame is an activation of a function.
type frame struct {
	fn      *ssa.Function
	slots   map[ssa.Value]int // of its registers
	regs    []value           // nil: not set
	block   *ssa.BasicBlock
	pc      int
	visits  []uint8 // of each block, up to maxVisits
	defers  []*call
	site    ssa.Instruction // the call, in the frame below
	dynamic bool            // called by way of an interface or function value
	// after is run with the result, in place of the call's completion.
	after func(result value)
}

// owned reports whether only the run's own objects can end the wait.
func (w *wait) owned() bool {
	for _, x := range w.on {
		switch x := x.(type) {
		case *channel:
			if x.foreign || x.roomy {
				return false
			}
		case *cell:
			if x.foreign {
				return false
			}
		}
	}
	return !w.asleep
}

// lazy reports whether unknown code may end the wait at any time.
func (w *wait) lazy() bool {
	for _, c := range w.cases {
		if c.ch != nil && (c.ch.foreign || c.ch.roomy && c.send) {
			return true
		}
	}
	return w.asleep
}

const (
	maxVisits = 40   // of a block in one activation
	maxDepth  = 40   // of calls
	maxSteps  = 6000 // of one run
	maxStreak = 12   // operations before others get their turn
	maxLive   = 24   // goroutines
)

func (g *goroutine) top() *frame { return g.frames[len(g.frames)-1] }

// choose takes one of n decisions.
func (m *machine) choose(n int) int {
	if n <= 1 {
		return 0
	}
	i := len(m.taken)
	c := 0
	if i < len(m.plan) {
		c = min(m.plan[i], n-1)
	}
	m.taken = append(m.taken, c)
	m.arity = append(m.arity, n)
	return c
}

func (m *machine) note(pos token.Pos, text string) {
	m.guesses++
	m.decisions = append(m.decisions, decision{pos, text})
}

// start runs fn with unknown arguments.
func (m *machine) start(fn *ssa.Function) {
	args := make([]value, len(fn.Params))
	for i, p := range fn.Params {
		args[i] = m.symbol(p.Type())
		if i == 0 && fn.Signature.Recv() != nil {
			args[i].(*symbol).nilness = isFalse
		}
	}
	free := make([]value, len(fn.FreeVars))
	for i, v := range fn.FreeVars {
		free[i] = m.nonNil(v.Type())
	}
	g := m.spawn(nil)
	g.enter(m.layouts.entered(fn), fn, free, args, nil)
	g.top().after = func(r value) { m.results = append(m.results, r) }
	m.current = g
	m.run()
}

func (m *machine) spawn(start *ssa.Go) *goroutine {
	g := &goroutine{id: len(m.goroutines), start: start}
	m.goroutines = append(m.goroutines, g)
	return g
}

// enter pushes an activation of a followed function.
func (g *goroutine) enter(l *layout, fn *ssa.Function, free, args []value, site ssa.Instruction) {
	f := &frame{fn: fn, slots: l.slots, regs: make([]value, len(l.slots)), block: fn.Blocks[0], visits: make([]uint8, len(fn.Blocks)), site: site}
	copy(f.regs[:len(fn.Params)], args)
	copy(f.regs[len(fn.Params):][:len(fn.FreeVars)], free)
	g.frames = append(g.frames, f)
}

// set gives a register its value.
func (f *frame) set(v ssa.Value, x value) { f.regs[f.slots[v]] = x }

// run lets goroutines run until none can.
func (m *machine) run() {
	for !m.crashed {
		g := m.current
		if g == nil || !g.can() || g.state == waiting && !g.eager() && !g.force {
			if g = m.next(g); g == nil {
				return
			}
			m.current = g
		}
		if g.state == waiting {
			g.state, g.wait = runnable, nil
			g.granted = true
		}
		if !g.granted && m.visible(g) {
			if other := m.preempt(g); other != g {
				m.current = other
				continue
			}
		}
		if m.steps++; m.steps > maxSteps {
			m.abandonAll()
			return
		}
		m.step(g)
		g.granted = false
	}
}

// can reports whether g can go on.
func (g *goroutine) can() bool {
	return g.state == runnable || g.state == waiting && (g.wait.lazy() || g.wait.ready())
}

// eager reports whether g can go on without others from outside.
func (g *goroutine) eager() bool {
	return g.state == runnable || g.state == waiting && g.wait.ready()
}

// next returns who runs after g, which cannot; nil when nobody can.
func (m *machine) next(g *goroutine) *goroutine {
	list := m.others(g)
	if g != nil && g.eager() {
		list = append(list, g)
	}
	if len(list) == 0 {
		for _, o := range m.goroutines {
			if o.state == waiting && o.wait.lazy() {
				list = append(list, o)
			}
		}
		if len(list) == 0 {
			return nil
		}
		o := list[m.choose(len(list))]
		o.force = true
		o.streak = 0
		return o
	}
	o := list[m.choose(len(list))]
	o.streak = 0
	return o
}

// others returns who can go on but g, those that follow it first.
func (m *machine) others(g *goroutine) []*goroutine {
	var list []*goroutine
	from := 0
	if g != nil {
		from = g.id + 1
	}
	for i := range m.goroutines {
		o := m.goroutines[(from+i)%len(m.goroutines)]
		if o != g && o.eager() {
			list = append(list, o)
		}
	}
	return list
}

// preempt decides who does its next operation first.
func (m *machine) preempt(g *goroutine) *goroutine {
	others := m.others(g)
	g.streak++
	if len(others) == 0 {
		g.granted = true
		return g
	}
	order := append([]*goroutine{g}, others...)
	if g.streak > maxStreak {
		order = append(others, g)
	}
	o := order[m.choose(len(order))]
	if o != g {
		o.streak = 0
	}
	o.granted = true // else the two could give way to each other without end
	return o
}

func (m *machine) abandonAll() {
	for _, g := range m.goroutines {
		if g.state == runnable || g.state == waiting && g.can() {
			g.state = abandoned
		}
	}
}

// block suspends g before its next instruction, which is tried again.
func (m *machine) block(g *goroutine, w *wait) status {
	m.steps++
	g.state, g.wait, g.blocks = waiting, w, m.steps
	m.owned = m.owned || w.owned()
	return blocked
}

func (m *machine) isFollowed(fn *ssa.Function) bool {
	return fn != nil && len(fn.Blocks) > 0
}

// cellOf returns the variable that a package-level variable is.
func (m *machine) cellOf(v *ssa.Global) *cell {
	c := m.global[v]
	if c == nil {
		elem := v.Type().(*types.Pointer).Elem()
		c = &cell{typ: elem, made: v.Pos(), name: v.Name(), foreign: true}
		if init := m.globals.value(m, v); init != nil {
			c.v = init
		}
		m.global[v] = c
	}
	return c
}
