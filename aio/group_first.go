package aio

// WaitFirst is Wait that returns the first error alone, as golang.org/x/sync/errgroup.Group.Wait does: for callers that
// compare the error or print it.
func (g *Group) WaitFirst(co Context) error {
	err := g.Wait(co)
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.errs) > 0 {
		return g.errs[0]
	}
	return err
}
