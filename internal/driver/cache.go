package driver

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"
)

// A cache keeps files by key. Entries are written under another name first and
// carry a checksum, so that neither an interrupt nor a second process nor a
// damaged disk makes it lie. What cannot be read is not there, what cannot be
// written is not kept. A nil cache is empty.
type cache struct {
	dir  string
	note func(string)

	mu       sync.Mutex
	readOnly bool
	made     map[string]bool // directories that exist
}

// kind is what an entry holds; it ends the name of its file.
type kind string

const (
	kindResult kind = "r" // results and facts of a package
	kindTypes  kind = "t" // export data
	kindRun    kind = "s" // the last run over a module
)

// CacheDir returns where results are kept: $ASYNCPORT_CACHE or a directory
// below the user's cache directory.
func CacheDir() (string, error) {
	if dir := os.Getenv("ASYNCPORT_CACHE"); dir != "" {
		return filepath.Abs(dir)
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "asyncport"), nil
}

// openCache returns the cache in dir, nil if dir is empty. note is told, once,
// that it cannot be written.
func openCache(dir string, note func(string)) *cache {
	if dir == "" {
		return nil
	}
	return &cache{dir: dir, note: note, made: make(map[string]bool)}
}

func (c *cache) file(k kind, key hash) string {
	name := key.String()
	return filepath.Join(c.dir, name[:2], name+"-"+string(k))
}

const magic = "asyncport\x01"

// get returns the contents of an entry and marks it as used.
func (c *cache) get(k kind, key hash) ([]byte, bool) {
	if c == nil {
		return nil, false
	}
	name := c.file(k, key)
	f, err := os.Open(name)
	if err != nil {
		return nil, false
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, false
	}
	data := make([]byte, info.Size())
	if _, err := io.ReadFull(f, data); err != nil {
		return nil, false
	}
	body, ok := unseal(data)
	if !ok {
		os.Remove(name)
		return nil, false
	}
	if now := time.Now(); now.Sub(info.ModTime()) > useInterval {
		_ = os.Chtimes(name, now, now)
	}
	return body, true
}

func seal(body []byte) []byte {
	check := sha256.Sum256(body)
	out := make([]byte, 0, len(magic)+len(check)+len(body))
	out = append(out, magic...)
	out = append(out, check[:]...)
	return append(out, body...)
}

func unseal(data []byte) ([]byte, bool) {
	rest, ok := bytes.CutPrefix(data, []byte(magic))
	if !ok || len(rest) < sha256.Size {
		return nil, false
	}
	body := rest[sha256.Size:]
	return body, sha256.Sum256(body) == [sha256.Size]byte(rest)
}

// put stores an entry.
func (c *cache) put(k kind, key hash, body []byte) {
	if c == nil || c.closed() {
		return
	}
	if err := c.write(c.file(k, key), seal(body)); err != nil {
		c.close(err)
	}
}

func (c *cache) closed() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.readOnly
}

// close gives up writing.
func (c *cache) close(err error) {
	c.mu.Lock()
	first := !c.readOnly
	c.readOnly = true
	c.mu.Unlock()
	if first && c.note != nil {
		if pe, ok := errors.AsType[*fs.PathError](err); ok {
			err = pe.Err
		}
		c.note(fmt.Sprintf("results are not kept: cannot write to %s: %v", c.dir, err))
	}
}

func (c *cache) write(name string, data []byte) error {
	dir := filepath.Dir(name)
	c.mu.Lock()
	made := c.made[dir]
	c.mu.Unlock()
	if !made {
		if err := os.MkdirAll(dir, 0o777); err != nil {
			return err
		}
		c.mu.Lock()
		c.made[dir] = true
		c.mu.Unlock()
	}
	tmp, err := os.CreateTemp(dir, ".new-*")
	if err != nil {
		return err
	}
	_, err = tmp.Write(data)
	err = cmp.Or(err, tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), name)
	}
	if err != nil {
		os.Remove(tmp.Name())
		// Where a file cannot be replaced while another process reads it, that
		// process has the same contents.
		if _, statErr := os.Stat(name); statErr == nil && runtime.GOOS == "windows" {
			return nil
		}
	}
	return err
}

const (
	useInterval  = time.Hour           // how often use is recorded
	trimInterval = 24 * time.Hour      // how often old entries are looked for
	keepFor      = 30 * 24 * time.Hour // after its last use
)

// trim removes, once a day, what was not used for long.
func (c *cache) trim(now time.Time) {
	if c == nil || c.closed() {
		return
	}
	mark := filepath.Join(c.dir, "trimmed")
	if info, err := os.Stat(mark); err == nil && now.Sub(info.ModTime()) < trimInterval {
		return
	}
	if os.WriteFile(mark, nil, 0o666) != nil || os.Chtimes(mark, now, now) != nil {
		return
	}
	subdirs, err := os.ReadDir(c.dir)
	if err != nil {
		return
	}
	for _, sub := range subdirs {
		if !sub.IsDir() || len(sub.Name()) != 2 {
			continue
		}
		files, err := os.ReadDir(filepath.Join(c.dir, sub.Name()))
		if err != nil {
			continue
		}
		for _, f := range files {
			info, err := f.Info()
			limit := keepFor
			if strings.HasPrefix(f.Name(), ".new-") {
				limit = trimInterval // left over from an interrupt
			}
			if err == nil && now.Sub(info.ModTime()) > limit+useInterval {
				os.Remove(filepath.Join(c.dir, sub.Name(), f.Name()))
			}
		}
	}
}
