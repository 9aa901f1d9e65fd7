package aio_test

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/asyncport/asyncport/aio"
)

func FuzzQueue(f *testing.F) {
	model(f, func(st *stage) {
		m := &queueModel{stage: st, max: st.script.next(4)}
		m.q = aio.NewQueue[int](m.max)
		m.play()
	}, queueCrowd)
}

// queueModel says who gets which item. The line holds getters or putters, never both: a putter waits for room only when
// there are items, and then no getter waits. The kind of an actor is the item that it puts or was given.
type queueModel struct {
	*stage
	q      *aio.Queue[int]
	max    int
	items  []int
	last   int // item that was made
	closed bool
}

// getting is the kind of a getter in line, and noItem that of a task that was woken by the close of the queue.
const (
	getting = 0
	noItem  = -1
)

func (m *queueModel) play() {
	for m.more() {
		switch m.next(10) {
		case 0, 1, 2:
			m.settle(m.run)
			m.get()
		case 3, 4, 5:
			m.settle(m.run)
			m.put()
		case 6:
			m.tryPut()
		case 7:
			m.tryGet()
		case 8:
			if len(m.chosen) > 0 {
				m.cancelChosen()
			} else {
				m.cancelWaiting()
				m.settle(m.run)
			}
		case 9:
			if m.next(8) == 0 {
				m.settle(m.run)
				m.close()
			} else {
				m.round(m.run)
			}
		}
		want(m.t, "items", m.q.Len(), len(m.items))
	}
	m.settle(m.run)
	m.close()
	m.settle(m.run)
	for _, item := range m.items {
		v, err := m.q.Get(m.co)
		want(m.t, "item that is left", v, item)
		wantErr(m.t, "Get of an item that is left", err, nil)
	}
	_, err := m.q.Get(m.co)
	wantErr(m.t, "Get at the end", err, aio.ErrClosed)
}

func (m *queueModel) full() bool    { return m.max > 0 && len(m.items) >= m.max }
func (m *queueModel) getters() bool { return len(m.line) > 0 && m.line[0].kind == getting }
func (m *queueModel) putters() bool { return len(m.line) > 0 && m.line[0].kind != getting }

func (m *queueModel) get() {
	a := m.act(getting, func(co aio.Context, id int) (string, error) {
		v, err := m.q.Get(co)
		return gotItem(id, v, err), err
	})
	switch {
	case len(m.items) > 0:
		a.kind = m.take()
		m.run(a)
	case m.closed:
		a.kind = noItem
		m.run(a)
	default:
		m.line = append(m.line, a)
	}
}

func gotItem(id, v int, err error) string {
	if errors.Is(err, aio.ErrClosed) {
		v = noItem
	} else if err != nil {
		return ""
	}
	return fmt.Sprintf("%d:%d", id, v)
}

// take removes the first item and lets a putter in.
func (m *queueModel) take() int {
	v := m.items[0]
	m.items = m.items[1:]
	if !m.full() && m.putters() {
		a := m.shift()
		m.items = append(m.items, a.kind)
		m.choose(&actor{id: a.id, kind: putDone})
	}
	return v
}

// putDone is the kind of a putter whose item was added.
const putDone = -2

func (m *queueModel) put() {
	m.last++
	item := m.last
	a := m.act(item, func(co aio.Context, id int) (string, error) {
		err := m.q.Put(co, item)
		if err == nil {
			return did(id, putDone), nil
		}
		return gotItem(id, 0, err), err
	})
	switch {
	case m.closed:
		a.kind = noItem
		m.run(a)
	case m.offer(item):
		m.does(a, did(a.id, putDone))
	default:
		m.line = append(m.line, a)
	}
}

// offer adds an item if there is a getter or room.
func (m *queueModel) offer(item int) bool {
	switch {
	case m.getters():
		m.choose(&actor{id: m.shift().id, kind: item})
	case m.full():
		return false
	default:
		m.items = append(m.items, item)
	}
	return true
}

func (m *queueModel) tryPut() {
	m.last++
	want(m.t, "TryPut", m.q.TryPut(m.last), !m.closed && m.offer(m.last))
}

func (m *queueModel) tryGet() {
	v, ok := m.q.TryGet()
	want(m.t, "TryGet", ok, len(m.items) > 0)
	if ok {
		want(m.t, "item of TryGet", v, m.take())
	}
}

func (m *queueModel) close() {
	m.q.Close()
	m.closed = true
	for a := m.shift(); a != nil; a = m.shift() {
		a.kind = noItem
		m.choose(a)
	}
}

// run is the turn of a task that was woken. A getter that was cancelled gives its item to the next one, or puts it back
// to the head.
func (m *queueModel) run(a *actor) {
	if !a.cancelled || a.kind < 0 {
		m.does(a, did(a.id, a.kind))
		return
	}
	m.givesUp(a)
	if m.getters() {
		m.choose(&actor{id: m.shift().id, kind: a.kind})
	} else {
		m.items = append([]int{a.kind}, m.items...)
	}
}

// queueCrowd checks that no item is lost or doubled, whatever is cancelled and when.
func queueCrowd(t *testing.T, co aio.Context, s *script) {
	q := aio.NewQueue[int](s.next(4))
	var put, got atomic.Int64
	half := len(s.data) / 2
	getters := aio.Go(co, func(co aio.Context) (int, error) {
		crowd(co, &script{data: s.data[half:]}, 3, func(co aio.Context, _ int, s *script) {
			for closed := false; !closed; {
				attempt(t, co, s.next(16), func(co aio.Context) error {
					v, err := q.Get(co)
					closed = err == aio.ErrClosed
					got.Add(int64(v))
					return err
				})
			}
		})
		return 0, nil
	})
	crowd(co, &script{data: s.data[:half]}, 3, func(co aio.Context, me int, s *script) {
		for n := 1; s.more(); n++ {
			item := n*3 + me
			if s.next(4) == 0 {
				if q.TryPut(item) {
					put.Add(int64(item))
				}
				continue
			}
			attempt(t, co, s.next(16), func(co aio.Context) error {
				err := q.Put(co, item)
				if err == nil {
					put.Add(int64(item))
				}
				return err
			})
		}
	})
	q.Close()
	_, _ = getters.Await(co)
	want(t, "sum of the items", got.Load(), put.Load())
}

// FuzzQueueOrder checks that the items of one putter arrive in order when nothing is cancelled.
func FuzzQueueOrder(f *testing.F) {
	model(f, nil, func(t *testing.T, co aio.Context, s *script) {
		const putters = 3
		q := aio.NewQueue[[2]int](s.next(4))
		getter := aio.Go(co, func(co aio.Context) (int, error) {
			var last [putters]int
			for {
				v, err := q.Get(co)
				if err != nil {
					return 0, nil
				}
				want(t, "item", v[1], last[v[0]]+1)
				last[v[0]] = v[1]
			}
		})
		crowd(co, s, putters, func(co aio.Context, me int, s *script) {
			for n := 1; s.more(); n++ {
				if s.next(3) == 0 {
					aio.Yield(co)
				}
				wantErr(t, "Put", q.Put(co, [2]int{me, n}), nil)
			}
		})
		q.Close()
		_, _ = getter.Await(co)
	})
}
