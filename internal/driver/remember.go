package driver

import (
	"context"
	"crypto/sha256"
	"path/filepath"
	"time"

	"github.com/asyncport/asyncport/internal/load"
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

// remember stores the run under key. tree holds the directories as they were
// before the go command looked.
func (r *run) remember(key hash, a *answered, tree []watchedDir, settings []watched, old *snapshot) {
	names, present := r.sourceFiles()
	files, ok := r.watchSources(names, old)
	if !ok {
		return
	}
	dirs := tree
	if old != nil {
		dirs = old.dirs
	} else if dirs, ok = r.watchDirs(tree, names); !ok {
		return
	}
	body := encodePackages(r.graph, r.place)
	s := &snapshot{settings: settings, files: files, present: present, dirs: dirs, answer: a,
		packages: hashOf("packages", string(body))}
	r.cache.put(kindRun, s.packages, body)
	r.cache.put(kindRun, key, encodeSnapshot(s))
}

// rootsOf returns the directories whose trees decide what the patterns match.
func rootsOf(place *load.Place, patterns []string) []string {
	if !hasWildcard(patterns) {
		return nil
	}
	if below(place.Module.Dir, place.Work) || place.Module.Dir == place.Work {
		return []string{place.Module.Dir}
	}
	return []string{place.Module.Dir, place.Work}
}

func watchTrees(ctx context.Context, roots []string, now time.Time) ([]watchedDir, bool) {
	var list []watchedDir
	for _, root := range roots {
		dirs, ok := watchTree(filepath.Clean(root), now)
		if !ok || ctx.Err() != nil {
			return nil, false
		}
		list = append(list, dirs...)
	}
	return list, true
}
