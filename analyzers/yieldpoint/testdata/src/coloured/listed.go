package coloured

import (
	"aio"

	"github.com/pkg/sftp"
)

// The catalog speaks of the module as it was, the signature of what it is.
func listed(co aio.Context, c *sftp.Client) { // want `^listed: await github.com/pkg/sftp.\(\*Client\).OpenCo$`
	c.OpenCo(co, "x")
}

func plain(c *sftp.Client) { c.Open("x") } // want `^plain: net github.com/pkg/sftp.\(\*Client\).Open$`
