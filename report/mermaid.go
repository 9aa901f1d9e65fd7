package report

import (
	"fmt"
	"strings"
)

// leftOut says which packages are not drawn, if any.
func (g *importGraph) leftOut(packages int) string {
	if g.left == 0 {
		return ""
	}
	return fmt.Sprintf("Of %s the %d with the most left to do are drawn; ways through the others are drawn as if direct.",
		count(packages, "package"), packages-g.left)
}

// mermaid writes the nodes and edges. Packages that import each other stand in a
// frame; a dotted arrow is an import of tests alone.
func (g *importGraph) mermaid(b *strings.Builder, short func(string) string) {
	for i, n := range g.nodes {
		if len(n.packages) == 1 {
			mermaidNode(b, "  ", fmt.Sprintf("p%d", i), n.packages[0], short)
			continue
		}
		fmt.Fprintf(b, "  subgraph p%d[\" \"]\n", i)
		for k, p := range n.packages {
			mermaidNode(b, "    ", fmt.Sprintf("p%d_%d", i, k), p, short)
		}
		b.WriteString("  end\n")
	}
	for i, n := range g.nodes {
		for _, j := range n.imports {
			fmt.Fprintf(b, "  p%d --> p%d\n", i, j)
		}
		for _, j := range n.tests {
			fmt.Fprintf(b, "  p%d -.-> p%d\n", i, j)
		}
	}
}

func mermaidNode(b *strings.Builder, indent, id string, p *Package, short func(string) string) {
	fmt.Fprintf(b, "%s%s[\"%s<br>%s\"]:::%s\n", indent, id, short(p.Path), p.Verdict, p.Verdict.class())
}
