package driver

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
)

// executable identifies this program without reading it.
func executable() (string, error) {
	name, err := os.Executable()
	if err != nil {
		return "", err
	}
	info, err := os.Stat(name)
	if err != nil {
		return "", err
	}
	inode, status := inodeOf(info)
	return fmt.Sprintf("%s %d %d %d %d", name, info.Size(), info.ModTime().UnixNano(), inode, status), nil
}

// tool identifies this program by what it holds. Reading it takes longer than
// much of what follows; so the cache remembers.
func (c *cache) tool() (string, error) {
	if c == nil {
		return "", nil // no key is stored
	}
	exe, err := executable()
	if err != nil {
		return "", err
	}
	key := hashOf("tool", exe)
	if data, ok := c.get(kindRun, key); ok {
		return string(data), nil
	}
	name, err := os.Executable()
	if err != nil {
		return "", err
	}
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	id := sum(h).String()
	c.put(kindRun, key, []byte(id))
	return id, nil
}
