// Package sftp stands for a module of the catalog that has been ported.
package sftp

import "aio"

type Client struct{}

func (c *Client) Open(path string) error { return nil }

func (c *Client) OpenCo(co aio.Context, path string) error { return nil }
