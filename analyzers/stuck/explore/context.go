package explore

import (
	"go/types"
)

// contextObj is a context that the run made.
type contextObj struct {
	done     *channel // nil: never done
	children []*contextObj
}

func addContexts() {
	root := func(m *machine, g *goroutine, c *call) (value, status) { return &contextObj{}, done }
	models["context.Background"] = root
	models["context.TODO"] = root
	models["context.WithCancel"] = withCancel(false)
	models["context.WithTimeout"] = withCancel(true)
	models["context.WithDeadline"] = withCancel(true)
	models["context.WithValue"] = func(m *machine, g *goroutine, c *call) (value, status) {
		m.escape(c.args[2])
		return c.args[0], done
	}
	for name := range models {
		if len(name) > 8 && name[:8] == "context." {
			quiet[name] = true
		}
	}
}

// withCancel makes a context and the function that cancels it. One with a time
// limit, or whose parent is not known, may be done at any time.
func withCancel(timed bool) model {
	return func(m *machine, g *goroutine, c *call) (value, status) {
		ctx := &contextObj{done: &channel{elem: types.NewStruct(nil, nil), signal: true}}
		if c.site != nil {
			ctx.done.made = c.site.Pos()
		}
		parent, ok := c.args[0].(*contextObj)
		switch {
		case !ok || timed:
			ctx.done.foreign = true
		case parent.done != nil:
			ctx.done.foreign = parent.done.foreign
			ctx.done.closed = parent.done.closed
			parent.children = append(parent.children, ctx)
		}
		cancel := &closure{free: []value{ctx.done}, native: func(*machine, *goroutine, []value) (value, status) {
			ctx.cancel()
			return tuple{}, done
		}}
		return tuple{ctx, cancel}, done
	}
}

func (c *contextObj) cancel() {
	c.done.closed = true
	for _, child := range c.children {
		child.cancel()
	}
}

func (m *machine) contextMethod(ctx *contextObj, c *call) (value, status) {
	switch c.method.Name() {
	case "Done":
		if ctx.done == nil {
			return null{}, done
		}
		return ctx.done, done
	case "Err":
		t := resultType(c)
		switch {
		case ctx.done == nil:
			return null{}, done
		case ctx.done.closed:
			return m.nonNil(t), done
		case !ctx.done.foreign:
			return null{}, done
		}
		if m.choose(2) == 0 {
			return null{}, done
		}
		ctx.cancel()
		return m.nonNil(t), done
	}
	return m.result(c), done
}

// contextDone returns what Done of an unknown context returns: a channel that is
// closed once and for all.
func (m *machine) contextDone(s *symbol, t types.Type) value {
	d := s.derived(m, "Done()", t)
	if d.ch == nil {
		d.nilness = isFalse
		d.ch = &channel{foreign: true, signal: true, elem: types.NewStruct(nil, nil)}
	}
	return d
}
