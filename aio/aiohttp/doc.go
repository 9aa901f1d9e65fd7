// Package aiohttp is package net/http for explicit code: [Get] and its like, [Client], [Serve] and its like, and [Server] have
// an [aio.Context] in front where the originals wait. They do what the originals do and let the other tasks of the loop run
// meanwhile. A [HandlerFunc] is a handler that is a task.
//
// # Requests and their bodies
//
// Requests and responses stay what they are. A call is ended by the context of its request, as in net/http, and the error is
// the *url.Error of net/http, which wraps the cause:
//
//	req, err := http.NewRequestWithContext(co, "GET", url, nil) // co is a context
//	resp, err := aiohttp.DefaultClient.Do(co, req)
//
// Get, Head, Post and PostForm have no context, so co does not end them.
//
// Reading a body waits for the network too. Read it with package aioio, which says so where it happens:
//
//	defer resp.Body.Close()
//	data, err := aioio.ReadAll(co, resp.Body)
//	err := json.NewDecoder(aioio.BindReader(co, resp.Body)).Decode(&v)
//
// The body of a response lives no longer than the context of its request. That of a task of [aio.Go] ends with the task: a
// task should return what it read, and not the response. The bodies of requests in a handler, and writing a large response,
// are read and written by aioio in the same way. For forms there is [Request].
//
// # Handlers and loops
//
// The handlers of a server that was started by this package run on the loop of the task that started it. Under a serial
// policy one of them runs at a time, between marks. A handler whose server was started in another way, such as that of
// httptest, runs on the loop of the process, or on that of [BaseContext].
//
// RoundTrippers, CheckRedirect functions, and handlers that are not a HandlerFunc run beside the loop.
package aiohttp
