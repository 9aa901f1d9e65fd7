package driver

import (
	"crypto/sha256"
	"time"
)

func sum256(data []byte) hash { return sha256.Sum256(data) }

// recall looks whether the last run of this kind still stands. It returns its
// answer if nothing has changed, and what can be taken over if files were
// edited that leave the packages as they are, or if more than the answer is
// wanted.
func recall(c *cache, key hash, now time.Time, more bool) (*answered, *takeover) {
	data, ok := c.get(kindRun, key)
	if !ok {
		return nil, nil
	}
	s, err := decodeSnapshot(data)
	if err != nil {
		return nil, nil
	}
	touched, ok := s.unchanged(now)
	if !ok {
		return nil, nil
	}
	if s.renewed && len(touched) == 0 {
		c.put(kindRun, key, encodeSnapshot(s)) // so that contents need not be read again
	}
	if len(touched) == 0 && !more {
		return s.answer, nil
	}
	data, ok = c.get(kindRun, s.packages)
	if !ok {
		return nil, nil
	}
	g, place, err := decodePackages(data)
	if err != nil {
		return nil, nil
	}
	return nil, &takeover{s, g, place, touched}
}

// remember stores the run under key. It had the files of t, or those of an old
// run.
func (r *run) remember(key hash, a *answered, t *tree, settings []watched, old *snapshot) {
	names, present := r.sourceFiles(t)
	var dirs []watchedDir
	if old != nil {
		names, dirs = old.fileNames(), old.dirs
	} else {
		var ok bool
		if dirs, ok = r.watchDirs(t.dirs, names); !ok {
			return
		}
	}
	files, ok := r.watchSources(names, old)
	if !ok {
		return
	}
	body := encodePackages(r.graph, r.place)
	s := &snapshot{settings: settings, files: files, present: present, dirs: dirs, answer: a,
		packages: hashOf("packages", string(body))}
	r.cache.put(kindRun, s.packages, body)
	r.cache.put(kindRun, key, encodeSnapshot(s))
}
