// Package clean holds no lock across a wait.
package clean

import (
	"net/http"
	"sync"
	"time"

	"tokens"
)

type cache struct {
	mu    sync.Mutex
	rw    sync.RWMutex
	items map[string]string
	ch    chan string
	fetch func(string) string
}

func (c *cache) released(url string) error {
	c.mu.Lock()
	c.items[url] = ""
	c.mu.Unlock()
	_, err := http.Get(url)
	return err
}

// The two conditions are the same: no path waits with the lock.
func (c *cache) correlated(shared bool) {
	if shared {
		c.mu.Lock()
	}
	c.items["x"] = "y"
	if shared {
		c.mu.Unlock()
	}
	time.Sleep(1)
}

func (c *cache) nonBlocking() {
	c.mu.Lock()
	defer c.mu.Unlock()
	select {
	case c.ch <- "x":
	default:
	}
	close(c.ch)
}

// The goroutine does not run under the lock.
func (c *cache) spawned() {
	c.mu.Lock()
	defer c.mu.Unlock()
	go func() { c.ch <- "x" }()
	go c.send()
	time.AfterFunc(1, func() { c.ch <- "x" })
}

func (c *cache) send() { c.ch <- "x" }

// What a function value does is not known.
func (c *cache) soft(k string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.fetch(k)
}

type queue struct {
	mu    sync.Mutex
	cond  *sync.Cond
	items []int
}

func newQueue() *queue {
	q := &queue{}
	q.cond = sync.NewCond(&q.mu)
	return q
}

func (q *queue) get() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.items) == 0 {
		q.cond.Wait()
	}
	return q.items[0]
}

func (q *queue) waitLocked() { q.cond.Wait() }

func (q *queue) getThroughCall() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waitLocked()
	return q.items[0]
}

func viaL(c *sync.Cond) {
	c.L.Lock()
	defer c.L.Unlock()
	c.Wait()
}

// The callee releases the lock before it waits.
func (c *cache) pause() {
	c.mu.Unlock()
	time.Sleep(1)
	c.mu.Lock()
}

func (c *cache) callsPause() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pause()
	c.items["x"] = "y"
}

func (c *cache) released2() {
	unlock := func() { c.mu.Unlock() }
	c.mu.Lock()
	unlock()
	time.Sleep(1)
}

func (c *cache) hold() func() {
	c.mu.Lock()
	return c.mu.Unlock
}

func (c *cache) useHold() {
	done := c.hold()
	done()
	time.Sleep(1)
	c.mu.Lock()
	c.mu.Unlock()
}

func lockAll(shards []*cache) {
	for _, s := range shards {
		s.mu.Lock()
	}
	for i := range shards {
		shards[i].rw.Lock()
	}
	for i := range shards {
		shards[i].rw.Unlock()
	}
}

func handOverHand(a, b *cache) {
	a.mu.Lock()
	b.mu.Lock()
	a.mu.Unlock()
	b.mu.Unlock()
	time.Sleep(1)
}

// Nobody in the package takes the lock for writing.
type readOnly struct{ rw sync.RWMutex }

func readTwice(c *readOnly) {
	c.rw.RLock()
	c.rw.RLock()
	c.rw.RUnlock()
	c.rw.RUnlock()
}

func tryOnly(c *cache) {
	for !c.mu.TryLock() {
		time.Sleep(1)
	}
	c.mu.Unlock()
}

func deferredWait(c *cache, wg *sync.WaitGroup) {
	defer wg.Wait()
	c.mu.Lock()
	defer c.mu.Unlock()
}

func deferredBefore(c *cache, done chan struct{}) {
	c.mu.Lock()
	defer func() {
		c.mu.Unlock()
		<-done
	}()
}

func deferredAgain(c *cache, done chan struct{}) {
	c.mu.Lock()
	defer func() {
		<-done
		c.mu.Lock()
		c.mu.Unlock()
	}()
	c.mu.Unlock()
}

func tryAnd(c *cache, ok bool) {
	if ok && c.mu.TryLock() {
		c.mu.Unlock()
	}
	time.Sleep(1)
}

type once struct {
	mu   sync.Mutex
	done chan int
}

func (o *once) result() chan int {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.done == nil {
		o.done = make(chan int, 1)
		o.done <- 1
	}
	o.tell()
	return o.done
}

func (o *once) tell() { o.done <- 2 }

// The callee waits in a loop, each time without the lock.
func (c *cache) waitFor(key string) {
	for c.items[key] == "" {
		c.mu.Unlock()
		<-c.ch
		c.mu.Lock()
	}
}

func (c *cache) callsWaitFor() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waitFor("x")
}

// The receive empties the timer.
func (c *cache) reset(t *time.Timer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !t.Stop() {
		<-t.C
	}
	drain(t)
}

func drain(t *time.Timer) {
	if !t.Stop() {
		<-t.C
	}
}

// The constructor's variable is the field's lock.
type sink struct {
	mu   *sync.Mutex
	cond *sync.Cond
}

func newSink() *sink {
	mu := new(sync.Mutex)
	return &sink{mu: mu, cond: sync.NewCond(mu)}
}

func (s *sink) wait() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cond.Wait()
}

// The channel gets its buffer in a variable, and goes on in a field.
type flights struct {
	mu sync.Mutex
	m  map[int]flight
}

type flight struct{ wait chan error }

func (f *flights) add(id int) chan error {
	wait := make(chan error, 1)
	f.mu.Lock()
	f.m[id] = flight{wait: wait}
	f.mu.Unlock()
	return wait
}

func (f *flights) clear(err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, info := range f.m {
		info.wait <- err
	}
}

// Whether the channel of another package has room is not seen here.
func (c *cache) puts(b *tokens.Box) {
	c.mu.Lock()
	defer c.mu.Unlock()
	b.Put(1)
}

// The timer has expired: its function runs, and closes the channel.
type deadline struct {
	mu     sync.Mutex
	timer  *time.Timer
	cancel chan struct{}
}

func (d *deadline) set() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.timer != nil && !d.timer.Stop() {
		<-d.cancel
	}
	d.timer = time.AfterFunc(1, func() { close(d.cancel) })
}

func (c *cache) setUnder(d *deadline) {
	c.mu.Lock()
	defer c.mu.Unlock()
	d.set()
}

// A clock's timer, as a channel and a function that stops it.
func (c *cache) clock(timer <-chan time.Time, stop func() bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !stop() {
		<-timer
	}
}

// The channel comes by a parameter, from calls of this package only.
type subscription struct {
	mu     sync.Mutex
	failed chan error
}

func SubscribeSync() *subscription {
	ch := make(chan error, 10)
	return subscribe(ch)
}

func Subscribe() *subscription { return subscribe(nil) }

func subscribe(ch chan error) *subscription { return &subscription{failed: ch} }

func (s *subscription) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed != nil {
		s.failed <- err
	}
}

// The release is in the hands of another function.
type listener struct {
	mu      sync.Mutex
	started bool
	accept  chan int
}

func unlockOnce(l sync.Locker) func() {
	var once sync.Once
	return func() { once.Do(l.Unlock) }
}

func (l *listener) listen() int {
	unlock := unlockOnce(&l.mu)
	l.mu.Lock()
	defer unlock()
	if l.started {
		return 0
	}
	l.started = true
	unlock()
	return <-l.accept
}

// A reader's lock may be taken twice.
func readers() {
	var mu sync.RWMutex
	r := mu.RLocker()
	r.Lock()
	r.Lock()
	r.Unlock()
	r.Unlock()
}
