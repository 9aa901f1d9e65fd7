package progen

import (
	"fmt"
	"go/format"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
)

// modulePath is the module that the programs are written for.
const modulePath = "example.com/progen"

// gen is the state of the generation of one program.
type gen struct {
	r     *rand.Rand
	v     Variant
	out   *strings.Builder // the declaration being written
	decls []string         // finished ones
	funcs []*function
	types []*structType
	names int
	taken map[string]bool // unusual names that the program uses already
	cost  int             // of the function being written: statements executed, about
	limit int             // what the program may still execute
}

// Generate returns the program of a seed.
func Generate(seed uint64) (string, error) {
	g := &gen{r: rand.New(rand.NewPCG(seed, 77)), v: VariantOf(seed), taken: map[string]bool{}, limit: 2500}
	g.out = &strings.Builder{}
	e := &env{t: "t", ctx: "ctx", mult: 1}
	g.p("func main() {")
	g.p(`t := trace.New("main")`)
	if g.chance(3) {
		g.p("defer t.Print()")
	}
	g.p(`ctx := context.WithValue(context.Background(), trace.Key("a"), "root")`)
	for range 2 + g.r.IntN(3) {
		g.body(e, 2+g.r.IntN(4))
		if g.limit < 0 || g.names > 160 {
			break
		}
	}
	g.ending(e)
	g.p("}")
	g.decls = append(g.decls, g.out.String())
	src, err := format.Source([]byte(g.file()))
	if err != nil {
		return "", fmt.Errorf("seed %d: %w\n%s", seed, err, g.file())
	}
	return string(src), nil
}

// ending ends main: with the trace, an exit code or a panic.
func (g *gen) ending(e *env) {
	g.p(`t.Ctx("end", ctx)`)
	if strings.Contains(g.out.String(), "defer t.Print()") {
		return
	}
	g.p("t.Print()")
	switch g.r.IntN(12) {
	case 0:
		g.p("os.Exit(3)")
	case 1:
		g.p(`panic("the end")`)
	case 2:
		g.p("c := make(chan int)")
		g.p("go func() { %s; panic(\"in a goroutine\") }()", g.pause())
		g.p("<-c")
	}
}

// file puts the declarations together, with the imports that they need.
func (g *gen) file() string {
	body := g.downgrade(strings.Join(g.decls, "\n"))
	var imports []string
	for _, path := range []string{"bufio", "context", "errors", "fmt", "io", "net", "os", "runtime", "slices", "sort", "strings", "sync", "sync/atomic", "time", errgroupPath} {
		if uses(body, path[strings.LastIndex(path, "/")+1:]) {
			imports = append(imports, fmt.Sprintf("%q", path))
		}
	}
	slices.Sort(imports)
	return fmt.Sprintf("package main\n\nimport (\n%s\n\n%q\n)\n\n%s", strings.Join(imports, "\n"), modulePath+"/trace", body)
}

// uses reports whether a source names something of a package.
func uses(src, pkg string) bool {
	return regexp.MustCompile(`\b` + pkg + `\.[A-Z]`).MatchString(src)
}

// p writes a line.
func (g *gen) p(text string, args ...any) {
	fmt.Fprintf(g.out, text+"\n", args...)
}

// chance is true once in n times.
func (g *gen) chance(n int) bool { return g.r.IntN(n) == 0 }

func (g *gen) pick(list ...string) string { return list[g.r.IntN(len(list))] }

// fresh returns a name that the program does not use yet.
func (g *gen) fresh(base string) string {
	g.names++
	return fmt.Sprintf("%s%d", base, g.names)
}

// unusual returns now and then a name that a port would like to use itself, and
// else a fresh one.
func (g *gen) unusual(base string) string {
	name := g.pick("co", "aio", "task", "leave", "aco", "arg", "receiver", "fn")
	if !g.chance(6) || g.taken[name] {
		return g.fresh(base)
	}
	g.taken[name] = true
	return name
}

// declare writes a declaration, with write, while another is being written, and
// returns what one execution of it costs.
func (g *gen) declare(write func()) int {
	out, cost := g.out, g.cost
	g.out, g.cost = &strings.Builder{}, 0
	write()
	g.decls = append(g.decls, g.out.String())
	own := g.cost
	g.out, g.cost = out, cost
	return own
}

// pause returns a statement that waits a moment.
func (g *gen) pause() string {
	return fmt.Sprintf("time.Sleep(%d * time.Microsecond)", 50*(1+g.r.IntN(8)))
}
