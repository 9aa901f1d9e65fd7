package aiotest

import "github.com/asyncport/asyncport/aio"

// Wait lets all other tasks and goroutines of the test go on until none can, without time passing. It is synctest.Wait for
// a task; synctest.Wait itself must not be called in a test of this package, which uses it all the time.
//
// co must be a Context of [Run], [Explore] or [Both]; else Wait panics.
func Wait(co aio.Context) {
	tr := trialOf(co)
	if tr == nil {
		panic("aiotest: Wait called with a Context that is not one of aiotest.Run, Explore or Both")
	}
	aio.Call(co, tr.rest)
}
