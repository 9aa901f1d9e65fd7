// Package spawn rewrites go statements that nobody waits for.
//
// # Rule spawn
//
// a go statement becomes a task of the loop
//
// What the statement evaluates (the function, its receiver and its arguments)
// is evaluated at the same place; where the new function literal would look
// at a variable later, the value is bound first, under the name of the field or
// variable that it is, or of the parameter that takes it. Nobody waits for the task, as
// nobody waited for the goroutine; a panic in it ends the program as before.
//
// Before:
//
//	go a.loop()
//	go func() {
//		defer close(done)
//		serve(ln)
//	}()
//
// After:
//
//	aio.Spawn(co, a.loop)
//	aio.Spawn(co, func(co aio.Context) {
//		defer close(done)
//		serve(co, ln)
//	})
//
// A goroutine that reaches no yield point stays a goroutine: it computes, and
// as a task of a serial loop it would keep all others waiting.
package spawn
