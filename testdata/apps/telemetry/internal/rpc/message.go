// Package rpc is a small message server and its client. Messages are JSON
// behind a length, over TCP. Calls of one connection may be answered in any
// order.
package rpc

import "encoding/json"

// Request asks for a call of Method.
type Request struct {
	ID     uint64          `json:"id"` // chosen by the client, unique in a connection
	Method string          `json:"method"`
	Params json.RawMessage `json:"params,omitempty"`
}

// Response answers the request of the same ID.
type Response struct {
	ID     uint64          `json:"id"`
	Result json.RawMessage `json:"result,omitempty"`
	Error  string          `json:"error,omitempty"` // empty for success
}

// RemoteError is an error that the server has returned.
type RemoteError struct {
	Method  string
	Message string
}

// Error implements error.
func (e *RemoteError) Error() string { return e.Method + ": " + e.Message }
