package clean

import (
	"sync"
	"time"
)

// A lock that is released by another name than it was taken by.
type volume struct {
	tree sync.Mutex
	root *volumeNode
}

type volumeNode struct {
	mounted *volume // what it is the root of
	in      *volume
}

func (n *volumeNode) detach() {
	n.in.tree.Lock()
	v := n.mounted
	v.tree.Unlock()
	time.Sleep(1)
	v.tree.Lock()
	v.tree.Unlock()
}
