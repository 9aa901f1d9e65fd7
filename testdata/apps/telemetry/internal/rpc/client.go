package rpc

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"
)

// ErrDisconnected is returned by calls when the connection is lost.
var ErrDisconnected = errors.New("disconnected")

// Client calls the methods of a server. It is safe for concurrent use: calls
// share the connection and do not wait for each other.
type Client struct {
	conn net.Conn
	done chan struct{} // closed when the reader ends

	writing sync.Mutex // one request at a time

	mu      sync.Mutex
	lastID  uint64
	pending map[uint64]chan Response // calls that wait, by ID
}

// Dial connects to the server at addr.
func Dial(addr string, timeout time.Duration) (*Client, error) {
	conn, err := net.DialTimeout("tcp", addr, timeout)
	if err != nil {
		return nil, err
	}
	c := &Client{
		conn:    conn,
		done:    make(chan struct{}),
		pending: make(map[uint64]chan Response),
	}
	go c.read()
	return c, nil
}

// Call calls method with params and decodes the answer into result, which
// must be a pointer or nil.
func (c *Client) Call(ctx context.Context, method string, params, result any) error {
	raw, err := json.Marshal(params)
	if err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	id, answer := c.register()
	defer c.forget(id)

	if err := c.send(Request{ID: id, Method: method, Params: raw}); err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	r, err := c.wait(ctx, answer)
	if err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	if r.Error != "" {
		return &RemoteError{Method: method, Message: r.Error}
	}
	if result == nil {
		return nil // the caller does not care
	}
	return json.Unmarshal(r.Result, result)
}

// wait returns the answer to a call.
func (c *Client) wait(ctx context.Context, answer <-chan Response) (Response, error) {
	select {
	case r := <-answer:
		return r, nil
	case <-c.done:
		// The answer may have been the last thing that came.
		select {
		case r := <-answer:
			return r, nil
		default:
			return Response{}, ErrDisconnected
		}
	case <-ctx.Done():
		return Response{}, ctx.Err()
	}
}

// register makes a place for the answer to a new call.
func (c *Client) register() (uint64, <-chan Response) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lastID++
	answer := make(chan Response, 1) // the reader must not wait for the caller
	c.pending[c.lastID] = answer
	return c.lastID, answer
}

// forget gives up the place of a call.
func (c *Client) forget(id uint64) {
	c.mu.Lock()
	delete(c.pending, id)
	c.mu.Unlock()
}

// send writes one request.
func (c *Client) send(r Request) error {
	c.writing.Lock()
	defer c.writing.Unlock()
	return WriteFrame(c.conn, r)
}

// read passes answers to the calls that wait for them.
func (c *Client) read() {
	defer close(c.done)
	for {
		var r Response
		if err := ReadFrame(c.conn, &r); err != nil {
			return
		}
		c.mu.Lock()
		answer, ok := c.pending[r.ID]
		delete(c.pending, r.ID)
		c.mu.Unlock()
		if ok {
			answer <- r // has room
		}
	}
}

// Close closes the connection. Calls that wait fail with ErrDisconnected.
func (c *Client) Close() error {
	err := c.conn.Close()
	<-c.done
	return err
}
