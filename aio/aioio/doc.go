// Package aioio is package io for explicit code: the functions of io that read and write a stream to its end, with an
// [aio.Context] in front. They do what the originals do and let the other tasks of the loop run meanwhile.
//
// Streams stay what they are, an io.Reader or io.Writer: the body of an HTTP response, a pipe, a connection, a file. A
// stream that is read without co holds up a serial loop while it waits; so either pass it to a function of this package,
//
//	data, err := aioio.ReadAll(co, resp.Body)
//
// or, where other code does the reading, bind it to the task first:
//
//	err := json.NewDecoder(aioio.BindReader(co, resp.Body)).Decode(&v)
//
// A function of this package runs the Read and Write methods beside the loop, as [aio.Call] does: they must not touch what
// the tasks of the loop share. With a bound stream only the innermost Read and Write run beside the loop; the code around
// them, such as an UnmarshalJSON method, runs in turn.
//
// Nothing here is ended by the cancellation of co, because an io.Reader cannot be interrupted. Close the stream from another
// task, or use one that knows its context, such as the body of a request made with http.NewRequestWithContext.
package aioio
