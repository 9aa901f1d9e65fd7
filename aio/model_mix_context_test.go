package aio_test

import (
	"context"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/asyncport/asyncport/aio"
)

// mixed is a bag of the last few things.
type mixed[T any] struct {
	mu  sync.Mutex
	all []T
}

func (b *mixed[T]) add(v T) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.all) > 20 {
		b.all = b.all[10:]
	}
	b.all = append(b.all, v)
}

// any returns one of them, or the zero value.
func (b *mixed[T]) any(r *rand.Rand) (v T) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.all) > 0 {
		v = b.all[r.IntN(len(b.all))]
	}
	return v
}

// mixContexts derives contexts of many kinds, all of which end when end does.
type mixContexts struct {
	end  context.Context
	lent mixed[aio.Context]
}

func (m *mixContexts) derive(co aio.Context, r *rand.Rand) (aio.Context, context.CancelFunc) {
	soon := time.Duration(r.IntN(500)) * time.Microsecond
	switch r.IntN(8) {
	case 0:
		sub, cancel := aio.WithCancel(co)
		return sub, cancel
	case 1: // somebody cancels above
		up, cancelUp := aio.WithCancelCause(co)
		sub, cancel := aio.WithCancel(up)
		go cancelUp(errBoom)
		return sub, cancel
	case 2:
		return aio.WithTimeout(co, soon)
	case 3: // package context between two of our own
		std, stop := context.WithCancelCause(co)
		clock := time.AfterFunc(soon, func() { stop(errBoom) })
		sub, cancel := aio.WithCancel(aio.With(co, std))
		return sub, func() { clock.Stop(); cancel(); stop(nil) }
	case 4: // nothing from above but the end
		std, stop := context.WithCancelCause(aio.Shield(co))
		forget := context.AfterFunc(m.end, func() { stop(errBoom) })
		return aio.With(co, std), func() { forget(); stop(nil) }
	case 5: // that of another task, which may end, or have ended
		if lent := m.lent.any(r); lent != nil {
			return aio.With(co, lent), func() {}
		}
	case 6:
		m.lent.add(co)
	}
	return co, func() {}
}
