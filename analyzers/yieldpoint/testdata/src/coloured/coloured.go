// Package coloured holds functions that take an aio.Context.
package coloured

import (
	"context"
	"net/http"

	"aio"
)

func await(co aio.Context, f *aio.Future[int]) { // want `^await: await aio.\(\*Future\[...\]\).Await$`
	f.Await(co)
}

func caller(co aio.Context, f *aio.Future[int]) { // want `^caller: await coloured.await -> aio.\(\*Future\[...\]\).Await$`
	await(co, f)
}

// The mark releases the loop, so the call under it is not hidden.
func marked(co aio.Context) { // want `^marked: await aio.Call\[...\]$`
	aio.Call(co, func() (*http.Response, error) { return http.Get("x") })
}

// What blocks without a mark is this function's fault and not its callers'.
func unmarked(co aio.Context) { http.Get("x") } // want `^unmarked: net net/http.Get$`

func above(co aio.Context) { unmarked(co) }

type Poller interface{ Poll(co aio.Context) error }

type agent struct{ p Poller }

func (a *agent) run(co aio.Context) { a.p.Poll(co) } // want `^run: await\? coloured.Poller.Poll$`

func spawn(co aio.Context) { // want `^spawn: spawns$`
	aio.Go(co, func(aio.Context) (int, error) { http.Get("x"); return 0, nil })
}

func loop(co aio.Context, ch chan int) { // want `^loop: await aio.Range\[...\]$`
	for range aio.Range(co, ch) {
	}
}

// The function runs in place and is not under a mark.
func once(co aio.Context, o *aio.Once) { // want `^once: net coloured.once.func1 -> net/http.Get; await aio.\(\*Once\).Do$`
	o.Do(co, func() { http.Get("x") })
}

func enter() { // want `^enter: wait aio.Run$`
	aio.Run(context.Background(), func(co aio.Context) error { return nil })
}
