package yieldpoint

import "go/ast"

// paths counts sends along the paths through code without loops around them.
type paths struct {
	counts func(*ast.SendStmt) bool
	// broken is true when a path leaves a switch or select early: then the
	// structure alone does not tell which statements follow.
	broken bool
}

// count is the largest number of sends on the paths that leave a statement at its
// end, and on those that leave the function; -1 when there are no such paths.
type count struct{ through, leaving int }

// mostSends returns the largest number of sends on one path through code, which
// runs once; function literals in it do not count.
func mostSends(code ast.Node, counts func(*ast.SendStmt) bool) int {
	p := paths{counts: counts}
	var c count
	if list := statements(code); list != nil {
		c = p.list(list)
	} else if stmt, ok := code.(ast.Stmt); ok {
		c = p.stmt(stmt)
	}
	if p.broken {
		return p.all(code)
	}
	return max(c.through, c.leaving)
}

// all counts the sends wherever they are.
func (p *paths) all(code ast.Node) int {
	n := 0
	ast.Inspect(code, func(x ast.Node) bool {
		if send, ok := x.(*ast.SendStmt); ok && p.counts(send) {
			n++
		}
		_, lit := x.(*ast.FuncLit)
		return !lit || x == code
	})
	return n
}

func (p *paths) list(list []ast.Stmt) count {
	c := count{0, -1}
	for _, stmt := range list {
		c = c.then(p.stmt(stmt))
	}
	return c
}

// then is c followed by d. What follows the end of all paths is still counted: a
// label may lead there.
func (c count) then(d count) count {
	if d.leaving >= 0 {
		c.leaving = max(c.leaving, max(c.through, 0)+d.leaving)
	}
	if c.through >= 0 && d.through >= 0 {
		c.through += d.through
	} else {
		c.through = -1
	}
	return c
}

// or is either c or d.
func (c count) or(d count) count {
	return count{max(c.through, d.through), max(c.leaving, d.leaving)}
}

func (p *paths) stmt(stmt ast.Stmt) count {
	switch x := stmt.(type) {
	case *ast.SendStmt:
		if p.counts(x) {
			return count{1, -1}
		}
	case *ast.ReturnStmt:
		return count{-1, 0}
	case *ast.BranchStmt:
		p.broken = true
	case *ast.LabeledStmt:
		return p.stmt(x.Stmt)
	case *ast.BlockStmt:
		return p.list(x.List)
	case *ast.IfStmt:
		c := count{0, -1}
		if x.Else != nil {
			c = p.stmt(x.Else)
		}
		return c.or(p.list(x.Body.List))
	case *ast.SwitchStmt:
		return p.clauses(x.Body)
	case *ast.TypeSwitchStmt:
		return p.clauses(x.Body)
	case *ast.SelectStmt:
		return p.clauses(x.Body)
	case *ast.ForStmt, *ast.RangeStmt:
		return count{0, 0} // no send that counts, but perhaps a return
	}
	return count{0, -1}
}

// clauses is any of the clauses, or none.
func (p *paths) clauses(body *ast.BlockStmt) count {
	all := count{0, -1}
	for _, c := range body.List {
		switch c := c.(type) {
		case *ast.CaseClause:
			all = all.or(p.list(c.Body))
		case *ast.CommClause:
			first := count{0, -1}
			if c.Comm != nil {
				first = p.stmt(c.Comm)
			}
			all = all.or(first.then(p.list(c.Body)))
		}
	}
	return all
}
