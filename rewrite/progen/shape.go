package progen

import "fmt"

// innocent writes methods that wait, of types that the standard library calls.
func (g *gen) innocent(e *env) {
	g.need("slow", `type slow struct{ c chan string }

func (s slow) String() string { return <-s.c }

type slowErr struct{ c chan string }

func (s *slowErr) Error() string { return <-s.c }

type slowReader struct{ c chan string }

func (s slowReader) Read(p []byte) (int, error) {
	text, ok := <-s.c
	if !ok {
		return 0, io.EOF
	}
	return copy(p, text), nil
}

type byWait struct {
	list []int
	c    chan struct{}
}

func (b byWait) Len() int      { return len(b.list) }
func (b byWait) Swap(i, j int) { b.list[i], b.list[j] = b.list[j], b.list[i] }
func (b byWait) Less(i, j int) bool {
	b.c <- struct{}{}
	return b.list[i] < b.list[j]
}
`)
	c := g.fresh("c")
	g.p("%s := make(chan string)\ngo func() {\nfor _, s := range []string{\"a b\\n\", \"c\\n\"} { %s; %s <- s }\nclose(%s)\n}()", c, g.pause(), c, c)
	switch g.r.IntN(6) {
	case 0:
		g.p("%s.P(\"texts\", slow{%s}, fmt.Sprint(slow{%s}))", e.t, c, c)
	case 1:
		g.p("var err%s error = &slowErr{%s}\n%s.P(\"errors\", err%s, fmt.Errorf(\"w: %%w\", err%s))", c, c, e.t, c, c)
	case 2:
		g.p("all%s, err%s := io.ReadAll(slowReader{%s})\n%s.P(\"all\", string(all%s), err%s)", c, c, c, e.t, c, c)
		return
	case 3:
		g.p("for s := bufio.NewScanner(slowReader{%s}); s.Scan(); { %s.P(\"line\", s.Text()) }", c, e.t)
		return
	case 4:
		w := g.fresh("b")
		g.p("%s := byWait{[]int{3, 1, 2}, make(chan struct{})}\ngo func() { for range %s.c {} }()\nsort.Sort(%s)\nclose(%s.c)\n%s.P(\"sorted\", %s.list)", w, w, w, w, e.t, w)
	default:
		g.p("%s.P(\"joined\", strings.Map(func(r rune) rune { if r == 'b' { return rune((<-%s)[0]) }; return r }, <-%s))", e.t, c, c)
		return
	}
	g.p("for range %s {\n}", c)
}

// generic writes functions and types with type parameters that wait.
func (g *gen) generic(e *env) {
	g.need("generics", `type box[T any] struct{ c chan T }

func newBox[T any](n int) *box[T] { return &box[T]{make(chan T, n)} }

func (b *box[T]) put(v T)   { b.c <- v }
func (b *box[T]) take() T   { return <-b.c }
func (b *box[T]) each(f func(T)) {
	for v := range b.c {
		f(v)
	}
}

type taker[T any] interface {
	put(T)
	take() T
}

func move[T any, S taker[T]](from S, to taker[T]) { to.put(from.take()) }

func gather[T any](cs ...<-chan T) []T {
	var list []T
	for _, c := range cs {
		for v := range c {
			list = append(list, v)
		}
	}
	return list
}

func parallel[A, B any](list []A, f func(A) B) []B {
	out := make([]B, len(list))
	var wg sync.WaitGroup
	for i := range list {
		i := i
		wg.Add(1)
		go func() {
			defer wg.Done()
			out[i] = f(list[i])
		}()
	}
	wg.Wait()
	return out
}
`)
	b, to := g.fresh("box"), g.fresh("box")
	switch g.r.IntN(4) {
	case 0:
		g.p("%s, %s := newBox[int](1), newBox[int](1)\n%s.put(%s)\nmove[int](%s, %s)\n%s.P(\"moved\", %s.take())", b, to, b, g.traced(e), b, taker(g, to), e.t, to)
	case 1:
		g.p("%s := newBox[string](0)\ngo func() {\ndefer close(%s.c)\n%s.put(\"x\")\n%s\n%s.put(\"y\")\n}()\n%s.each(func(s string) { %s.P(\"each\", s) })", b, b, b, g.pause(), b, b, e.t)
	case 2:
		g.p("%s := make(chan int)\ngo func() {\nfor i := range 3 { %s <- i }\nclose(%s)\n}()\n%s.P(\"gathered\", gather[int](%s))", b, b, b, e.t, b)
	default:
		g.p("%s.P(\"parallel\", parallel([]int{1, 2, 3}, func(n int) string { %s; return fmt.Sprint(n) }))", e.t, g.pick(g.pause(), ""))
		g.p("%s := parallel([]string{\"a\", \"b\"}, func(s string) int { return len(s) })\n%s.P(\"lengths\", %s)", b, e.t, b)
	}
}

func taker(g *gen, name string) string {
	return g.pick(name, "taker[int]("+name+")")
}

// embedded writes interfaces in interfaces and in structs, method values and
// expressions, and functions with methods.
func (g *gen) embedded(e *env) {
	g.need("layers", `type getter interface{ get(t *trace.T, n int) int }

type closer interface{ shut(t *trace.T) }

type getCloser interface {
	getter
	closer
}

type source struct {
	getter
	name string
}

type base struct{ c chan int }

func (b *base) get(t *trace.T, n int) int {
	t.P("base", n)
	b.c <- n
	return <-b.c
}

func (b *base) shut(t *trace.T) { t.P("shut", len(b.c)) }

type doubled struct{ *base }

func (d doubled) get(t *trace.T, n int) int { return 2 * d.base.get(t, n) }

type getFunc func(t *trace.T, n int) int

func (f getFunc) get(t *trace.T, n int) int { return f(t, n) }

type constant int

func (c constant) get(t *trace.T, n int) int { return int(c) }

func sumOf(t *trace.T, list ...getter) (sum int) {
	for i, x := range list {
		sum += x.get(t, i)
		if c, ok := x.(closer); ok {
			c.shut(t)
		}
	}
	return sum
}
`)
	b := g.fresh("base")
	g.p("%s := &base{make(chan int, 1)}", b)
	switch g.r.IntN(6) {
	case 0:
		g.p("%s.P(\"sum\", sumOf(%s, %s, doubled{%s}, constant(3), source{%s, \"s\"}))", e.t, e.t, b, b, b)
	case 1:
		g.p("var gc%s getCloser = doubled{%s}\n%s.P(\"doubled\", gc%s.get(%s, %s))\ngc%s.shut(%s)", b, b, e.t, b, e.t, g.traced(e), b, e.t)
	case 2:
		g.p("get%s := %s\n%s.P(\"value\", get%s(%s, 3))", b, g.pick(b+".get", "doubled{"+b+"}.get", "source{"+b+", \"\"}.get"), e.t, b, e.t)
	case 3:
		g.p("%s.P(\"expression\", (*base).get(%s, %s, 4), doubled.get(doubled{%s}, %s, 2), getter.get(%s, %s, 1))", e.t, b, e.t, b, e.t, b, e.t)
	case 4:
		g.p("%s.P(\"function\", sumOf(%s, getFunc(func(t *trace.T, n int) int {\n%s\nt.P(\"f\", n)\nreturn n + 1\n}), getFunc(%s.get)))", e.t, e.t, g.pick(g.pause(), ""), b)
	default:
		m := g.fresh("table")
		g.p("%s := map[string]getter{\"a\": %s, \"b\": constant(4)}\n%s.P(\"table\", %s[\"a\"].get(%s, 5), %s[\"b\"].get(%s, 6))", m, b, e.t, m, e.t, m, e.t)
	}
}

// actor writes a goroutine that owns a state and answers requests.
func (g *gen) actor(e *env) {
	g.need("account", `type request struct {
	n     int
	reply chan int
}

type account struct {
	reqs chan request
	gone chan struct{}
	once sync.Once
}

func open(t *trace.T) *account {
	a := &account{reqs: make(chan request), gone: make(chan struct{})}
	go a.loop(t)
	return a
}

func (a *account) loop(t *trace.T) {
	defer close(a.gone)
	sum := 0
	for req := range a.reqs {
		t.P("request", req.n)
		sum += req.n
		req.reply <- sum
	}
}

func (a *account) add(n int) int {
	reply := make(chan int, 1)
	select {
	case a.reqs <- request{n, reply}:
		return <-reply
	case <-a.gone:
		return -1
	}
}

func (a *account) Close() {
	a.once.Do(func() { close(a.reqs) })
	<-a.gone
}
`)
	a, t := g.fresh("account"), g.fresh("t")
	g.p("%s := open(%s.Fork(%q))", a, e.t, t)
	g.p("%s.P(\"sums\", %s.add(%s), %s.add(2))", e.t, a, g.traced(e), a)
	if g.chance(2) {
		g.p("func() {\ndefer %s.Close()\n%s.P(\"more\", %s.add(3))\n}()", a, e.t, a)
	}
	g.p("%s.Close()", a)
}

// piped writes readers and writers of a connection in memory.
func (g *gen) piped(e *env) {
	a, b := g.fresh("a"), g.fresh("b")
	if g.chance(2) {
		g.p("%s, %s := net.Pipe()", a, b)
	} else {
		g.p("%s, %s := io.Pipe()", a, b)
	}
	n := 1 + g.r.IntN(3)
	g.p("go func() {\ndefer %s.Close()\nfor i := range %d { fmt.Fprintf(%s, \"line %%d\\n\", i); %s }\n}()", b, n, b, g.pick(g.pause(), ""))
	switch g.r.IntN(3) {
	case 0:
		g.p("for s := bufio.NewScanner(%s); s.Scan(); { %s.P(\"line\", s.Text()) }", a, e.t)
	case 1:
		buf := g.fresh("buf")
		g.p("%s := make([]byte, 7)\nfor {\nn, err := io.ReadFull(%s, %s)\n%s.P(\"read\", n, err)\nif err != nil { break }\n}", buf, a, buf, e.t)
	default:
		buf := g.fresh("buf")
		g.p("%s := make([]byte, 3)\nfor {\nn, err := %s.Read(%s)\nif err != nil { %s.P(\"end\", err); break }\n%s.P(\"bytes\", string(%s[:n]))\n}", buf, a, buf, e.t, e.t, buf)
	}
	g.p("%s.Close()", a)
}

// workers writes a pool of goroutines that run functions.
func (g *gen) workers(e *env) {
	g.need("pool", `type pool struct {
	jobs chan func()
	quit chan struct{}
	wg   sync.WaitGroup
}

func newPool(workers, buffer int) *pool {
	p := &pool{jobs: make(chan func(), buffer), quit: make(chan struct{})}
	for i := 0; i < workers; i++ {
		p.wg.Add(1)
		go p.work()
	}
	return p
}

func (p *pool) work() {
	defer p.wg.Done()
	for {
		select {
		case job := <-p.jobs:
			job()
		case <-p.quit:
			return
		}
	}
}

func (p *pool) run(f func()) { p.jobs <- f }

func (p *pool) stop() {
	close(p.quit)
	p.wg.Wait()
}
`)
	p, out, left := g.fresh("pool"), g.fresh("out"), g.fresh("left")
	n := 2 + g.r.IntN(3)
	g.p("%s, %s := newPool(%d, %d), make([]int, %d)\nvar %s sync.WaitGroup\n%s.Add(%d)", p, out, 1+g.r.IntN(3), g.r.IntN(2), n, left, left, n)
	g.p("for i := range %d {", n)
	g.own("i")
	g.p("%s.run(func() {\ndefer %s.Done()\n%s\n%s[i] = i * 3\n})\n}", p, left, g.pick(g.pause(), g.pause(), g.busy(out+"[i]")), out)
	g.p("%s.Wait()\n%s.stop()\n%s.P(\"out\", %s)", left, p, e.t, out)
}

// gate writes goroutines that wait until a condition is broadcast.
func (g *gen) gate(e *env) {
	typ, s, n := g.fresh("gate"), g.fresh("g"), 2+g.r.IntN(2)
	kind := g.pick("sync.Mutex", "sync.RWMutex")
	locker := "&g.mu"
	if kind == "sync.RWMutex" && g.chance(8) {
		locker = "g.mu.RLocker()"
	}
	g.decls = append(g.decls, fmt.Sprintf(`type %[1]s struct {
	mu      %[2]s
	cond    *sync.Cond
	open    bool
	waiting int
}

func new%[1]s() *%[1]s {
	g := &%[1]s{}
	g.cond = sync.NewCond(%[3]s)
	return g
}

func (g *%[1]s) pass(n int) int {
	g.cond.L.Lock()
	defer g.cond.L.Unlock()
	for !g.open {
		g.cond.Wait()
	}
	return n * 2
}

func (g *%[1]s) Open() {
	g.mu.Lock()
	g.open = true
	g.mu.Unlock()
	g.cond.Broadcast()
}
`, typ, kind, locker))
	c := g.fresh("c")
	g.p("%s, %s := new%s(), make(chan int, %d)\nfor i := range %d {", s, c, typ, g.r.IntN(2), n)
	g.own("i")
	g.p("go func() { %s <- %s.pass(i) }()\n}\n%s\n%s.Open()", c, s, g.pick(g.pause(), ""), s)
	sum := g.fresh("sum")
	g.p("%s := 0\nfor range %d { %s += <-%s }\n%s.P(\"passed\", %s)", sum, n, sum, c, e.t, sum)
}
