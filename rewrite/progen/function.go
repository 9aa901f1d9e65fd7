package progen

import (
	"fmt"
	"strings"
)

// function is a declared function or method that may be called.
type function struct {
	name  string
	recv  *structType // nil: a function
	iface string      // an interface that has the method, or ""
	ctx   int         // index of the context parameter, -1: none
	ret   string
	typed bool // it has a type parameter
	cost  int
	waits bool
}

// structType is a type with methods.
type structType struct {
	name    string
	pointer bool   // of its methods' receivers
	outer   string // a type that embeds it
	iface   string
}

// someFunction returns a function that is declared already, or a new one.
func (g *gen) someFunction(e *env) *function {
	for range 3 {
		if len(g.funcs) > 0 && (len(g.funcs) > 7 || !g.chance(3)) {
			f := g.funcs[g.r.IntN(len(g.funcs))]
			if f.cost*e.mult < min(300, g.limit) && (!e.quiet || !f.waits) {
				return f
			}
		}
	}
	if len(g.funcs) > 10 || e.depth > 5 {
		return nil
	}
	return g.newFunction(e)
}

// newFunction declares a function.
func (g *gen) newFunction(e *env) *function {
	f := &function{ctx: g.r.IntN(4) - 1, ret: g.pick("", "int", "int", "pair", "named"), waits: !e.quiet}
	if f.ctx > 1 {
		f.ctx = 0
	}
	f.name = g.fresh(g.pick("do", "Do", "work", "Get"))
	switch g.r.IntN(5) {
	case 0, 1:
		f.recv = g.someType()
		f.iface = f.recv.iface
	case 2:
		f.typed = g.since(18)
	}
	f.cost = g.declare(func() { g.writeFunction(e, f) })
	if f.iface != "" {
		g.writeInterface(f)
	}
	g.funcs = append(g.funcs, f)
	return f
}

func (g *gen) writeFunction(from *env, f *function) {
	t := "t"
	e := &env{t: t, ret: f.ret, mult: 1, depth: from.depth + 1, quiet: from.quiet}
	params := []string{"t *trace.T", "n int"}
	if f.typed {
		params[1] = "n N"
	}
	if f.ctx >= 0 {
		e.ctx = g.pick("ctx", "ctx", "c", "parent", "co", "_")
		if e.ctx == "co" {
			if g.taken["co"] {
				e.ctx = "ctx"
			}
			g.taken["co"] = true
		}
		params = append(params[:f.ctx], append([]string{e.ctx + " context.Context"}, params[f.ctx:]...)...)
		if e.ctx == "_" {
			e.ctx = ""
		}
	}
	head := f.name
	if f.recv != nil {
		star := ""
		if f.recv.pointer {
			star = "*"
		}
		head = fmt.Sprintf("(s %s%s) %s", star, f.recv.name, f.name)
		e.ro = append(e.ro, "s.id")
	}
	if f.typed {
		head += "[N ~int]"
		g.need("number", "type number int\n")
	}
	results := map[string]string{"": "", "int": "int", "pair": "(int, error)", "named": "(r int, err error)"}[f.ret]
	g.p("func %s(%s) %s {", head, strings.Join(params, ", "), results)
	g.p("x := int(n)")
	g.p("%s.P(%q, x)", t, f.name)
	e.rw = append(e.rw, "x")
	if f.ret == "named" {
		e.rw = append(e.rw, "r")
		if g.chance(2) {
			g.p(`defer func() { r++; if p := recover(); p != nil { err = fmt.Errorf("recovered %%v", p) } }()`)
		}
	}
	if f.recv != nil && f.recv.pointer && g.chance(2) {
		g.p("t.P(%q, s.id)", "self")
	}
	g.body(e, 2+g.r.IntN(3))
	if f.ret == "int" && !e.quiet && g.chance(3) {
		g.terminating(e)
	} else if f.ret != "" {
		g.p("%s", g.result(e))
	}
	g.p("}")
}

// terminating writes a select as the last statement.
func (g *gen) terminating(e *env) {
	c := g.fresh("c")
	g.p("%s := make(chan int, 1)", c)
	g.p("%s <- %s", c, g.expr(e))
	g.p("select {")
	g.p("case v := <-%s: return v + x", c)
	if g.chance(2) {
		g.p("case <-(chan int)(nil): return 2")
	} else {
		g.p("case <-time.After(time.Minute): return 2")
	}
	g.p("}")
}

// someType returns a type for methods.
func (g *gen) someType() *structType {
	if len(g.types) > 0 && !g.chance(3) {
		return g.types[g.r.IntN(len(g.types))]
	}
	typ := &structType{name: g.fresh("kind"), pointer: g.chance(2)}
	g.decls = append(g.decls, fmt.Sprintf("type %s struct{ id int }\n", typ.name))
	if g.chance(3) {
		typ.outer = g.fresh("outer")
		g.decls = append(g.decls, fmt.Sprintf("type %s struct { %s; extra int }\n", typ.outer, typ.name))
	}
	if g.chance(2) {
		typ.iface = "yes"
	}
	g.types = append(g.types, typ)
	return typ
}

// writeInterface declares an interface for a method, and another type that
// implements it and never waits.
func (g *gen) writeInterface(f *function) {
	f.iface = g.fresh("face")
	params := []string{"t *trace.T", "n int"}
	if f.ctx >= 0 {
		params = append(params[:f.ctx], append([]string{"ctx context.Context"}, params[f.ctx:]...)...)
	}
	sig := fmt.Sprintf("%s(%s) %s", f.name, strings.Join(params, ", "),
		map[string]string{"": "", "int": "int", "pair": "(int, error)", "named": "(r int, err error)"}[f.ret])
	g.decls = append(g.decls, fmt.Sprintf("type %s interface {\n%s\n}\n", f.iface, sig))
	note := fmt.Sprintf("t.P(%q, n)\n", "plain "+f.name)
	if f.ctx >= 0 {
		note += "t.Ctx(\"plain\", ctx)\n"
	}
	ret := map[string]string{"": "", "int": "return n", "pair": "return n, nil", "named": "return"}[f.ret]
	g.decls = append(g.decls, fmt.Sprintf("type plain%s struct{}\n\nfunc (plain%s) %s {\n%s%s\n}\n", f.name, f.name, sig, note, ret))
}
