// Package held has locks that are held across waits.
package held

import (
	"net/http"
	"sync"
	"time"

	"tokens"
)

type cache struct {
	mu    sync.Mutex
	items map[string]string
	ch    chan string
}

func (c *cache) deferred(url string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, err := http.Get(url) // want `c.mu is held across a yield \(net\): net/http.Get`
	return err
}

func (c *cache) direct() {
	c.mu.Lock()
	c.ch <- "x" // want `c.mu is held across a yield \(chan\): channel send`
	s := <-c.ch // want `c.mu is held across a yield \(chan\): channel receive`
	_ = s
	c.mu.Unlock()
	c.ch <- "y"
}

func (c *cache) earlyReturn(skip bool) {
	c.mu.Lock()
	if skip {
		c.mu.Unlock()
		time.Sleep(time.Second)
		return
	}
	time.Sleep(time.Second) // want `c.mu is held across a yield \(sleep\): time.Sleep`
	c.mu.Unlock()
}

func (c *cache) selects(done chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	select { // want `c.mu is held across a yield \(select\): select`
	case <-done:
	case c.ch <- "z":
	}
	for v := range c.ch { // want `c.mu is held across a yield \(chan\): .*`
		c.items[v] = v
	}
}

func (c *cache) fetch(url string) error {
	_, err := http.Get(url)
	return err
}

func (c *cache) refresh(url string) error { return c.fetch(url) }

func (c *cache) throughCalls(url string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.refresh(url) // want `c.mu is held across a yield \(net\): .*refresh -> .*fetch -> net/http.Get`
}

func (c *cache) try() {
	if !c.mu.TryLock() {
		time.Sleep(1)
		return
	}
	time.Sleep(1) // want `c.mu is held across a yield \(sleep\): time.Sleep`
	c.mu.Unlock()
}

func (c *cache) waits() {
	var wg sync.WaitGroup
	c.mu.Lock()
	wg.Wait() // want `c.mu is held across a yield \(wait\): .*`
	c.mu.Unlock()
}

func (c *cache) lock()   { c.mu.Lock() }
func (c *cache) unlock() { c.mu.Unlock() }

func (c *cache) wrapped() {
	c.lock()
	defer c.unlock()
	time.Sleep(1) // want `c.mu is held across a yield \(sleep\): time.Sleep`
}

type embedded struct {
	sync.RWMutex
	ch chan int
}

func (e *embedded) read() int {
	e.RLock()
	defer e.RUnlock()
	return <-e.ch // want `e.RWMutex is held across a yield \(chan\): channel receive`
}

var global sync.Mutex

func globally() {
	global.Lock()
	time.Sleep(1) // want `global is held across a yield \(sleep\): time.Sleep`
	global.Unlock()
}

func alias(c *cache) {
	mu := &c.mu
	mu.Lock()
	defer c.mu.Unlock()
	time.Sleep(1) // want `c.mu is held across a yield \(sleep\): time.Sleep`
}

func (c *cache) released(done chan struct{}) {
	c.mu.Lock()
	defer func() {
		<-done // want `c.mu is held across a yield \(chan\): channel receive`
		c.mu.Unlock()
		c.ch <- "after"
	}()
	c.items["x"] = "y"
}

func inLiteral(c *cache) {
	run := func() {
		c.mu.Lock()
		time.Sleep(1) // want `c.mu is held across a yield \(sleep\): time.Sleep`
		c.mu.Unlock()
	}
	go run()
}

func deferredWait(c *cache, wg *sync.WaitGroup) {
	c.mu.Lock()
	defer c.mu.Unlock()
	defer wg.Wait() // want `c.mu is held across a yield \(wait\): .*`
}

func twice(c *cache) {
	c.mu.Lock()
	c.mu.Lock() // want `c.mu is locked again while it is held: it can never be granted`
	c.mu.Unlock()
}

func (c *cache) size() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.items)
}

func (c *cache) twiceByCall() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.size() // want `c.mu is locked again by the call while it is held: it can never be granted`
}

func upgrade(e *embedded) {
	e.RLock()
	defer e.RUnlock()
	e.Lock() // want `e.RWMutex is locked again while it is held: it can never be granted`
	e.Unlock()
}

type queue struct {
	mu    sync.Mutex
	other sync.Mutex
	cond  *sync.Cond
}

func newQueue() *queue {
	q := &queue{}
	q.cond = sync.NewCond(&q.mu)
	return q
}

func (q *queue) waitUnderOther() {
	q.other.Lock()
	defer q.other.Unlock()
	q.mu.Lock()
	defer q.mu.Unlock()
	q.cond.Wait() // want `q.other is held across a yield \(wait\): .*`
}

type mixed struct {
	mu sync.Mutex
	ch chan int
}

func newMixed(buffered bool) *mixed {
	if buffered {
		return &mixed{ch: make(chan int, 1)}
	}
	return &mixed{ch: make(chan int)}
}

func (m *mixed) send() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.ch <- 1 // want `m.mu is held across a yield \(chan\): channel send`
}

func receives(m *sync.Mutex) int {
	ch := make(chan int, 1)
	m.Lock()
	defer m.Unlock()
	return <-ch // want `m is held across a yield \(chan\): channel receive`
}

func waitsForTimer(m *sync.Mutex, t *time.Timer) {
	m.Lock()
	defer m.Unlock()
	<-t.C // want `m is held across a yield \(sleep\): receive from time.Timer.C`
}

type table struct {
	rw   sync.RWMutex
	rows map[string]int
}

func (t *table) put(k string) {
	t.rw.Lock()
	defer t.rw.Unlock()
	t.rows[k]++
}

func (t *table) get(k string) int {
	t.rw.RLock()
	defer t.rw.RUnlock()
	return t.rows[k]
}

func (t *table) lookup(k string) int { return t.get(k) }

func (t *table) twice() int {
	t.rw.RLock()
	defer t.rw.RUnlock()
	t.rw.RLock() // want `t.rw is locked for reading again while it is held for reading: with a writer waiting in between neither goes on`
	defer t.rw.RUnlock()
	return len(t.rows)
}

func (t *table) both() int {
	t.rw.RLock()
	defer t.rw.RUnlock()
	return t.get("a") + // want `t.rw is locked for reading again by the call .*`
		t.lookup("b") // want `t.rw is locked for reading again by the call .*`
}

func (t *table) change(k string) {
	t.rw.RLock()
	defer t.rw.RUnlock()
	if t.rows[k] == 0 {
		t.put(k) // want `t.rw is locked again by the call while it is held: .*`
	}
}

// The variable has no buffer on one path.
func (m *mixed) handed(big bool) *mixed {
	ch := make(chan int, 1)
	if big {
		ch = make(chan int)
	}
	return &mixed{ch: ch}
}

// What a caller hands over may have no buffer.
type given struct {
	mu sync.Mutex
	ch chan int
}

func newGiven(ch chan int) *given {
	if ch == nil {
		ch = make(chan int, 1)
	}
	return &given{ch: ch}
}

func (g *given) send() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.ch <- 1 // want `g.mu is held across a yield \(chan\): channel send`
}

// What is not a timer is not known to have expired.
func (g *given) stopped(stop func() bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !stop() {
		<-g.ch // want `g.mu is held across a yield \(chan\): channel receive`
	}
}

func (g *given) gets(b *tokens.Box) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return b.Get() // want `g.mu is held across a yield \(chan\): tokens.\(\*Box\).Get -> channel receive`
}

// One of the calls hands over a channel without a buffer.
type subscription struct {
	mu     sync.Mutex
	failed chan error
}

func subscribeSync() *subscription { return subscribe(make(chan error, 10)) }

func subscribeNow() *subscription { return subscribe(make(chan error)) }

func subscribe(ch chan error) *subscription { return &subscription{failed: ch} }

func (s *subscription) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failed <- err // want `s.mu is held across a yield \(chan\): channel send`
}

// A function that is used as a value has callers that are not seen.
type opened struct {
	mu     sync.Mutex
	failed chan error
}

func open(ch chan error) *opened { return &opened{failed: ch} }

var opener = open

var first = open(make(chan error, 1))

func (o *opened) fail(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.failed <- err // want `o.mu is held across a yield \(chan\): channel send`
}

// A deferred call releases what the function took itself, not what the caller holds.
type keeper struct {
	mu sync.Mutex
	n  int
}

func (k *keeper) add() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.n++
}

func (k *keeper) addTwice() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.add() // want `k.mu is locked again by the call while it is held: it can never be granted`
}

type drive struct {
	tree  sync.Mutex
	files sync.Mutex
}

// Another lock is no other name of the first.
func (d *drive) detach() {
	d.tree.Lock()
	d.files.Lock()
	d.files.Unlock()
	time.Sleep(1) // want `d.tree is held across a yield \(sleep\): time.Sleep`
	d.tree.Unlock()
}
